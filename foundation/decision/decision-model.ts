import type { Params } from '../errors/index.ts';
import { ANY, type Kind } from './feel/kind.ts';
import type { Frame } from './feel/scope.ts';
import { canonicalName, type Value } from './feel/value.ts';
import { Items } from './item.ts';
import { type DecisionNode, type Definitions, type InputData, readModel } from './model.ts';
import { type Problem, problem } from './problem.ts';
import { compileTable, type TableLog } from './table.ts';
import { Texts } from './texts.ts';
import { readXml } from './xml.ts';

/** An input of the model with its declared kind. */
export type ModelInput = { readonly id: string; readonly name: string; readonly kind: Kind };

/** A decision ready to run: its frame has one slot for each requirement. */
export type ModelDecision = {
  readonly id: string;
  readonly name: string;
  /** What its users may rely on: declared, else found by compiling. */
  readonly kind: Kind;
  /** What its result is converted to. */
  readonly declared: Kind;
  /** Id of its table, or null for an expression. */
  readonly table: string | null;
  readonly size: number;
  readonly inputs: readonly { readonly slot: number; readonly index: number }[];
  readonly decisions: readonly { readonly slot: number; readonly index: number }[];
  readonly run: (f: Frame, log: TableLog) => Value;
};

/** A compiled model; opaque to callers but for its names. */
export type DecisionModel = {
  readonly name: string;
  readonly namespace: string;
  readonly version: string;
  readonly inputs: readonly ModelInput[];
  readonly decisions: readonly ModelDecision[];
  /** Index of a decision by id and by canonical name. */
  readonly index: ReadonlyMap<string, number>;
};

class ModelCompiler {
  readonly problems: Problem[] = [];
  private readonly source: Definitions;
  private readonly items: Items;
  private readonly inputs: ModelInput[];
  private readonly decisions: ModelDecision[] = [];
  private readonly at = new Map<string, number>();
  private readonly open = new Set<string>();

  constructor(source: Definitions) {
    this.source = source;
    this.items = new Items(source.items);
    this.inputs = source.inputs.map((i) => ({
      id: i.id,
      name: i.name,
      kind: this.items.reference(i.type, i.line),
    }));
  }

  model(): DecisionModel {
    const { source } = this;
    for (const { element, line } of source.unsupported) {
      this.problems.push(problem('element_unsupported', { element }, line));
    }
    if (source.decisions.length === 0) this.problems.push(problem('no_decision', {}, 1));
    this.checkNames([...source.inputs, ...source.decisions]);
    for (const d of source.decisions) this.decision(d);
    this.problems.unshift(...this.items.problems);
    const index = new Map<string, number>();
    for (const [i, d] of this.decisions.entries()) index.set(canonicalName(d.name), i);
    for (const [i, d] of this.decisions.entries()) index.set(d.id, i);
    const { name, namespace, version } = source;
    return { name, namespace, version, inputs: this.inputs, decisions: this.decisions, index };
  }

  private checkNames(nodes: readonly InputData[]): void {
    const seen = new Set<string>();
    for (const n of nodes) {
      const name = canonicalName(n.name);
      if (seen.has(name)) this.problems.push(problem('name_twice', { name: n.name }, n.line));
      seen.add(name);
    }
  }

  /** Compiles a decision after those that it requires; gives its index, or null in a cycle. */
  private decision(d: DecisionNode): number | null {
    const done = this.at.get(d.id);
    if (done !== undefined) return done;
    if (this.open.has(d.id)) {
      this.problems.push(problem('decision_cycle', { decision: d.name }, d.line));
      return null;
    }
    this.open.add(d.id);
    const compiled = this.compile(d);
    this.open.delete(d.id);
    this.decisions.push(compiled);
    this.at.set(d.id, this.decisions.length - 1);
    return this.decisions.length - 1;
  }

  private compile(d: DecisionNode): ModelDecision {
    const texts = new Texts((n) => this.items.named(n));
    const inputs: { slot: number; index: number }[] = [];
    const decisions: { slot: number; index: number }[] = [];
    for (const r of d.requires) {
      const input = this.inputs.findIndex((i) => i.id === r.id);
      const node = this.source.decisions.find((x) => x.id === r.id);
      if (r.kind === 'input' && input >= 0) {
        const own = this.inputs[input]!;
        inputs.push({ slot: texts.declare(own.name, own.kind), index: input });
      } else if (r.kind === 'decision' && node) {
        const index = this.decision(node);
        if (index === null) continue;
        const kind = this.decisions[index]!.kind;
        decisions.push({ slot: texts.declare(node.name, kind), index });
      } else if (r.kind !== 'knowledge') {
        const params = { decision: d.name, target: r.id };
        this.problems.push(problem('requirement_unknown', params, r.line));
      }
    }
    const { run, kind, declared } = this.logic(d, texts);
    this.problems.push(...texts.problems);
    const { id, name } = d;
    const table = d.logic?.kind === 'table' ? (d.logic.table.id ?? '') : null;
    return { id, name, kind, declared, table, inputs, decisions, run, size: texts.scope.size };
  }

  private logic(d: DecisionNode, texts: Texts): Pick<ModelDecision, 'run' | 'kind' | 'declared'> {
    const where: Params = { decision: d.name };
    const declared = this.items.reference(d.type, d.line);
    const { logic } = d;
    if (logic === null || logic.kind === 'unsupported') {
      const params = logic ? { ...where, element: logic.element } : where;
      const code = logic ? 'logic_unsupported' : 'logic_missing';
      this.problems.push(problem(code, params, logic?.line ?? d.line));
      return { run: () => null, kind: declared, declared };
    }
    const own = (found: Kind): Kind => (declared.is === 'any' ? found : declared);
    if (logic.kind === 'table') {
      const { run, kind } = compileTable(logic.table, texts, this.items, where);
      return { run, kind: own(kind), declared };
    }
    const code = texts.expression(logic.expression, where);
    const typed = this.items.reference(logic.type, logic.expression.line);
    const wanted = declared === ANY ? typed : declared;
    return { run: code.run, kind: wanted === ANY ? code.kind : wanted, declared: wanted };
  }
}

/**
 * Compiles a DMN document as far as it goes: what is faulty yields null and is named in `problems`.
 * Publication demands that there are none (`compileDecision`).
 */
export function loadModel(xml: string): { model: DecisionModel | null; problems: Problem[] } {
  const read = readXml(xml);
  if ('fault' in read) {
    return { model: null, problems: [problem(read.fault.code, {}, read.fault.line)] };
  }
  const source = readModel(read.root);
  if (!source) return { model: null, problems: [problem('not_dmn', {}, read.root.line)] };
  const compiler = new ModelCompiler(source);
  const model = compiler.model();
  return { model, problems: compiler.problems };
}
