import { parser, trackVariables } from 'lezer-feel';
import { fromText } from './decimal.ts';
import type { ArithmeticOp, Binding, CompareOp, Expr, Span, TypeExpr, UnaryTests } from './expr.ts';
import { stringText } from './format.ts';
import { parseTemporal } from './temporal-text.ts';
import { canonicalName } from './value.ts';

/** Names that may stand in an expression, with the names of their members. */
export type NameTree = { readonly [name: string]: NameTree | null };

/** Why a text is no FEEL, and where. */
export type SyntaxFault = {
  readonly code: 'syntax' | 'too_long' | 'too_deep' | 'unsupported' | 'literal';
  readonly near: string;
  readonly at: number;
};
export type Parsed<T> = { readonly ok: T } | { readonly fault: SyntaxFault };

/** The longest text that is read, in UTF-16 units. */
const MAX_LENGTH = 20_000;
const MAX_DEPTH = 400;

type Node = ReturnType<ReturnType<typeof parser.parse>['resolve']>;

class Fault extends Error {
  readonly fault: SyntaxFault;
  constructor(code: SyntaxFault['code'], text: string, node: Span) {
    super(code);
    this.fault = { code, near: text.slice(node.from, node.from + 20), at: node.from };
  }
}

/** A text under reading; `ranges` holds where `range<` was written, which the grammar does not know. */
type Source = {
  readonly text: string;
  readonly ranges: ReadonlySet<number>;
  depth: number;
};

function children(node: Node): Node[] {
  const out: Node[] = [];
  for (let c = node.firstChild; c; c = c.nextSibling) {
    if (c.name !== 'LineComment' && c.name !== 'BlockComment') out.push(c);
  }
  return out;
}

/** Keywords and punctuation are named by themselves, in small letters; every part that counts is capitalised. */
const isPart = (n: Node): boolean =>
  (/^[A-Z]/.test(n.name) && n.name !== 'ArithOp' && n.name !== 'CompareOp') ||
  n.name === '?' ||
  n.name === 'null';
const parts = (node: Node): Node[] => children(node).filter(isPart);
const textOf = (s: Source, n: Span): string => s.text.slice(n.from, n.to);
const nameOf = (s: Source, n: Node): string => canonicalName(textOf(s, n));
const spanOf = (n: Node): Span => ({ from: n.from, to: n.to });

const stringOf = (s: Source, n: Node): string => stringText(textOf(s, n).slice(1, -1));

function typeOf(s: Source, node: Node): TypeExpr {
  const inner = node.name === 'Type' ? parts(node)[0]! : node;
  const kids = parts(inner);
  if (inner.name === 'ListType') {
    const of = typeOf(s, kids[0]!);
    return { is: s.ranges.has(inner.from - 1) ? 'range' : 'list', of };
  }
  if (inner.name === 'ContextType') {
    const members = kids.flatMap((entries) =>
      parts(entries).map((e) => {
        const [name, type] = parts(e);
        return [nameOf(s, name!), typeOf(s, type!)] as const;
      }),
    );
    return { is: 'context', members };
  }
  if (inner.name === 'FunctionType') {
    const params = kids
      .filter((k) => k.name === 'ArgumentTypes')
      .flatMap((a) => parts(a).map((p) => typeOf(s, parts(p)[0]!)));
    const result = kids.find((k) => k.name === 'Type');
    return { is: 'function', params, result: result ? typeOf(s, result) : null };
  }
  return { is: 'name', name: textOf(s, inner).replace(/\s+/g, ' ').trim() };
}

function bindingsOf(s: Source, node: Node): Binding[] {
  const all = parts(node).find((n) => n.name === 'InExpressions')!;
  return parts(all).map((b) => {
    const [name, context] = parts(b);
    const [from, to] = context!.name === 'IterationContext' ? parts(context!) : [context!];
    return { name: nameOf(s, name!), from: exprOf(s, from!), to: to ? exprOf(s, to) : null };
  });
}

/** The tests under a node: one test, a list of tests, or tests in parentheses. */
function testsOf(s: Source, node: Node): Expr[] {
  if (node.name === 'PositiveUnaryTests') return parts(node).flatMap((p) => testsOf(s, p));
  if (node.name === 'PositiveUnaryTest') return [exprOf(s, parts(node)[0]!)];
  return [exprOf(s, node)];
}

/** `< 5` standing alone; in parentheses it is a range. */
const isBareTest = (n: Node): boolean =>
  n.name === 'SimplePositiveUnaryTest' && children(n).some((c) => c.name === 'CompareOp');

/**
 * An operand. The grammar lets a unary test stand wherever an expression may, so that `a = = 2` reads as
 * `a = (= 2)`, a comparison of a value with a range that is never true: it is refused as the slip it is.
 */
function operandOf(s: Source, node: Node): Expr {
  if (isBareTest(node)) throw new Fault('syntax', s.text, node);
  return exprOf(s, node);
}

