import * as D from './decimal.ts';
import { Dec } from './decimal.ts';
import type { Binding, Expr } from './expr.ts';
import { ANY, BOOLEAN, join, type Kind, listOf, memberKind, NUMBER, propertiesOf } from './kind.ts';
import { folded } from './operators.ts';
import { property } from './property.ts';
import type { Code, Fn, Frame, Scope } from './scope.ts';
import { memberReader } from './scope.ts';
import { FeelDate } from './temporal.ts';
import { Range, type Value } from './value.ts';

type Of<K extends Expr['kind']> = Extract<Expr, { kind: K }>;

/** The longest list that an iteration over numbers or dates may make; longer ones yield null. */
const MAX_ITEMS = 1_000_000;

export function listLiteral(e: Of<'list'>, s: Scope): Code {
  const items = e.items.map((i) => s.compile(i));
  const runs = items.map((i) => i.run);
  const of = items.map((i) => i.kind).reduce((a, b) => join(a, b), items[0]?.kind ?? ANY);
  return folded((f) => runs.map((r) => r(f)), listOf(of), items);
}

/** What a member of a kind yields; reports a member that an item definition does not have. */
function memberOf(k: Kind, e: Of<'path'>, s: Scope): Kind {
  if (k.is === 'list') return listOf(memberOf(k.of ?? ANY, e, s));
  if (k.is === 'any' || k.is === 'null' || (k.is === 'context' && !k.members)) return ANY;
  if (k.members) {
    const own = memberKind(k, e.name);
    if (!own) s.unit.problem('unknown_member', { name: e.name }, e.span);
    return own ?? ANY;
  }
  if (!propertiesOf(k)?.includes(e.name)) {
    s.unit.problem('unknown_member', { name: e.name }, e.span);
    return ANY;
  }
  return k.is === 'range' || /time|zone/.test(e.name) ? ANY : NUMBER;
}

export function path(e: Of<'path'>, s: Scope): Code {
  const object = s.compile(e.object);
  const { run } = object;
  const read = memberReader(e.name);
  const { name } = e;
  const get = (v: Value): Value => {
    if (v instanceof Map) return read(v) ?? null;
    if (Array.isArray(v)) return v.map(get);
    return property(v, name);
  };
  return { run: (f) => get(run(f)), kind: memberOf(object.kind, e, s) };
}

function at(list: Value[], index: Dec): Value {
  const n = D.toInteger(index);
  if (n === null || n === 0) return null;
  return list[n > 0 ? n - 1 : list.length + n] ?? null;
}

export function filter(e: Of<'filter'>, s: Scope): Code {
  const source = s.compile(e.list);
  const element = source.kind.is === 'list' ? (source.kind.of ?? ANY) : source.kind;
  const inner = s.block();
  const slot = inner.declareItem(element);
  const condition = inner.compile(e.condition);
  const { run } = condition;
  const items = (f: Frame): Value[] | null => {
    const v = source.run(f);
    return v === null ? null : Array.isArray(v) ? v : [v];
  };
  if (condition.kind.is === 'number') {
    const pick: Fn = (f) => {
      const list = items(f);
      f.v[slot] = null;
      const index = run(f);
      return list && index instanceof Dec ? at(list, index) : null;
    };
    return { run: pick, kind: element };
  }
  const choose: Fn = (f) => {
    const list = items(f);
    if (list === null) return null;
    const out: Value[] = [];
    for (const [i, item] of list.entries()) {
      f.v[slot] = item;
      const r = run(f);
      if (i === 0 && r instanceof Dec) return at(list, r);
      if (r === true) out.push(item);
    }
    return out;
  };
  return { run: choose, kind: condition.kind.is === 'boolean' ? listOf(element) : ANY };
}

/** The whole numbers or days from `a` to `b`, up or down; null for anything else. */
function steps(a: Value, b: Value): Value[] | null {
  const date = a instanceof FeelDate && b instanceof FeelDate;
  const from = date ? a.days : a instanceof Dec ? D.toInteger(a) : null;
  const to = date ? b.days : b instanceof Dec ? D.toInteger(b) : null;
  if (from === null || to === null || Math.abs(to - from) >= MAX_ITEMS) return null;
  const step = to >= from ? 1 : -1;
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, i) =>
    date ? (a as FeelDate).plusDays(i * step) : D.fromInteger(from + i * step),
  );
}

/** The elements that an iterator runs over. */
function elements(v: Value): Value[] | null {
  if (Array.isArray(v)) return v;
  if (v === null) return null;
  if (!(v instanceof Range)) return [v];
  if (v.op !== null) return null;
  const all = steps(v.start, v.end);
  if (all === null) return null;
  return all.slice(v.startIncluded ? 0 : 1, v.endIncluded ? all.length : all.length - 1);
}

type Iterator = { readonly slot: number; readonly items: (f: Frame) => Value[] | null };

function iterators(bindings: readonly Binding[], inner: Scope): Iterator[] {
  return bindings.map((b) => {
    const from = inner.compile(b.from);
    const to = b.to && inner.compile(b.to);
    const of = from.kind.is === 'list' || from.kind.is === 'range' ? from.kind.of : from.kind;
    const slot = inner.declare(b.name, of ?? ANY);
    return {
      slot,
      items: (f) => (to ? steps(from.run(f), to.run(f)) : elements(from.run(f))),
    };
  });
}

/** Runs `visit` for every combination; false stops. Null when something cannot be iterated. */
function walk(all: readonly Iterator[], i: number, f: Frame, visit: () => boolean): boolean | null {
  const own = all[i]!;
  const items = own.items(f);
  if (items === null) return null;
  for (const item of items) {
    f.v[own.slot] = item;
    const go = i + 1 < all.length ? walk(all, i + 1, f, visit) : visit();
    if (go !== true) return go;
  }
  return true;
}

export function iteration(e: Of<'for'>, s: Scope): Code {
  const inner = s.block();
  const all = iterators(e.bindings, inner);
  const partial = inner.declare('partial', listOf(ANY));
  const body = inner.compile(e.body);
  const run: Fn = (f) => {
    const out: Value[] = [];
    const done = walk(all, 0, f, () => {
      f.v[partial] = out;
      out.push(body.run(f));
      return out.length <= MAX_ITEMS;
    });
    return done ? out : null;
  };
  return { run, kind: listOf(body.kind) };
}

export function quantified(e: Of<'quantified'>, s: Scope): Code {
  const inner = s.block();
  const all = iterators(e.bindings, inner);
  const body = inner.compile(e.body);
  const decisive = !e.every;
  const run: Fn = (f) => {
    let result: boolean | null = !decisive;
    const done = walk(all, 0, f, () => {
      const r = body.run(f);
      if (r === decisive) result = decisive;
      else if (r !== !decisive) result = null;
      return r !== decisive;
    });
    return done === null ? null : result;
  };
  return { run, kind: BOOLEAN };
}
