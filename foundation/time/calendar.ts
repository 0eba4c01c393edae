import {
  addDays,
  type CivilDate,
  dayNumber,
  fromDayNumber,
  isCivilDate,
  weekday,
} from './civil-date.ts';
import { errors } from './errors.ts';
import { type Schedule, stateCouncilSchedules } from './schedules.ts';

/** The official calendar: the loaded years and what their notices say. Made by `makeCalendar`, never changed. */
export type Calendar = {
  readonly years: ReadonlyMap<number, Schedule>;
  readonly off: ReadonlySet<CivilDate>;
  readonly worked: ReadonlySet<CivilDate>;
};

/** What a day is for working time. */
export type DayKind = 'working' | 'weekend' | 'holiday' | 'make-up-workday';

/** Why a day counts or does not. `hours` and `natural` belong to limits in those units; `moved` is the working day that takes over from a last day off. */
export type Why = DayKind | 'start-day' | 'natural' | 'hours' | 'paused' | 'moved' | 'not-loaded';

const yearOf = (on: CivilDate): number => Number(on.slice(0, 4));

function refuse(year: number, date: string, reason: string): never {
  throw errors.schedule_invalid({ year, date, reason });
}

/** Checks a schedule before it is imported. @throws {AppError} `time.schedule_invalid` with the first date that is wrong; `reason` has its words under `time.reason.<reason>`. */
export function checkSchedule(schedule: Schedule): void {
  const { year, off, worked, source } = schedule;
  if (!Number.isInteger(year) || year < 1949 || year > 9999) refuse(year, String(year), 'year');
  if (source.length === 0) refuse(year, String(year), 'source');
  if (!off.some((on) => yearOf(on) === year)) refuse(year, String(year), 'off');
  const seen = new Set<CivilDate>();
  for (const on of [...off, ...worked]) {
    if (!isCivilDate(on)) refuse(year, on.slice(0, 20), 'date');
    const own = yearOf(on) === year || on.startsWith(`${year - 1}-12-`);
    if (!own) refuse(year, on, 'other-year');
    if (seen.has(on)) refuse(year, on, 'twice');
    seen.add(on);
  }
  for (const on of worked) if (weekday(on) < 6) refuse(year, on, 'worked-weekday');
}

/**
 * Puts schedules together; a later one wins, both over the same year and over the December before
 * its year. @throws {AppError} `time.schedule_invalid`.
 */
export function makeCalendar(schedules: Iterable<Schedule>): Calendar {
  const years = new Map<number, Schedule>();
  for (const schedule of schedules) {
    checkSchedule(schedule);
    years.set(schedule.year, schedule);
  }
  const off = new Set<CivilDate>();
  const worked = new Set<CivilDate>();
  for (const schedule of [...years.values()].sort((a, b) => a.year - b.year)) {
    for (const on of schedule.off) {
      off.add(on);
      worked.delete(on);
    }
    for (const on of schedule.worked) {
      worked.add(on);
      off.delete(on);
    }
  }
  return { years, off, worked };
}

/** The calendar with the shipped schedules of the State Council, 2020–2026. */
export const nationalCalendar: Calendar = makeCalendar(stateCouncilSchedules);

/** A calendar with one more schedule, which replaces the one of its year. */
export const addSchedule = (calendar: Calendar, schedule: Schedule): Calendar =>
  makeCalendar([...calendar.years.values(), schedule]);

/** Whether the schedule of a day's year is loaded. */
export const isLoaded = (calendar: Calendar, on: CivilDate): boolean =>
  calendar.years.has(yearOf(on));

/** What a day is, or undefined in a year that is not loaded. */
export function dayKind(calendar: Calendar, on: CivilDate): DayKind | undefined {
  if (!isLoaded(calendar, on)) return undefined;
  if (calendar.worked.has(on)) return 'make-up-workday';
  if (calendar.off.has(on)) return 'holiday';
  return weekday(on) >= 6 ? 'weekend' : 'working';
}

export const isWorkingKind = (kind: DayKind): boolean =>
  kind === 'working' || kind === 'make-up-workday';

/** Whether offices work on a day. @throws {AppError} `time.year_not_loaded`. */
export function isWorkingDay(calendar: Calendar, on: CivilDate): boolean {
  const kind = dayKind(calendar, on);
  if (!kind) throw errors.year_not_loaded({ year: yearOf(on) });
  return isWorkingKind(kind);
}

/** Working days after `from` up to and including `to`; 0 when `to` is not later. @throws {AppError} `time.year_not_loaded`. */
export function workingDaysBetween(calendar: Calendar, from: CivilDate, to: CivilDate): number {
  const end = dayNumber(to);
  let count = 0;
  for (let d = dayNumber(from) + 1; d <= end; d += 1)
    if (isWorkingDay(calendar, fromDayNumber(d))) count += 1;
  return count;
}

/** The day itself when offices work on it, else the next working day; undefined when the search meets a year that is not loaded. */
export function workingDayFrom(calendar: Calendar, on: CivilDate): CivilDate | undefined {
  for (let day = on; ; day = addDays(day, 1)) {
    const kind = dayKind(calendar, day);
    if (!kind) return undefined;
    if (isWorkingKind(kind)) return day;
  }
}
