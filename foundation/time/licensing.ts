import type { Calendar } from './calendar.ts';
import type { CivilDate } from './civil-date.ts';
import type { Clause } from './clause.ts';
import type { Limit } from './clock.ts';
import { addWorkingDays } from './count.ts';

/** A clause of the Administrative Licensing Law in the text of 2019-04-23. */
export const licensingLaw = (article: string, paragraph?: number, item?: number): Clause => ({
  law: '行政许可法',
  article,
  ...(paragraph && { paragraph }),
  ...(item && { item }),
  effectiveOn: '2019-04-23',
  verified: true,
});

/**
 * What stops the limits of arts. 42 to 44: hearing, bidding, auction, inspection, testing,
 * quarantine, appraisal, expert review. A visit to the place (现场核查) is not among them.
 * Source: 行政许可法 art. 45 (2019-04-23).
 */
export const article45 = [
  'hearing',
  'bidding',
  'auction',
  'inspection',
  'testing',
  'quarantine',
  'appraisal',
  'expert-review',
] as const;

const days = (
  value: number,
  startEvent: string,
  clause: Clause,
  more: Partial<Limit> = {},
): Limit => ({ value, unit: 'workingDay', clause, startEvent, pausableBy: [], ...more });

/** The general limits of the Administrative Licensing Law, all in working days (art. 82). Other laws may set others. */
export const licensingLimits = {
  /** One notice that lists everything to be corrected. */
  correctionNotice: days(5, 'received', licensingLaw('32', 1, 4)),
  decision: days(20, 'accepted', licensingLaw('42', 1), {
    pausableBy: article45,
    extension: { atMost: 10, clause: licensingLaw('42', 1) },
  }),
  /** Unified, joint or centralised handling by several departments. */
  jointDecision: days(45, 'accepted', licensingLaw('42', 2), {
    pausableBy: article45,
    extension: { atMost: 15, clause: licensingLaw('42', 2) },
  }),
  lowerLevelReview: days(20, 'accepted', licensingLaw('43'), { pausableBy: article45 }),
  delivery: days(10, 'decided', licensingLaw('44'), { pausableBy: article45 }),
  /** Sending two or more staff to inspect or test. */
  inspectionStart: days(5, 'accepted', licensingLaw('55', 2)),
} as const satisfies Record<string, Limit>;

/** Whether silence has become acceptance. */
export type Presumption = {
  /** The last day for the one-time notice, or the earliest it can be when not `certain`. */
  noticeDueOn: CivilDate;
  certain: boolean;
  clause: Clause;
} & ({ presumed: true; acceptedOn: CivilDate } | { presumed: false });

/**
 * Whether an application counts as accepted because the notice of what to correct was not sent, or
 * sent late: five working days after the day of receiving, the acceptance reaches back to that
 * day. In a year that is not loaded nothing is presumed. `noticeSentOn` is the day the one notice
 * was sent. Source: 行政许可法 art. 32 (1)(4) (2019-04-23), unchanged in this since 2004-07-01.
 */
export function presumedAccepted(
  calendar: Calendar,
  receivedOn: CivilDate,
  today: CivilDate,
  noticeSentOn?: CivilDate,
): Presumption {
  const { value, clause } = licensingLimits.correctionNotice;
  const { on: noticeDueOn, certain } = addWorkingDays(calendar, receivedOn, value);
  const known = { noticeDueOn, certain, clause };
  const late = (noticeSentOn ?? today) > noticeDueOn;
  return certain && late
    ? { ...known, presumed: true, acceptedOn: receivedOn }
    : { ...known, presumed: false };
}
