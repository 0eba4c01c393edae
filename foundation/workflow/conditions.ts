import type { ModdleElement } from 'bpmn-moddle';
import { checkElement, children, text, whereIs } from './elements.ts';
import { errors, type Problem, problem } from './problems.ts';
import type { Condition, Program, Vars } from './program.ts';

type Compiled = { evaluate: (vars: Vars) => boolean | null; reads: string[] };

/**
 * Turns the text of a FEEL condition into a pure function. `reads` names the values it looks at;
 * an `error` refuses publication. null (the FEEL null) counts as "not true".
 */
export type ConditionCompiler = (text: string) => Compiled | { error: string };

/** What the parts of one compilation share: the problems found and the compiler of conditions. */
export type Assembly = { problems: Problem[]; condition: ConditionCompiler };

/** Compiles the expression below `property`; undefined when there is none or it is wrong. */
export function assembleCondition(
  assembly: Assembly,
  element: ModdleElement,
  property: 'conditionExpression' | 'completionCondition',
): Condition | undefined {
  const [expression] = children(element, property);
  if (!expression) return undefined;
  assembly.problems.push(...checkElement(expression));
  const body = text(expression, 'body') ?? '';
  const compiled = body ? assembly.condition(body) : { error: '—' };
  if ('error' in compiled) {
    const { id } = whereIs(element);
    const params = { id, text: body.slice(0, 200), detail: compiled.error.slice(0, 200) };
    assembly.problems.push(problem('condition_wrong', params));
    return undefined;
  }
  return { text: body, reads: [...new Set(compiled.reads)].sort() };
}

/** A program with its conditions ready to evaluate: what `advance` runs on. */
export type Prepared = { program: Program; isTrue: (condition: Condition, vars: Vars) => boolean };

const compiledBy = new WeakMap<ConditionCompiler, Map<string, Compiled>>();

function compileOnce(condition: ConditionCompiler, source: string): Compiled {
  const known = compiledBy.get(condition) ?? new Map<string, Compiled>();
  compiledBy.set(condition, known);
  const before = known.get(source);
  if (before) return before;
  const compiled = condition(source);
  if ('error' in compiled)
    throw errors.condition_unknown({ text: source.slice(0, 200), detail: compiled.error });
  known.set(source, compiled);
  return compiled;
}

/**
 * Readies a program for `advance`: every condition is compiled here, once per compiler and text.
 * @throws {AppError} workflow.condition_unknown when a published text no longer compiles
 */
export function prepare(
  program: Program,
  { condition }: { condition: ConditionCompiler },
): Prepared {
  const ready = new Map<string, Compiled>();
  const add = (one?: Condition) => one && ready.set(one.text, compileOnce(condition, one.text));
  for (const flow of Object.values(program.flows)) add(flow.condition);
  for (const node of Object.values(program.nodes)) if (node.type === 'task') add(node.each?.until);
  return {
    program,
    isTrue: ({ text: source }, vars) => ready.get(source)!.evaluate(vars) === true,
  };
}
