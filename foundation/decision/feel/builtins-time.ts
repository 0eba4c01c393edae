import { fromInteger } from './decimal.ts';
import { weekday } from './property.ts';
import { define, defineWith } from './registry.ts';
import { atLocal, DateTime, daysFromCivil, type FeelDate, FeelTime } from './temporal.ts';
import { type Env, equal, kindOf, type Value } from './value.ts';
import { offsetAt } from './zone.ts';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const dateOf = (v: FeelDate | DateTime): FeelDate => (v instanceof DateTime ? v.date : v);
type Point = FeelDate | DateTime;

define('day of year(date: date|date and time): number', (v: Point) => {
  const d = dateOf(v);
  return fromInteger(d.days - daysFromCivil(d.year, 1, 1) + 1);
});
define(
  'day of week(date: date|date and time): string',
  (v: Point) => WEEKDAYS[weekday(dateOf(v)) - 1]!,
);
define(
  'month of year(date: date|date and time): string',
  (v: Point) => MONTHS[dateOf(v).month - 1]!,
);
/** Week number of ISO 8601: the week of the Thursday. */
define('week of year(date: date|date and time): number', (v: Point) => {
  const d = dateOf(v);
  const thursday = d.plusDays(4 - weekday(d));
  if (!thursday) return null;
  return fromInteger(Math.floor((thursday.days - daysFromCivil(thursday.year, 1, 1)) / 7) + 1);
});

/** The present instant in the zone of the evaluation; null where the caller gave no instant. */
function present(env: Env): DateTime | null {
  if (env.now === null) return null;
  const ms = env.now.getTime();
  const offset = offsetAt(env.zone, ms);
  return atLocal(BigInt(ms + offset * 1000) * 1_000_000n, null, env.zone);
}
defineWith('now(): date and time', (env: Env) => present(env));
defineWith('today(): date', (env: Env) => present(env)?.date ?? null);

const parts = (v: Value): readonly Value[] => {
  if (v instanceof FeelTime) return [String(v)];
  return v instanceof DateTime ? [String(v)] : [];
};
define('is(value1: any, value2: any): boolean', (a: Value, b: Value) => {
  if (kindOf(a) !== kindOf(b)) return false;
  const text = parts(a);
  return text.length > 0 ? text[0] === parts(b)[0] : equal(a, b) === true;
});
