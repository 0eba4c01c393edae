import { createHash, randomBytes } from 'node:crypto';
import { factsAbout } from '@yiwang/data/base-register';
import { record } from '@yiwang/foundation/audit';
import { type Tx, withActor } from '@yiwang/foundation/db';
import { AppError, type Text } from '@yiwang/foundation/errors';
import { emit, type Subscription } from '@yiwang/foundation/events';
import type { Platform } from '@yiwang/foundation/http';
import { civilDateOf } from '@yiwang/foundation/time';
import { applicationOf, type CaseSummary, completeRule, findCase } from '@yiwang/services/case';
import { heldBy } from '@yiwang/services/certificate';
import { decisionOf, findItemVersion, type ItemVersion } from '@yiwang/services/item-catalogue';
import { v7 } from 'uuid';
import { messages } from './messages.ts';
import { handOver, inputsOf, judge, neededFor, type Verdict } from './rules.ts';
import type { Input } from './schema.ts';
import * as store from './store.ts';

/** Source of the texts: 个人信息保护法 (2021-08-20), 国务院关于在线政务服务的若干规定 (2019-04-26). */
const BASIS =
  '《个人信息保护法》第十三条第一款第三项；《国务院关于在线政务服务的若干规定》第七条第一款';

/** One business rule task of a case. */
type Due = { readonly found: CaseSummary; readonly effectId: string; readonly decision: string };

type Evaluation = {
  readonly item: ItemVersion;
  readonly verdict: Verdict;
  readonly inputs: readonly Input[];
  readonly durationMs: number;
};

const OWN_REASONS = ['rules-missing', 'rules-failed', 'human-asked'] as const;

/** What a reason code means: in the item's words, or in the platform's for its own reasons. */
export function reasonText({ decision }: ItemVersion, code: string): Text {
  const own = OWN_REASONS.find((one) => one === code);
  if (own) return messages[`reason.${own}`];
  const text = decision?.reasons.find((reason) => reason.code === code)?.text;
  return text ?? messages['reason.rules-failed'];
}

/** The text of the rules as a fingerprint; empty when the item has none. */
const fingerprint = ({ decision }: ItemVersion): string =>
  decision ? createHash('sha256').update(decision.xml).digest('hex') : '';

/** Gathers what the rules ask, each reading in the applicant's log, and runs them. */
async function evaluateCase(tx: Tx, platform: Platform, due: Due): Promise<Evaluation> {
  const { found, decision } = due;
  const began = performance.now();
  const item = await findItemVersion(tx, found.itemId, found.item.version);
  const model = item.decision?.name === decision ? decisionOf(item) : undefined;
  if (!model) return { item, verdict: handOver('rules-missing'), inputs: [], durationMs: 0 };
  const reading = { purpose: `秒办规则判断：${item.name.zh}`, basis: BASIS, caseId: found.id };
  const { applicantId, applicantKind: kind } = found;
  const needed = neededFor(item, kind);
  const [application, facts, certificates] = await Promise.all([
    applicationOf(tx, platform, found.id, reading),
    factsAbout(tx, platform, applicantId, needed.elements, reading),
    needed.certificateTypes.length > 0
      ? heldBy(tx, platform, applicantId, needed.certificateTypes, reading)
      : [],
  ]);
  const { data: answers, provenance, materials } = application;
  const { values, inputs } = inputsOf({
    item,
    kind,
    answers,
    provenance,
    materials,
    facts,
    certificates,
    appliedOn: civilDateOf(new Date(found.submittedAt)),
    on: civilDateOf(tx.call.now),
  });
  const verdict = judge(item, model, values, tx.call.now);
  return { item, verdict, inputs, durationMs: Math.round(performance.now() - began) };
}

