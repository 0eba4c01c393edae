import type { Dec } from './decimal.ts';
import * as D from './decimal.ts';
import { feelText } from './format.ts';
import { define } from './registry.ts';
import { DateTime, type DaysDuration, FeelDate, FeelTime, MonthsDuration } from './temporal.ts';
import { parseDate, parseDateTime, parseDuration, parseTime } from './temporal-text.ts';
import type { Value } from './value.ts';
import { isZone } from './zone.ts';

define('string(from: any): string', (v: Value) => feelText(v));

const SEPARATORS = [' ', ',', '.'];
define(
  'number(from: string, grouping separator: string|null, decimal separator: string|null): number',
  (text: string, group: string | null, point: string | null) => {
    if (group !== null && !SEPARATORS.includes(group)) return null;
    if (point !== null && (point === ' ' || !SEPARATORS.includes(point))) return null;
    if (group !== null && group === point) return null;
    const joined = group === null ? text : text.split(group).join('');
    return D.fromText(point === null || point === '.' ? joined : joined.replace(point, '.'));
  },
);
define('number(from: string): number', (text: string) => D.fromText(text));
define('number(from: number): number', (n: Dec) => n);

const whole = (n: Dec): number => D.toInteger(n) ?? Number.NaN;

define('date(from: string): date', parseDate);
define('date(from: date|date and time): date', (v: FeelDate | DateTime) =>
  v instanceof DateTime ? v.date : v,
);
define('date(year: number, month: number, day: number): date', (y: Dec, m: Dec, d: Dec) =>
  FeelDate.of(whole(y), whole(m), whole(d)),
);

define('time(from: string): time', parseTime);
define('time(from: time|date and time|date): time', (v: FeelTime | DateTime | FeelDate) => {
  if (v instanceof FeelTime) return v;
  return v instanceof DateTime ? v.time : new FeelTime(0, 0);
});
define(
  'time(hour: number, minute: number, second: number, offset?: days and time duration|null): time',
  (h: Dec, m: Dec, s: Dec, offset?: DaysDuration | null) => {
    const seconds = D.quantize(s, 0, 'floor');
    const rest = seconds && D.subtract(s, seconds);
    const nanos = rest && D.multiply(rest, D.fromInteger(1_000_000_000));
    if (!seconds || !nanos) return null;
    const east = offset ? Number(offset.ns / 1_000_000_000n) : null;
    return FeelTime.of(whole(h), whole(m), whole(seconds), Math.floor(nanos.toNumber()), east);
  },
);

define('date and time(from: string): date and time', parseDateTime);
define('date and time(from: date and time): date and time', (v: DateTime) => v);
define(
  'date and time(date: date|date and time, time: time): date and time',
  (d: FeelDate | DateTime, t: FeelTime) => new DateTime(d instanceof DateTime ? d.date : d, t),
);
define(
  'date and time(date: date and time, timezone: string): date and time',
  (d: DateTime, zone: string) => {
    if (!isZone(zone)) return null;
    return new DateTime(d.date, new FeelTime(d.time.ns, null, zone));
  },
);

define('duration(from: string): any', parseDuration);
define('duration(from: days and time duration|years and months duration): any', (v: Value) => v);

/** Whole months between two dates, rounded towards zero. */
define(
  'years and months duration(from: date|date and time, to: date|date and time): years and months duration',
  (a: FeelDate | DateTime, b: FeelDate | DateTime) => {
    const from = a instanceof DateTime ? a.date : a;
    const to = b instanceof DateTime ? b.date : b;
    const months = (to.year - from.year) * 12 + to.month - from.month;
    if (months > 0 && to.day < from.day) return new MonthsDuration(months - 1);
    if (months < 0 && to.day > from.day) return new MonthsDuration(months + 1);
    return new MonthsDuration(months);
  },
);
