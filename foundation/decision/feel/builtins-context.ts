import { define } from './registry.ts';
import type { Context, Value } from './value.ts';

define('get value(m: context, key: string): any', (m: Context, key: string) => m.get(key) ?? null);
define(
  'get value(context: context, key: string): any',
  (m: Context, key: string) => m.get(key) ?? null,
);
define('get entries(m: context): list', (m: Context) =>
  [...m].map(
    ([key, value]) =>
      new Map<string, Value>([
        ['key', key],
        ['value', value],
      ]),
  ),
);
define('context(entries: list): context', (entries: Value[]) => {
  const out: Context = new Map();
  for (const e of entries) {
    const key = e instanceof Map ? e.get('key') : undefined;
    const value = e instanceof Map ? e.get('value') : undefined;
    if (typeof key !== 'string' || value === undefined || out.has(key)) return null;
    out.set(key, value);
  }
  return out;
});

function put(c: Context, keys: readonly Value[], value: Value): Context | null {
  const [key, ...rest] = keys;
  if (typeof key !== 'string') return null;
  const inner = c.get(key) ?? null;
  if (rest.length > 0 && !(inner instanceof Map)) return null;
  const own =
    rest.length === 0 ? value : put(inner instanceof Map ? inner : new Map(), rest, value);
  if (own === null && rest.length > 0) return null;
  return new Map(c).set(key, own);
}
define(
  'context put(context: context, key: string, value: any): context',
  (c: Context, key: string, v: Value) => put(c, [key], v),
);
define(
  'context put(context: context, keys: list, value: any): context',
  (c: Context, keys: Value[], v: Value) => (keys.length === 0 ? null : put(c, keys, v)),
);
define('context merge(contexts: list): context', (all: Value[]) => {
  const out: Context = new Map();
  for (const c of all) {
    if (!(c instanceof Map)) return null;
    for (const [key, v] of c) out.set(key, v);
  }
  return out;
});
