import { defineErrors, type Params } from '../errors/index.ts';
import type { Span } from './feel/expr.ts';
import type { SyntaxFault } from './feel/parse.ts';
import type { Text } from './model.ts';

/** What is wrong with a model or an evaluation; `code` is `decision.<name>` with words in messages.ts. */
export type Problem = { readonly code: string; readonly params: Params; readonly line?: number };

export const errors = defineErrors('decision', { unknown_decision: 404 });

export const problem = (name: string, params: Params = {}, line?: number): Problem => ({
  code: `decision.${name}`,
  params,
  ...(line === undefined ? {} : { line }),
});

/** The line of the model on which an offset of a FEEL text stands. */
export const lineAt = (source: Text, at: number): number =>
  source.line + source.text.slice(0, at).split('\n').length - 1;

/** Where the problems of one text go: with the line of the model and what is known of the place. */
export type Place = { readonly source: Text; readonly where: Params };

export function fromFault(fault: SyntaxFault, { source, where }: Place): Problem {
  return problem(fault.code, { ...where, near: fault.near }, lineAt(source, fault.at));
}

export function fromUnit(code: string, params: Params, span: Span, p: Place): Problem {
  const near = p.source.text.slice(span.from, Math.min(span.to, span.from + 40));
  return problem(code, { ...p.where, ...params, near }, lineAt(p.source, span.from));
}
