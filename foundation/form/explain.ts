import type { FieldError } from '../errors/index.ts';
import {
  allFields,
  type FieldDefinition,
  type FormDefinition,
  type FormValues,
  isObject,
  partsOf,
} from './definition.ts';
import { formatProblem, type Named } from './formats.ts';
import { MAX_FILES, MAX_LENGTH, MAX_NUMBER, MAX_ROWS } from './schema.ts';

/** Most errors that one answer of the server carries; the rest would not be read. */
const MOST_ERRORS = 200;

/** A complaint of a JSON Schema validator: where (RFC 6901) and which keyword. */
export type Failure = { readonly pointer: string; readonly keyword: string };

/** One piece of a JSON Pointer, escaped (RFC 6901 section 3). */
export const pointerPart = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');
const plainPart = (key: string) => key.replaceAll('~1', '/').replaceAll('~0', '~');

/** The most telling complaint about one answer comes first; only that one is shown. */
const PRIORITY = [
  'additionalProperties',
  'type',
  'required',
  'const',
  'enum',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minLength',
  'maxLength',
  'pattern',
  'format',
  'minimum',
  'maximum',
];

/** A field within the form, a pointer that ends at it, and its place for sorting. */
export type Place = {
  readonly field: FieldDefinition | undefined;
  readonly pointer: string;
  readonly place: readonly number[];
};

/** The field that a pointer is about; a pointer into a list of choices or files means the whole field. */
export function locate(definition: FormDefinition, pointer: string): Place {
  let fields: readonly FieldDefinition[] | undefined = allFields(definition);
  let field: FieldDefinition | undefined;
  const place: number[] = [];
  const used: string[] = [];
  for (const part of pointer.split('/').slice(1)) {
    if (!fields) break;
    if (field?.type === 'table' && place.length % 2 === 1) {
      place.push(Number(part));
    } else {
      const index: number = fields.findIndex((one) => one.id === plainPart(part));
      field = fields[index];
      place.push(index < 0 ? fields.length : index);
      fields = field && partsOf(field);
    }
    used.push(part);
  }
  return { field, pointer: used.length === 0 ? pointer : `/${used.join('/')}`, place };
}

/** The value at a pointer, or undefined. */
export function valueAt(values: FormValues, pointer: string): unknown {
  let value: unknown = values;
  for (const part of pointer.split('/').slice(1)) {
    const key = plainPart(part);
    if (Array.isArray(value)) value = value[Number(key)];
    else value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }
  return value;
}

/** Fen as people write yuan: 1250 → `12.50`. */
export const yuan = (fen: number): string => {
  const cents = Math.abs(fen);
  const sign = fen < 0 ? '-' : '';
  return `${sign}${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
};

const wrongShape: Record<FieldDefinition['type'], string> = {
  text: 'not_text',
  longText: 'not_text',
  number: 'not_a_number',
  money: 'not_money',
  date: 'date',
  period: 'period',
  choice: 'choice',
  region: 'region',
  idNumber: 'id_length',
  uscc: 'uscc_length',
  phone: 'phone',
  address: 'address',
  file: 'file',
  table: 'table',
  declaration: 'declaration',
};

function limits(field: FieldDefinition, keyword: string): Named {
  const low = keyword.startsWith('min');
  switch (field.type) {
    case 'text':
    case 'longText': {
      if (low) return ['too_short', { min: field.minLength ?? 0 }];
      return ['too_long', { max: field.maxLength ?? MAX_LENGTH[field.type] }];
    }
    case 'number':
      if (low) return ['too_small', { min: field.min ?? -MAX_NUMBER }];
      return ['too_large', { max: field.max ?? MAX_NUMBER }];
    case 'money':
      if (low) return ['money_too_small', { min: yuan(field.minFen ?? 0) }];
      return ['money_too_large', { max: yuan(field.maxFen ?? MAX_NUMBER) }];
    case 'choice':
      if (low) return ['too_few', { min: field.min ?? 0 }];
      return ['too_many', { max: field.max ?? field.options.length }];
    case 'file':
      if (low) return ['too_few_files', { min: field.min ?? 0 }];
      return ['too_many_files', { max: field.max ?? MAX_FILES }];
    case 'table':
      if (low) return ['too_few_rows', { min: field.min ?? 1 }];
      return ['too_many_rows', { max: field.max ?? MAX_ROWS }];
    default:
      return [wrongShape[field.type]];
  }
}

function nameOf(field: FieldDefinition, keyword: string, value: unknown): Named {
  switch (keyword) {
    case 'required':
      return [field.type === 'declaration' ? 'declaration' : 'required'];
    case 'pattern':
      return field.type === 'text' || field.type === 'longText'
        ? ['pattern']
        : [wrongShape[field.type]];
    case 'uniqueItems':
      return ['repeated'];
    case 'format':
      return formatProblem(field, String(value)) ?? [wrongShape[field.type]];
    case 'type':
      // A fraction where whole people or things are counted is a number, but not one of these.
      return field.type === 'number' && typeof value === 'number'
        ? ['not_whole']
        : [wrongShape[field.type]];
    case 'const':
    case 'enum':
      return [wrongShape[field.type]];
    default:
      return limits(field, keyword);
  }
}

function byPlace(one: Place, other: Place): number {
  for (let index = 0; index < Math.max(one.place.length, other.place.length); index += 1) {
    const difference = (one.place[index] ?? -1) - (other.place[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return one.pointer < other.pointer ? -1 : 1;
}

/** Complaints of either validator → at most one error a field, in the order of the form. */
export function explain(
  definition: FormDefinition,
  values: FormValues,
  failures: readonly Failure[],
): FieldError[] {
  const worst = new Map<string, { rank: number; at: Place; keyword: string }>();
  for (const { pointer, keyword } of failures) {
    const rank = PRIORITY.indexOf(keyword);
    // Keywords that only combine others (if, allOf, properties, items …) say nothing themselves.
    if (rank < 0) continue;
    const at =
      keyword === 'additionalProperties'
        ? unknownAt(definition, pointer)
        : locate(definition, pointer);
    const known = worst.get(at.pointer);
    if (!known || rank < known.rank) worst.set(at.pointer, { rank, at, keyword });
  }
  const sorted = [...worst.values()].sort((one, other) => byPlace(one.at, other.at));
  return sorted.slice(0, MOST_ERRORS).map(({ at, keyword }) => {
    if (!at.field) return { pointer: at.pointer, code: 'form.unknown' };
    const [name, params] = nameOf(at.field, keyword, valueAt(values, at.pointer));
    return { pointer: at.pointer, code: `form.${name}`, ...(params && { params }) };
  });
}

const unknownAt = (definition: FormDefinition, pointer: string): Place => ({
  field: undefined,
  pointer,
  place: locate(definition, pointer).place,
});

/** Puts the errors in the order of the form. */
export const inOrder = (definition: FormDefinition, errors: readonly FieldError[]): FieldError[] =>
  errors
    .map((error) => ({
      error,
      at: { ...locate(definition, error.pointer), pointer: error.pointer },
    }))
    .sort((one, other) => byPlace(one.at, other.at))
    .map(({ error }) => error)
    .slice(0, MOST_ERRORS);
