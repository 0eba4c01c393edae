import type { Tx } from '@yiwang/foundation/db';
import type { Text } from '@yiwang/foundation/errors';
import { allFields, type FormValues } from '@yiwang/foundation/form';
import { errors as httpErrors, type Platform } from '@yiwang/foundation/http';
import { civilDateOf, deadline, extendClock, startClock, stopClock } from '@yiwang/foundation/time';
import type { Vars } from '@yiwang/foundation/workflow';
import type { ItemVersion } from '@yiwang/services/item-catalogue';
import {
  assertDecision,
  assertMay,
  assertMayCorrect,
  assertMayNotify,
  assertMayRefuseAcceptance,
  errors,
} from './rules.ts';
import type {
  Accept,
  Acted,
  ActName,
  Correct,
  Decide,
  Extend,
  NotifyCorrection,
  RefuseAcceptance,
  Withdraw,
} from './schema.ts';
import { groundOf } from './service-application.ts';
import { change, type Held, hold, holdBehind, keep, standingOf } from './service-hold.ts';
import { digest, issueDocument, note } from './service-record.ts';
import {
  acceptCase,
  closeCase,
  decideCase,
  itemOf,
  refuseAcceptance as refuseToAccept,
  setClock,
} from './service-step.ts';
import { fileMaterials, filing } from './service-submit.ts';
import { CASES } from './store.ts';

/** The task of the process that each act completes. */
const TASKS: Partial<Record<ActName, string>> = {
  accept: 'accept-review',
  'notify-correction': 'accept-review',
  'refuse-acceptance': 'accept-review',
  'record-visit': 'visit',
  'order-test': 'order-test',
  'record-test': 'record-test',
  opine: 'opine',
  review: 'review',
  decide: 'decide',
};

/** An act on a case: whose, seen in which version, by which task. `version` undefined: the act changes nothing of the case itself. */
export type Acting = { readonly caseId: string; readonly version: number | undefined };

const acted = ({ row }: Held, documentId: string | null): Acted => ({
  id: row.id,
  caseNo: row.caseNo,
  state: row.state,
  outcome: row.outcome,
  version: row.version,
  documentId,
});

/** @throws {AppError} `http.stale` when the actor looked at an older version of the case. */
export function assertVersion({ row }: Held, version: number | undefined): void {
  if (version !== undefined && row.version !== version)
    throw httpErrors.stale({ version: row.version });
}

/**
 * Does an officer's act: the law is asked, the case changes, the task of the process ends, and what the
 * process does next happens, all or nothing. Case and process are read in the same burst; the steps of
 * the process wait until `apply` has changed the case.
 * @throws {AppError} what `apply` throws, before what the process says; `case.wrong_task`.
 */
export async function actOnTask(
  tx: Tx,
  platform: Platform,
  { caseId, version }: Acting,
  act: ActName,
  taskId: string,
  vars: Vars,
  apply: (held: Held) => Promise<string | null>,
): Promise<Acted> {
  let documentId: string | null = null;
  const loading = hold(tx, caseId);
  const ready = loading.then(async (held) => {
    held.acting = true;
    documentId = await apply(held);
    return held;
  });
  holdBehind(tx, caseId, ready);
  // Both are awaited to their end: nothing may still be sent on this connection after a refusal.
  const [applied, completed] = await Promise.allSettled([
    ready.then((held) => {
      assertVersion(held, version === undefined ? undefined : version);
      return held;
    }),
    platform.processes.complete(tx, taskId, vars),
  ]);
  if (applied.status === 'rejected') throw applied.reason;
  if (completed.status === 'rejected') throw completed.reason;
  const task = completed.value;
  if (task.subject.id !== caseId || task.act !== TASKS[act]) throw errors.wrong_task();
  keep(tx, applied.value);
  return acted(applied.value, documentId);
}

/** Accepts an application. @throws {AppError} those of `actOnTask` and `assertMay`. */
export const accept = (tx: Tx, platform: Platform, to: Acting, { taskId }: Accept) =>
  actOnTask(tx, platform, to, 'accept', taskId, { outcome: 'accepted' }, (held) => {
    assertMay('accept', standingOf(held.row));
    return acceptCase(tx, platform, held);
  });

/** What a correction item is about, in the words of the item. */
function labelOf(
  item: ItemVersion,
  { materialCode, fieldId }: { materialCode?: string; fieldId?: string },
): Text | null {
  const material = item.materials.find(({ code }) => code === materialCode);
  const field = allFields(item.form).find(({ id }) => id === fieldId);
  return material?.name ?? field?.label ?? null;
}

/**
 * Sends the one notice of everything that must be corrected; the applicant's period starts.
 * @throws {AppError} those of `assertMayNotify`.
 */
export const notifyCorrection = (
  tx: Tx,
  platform: Platform,
  to: Acting,
  { taskId, items }: NotifyCorrection,
) =>
  actOnTask(
    tx,
    platform,
    to,
    'notify-correction',
    taskId,
    { outcome: 'correction' },
    async (held) => {
      const item = await itemOf(tx, held);
      const { row } = held;
      const { now } = tx.call;
      const known = {
        materials: item.materials.map(({ code }) => code),
        fields: allFields(item.form).map(({ id }) => id),
      };
      assertMayNotify(platform.calendar(), standingOf(row), items, known, now);
      const clock = startClock(item.limits.correction, now);
      const { dueOn, certain } = deadline(platform.calendar(), clock, now);
      const place = { table: CASES, id: row.id, column: 'correction_enc' };
      change(held, {
        state: 'correcting',
        correctionUsed: true,
        correctionClock: clock,
        correctionEnc: platform.keys.seal(JSON.stringify(items), place),
      });
      note(
        tx,
        row,
        'correction-notified',
        { dueOn, count: items.length },
        { items: digest(items) },
      );
      const listed = items.map((one) => ({ label: labelOf(item, one), text: one.text }));
      return issueDocument(tx, platform, row, 'correction-notice', {
        items: listed,
        dueOn,
        certain,
      });
    },
  );

