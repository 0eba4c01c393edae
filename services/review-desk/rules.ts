import { defineErrors } from '@yiwang/foundation/errors';
import {
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

function leftOf(calendar: Calendar, on: CivilDate, today: CivilDate): number | undefined {
  if (!isLoaded(calendar, on, today)) return undefined;
  if (on >= today) return workingDaysBetween(calendar, today, on);
  return -Math.max(workingDaysBetween(calendar, on, today), 1);
}

function lightOf(day: DueDay & { on: CivilDate }, left: number | undefined, total: number): Light {
  const { certain, paused } = day;
  if (!certain && paused) return 'grey';
  if (!certain || left === undefined) return 'yellow';
  return light({ state: left < 0 ? 'overdue' : 'running', remaining: left, total });
}

/** How much time a queue entry has left, in working days after today, with its light. */
export function dueOf(calendar: Calendar, day: DueDay, today: CivilDate): Due | null {
  const { on, certain, from } = day;
  if (on === null) return null;
  const left = leftOf(calendar, on, today);
  const total =
    from < on && isLoaded(calendar, from, on) ? workingDaysBetween(calendar, from, on) : 0;
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