function comparison(s: Source, node: Node): Expr {
  const span = spanOf(node);
  const all = children(node);
  const [left, ...rest] = all.filter(isPart);
  const value = operandOf(s, left!);
  if (all.some((n) => n.name === 'between')) {
    const [low, high] = rest;
    return { kind: 'between', value, low: operandOf(s, low!), high: operandOf(s, high!), span };
  }
  if (all.some((n) => n.name === 'in')) {
    return { kind: 'in', value, tests: rest.flatMap((r) => testsOf(s, r)), span };
  }
  const op = textOf(s, all.find((n) => n.name === 'CompareOp')!) as CompareOp;
  return { kind: 'compare', op, left: value, right: operandOf(s, rest[0]!), span };
}

function call(s: Source, node: Node): Expr {
  const [callee, params] = parts(node);
  const name = callee!;
  const special = name.name === 'DateTimeConstructor' || name.name === 'SpecialFunctionName';
  const target: Expr = special
    ? { kind: 'name', name: nameOf(s, name), span: spanOf(name) }
    : exprOf(s, name);
  const given = params ? parts(params) : [];
  if (params?.name !== 'NamedParameters') {
    const args = given.map((a) => exprOf(s, a));
    return { kind: 'call', callee: target, args, names: null, span: spanOf(node) };
  }
  const pairs = given.map((p) => parts(p));
  return {
    kind: 'call',
    callee: target,
    args: pairs.map(([, value]) => exprOf(s, value!)),
    names: pairs.map(([n]) => nameOf(s, n!)),
    span: spanOf(node),
  };
}

function arithmetic(s: Source, node: Node): Expr {
  const span = spanOf(node);
  const [left, right] = parts(node);
  if (!right) return { kind: 'negate', operand: operandOf(s, left!), span };
  const sign = children(node).find((n) => n.name === 'ArithOp')!;
  const op = textOf(s, sign) as ArithmeticOp;
  return { kind: 'arithmetic', op, left: operandOf(s, left!), right: operandOf(s, right), span };
}

function interval(s: Source, node: Node): Expr {
  const [start, end] = parts(node);
  const text = textOf(s, node);
  return {
    kind: 'range',
    start: exprOf(s, start!),
    end: exprOf(s, end!),
    startIncluded: text.startsWith('['),
    endIncluded: text.endsWith(']'),
    span: spanOf(node),
  };
}

function functionDefinition(s: Source, node: Node): Expr {
  if (children(node).some((n) => n.name === 'external'))
    throw new Fault('unsupported', s.text, node);
  const all = parts(node);
  const formal = all.find((n) => n.name === 'FormalParameters');
  const params = (formal ? parts(formal) : []).map((p) => {
    const [name, type] = parts(p);
    return { name: nameOf(s, name!), type: type ? typeOf(s, type) : null };
  });
  const body = exprOf(s, parts(all.find((n) => n.name === 'FunctionBody')!)[0]!);
  return { kind: 'function', params, body, span: spanOf(node) };
}

function context(s: Source, node: Node): Expr {
  const entries = parts(node).map((entry) => {
    const [key, value] = parts(entry);
    const name = parts(key!)[0]!;
    const text = name.name === 'StringLiteral' ? stringOf(s, name) : textOf(s, name);
    return { key: text.replace(/\s+/g, ' '), value: exprOf(s, value!) };
  });
  return { kind: 'context', entries, span: spanOf(node) };
}

function numeric(s: Source, node: Node): Expr {
  const value = fromText(textOf(s, node).replace(/\s/g, ''));
  if (value === null) throw new Fault('literal', s.text, node);
  return { kind: 'literal', value, span: spanOf(node) };
}

function atLiteral(s: Source, node: Node): Expr {
  const first = parts(node)[0]!;
  if (first.name !== 'AtLiteral') return call(s, node);
  const value = parseTemporal(stringOf(s, parts(first)[0]!));
  if (value === null) return { kind: 'literal', value, faulty: true, span: spanOf(node) };
  return { kind: 'literal', value, span: spanOf(node) };
}

