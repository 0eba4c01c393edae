import { DateTime, FeelDate, FeelTime } from './temporal.ts';
import { canonicalName, kindOf, type Range, type Value } from './value.ts';

/** The basic kinds of FEEL by the names that DMN gives them. */
export const BASIC = [
  'any',
  'null',
  'number',
  'string',
  'boolean',
  'date',
  'time',
  'date and time',
  'days and time duration',
  'years and months duration',
] as const;

/** A static kind; `allows` is the constraint of an item definition (null: undecided counts as refused). */
export type Kind = {
  readonly is: (typeof BASIC)[number] | 'list' | 'context' | 'function' | 'range';
  /** Of list elements and range ends. */
  readonly of?: Kind;
  /** Of a context, by name as written. */
  readonly members?: ReadonlyMap<string, Kind>;
  readonly result?: Kind;
  readonly params?: readonly Kind[];
  readonly allows?: (v: Value) => boolean | null;
};

const basic = new Map<string, Kind>(BASIC.map((is) => [is, { is }]));
export const ANY: Kind = basic.get('any')!;
export const NULL: Kind = basic.get('null')!;
export const NUMBER: Kind = basic.get('number')!;
export const STRING: Kind = basic.get('string')!;
export const BOOLEAN: Kind = basic.get('boolean')!;
export const listOf = (of: Kind): Kind => ({ is: 'list', of });
export const rangeOf = (of: Kind): Kind => ({ is: 'range', of });
export const contextOf = (members: ReadonlyMap<string, Kind>): Kind => ({ is: 'context', members });

const SPELLINGS: Readonly<Record<string, string>> = {
  Any: 'any',
  Null: 'null',
  dateTime: 'date and time',
  dayTimeDuration: 'days and time duration',
  yearMonthDuration: 'years and months duration',
};

/** The basic kind of a type name in any of the spellings of DMN 1.1 to 1.5; undefined for other names. */
export function basicKind(name: string): Kind | undefined {
  const bare = name.replace(/\s+/g, ' ').trim();
  if (bare === 'list') return listOf(ANY);
  if (bare === 'context') return { is: 'context' };
  if (bare === 'function') return { is: 'function' };
  if (bare === 'range') return rangeOf(ANY);
  return basic.get(SPELLINGS[bare] ?? bare);
}

/** The kind in FEEL's own notation, for messages. */
export function kindText(k: Kind): string {
  if (k.is === 'list' && k.of && k.of.is !== 'any') return `list<${kindText(k.of)}>`;
  if (k.is === 'range' && k.of && k.of.is !== 'any') return `range<${kindText(k.of)}>`;
  return k.is;
}

/** Whether a value of kind `a` may stand where `b` is wanted; unknown kinds may. */
export function fits(a: Kind, b: Kind): boolean {
  if (a.is === 'any' || b.is === 'any' || a.is === 'null') return true;
  if (b.is === 'list' && a.is !== 'list') return fits(a, b.of ?? ANY);
  if (a.is === 'list' && b.is !== 'list') return fits(a.of ?? ANY, b);
  if (a.is === 'date' && b.is === 'date and time') return true;
  if (a.is !== b.is) return false;
  if (a.is === 'list' || a.is === 'range') return fits(a.of ?? ANY, b.of ?? ANY);
  if (a.is !== 'context' || !a.members || !b.members) return true;
  for (const [name, wanted] of b.members) {
    const own = a.members.get(name);
    if (own && !fits(own, wanted)) return false;
  }
  return true;
}

/** The common kind of two branches. */
export function join(a: Kind, b: Kind): Kind {
  if (a === b || b.is === 'null') return a;
  if (a.is === 'null') return b;
  if (a.is !== b.is) return ANY;
  if (a.is === 'list') return listOf(join(a.of ?? ANY, b.of ?? ANY));
  if (a.is === 'range') return rangeOf(join(a.of ?? ANY, b.of ?? ANY));
  if (a.is !== 'context') return a.allows ? b : a;
  const members = new Map(a.members);
  for (const [name, k] of b.members ?? []) {
    const own = members.get(name);
    members.set(name, own ? join(own, k) : k);
  }
  return a.members && b.members ? contextOf(members) : { is: 'context' };
}

/** Whether the value belongs to the kind; null belongs only to `any` and `null` (as `instance of` asks). */
export function isInstance(v: Value, k: Kind): boolean {
  if (k.is === 'any') return v !== null;
  if (kindOf(v) !== k.is) return false;
  if (k.allows && k.allows(v) !== true) return false;
  if (k.is === 'list')
    return k.of?.is === 'any' || (v as Value[]).every((x) => isInstance(x, k.of ?? ANY));
  if (k.is === 'range') {
    const r = v as Range;
    return member(r.start, k.of ?? ANY) && member(r.end, k.of ?? ANY);
  }
  if (k.is !== 'context' || !k.members) return true;
  for (const [name, wanted] of k.members) {
    const own = (v as Map<string, Value>).get(name);
    if (own === undefined || !member(own, wanted)) return false;
  }
  return true;
}

const member = (v: Value, k: Kind): boolean => v === null || isInstance(v, k);

/**
 * The value as the kind demands it, by the implicit conversions of DMN 1.5, 10.3.2.9.4: a list of one
 * for its element, an element for a list of one, midnight (UTC) for a date. `undefined` when it does
 * not conform.
 */
export function coerce(v: Value, k: Kind): Value | undefined {
  if (v === null || k.is === 'any') return v;
  if (k.is === 'list') return coerceList(v, k);
  if (Array.isArray(v)) {
    return v.length === 1 ? coerce(v[0]!, k) : undefined;
  }
  if (k.is === 'date and time' && v instanceof FeelDate) {
    return new DateTime(v, new FeelTime(0, 0));
  }
  if (k.is === 'context' && k.members && v instanceof Map) return coerceContext(v, k);
  return isInstance(v, k) ? v : undefined;
}

function coerceList(v: Value, k: Kind): Value | undefined {
  const items = Array.isArray(v) ? v : [v];
  const of = k.of ?? ANY;
  const out: Value[] = [];
  for (const item of items) {
    const c = Array.isArray(item) && of.is !== 'list' ? undefined : coerce(item, of);
    if (of.is === 'any') out.push(item);
    else if (c === undefined) return undefined;
    else out.push(c);
  }
  return k.allows && k.allows(out) !== true ? undefined : out;
}

function coerceContext(v: Map<string, Value>, k: Kind): Value | undefined {
  const out = new Map(v);
  for (const [name, wanted] of k.members!) {
    const own = v.get(name);
    if (own === undefined) return undefined;
    const c = coerce(own, wanted);
    if (c === undefined) return undefined;
    out.set(name, c);
  }
  return k.allows && k.allows(out) !== true ? undefined : out;
}

const DATE_NAMES = ['year', 'month', 'day', 'weekday'];
const TIME_NAMES = ['hour', 'minute', 'second', 'time offset', 'timezone'];
const PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  date: DATE_NAMES,
  time: TIME_NAMES,
  'date and time': [...DATE_NAMES, ...TIME_NAMES],
  'days and time duration': ['days', 'hours', 'minutes', 'seconds'],
  'years and months duration': ['years', 'months'],
  range: ['start', 'end', 'start included', 'end included'],
};

/** The property names of a kind that is no context, or undefined. */
export const propertiesOf = (k: Kind): readonly string[] | undefined => PROPERTIES[k.is];

/** The kind of a context's member by canonical name. */
export function memberKind(k: Kind, canonical: string): Kind | undefined {
  for (const [name, kind] of k.members ?? []) if (canonicalName(name) === canonical) return kind;
  return undefined;
}
