import type { Text } from '../errors/index.ts';
import { clean } from './clean.ts';
import {
  allFields,
  type FieldDefinition,
  type FormDefinition,
  type FormValues,
  type Json,
} from './definition.ts';
import { validateBrowser } from './interpret.ts';

/** What a register answers for one data element: the value, who holds it, the civil date it was true. */
export type HeldValue = { readonly value: Json; readonly source: Text; readonly asOf: string };

/** Where a filled answer comes from; shown beside it, with a way to dispute it. */
export type Origin = { readonly source: Text; readonly asOf: string; readonly element: string };
export type Provenance = Readonly<Record<string, Origin>>;

/** A value that the field itself would refuse is not filled in: the person is asked instead. */
function fits(field: FieldDefinition, value: Json, asOf: string): boolean {
  const { showIf: _, computed: __, ...alone } = field;
  const only: FormDefinition = {
    id: 'one',
    version: 1,
    title: field.label,
    pages: [
      { id: 'one', title: field.label, fields: [{ ...alone, required: true } as FieldDefinition] },
    ],
  };
  return validateBrowser(only, { [field.id]: value }, { on: asOf }).length === 0;
}

/**
 * Answers that government already holds, by field, with their origin. Fields without a bound element,
 * elements without a value and values that do not fit their field are left to be asked. A field under
 * a condition is filled whether or not the condition holds yet; `clean` drops it if it never does.
 */
export function prefill(
  definition: FormDefinition,
  values: Readonly<Record<string, HeldValue>>,
): { data: FormValues; provenance: Provenance } {
  const filled: Record<string, Json> = {};
  const origins: Record<string, Origin> = {};
  for (const field of allFields(definition)) {
    if (field.element === undefined || field.computed !== undefined) continue;
    if (!Object.hasOwn(values, field.element)) continue;
    const { value, source, asOf } = values[field.element]!;
    if (!fits(field, value, asOf)) continue;
    filled[field.id] = value;
    origins[field.id] = { source, asOf, element: field.element };
  }
  return { data: tidied(definition, filled), provenance: origins };
}

/** Tidies each value alone: whether a conditional field is asked depends on answers still to come. */
function tidied(definition: FormDefinition, filled: FormValues): FormValues {
  const unconditional: FormDefinition = {
    ...definition,
    pages: definition.pages.map((page) => ({
      ...page,
      fields: page.fields.map(({ showIf: _, ...field }) => field as FieldDefinition),
    })),
  };
  return clean(unconditional, filled);
}

/**
 * What was sent, with the held answers put back: the browser shows them read-only, but may send anything.
 * The server calls it before `accept` with a fresh `prefill`.
 * @param disputed ids of fields whose held value the person disputes; what they typed instead stays
 */
export function keepHeld(
  data: FormValues,
  held: { readonly data: FormValues; readonly provenance: Provenance },
  disputed: readonly string[],
): FormValues {
  const kept = Object.entries(held.data).filter(([id]) => !disputed.includes(id));
  return Object.fromEntries([...Object.entries(data), ...kept]);
}
