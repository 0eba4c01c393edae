import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { FieldError } from '../errors/index.ts';
import { judge, unknownKeys } from './checks.ts';
import { clean, settle } from './clean.ts';
import { type FormDefinition, type FormValues, isObject } from './definition.ts';
import { errors } from './errors.ts';
import type { Failure } from './explain.ts';
import { formats } from './formats.ts';
import type { CheckOptions } from './interpret.ts';
import { toJsonSchema } from './schema.ts';

/** Compiled schemas kept at a time: forms in use, not all forms ever published. */
const MOST_COMPILED = 200;
const compiled = new Map<string, ValidateFunction>();

/** Compilation costs milliseconds and a definition is read from the database at every request: cached by content. */
function validatorOf(definition: FormDefinition): ValidateFunction {
  const schema = toJsonSchema(definition);
  const key = JSON.stringify(schema);
  const known = compiled.get(key);
  // Moved to the end: the first entry of the map is the one unused for longest.
  if (known) compiled.delete(key);
  // One Ajv a schema: Ajv remembers every `$id`, and two drafts of a form share theirs.
  const made =
    known ??
    new Ajv2020({ allErrors: true, strict: false, ownProperties: true, formats }).compile(schema);
  compiled.set(key, made);
  if (compiled.size > MOST_COMPILED) compiled.delete(compiled.keys().next().value!);
  return made;
}

/**
 * Checks answers on the server; at most one error a field, in the order of the form. Hidden fields are
 * ignored, unknown keys are errors, computed fields are computed anew.
 */
export function validate(
  definition: FormDefinition,
  data: FormValues,
  options: CheckOptions,
): FieldError[] {
  if (!isObject(data)) return [{ pointer: '', code: 'form.unreadable' }];
  const { values, visible } = settle(definition, data, options.evaluate);
  const check = validatorOf(definition);
  check(values);
  const failures: Failure[] = unknownKeys(definition, data, visible);
  for (const { instancePath, keyword, params } of check.errors ?? []) {
    const missing: unknown = params.missingProperty;
    const below = typeof missing === 'string' ? `/${missing}` : '';
    failures.push({ pointer: instancePath + below, keyword });
  }
  return judge(definition, values, failures, options.on);
}

/**
 * The cleaned answers, ready to be kept.
 * @throws {AppError} `form.invalid` (422) with one field error for each answer that is wrong.
 */
export function accept(
  definition: FormDefinition,
  data: FormValues,
  options: CheckOptions,
): FormValues {
  const fields = validate(definition, data, options);
  if (fields.length > 0) throw errors.invalid({ count: fields.length }, { fields });
  return clean(definition, data, options.evaluate);
}
