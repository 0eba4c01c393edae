import * as D from './decimal.ts';
import { Dec } from './decimal.ts';
import { type Expr, usesInput } from './expr.ts';
import { ANY, type Kind, kindText } from './kind.ts';
import { HOLDS } from './operators.ts';
import type { Code, Frame, Scope } from './scope.ts';
import { equal, order, Range, type Value, within } from './value.ts';

/** A compiled unary test: whether the value under test passes; null when that cannot be said. */
export type Test = (input: Value, f: Frame) => boolean | null;

/** A test and whether it reads the value under test through `?` (then its slot must be set). */
export type CompiledTest = { readonly test: Test; readonly reads: boolean };

const orderTest = (op: '<' | '<=' | '>' | '>=', operand: Code): Test => {
  const holds = HOLDS[op];
  const { run } = operand;
  const k = operand.constant?.value;
  if (k instanceof Dec) {
    return (v) => (v instanceof Dec ? holds(D.compare(v, k)) : null);
  }
  return (v, f) => {
    const c = order(v, run(f));
    return c === null ? null : holds(c);
  };
};

/** Whether the value equals what the test yields, lies in it, or is one of it. */
export function matches(input: Value, v: Value): boolean | null {
  if (v instanceof Range) return within(input, v);
  if (!Array.isArray(v)) return equal(input, v);
  if (Array.isArray(input) && equal(input, v) === true) return true;
  let unknown = false;
  for (const item of v) {
    const m = item instanceof Range ? within(input, item) : equal(input, item);
    if (m === true) return true;
    if (m === null) unknown = true;
  }
  return unknown && v.every((item) => equal(input, item) === null) ? null : false;
}

function wantKind(wanted: Kind, e: Expr, code: Code, s: Scope): void {
  const k = code.kind.is === 'range' ? (code.kind.of ?? ANY) : code.kind;
  const loose = (x: Kind) =>
    x.is === 'any' || x.is === 'null' || x.is === 'list' || x.is === 'range';
  if (loose(k) || loose(wanted) || k.is === wanted.is) return;
  s.unit.problem('cell_kind', { wanted: kindText(wanted), found: kindText(k) }, e.span);
}

/**
 * Compiles one test against values of a kind. The scope declares `?`. With `alone` the test is all that
 * stands after `in`: there null is no value to compare with, so the outcome is null.
 */
export function compileTest(e: Expr, s: Scope, input: Kind = ANY, alone = false): CompiledTest {
  if (e.kind === 'unary') {
    const operand = s.compile(e.operand);
    wantKind(input, e.operand, operand, s);
    const reads = usesInput(e.operand);
    if (e.op !== '=' && e.op !== '!=') return { test: orderTest(e.op, operand), reads };
    const { run } = operand;
    const wanted = e.op === '=';
    const test: Test = (v, f) => {
      const same = equal(v, run(f));
      return same === null ? null : same === wanted;
    };
    return { test, reads };
  }
  const code = s.compile(e);
  const { run } = code;
  if (usesInput(e)) {
    const test: Test = (v, f) => {
      const r = run(f);
      return typeof r === 'boolean' || r === null ? r : matches(v, r);
    };
    return { test, reads: true };
  }
  wantKind(input, e, code, s);
  if (code.constant) {
    const { value } = code.constant;
    return { test: alone && value === null ? () => null : constantTest(value), reads: false };
  }
  const test: Test = (v, f) => {
    const set = run(f);
    return alone && set === null ? null : matches(v, set);
  };
  return { test, reads: false };
}

function constantTest(k: Value): Test {
  if (typeof k === 'string') {
    return (v) => (typeof v === 'string' ? v === k : v === null ? false : null);
  }
  if (k instanceof Range && k.start instanceof Dec && k.end instanceof Dec && k.op === null) {
    const { start, end, startIncluded, endIncluded } = k;
    return (v) => {
      if (!(v instanceof Dec)) return null;
      const low = D.compare(v, start);
      if (low < 0 || (low === 0 && !startIncluded)) return false;
      const high = D.compare(v, end);
      return high < 0 || (high === 0 && endIncluded);
    };
  }
  return (v) => matches(v, k);
}

/** At least one of the tests passes; strings alone become one set. */
export function anyOf(tests: readonly CompiledTest[], sources: readonly Expr[]): CompiledTest {
  const reads = tests.some((t) => t.reads);
  if (tests.length === 1) return tests[0]!;
  const strings = sources.map((e) => (e.kind === 'literal' ? e.value : null));
  if (strings.every((x) => typeof x === 'string')) {
    const set = new Set<Value>(strings);
    return { reads, test: (v) => (typeof v === 'string' ? set.has(v) : v === null ? false : null) };
  }
  const all = tests.map((t) => t.test);
  const test: Test = (v, f) => {
    let result: boolean | null = false;
    for (const t of all) {
      const r = t(v, f);
      if (r === true) return true;
      if (r === null) result = null;
    }
    return result;
  };
  return { test, reads };
}

/** The tests of one cell, negated for `not(…)`. */
export function compileTests(
  t: { any: boolean; negated: boolean; tests: readonly Expr[] },
  s: Scope,
  input: Kind = ANY,
): CompiledTest {
  if (t.any) return { test: () => true, reads: false };
  const all = anyOf(
    t.tests.map((e) => compileTest(e, s, input)),
    t.tests,
  );
  if (!t.negated) return all;
  const { test } = all;
  const not: Test = (v, f) => {
    const r = test(v, f);
    return r === null ? null : !r;
  };
  return { test: not, reads: all.reads };
}
