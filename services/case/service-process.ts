import type { Tx } from '@yiwang/foundation/db';
import type { Text } from '@yiwang/foundation/errors';
import { emit, type Subscription } from '@yiwang/foundation/events';
import type { Platform } from '@yiwang/foundation/http';
import type { ServiceContext } from '@yiwang/foundation/process-host';
import { civilDateOf, startClock } from '@yiwang/foundation/time';
import type { Vars } from '@yiwang/foundation/workflow';
import { putType } from '@yiwang/services/certificate';
import { findItem } from '@yiwang/services/item-catalogue';
import { v7 } from 'uuid';
import { certificateTypeOf } from './certificate-face.ts';
import { errors } from './rules.ts';
import { issueCertificate } from './service-certificate.ts';
import { change, type Held, hold, keep } from './service-hold.ts';
import { note } from './service-record.ts';
import {
  acceptCase,
  closeCase,
  type Decision,
  decideCase,
  itemOf,
  setClock,
} from './service-step.ts';
import { CASES } from './store.ts';
import { lineWith } from './store-record.ts';

type Step = (tx: Tx, platform: Platform, held: Held) => Promise<Vars | undefined>;

/** An immediate item is accepted with its submission; a case that was reopened is accepted already. */
const accept: Step = async (tx, platform, held) => {
  if (held.row.state === 'submitted') await acceptCase(tx, platform, held);
  return undefined;
};

/** Five working days of silence. Source: 行政许可法 art. 32 (1)(4) (2019-04-23). */
const presume: Step = async (tx, platform, held) => {
  if (held.row.state === 'submitted') await acceptCase(tx, platform, held);
  return { outcome: 'accepted' };
};

const closeUncorrected: Step = async (tx, _platform, held) => {
  if (held.row.state !== 'correcting') return undefined;
  note(tx, held.row, 'correction-missed');
  closeCase(tx, held, 'correction_missed');
  return undefined;
};

const decideByRule: Step = async (tx, platform, held) => {
  const { reasons = [], fired = [] } = held.rule ?? {};
  const decision = { by: 'rule', officerId: null, reasons, clauses: [], fired } as const;
  await decideCase(tx, platform, held, 'granted', decision);
  return undefined;
};

const close: Step = async (tx, _platform, held) => {
  const { id, state, outcome } = held.row;
  if (state === 'closed') return undefined;
  if (outcome === null) throw new Error(`The process of case ${id} ends without an outcome.`);
  closeCase(tx, held, outcome);
  return undefined;
};

const issueAndClose: Step = async (tx, platform, held) => {
  await issueCertificate(tx, platform, held, await itemOf(tx, held));
  return close(tx, platform, held);
};

/** What the processes of items may call, by the key in `yw:service`. */
const STEPS: Readonly<Record<string, Step>> = {
  'case.accept': accept,
  'case.presume-acceptance': presume,
  'case.close-uncorrected': closeUncorrected,
  'case.decide-by-rule': decideByRule,
  'certificate.issue': issueAndClose,
  'case.close': close,
};

/** A step inside an act leaves the writing to the act; one that a timer started writes itself. */
const asService =
  (platform: Platform, step: Step) =>
  async (tx: Tx, { subject }: ServiceContext): Promise<Vars | undefined> => {
    const held = await hold(tx, subject.id);
    const vars = await step(tx, platform, held);
    if (!held.acting) keep(tx, held);
    return vars;
  };

/** Registers the steps and the decisions of cases with the process host; once at start. */
export function attach(platform: Platform): void {
  const { processes } = platform;
  for (const [key, step] of Object.entries(STEPS))
    processes.onService(key, asService(platform, step));
  processes.onDecision(async (tx, { subject, effectId, decision }) => {
    emit(tx, { type: 'case.rule-due', subject: subject.id, data: { effectId, decision } });
  });
}

