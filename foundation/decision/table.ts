import type { Params } from '../errors/index.ts';
import { ANY, contextOf, fits, join, type Kind, kindText } from './feel/kind.ts';
import { type Code, type Fn, Frame } from './feel/scope.ts';
import type { Test } from './feel/unary.ts';
import { type Context, equal, type Value } from './feel/value.ts';
import type { Items } from './item.ts';
import type { Table, TableOutput, TableRule, Text } from './model.ts';
import { problem } from './problem.ts';
import type { Texts } from './texts.ts';

/** A row that fired: its number from 1, its id, and the annotation (the legal clause). */
export type FiredRow = {
  readonly index: number;
  readonly id: string | null;
  readonly annotation: string | null;
};

/** What one evaluation of a table tells besides its result. */
export type TableLog = {
  readonly fired: (rows: readonly FiredRow[]) => void;
  readonly problem: (name: string, params: Params) => void;
};
export type CompiledTable = {
  readonly run: (f: Frame, log: TableLog) => Value;
  readonly kind: Kind;
};

type Rule = {
  readonly tests: readonly (Test | null)[];
  readonly output: Fn;
  readonly row: FiredRow;
};
type Column = {
  readonly run: Fn;
  readonly kind: Kind;
  readonly slot: number;
  readonly allowed: Test | null;
};
type Output = { readonly name: string; readonly kind: Kind; readonly allowed: Test | null };

const HIT_POLICIES = ['UNIQUE', 'ANY', 'FIRST'] as const;
type HitPolicy = (typeof HIT_POLICIES)[number];

class TableCompiler {
  private readonly table: Table;
  private readonly texts: Texts;
  private readonly items: Items;
  private readonly where: Params;

  constructor(table: Table, texts: Texts, items: Items, where: Params) {
    this.table = table;
    this.texts = texts;
    this.items = items;
    this.where = where;
  }

  report(name: string, params: Params, line: number): void {
    this.texts.problems.push(problem(name, { ...this.where, ...params }, line));
  }

  /** The input columns. Each has its own `?`; the last declared one is what its cells see. */
  column(i: number): Column {
    const input = this.table.inputs[i]!;
    const where = { ...this.where, column: i + 1 };
    const declared = this.items.reference(input.type, input.expression.line);
    const code = this.texts.expression(input.expression, where);
    if (!fits(code.kind, declared)) {
      const params = { column: i + 1, wanted: kindText(declared), found: kindText(code.kind) };
      this.report('input_kind_differs', params, input.expression.line);
    }
    const kind = declared.is === 'any' ? code.kind : declared;
    const slot = this.texts.declare('?', kind);
    const written = input.values && input.values.text.trim() !== '';
    const allowed = written ? this.texts.tests(input.values, kind, where).test : null;
    return { run: code.run, kind, slot, allowed };
  }

  output(o: TableOutput, i: number): Output {
    const kind = this.items.reference(o.type, o.line);
    const slotless = o.values && o.values.text.trim() !== '';
    const where = { ...this.where, output: i + 1 };
    const allowed = slotless ? this.texts.tests(o.values!, kind, where).test : null;
    if (this.table.outputs.length > 1 && !o.name)
      this.report('output_unnamed', { output: i + 1 }, o.line);
    return { name: o.name ?? '', kind, allowed };
  }

  /** One output cell, checked against the column's type and list of values. */
  cell(text: Text, o: Output, where: Params): Code {
    if (text.text.trim() === '') {
      this.report('output_missing', where, text.line);
      return { run: () => null, kind: o.kind };
    }
    const code = this.texts.expression(text, { ...this.where, ...where });
    const params = { ...where, wanted: kindText(o.kind), found: kindText(code.kind) };
    if (!fits(code.kind, o.kind)) this.report('output_kind_differs', params, text.line);
    else if (code.constant && o.allowed) {
      const v = code.constant.value;
      const ok = v === null || o.allowed(v, new Frame([], { now: null, zone: 'UTC' })) === true;
      if (!ok) this.report('output_not_allowed', { ...where, near: text.text.trim() }, text.line);
    }
    return code;
  }

  rowOutput(cells: readonly Code[], outputs: readonly Output[]): Fn {
    if (cells.length === 1) return cells[0]!.run;
    const runs = cells.map((c) => c.run);
    const names = outputs.map((o) => o.name);
    return (f) => {
      const out: Context = new Map();
      for (let i = 0; i < runs.length; i++) out.set(names[i]!, runs[i]!(f));
      return out;
    };
  }

  /** The result of a table without a matching rule: its default entries, if any. */
  standard(outputs: readonly Output[]): Fn | null {
    const texts = this.table.outputs.map((o) => o.standard);
    if (texts.every((t) => t === null || t.text.trim() === '')) return null;
    const cells = texts.map(
      (t, i): Code =>
        t && t.text.trim() !== ''
          ? this.cell(t, outputs[i]!, { row: 0, output: i + 1 })
          : { run: () => null, kind: ANY },
    );
    return this.rowOutput(cells, outputs);
  }

