import { checkPhone } from '../identifier/browser.ts';
import { holds } from './condition.ts';
import {
  allFields,
  type FieldDefinition,
  type FormDefinition,
  type FormValues,
  isObject,
  type Json,
  partsOf,
} from './definition.ts';

/**
 * Computes an answer: a FEEL expression over the earlier answers → a JSON value, or null for none.
 * The host supplies it, so that forms do not depend on an expression engine.
 */
export type Evaluate = (feel: string, answers: FormValues) => Json | undefined;

/** People paste identifiers with blanks and full-width digits; neither is part of the number. */
const compact = (text: string) => text.normalize('NFKC').replace(/[\s\u200b-\u200f\ufeff]/g, '');

function tidyText(field: FieldDefinition, text: string): string {
  switch (field.type) {
    case 'text':
    case 'longText':
      return text.trim();
    case 'idNumber':
    case 'uscc':
      return compact(text).toUpperCase();
    case 'date':
    case 'region':
      return compact(text);
    case 'phone': {
      const phone = checkPhone(text);
      return phone.ok ? phone.number : text.trim();
    }
    default:
      return text;
  }
}

/** The answer in the form in which it is kept, or undefined when nothing was answered. */
function tidy(field: FieldDefinition, value: Json | undefined): Json | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return tidyText(field, value) || undefined;
  // JSON has no NaN and no infinity: kept as text, they are refused as "not a number".
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) {
    if (value.length === 0) return undefined;
    const columns = field.type === 'table' ? field.columns : undefined;
    return columns ? value.map((row) => (isObject(row) ? tidyParts(columns, row) : row)) : value;
  }
  const parts = partsOf(field);
  if (!parts || field.type === 'table' || !isObject(value)) return value;
  const tidied = tidyParts(parts, value);
  return Object.keys(tidied).length === 0 ? undefined : tidied;
}

const own = (values: FormValues, key: string): Json | undefined =>
  Object.hasOwn(values, key) ? values[key] : undefined;

function tidyParts(parts: readonly FieldDefinition[], raw: FormValues): FormValues {
  const kept: Record<string, Json> = {};
  for (const field of parts) {
    const value = tidy(field, own(raw, field.id));
    if (value !== undefined) kept[field.id] = value;
  }
  return kept;
}

/** Answers as they are kept, and the fields that are asked. */
export type Settled = { readonly values: FormValues; readonly visible: ReadonlySet<string> };

/** Goes through the form as a person does: each condition sees the kept answers before it. */
export function settle(definition: FormDefinition, raw: FormValues, evaluate?: Evaluate): Settled {
  const values: Record<string, Json> = {};
  const visible = new Set<string>();
  for (const field of allFields(definition)) {
    if (field.showIf && !holds(field.showIf, values)) continue;
    visible.add(field.id);
    const given = field.computed ? evaluate?.(field.computed, values) : own(raw, field.id);
    const value = tidy(field, given);
    if (value !== undefined) values[field.id] = value;
  }
  return { values, visible };
}

/**
 * The answers as they are kept and submitted: blanks trimmed, identifiers normalised, empty answers,
 * hidden fields and unknown keys dropped. A computed answer is never taken from `data`: it comes from
 * `evaluate`, or is left out without one.
 */
export const clean = (
  definition: FormDefinition,
  data: FormValues,
  evaluate?: Evaluate,
): FormValues => settle(definition, data, evaluate).values;

/** Ids of the fields that are asked, given the answers so far. */
export const visibleFields = (
  definition: FormDefinition,
  data: FormValues,
  evaluate?: Evaluate,
): ReadonlySet<string> => settle(definition, data, evaluate).visible;

/** Pages on which something is asked, in order: what "3 of 7" counts. */
export function visiblePages(definition: FormDefinition, data: FormValues, evaluate?: Evaluate) {
  const visible = visibleFields(definition, data, evaluate);
  return definition.pages.filter((page) => page.fields.some((field) => visible.has(field.id)));
}
