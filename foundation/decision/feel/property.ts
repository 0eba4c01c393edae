import { fromInteger } from './decimal.ts';
import { DateTime, DaysDuration, FeelDate, FeelTime, MonthsDuration } from './temporal.ts';
import { Range, type Value } from './value.ts';
import { zoneOffset } from './zone.ts';

/** ISO day of the week, 1 (Monday) to 7. */
export const weekday = (d: FeelDate): number => ((((d.days + 3) % 7) + 7) % 7) + 1;

const int = (n: number): Value => fromInteger(n || 0);
const offsetDuration = (seconds: number | null): Value =>
  seconds === null ? null : new DaysDuration(BigInt(seconds) * 1_000_000_000n);

const OF_DATE = new Map<string, (d: FeelDate) => Value>(
  Object.entries({
    year: (d) => int(d.year),
    month: (d) => int(d.month),
    day: (d) => int(d.day),
    weekday: (d) => int(weekday(d)),
  }),
);
const OF_TIME = new Map<string, (t: FeelTime) => Value>(
  Object.entries({
    hour: (t) => int(t.hour),
    minute: (t) => int(t.minute),
    second: (t) => int(t.second),
    'time offset': (t) => offsetDuration(t.zone ? zoneOffset(t.zone, 0, t.ns) : t.offset),
    timezone: (t) => t.zone,
  }),
);
const OF_DAYS = new Map<string, (p: ReturnType<DaysDuration['parts']>) => Value>(
  Object.entries({
    days: (p) => int(p.days),
    hours: (p) => int(p.hours),
    minutes: (p) => int(p.minutes),
    seconds: (p) => int(p.seconds),
  }),
);

/** A named property of a date, time, duration or range (DMN 1.5, table 65); null for any other. */
export function property(v: Value, name: string): Value {
  if (v instanceof FeelDate) return OF_DATE.get(name)?.(v) ?? null;
  if (v instanceof FeelTime) return OF_TIME.get(name)?.(v) ?? null;
  if (v instanceof DateTime) {
    if (name === 'time offset') return offsetDuration(v.offset);
    return OF_DATE.get(name)?.(v.date) ?? OF_TIME.get(name)?.(v.time) ?? null;
  }
  if (v instanceof DaysDuration) return OF_DAYS.get(name)?.(v.parts()) ?? null;
  if (v instanceof MonthsDuration) {
    if (name === 'years') return int(Math.trunc(v.months / 12));
    return name === 'months' ? int(v.months % 12) : null;
  }
  if (!(v instanceof Range)) return null;
  if (name === 'start') return v.start;
  if (name === 'end') return v.end;
  if (name === 'start included') return v.startIncluded;
  return name === 'end included' ? v.endIncluded : null;
}
