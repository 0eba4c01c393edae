import { type Calendar, dayKind, isLoaded, isWorkingKind, workingDaysBetween } from './calendar.ts';
import {
  addDays,
  addMonths,
  addYears,
  type CivilDate,
  civilDateOf,
  daysBetween,
  instantOn,
} from './civil-date.ts';
import { actAt, type Clock, openPause, type Unit } from './clock.ts';
import { type Count, countWorkingDays, naturalEnd, type Stretch } from './count.ts';
import { errors } from './errors.ts';
import { defaultHours, type OpenHours, reach, spent, type WorkingHours } from './hours.ts';

export type ClockState = 'running' | 'paused' | 'met' | 'overdue';

/** Where a limit stands at an instant. */
export type Deadline = {
  /** Last day of the limit. When not `certain`, the earliest it can be: show “not before”. */
  dueOn: CivilDate;
  /** The instant at which the limit ends: 24:00 of `dueOn` in Beijing, or the exact minute for hours. ISO 8601 with `Z`. */
  dueAt: string;
  certain: boolean;
  /** Why it is not certain: a pause lasts, or the schedule of `missingYear` is not loaded (alert the operators). */
  uncertain?: 'paused' | 'year-not-loaded';
  missingYear?: number;
  /** The whole limit with its extension, in `unit`. */
  total: number;
  /** What is left in `unit`, today included; 0 or less when overdue, counting the days or hours since. Undefined when a year that is not loaded hides it. */
  remaining: number | undefined;
  unit: 'workingDay' | 'naturalDay' | 'hour';
  state: ClockState;
};

const HOUR_MS = 3_600_000;
const hoursOf = (ms: number): number => Math.floor((ms / HOUR_MS) * 100) / 100;

export const isHours = (unit: Unit): boolean => unit === 'workingHour' || unit === 'urgentHour';

/** The limit with its extension, in the limit's own unit. */
export const totalOf = ({ limit, extended }: Clock): number => limit.value + (extended?.value ?? 0);

/** The pauses in days; one that lasts ends at `asOf`. */
export const stretchesOf = (clock: Clock, asOf: Date): Stretch[] =>
  clock.pauses.map(({ from, to, clause }) => ({
    fromOn: civilDateOf(new Date(from)),
    toOn: civilDateOf(to === undefined ? asOf : new Date(to)),
    clause,
  }));

/** The open time of a clock in hours: working days in office hours, or every day for urgent ones. */
export function openHoursOf(
  calendar: Calendar,
  clock: Clock,
  asOf: Date,
  hours: WorkingHours,
): OpenHours {
  const urgent = clock.limit.unit === 'urgentHour';
  return {
    windows: urgent ? hours.urgent : hours.office,
    opens: (on) => {
      if (urgent) return true;
      const kind = dayKind(calendar, on);
      return kind && isWorkingKind(kind);
    },
    holes: clock.pauses.map(({ from, to }) => [
      Date.parse(from),
      to === undefined ? asOf.getTime() : Date.parse(to),
    ]),
  };
}

/** The last day of a limit in natural days, months or years, before pauses and days off. */
export function lastNaturalDay(clock: Clock, startOn: CivilDate): CivilDate {
  const total = totalOf(clock);
  if (clock.limit.unit === 'month') return addMonths(startOn, total);
  if (clock.limit.unit === 'year') return addYears(startOn, total);
  return addDays(startOn, total);
}

type Standing = Pick<Deadline, 'dueOn' | 'dueAt' | 'total' | 'unit' | 'remaining'> & {
  missingYear: number | undefined;
  passed: boolean;
};

const endOf = (on: CivilDate): string => instantOn(on, 1440).toISOString();

function workingDaysLeft(
  calendar: Calendar,
  count: Count,
  total: number,
  today: CivilDate,
): number | undefined {
  if (count.missing) {
    if (today > addDays(count.missing.knownUntil, 1)) return undefined;
  } else if (today > count.on) {
    for (let on = count.on; on <= today; on = addDays(on, 1))
      if (!isLoaded(calendar, on)) return undefined;
    return 0 - workingDaysBetween(calendar, count.on, today);
  }
  return total - count.days.filter((day) => day.counted && day.on < today).length;
}

function standInWorkingDays(calendar: Calendar, clock: Clock, asOf: Date): Standing {
  const total = totalOf(clock);
  const today = civilDateOf(asOf);
  const startOn = civilDateOf(new Date(clock.startedAt));
  const count = countWorkingDays(calendar, startOn, total, stretchesOf(clock, asOf));
  return {
    dueOn: count.on,
    dueAt: endOf(count.on),
    total,
    unit: 'workingDay',
    remaining: workingDaysLeft(calendar, count, total, today),
    missingYear: count.missing?.year,
    passed: !count.missing && today > count.on,
  };
}

