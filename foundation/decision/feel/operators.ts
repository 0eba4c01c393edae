import { minus, opposite, over, plus, raise, times } from './arithmetic.ts';
import * as D from './decimal.ts';
import { Dec } from './decimal.ts';
import type { ArithmeticOp, CompareOp, Span } from './expr.ts';
import { ANY, BOOLEAN, type Kind, kindText, NUMBER } from './kind.ts';
import type { Code, Fn, Scope } from './scope.ts';
import { equal, order, type Value } from './value.ts';

const ARITHMETIC: Readonly<Record<ArithmeticOp, (a: Value, b: Value) => Value>> = {
  '+': plus,
  '-': minus,
  '*': times,
  '/': over,
  '**': raise,
};

const DAYS = 'days and time duration';
const MONTHS = 'years and months duration';
const POINTS = ['date', 'time', 'date and time'];

/** What `a op b` yields for two known kinds; undefined where the operation has no meaning. */
function resultOf(op: ArithmeticOp, a: string, b: string): string | undefined {
  if (a === 'number' && b === 'number') return 'number';
  if (a === 'string' && b === 'string' && op === '+') return 'string';
  const [duration, other] = a === DAYS || a === MONTHS ? [a, b] : [b, a];
  const isDuration = duration === DAYS || duration === MONTHS;
  if (op === '+' || op === '-') {
    if (isDuration && other === duration) return duration;
    if (isDuration && POINTS.includes(other) && !(other === 'time' && duration === MONTHS)) {
      return op === '-' && duration === a ? undefined : other;
    }
    if (op === '-' && POINTS.includes(a) && POINTS.includes(b)) {
      return (a === 'time') === (b === 'time') ? DAYS : undefined;
    }
  }
  if (isDuration && other === 'number' && (op === '*' || (op === '/' && duration === a))) {
    return duration;
  }
  return op === '/' && isDuration && a === b ? 'number' : undefined;
}

const known = (k: Kind): boolean => k.is !== 'any' && k.is !== 'null' && k.is !== 'list';

/** The operation on two constants is done once. */
export function folded(run: Fn, kind: Kind, parts: readonly Code[]): Code {
  if (!parts.every((p) => p.constant)) return { run, kind };
  const value = run({ v: [], env: { now: null, zone: 'UTC' } });
  return { run: () => value, kind, constant: { value } };
}

export function arithmetic(op: ArithmeticOp, a: Code, b: Code, s: Scope, span: Span): Code {
  let kind: Kind = ANY;
  if (known(a.kind) && known(b.kind)) {
    const result = resultOf(op, a.kind.is, b.kind.is);
    if (result) kind = { is: result as Kind['is'] };
    else {
      const params = { op, left: kindText(a.kind), right: kindText(b.kind) };
      s.unit.problem('not_combinable', params, span);
    }
  } else if (op === '**') kind = NUMBER;
  const apply = ARITHMETIC[op];
  const { run: left } = a;
  const { run: right } = b;
  if (op === '+') {
    const sum: Fn = (f) => {
      const x = left(f);
      const y = right(f);
      return x instanceof Dec && y instanceof Dec ? D.add(x, y) : plus(x, y);
    };
    return folded(sum, kind, [a, b]);
  }
  return folded((f) => apply(left(f), right(f)), kind, [a, b]);
}

export function negation(operand: Code): Code {
  const { run } = operand;
  return folded((f) => opposite(run(f)), operand.kind, [operand]);
}

/** Decides from an order (negative, zero, positive) whether the comparison holds. */
export const HOLDS: Readonly<Record<'<' | '<=' | '>' | '>=', (c: number) => boolean>> = {
  '<': (c) => c < 0,
  '<=': (c) => c <= 0,
  '>': (c) => c > 0,
  '>=': (c) => c >= 0,
};

const UNORDERED = ['boolean', 'context', 'function', 'range'];

/** Reports a comparison of two kinds that can never be compared. */
function checkComparable(op: CompareOp, a: Kind, b: Kind, s: Scope, span: Span): void {
  if (!known(a) || !known(b)) return;
  const ordered = op !== '=' && op !== '!=';
  if (a.is !== b.is || (ordered && UNORDERED.includes(a.is))) {
    s.unit.problem('not_comparable', { op, left: kindText(a), right: kindText(b) }, span);
  }
}

export function comparison(op: CompareOp, a: Code, b: Code, s: Scope, span: Span): Code {
  checkComparable(op, a.kind, b.kind, s, span);
  const { run: left } = a;
  const { run: right } = b;
  if (op === '=') return folded((f) => equal(left(f), right(f)), BOOLEAN, [a, b]);
  if (op === '!=') {
    const differs: Fn = (f) => {
      const same = equal(left(f), right(f));
      return same === null ? null : !same;
    };
    return folded(differs, BOOLEAN, [a, b]);
  }
  const holds = HOLDS[op];
  const k = b.constant?.value;
  if (k instanceof Dec && !a.constant) {
    const run: Fn = (f) => {
      const x = left(f);
      return x instanceof Dec ? holds(D.compare(x, k)) : null;
    };
    return { run, kind: BOOLEAN };
  }
  const run: Fn = (f) => {
    const c = order(left(f), right(f));
    return c === null ? null : holds(c);
  };
  return folded(run, BOOLEAN, [a, b]);
}

function wantBoolean(code: Code, s: Scope, span: Span): void {
  if (known(code.kind) && code.kind.is !== 'boolean') {
    s.unit.problem('not_boolean', { kind: kindText(code.kind) }, span);
  }
}

/** Three-valued `and` and `or` (DMN 1.5, table 50); a value that is no boolean counts as null. */
export function logical(op: 'and' | 'or', a: Code, b: Code, s: Scope, spans: [Span, Span]): Code {
  wantBoolean(a, s, spans[0]);
  wantBoolean(b, s, spans[1]);
  const { run: left } = a;
  const { run: right } = b;
  const decisive = op === 'or';
  const run: Fn = (f) => {
    const x = left(f);
    if (x === decisive) return decisive;
    const y = right(f);
    if (y === decisive) return decisive;
    return x === !decisive && y === !decisive ? !decisive : null;
  };
  return folded(run, BOOLEAN, [a, b]);
}

export function choice(c: Code, yes: Code, no: Code, kind: Kind, s: Scope, span: Span): Code {
  wantBoolean(c, s, span);
  const { run: condition } = c;
  const { run: then } = yes;
  const { run: otherwise } = no;
  return { kind, run: (f) => (condition(f) === true ? then(f) : otherwise(f)) };
}

export function between(v: Code, low: Code, high: Code, s: Scope, span: Span): Code {
  checkComparable('>=', v.kind, low.kind, s, span);
  checkComparable('<=', v.kind, high.kind, s, span);
  const run: Fn = (f) => {
    const x = v.run(f);
    const c = order(x, low.run(f));
    const d = order(x, high.run(f));
    if ((c !== null && c < 0) || (d !== null && d > 0))
      return c === null || d === null ? null : false;
    return c === null || d === null ? null : true;
  };
  return folded(run, BOOLEAN, [v, low, high]);
}