const READERS: Readonly<Record<string, (s: Source, node: Node) => Expr>> = {
  NumericLiteral: numeric,
  StringLiteral: (s, n) => ({ kind: 'literal', value: stringOf(s, n), span: spanOf(n) }),
  BooleanLiteral: (s, n) => ({ kind: 'literal', value: textOf(s, n) === 'true', span: spanOf(n) }),
  null: (_, n) => ({ kind: 'literal', value: null, span: spanOf(n) }),
  '?': (_, n) => ({ kind: 'input', span: spanOf(n) }),
  VariableName: (s, n) =>
    textOf(s, n) === '?'
      ? { kind: 'input', span: spanOf(n) }
      : { kind: 'name', name: nameOf(s, n), span: spanOf(n) },
  ParenthesizedExpression: (s, n) => exprOf(s, parts(n)[0]!),
  PositiveUnaryTest: (s, n) => exprOf(s, parts(n)[0]!),
  SimplePositiveUnaryTest: (s, n) => {
    const op = children(n).find((c) => c.name === 'CompareOp');
    const inner = parts(n)[0]!;
    if (!op) return exprOf(s, inner);
    const operand = operandOf(s, inner);
    return { kind: 'unary', op: textOf(s, op) as CompareOp, operand, span: spanOf(n) };
  },
  Interval: interval,
  ArithmeticExpression: arithmetic,
  Comparison: comparison,
  Conjunction: (s, n) => {
    const [left, right] = parts(n);
    return { kind: 'and', left: operandOf(s, left!), right: operandOf(s, right!), span: spanOf(n) };
  },
  Disjunction: (s, n) => {
    const [left, right] = parts(n);
    return { kind: 'or', left: operandOf(s, left!), right: operandOf(s, right!), span: spanOf(n) };
  },
  IfExpression: (s, n) => {
    const [condition, yes, no] = parts(n).map((p) => operandOf(s, p));
    return { kind: 'if', condition: condition!, yes: yes!, no: no!, span: spanOf(n) };
  },
  ForExpression: (s, n) => ({
    kind: 'for',
    bindings: bindingsOf(s, n),
    body: exprOf(s, parts(n).at(-1)!),
    span: spanOf(n),
  }),
  QuantifiedExpression: (s, n) => ({
    kind: 'quantified',
    every: children(n)[0]!.name === 'every',
    bindings: bindingsOf(s, n),
    body: exprOf(s, parts(n).at(-1)!),
    span: spanOf(n),
  }),
  PathExpression: (s, n) => {
    const [object, name] = parts(n);
    return { kind: 'path', object: exprOf(s, object!), name: nameOf(s, name!), span: spanOf(n) };
  },
  FilterExpression: (s, n) => {
    const [list, condition] = parts(n);
    return {
      kind: 'filter',
      list: exprOf(s, list!),
      condition: exprOf(s, condition!),
      span: spanOf(n),
    };
  },
  FunctionInvocation: call,
  DateTimeLiteral: atLiteral,
  List: (s, n) => ({ kind: 'list', items: parts(n).map((p) => exprOf(s, p)), span: spanOf(n) }),
  Context: context,
  FunctionDefinition: functionDefinition,
  InstanceOfExpression: (s, n) => {
    const [value, type] = parts(n);
    return { kind: 'instance', value: exprOf(s, value!), type: typeOf(s, type!), span: spanOf(n) };
  },
};

function exprOf(s: Source, node: Node): Expr {
  const read = READERS[node.name];
  if (!read) throw new Fault('unsupported', s.text, node);
  s.depth += 1;
  if (s.depth > MAX_DEPTH) throw new Fault('too_deep', s.text, node);
  const e = read(s, node);
  s.depth -= 1;
  return e;
}

/** Reads FEEL texts in which the given names are known; a name may hold blanks and signs. */
export type Reader = {
  readonly expression: (text: string) => Parsed<Expr>;
  readonly tests: (text: string) => Parsed<UnaryTests>;
};

function read<T>(
  grammar: typeof parser,
  text: string,
  build: (s: Source, top: Node) => T,
): Parsed<T> {
  if (text.length > MAX_LENGTH) return { fault: { code: 'too_long', near: '', at: 0 } };
  const ranges = new Set<number>();
  const known = text.replace(/\brange(?=\s*<)/g, (_, at: number) => {
    ranges.add(at);
    return ' list';
  });
  try {
    const tree = grammar.parse(known);
    let wrong: Span | null = null;
    tree.iterate({
      enter: (n) => {
        if (n.type.isError) wrong ??= { from: n.from, to: n.to };
      },
    });
    if (wrong) throw new Fault('syntax', text, wrong);
    return { ok: build({ text, ranges, depth: 0 }, tree.topNode) };
  } catch (error) {
    if (error instanceof Fault) return { fault: error.fault };
    // lezer-feel's context tracker itself throws on some broken names ("no tokens to declare name").
    if (error instanceof Error && /token|name/.test(error.message)) {
      return { fault: { code: 'syntax', near: text.slice(0, 20), at: 0 } };
    }
    throw error;
  }
}

/** A reader for one static scope. The names decide how a text is cut: `a-b` is one name where `a-b` is known. */
export function createReader(names: NameTree): Reader {
  const contextTracker = trackVariables(names);
  const expressions = parser.configure({ top: 'Expression', contextTracker });
  const tests = parser.configure({ top: 'UnaryTests', contextTracker });
  return {
    expression: (text) =>
      read(expressions, text, (s, top) => {
        const first = parts(top)[0];
        if (!first) throw new Fault('syntax', text, { from: 0, to: 0 });
        return exprOf(s, first);
      }),
    tests: (text) => read(tests, text, unaryTests),
  };
}

function unaryTests(s: Source, top: Node): UnaryTests {
  const all = children(top);
  if (all.some((n) => n.name === 'Wildcard')) return { any: true, negated: false, tests: [] };
  const list = parts(top);
  if (list.length === 0) throw new Fault('syntax', s.text, { from: 0, to: 0 });
  const negated = all.some((n) => n.name === 'not');
  return { any: false, negated, tests: list.flatMap((n) => testsOf(s, n)) };
}
