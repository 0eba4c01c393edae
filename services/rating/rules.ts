import { defineErrors } from '@yiwang/foundation/errors';
import {
  type Calendar,
  type Clause,
  type Clock,
  deadline,
  type Light,
  type Limit,
  light,
  startClock,
} from '@yiwang/foundation/time';
import type { CaseSummary } from '@yiwang/services/case';
import type { Callback, Counts } from './schema.ts';

export const errors = defineErrors('rating', {
  /** No such case, or not one's own. */
  case_unknown: 404,
  /** Only a finished case is rated. */
  not_closed: 409,
  /** One case, one rating (一事一评). */
  already_rated: 409,
});

/**
 * The State Council office's paper on good and bad ratings; its text is not among those at hand. It is
 * said to set no number of days.
 */
const PAPER: Clause = {
  law: '国办发〔2019〕51号',
  article: '差评核实整改',
  effectiveOn: '2019-12-03',
  verified: false,
};

const workingDays = (value: number): Limit => ({
  value,
  unit: 'workingDay',
  clause: PAPER,
  startEvent: 'rated',
  pausableBy: [],
});

/**
 * Limits of the loop that a poor rating opens, in working days from the rating: contact, and rectification
 * of a simple and of a complex matter. Local practice (5 days in one city, 15 in another), unverified:
 * settings of this platform, not law.
 */
export const callbackLimits = {
  contact: workingDays(1),
  rectifySimple: workingDays(5),
  rectifyComplex: workingDays(15),
} as const satisfies Record<string, Limit>;

export type Clocks = Readonly<Record<keyof typeof callbackLimits, Clock>>;

/** 差评: levels 4 and 5. Source: GB/T 39046-2020 A.8. */
export const isPoor = (level: number): boolean => level >= 4;

/** The clocks of a call-back that opens now. */
export const openClocks = (now: Date): Clocks => ({
  contact: startClock(callbackLimits.contact, now),
  rectifySimple: startClock(callbackLimits.rectifySimple, now),
  rectifyComplex: startClock(callbackLimits.rectifyComplex, now),
});

/** Where a clock of a call-back stands. */
export function dueOf(calendar: Calendar, clock: Clock, now: Date): Callback['contact'] {
  const found = deadline(calendar, clock, now);
  const colour: Light = light(found);
  return { on: found.dueOn, certain: found.certain, light: colour };
}

/**
 * Whether a person may rate a case: her own, finished, not rated yet.
 * @throws {AppError} `rating.case_unknown`, `not_closed`, `already_rated`
 */
export function assertMayRate(
  found: Pick<CaseSummary, 'applicantId' | 'state' | 'closedAt'>,
  subjectId: string,
  isRated: boolean,
): void {
  if (found.applicantId !== subjectId) throw errors.case_unknown();
  if (found.state !== 'closed' || found.closedAt === null) throw errors.not_closed();
  if (isRated) throw errors.already_rated();
}

/** Closed cases and ratings by level, as they are counted in the log. */
export type Tally = { readonly closed: number; readonly byLevel: readonly number[] };

/**
 * The published numbers. An unrated case counts as closed and nowhere else: it is never taken as good.
 * 主动评价率 = rated / closed; 满意率 = levels 1–3 / rated; null when there is nothing to divide by.
 */
export function countsOf({ closed, byLevel }: Tally): Counts {
  const [one = 0, two = 0, three = 0, four = 0, five = 0] = byLevel;
  const rated = one + two + three + four + five;
  const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);
  return {
    closed,
    rated,
    levels: { 1: one, 2: two, 3: three, 4: four, 5: five },
    activeRate: share(rated, closed),
    satisfiedRate: share(one + two + three, rated),
  };
}
