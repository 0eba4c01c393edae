import { recordRead } from '@yiwang/foundation/audit';
import type { Tx } from '@yiwang/foundation/db';
import { errors as httpErrors, type Platform } from '@yiwang/foundation/http';
import { findCase } from '@yiwang/services/case';
import { findItemVersion } from '@yiwang/services/item-catalogue';
import { maskInputs } from './rules.ts';
import type { Explanation, Input, OwnReopening } from './schema.ts';
import { reasonText } from './service.ts';
import * as store from './store.ts';

/** The one whose affairs these are: the person, or the firm that the person acts for. */
export const subjectOf = (tx: Tx): string => tx.call.actor.actsFor ?? tx.call.actor.id;

const inputsIn = ({ keys }: Platform, row: store.Evaluated): Input[] => {
  const place = { table: store.EVALUATIONS, id: row.id, column: 'inputs_enc' };
  return (JSON.parse(keys.openText(row.inputsEnc, place)) as { inputs: Input[] }).inputs;
};

const instant = (at: Date | null): string | null => at?.toISOString() ?? null;

/** A sealed text of a request; null when there is none. */
export const textOf = (
  { keys }: Platform,
  id: string,
  column: 'reason_enc' | 'answer_enc',
  sealed: Buffer | null,
): string | null => sealed && keys.openText(sealed, { table: store.REOPENINGS, id, column });

function reopeningOf(platform: Platform, row: store.Evaluated): OwnReopening | null {
  const { reopeningId: id, state, askedAt, reasonEnc, answerEnc, answeredAt } = row;
  if (id === null || state === null || askedAt === null) return null;
  return {
    id,
    state,
    askedAt: askedAt.toISOString(),
    reason: textOf(platform, id, 'reason_enc', reasonEnc),
    answer: textOf(platform, id, 'answer_enc', answerEnc),
    answeredAt: instant(answeredAt),
  };
}

async function explain(tx: Tx, platform: Platform, row: store.Evaluated): Promise<Explanation> {
  const item = await findItemVersion(tx, row.itemId, row.itemVersion);
  const inputs = inputsIn(platform, row);
  const masked = row.applicantId !== subjectOf(tx);
  return {
    id: row.id,
    caseId: row.caseId,
    outcome: row.outcome,
    reason: { code: row.reason, text: { ...reasonText(item, row.reason) } },
    rows: row.fired,
    inputs: masked ? maskInputs(inputs) : inputs,
    masked,
    rule: {
      item: { zh: row.itemZh, en: row.itemEn },
      itemVersion: row.itemVersion,
      sha256: row.sha256,
    },
    at: row.at.toISOString(),
    durationMs: row.durationMs,
    reopening: reopeningOf(platform, row),
  };
}

/**
 * How the rules came to their answers about a case, newest first: for its applicant with all values, for
 * officers masked and recorded. Source: 个人信息保护法 art. 24 (1)(3) (2021-08-20).
 * @throws {AppError} `case.unknown` when the case is not in sight, `http.forbidden`
 */
export async function explainCase(
  tx: Tx,
  platform: Platform,
  caseId: string,
): Promise<Explanation[]> {
  const { kind, permissions = [] } = tx.call.actor;
  if (kind === 'officer' && !permissions.includes('instant-approval.read'))
    throw httpErrors.forbidden({ permission: 'instant-approval.read' });
  const found = await findCase(tx, caseId);
  const rows = await tx.all(store.evaluationsOf(caseId));
  const explained = await Promise.all(rows.map((row) => explain(tx, platform, row)));
  const fields = explained.flatMap(({ masked, inputs }) => (masked ? inputs : []));
  if (fields.length > 0)
    recordRead(tx, {
      subjectId: found.applicantId,
      fields: [...new Set(fields.map(({ name }) => `rule.${name}`))],
      purpose: tx.call.purpose ?? '查看自动决定的说明（已脱敏）',
      caseId,
      regionCode: found.regionCode,
    });
  return explained;
}