/** Refuses to accept an application and closes it. @throws {AppError} those of `assertMayRefuseAcceptance`. */
export const refuseAcceptance = (
  tx: Tx,
  platform: Platform,
  to: Acting,
  { taskId, ...why }: RefuseAcceptance,
) =>
  actOnTask(
    tx,
    platform,
    to,
    'refuse-acceptance',
    taskId,
    { outcome: 'not-accepted' },
    async (held) => {
      assertMayRefuseAcceptance(platform.calendar(), standingOf(held.row), tx.call.now);
      return refuseToAccept(tx, platform, held, why);
    },
  );

const asText = (text: string): Text => ({ zh: text, en: text });

/** Decides. @throws {AppError} those of `assertDecision`. */
export const decide = (tx: Tx, platform: Platform, to: Acting, { taskId, ...input }: Decide) => {
  const outcome = input.decision === 'grant' ? 'granted' : 'refused';
  return actOnTask(tx, platform, to, 'decide', taskId, { outcome }, (held) => {
    const officerId = tx.call.actor.id;
    assertDecision(standingOf(held.row), input, officerId);
    return decideCase(tx, platform, held, outcome, {
      by: 'officer',
      officerId,
      reasons: input.reasons.map(asText),
      clauses: input.clauses ?? [],
      fired: [],
    });
  });
};

/** An act without a task: reads, asks the law, changes, writes. */
async function actOnCase(
  tx: Tx,
  { caseId, version }: Acting,
  apply: (held: Held) => Promise<string | null>,
): Promise<Acted> {
  const held = await hold(tx, caseId);
  held.acting = true;
  const documentId = await apply(held);
  assertVersion(held, version);
  keep(tx, held);
  return acted(held, documentId);
}

/**
 * Extends the statutory limit once, with reasons told to the applicant. The post that may do it is that
 * of the head of the office. Source: 行政许可法 art. 42 (2019-04-23).
 * @throws {AppError} `not_handling`, `time.not_extendable`, `time.already_extended`, `time.extension_out_of_range`,
 * `time.already_overdue`, and those of `assertMay`.
 */
export const extend = (tx: Tx, platform: Platform, to: Acting, { days, reason }: Extend) =>
  actOnCase(tx, to, async (held) => {
    const { row } = held;
    if (!tx.call.actor.scope.organizations.includes(row.organizationId))
      throw errors.not_handling();
    assertMay('extend', standingOf(row));
    if (!row.clock) throw errors.no_clock();
    const item = await itemOf(tx, held);
    const clock = extendClock(platform.calendar(), row.clock, days, tx.call.now);
    setClock(tx, platform, held, item, clock);
    const { legalOn, legalCertain } = row;
    note(tx, row, 'extended', { days, legalOn: legalOn ?? '', certain: legalCertain });
    const content = { days, reason, legalOn: legalOn ?? '', legalCertain };
    return issueDocument(tx, platform, row, 'extension-notice', content);
  });

/**
 * Hands in what was missing: the office has five working days again to accept.
 * @throws {AppError} `form.invalid`, `case.materials_missing`, and those of `assertMayCorrect`.
 */
export const correct = (tx: Tx, platform: Platform, to: Acting, input: Correct) =>
  actOnCase(tx, to, async (held) => {
    const { row } = held;
    const { now } = tx.call;
    assertMayCorrect(platform.calendar(), standingOf(row), row.correctionClock, now);
    assertVersion(held, to.version);
    const item = await itemOf(tx, held);
    const ground = await groundOf(tx, platform, row.applicantId, item);
    const given = { data: input.data as FormValues, materials: input.materials };
    const filed = filing(tx, item, ground, given);
    const place = { table: CASES, id: row.id, column: 'form_enc' };
    change(held, {
      state: 'submitted',
      receivedAt: now,
      formEnc: platform.keys.seal(JSON.stringify(filed.data), place),
      provenance: filed.provenance,
      materials: filed.materials,
      ...(row.correctionClock && { correctionClock: stopClock(row.correctionClock, now) }),
    });
    const facts = { form: digest(filed.data), materials: digest(filed.materials) };
    note(tx, row, 'corrected', { on: civilDateOf(now) }, facts);
    await fileMaterials(tx, platform, row, item, filed);
    await platform.processes.deliver(tx, row.processInstanceId, 'case.corrected', {});
    return null;
  });

/** Takes an application back before it is decided; the process ends. @throws {AppError} those of `assertMay`. */
export const withdraw = (tx: Tx, platform: Platform, to: Acting, { reason }: Withdraw) =>
  actOnCase(tx, to, async (held) => {
    assertMay('withdraw', standingOf(held.row));
    assertVersion(held, to.version);
    note(tx, held.row, 'withdrawn', { hasReason: Boolean(reason?.trim()) });
    closeCase(tx, held, 'withdrawn');
    await platform.processes.cancel(tx, held.row.processInstanceId);
    return null;
  });
