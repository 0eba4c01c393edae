import { Dec } from './decimal.ts';
import { FeelFunction, Range, type Value } from './value.ts';

/** A string as a FEEL literal. */
export const quoted = (s: string): string => `"${s.replace(/["\\]/g, (c) => `\\${c}`)}"`;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
/** The characters of a string literal; an unknown escape such as `\d` stays as written. */
export function stringText(literal: string): string {
  return literal.replace(
    /\\(?:U([0-9A-Fa-f]{6})|u([0-9A-Fa-f]{4})|(["'\\nrt]))/g,
    (whole, six?: string, four?: string, one?: string) => {
      if (one) return ESCAPES[one] ?? one;
      const code = Number.parseInt((six ?? four)!, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

function inner(v: Value): string {
  if (v === null) return 'null';
  return typeof v === 'string' ? quoted(v) : (feelText(v) ?? 'null');
}

function rangeText(r: Range): string {
  if (r.op !== null) return `${r.op} ${inner(r.start ?? r.end)}`;
  const open = r.startIncluded ? '[' : '(';
  return `${open}${inner(r.start)}..${inner(r.end)}${r.endIncluded ? ']' : ')'}`;
}

/** The text of a value as FEEL's string() gives it; null for null and functions. */
export function feelText(v: Value): string | null {
  if (v === null || v instanceof FeelFunction) return null;
  if (typeof v === 'string') return v;
  if (v instanceof Range) return rangeText(v);
  if (Array.isArray(v)) return `[${v.map(inner).join(', ')}]`;
  if (v instanceof Map) {
    const key = (k: string) => (/^[\p{L}_][\p{L}\p{N}_ ]*$/u.test(k) ? k : quoted(k));
    return `{${[...v].map(([k, x]) => `${key(k)}: ${inner(x)}`).join(', ')}}`;
  }
  return String(v);
}

/** Whether a number survives the way through a double unchanged. */
function asNumber(d: Dec): number | string {
  const n = d.toNumber();
  const text = d.toString();
  return Number.isFinite(n) && (String(n) === text || Number.isSafeInteger(n)) && !losesDigits(n, d)
    ? n
    : text;
}
const losesDigits = (n: number, d: Dec): boolean =>
  typeof d.c === 'bigint' || (d.e !== 0 && String(n) !== d.toString());

/** A value as plain JSON: numbers that a double cannot carry, times and ranges become strings, functions null. */
export function toJson(v: Value): unknown {
  if (v === null || typeof v === 'boolean' || typeof v === 'string') return v;
  if (v instanceof Dec) return asNumber(v);
  if (Array.isArray(v)) return v.map(toJson);
  if (v instanceof Map) return Object.fromEntries([...v].map(([k, x]) => [k, toJson(x)]));
  return v instanceof FeelFunction ? null : feelText(v);
}
