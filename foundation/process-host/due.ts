import { type Calendar, civilDateOf, deadline, startClock } from '../time/index.ts';
import type { DrawnLimit } from '../workflow/index.ts';

/** When a limit ends; not `certain` means not before, since the schedule of a year is missing. */
export type Due = { readonly on: string; readonly at: Date; readonly certain: boolean };

/**
 * The end of a limit that a process draws and that starts at an instant: 24:00 Beijing time of its last
 * day (民法典 art. 203, 2021-01-01), or the exact minute for hours.
 */
export function dueOf(calendar: Calendar, drawn: DrawnLimit, from: Date): Due {
  const { value, unit, clause = '', startEvent = '', pausableBy = [] } = drawn;
  // A process names its clause in words only; counting does not read it.
  const cited = { law: clause, article: '', effectiveOn: civilDateOf(from), verified: false };
  const clock = startClock({ value, unit, clause: cited, startEvent, pausableBy }, from);
  const { dueOn, dueAt, certain } = deadline(calendar, clock, from);
  return { on: dueOn, at: new Date(dueAt), certain };
}
