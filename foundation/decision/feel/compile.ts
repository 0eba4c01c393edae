import { call } from './call.ts';
import { filter, iteration, listLiteral, path, quantified } from './collections.ts';
import type { Expr } from './expr.ts';
import { ANY, BOOLEAN, coerce, contextOf, isInstance, join, type Kind, rangeOf } from './kind.ts';
import { arithmetic, between, choice, comparison, folded, logical, negation } from './operators.ts';
import { builtinValue } from './registry.ts';
import { type Code, type Fn, Frame, resolveType, type Scope } from './scope.ts';
import { anyOf, compileTest } from './unary.ts';
import {
  type Context,
  canonicalName,
  FeelFunction,
  kindOf,
  order,
  Range,
  type Value,
} from './value.ts';

type Of<K extends Expr['kind']> = Extract<Expr, { kind: K }>;

const constant = (value: Value, kind: Kind): Code => ({
  run: () => value,
  kind,
  constant: { value },
});

function literal(e: Of<'literal'>, s: Scope): Code {
  if (e.faulty) s.unit.problem('literal', {}, e.span);
  const is = kindOf(e.value) as Kind['is'];
  return constant(e.value, { is });
}

function name(e: Of<'name'>, s: Scope): Code {
  const found = s.find(e.name);
  if (found) return found;
  const builtin = builtinValue(e.name);
  if (builtin) return constant(builtin, { is: 'function' });
  s.unit.problem('unknown_name', { name: e.name }, e.span);
  return constant(null, ANY);
}

function input(e: Of<'input'>, s: Scope): Code {
  const found = s.find('?');
  if (!found) s.unit.problem('unknown_name', { name: '?' }, e.span);
  return found ?? constant(null, ANY);
}

function contextLiteral(e: Of<'context'>, s: Scope): Code {
  const inner = s.block();
  const members = new Map<string, Kind>();
  const entries: { key: string; slot: number; run: Fn }[] = [];
  for (const { key, value } of e.entries) {
    const code = compile(value, inner);
    if (members.has(key)) {
      s.unit.problem('duplicate_key', { key }, e.span);
      return constant(null, ANY);
    }
    members.set(key, code.kind);
    entries.push({ key, run: code.run, slot: inner.declare(canonicalName(key), code.kind) });
  }
  const run: Fn = (f) => {
    const out: Context = new Map();
    for (const entry of entries) {
      const v = entry.run(f);
      f.v[entry.slot] = v;
      out.set(entry.key, v);
    }
    return out;
  };
  return { run, kind: contextOf(members) };
}

function functionLiteral(e: Of<'function'>, s: Scope): Code {
  const inner = s.block();
  const params = e.params.map((p) => {
    const kind = p.type ? resolveType(p.type, s.unit, e.span) : ANY;
    return { name: p.name, kind, slot: inner.declare(p.name, kind) };
  });
  const body = compile(e.body, inner);
  const names = params.map((p) => p.name);
  const run: Fn = (f) => {
    const captured = f.v.slice();
    return new FeelFunction(names, (args, env) => {
      if (args.length !== params.length) return null;
      const v = captured.slice();
      for (const [i, p] of params.entries()) {
        const value = coerce(args[i]!, p.kind);
        if (value === undefined) return null;
        v[p.slot] = value;
      }
      return body.run(new Frame(v, env));
    });
  };
  return { run, kind: { is: 'function', params: params.map((p) => p.kind), result: body.kind } };
}

function range(e: Of<'range'>, s: Scope): Code {
  const start = compile(e.start, s);
  const end = compile(e.end, s);
  const { startIncluded, endIncluded } = e;
  const run: Fn = (f) => {
    const a = start.run(f);
    const b = end.run(f);
    if (a === null || b === null) {
      return a === null && b === null ? null : new Range(a, b, startIncluded, endIncluded);
    }
    const c = order(a, b);
    return c === null || c > 0 ? null : new Range(a, b, startIncluded, endIncluded);
  };
  return folded(run, rangeOf(join(start.kind, end.kind)), [start, end]);
}

function unary(e: Of<'unary'>, s: Scope): Code {
  const operand = compile(e.operand, s);
  const { op } = e;
  const run: Fn = (f) => {
    const v = operand.run(f);
    if (op === '=') return new Range(v, v, true, true, '=');
    if (op === '!=') return new Range(v, v, false, false, '!=');
    if (v === null) return null;
    return op === '<' || op === '<='
      ? new Range(null, v, false, op === '<=', op)
      : new Range(v, null, op === '>=', false, op);
  };
  return folded(run, rangeOf(operand.kind), [operand]);
}

function membership(e: Of<'in'>, s: Scope): Code {
  const value = compile(e.value, s);
  const inner = s.block();
  const slot = inner.declare('?', value.kind);
  const alone = e.tests.length === 1;
  const tests = e.tests.map((t) => compileTest(t, inner, value.kind, alone));
  const { test } = anyOf(tests, e.tests);
  const run: Fn = (f) => {
    const v = value.run(f);
    f.v[slot] = v;
    return test(v, f);
  };
  return { run, kind: BOOLEAN };
}

function instance(e: Of<'instance'>, s: Scope): Code {
  const value = compile(e.value, s);
  const kind = resolveType(e.type, s.unit, e.span);
  return { kind: BOOLEAN, run: (f) => isInstance(value.run(f), kind) };
}

const COMPILERS: { [K in Expr['kind']]: (e: Of<K>, s: Scope) => Code } = {
  literal,
  name,
  input,
  arithmetic: (e, s) => arithmetic(e.op, compile(e.left, s), compile(e.right, s), s, e.span),
  negate: (e, s) => negation(compile(e.operand, s)),
  compare: (e, s) => comparison(e.op, compile(e.left, s), compile(e.right, s), s, e.span),
  and: (e, s) =>
    logical('and', compile(e.left, s), compile(e.right, s), s, [e.left.span, e.right.span]),
  or: (e, s) =>
    logical('or', compile(e.left, s), compile(e.right, s), s, [e.left.span, e.right.span]),
  between: (e, s) => between(compile(e.value, s), compile(e.low, s), compile(e.high, s), s, e.span),
  in: membership,
  if: (e, s) => {
    const yes = compile(e.yes, s);
    const no = compile(e.no, s);
    return choice(compile(e.condition, s), yes, no, join(yes.kind, no.kind), s, e.condition.span);
  },
  for: iteration,
  quantified,
  path,
  filter,
  call,
  list: listLiteral,
  context: contextLiteral,
  function: functionLiteral,
  instance,
  range,
  unary,
};

/** Compiles an expression in a scope; problems go to the scope's unit and the faulty part yields null. */
export function compile(e: Expr, s: Scope): Code {
  return (COMPILERS[e.kind] as (e: Expr, s: Scope) => Code)(e, s);
}
