import {
  addDays,
  type Calendar,
  type CivilDate,
  civilDateOf,
  dayKind,
  instantOn,
  weekday,
} from '@yiwang/foundation/time';

/** How many working days before today the story begins; the registers are filled on that day. */
export const LENGTH = 13;
const OPENING_MINUTES = 7 * 60 + 30;

/** Whether offices work; in a year whose schedule is not out yet Mondays to Fridays stand for it. */
function isOpen(calendar: Calendar, on: CivilDate): boolean {
  const kind = dayKind(calendar, on);
  return kind ? kind === 'working' || kind === 'make-up-workday' : weekday(on) < 6;
}

/** The last `count` working days before the day of `now`, the newest first. */
export function pastWorkingDays(calendar: Calendar, now: Date, count: number): CivilDate[] {
  const found: CivilDate[] = [];
  for (let on = addDays(civilDateOf(now), -1); found.length < count; on = addDays(on, -1))
    if (isOpen(calendar, on)) found.push(on);
  return found;
}

/** When the story begins: 7:30 in Beijing, `LENGTH` working days ago. */
export function storyBegin(calendar: Calendar, now: Date): Date {
  return instantOn(pastWorkingDays(calendar, now, LENGTH).at(-1) ?? '', OPENING_MINUTES);
}

/** One moment of the story: so many working days ago, at a time of day `HH:MM` in Beijing. */
export type Moment = { readonly ago: number; readonly at: string };

/** The instants of moments, counted back from `now`. */
export function momentsBefore(calendar: Calendar, now: Date): (moment: Moment) => Date {
  const days = pastWorkingDays(calendar, now, LENGTH);
  return ({ ago, at }) => {
    const on = days[ago - 1];
    if (!on) throw new RangeError(`The story has no working day ${ago}.`);
    const [hours = 0, minutes = 0] = at.split(':').map(Number);
    return instantOn(on, hours * 60 + minutes);
  };
}
