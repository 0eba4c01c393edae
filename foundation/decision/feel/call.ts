import './builtins.ts';
import type { Expr } from './expr.ts';
import { ANY, fits, type Kind, kindText } from './kind.ts';
import { folded } from './operators.ts';
import { isPattern } from './regex.ts';
import { invoke, type Overload, overloadsOf, takes } from './registry.ts';
import type { Code, Fn, Scope } from './scope.ts';
import { canonicalName, FeelFunction, type Value } from './value.ts';

type Call = Extract<Expr, { kind: 'call' }>;

/** For each overload that has all these parameter names, the given argument of each of its parameters. */
function byName(all: readonly Overload[], names: readonly string[]): [Overload, number[]][] {
  const out: [Overload, number[]][] = [];
  if (new Set(names).size !== names.length) return out;
  for (const o of all) {
    const own = o.params.map((p) => canonicalName(p.name));
    if (!names.every((n) => own.includes(n))) continue;
    const at = own.map((n) => names.indexOf(n));
    while (at.length > 0 && at.at(-1) === -1) at.pop();
    if (at.every((i, p) => i >= 0 || o.params[p]!.optional) && takes(o, at.length)) {
      out.push([o, at]);
    }
  }
  return out;
}

const fitsParam = (k: Kind, o: Overload, i: number): boolean => {
  const p = o.params[Math.min(i, o.params.length - 1)]!;
  return p.kinds.some((wanted) => fits(k, wanted));
};

function report(code: string, e: Call, name: string, s: Scope): Code {
  s.unit.problem(code, { name }, e.span);
  return { run: () => null, kind: ANY };
}

/** Reports the first argument whose kind no overload takes. */
function checkKinds(all: readonly Overload[], args: readonly Code[], e: Call, s: Scope): void {
  if (all.some((o) => args.every((a, i) => fitsParam(a.kind, o, i)))) return;
  const wrong = args.findIndex((a, i) => !all.some((o) => fitsParam(a.kind, o, i)));
  const i = Math.max(wrong, 0);
  const name = e.callee.kind === 'name' ? e.callee.name : '';
  const found = kindText(args[i]!.kind);
  s.unit.problem('argument_kind', { name, position: i + 1, found }, e.args[i]!.span);
}

/** Where the functions that take a regular expression have it, by position or by name. */
const PATTERNS: Readonly<Record<string, string>> = {
  matches: 'pattern',
  replace: 'pattern',
  split: 'delimiter',
};

/** Reports a constant regular expression that will never run: a fault in it, or work without bound. */
function checkPattern(name: string, args: readonly Code[], e: Call, s: Scope): void {
  const param = PATTERNS[name];
  if (param === undefined) return;
  const constantAt = (i: number | undefined): string | undefined => {
    const value = i === undefined ? undefined : args[i]?.constant?.value;
    return typeof value === 'string' ? value : undefined;
  };
  const flagsAt = e.names ? e.names.indexOf('flags') : name === 'replace' ? 3 : 2;
  const text = constantAt(e.names ? e.names.indexOf(param) : 1);
  const hasFlags = name !== 'split' && args[flagsAt] !== undefined;
  const flags = hasFlags ? constantAt(flagsAt) : '';
  if (text !== undefined && flags !== undefined && !isPattern(text, flags))
    s.unit.problem('pattern', {}, e.span);
}

function builtin(e: Call, name: string, all: readonly Overload[], args: Code[], s: Scope): Code {
  checkPattern(name, args, e, s);
  if (e.names) {
    const fitting = byName(all, e.names);
    if (fitting.length === 0) return report('argument_names', e, name, s);
    const [first, at] = fitting[0]!;
    const runs = at.map((i): Fn => (i < 0 ? () => null : args[i]!.run));
    const overloads = fitting.map(([o]) => o);
    const run: Fn = (f) =>
      invoke(
        overloads,
        runs.map((r) => r(f)),
        f.env,
      );
    return { run, kind: first.result };
  }
  const fitting = all.filter((o) => takes(o, args.length));
  if (fitting.length === 0) return report('argument_count', e, name, s);
  checkKinds(fitting, args, e, s);
  const kind = fitting.every((o) => o.result.is === fitting[0]!.result.is)
    ? fitting[0]!.result
    : ANY;
  const run = positional(
    fitting,
    args.map((x) => x.run),
  );
  if (!fitting.every((o) => o.pure)) return { kind, run };
  const code = folded(run, kind, args);
  const given = args.length > 0 && args.every((x) => x.constant && x.constant.value !== null);
  if (LITERALS.has(name) && given && code.constant?.value === null) {
    s.unit.problem('literal', {}, e.span);
  }
  return code;
}

/** Functions that write a literal: on constants that they cannot read the rule is wrong. */
const LITERALS = new Set(['date', 'time', 'date and time', 'duration', 'number', 'range']);

function positional(all: readonly Overload[], runs: readonly Fn[]): Fn {
  const [a, b] = runs;
  if (runs.length === 1) return (f) => invoke(all, [a!(f)], f.env);
  if (runs.length === 2) return (f) => invoke(all, [a!(f), b!(f)], f.env);
  return (f) =>
    invoke(
      all,
      runs.map((r) => r(f)),
      f.env,
    );
}

/** Arguments given by name in the order of the function's parameters; null when a name is wrong. */
function arrange(fn: FeelFunction, names: readonly string[], args: Value[]): Value[] | null {
  if (names.length !== fn.names.length) return null;
  const out: Value[] = [];
  for (const own of fn.names) {
    const i = names.indexOf(canonicalName(own));
    if (i < 0) return null;
    out.push(args[i]!);
  }
  return out;
}

export function call(e: Call, s: Scope): Code {
  const args = e.args.map((a) => s.compile(a));
  if (e.callee.kind === 'name') {
    const { name } = e.callee;
    const own = s.declared(name);
    const all = overloadsOf(name);
    // A variable may bear the name of a built-in (an input called `date`): only a function hides it.
    if (all && own?.kind.is !== 'function') return builtin(e, name, all, args, s);
    if (!own) return report('unknown_function', e, name, s);
  }
  const callee = s.compile(e.callee);
  const { names } = e;
  const run: Fn = (f) => {
    const fn = callee.run(f);
    if (!(fn instanceof FeelFunction)) return null;
    const given = args.map((a) => a.run(f));
    const ready = names ? arrange(fn, names, given) : given;
    return ready && fn.call(ready, f.env);
  };
  return { run, kind: callee.kind.result ?? ANY };
}
