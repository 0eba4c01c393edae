import { plus } from './arithmetic.ts';
import * as D from './decimal.ts';
import { Dec } from './decimal.ts';
import { define, defineWith } from './registry.ts';
import { type Env, equal, type FeelFunction, order, type Value } from './value.ts';

const int = D.fromInteger;
const has = (list: Value[], x: Value): boolean => list.some((y) => equal(x, y) === true);

/** The extreme of values of one order; null when two of them cannot be compared. */
function extreme(list: Value[], sign: 1 | -1): Value {
  let best: Value = null;
  for (const [i, x] of list.entries()) {
    const c = i === 0 ? order(x, x) && 0 : order(x, best);
    if (c === null) return null;
    if (i === 0 || c * sign > 0) best = x;
  }
  return best;
}

const numbers = (list: Value[]): Dec[] | null =>
  list.every((x) => x instanceof Dec) ? (list as Dec[]) : null;

function total(list: Value[]): Value {
  if (list.length === 0) return null;
  return numbers(list) ? list.reduce((a, b) => plus(a, b)) : null;
}
function product(list: Value[]): Value {
  const all = numbers(list);
  if (!all || all.length === 0) return null;
  return all.reduce<Dec | null>((a, b) => a && D.multiply(a, b), D.ONE);
}
function mean(list: Value[]): Dec | null {
  const sum = total(list);
  return sum instanceof Dec ? D.divide(sum, int(list.length)) : null;
}
function median(list: Value[]): Value {
  const all = numbers(list);
  if (!all || all.length === 0) return null;
  const sorted = [...all].sort(D.compare);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[half]! : mean([sorted[half - 1]!, sorted[half]!]);
}
/** Standard deviation of a sample (divisor n − 1). */
function deviation(list: Value[]): Value {
  const middle = numbers(list) && list.length > 1 ? mean(list) : null;
  if (!middle) return null;
  const squares = (list as Dec[]).map((x) => {
    const d = D.subtract(x, middle);
    return d && D.multiply(d, d);
  });
  const sum = total(squares);
  const variance = sum instanceof Dec ? D.divide(sum, int(list.length - 1)) : null;
  return variance && D.sqrt(variance);
}
function mode(list: Value[]): Value {
  const all = numbers(list);
  if (!all) return null;
  const sorted = [...all].sort(D.compare);
  const counts: { n: number; x: Dec }[] = [];
  for (const x of sorted) {
    const last = counts.at(-1);
    if (last && D.compare(last.x, x) === 0) last.n += 1;
    else counts.push({ n: 1, x });
  }
  const most = Math.max(0, ...counts.map((c) => c.n));
  return counts.filter((c) => c.n === most).map((c) => c.x);
}

/** Three-valued conjunction or disjunction; anything that is no boolean counts as null. */
function combine(list: Value[], decisive: boolean): Value {
  if (list.includes(decisive)) return decisive;
  return list.every((x) => x === !decisive) ? !decisive : null;
}

type Statistic = readonly [string, (list: Value[]) => Value, string];
const statistics: readonly Statistic[] = [
  ['min', (l) => extreme(l, -1), 'any'],
  ['max', (l) => extreme(l, 1), 'any'],
  ['sum', total, 'number'],
  ['mean', mean, 'number'],
  ['product', product, 'number'],
  ['median', median, 'number'],
  ['stddev', deviation, 'number'],
  ['mode', mode, 'list'],
  ['all', (l) => combine(l, false), 'boolean'],
  ['any', (l) => combine(l, true), 'boolean'],
];
for (const [name, body, result] of statistics) {
  define(`${name}(list: list): ${result}`, body);
  define(`${name}(...n: any): ${result}`, (...items: Value[]) =>
    items.length > 1 ? body(items) : null,
  );
}

define('not(negand: boolean): boolean', (negand: boolean) => !negand);
define('list contains(list: list, element: any): boolean', has);
define('count(list: list): number', (l: Value[]) => int(l.length));

