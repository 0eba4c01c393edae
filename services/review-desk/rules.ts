import { defineErrors } from '@yiwang/foundation/errors';
import {
  addDays,
  type Calendar,
  type CivilDate,
  type Light,
  light,
  workingDaysBetween,
} from '@yiwang/foundation/time';
import type { Due } from './schema.ts';

export const errors = defineErrors('review-desk', {
  template_unknown: 404,
  /** Somebody else has changed the template in between. */
  template_changed: 412,
});

/** The most open tasks that one queue is sorted from; an officer with more filters by act first. */
export const MOST_TASKS = 2000;

/** A day that something is due, as the database orders it. */
export type DueDay = {
  readonly on: CivilDate | null;
  readonly certain: boolean;
  /** The statutory clock of the case stands still. */
  readonly paused: boolean;
  /** The day on which the limit began: tells how long it is as a whole. */
  readonly from: CivilDate;
};

const isLoaded = (calendar: Calendar, ...days: CivilDate[]): boolean =>
  days.every((on) => calendar.years.has(Number(on.slice(0, 4))));

/** Working days that are left with today, as the clock of a case counts them; negative when late. */
function leftOf(calendar: Calendar, on: CivilDate, today: CivilDate): number | undefined {
  const before = addDays(today, -1);
  if (!isLoaded(calendar, on, before, today)) return undefined;
  if (on >= today) return workingDaysBetween(calendar, before, on);
  return -Math.max(workingDaysBetween(calendar, on, today), 1);
}

function lightOf(day: DueDay & { on: CivilDate }, left: number | undefined, total: number): Light {
  const { certain, paused } = day;
  if (!certain && paused) return 'grey';
  if (!certain || left === undefined) return 'yellow';
  return light({ state: left < 0 ? 'overdue' : 'running', remaining: left, total });
}

/** How much time a queue entry has left, in working days with today, with its light. */
export function dueOf(calendar: Calendar, day: DueDay, today: CivilDate): Due | null {
  const { on, certain, from } = day;
  if (on === null) return null;
  const total =
    from < on && isLoaded(calendar, from, on) ? workingDaysBetween(calendar, from, on) : 0;
  const counted = leftOf(calendar, on, today);
  // On the day on which it begins a limit is whole: that day is not counted.
  const left = counted === undefined || total === 0 ? counted : Math.min(counted, total);
  return {
    on,
    certain,
    remaining: certain ? (left ?? null) : null,
    light: lightOf({ ...day, on }, left, total),
  };
}

/** Text as a literal part of a pattern of SQL `like`. */
export const likePattern = (text: string): string =>
  `%${text.trim().replace(/[\\%_]/g, (c) => `\\${c}`)}%`;
