import { envOf, type Moment } from './evaluate.ts';
import { toJson } from './feel/format.ts';
import { ANY, kindText } from './feel/kind.ts';
import { type Code, Frame } from './feel/scope.ts';
import { canonicalName, type Value } from './feel/value.ts';
import { fromJson } from './json.ts';
import { type Problem, problem } from './problem.ts';
import { Texts } from './texts.ts';

type Vars = Readonly<Record<string, unknown>>;
type Slots = readonly {
  readonly name: string;
  readonly canonical: string;
  readonly slot: number;
}[];

type Compiled = { readonly code: Code; readonly reads: Slots; readonly size: number };

/**
 * Compiles a text whose names are given, or open when `names` is left out: then every name that is no
 * built-in function becomes a variable.
 */
function compileText(text: string, names?: readonly string[]): Compiled | { error: Problem } {
  const free: { name: string; canonical: string; slot: number }[] = [];
  const texts = new Texts(
    () => undefined,
    names
      ? null
      : (name) => {
          // Words that stand side by side are one name only where that name was given.
          if (name === '?' || name.includes(' ')) return false;
          free.push({ name, canonical: name, slot: texts.scope.declare(name, ANY) });
          return true;
        },
  );
  for (const name of new Set(names)) {
    free.push({ name, canonical: canonicalName(name), slot: texts.declare(name, ANY) });
  }
  const code = texts.expression({ text, line: 1 });
  const [error] = texts.problems;
  if (error) return { error };
  const used = texts.scope.used;
  return { code, reads: free.filter((x) => used.has(x.canonical)), size: texts.scope.size };
}

function run({ code, reads, size }: Compiled, vars: Vars, moment: Moment): Value {
  const v = new Array<Value>(size).fill(null);
  for (const { name, slot } of reads) {
    if (!Object.hasOwn(vars, name)) continue;
    const read = fromJson(vars[name], ANY);
    v[slot] = typeof read === 'string' ? null : read.value;
  }
  return code.run(new Frame(v, envOf(moment)));
}

/** A compiled condition; `reads` are the variables it uses. */
export type Condition = {
  readonly evaluate: (vars: Vars, moment?: Moment) => boolean | null;
  readonly reads: readonly string[];
};

/**
 * Compiles a condition, as on a sequence flow. Its value is null when it can be neither true nor false,
 * also when it is no boolean. Without `names` every name is taken for a variable.
 */
export function compileCondition(
  text: string,
  names?: readonly string[],
): Condition | { error: Problem } {
  const compiled = compileText(text, names);
  if ('error' in compiled) return compiled;
  const { kind } = compiled.code;
  if (kind.is !== 'any' && kind.is !== 'boolean') {
    return { error: problem('not_boolean', { kind: kindText(kind), near: text.slice(0, 40) }, 1) };
  }
  return {
    reads: compiled.reads.map((r) => r.name),
    evaluate: (vars, moment = {}) => {
      const v = run(compiled, vars, moment);
      return typeof v === 'boolean' ? v : null;
    },
  };
}

/** A compiled expression; its values are plain JSON as `evaluate` gives them. */
export type Expression = {
  readonly evaluate: (vars: Vars, moment?: Moment) => unknown;
  readonly reads: readonly string[];
};

/** Compiles an expression over the given names, as for computed form values. */
export function compileExpression(
  text: string,
  names?: readonly string[],
): Expression | { error: Problem } {
  const compiled = compileText(text, names);
  if ('error' in compiled) return compiled;
  return {
    reads: compiled.reads.map((r) => r.name),
    evaluate: (vars, moment = {}) => toJson(run(compiled, vars, moment)),
  };
}
