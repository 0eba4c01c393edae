import { recordRead } from '@yiwang/foundation/audit';
import type { Tx } from '@yiwang/foundation/db';
import type { Platform } from '@yiwang/foundation/http';
import { findOfficers, holdersOf } from '@yiwang/foundation/organization';
import type { Actor } from '@yiwang/foundation/permission';
import type { Task } from '@yiwang/foundation/process-host';
import { casesByIds, findCase } from '@yiwang/services/case';
import { checksOf, findMaterials } from '@yiwang/services/material';
import type { DeskTask, Evidence, FileRow, Inspector, RecentCase } from './schema.ts';
import { deskTasks } from './service-queue.ts';
import * as store from './store-desk.ts';

/** How many cases an officer finds again under "last opened". */
const RECENT = 12;

const isMine = ({ scope, postKind }: Actor, task: Task): boolean =>
  scope.organizations.includes(task.organizationId) &&
  (task.posts.length === 0 || (postKind !== undefined && task.posts.includes(postKind)));

/**
 * What stands beside a case: machine checks, masked unless the officer may unmask (`case.unmask`) and says
 * why, and the tasks that wait for this officer's post. @throws {AppError} `case.unknown`
 */
export async function evidence(tx: Tx, platform: Platform, caseId: string): Promise<Evidence> {
  const { actor, purpose } = tx.call;
  const { processInstanceId } = await findCase(tx, caseId);
  const clear = purpose !== undefined && (actor.permissions?.includes('case.unmask') ?? false);
  const [checks, open] = await Promise.all([
    checksOf(tx, platform, caseId, { clear }),
    platform.processes.openTasks(tx, [processInstanceId]),
  ]);
  const tasks = await deskTasks(
    tx,
    open.filter((task) => isMine(actor, task)),
  );
  return { masked: !clear, checks, tasks };
}

/** Names and sizes of a case's files, those that the officer may see; the look is recorded once. @throws {AppError} `case.unknown` */
export async function files(
  tx: Tx,
  platform: Platform,
  caseId: string,
  ids: readonly string[],
): Promise<FileRow[]> {
  const [found, materials] = await Promise.all([
    findCase(tx, caseId),
    findMaterials(tx, platform, [...new Set(ids)]),
  ]);
  if (materials.length > 0)
    recordRead(tx, {
      subjectId: found.applicantId,
      fields: ['material.name'],
      count: materials.length,
      purpose: tx.call.purpose ?? '办理案件时查看材料清单',
      caseId,
      regionCode: found.regionCode,
    });
  return materials.map(({ id, name, mediaType, size }) => ({ id, name, mediaType, size }));
}

/** Takes a task for the officer. @throws {AppError} those of `ProcessHost.claim`. */
export async function claim(
  tx: Tx,
  platform: Platform,
  taskId: string,
  version: number,
): Promise<DeskTask> {
  const [task] = await deskTasks(tx, [await platform.processes.claim(tx, taskId, version)]);
  return task as DeskTask;
}

/** Gives a task back to the post. @throws {AppError} those of `ProcessHost.release`. */
export async function release(
  tx: Tx,
  platform: Platform,
  taskId: string,
  version: number,
): Promise<DeskTask> {
  const [task] = await deskTasks(tx, [await platform.processes.release(tx, taskId, version)]);
  return task as DeskTask;
}

/** Notes that the officer opened a case. @throws {AppError} `case.unknown` */
export async function noteOpening(tx: Tx, caseId: string): Promise<void> {
  await findCase(tx, caseId);
  const { actor, now } = tx.call;
  tx.write(store.putOpening({ officer_id: actor.id, case_id: caseId, opened_at: now }));
  tx.write(store.forgetOpenings(actor.id, RECENT));
}

/** The cases that the officer opened last and still sees, newest first. */
export async function recent(tx: Tx): Promise<RecentCase[]> {
  const openings = await tx.all(store.openingsOf(tx.call.actor.id, RECENT));
  const cases = await casesByIds(
    tx,
    openings.map(({ caseId }) => caseId),
  );
  return openings.flatMap(({ caseId, openedAt }) => {
    const found = cases.find(({ id }) => id === caseId);
    if (!found) return [];
    const { id, caseNo, item, state, outcome } = found;
    const { slug, name } = item;
    return [{ id, caseNo, item: { slug, name }, state, outcome, openedAt: openedAt.toISOString() }];
  });
}

/** Who holds a post of inspector in the officer's department today, with the number of the enforcement certificate. */
export async function inspectors(tx: Tx): Promise<Inspector[]> {
  const { organizationId } = tx.call.actor;
  if (organizationId === undefined) return [];
  const holders = await holdersOf(tx, organizationId, 'inspector');
  const people = await findOfficers(
    tx,
    holders.map(({ officerId }) => officerId),
  );
  return people
    .map(({ id, name, enforcementNo }) => ({ id, name, enforcementNo }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
