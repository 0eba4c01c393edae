import { fromNumber, fromText } from './feel/decimal.ts';
import { ANY, coerce, type Kind } from './feel/kind.ts';
import { parseDate, parseDateTime, parseDuration, parseTime } from './feel/temporal-text.ts';
import { type Context, canonicalName, kindOf, type Value } from './feel/value.ts';

/** The deepest nesting of an input. */
const MAX_DEPTH = 100;

const FROM_TEXT: Readonly<Record<string, (text: string) => Value>> = {
  string: (text) => text,
  any: (text) => text,
  number: fromText,
  date: parseDate,
  time: parseTime,
  'date and time': parseDateTime,
  'days and time duration': parseDuration,
  'years and months duration': parseDuration,
};

function fromString(text: string, kind: Kind): Value | undefined {
  return FROM_TEXT[kind.is]?.(text) ?? undefined;
}

function fromObject(json: object, kind: Kind, depth: number): Value | undefined {
  if (kind.is !== 'any' && kind.is !== 'context') return undefined;
  const members = new Map(
    [...(kind.members ?? [])].map(([name, k]) => [canonicalName(name), { name, kind: k }]),
  );
  const out: Context = new Map();
  for (const [key, value] of Object.entries(json)) {
    const member = members.get(canonicalName(key));
    const v = convert(value, member?.kind ?? ANY, depth + 1);
    if (v === undefined) return undefined;
    out.set(member?.name ?? key, v);
  }
  for (const { name } of members.values()) if (!out.has(name)) out.set(name, null);
  return out;
}

function convert(json: unknown, kind: Kind, depth: number): Value | undefined {
  if (json === null || json === undefined) return null;
  if (depth > MAX_DEPTH) return undefined;
  if (kind.is === 'list' && !Array.isArray(json)) {
    const one = convert(json, kind.of ?? ANY, depth + 1);
    return one === undefined ? undefined : [one];
  }
  if (typeof json === 'string') return fromString(json, kind);
  if (typeof json === 'number') {
    return kind.is === 'number' || kind.is === 'any' ? (fromNumber(json) ?? undefined) : undefined;
  }
  if (typeof json === 'boolean') {
    return kind.is === 'boolean' || kind.is === 'any' ? json : undefined;
  }
  if (Array.isArray(json)) {
    if (kind.is !== 'list' && kind.is !== 'any') {
      return json.length === 1 ? convert(json[0], kind, depth + 1) : undefined;
    }
    const items = json.map((x) => convert(x, kind.of ?? ANY, depth + 1));
    return items.some((x) => x === undefined) ? undefined : (items as Value[]);
  }
  return typeof json === 'object' ? fromObject(json, kind, depth) : undefined;
}

/**
 * The FEEL value of plain JSON by its declared kind: numbers also as decimal strings, dates and
 * durations as ISO 8601 strings. `undefined` when the JSON does not have the kind; `outside` when it
 * has, but an item definition does not allow the value.
 */
export function fromJson(json: unknown, kind: Kind): { value: Value } | 'kind' | 'outside' {
  const v = convert(json, kind, 0);
  if (v === undefined) return 'kind';
  if (v === null || kind.is === 'any') return { value: v };
  const value = coerce(v, kind);
  if (value !== undefined) return { value };
  return kindOf(v) === kind.is ? 'outside' : 'kind';
}
