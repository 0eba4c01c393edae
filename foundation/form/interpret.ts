import { Validator } from '@cfworker/json-schema';
import type { FieldError } from '../errors/index.ts';
import { formatFailures, judge, unknownKeys } from './checks.ts';
import { type Evaluate, settle } from './clean.ts';
import type { Schema } from './condition.ts';
import { type FormDefinition, type FormValues, isObject } from './definition.ts';
import type { Failure } from './explain.ts';
import { toJsonSchema } from './schema.ts';

/** The civil date of the check, and who computes computed fields (none: they count as unanswered). */
export type CheckOptions = { readonly on: string; readonly evaluate?: Evaluate };

/** A form that is being filled in is checked again and again; its schema is compiled once. */
const compiled = new WeakMap<FormDefinition, { schema: Schema; validator: Validator }>();

function compile(definition: FormDefinition) {
  const known = compiled.get(definition);
  if (known) return known;
  const schema = toJsonSchema(definition);
  const made = { schema, validator: new Validator(schema, '2020-12', false) };
  compiled.set(definition, made);
  return made;
}

const step = (node: unknown, key: string): unknown =>
  typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[key] : undefined;

/** The interpreter names a missing key only in its prose, so it is looked up in the schema. */
function missingKeys(schema: unknown, keywordLocation: string, values: FormValues, at: string) {
  const path = keywordLocation.split('/').slice(1);
  const required = path.reduce(step, schema);
  const object = at
    .split('/')
    .slice(1)
    .reduce(step, values as unknown);
  if (!Array.isArray(required) || !isObject(object)) return [];
  return required.filter((key): key is string => !Object.hasOwn(object, key));
}

/**
 * Checks answers without `eval`, for pages under a strict content security policy; says exactly what
 * `validate` says on the server. Hidden fields are ignored, unknown keys are errors.
 */
export function validateBrowser(
  definition: FormDefinition,
  data: FormValues,
  options: CheckOptions,
): FieldError[] {
  if (!isObject(data)) return [{ pointer: '', code: 'form.unreadable' }];
  const { values, visible } = settle(definition, data, options.evaluate);
  const { schema, validator } = compile(definition);
  const failures: Failure[] = [
    ...unknownKeys(definition, data, visible),
    ...formatFailures(definition, values),
  ];
  for (const { instanceLocation, keyword, keywordLocation } of validator.validate(values).errors) {
    const pointer = instanceLocation.slice(1);
    if (keyword !== 'required') failures.push({ pointer, keyword });
    else
      for (const key of missingKeys(schema, keywordLocation, values, pointer))
        failures.push({ pointer: `${pointer}/${key}`, keyword });
  }
  return judge(definition, values, failures, options.on);
}
