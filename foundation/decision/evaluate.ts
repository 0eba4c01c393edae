import type { DecisionModel, ModelDecision, ModelInput } from './decision-model.ts';
import { toJson } from './feel/format.ts';
import { coerce, kindText } from './feel/kind.ts';
import { Frame } from './feel/scope.ts';
import { canonicalName, type Env, type Value } from './feel/value.ts';
import { fromJson } from './json.ts';
import { errors, type Problem, problem } from './problem.ts';
import type { FiredRow } from './table.ts';

/** The rows of one table that fired. */
export type Fired = {
  readonly decision: string;
  readonly table: string;
  readonly rows: readonly FiredRow[];
};

/** What now() and today() read; without `now` they yield null. The zone defaults to Asia/Shanghai. */
export type Moment = { readonly now?: Date; readonly zone?: string };

export const envOf = (moment: Moment): Env => ({
  now: moment.now ?? null,
  zone: moment.zone ?? 'Asia/Shanghai',
});

/** Where the value of an input comes from, or what is wrong with it. */
export type InputSource = (
  input: ModelInput,
) => { readonly value: Value } | 'missing' | 'kind' | 'outside';

/** Inputs given as plain JSON by name (or id). */
const fromRecord =
  (given: Readonly<Record<string, unknown>>): InputSource =>
  ({ id, name, kind }) => {
    const own = Object.hasOwn(given, name) ? name : id;
    const json = Object.hasOwn(given, own) ? given[own] : undefined;
    return json === undefined ? 'missing' : fromJson(json, kind);
  };

/** One evaluation: every input is converted once, every decision runs once. */
class Evaluation {
  readonly fired: Fired[] = [];
  readonly problems: Problem[] = [];
  private readonly model: DecisionModel;
  private readonly source: InputSource;
  private readonly env: Env;
  private readonly inputs: (Value | undefined)[];
  private readonly results: (Value | undefined)[];

  constructor(model: DecisionModel, source: InputSource, env: Env) {
    this.model = model;
    this.source = source;
    this.env = env;
    this.inputs = new Array(model.inputs.length);
    this.results = new Array(model.decisions.length);
  }

  private input(i: number): Value {
    const known = this.inputs[i];
    if (known !== undefined) return known;
    const input = this.model.inputs[i]!;
    const read = this.source(input);
    if (typeof read === 'string') {
      const params = { input: input.name, wanted: kindText(input.kind) };
      this.problems.push(problem(`input_${read}`, params));
    }
    const value = typeof read === 'string' ? null : read.value;
    this.inputs[i] = value;
    return value;
  }

  decide(i: number): Value {
    const known = this.results[i];
    if (known !== undefined) return known;
    const d = this.model.decisions[i]!;
    const v = new Array<Value>(d.size).fill(null);
    for (const r of d.inputs) v[r.slot] = this.input(r.index);
    for (const r of d.decisions) v[r.slot] = this.decide(r.index);
    const raw = d.run(new Frame(v, this.env), {
      fired: (rows) => this.fired.push({ decision: d.name, table: d.table ?? '', rows }),
      problem: (name, params) => this.problems.push(problem(name, { decision: d.name, ...params })),
    });
    const value = this.typed(raw, d);
    this.results[i] = value;
    return value;
  }

  private typed(raw: Value, d: ModelDecision): Value {
    const value = coerce(raw, d.declared);
    if (value !== undefined) return value;
    const params = { decision: d.name, wanted: kindText(d.declared) };
    this.problems.push(problem('result_kind', params));
    return null;
  }
}

/** The index of a decision by name or id. @throws {AppError} decision.unknown_decision */
function indexOf(model: DecisionModel, decision: string): number {
  const i = model.index.get(decision) ?? model.index.get(canonicalName(decision));
  if (i === undefined) throw errors.unknown_decision({ decision });
  return i;
}

/** Runs a decision to FEEL values; `evaluate` gives the same as plain JSON. */
export function evaluateValue(
  model: DecisionModel,
  decision: string,
  inputs: InputSource,
  moment: Moment = {},
): { value: Value; fired: Fired[]; problems: Problem[] } {
  const run = new Evaluation(model, inputs, envOf(moment));
  const value = run.decide(indexOf(model, decision));
  return { value, fired: run.fired, problems: run.problems };
}

/**
 * Runs a decision (by name or id) on plain JSON inputs. The result is plain JSON too: a number that a
 * double cannot carry is a decimal string, dates, times and durations are ISO 8601 strings. A table
 * that breaks its hit policy yields null and a problem, never a guess.
 * @throws {AppError} decision.unknown_decision
 */
export function evaluate(
  model: DecisionModel,
  decision: string,
  inputs: Readonly<Record<string, unknown>>,
  moment: Moment = {},
): { result: unknown; fired: Fired[]; problems: Problem[] } {
  const { value, fired, problems } = evaluateValue(model, decision, fromRecord(inputs), moment);
  return { result: toJson(value), fired, problems };
}

/** An input that a decision needs, itself or through the decisions that it requires. */
export type RequiredInput = { readonly id: string; readonly name: string; readonly type: string };

/** The inputs that a decision needs, in the order of the model. @throws {AppError} decision.unknown_decision */
export function requiredInputs(model: DecisionModel, decision: string): RequiredInput[] {
  const wanted = new Set<number>();
  const seen = new Set<number>();
  const visit = (i: number): void => {
    if (seen.has(i)) return;
    seen.add(i);
    for (const r of model.decisions[i]!.inputs) wanted.add(r.index);
    for (const r of model.decisions[i]!.decisions) visit(r.index);
  };
  visit(indexOf(model, decision));
  return model.inputs.flatMap((input, i) =>
    wanted.has(i) ? [{ id: input.id, name: input.name, type: kindText(input.kind) }] : [],
  );
}
