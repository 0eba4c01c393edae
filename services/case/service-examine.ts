import type { Tx } from '@yiwang/foundation/db';
import type { Platform } from '@yiwang/foundation/http';
import { findOfficers } from '@yiwang/foundation/organization';
import { licensingLaw, pauseClock, resumeClock } from '@yiwang/foundation/time';
import { attachMaterials } from '@yiwang/services/material';
import { v7 } from 'uuid';
import { assertDay, assertMay, assertVisit, errors } from './rules.ts';
import type { Opine, OrderTest, RecordTest, RecordVisit, Review } from './schema.ts';
import { type Acting, actOnTask } from './service-act.ts';
import { change, standingOf } from './service-hold.ts';
import { issueDocument, note } from './service-record.ts';
import { itemOf, setClock } from './service-step.ts';
import { insertOpinion, insertVisit, OPINIONS, VISITS } from './store-record.ts';

/**
 * Records a visit to the place by two or more officers. The clock runs on: a visit is not among the
 * reasons of art. 45. Source: 行政许可法 arts. 34 (3), 45 (2019-04-23).
 * @throws {AppError} those of `assertVisit`.
 */
export const recordVisit = (
  tx: Tx,
  platform: Platform,
  to: Acting,
  { taskId, ...visit }: RecordVisit,
) => {
  const { testNeeded } = visit;
  return actOnTask(tx, platform, to, 'record-visit', taskId, { testNeeded }, async (held) => {
    const { row } = held;
    const [item, found] = await Promise.all([itemOf(tx, held), findOfficers(tx, visit.officers)]);
    const { parties } = row;
    const asked = visit.officers;
    const numbered = item.limits.visit !== undefined;
    const { onDate } = visit;
    assertVisit(standingOf(row), { onDate, asked, found, parties, numbered }, tx.call.now);
    const id = v7();
    const seal = (text: string, column: string) =>
      platform.keys.seal(text, { table: VISITS, id, column });
    tx.write(
      insertVisit({
        id,
        case_id: row.id,
        task_id: taskId,
        on_date: onDate,
        officers: [...new Set(asked)],
        findings_enc: seal(visit.findings, 'findings_enc'),
        measurements_enc: visit.measurements ? seal(visit.measurements, 'measurements_enc') : null,
        test_needed: testNeeded,
        file_ids: visit.fileIds,
        at: tx.call.now,
      }),
    );
    const { id: caseId, applicantId: subjectId, regionCode, organizationId } = row;
    const whose = { caseId, subjectId, regionCode, organizationId, parties };
    if (visit.fileIds.length > 0) await attachMaterials(tx, visit.fileIds, whose);
    note(tx, row, 'visited', { onDate, officers: new Set(asked).size, testNeeded });
    return null;
  });
};

/**
 * Orders a test: the statutory clock stops, and the applicant is told in writing how long it takes.
 * Source: 行政许可法 art. 45 (2019-04-23).
 * @throws {AppError} `time.not_pausable` when the item's limit does not stop for this, and those of `assertMay`.
 */
export const orderTest = (
  tx: Tx,
  platform: Platform,
  to: Acting,
  { taskId, kind = 'testing', ...order }: OrderTest,
) =>
  actOnTask(tx, platform, to, 'order-test', taskId, {}, async (held) => {
    const { row } = held;
    const { now } = tx.call;
    assertMay('order-test', standingOf(row));
    if (!row.clock) throw errors.no_clock();
    const item = await itemOf(tx, held);
    const { product, institution, expectedWorkingDays } = order;
    const ordered = { kind, product, institution, expectedWorkingDays };
    change(held, {
      state: 'suspended',
      test: { ...ordered, orderedAt: now.toISOString(), result: null },
    });
    const clock = pauseClock(row.clock, kind, licensingLaw('45'), now);
    setClock(tx, platform, held, item, clock);
    note(tx, row, 'test-ordered', { kind, expectedWorkingDays });
    const content = { ...ordered, text: order.text };
    return issueDocument(tx, platform, row, 'special-procedure-notice', content);
  });

/** Records the result of the test; the statutory clock goes on. @throws {AppError} `case.day_wrong` and those of `assertMay`. */
export const recordTest = (
  tx: Tx,
  platform: Platform,
  to: Acting,
  { taskId, result, reportNo, onDate }: RecordTest,
) => {
  const testPassed = result === 'passed';
  return actOnTask(tx, platform, to, 'record-test', taskId, { testPassed }, async (held) => {
    const { row } = held;
    const { now } = tx.call;
    assertMay('record-test', standingOf(row));
    if (!row.clock || !row.test) throw errors.no_clock();
    assertDay(standingOf(row), onDate, now);
    const item = await itemOf(tx, held);
    change(held, {
      state: 'accepted',
      test: { ...row.test, result, reportNo, resultOn: onDate },
    });
    setClock(tx, platform, held, item, resumeClock(row.clock, now));
    const { legalOn, legalCertain } = row;
    note(tx, row, 'test-recorded', { result, legalOn: legalOn ?? '', certain: legalCertain });
    return null;
  });
};

function keepOpinion(
  tx: Tx,
  platform: Platform,
  caseId: string,
  kind: 'joint' | 'review',
  { taskId, opinion, text }: { taskId: string; opinion: string; text: string },
): void {
  const { actor, now } = tx.call;
  const id = v7();
  tx.write(
    insertOpinion({
      id,
      case_id: caseId,
      task_id: taskId,
      kind,
      organization_id: actor.organizationId ?? '',
      officer_id: actor.id,
      opinion,
      text_enc: platform.keys.seal(text, { table: OPINIONS, id, column: 'text_enc' }),
      at: now,
    }),
  );
}

/**
 * Gives the opinion of one department of a joint review. The case itself does not change, so departments
 * that answer at the same time do not hinder each other. Source: 行政许可法 art. 26 (2) (2019-04-23).
 */
export const opine = (tx: Tx, platform: Platform, to: Acting, input: Opine) => {
  const vars = { refused: input.opinion === 'disagree' };
  const unchanged = { ...to, version: undefined };
  return actOnTask(tx, platform, unchanged, 'opine', input.taskId, vars, async ({ row }) => {
    assertMay('opine', standingOf(row));
    keepOpinion(tx, platform, row.id, 'joint', input);
    note(tx, row, 'opinion-given', { opinion: input.opinion });
    return null;
  });
};

/** Proposes the decision to the officer who makes it. */
export const review = (
  tx: Tx,
  platform: Platform,
  to: Acting,
  { taskId, proposal, text }: Review,
) =>
  actOnTask(tx, platform, to, 'review', taskId, { proposal }, async (held) => {
    assertMay('review', standingOf(held.row));
    change(held, { reviewedBy: tx.call.actor.id });
    keepOpinion(tx, platform, held.row.id, 'review', { taskId, opinion: proposal, text });
    note(tx, held.row, 'reviewed');
    return null;
  });