function keep(tx: Tx, platform: Platform, due: Due, evaluation: Evaluation): string {
  const { found, effectId } = due;
  const { item, verdict, inputs, durationMs } = evaluation;
  const id = v7({ msecs: tx.call.now.getTime() });
  // The salt keeps the digest from telling a value to somebody who guesses it.
  const text = JSON.stringify({ salt: randomBytes(16).toString('hex'), inputs });
  tx.write(
    store.insertEvaluation({
      id,
      case_id: found.id,
      case_no: found.caseNo,
      process_instance_id: found.processInstanceId,
      effect_id: effectId,
      item_id: found.itemId,
      item_version: item.version,
      item_name_zh: item.name.zh,
      item_name_en: item.name.en,
      rule_sha256: fingerprint(item),
      inputs_enc: platform.keys.seal(text, {
        table: store.EVALUATIONS,
        id,
        column: 'inputs_enc',
      }),
      inputs_sha256: createHash('sha256').update(text).digest('hex'),
      outcome: verdict.outcome,
      reason: verdict.reason,
      problems: [...verdict.problems],
      fired: JSON.stringify(verdict.rows),
      evaluated_at: tx.call.now,
      duration_ms: durationMs,
      region_code: found.regionCode,
      organization_id: found.organizationId,
      applicant_id: found.applicantId,
    }),
  );
  return id;
}

/** Keeps an evaluation and answers the case's task with it, in one transaction. */
async function complete(tx: Tx, platform: Platform, due: Due, evaluation: Evaluation) {
  const { found, effectId } = due;
  const { outcome, reason, rows } = evaluation.verdict;
  keep(tx, platform, due, evaluation);
  record(tx, {
    act: 'instant-approval.evaluate',
    subject: { kind: 'case', id: found.id },
    regionCode: found.regionCode,
    detail: { outcome, reason },
  });
  const { itemId, item } = found;
  const data = { outcome, reason, itemId, itemVersion: item.version };
  emit(tx, { type: 'instant-approval.evaluated', subject: found.id, data });
  await completeRule(tx, platform, {
    caseId: found.id,
    effectId,
    outcome,
    reasons: [reasonText(evaluation.item, reason)],
    fired: rows.map((row) => `${row.decision}#${row.row}`),
  });
}

/** Somebody else acted on the case at the same moment: the event is handled again a little later. */
const isCrossed = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'case.changed';

/**
 * Answers the business rule task of a case once, whatever happens: when reading, judging or granting fails,
 * the case goes to a person. Reading, with its log, and granting have a transaction each, so that a grant
 * that fails is undone whole and the readings before it are still told. Delivered again, it does nothing.
 */
async function handle(tx: Tx, platform: Platform, due: Omit<Due, 'found'> & { caseId: string }) {
  const found = await findCase(tx, due.caseId);
  const { effectId, decision } = due;
  const done = await tx.first(store.answered(found.id, found.processInstanceId, effectId));
  if (done || found.state !== 'accepted') return;
  const task = { found, effectId, decision };
  const byHand = async (verdict: Verdict, inputs: readonly Input[] = []) => {
    const item = await findItemVersion(tx, found.itemId, found.item.version);
    await complete(tx, platform, task, { item, verdict, inputs, durationMs: 0 });
  };
  // Who asked for a person is not looked up by a machine once more.
  if (found.humanOnly) return byHand(handOver('human-asked'));
  let evaluation: Evaluation | undefined;
  try {
    const { db } = platform;
    const evaluated = await withActor(db, tx.call, (own) => evaluateCase(own, platform, task));
    evaluation = evaluated;
    await withActor(db, tx.call, (own) => complete(own, platform, task, evaluated));
  } catch (error) {
    if (isCrossed(error)) throw error;
    platform.db.report(error, `rules of case ${found.id}`);
    const code = error instanceof AppError ? error.code : 'instant-approval.exception';
    const rows = evaluation?.verdict.rows ?? [];
    await byHand(handOver('rules-failed', [code], rows), evaluation?.inputs);
  }
}

/** Decides what rules can decide, as soon as the process of a case asks for it. */
export const subscriptions = (platform: Platform): Subscription[] => [
  {
    consumer: 'instant-approval',
    types: ['case.rule-due'],
    handle: (tx, { subject, data }) =>
      handle(tx, platform, {
        caseId: subject,
        effectId: String(data.effectId),
        decision: String(data.decision),
      }),
  },
];
