import { Dec } from './decimal.ts';
import { basicKind, type Kind } from './kind.ts';
import { type Env, FeelFunction, kindOf, type Value } from './value.ts';

type Param = {
  readonly name: string;
  readonly kinds: readonly Kind[];
  readonly nullable: boolean;
  readonly optional: boolean;
  readonly many: boolean;
};

/** One way to call a built-in function. */
export type Overload = {
  readonly params: readonly Param[];
  readonly result: Kind;
  /** Whether equal arguments always give an equal result. */
  readonly pure: boolean;
  readonly run: (args: Value[], env: Env) => Value;
};

const functions = new Map<string, Overload[]>();

/** What a body may be: it takes the arguments in the order of its signature, already of the declared kinds. */
type Body = (...args: never[]) => Value;

const kind = (text: string): Kind => {
  const k = basicKind(text.trim());
  if (!k) throw new Error(`unknown kind ${text} in a signature`);
  return k;
};

/** `name?: a|b|null` or `...name: kind`. */
function parameter(text: string): Param {
  const m = /^(\.\.\.)?([^:?]+)(\?)?:(.+)$/.exec(text.trim())!;
  const kinds = m[4]!.split('|').map((k) => kind(k));
  return {
    name: m[2]!.trim(),
    kinds: kinds.filter((k) => k.is !== 'null'),
    nullable: kinds.some((k) => k.is === 'null' || k.is === 'any'),
    optional: m[3] === '?',
    many: m[1] === '...',
  };
}

function register(signature: string, pure: boolean, run: Overload['run']): void {
  const m = /^([^(]+)\((.*)\):(.+)$/.exec(signature)!;
  const name = m[1]!.trim();
  const params = m[2]!.trim() ? m[2]!.split(',').map(parameter) : [];
  const known = functions.get(name) ?? [];
  functions.set(name, [...known, { params, result: kind(m[3]!), pure, run }]);
}

/**
 * Adds a way to call a built-in by its signature, such as
 * `substring(string: string, start position: number, length?: number): string`.
 * Arguments of other kinds give null before the body runs.
 */
export function define(signature: string, body: Body): void {
  const run = body as unknown as (...args: Value[]) => Value;
  register(signature, true, (args) => run(...args));
}

/** As `define`, for bodies that need the surroundings (now, or calling a function value) as first argument. */
export function defineWith(signature: string, body: (env: Env, ...args: never[]) => Value): void {
  const run = body as unknown as (env: Env, ...args: Value[]) => Value;
  register(signature, false, (args, env) => run(env, ...args));
}

export const overloadsOf = (name: string): readonly Overload[] | undefined => functions.get(name);
export const builtinNames = (): IterableIterator<string> => functions.keys();

const isKind = (v: Value, k: Kind): boolean =>
  k.is === 'any' || (k.is === 'number' ? v instanceof Dec : kindOf(v) === k.is);

/** The argument as the parameter wants it (a list of one for its element and the reverse), else undefined. */
function accept(v: Value, p: Param): Value | undefined {
  if (v === null) return p.nullable ? null : undefined;
  for (const k of p.kinds) if (isKind(v, k)) return v;
  if (p.kinds.some((k) => k.is === 'list')) return [v];
  if (Array.isArray(v) && v.length === 1) {
    const only = v[0]!;
    for (const k of p.kinds) if (isKind(only, k)) return only;
  }
  return undefined;
}

/** Whether an overload takes so many arguments. */
export function takes(o: Overload, count: number): boolean {
  const last = o.params.at(-1);
  const least = o.params.filter((p) => !p.optional && !p.many).length;
  return count >= least && (count <= o.params.length || last?.many === true);
}

function prepare(o: Overload, args: readonly Value[]): Value[] | null {
  const out: Value[] = [];
  for (const [i, arg] of args.entries()) {
    const p = o.params[Math.min(i, o.params.length - 1)]!;
    const v = accept(arg, p);
    if (v === undefined) return null;
    out.push(v);
  }
  return out;
}

/** Calls the first overload that takes the arguments; null when none does. */
export function invoke(all: readonly Overload[], args: readonly Value[], env: Env): Value {
  for (const o of all) {
    if (!takes(o, args.length)) continue;
    const ready = prepare(o, args);
    if (ready) return o.run(ready, env);
  }
  return null;
}

const values = new Map<string, FeelFunction>();
/** A built-in as a function value, for names that stand alone (`sort(xs, f)` with a built-in `f`). */
export function builtinValue(name: string): FeelFunction | null {
  const all = functions.get(name);
  if (!all) return null;
  let v = values.get(name);
  if (!v) {
    const names = all[0]!.params.map((p) => p.name);
    v = new FeelFunction(names, (args, env) => invoke(all, args, env));
    values.set(name, v);
  }
  return v;
}
