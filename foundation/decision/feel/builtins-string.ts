import { type Dec, fromInteger, toInteger } from './decimal.ts';
import { pattern } from './regex.ts';
import { define } from './registry.ts';
import type { Value } from './value.ts';

/** Length in characters (code points), not UTF-16 units. */
const lengthOf = (s: string): number => {
  let n = 0;
  for (const _ of s) n += 1;
  return n;
};

function substring(s: string, start: Dec, length?: Dec | null): Value {
  const from = toInteger(start);
  const count = length ? toInteger(length) : null;
  if (from === null || from === 0 || (length && (count === null || count < 0))) return null;
  const characters = Array.from(s);
  const begin = from > 0 ? from - 1 : characters.length + from;
  if (begin < 0 || begin >= characters.length) return from > 0 ? '' : null;
  return characters.slice(begin, count === null ? undefined : begin + count).join('');
}

define(
  'substring(string: string, start position: number, length?: number|null): string',
  substring,
);
define('string length(string: string): number', (s: string) => fromInteger(lengthOf(s)));
define('upper case(string: string): string', (s: string) => s.toUpperCase());
define('lower case(string: string): string', (s: string) => s.toLowerCase());
define('substring before(string: string, match: string): string', (s: string, m: string) => {
  const at = s.indexOf(m);
  return at < 0 ? '' : s.slice(0, at);
});
define('substring after(string: string, match: string): string', (s: string, m: string) => {
  const at = s.indexOf(m);
  return at < 0 ? '' : s.slice(at + m.length);
});
define('contains(string: string, match: string): boolean', (s: string, m: string) => s.includes(m));
define('starts with(string: string, match: string): boolean', (s: string, m: string) =>
  s.startsWith(m),
);
define('ends with(string: string, match: string): boolean', (s: string, m: string) =>
  s.endsWith(m),
);
define(
  'matches(input: string, pattern: string, flags?: string|null): boolean',
  (s: string, p: string, flags?: string | null) => pattern(p, flags ?? '', s)?.test(s) ?? null,
);
define(
  'replace(input: string, pattern: string, replacement: string, flags?: string|null): string',
  (s: string, p: string, replacement: string, flags?: string | null) => {
    const r = pattern(p, flags ?? '', s);
    if (!r || r.test('')) return null;
    r.lastIndex = 0;
    if (/\\(?![$\\])|(?<!\\)\$(?!\d)/.test(replacement.replace(/\\\\/g, ''))) return null;
    return s.replace(r, (...found: (string | number | undefined)[]) =>
      replacement.replace(/\\([$\\])|\$(\d)/g, (_, literal?: string, group?: string) =>
        literal
          ? literal
          : String(typeof found[Number(group)] === 'string' ? found[Number(group)] : ''),
      ),
    );
  },
);
define('split(string: string, delimiter: string): list', (s: string, d: string) => {
  const r = pattern(d, '', s);
  return r && (s.split(r) as Value[]);
});
define(
  'string join(list: list, delimiter?: string|null): string',
  (list: Value[], delimiter?: string | null) => {
    if (!list.every((x) => x === null || typeof x === 'string')) return null;
    return list.filter((x) => x !== null).join(delimiter ?? '');
  },
);
