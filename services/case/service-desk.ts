import { recordRead } from '@yiwang/foundation/audit';
import type { Tx } from '@yiwang/foundation/db';
import type { Platform } from '@yiwang/foundation/http';
import { maskIdNumber, maskName } from '@yiwang/foundation/identifier';
import { findOfficers } from '@yiwang/foundation/organization';
import type { Actor } from '@yiwang/foundation/permission';
import type { Task } from '@yiwang/foundation/process-host';
import { findItemVersion } from '@yiwang/services/item-catalogue';
import { fieldsRead, maskAnswers } from './masking.ts';
import { mayAct, noticeDue } from './rules.ts';
import type { ActName, DeskView } from './schema.ts';
import { answersOf, applicantOf } from './service-certificate.ts';
import { standingOf } from './service-hold.ts';
import {
  type Departments,
  headOf,
  historyOf,
  partsOf,
  plainRequirements,
  taskView,
} from './service-parts.ts';
import { decisionOf, readCase } from './service-view.ts';
import { stageOf } from './stage.ts';
import type { CaseRecord } from './store.ts';
import { OPINIONS, opinionsOf, VISITS, visitsOf } from './store-record.ts';

/** Acts that a task lets an officer choose from, and the permission of each. */
const CHOICES: Readonly<Record<string, readonly [ActName, string][]>> = {
  'accept-review': [
    ['accept', 'case.accept'],
    ['notify-correction', 'case.accept'],
    ['refuse-acceptance', 'case.accept'],
  ],
  visit: [['record-visit', 'case.visit']],
  'order-test': [['order-test', 'case.order-test']],
  'record-test': [['record-test', 'case.order-test']],
  opine: [['opine', 'case.opine']],
  review: [['review', 'case.review']],
  decide: [['decide', 'case.decide']],
};

const isMine = ({ scope, postKind }: Actor, task: Task): boolean =>
  task.state === 'open' &&
  scope.organizations.includes(task.organizationId) &&
  (task.posts.length === 0 || (postKind !== undefined && task.posts.includes(postKind)));

/** What this officer may do now: by task, permission and law. */
function actsOf(tx: Tx, platform: Platform, row: CaseRecord, mine: readonly Task[]): ActName[] {
  const { actor, now } = tx.call;
  const standing = standingOf(row);
  const may = (permission: string) => actor.permissions?.includes(permission) ?? false;
  const presumed =
    row.state === 'submitted' && noticeDue(platform.calendar(), row.receivedAt, now).presumed;
  const hindered = (act: ActName) =>
    (act === 'notify-correction' && (presumed || row.correctionUsed)) ||
    (act === 'refuse-acceptance' && presumed) ||
    (act === 'decide' && row.reviewedBy === actor.id);
  const chosen = mine
    .flatMap(({ act }) => CHOICES[act] ?? [])
    .filter(([act, permission]) => may(permission) && mayAct(act, standing) && !hindered(act))
    .map(([act]) => act);
  const extendable =
    may('case.extend') &&
    mayAct('extend', standing) &&
    row.clock?.limit.extension !== undefined &&
    row.clock.extended === undefined &&
    actor.scope.organizations.includes(row.organizationId);
  return [...new Set([...chosen, ...(extendable ? (['extend'] as const) : [])])];
}

async function notesOf(tx: Tx, platform: Platform, row: CaseRecord, departments: Departments) {
  const [opinions, visits] = await Promise.all([
    tx.all(opinionsOf(row.id)),
    tx.all(visitsOf(row.id)),
  ]);
  const people = await findOfficers(tx, [
    ...opinions.map(({ officerId }) => officerId),
    ...visits.flatMap(({ officers }) => officers),
  ]);
  const officer = (id: string) => people.find((one) => one.id === id);
  const open = (table: string, id: string, column: string, sealed: Buffer | null) =>
    sealed ? platform.keys.openText(sealed, { table, id, column }) : '';
  return {
    opinions: opinions.map(({ id, kind, organizationId, officerId, opinion, textEnc, at }) => ({
      kind,
      department: {
        id: organizationId,
        name: departments.get(organizationId)?.name ?? { zh: organizationId, en: organizationId },
      },
      officer: { id: officerId, name: officer(officerId)?.name ?? officerId },
      opinion,
      text: open(OPINIONS, id, 'text_enc', textEnc),
      at: at.toISOString(),
    })),
    visits: visits.map((visit) => ({
      onDate: visit.onDate,
      officers: visit.officers.map((id) => ({
        id,
        name: officer(id)?.name ?? id,
        enforcementNo: officer(id)?.enforcementNo ?? null,
      })),
      findings: open(VISITS, visit.id, 'findings_enc', visit.findingsEnc),
      measurements: open(VISITS, visit.id, 'measurements_enc', visit.measurementsEnc),
      testNeeded: visit.testNeeded,
      fileIds: visit.fileIds,
    })),
  };
}

/**
 * A case as an officer in whose scope it lies sees it. Personal data is masked, unless the officer may
 * unmask it (`case.unmask`) and says why (X-Purpose); the reading is recorded either way.
 * @throws {AppError} `case.unknown` when it is not there or not in sight.
 */
export async function caseForOfficer(
  tx: Tx,
  platform: Platform,
  caseId: string,
): Promise<DeskView> {
  const row = await readCase(tx, caseId);
  const { now, actor, purpose } = tx.call;
  const [parts, item] = await Promise.all([
    partsOf(tx, platform, row),
    findItemVersion(tx, row.itemId, row.itemVersion),
  ]);
  const { tasks, departments } = parts;
  const notes = await notesOf(tx, platform, row, departments);
  const masked = !(actor.permissions?.includes('case.unmask') && purpose !== undefined);
  const data = answersOf(platform, row);
  const { name, number } = applicantOf(platform, row);
  const isPerson = row.applicantKind === 'person';
  recordRead(tx, {
    subjectId: row.applicantId,
    fields: ['applicant', ...fieldsRead(item.form, data)],
    purpose: purpose ?? '办理您的申请',
    basis: '行政许可法第三十四条',
    caseId: row.id,
    regionCode: row.regionCode,
  });
  const open = tasks.filter(({ state }) => state === 'open');
  const mine = open.filter((task) => isMine(actor, task));
  const decision = decisionOf(platform, row);
  const view = (task: Task) => taskView(task, departments, now);
  return {
    ...headOf(platform, row, departments, now),
    ...historyOf(parts),
    ...notes,
    stage: stageOf(
      row,
      open.map(({ act }) => act),
    ),
    tasks: tasks.map(view),
    mine: mine.map(view),
    masked,
    applicant: {
      kind: row.applicantKind,
      name: masked && isPerson ? maskName(name) : name,
      number: number === '' ? null : masked && isPerson ? maskIdNumber(number) : number,
    },
    form: item.form,
    data: masked ? maskAnswers(item.form, data) : data,
    requirements: plainRequirements(item),
    acts: actsOf(tx, platform, row, mine),
    correctionUsed: row.correctionUsed,
    decision: decision && {
      by: decision.by,
      reasons: [...decision.reasons],
      clauses: [...decision.clauses],
    },
  };
}
