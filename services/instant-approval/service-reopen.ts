import { record, recordRead } from '@yiwang/foundation/audit';
import type { Tx } from '@yiwang/foundation/db';
import { emit } from '@yiwang/foundation/events';
import { type Platform, page, readCursor } from '@yiwang/foundation/http';
import { findCase, reopenForOfficer } from '@yiwang/services/case';
import { v7 } from 'uuid';
import { errors } from './rules.ts';
import type { Answer, Answered, OwnReopening, Reopening } from './schema.ts';
import { subjectOf, textOf } from './service-explain.ts';
import * as store from './store.ts';

const seal = (
  { keys }: Platform,
  id: string,
  column: 'reason_enc' | 'answer_enc',
  text: string,
): Buffer => keys.seal(text.toWellFormed(), { table: store.REOPENINGS, id, column });

/**
 * Asks for a person to look at a decision that was made by rule alone; once for each decision, with or
 * without a reason. The decision stays in force meanwhile. Source: 个人信息保护法 art. 24 (3) (2021-08-20).
 * @throws {AppError} `instant-approval.unknown`, `not_by_rule`, `already_asked`
 */
export async function askHuman(
  tx: Tx,
  platform: Platform,
  evaluationId: string,
  { reason }: { reason?: string },
): Promise<{ caseId: string; reopening: OwnReopening }> {
  const row = await tx.first(store.evaluationById(evaluationId));
  if (!row || row.applicantId !== subjectOf(tx)) throw errors.unknown();
  const found = await findCase(tx, row.caseId);
  const stands = found.state === 'closed' && found.processInstanceId === row.processInstanceId;
  if (row.outcome !== 'granted' || !stands) throw errors.not_by_rule();
  const id = v7({ msecs: tx.call.now.getTime() });
  const { now } = tx.call;
  const text = reason?.trim() || null;
  const { caseId, regionCode, organizationId, applicantId, itemId } = row;
  tx.write(
    store.insertReopening({
      id,
      evaluation_id: evaluationId,
      case_id: caseId,
      asked_at: now,
      reason_enc: text === null ? null : seal(platform, id, 'reason_enc', text),
      region_code: regionCode,
      organization_id: organizationId,
      applicant_id: applicantId,
    }),
    { constraint: { reopenings_once: () => errors.already_asked() } },
  );
  const subject = { kind: 'case', id: caseId };
  record(tx, { act: 'instant-approval.ask-human', subject, regionCode });
  const data = { reopeningId: id, itemId, organizationId };
  emit(tx, { type: 'instant-approval.reopen-requested', subject: caseId, data });
  const asked = { id, state: 'open' as const, askedAt: now.toISOString(), reason: text };
  return { caseId, reopening: { ...asked, answer: null, answeredAt: null } };
}

/** Open requests in the officer's scope, oldest first; one reading is logged for the page. */
export async function listReopenings(tx: Tx, platform: Platform, limit: number, after?: string) {
  const parts = readCursor(after, 2);
  const behind = parts && { at: new Date(String(parts[0])), id: String(parts[1]) };
  const rows = await tx.all(store.openReopenings(limit + 1, behind));
  const cut = page(rows, limit, (row) => [row.askedAt.toISOString(), row.reopeningId]);
  const count = cut.items.length;
  if (count > 0)
    recordRead(tx, {
      fields: ['reopening.reason'],
      filter: 'instant-approval.reopenings',
      count,
      purpose: tx.call.purpose ?? '处理本人要求人工复核的申请',
    });
  const items = cut.items.map(
    (row): Reopening => ({
      id: row.reopeningId,
      evaluationId: row.evaluationId,
      caseId: row.caseId,
      caseNo: row.caseNo,
      item: { zh: row.itemZh, en: row.itemEn },
      state: row.state,
      askedAt: row.askedAt.toISOString(),
      reason: textOf(platform, row.reopeningId, 'reason_enc', row.reasonEnc),
      answeredAt: row.answeredAt?.toISOString() ?? null,
      version: row.version,
    }),
  );
  return { items, next: cut.next };
}

/**
 * Answers a request as a person: `kept` confirms the decision, `changed` takes it back, and an officer
 * decides the case anew. The applicant reads the text. Source: 个人信息保护法 arts. 24 (3), 50 (1) (2021-08-20).
 * @throws {AppError} `instant-approval.reopening_unknown`, `already_answered`, `case.not_by_rule`
 */
export async function answerReopening(
  tx: Tx,
  platform: Platform,
  to: { readonly id: string; readonly version: number },
  { outcome, text }: Answer,
): Promise<Answered> {
  const { id, version } = to;
  const row = await tx.first(store.reopeningById(id));
  if (!row) throw errors.reopening_unknown();
  if (row.state !== 'open' || row.version !== version) throw errors.already_answered();
  const { caseId, regionCode } = row;
  if (outcome === 'changed') await reopenForOfficer(tx, platform, caseId);
  tx.write(
    store.answerReopening(id, version, {
      state: outcome,
      answer_enc: seal(platform, id, 'answer_enc', text.trim()),
      answered_at: tx.call.now,
      answered_by: tx.call.actor.id,
    }),
    { rows: 1, otherwise: () => errors.already_answered() },
  );
  const subject = { kind: 'case', id: caseId };
  record(tx, { act: 'instant-approval.answer', subject, regionCode, detail: { outcome } });
  const data = { reopeningId: id, outcome };
  emit(tx, { type: 'instant-approval.reopen-answered', subject: caseId, data });
  return { id, state: outcome, version: version + 1 };
}
