import { type Calendar, dayKind, isWorkingKind, type Why, workingDayFrom } from './calendar.ts';
import { addDays, type CivilDate, dayNumber, daysBetween, fromDayNumber } from './civil-date.ts';
import type { Clause } from './clause.ts';
import { errors } from './errors.ts';

/** One day of a count: whether it counts, as which one, and why. For limits in hours `n` is the hours used up to the end of that day. */
export type Day = { on: CivilDate; counted: boolean; n?: number; why: Why; clause?: Clause };

/** A pause in days: the day it began and the day it ended. */
export type Stretch = { fromOn: CivilDate; toOn: CivilDate; clause?: Clause };

/** The end of a limit in days. When `missing` is set the end lies in a year that is not loaded, and `on` is the earliest day it can be. */
export type Count = {
  on: CivilDate;
  days: Day[];
  /** The year that is not loaded, how many days are still to be counted there, and the last day that was known. */
  missing?: { year: number; left: number; knownUntil: CivilDate };
};

/** Pauses take out whole days only: the day of pausing and the day of resuming both count. */
const insideOf = (stretches: readonly Stretch[], on: CivilDate): Stretch | undefined =>
  stretches.find((s) => s.fromOn < on && on < s.toOn);

/** A limit never ends inside a pause: a last day that is the day of pausing passes to the day of resuming. */
const pausedOn = (stretches: readonly Stretch[], on: CivilDate): Stretch | undefined =>
  stretches.find((s) => s.fromOn <= on && on < s.toOn);

const paused = (on: CivilDate, { clause }: Stretch): Day => ({
  on,
  counted: false,
  why: 'paused',
  ...(clause && { clause }),
});

const startDay = (on: CivilDate): Day => ({ on, counted: false, why: 'start-day' });

function* datesAfter(startOn: CivilDate): Generator<CivilDate, never> {
  for (let d = dayNumber(startOn) + 1; ; d += 1) yield fromDayNumber(d);
}

/** Counts `total` working days after `startOn`, goes on to `until` when that is later. */
export function countWorkingDays(
  calendar: Calendar,
  startOn: CivilDate,
  total: number,
  stretches: readonly Stretch[] = [],
  until: CivilDate = startOn,
): Count {
  const days = [startDay(startOn)];
  let n = 0;
  let dueOn = total === 0 ? workingDayFrom(calendar, startOn) : undefined;
  for (const on of datesAfter(startOn)) {
    if (dueOn !== undefined && on > dueOn && on > until) return { on: dueOn, days };
    const kind = dayKind(calendar, on);
    if (!kind) {
      for (let d = on; d <= until; d = addDays(d, 1))
        days.push({ on: d, counted: false, why: 'not-loaded' });
      if (dueOn !== undefined) return { on: dueOn, days };
      const left = total - n;
      const knownUntil = addDays(on, -1);
      // At best every day of that year is worked, so this is the earliest day, not a guess.
      const earliest = addDays(knownUntil, left);
      return { on: earliest, days, missing: { year: Number(on.slice(0, 4)), left, knownUntil } };
    }
    const pause =
      n + 1 === total && dueOn === undefined ? pausedOn(stretches, on) : insideOf(stretches, on);
    if (!isWorkingKind(kind)) days.push({ on, counted: false, why: kind });
    else if (pause) days.push(paused(on, pause));
    else {
      n += 1;
      days.push({ on, counted: true, n, why: kind });
      if (n === total) dueOn = on;
    }
  }
  throw new Error('unreachable: dates do not end');
}

/** The end of a limit in natural days, months or years whose last day without pauses is `lastOn`; a last day off moves to the next working day (民法典 art. 203, 2021-01-01). */
export function naturalEnd(
  calendar: Calendar,
  lastOn: CivilDate,
  stretches: readonly Stretch[] = [],
): Omit<Count, 'days'> {
  let endOn = lastOn;
  for (const { fromOn, toOn } of stretches) {
    if (fromOn > (workingDayFrom(calendar, endOn) ?? endOn)) break;
    if (toOn <= fromOn) continue;
    endOn = fromOn >= endOn ? toOn : addDays(endOn, daysBetween(fromOn, toOn) - 1);
  }
  const on = workingDayFrom(calendar, endOn);
  if (on) return { on };
  const year = Number(endOn.slice(0, 4));
  return {
    on: endOn,
    // A last day off at the end of a known year may move into one that is not known.
    missing: { year: calendar.years.has(year) ? year + 1 : year, left: 1, knownUntil: endOn },
  };
}

/** Every day of a natural count from the start to the end or to `until`, whichever is later. */
export function explainNatural(
  calendar: Calendar,
  startOn: CivilDate,
  total: number,
  stretches: readonly Stretch[],
  end: Omit<Count, 'days'>,
  until: CivilDate,
): Day[] {
  const days = [startDay(startOn)];
  let n = 0;
  for (const on of datesAfter(startOn)) {
    if (on > end.on && on > until) return days;
    const pause = n + 1 >= total ? pausedOn(stretches, on) : insideOf(stretches, on);
    const kind = dayKind(calendar, on);
    if (n < total || on > end.on) {
      if (pause) days.push(paused(on, pause));
      else {
        n += 1;
        days.push({ on, counted: true, n, why: 'natural' });
      }
    } else if (on === end.on) days.push({ on, counted: false, why: 'moved' });
    else if (kind && !isWorkingKind(kind)) days.push({ on, counted: false, why: kind });
    else if (pause) days.push(paused(on, pause));
    else days.push({ on, counted: false, why: 'not-loaded' });
  }
  throw new Error('unreachable: dates do not end');
}

/** The answer of `addWorkingDays`. */
export type WorkingDays = {
  /** The last day of the limit, or the earliest day it can be when `notBefore`. */
  on: CivilDate;
  certain: boolean;
  /** True when the count runs into a year whose schedule is not loaded; show “not before” (contracts.md 10). */
  notBefore: boolean;
  /** The days that count, numbered. */
  counted: Day[];
  /** The year to load and how many days remain to be counted in it. */
  missing?: { year: number; left: number; knownUntil: CivilDate };
};

/**
 * The day that is `n` working days after `start`. The start day is not counted; 0 gives the start
 * day itself or, when it is off, the next working day.
 * Source: 行政许可法 arts. 32, 42, 82 (2019-04-23); official holiday schedules.
 * @throws {AppError} `time.limit_invalid` when `n` is no whole number from 0 on.
 */
export function addWorkingDays(calendar: Calendar, start: CivilDate, n: number): WorkingDays {
  if (!Number.isSafeInteger(n) || n < 0) throw errors.limit_invalid({ value: n });
  const { on, days, missing } = countWorkingDays(calendar, start, n);
  const uncertain = missing !== undefined;
  return {
    on,
    certain: !uncertain,
    notBefore: uncertain,
    counted: days.filter((day) => day.counted),
    ...(missing && { missing }),
  };
}
