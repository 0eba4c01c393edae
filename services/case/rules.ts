import { defineErrors } from '@yiwang/foundation/errors';
import {
  type Calendar,
  type CivilDate,
  type Clause,
  type Clock,
  civilDateOf,
  deadline,
  licensingLaw,
  presumedAccepted,
} from '@yiwang/foundation/time';
import type { ActName, CaseOutcome, CaseState } from './schema.ts';

export const errors = defineErrors('case', {
  unknown: 404,
  draft_unknown: 404,
  /** The draft was changed elsewhere, for instance on another device. */
  draft_changed: 412,
  /** A new version of the form was published since the draft was saved. */
  form_changed: 409,
  document_unknown: 404,
  /** Somebody else acted on the case in between. */
  changed: 409,
  not_served: 409,
  region_outside: 422,
  materials_missing: 422,
  closed: 409,
  already_decided: 409,
  already_accepted: 409,
  not_accepted_yet: 409,
  waiting_for_correction: 409,
  not_correcting: 409,
  correction_used: 409,
  correction_over: 409,
  correction_item_unknown: 422,
  presumed_accepted: 409,
  suspended: 409,
  not_suspended: 409,
  two_officers: 422,
  visitor_foreign: 422,
  enforcement_number_missing: 422,
  day_wrong: 422,
  reasons_missing: 422,
  standards_missing: 422,
  test_failed: 409,
  four_eyes: 409,
  wrong_task: 409,
  not_by_rule: 409,
  no_clock: 409,
  /** Only the department that handles the case may do this, not the others of a joint review. */
  not_handling: 403,
});

/** What the law asks about a case before it lets anybody act. */
export type Standing = {
  readonly state: CaseState;
  readonly outcome: CaseOutcome | null;
  /** When the materials that are now examined came in. */
  readonly receivedAt: Date;
  readonly acceptedAt: Date | null;
  readonly decidedAt: Date | null;
  readonly correctionUsed: boolean;
  /** The officer who proposed the decision, where the process has a review. */
  readonly reviewedBy: string | null;
  readonly testResult: 'passed' | 'failed' | null;
};

/**
 * States in which an act is lawful. Nothing is examined or decided before acceptance, and nothing
 * is accepted twice. A visit and the opinions of departments go on while a test is awaited; review
 * and decision wait for its result. Source: 行政许可法 arts. 32, 34, 37, 45, 55 (2019-04-23).
 */
const LAWFUL: Readonly<Record<ActName, readonly CaseState[]>> = {
  accept: ['submitted'],
  'notify-correction': ['submitted'],
  'refuse-acceptance': ['submitted'],
  correct: ['correcting'],
  'record-visit': ['accepted', 'suspended'],
  opine: ['accepted', 'suspended'],
  'order-test': ['accepted'],
  'record-test': ['suspended'],
  review: ['accepted'],
  decide: ['accepted'],
  extend: ['accepted'],
  withdraw: ['submitted', 'correcting', 'accepted', 'suspended'],
};

/** Whether the act is lawful in this state. */
export const mayAct = (act: ActName, { state, decidedAt }: Standing): boolean =>
  decidedAt === null && LAWFUL[act].includes(state);

/**
 * @throws {AppError} the reason why this act is not lawful now: `closed`, `already_decided`,
 * `not_accepted_yet`, `already_accepted`, `waiting_for_correction`, `not_correcting`, `suspended`,
 * `not_suspended`.
 */
export function assertMay(act: ActName, standing: Standing): void {
  if (mayAct(act, standing)) return;
  const { state, outcome } = standing;
  if (standing.decidedAt !== null) throw errors.already_decided({ outcome });
  if (state === 'closed') throw errors.closed({ outcome });
  if (act === 'correct') throw errors.not_correcting();
  if (act === 'record-test') throw errors.not_suspended();
  if (state === 'suspended') throw errors.suspended();
  if (state === 'correcting') throw errors.waiting_for_correction();
  throw state === 'submitted' ? errors.not_accepted_yet() : errors.already_accepted();
}

/** When an acceptance given now takes effect. */
export type Acceptance = { readonly at: Date; readonly presumed: boolean; readonly clause: Clause };

/**
 * Acceptance counts from now; after five working days of silence it counts from the day the materials
 * came, whether anybody says so or not. Source: 行政许可法 art. 32 (1)(4) and (5) (2019-04-23).
 */
export function acceptance(calendar: Calendar, receivedAt: Date, now: Date): Acceptance {
  const silence = presumedAccepted(calendar, civilDateOf(receivedAt), civilDateOf(now));
  return silence.presumed
    ? { at: receivedAt, presumed: true, clause: silence.clause }
    : { at: now, presumed: false, clause: licensingLaw('32', 1, 5) };
}

/** Last day on which the office may say what is missing, or refuse to accept. Source: 行政许可法 art. 32 (1)(4). */
export const noticeDue = (calendar: Calendar, receivedAt: Date, now: Date) =>
  presumedAccepted(calendar, civilDateOf(receivedAt), civilDateOf(now));

function assertNotPresumed(calendar: Calendar, { receivedAt }: Standing, now: Date): void {
  const silence = noticeDue(calendar, receivedAt, now);
  if (silence.presumed)
    throw errors.presumed_accepted({
      noticeDueOn: silence.noticeDueOn,
      acceptedOn: silence.acceptedOn,
    });
}

/**
 * One notice, once, within five working days, with everything in it.
 * Source: 行政许可法 art. 32 (1)(4) (2019-04-23).
 * @throws {AppError} `correction_used`, `presumed_accepted`, `correction_item_unknown`, and those of `assertMay`.
 */
