import { type Calendar, dayKind } from './calendar.ts';
import { addDays, type CivilDate, civilDateOf, daysBetween, instantOn } from './civil-date.ts';
import type { Clock } from './clock.ts';
import { countWorkingDays, type Day, explainNatural, naturalEnd } from './count.ts';
import { isHours, lastNaturalDay, openHoursOf, stretchesOf, totalOf } from './deadline.ts';
import { defaultHours, reach, spent, type WorkingHours } from './hours.ts';

const HOUR_MS = 3_600_000;

function explainHours(
  calendar: Calendar,
  clock: Clock,
  asOf: Date,
  until: CivilDate,
  hours: WorkingHours,
): Day[] {
  const open = openHoursOf(calendar, clock, asOf, hours);
  const startMs = Date.parse(clock.startedAt);
  const stretches = stretchesOf(clock, asOf);
  const { at } = reach(open, startMs, totalOf(clock) * HOUR_MS);
  const endOn = civilDateOf(new Date(at));
  const days: Day[] = [];
  let before = 0;
  for (let on = civilDateOf(new Date(startMs)); on <= until; on = addDays(on, 1)) {
    const endMs = on === endOn ? at : instantOn(on, 1440).getTime();
    const used = spent(open, startMs, endMs);
    const pause = stretches.find((s) => s.fromOn <= on && on <= s.toOn && s.fromOn !== s.toOn);
    const kind = dayKind(calendar, on);
    if (used === undefined) days.push({ on, counted: false, why: 'not-loaded' });
    else if (used > before)
      days.push({ on, counted: true, n: Math.floor((used / HOUR_MS) * 100) / 100, why: 'hours' });
    else if (clock.limit.unit === 'workingHour' && (kind === 'weekend' || kind === 'holiday'))
      days.push({ on, counted: false, why: kind });
    else if (pause)
      days.push({
        on,
        counted: false,
        why: 'paused',
        ...(pause.clause && { clause: pause.clause }),
      });
    else days.push({ on, counted: false, why: 'hours' });
    before = used ?? before;
  }
  return days;
}

/**
 * Every day from the start event to `until`, whether it counts, as which one, and why; days after
 * the last day of the limit go on counting and show how long it is overdue. `until` is the last
 * day shown and, while a pause lasts, the day up to which it is taken to last. A stopped clock
 * is explained up to the day it was stopped.
 */
export function explain(
  calendar: Calendar,
  clock: Clock,
  until: CivilDate,
  hours: WorkingHours = defaultHours,
): Day[] {
  const stoppedOn = clock.stoppedAt && civilDateOf(new Date(clock.stoppedAt));
  const lastOn = stoppedOn && stoppedOn < until ? stoppedOn : until;
  const startOn = civilDateOf(new Date(clock.startedAt));
  if (isHours(clock.limit.unit))
    return explainHours(calendar, clock, instantOn(lastOn, 1440), lastOn, hours);
  const stretches = stretchesOf(clock, instantOn(lastOn));
  const shown = (days: Day[]): Day[] => days.filter((day) => day.on <= lastOn);
  if (clock.limit.unit === 'workingDay')
    return shown(countWorkingDays(calendar, startOn, totalOf(clock), stretches, lastOn).days);
  const last = lastNaturalDay(clock, startOn);
  const end = naturalEnd(calendar, last, stretches);
  const total = daysBetween(startOn, last);
  return shown(explainNatural(calendar, startOn, total, stretches, end, lastOn));
}