/** Kinds of certificates follow their items as soon as these are published. */
export const subscriptions = (_platform: Platform): Subscription[] => [
  {
    consumer: 'case.certificate-types',
    types: ['item-catalogue.published'],
    handle: async (tx, { data }) => {
      const on = String(data.effectiveOn);
      const { certificate } = await findItem(tx, String(data.slug), { on });
      if (certificate) await putType(tx, certificateTypeOf(certificate));
    },
  },
];

/** What the rules of an item have said. */
export type RuleAnswer = {
  readonly caseId: string;
  readonly effectId: string;
  /** `manual`: the rules do not decide it, a person does. */
  readonly outcome: 'granted' | 'manual';
  readonly reasons: readonly Text[];
  /** Rows of the decision table that fired. */
  readonly fired: readonly string[];
};

/**
 * Answers the business rule task of a case, as the platform. Rules only grant; everything else goes to a
 * person, and so does a case whose applicant asked for one. A second answer changes nothing.
 * @throws {AppError} `case.unknown`
 */
export async function completeRule(tx: Tx, platform: Platform, answer: RuleAnswer): Promise<void> {
  const held = await hold(tx, answer.caseId);
  const { row } = held;
  if (row.decidedAt !== null || row.state !== 'accepted') return;
  const outcome = row.humanOnly ? 'manual' : answer.outcome;
  held.rule = { reasons: answer.reasons, fired: answer.fired };
  held.acting = true;
  const code = `${row.processInstanceId}.${answer.effectId}`;
  if (outcome === 'manual' && !(await tx.first(lineWith(row.id, 'handed-to-officer', code))))
    note(tx, row, 'handed-to-officer', { code });
  await platform.processes.answer(tx, row.processInstanceId, answer.effectId, { outcome });
  keep(tx, held);
}

/**
 * Takes back a decision that was made by rule alone, because the person concerned asks for a human one:
 * the process runs again, and its decision goes to an officer. A certificate that was issued stays
 * valid until an officer revokes it. Source: 个人信息保护法 art. 24 (3) (2021-08-20).
 * @throws {AppError} `case.unknown`, `case.not_by_rule`
 */
export async function reopenForOfficer(tx: Tx, platform: Platform, caseId: string): Promise<void> {
  const held = await hold(tx, caseId);
  const { row } = held;
  const { now } = tx.call;
  const place = { table: CASES, id: row.id, column: 'decision_enc' };
  const decision =
    row.decisionEnc && (JSON.parse(platform.keys.openText(row.decisionEnc, place)) as Decision);
  if (row.state !== 'closed' || decision?.by !== 'rule') throw errors.not_by_rule();
  const item = await itemOf(tx, held);
  held.acting = true;
  const none = { outcome: null, closingCode: null, decidedAt: null, closedAt: null };
  const processInstanceId = v7();
  change(held, {
    state: 'accepted',
    ...none,
    decisionEnc: null,
    humanOnly: true,
    processInstanceId,
  });
  setClock(tx, platform, held, item, startClock(item.limits.statutory, now));
  note(tx, row, 'reopened', { on: civilDateOf(now) });
  await startProcess(tx, platform, held);
  keep(tx, held);
}

/** Starts the process of the case's item. Variables are codes only; the list of departments is that of a joint review. */
export async function startProcess(tx: Tx, platform: Platform, held: Held): Promise<void> {
  const { row } = held;
  const item = await itemOf(tx, held);
  const [, ...departments] = row.parties;
  await platform.processes.start(tx, {
    instanceId: row.processInstanceId,
    programId: item.process.programId,
    subject: { kind: 'case', id: row.id },
    regionCode: row.regionCode,
    organizationId: row.organizationId,
    applicantId: row.applicantId,
    vars: START,
    ...(departments.length > 0 && { organizations: { departments } }),
  });
}

/** The values that conditions of processes read, before anything has set them. */
const START: Vars = {
  outcome: '',
  proposal: '',
  testNeeded: false,
  testPassed: false,
  refused: false,
};
