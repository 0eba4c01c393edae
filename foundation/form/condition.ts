/** A value that a condition compares with: written in the form, or the answer of another field. */
export type Operand = string | number | boolean | { readonly field: string };

/**
 * When something holds, as plain JSON: no code is evaluated, so browser and server cannot disagree.
 * A field without an answer makes every comparison false; only `filled: false` and `not` see it.
 * `greater`, `atLeast`, `less`, `atMost` compare number with number and civil date with civil date.
 */
export type Condition =
  | { readonly field: string; readonly equals: Operand }
  | { readonly field: string; readonly in: readonly (string | number | boolean)[] }
  | { readonly field: string; readonly includes: string }
  | { readonly field: string; readonly filled: boolean }
  | { readonly field: string; readonly greater: Operand }
  | { readonly field: string; readonly atLeast: Operand }
  | { readonly field: string; readonly less: Operand }
  | { readonly field: string; readonly atMost: Operand }
  | { readonly and: readonly Condition[] }
  | { readonly or: readonly Condition[] }
  | { readonly not: Condition };

type Values = Readonly<Record<string, unknown>>;

const answer = (values: Values, field: string): unknown =>
  Object.hasOwn(values, field) ? values[field] : undefined;

const resolve = (values: Values, operand: Operand): unknown =>
  typeof operand === 'object' ? answer(values, operand.field) : operand;

/** Negative, zero or positive as left is below, equal to or above right; NaN when not comparable. */
function order(left: unknown, right: unknown): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left !== 'string' || typeof right !== 'string') return Number.NaN;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Whether a condition holds over cleaned answers. */
export function holds(condition: Condition, values: Values): boolean {
  if ('and' in condition) return condition.and.every((part) => holds(part, values));
  if ('or' in condition) return condition.or.some((part) => holds(part, values));
  if ('not' in condition) return !holds(condition.not, values);
  const value = answer(values, condition.field);
  if ('filled' in condition) return (value !== undefined) === condition.filled;
  if (value === undefined) return false;
  if ('equals' in condition) return value === resolve(values, condition.equals);
  if ('in' in condition) return condition.in.some((one) => one === value);
  if ('includes' in condition) return Array.isArray(value) && value.includes(condition.includes);
  if ('greater' in condition) return order(value, resolve(values, condition.greater)) > 0;
  if ('atLeast' in condition) return order(value, resolve(values, condition.atLeast)) >= 0;
  if ('less' in condition) return order(value, resolve(values, condition.less)) < 0;
  return order(value, resolve(values, condition.atMost)) <= 0;
}

/** Ids of all fields that a condition reads, in order of mention. */
export function fieldsOf(condition: Condition): string[] {
  if ('and' in condition) return condition.and.flatMap(fieldsOf);
  if ('or' in condition) return condition.or.flatMap(fieldsOf);
  if ('not' in condition) return fieldsOf(condition.not);
  const operand = Object.values(condition).find((value) => typeof value === 'object' && value);
  const other = operand && 'field' in operand ? [String(operand.field)] : [];
  return [condition.field, ...other];
}

/** Whether JSON Schema can say it: no other field as operand, and only numbers are ordered. */
export function isExpressible(condition: Condition): boolean {
  if ('and' in condition) return condition.and.every(isExpressible);
  if ('or' in condition) return condition.or.every(isExpressible);
  if ('not' in condition) return isExpressible(condition.not);
  if ('equals' in condition) return typeof condition.equals !== 'object';
  const bound = limitOf(condition);
  return bound === undefined || typeof bound[1] === 'number';
}

/** The JSON Schema keyword of an ordering condition with its bound, or undefined for the others. */
function limitOf(condition: Condition): readonly [string, Operand] | undefined {
  if ('greater' in condition) return ['exclusiveMinimum', condition.greater];
  if ('atLeast' in condition) return ['minimum', condition.atLeast];
  if ('less' in condition) return ['exclusiveMaximum', condition.less];
  if ('atMost' in condition) return ['maximum', condition.atMost];
  return undefined;
}

export type Schema = Readonly<Record<string, unknown>>;

/**
 * The condition as a JSON Schema 2020-12 that accepts exactly the answers for which it holds.
 * @throws {TypeError} for a condition that is not `isExpressible`; publication lint refuses those.
 */
export function conditionSchema(condition: Condition): Schema {
  if ('and' in condition)
    return condition.and.length > 0 ? { allOf: condition.and.map(conditionSchema) } : {};
  if ('or' in condition)
    return condition.or.length > 0 ? { anyOf: condition.or.map(conditionSchema) } : { not: {} };
  if ('not' in condition) return { not: conditionSchema(condition.not) };
  if (!isExpressible(condition)) throw new TypeError('condition cannot be a JSON Schema');
  const of = (schema: Schema): Schema => ({
    required: [condition.field],
    properties: { [condition.field]: schema },
  });
  if ('filled' in condition)
    return condition.filled
      ? { required: [condition.field] }
      : { not: { required: [condition.field] } };
  if ('equals' in condition) return of({ const: condition.equals });
  if ('in' in condition)
    return condition.in.length > 0 ? of({ enum: [...new Set(condition.in)] }) : { not: {} };
  if ('includes' in condition)
    return of({ type: 'array', contains: { const: condition.includes } });
  const [keyword, bound] = limitOf(condition)!;
  return of({ type: 'number', [keyword]: bound });
}