  /** The output cells of one row; a row with too few or too many cells is reported. */
  row(r: TableRule, i: number, outputs: readonly Output[]): Code[] {
    const { table } = this;
    if (r.outputs.length !== table.outputs.length || r.inputs.length !== table.inputs.length) {
      this.report('row_length', { row: i + 1 }, r.line);
    }
    return outputs.map((o, c) =>
      this.cell(r.outputs[c] ?? { text: '', line: r.line }, o, { row: i + 1, output: c + 1 }),
    );
  }

  compile(): CompiledTable {
    const { table } = this;
    const policy = HIT_POLICIES.find((p) => p === table.hitPolicy);
    if (!policy) {
      this.report('hit_policy_unsupported', { policy: table.hitPolicy }, table.line);
      return { run: () => null, kind: ANY };
    }
    if (table.outputs.length === 0)
      this.report('output_missing', { row: 0, output: 1 }, table.line);
    const outputs = table.outputs.map((o, i) => this.output(o, i));
    const cells = table.rules.map((r, i) => this.row(r, i, outputs));
    const otherwise = this.standard(outputs);
    const tests = table.rules.map((): (Test | null)[] => []);
    const columns = table.inputs.map((_, c) => {
      const column = this.column(c);
      for (const [r, rule] of table.rules.entries()) {
        const text = rule.inputs[c];
        const where = { ...this.where, row: r + 1, column: c + 1 };
        const any = !text || /^\s*-?\s*$/.test(text.text);
        tests[r]!.push(any ? null : this.texts.tests(text, column.kind, where).test);
      }
      return column;
    });
    const rules = table.rules.map(
      (r, i): Rule => ({
        tests: tests[i]!,
        output: this.rowOutput(cells[i]!, outputs),
        row: { index: i + 1, id: r.id, annotation: r.annotation },
      }),
    );
    return { run: runner(columns, rules, policy, otherwise), kind: resultKind(outputs, cells) };
  }
}

function resultKind(outputs: readonly Output[], cells: readonly (readonly Code[])[]): Kind {
  const kinds = outputs.map((o, i) => {
    if (o.kind.is !== 'any') return o.kind;
    const found = cells.map((row) => row[i]?.kind ?? ANY);
    return found.length > 0 ? found.reduce((a, b) => join(a, b)) : ANY;
  });
  if (outputs.length === 1) return kinds[0]!;
  return contextOf(new Map(outputs.map((o, i) => [o.name, kinds[i]!])));
}

/** The rows whose cells all hold, in order; at most one when the first suffices. */
function matching(rules: readonly Rule[], values: Value[], f: Frame, first: boolean): Rule[] {
  const hits: Rule[] = [];
  rows: for (const rule of rules) {
    for (let c = 0; c < values.length; c++) {
      const test = rule.tests[c];
      if (test && test(values[c]!, f) !== true) continue rows;
    }
    hits.push(rule);
    if (first) break;
  }
  return hits;
}

function runner(
  columns: readonly Column[],
  rules: readonly Rule[],
  policy: HitPolicy,
  otherwise: Fn | null,
): CompiledTable['run'] {
  return (f, log) => {
    const values: Value[] = [];
    for (const [i, column] of columns.entries()) {
      const v = column.run(f);
      f.v[column.slot] = v;
      if (v !== null && column.allowed && column.allowed(v, f) !== true) {
        log.problem('input_not_allowed', { column: i + 1 });
        return null;
      }
      values.push(v);
    }
    const hits = matching(rules, values, f, policy === 'FIRST');
    if (hits.length === 0) return otherwise ? otherwise(f) : null;
    log.fired(hits.map((h) => h.row));
    if (hits.length > 1) {
      const rows = hits.map((h) => String(h.row.index));
      if (policy === 'UNIQUE') {
        log.problem('unique_violated', { rows });
        return null;
      }
      return agreed(hits, f, rows, log);
    }
    return hits[0]!.output(f);
  };
}

/** The one output of rows under hit policy ANY; null with a problem when they differ. */
function agreed(hits: readonly Rule[], f: Frame, rows: string[], log: TableLog): Value {
  const [first, ...others] = hits.map((h) => h.output(f));
  if (others.every((o) => equal(first!, o) === true)) return first!;
  log.problem('any_violated', { rows });
  return null;
}

/** Compiles a decision table of hit policy UNIQUE, ANY or FIRST; others are reported by name. */
export const compileTable = (
  table: Table,
  texts: Texts,
  items: Items,
  where: Params,
): CompiledTable => new TableCompiler(table, texts, items, where).compile();
