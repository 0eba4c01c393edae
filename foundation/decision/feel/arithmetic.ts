import * as D from './decimal.ts';
import { Dec } from './decimal.ts';
import { DAY_NS, DateTime, DaysDuration, FeelDate, FeelTime, MonthsDuration } from './temporal.ts';
import type { Value } from './value.ts';

const midnight = (d: FeelDate): DateTime => new DateTime(d, new FeelTime(0, 0));
const DAY = BigInt(DAY_NS);

/** Whole days in a duration, rounded down. */
function floorDays(ns: bigint): number {
  const q = ns / DAY;
  return Number(ns % DAY < 0n ? q - 1n : q);
}

function months(n: number): MonthsDuration | null {
  return Number.isSafeInteger(n) ? new MonthsDuration(n || 0) : null;
}

/** A point in time moved by a duration; null for any other pair of kinds. */
function move(point: Value, by: DaysDuration | MonthsDuration, sign: 1 | -1): Value {
  if (by instanceof MonthsDuration) {
    if (point instanceof FeelDate) return point.plusMonths(by.months * sign);
    if (!(point instanceof DateTime)) return null;
    const date = point.date.plusMonths(by.months * sign);
    return date && new DateTime(date, point.time);
  }
  const ns = sign === 1 ? by.ns : -by.ns;
  if (point instanceof FeelDate) return point.plusDays(floorDays(ns));
  if (point instanceof DateTime) return point.plusNs(ns);
  if (!(point instanceof FeelTime)) return null;
  const moved = (((BigInt(point.ns) + ns) % DAY) + DAY) % DAY;
  return new FeelTime(Number(moved), point.offset, point.zone);
}

/** a + b for every pair of kinds that DMN 1.5, table 57 defines; null for the others. */
export function plus(a: Value, b: Value): Value {
  if (a instanceof Dec) return b instanceof Dec ? D.add(a, b) : null;
  if (typeof a === 'string') return typeof b === 'string' ? a + b : null;
  if (a instanceof DaysDuration && b instanceof DaysDuration) return new DaysDuration(a.ns + b.ns);
  if (a instanceof MonthsDuration && b instanceof MonthsDuration)
    return months(a.months + b.months);
  if (b instanceof DaysDuration || b instanceof MonthsDuration) return move(a, b, 1);
  if (a instanceof DaysDuration || a instanceof MonthsDuration) return move(b, a, 1);
  return null;
}

/** a − b; the difference of two points in time is a days-time duration. */
export function minus(a: Value, b: Value): Value {
  if (a instanceof Dec) return b instanceof Dec ? D.subtract(a, b) : null;
  if (a instanceof DaysDuration && b instanceof DaysDuration) return new DaysDuration(a.ns - b.ns);
  if (a instanceof MonthsDuration && b instanceof MonthsDuration)
    return months(a.months - b.months);
  if (b instanceof DaysDuration || b instanceof MonthsDuration) return move(a, b, -1);
  if (a instanceof FeelTime && b instanceof FeelTime) {
    return a.local === b.local ? new DaysDuration(BigInt(a.utc() - b.utc())) : null;
  }
  const x = a instanceof FeelDate ? midnight(a) : a;
  const y = b instanceof FeelDate ? midnight(b) : b;
  if (!(x instanceof DateTime) || !(y instanceof DateTime)) return null;
  return x.time.local === y.time.local ? new DaysDuration(x.instant - y.instant) : null;
}

function scaleNs(d: DaysDuration, f: (ns: Dec) => Dec | null): Value {
  const ns = D.fromText(String(d.ns));
  const scaled = ns && f(ns);
  const whole = scaled && D.quantize(scaled, 0, 'down');
  return whole && new DaysDuration(BigInt(whole.toString()));
}

function scaleMonths(d: MonthsDuration, f: (n: Dec) => Dec | null): Value {
  const scaled = f(D.fromInteger(d.months));
  const whole = scaled && D.quantize(scaled, 0, 'down');
  return whole && months(whole.toNumber());
}

/** a · b for numbers and for a duration with a number. */
export function times(a: Value, b: Value): Value {
  if (a instanceof Dec) {
    if (b instanceof Dec) return D.multiply(a, b);
    return b instanceof DaysDuration || b instanceof MonthsDuration ? times(b, a) : null;
  }
  if (!(b instanceof Dec)) return null;
  if (a instanceof DaysDuration) return scaleNs(a, (n) => D.multiply(n, b));
  if (a instanceof MonthsDuration) return scaleMonths(a, (n) => D.multiply(n, b));
  return null;
}

/** a / b for numbers, a duration by a number, and two durations of one kind. */
export function over(a: Value, b: Value): Value {
  if (a instanceof Dec) return b instanceof Dec ? D.divide(a, b) : null;
  if (a instanceof DaysDuration) {
    if (b instanceof Dec) return scaleNs(a, (n) => D.divide(n, b));
    if (!(b instanceof DaysDuration)) return null;
    return D.divide(D.fromText(String(a.ns))!, D.fromText(String(b.ns))!);
  }
  if (a instanceof MonthsDuration) {
    if (b instanceof Dec) return scaleMonths(a, (n) => D.divide(n, b));
    if (!(b instanceof MonthsDuration)) return null;
    return D.divide(D.fromInteger(a.months), D.fromInteger(b.months));
  }
  return null;
}

/** a ** b for numbers. */
export const raise = (a: Value, b: Value): Value =>
  a instanceof Dec && b instanceof Dec ? D.power(a, b) : null;

/** −a for numbers and durations. */
export function opposite(a: Value): Value {
  if (a instanceof Dec) return D.negate(a);
  if (a instanceof DaysDuration) return new DaysDuration(-a.ns);
  return a instanceof MonthsDuration ? months(-a.months) : null;
}