function standInNaturalDays(calendar: Calendar, clock: Clock, asOf: Date): Standing {
  const today = civilDateOf(asOf);
  const startOn = civilDateOf(new Date(clock.startedAt));
  const lastOn = lastNaturalDay(clock, startOn);
  const end = naturalEnd(calendar, lastOn, stretchesOf(clock, asOf));
  const past = today > end.on;
  const from = today > startOn ? today : addDays(startOn, 1);
  const left = past ? daysBetween(today, end.on) : daysBetween(from, end.on) + 1;
  return {
    dueOn: end.on,
    dueAt: endOf(end.on),
    total: daysBetween(startOn, lastOn),
    unit: 'naturalDay',
    remaining: past && end.missing ? undefined : left,
    missingYear: end.missing?.year,
    passed: past && !end.missing,
  };
}

function standInHours(calendar: Calendar, clock: Clock, asOf: Date, hours: WorkingHours): Standing {
  const total = totalOf(clock);
  const open = openHoursOf(calendar, clock, asOf, hours);
  const startMs = Date.parse(clock.startedAt);
  const { at, missingOn } = reach(open, startMs, total * HOUR_MS);
  const nowMs = asOf.getTime();
  const passed = missingOn === undefined && nowMs > at;
  const used = passed ? spent(open, at, nowMs) : spent(open, startMs, nowMs);
  const leftMs = used === undefined ? undefined : passed ? -used : total * HOUR_MS - used;
  return {
    dueOn: civilDateOf(new Date(at)),
    dueAt: new Date(at).toISOString(),
    total,
    unit: 'hour',
    remaining: leftMs === undefined ? undefined : hoursOf(leftMs),
    missingYear: missingOn === undefined ? undefined : Number(missingOn.slice(0, 4)),
    passed,
  };
}

function stand(calendar: Calendar, clock: Clock, asOf: Date, hours: WorkingHours): Standing {
  if (isHours(clock.limit.unit)) return standInHours(calendar, clock, asOf, hours);
  return clock.limit.unit === 'workingDay'
    ? standInWorkingDays(calendar, clock, asOf)
    : standInNaturalDays(calendar, clock, asOf);
}

/**
 * Where a clock stands at `now`; a stopped clock stands where it was stopped. While a pause lasts
 * the date is the one that would hold if it ended now. In a year that is not loaded a limit is
 * never called overdue, since nobody can know.
 */
export function deadline(
  calendar: Calendar,
  clock: Clock,
  now: Date,
  hours: WorkingHours = defaultHours,
): Deadline {
  const asOf = clock.stoppedAt === undefined ? now : new Date(clock.stoppedAt);
  const { missingYear, passed, ...rest } = stand(calendar, clock, asOf, hours);
  const pausing = openPause(clock) !== undefined && !passed;
  const state: ClockState = passed
    ? 'overdue'
    : clock.stoppedAt !== undefined
      ? 'met'
      : pausing
        ? 'paused'
        : 'running';
  const uncertain = missingYear !== undefined ? 'year-not-loaded' : pausing ? 'paused' : undefined;
  return {
    ...rest,
    state,
    certain: uncertain === undefined,
    ...(uncertain && { uncertain }),
    ...(missingYear !== undefined && { missingYear }),
  };
}

/**
 * Extends a limit once, while it still runs, by at most what its clause allows (for instance ten
 * working days: 行政许可法 art. 42, 2019-04-23). Approval and the told reason are the caller's.
 * @throws {AppError} `time.not_extendable`, `time.already_extended`, `time.extension_out_of_range`,
 * `time.already_overdue`, `time.stopped`, `time.out_of_order`.
 */
export function extendClock(
  calendar: Calendar,
  clock: Clock,
  value: number,
  at: Date,
  hours: WorkingHours = defaultHours,
): Clock {
  const text = actAt(clock, at);
  const { extension, unit } = clock.limit;
  if (!extension) throw errors.not_extendable();
  if (clock.extended) throw errors.already_extended();
  if (!Number.isInteger(value) || value < 1 || value > extension.atMost)
    throw errors.extension_out_of_range({ atMost: extension.atMost });
  const { state, dueOn } = deadline(calendar, clock, at, hours);
  if (state === 'overdue') throw errors.already_overdue({ dueOn });
  return { ...clock, extended: { value, unit, at: text, clause: extension.clause } };
}
