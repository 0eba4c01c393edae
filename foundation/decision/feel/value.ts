import * as D from './decimal.ts';
import { Dec } from './decimal.ts';
import { DateTime, DaysDuration, FeelDate, FeelTime, MonthsDuration } from './temporal.ts';

/** A FEEL context: entries in the order in which they were written. */
export type Context = Map<string, Value>;

/** What an evaluation may ask of its surroundings: the present instant and the zone in which today() is read. */
export type Env = { readonly now: Date | null; readonly zone: string };

/** A function value; `names` are the parameter names of named calls. */
export class FeelFunction {
  readonly names: readonly string[];
  readonly call: (args: Value[], env: Env) => Value;
  constructor(names: readonly string[], call: (args: Value[], env: Env) => Value) {
    this.names = names;
    this.call = call;
  }
}

/** An interval, or the set of values that a comparison such as `< 5` or `!= 3` accepts (`op`). */
export class Range {
  readonly start: Value;
  readonly end: Value;
  readonly startIncluded: boolean;
  readonly endIncluded: boolean;
  readonly op: '=' | '!=' | '<' | '<=' | '>' | '>=' | null;
  constructor(
    start: Value,
    end: Value,
    startIncluded: boolean,
    endIncluded: boolean,
    op: Range['op'] = null,
  ) {
    this.start = start;
    this.end = end;
    this.startIncluded = startIncluded;
    this.endIncluded = endIncluded;
    this.op = op;
  }
}

export type Value =
  | null
  | boolean
  | string
  | Dec
  | FeelDate
  | FeelTime
  | DateTime
  | DaysDuration
  | MonthsDuration
  | Range
  | FeelFunction
  | Context
  | Value[];

/** The word for the kind of a value, as `instance of` and messages use it. */
export function kindOf(v: Value): string {
  if (v === null) return 'null';
  if (typeof v === 'boolean') return 'boolean';
  if (typeof v === 'string') return 'string';
  if (v instanceof Dec) return 'number';
  if (v instanceof FeelDate) return 'date';
  if (v instanceof FeelTime) return 'time';
  if (v instanceof DateTime) return 'date and time';
  if (v instanceof DaysDuration) return 'days and time duration';
  if (v instanceof MonthsDuration) return 'years and months duration';
  if (v instanceof Range) return 'range';
  if (v instanceof FeelFunction) return 'function';
  return Array.isArray(v) ? 'list' : 'context';
}

/**
 * `a = b` in three-valued logic: null when the kinds differ and neither is null
 * (DMN 1.5, table 53).
 */
export function equal(a: Value, b: Value): boolean | null {
  if (a === b) return true;
  if (a === null || b === null) return false;
  if (typeof a === 'string') return typeof b === 'string' ? a === b : null;
  if (a instanceof Dec) return b instanceof Dec ? D.compare(a, b) === 0 : null;
  if (typeof a === 'boolean') return typeof b === 'boolean' ? a === b : null;
  if (Array.isArray(a)) return Array.isArray(b) ? equalLists(a, b) : null;
  if (a instanceof Map) return b instanceof Map ? equalContexts(a, b) : null;
  if (a instanceof Range) return b instanceof Range ? equalRanges(a, b) : null;
  if (a instanceof FeelFunction) return b instanceof FeelFunction ? false : null;
  if (a instanceof FeelDate) return b instanceof FeelDate ? a.compare(b) === 0 : null;
  if (a instanceof FeelTime) return b instanceof FeelTime ? a.equals(b) : null;
  if (a instanceof DateTime) return b instanceof DateTime ? a.equals(b) : null;
  if (a instanceof DaysDuration) return b instanceof DaysDuration ? a.ns === b.ns : null;
  return b instanceof MonthsDuration ? a.months === b.months : null;
}

function equalLists(a: Value[], b: Value[]): boolean {
  return a.length === b.length && a.every((x, i) => equal(x, b[i]!) === true);
}

function equalContexts(a: Context, b: Context): boolean {
  if (a.size !== b.size) return false;
  for (const [key, x] of a) {
    const y = b.get(key);
    if (y === undefined || equal(x, y) !== true) return false;
  }
  return true;
}

function equalRanges(a: Range, b: Range): boolean {
  if (a.op === '!=' || b.op === '!=') return a.op === b.op && equal(a.start, b.start) === true;
  return (
    a.startIncluded === b.startIncluded &&
    a.endIncluded === b.endIncluded &&
    equal(a.start, b.start) === true &&
    equal(a.end, b.end) === true
  );
}

/** Negative, zero or positive; null when the two values have no order. */
export function order(a: Value, b: Value): number | null {
  if (a instanceof Dec) return b instanceof Dec ? D.compare(a, b) : null;
  if (typeof a === 'string') return typeof b === 'string' ? orderStrings(a, b) : null;
  if (a instanceof FeelDate) return b instanceof FeelDate ? a.compare(b) : null;
  if (a instanceof DateTime) return b instanceof DateTime ? a.compare(b) : null;
  if (a instanceof FeelTime) return b instanceof FeelTime ? a.compare(b) : null;
  if (a instanceof DaysDuration && b instanceof DaysDuration) {
    return a.ns < b.ns ? -1 : a.ns > b.ns ? 1 : 0;
  }
  if (a instanceof MonthsDuration && b instanceof MonthsDuration) return a.months - b.months;
  return null;
}

function orderStrings(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether the value lies in the range; null when it cannot be compared with an end. */
export function within(v: Value, r: Range): boolean | null {
  if (r.op === '=' || r.op === '!=') {
    const same = equal(v, r.start);
    return same === null ? null : r.op === '=' ? same : !same;
  }
  if (v === null) return null;
  let low: boolean | null = true;
  if (r.start !== null) {
    const c = order(v, r.start);
    low = c === null ? null : r.startIncluded ? c >= 0 : c > 0;
  } else if (r.op === null) return null;
  let high: boolean | null = true;
  if (r.end !== null) {
    const c = order(v, r.end);
    high = c === null ? null : r.endIncluded ? c <= 0 : c < 0;
  } else if (r.op === null) return null;
  if (low === null || high === null) return null;
  return low && high;
}

/** Collapses white space and drops it around `. / - ' + *`, so that one name has one spelling. */
export const canonicalName = (name: string): string =>
  name
    .replace(/\s*([./\-'+]|\*\*?)\s*/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