/** The index (from 0) of a position that counts from 1, or from the end when negative; null outside. */
function indexOf(position: Dec, length: number): number | null {
  const n = D.toInteger(position);
  if (n === null || n === 0 || Math.abs(n) > length) return null;
  return n > 0 ? n - 1 : length + n;
}
define(
  'sublist(list: list, start position: number, length?: number|null): list',
  (l: Value[], start: Dec, length?: Dec | null) => {
    const from = indexOf(start, l.length);
    const count = length ? D.toInteger(length) : null;
    if (from === null || (length && (count === null || count < 0))) return null;
    if (count !== null && from + count > l.length) return null;
    return l.slice(from, count === null ? undefined : from + count);
  },
);
define('append(list: list|null, ...item: any): list', (l: Value[] | null, ...items: Value[]) =>
  l === null ? null : [...l, ...items],
);
define('concatenate(...list: list): list', (...lists: Value[][]) => lists.flat(1) as Value[]);
define(
  'insert before(list: list, position: number, newItem: any): list',
  (l: Value[], position: Dec, item: Value) => {
    const at = indexOf(position, l.length);
    return at === null ? null : [...l.slice(0, at), item, ...l.slice(at)];
  },
);
define('remove(list: list, position: number): list', (l: Value[], position: Dec) => {
  const at = indexOf(position, l.length);
  return at === null ? null : l.filter((_, i) => i !== at);
});
define('reverse(list: list): list', (l: Value[]) => [...l].reverse());
define('index of(list: list, match: any): list', (l: Value[], match: Value) =>
  l.flatMap((x, i) => (equal(x, match) === true ? [int(i + 1)] : [])),
);
const distinct = (l: Value[]): Value[] => {
  const out: Value[] = [];
  for (const x of l) if (!has(out, x)) out.push(x);
  return out;
};
define('union(...list: list): list', (...lists: Value[][]) => distinct(lists.flat(1) as Value[]));
define('distinct values(list: list): list', distinct);
const flatten = (l: Value[]): Value[] => l.flatMap((x) => (Array.isArray(x) ? flatten(x) : [x]));
define('flatten(list: list): list', flatten);

define(
  'list replace(list: list, position: number, newItem: any): list',
  (l: Value[], position: Dec, item: Value) => {
    const at = indexOf(D.quantize(position, 0, 'down') ?? position, l.length);
    return at === null ? null : l.map((x, i) => (i === at ? item : x));
  },
);
defineWith(
  'list replace(list: list, match: function, newItem: any): list',
  (env: Env, l: Value[], match: FeelFunction, item: Value) => {
    const out: Value[] = [];
    for (const x of l) {
      const r = match.names.length === 2 ? match.call([x, item], env) : null;
      if (typeof r !== 'boolean') return null;
      out.push(r ? item : x);
    }
    return out;
  },
);
/** A stable merge sort: `precedes` may be any function value, so the engine's own sort is not trusted with it. */
function mergeSort(l: Value[], precedes: (a: Value, b: Value) => boolean): Value[] {
  if (l.length < 2) return l;
  const half = Math.floor(l.length / 2);
  const a = mergeSort(l.slice(0, half), precedes);
  const b = mergeSort(l.slice(half), precedes);
  const out: Value[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) out.push(precedes(b[j]!, a[i]!) ? b[j++]! : a[i++]!);
  return [...out, ...a.slice(i), ...b.slice(j)];
}
defineWith(
  'sort(list: list, precedes: function): list',
  (env: Env, l: Value[], precedes: FeelFunction) =>
    precedes.names.length === 2
      ? mergeSort(l, (a, b) => precedes.call([a, b], env) === true)
      : null,
);
define('sort(list: list): list', (l: Value[]) =>
  l.some((x, i) => order(x, l[Math.max(i - 1, 0)]!) === null)
    ? null
    : mergeSort(l, (a, b) => order(a, b)! < 0),
);
