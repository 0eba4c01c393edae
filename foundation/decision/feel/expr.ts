import type { Value } from './value.ts';

/** Where a piece of an expression stands in its text: from (inclusive) to (exclusive). */
export type Span = { readonly from: number; readonly to: number };

export type ArithmeticOp = '+' | '-' | '*' | '/' | '**';
export type CompareOp = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** A type as written after `instance of` or for a parameter. */
export type TypeExpr =
  | { readonly is: 'name'; readonly name: string }
  | { readonly is: 'list' | 'range'; readonly of: TypeExpr }
  | { readonly is: 'context'; readonly members: readonly (readonly [string, TypeExpr])[] }
  | {
      readonly is: 'function';
      readonly params: readonly TypeExpr[];
      readonly result: TypeExpr | null;
    };

/** One iterator of for, some and every; `to` is set for `from..to`. */
export type Binding = { readonly name: string; readonly from: Expr; readonly to: Expr | null };

/** A FEEL expression, independent of the parser. Names are in canonical spelling. */
export type Expr = {
  readonly span: Span;
} /** `faulty`: an at-literal whose text is no date, time or duration. */ & (
  | { readonly kind: 'literal'; readonly value: Value; readonly faulty?: true }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'input' }
  | {
      readonly kind: 'arithmetic';
      readonly op: ArithmeticOp;
      readonly left: Expr;
      readonly right: Expr;
    }
  | { readonly kind: 'negate'; readonly operand: Expr }
  | { readonly kind: 'compare'; readonly op: CompareOp; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'and'; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'or'; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'between'; readonly value: Expr; readonly low: Expr; readonly high: Expr }
  | { readonly kind: 'in'; readonly value: Expr; readonly tests: readonly Expr[] }
  | { readonly kind: 'if'; readonly condition: Expr; readonly yes: Expr; readonly no: Expr }
  | { readonly kind: 'for'; readonly bindings: readonly Binding[]; readonly body: Expr }
  | {
      readonly kind: 'quantified';
      readonly every: boolean;
      readonly bindings: readonly Binding[];
      readonly body: Expr;
    }
  | { readonly kind: 'path'; readonly object: Expr; readonly name: string }
  | { readonly kind: 'filter'; readonly list: Expr; readonly condition: Expr }
  | {
      readonly kind: 'call';
      readonly callee: Expr;
      readonly args: readonly Expr[];
      readonly names: readonly string[] | null;
    }
  | { readonly kind: 'list'; readonly items: readonly Expr[] }
  | { readonly kind: 'context'; readonly entries: readonly { key: string; value: Expr }[] }
  | {
      readonly kind: 'function';
      readonly params: readonly { name: string; type: TypeExpr | null }[];
      readonly body: Expr;
    }
  | { readonly kind: 'instance'; readonly value: Expr; readonly type: TypeExpr }
  | {
      readonly kind: 'range';
      readonly start: Expr;
      readonly end: Expr;
      readonly startIncluded: boolean;
      readonly endIncluded: boolean;
    }
  | { readonly kind: 'unary'; readonly op: CompareOp; readonly operand: Expr }
);

/** The tests of one decision-table cell; `any` is the cell `-`. */
export type UnaryTests = {
  readonly any: boolean;
  readonly negated: boolean;
  readonly tests: readonly Expr[];
};

/** The expressions directly inside an expression, in the order of their text. */
export function inside(e: Expr): readonly Expr[] {
  switch (e.kind) {
    case 'arithmetic':
    case 'compare':
    case 'and':
    case 'or':
      return [e.left, e.right];
    case 'negate':
    case 'unary':
      return [e.operand];
    case 'between':
      return [e.value, e.low, e.high];
    case 'in':
      return [e.value, ...e.tests];
    case 'if':
      return [e.condition, e.yes, e.no];
    case 'for':
    case 'quantified':
      return [...e.bindings.flatMap((b) => (b.to ? [b.from, b.to] : [b.from])), e.body];
    case 'path':
      return [e.object];
    case 'filter':
      return [e.list, e.condition];
    case 'call':
      return [e.callee, ...e.args];
    case 'list':
      return e.items;
    case 'context':
      return e.entries.map((entry) => entry.value);
    case 'function':
      return [e.body];
    case 'instance':
      return [e.value];
    case 'range':
      return [e.start, e.end];
    default:
      return [];
  }
}

/** Whether the value under test (`?`) occurs in the expression. */
export const usesInput = (e: Expr): boolean => e.kind === 'input' || inside(e).some(usesInput);
