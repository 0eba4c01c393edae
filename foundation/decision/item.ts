import { ANY, basicKind, contextOf, type Kind, listOf } from './feel/kind.ts';
import { Frame } from './feel/scope.ts';
import type { Env, Value } from './feel/value.ts';
import type { ItemDefinition, Text } from './model.ts';
import { type Problem, problem } from './problem.ts';
import { Texts } from './texts.ts';

const NO_ENV: Env = { now: null, zone: 'UTC' };

/** The kinds of a model's item definitions, by name; basic names stand for themselves. */
export class Items {
  readonly problems: Problem[] = [];
  private readonly definitions: ReadonlyMap<string, ItemDefinition>;
  private readonly kinds = new Map<string, Kind>();
  private readonly open = new Set<string>();

  constructor(items: readonly ItemDefinition[]) {
    this.definitions = new Map(items.map((i) => [i.name, i]));
    for (const i of items) this.named(i.name);
  }

  /** The kind that a name means, or undefined when neither FEEL nor the model knows it. */
  named(name: string): Kind | undefined {
    const done = this.kinds.get(name);
    if (done) return done;
    const definition = this.definitions.get(name);
    if (!definition) return basicKind(name);
    if (this.open.has(name)) {
      this.problems.push(problem('item_cycle', { type: name }, definition.line));
      return ANY;
    }
    this.open.add(name);
    const kind = this.kindOf(definition);
    this.open.delete(name);
    this.kinds.set(name, kind);
    return kind;
  }

  /** The kind of a reference, `any` where there is none; an unknown name is reported. */
  reference(name: string | null, line: number): Kind {
    if (name === null) return ANY;
    const kind = this.named(name);
    if (!kind) this.problems.push(problem('unknown_type', { type: name }, line));
    return kind ?? ANY;
  }

  private kindOf(d: ItemDefinition): Kind {
    const own =
      d.components.length > 0
        ? contextOf(new Map(d.components.map((c) => [c.name, this.kindOf(c)])))
        : this.reference(d.type, d.line);
    const element = this.constrained(own, d.allowed, d.name);
    return this.constrained(d.collection ? listOf(element) : element, d.constraint, d.name);
  }

  /** The kind narrowed to the values that the unary tests accept. */
  private constrained(kind: Kind, tests: Text | null, type: string): Kind {
    if (!tests || tests.text.trim() === '') return kind;
    const texts = new Texts((n) => this.named(n));
    const slot = texts.declare('?', kind);
    const { test } = texts.tests(tests, kind, { type });
    this.problems.push(...texts.problems);
    const { allows } = kind;
    const accepts = (v: Value): boolean | null => {
      if (allows && allows(v) !== true) return false;
      const frame = new Frame(new Array<Value>(texts.scope.size).fill(null), NO_ENV);
      frame.v[slot] = v;
      return test(v, frame);
    };
    return { ...kind, allows: accepts };
  }
}
