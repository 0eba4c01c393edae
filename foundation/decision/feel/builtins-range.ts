import { fromText } from './decimal.ts';
import { stringText } from './format.ts';
import { define } from './registry.ts';
import { parseTemporal } from './temporal-text.ts';
import { equal, order, Range, type Value } from './value.ts';

type Point = Value;
const same = (a: Value, b: Value): boolean => equal(a, b) === true;

/** Whether `a` lies before `b`; two equal ends touch unless one of them is open. */
const endsBefore = (a: Range, b: Range): boolean | null => {
  const c = order(a.end, b.start);
  return c === null ? null : c < 0 || (c === 0 && !(a.endIncluded && b.startIncluded));
};
const pointBefore = (a: Point, b: Range): boolean | null => {
  const c = order(a, b.start);
  return c === null ? null : c < 0 || (c === 0 && !b.startIncluded);
};
const pointAfter = (a: Point, b: Range): boolean | null => {
  const c = order(a, b.end);
  return c === null ? null : c > 0 || (c === 0 && !b.endIncluded);
};
const less = (a: Point, b: Point): boolean | null => {
  const c = order(a, b);
  return c === null ? null : c < 0;
};

define('before(range1: range, range2: range): boolean', endsBefore);
define('before(point: any, range: range): boolean', pointBefore);
define('before(range: range, point: any): boolean', (r: Range, p: Point) => pointAfter(p, r));
define('before(point1: any, point2: any): boolean', less);
define('after(range1: range, range2: range): boolean', (a: Range, b: Range) => endsBefore(b, a));
define('after(point: any, range: range): boolean', pointAfter);
define('after(range: range, point: any): boolean', (r: Range, p: Point) => pointBefore(p, r));
define('after(point1: any, point2: any): boolean', (a: Point, b: Point) => less(b, a));

const meets = (a: Range, b: Range): boolean =>
  a.endIncluded && b.startIncluded && same(a.end, b.start);
define('meets(range1: range, range2: range): boolean', meets);
define('met by(range1: range, range2: range): boolean', (a: Range, b: Range) => meets(b, a));

/** Negative when the start of `a` comes first: a closed start comes before an open one at the same value. */
const orderStarts = (a: Range, b: Range): number | null => {
  const c = order(a.start, b.start);
  return c === 0 ? Number(b.startIncluded) - Number(a.startIncluded) : c;
};
/** Negative when the end of `a` comes first. */
const orderEnds = (a: Range, b: Range): number | null => {
  const c = order(a.end, b.end);
  return c === 0 ? Number(a.endIncluded) - Number(b.endIncluded) : c;
};
/** The outcome of a rule on the orders of starts and ends, null when they have none. */
const rule =
  (decide: (starts: number, ends: number, a: Range, b: Range) => boolean | null) =>
  (a: Range, b: Range): boolean | null => {
    const starts = orderStarts(a, b);
    const ends = orderEnds(a, b);
    return starts === null || ends === null ? null : decide(starts, ends, a, b);
  };
const touch = (a: Range, b: Range): boolean =>
  endsBefore(a, b) === false && endsBefore(b, a) === false;

const overlapsBefore = rule((starts, ends, a, b) => starts < 0 && ends <= 0 && touch(a, b));
define(
  'overlaps(range1: range, range2: range): boolean',
  rule((_s, _e, a, b) => touch(a, b)),
);
define('overlaps before(range1: range, range2: range): boolean', overlapsBefore);
define('overlaps after(range1: range, range2: range): boolean', (a: Range, b: Range) =>
  overlapsBefore(b, a),
);

const pointFinishes = (p: Point, r: Range): boolean | null =>
  order(p, r.end) === null ? null : r.endIncluded && same(p, r.end);
const pointStarts = (p: Point, r: Range): boolean | null =>
  order(p, r.start) === null ? null : r.startIncluded && same(p, r.start);
const finishes = rule((starts, ends) => ends === 0 && starts >= 0);
const starts = rule((first, ends) => first === 0 && ends <= 0);
const includes = rule((first, ends) => first <= 0 && ends >= 0);

define('finishes(range1: range, range2: range): boolean', finishes);
define('finishes(point: any, range: range): boolean', pointFinishes);
define('finished by(range1: range, range2: range): boolean', (a: Range, b: Range) =>
  finishes(b, a),
);
define('finished by(range: range, point: any): boolean', (r: Range, p: Point) =>
  pointFinishes(p, r),
);
define('starts(range1: range, range2: range): boolean', starts);
define('starts(point: any, range: range): boolean', pointStarts);
define('started by(range1: range, range2: range): boolean', (a: Range, b: Range) => starts(b, a));
define('started by(range: range, point: any): boolean', (r: Range, p: Point) => pointStarts(p, r));

const holds = (r: Range, p: Point): boolean | null => {
  const early = pointBefore(p, r);
  const late = pointAfter(p, r);
  return early === null || late === null ? null : !early && !late;
};
define('includes(range1: range, range2: range): boolean', includes);
define('includes(range: range, point: any): boolean', holds);
define('during(range1: range, range2: range): boolean', (a: Range, b: Range) => includes(b, a));
define('during(point: any, range: range): boolean', (p: Point, r: Range) => holds(r, p));
define(
  'coincides(range1: range, range2: range): boolean',
  rule((first, ends) => first === 0 && ends === 0),
);
define('coincides(point1: any, point2: any): boolean', (a: Point, b: Point) =>
  order(a, b) === null ? null : same(a, b),
);

/** The end of a range literal: a number, a string literal or an at-literal; undefined for other texts. */
function endPoint(text: string): Value | undefined {
  const t = text.trim();
  if (t === '') return null;
  if (/^"(?:[^"\\]|\\.)*"$/.test(t)) return stringText(t.slice(1, -1));
  const call = /^@"([^"]*)"$|^(?:date|time|date and time|duration)\s*\(\s*"([^"]*)"\s*\)$/.exec(t);
  const v = call ? parseTemporal(call[1] ?? call[2]!) : fromText(t);
  return v ?? undefined;
}
/** The range that a text such as `[18..60)` writes. */
define('range(from: string): range', (text: string) => {
  const m = /^\s*([[(\]])(.*?)\.\.(.*)([\])[])\s*$/s.exec(text);
  if (!m) return null;
  const start = endPoint(m[2]!);
  const end = endPoint(m[3]!);
  if (start === undefined || end === undefined || (start === null && end === null)) return null;
  const startIncluded = m[1] === '[';
  const endIncluded = m[4] === ']';
  if ((start === null && startIncluded) || (end === null && endIncluded)) return null;
  if (start !== null && end !== null) {
    const c = order(start, end);
    if (c === null || c > 0) return null;
  }
  return new Range(start, end, startIncluded, endIncluded);
});
