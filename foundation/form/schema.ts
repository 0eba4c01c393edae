import { REGION_LEVELS, type RegionLevel } from '../identifier/browser.ts';
import { conditionSchema, type Schema } from './condition.ts';
import {
  allFields,
  type FieldDefinition,
  type FormDefinition,
  partsOf,
  type TableField,
} from './definition.ts';

const UUID = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';

/** Most characters of a text answer, when the form does not say. */
export const MAX_LENGTH = { text: 200, longText: 2000 } as const;
/** Most rows of a table and most files of a field, when the form does not say. */
export const MAX_ROWS = 100;
export const MAX_FILES = 20;
/** Largest absolute value of a number: above it, JSON numbers lose digits. */
export const MAX_NUMBER = Number.MAX_SAFE_INTEGER;

const regionPattern = (level: RegionLevel = 'province') => {
  const first = REGION_LEVELS.findIndex(([name]) => name === level);
  const lengths = REGION_LEVELS.slice(first).map(([, digits]) => `[0-9]{${digits - 1}}`);
  return `^[1-9](?:${lengths.join('|')})$`;
};

/** Only texts are compared: the comparison of Ajv calls `valueOf` of an object, which may be sent as data. */
const allDifferent: Schema = {
  if: { items: { type: 'string' } },
  // biome-ignore lint/suspicious/noThenProperty: "then" is the JSON Schema keyword
  then: { uniqueItems: true },
};

/** Drops the entries without a value: JSON Schema has no `undefined`. */
const given = (schema: Record<string, unknown>): Schema =>
  Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));

const rows = (field: TableField): Schema => ({
  type: 'array',
  minItems: field.min ?? (field.required ? 1 : 0),
  maxItems: field.max ?? MAX_ROWS,
  items: objectSchema(field.columns),
});

/** The schema of one answer. */
export function fieldSchema(field: FieldDefinition): Schema {
  switch (field.type) {
    case 'text':
    case 'longText':
      return given({
        type: 'string',
        minLength: field.minLength,
        maxLength: field.maxLength ?? MAX_LENGTH[field.type],
        pattern: field.pattern === undefined ? undefined : `^(?:${field.pattern})$`,
      });
    case 'number':
      return {
        type: field.decimals ? 'number' : 'integer',
        minimum: field.min ?? -MAX_NUMBER,
        maximum: field.max ?? MAX_NUMBER,
      };
    case 'money':
      return { type: 'integer', minimum: field.minFen ?? 0, maximum: field.maxFen ?? MAX_NUMBER };
    case 'date':
      return { type: 'string', format: 'date' };
    case 'idNumber':
      return { type: 'string', format: 'cn-id' };
    case 'uscc':
      return { type: 'string', format: 'uscc' };
    case 'phone':
      return { type: 'string', format: field.landline ? 'cn-phone' : 'cn-mobile' };
    case 'region':
      return { type: 'string', pattern: regionPattern(field.level) };
    case 'declaration':
      return { const: true };
    case 'file':
      return {
        type: 'array',
        items: { type: 'string', pattern: UUID },
        minItems: field.min ?? 0,
        maxItems: field.max ?? MAX_FILES,
        ...allDifferent,
      };
    case 'choice':
      return choiceSchema(field);
    case 'table':
      return rows(field);
    default:
      return objectSchema(partsOf(field)!);
  }
}

function choiceSchema(field: FieldDefinition & { type: 'choice' }): Schema {
  const one = { enum: field.options.map((option) => option.value) };
  if (field.as !== 'multi') return one;
  return {
    type: 'array',
    items: one,
    minItems: field.min ?? 0,
    maxItems: field.max ?? field.options.length,
    ...allDifferent,
  };
}

/** A computed answer may be missing: nobody can be asked to type it. */
const mustAnswer = (field: FieldDefinition) =>
  field.computed === undefined && (field.required === true || field.type === 'declaration');

function objectSchema(fields: readonly FieldDefinition[]): Schema {
  const conditional = fields.filter((field) => field.showIf !== undefined);
  const always = fields.filter((field) => field.showIf === undefined && mustAnswer(field));
  return given({
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.id, fieldSchema(field)])),
    required: always.map((field) => field.id),
    additionalProperties: false,
    allOf: conditional.length === 0 ? undefined : conditional.map(visibility),
  });
}

const visibility = (field: FieldDefinition): Schema =>
  given({
    if: conditionSchema(field.showIf!),
    // biome-ignore lint/suspicious/noThenProperty: "then" is the JSON Schema keyword
    then: mustAnswer(field) ? { required: [field.id] } : undefined,
    else: { properties: { [field.id]: false } },
  });

/**
 * The form as a JSON Schema 2020-12 document for cleaned answers. It says everything except what a
 * schema cannot: whether a date is past or future on the day of submission, and rules over several
 * answers. Formats `cn-id`, `uscc`, `cn-mobile`, `cn-phone` are ours; `date` is RFC 3339 full-date.
 */
export const toJsonSchema = (definition: FormDefinition): Schema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: `urn:yiwang:form:${encodeURIComponent(definition.id)}:${definition.version}`,
  title: definition.title.zh,
  ...objectSchema(allFields(definition)),
});