export function assertMayNotify(
  calendar: Calendar,
  standing: Standing,
  items: readonly { materialCode?: string; fieldId?: string }[],
  known: { readonly materials: readonly string[]; readonly fields: readonly string[] },
  now: Date,
): void {
  if (standing.correctionUsed && standing.state !== 'closed')
    throw errors.correction_used({ article: '32' });
  assertMay('notify-correction', standing);
  assertNotPresumed(calendar, standing, now);
  for (const { materialCode, fieldId } of items) {
    if (materialCode !== undefined && !known.materials.includes(materialCode))
      throw errors.correction_item_unknown({ item: materialCode });
    if (fieldId !== undefined && !known.fields.includes(fieldId))
      throw errors.correction_item_unknown({ item: fieldId });
  }
}

/**
 * Acceptance may be refused only while it has not come about by silence. Source: 行政许可法 art. 32.
 * @throws {AppError} `presumed_accepted` and those of `assertMay`.
 */
export function assertMayRefuseAcceptance(calendar: Calendar, standing: Standing, now: Date): void {
  assertMay('refuse-acceptance', standing);
  assertNotPresumed(calendar, standing, now);
}

/** @throws {AppError} `correction_over` after the last day for correcting, and those of `assertMay`. */
export function assertMayCorrect(
  calendar: Calendar,
  standing: Standing,
  clock: Clock | null,
  now: Date,
): void {
  assertMay('correct', standing);
  if (clock === null) throw errors.not_correcting();
  const { state, dueOn } = deadline(calendar, clock, now);
  if (state === 'overdue') throw errors.correction_over({ dueOn });
}

export type Visitor = {
  readonly id: string;
  readonly organizationId: string;
  readonly enforcementNo: string | null;
};

/**
 * A visit is made by at least two officers of the departments that handle the case, after acceptance
 * and not in the future. Source: 行政许可法 art. 34 (3) (2019-04-23). The number of the enforcement
 * certificate is asked for where the item has a limit for the visit.
 * @throws {AppError} `two_officers`, `visitor_foreign`, `enforcement_number_missing`, `day_wrong`.
 */
export function assertVisit(
  standing: Standing,
  visit: {
    onDate: CivilDate;
    asked: readonly string[];
    found: readonly Visitor[];
    parties: readonly string[];
    numbered: boolean;
  },
  now: Date,
): void {
  assertMay('record-visit', standing);
  const asked = new Set(visit.asked);
  if (asked.size < 2) throw errors.two_officers({ article: '34' });
  const ours = visit.found.filter((officer) => visit.parties.includes(officer.organizationId));
  if (ours.length < asked.size) throw errors.visitor_foreign();
  if (visit.numbered && ours.some((officer) => officer.enforcementNo === null))
    throw errors.enforcement_number_missing();
  assertDay(standing, visit.onDate, now);
}

/** @throws {AppError} `day_wrong` for a day before acceptance or after today. */
export function assertDay(standing: Standing, on: CivilDate, now: Date): void {
  const today = civilDateOf(now);
  const from = civilDateOf(standing.acceptedAt ?? standing.receivedAt);
  if (on < from || on > today) throw errors.day_wrong({ from, until: today });
}

/**
 * A decision comes after acceptance and after the test, says why, and is not made by the officer who
 * proposed it. A refusal gives reasons (art. 38 (2)); one that follows a failed test names the technical
 * standards (art. 55 (3)); a failed test cannot be followed by a grant (art. 55 (1)).
 * Four eyes are a rule of this platform, not of the law. Source: 行政许可法 (2019-04-23).
 * @throws {AppError} `four_eyes`, `reasons_missing`, `standards_missing`, `test_failed`, and those of `assertMay`.
 */
export function assertDecision(
  standing: Standing,
  decision: {
    readonly decision: 'grant' | 'refuse';
    readonly reasons: readonly string[];
    readonly clauses?: readonly string[];
  },
  officerId: string,
): void {
  assertMay('decide', standing);
  if (standing.reviewedBy === officerId) throw errors.four_eyes();
  const failed = standing.testResult === 'failed';
  if (decision.decision === 'grant') {
    if (failed) throw errors.test_failed({ article: '55' });
    return;
  }
  if (decision.reasons.length === 0) throw errors.reasons_missing({ article: '38' });
  if (failed && (decision.clauses ?? []).length === 0)
    throw errors.standards_missing({ article: '55' });
}

/** 办结结果 of an outcome: 0 出证办结, 1 退回办结, 2 作废办结, 5 补正不来办结. */
export const closingCode = (outcome: CaseOutcome): string =>
  ({ granted: '0', refused: '1', not_accepted: '1', withdrawn: '2', correction_missed: '5' })[
    outcome
  ];

/**
 * The remedies that every decision against an applicant names. 行政复议法 art. 20 (in force
 * 2024-01-01): sixty days; 行政诉讼法 art. 46 (in force 2017-07-01): six months. Both from the day
 * on which the applicant knows of the decision.
 */
export const remedies = {
  reconsideration: {
    days: 60,
    clause: { law: '行政复议法', article: '20', effectiveOn: '2024-01-01', verified: true },
  },
  litigation: {
    months: 6,
    clause: { law: '行政诉讼法', article: '46', effectiveOn: '2017-07-01', verified: true },
  },
} as const satisfies Record<string, { clause: Clause; days?: number; months?: number }>;
