import { type DecisionModel, loadModel } from './decision-model.ts';
import type { Problem } from './problem.ts';

/**
 * Compiles a DMN document (1.1 to 1.5) for publication. There is a model only when there is no problem;
 * each problem says what is wrong, where (decision, row, column) and on which line.
 */
export function compileDecision(xml: string): { model?: DecisionModel; problems: Problem[] } {
  const { model, problems } = loadModel(xml);
  return model && problems.length === 0 ? { model, problems } : { problems };
}

export type { DecisionModel } from './decision-model.ts';
export {
  evaluate,
  type Fired,
  type Moment,
  type RequiredInput,
  requiredInputs,
} from './evaluate.ts';
export {
  type Condition,
  compileCondition,
  compileExpression,
  type Expression,
} from './expression.ts';
export { messages } from './messages.ts';
export type { Problem } from './problem.ts';
export type { FiredRow } from './table.ts';
