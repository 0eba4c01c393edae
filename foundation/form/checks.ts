import type { FieldError } from '../errors/index.ts';
import { fieldsOf, holds } from './condition.ts';
import {
  allFields,
  type FieldDefinition,
  type FormDefinition,
  type FormValues,
  isObject,
  type Json,
  partsOf,
} from './definition.ts';
import { explain, type Failure, inOrder, pointerPart } from './explain.ts';
import { formatProblem, isDate } from './formats.ts';

type Visit = (field: FieldDefinition, value: Json, pointer: string) => void;
type Unknown = (pointer: string) => void;

/** Visits every answer with its field, rows and parts included, and every key that no field has. */
export function walk(
  fields: readonly FieldDefinition[],
  values: FormValues,
  visit: Visit,
  unknown: Unknown = () => {},
  prefix = '',
): void {
  const byId = new Map(fields.map((field) => [field.id, field]));
  for (const [key, value] of Object.entries(values)) {
    const pointer = `${prefix}/${pointerPart(key)}`;
    const field = byId.get(key);
    if (!field) {
      if (value !== undefined) unknown(pointer);
      continue;
    }
    visit(field, value, pointer);
    const parts = partsOf(field);
    if (!parts) continue;
    if (field.type === 'table') {
      if (!Array.isArray(value)) continue;
      for (const [index, row] of value.entries())
        if (isObject(row)) walk(parts, row, visit, unknown, `${pointer}/${index}`);
    } else if (isObject(value)) walk(parts, value, visit, unknown, pointer);
  }
}

const digitsAfterPoint = (value: number): number => {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  return Math.max(0, (mantissa.split('.')[1] ?? '').length - Number(exponent));
};

type Found = Omit<FieldError, 'pointer'> & { readonly below?: string };

function dateProblem(
  field: FieldDefinition & { type: 'date' },
  day: string,
  on: string,
): Found | undefined {
  if (field.when === 'past' && day > on) return { code: 'form.future_date' };
  if (field.when === 'future' && day < on) return { code: 'form.past_date' };
  if (field.min !== undefined && day < field.min)
    return { code: 'form.too_early', params: { min: field.min } };
  if (field.max !== undefined && day > field.max)
    return { code: 'form.too_late', params: { max: field.max } };
  return undefined;
}

/** What a schema cannot say about one answer: today's date, the order of two days, digits after the point. */
function meaning(field: FieldDefinition, value: Json, on: string): Found | undefined {
  if (field.type === 'date' && typeof value === 'string' && isDate(value))
    return dateProblem(field, value, on);
  if (field.type === 'period' && isObject(value)) {
    const { from, to } = value;
    const both = typeof from === 'string' && typeof to === 'string';
    if (both && isDate(from) && isDate(to) && to < from)
      return { code: 'form.period_order', below: '/to' };
  }
  if (field.type === 'number' && typeof value === 'number' && field.decimals)
    if (digitsAfterPoint(value) > field.decimals)
      return { code: 'form.too_precise', params: { decimals: field.decimals } };
  if (field.type === 'idNumber' && typeof value === 'string') {
    const problem = formatProblem(field, value, on);
    if (problem) return { code: `form.${problem[0]}` };
  }
  return undefined;
}

function ruleErrors(definition: FormDefinition, values: FormValues, wrong: ReadonlySet<string>) {
  const usable = (id: string) => Object.hasOwn(values, id) && !wrong.has(id);
  const errors: FieldError[] = [];
  for (const rule of definition.rules ?? []) {
    if (!fieldsOf(rule.must).every(usable) || wrong.has(rule.at)) continue;
    if (!holds(rule.must, values))
      errors.push({ pointer: `/${rule.at}`, code: 'form.rule', params: { rule: rule.id } });
  }
  return errors;
}

/**
 * From the complaints of a schema validator to the whole verdict: adds what a schema cannot say, then
 * the rules over several answers whose fields are right. The same code runs in browser and server.
 * @param on the civil date of the check
 */
export function judge(
  definition: FormDefinition,
  values: FormValues,
  failures: readonly Failure[],
  on: string,
): FieldError[] {
  const errors = explain(definition, values, failures);
  const told = new Set(errors.map((error) => error.pointer));
  walk(allFields(definition), values, (field, value, pointer) => {
    const found = meaning(field, value, on);
    if (!found) return;
    const { below = '', ...rest } = found;
    if (told.has(pointer + below)) return;
    told.add(pointer + below);
    errors.push({ pointer: pointer + below, ...rest });
  });
  const wrong = new Set(errors.map((error) => error.pointer.split('/')[1] ?? ''));
  return inOrder(definition, [...errors, ...ruleErrors(definition, values, wrong)]);
}

/** Refusals of the formats of cleaned answers, for a validator that does not know our formats. */
export function formatFailures(definition: FormDefinition, values: FormValues): Failure[] {
  const failures: Failure[] = [];
  walk(allFields(definition), values, (field, value, pointer) => {
    if (typeof value === 'string' && formatProblem(field, value))
      failures.push({ pointer, keyword: 'format' });
  });
  return failures;
}

/** Keys of what was sent that no field has. Looked up before cleaning, which drops them; what stands in a hidden or computed field is dropped whole. */
export function unknownKeys(
  definition: FormDefinition,
  raw: FormValues,
  visible: ReadonlySet<string>,
): Failure[] {
  const ignored = new Set(
    allFields(definition)
      .filter((field) => !visible.has(field.id) || field.computed !== undefined)
      .map((field) => field.id),
  );
  const failures: Failure[] = [];
  const unknown = (pointer: string) => {
    if (!ignored.has(pointer.split('/')[1] ?? ''))
      failures.push({ pointer, keyword: 'additionalProperties' });
  };
  walk(allFields(definition), raw, () => {}, unknown);
  return failures;
}
