import type { Text } from '../errors/index.ts';
import { clean } from './clean.ts';
import {
  allFields,
  type FieldDefinition,
  type FormDefinition,
  type FormValues,
  isObject,
  type Json,
} from './definition.ts';

/** An answer that the new version cannot keep, whole or in part, and why; shown to the person. */
export type Dropped = {
  readonly id: string;
  readonly label: Text;
  readonly reason: 'removed' | 'type_changed' | 'option_withdrawn' | 'column_changed';
};
/** A question that the draft's version did not have. */
export type Added = { readonly id: string; readonly label: Text };

type Carried = { readonly value?: Json; readonly lost?: Dropped['reason'] };

/** Choices one at a time and choices by list are different answers, though one type. */
const kind = (field: FieldDefinition) =>
  field.type === 'choice' ? (field.as === 'multi' ? 'multi' : 'one') : field.type;
const isText = (field: FieldDefinition) => field.type === 'text' || field.type === 'longText';

function carryTable(
  old: FieldDefinition,
  next: FieldDefinition & { type: 'table' },
  value: Json,
): Carried {
  if (old.type !== 'table' || !Array.isArray(value)) return { value };
  let lost: Dropped['reason'] | undefined;
  const rows = value.map((row: Json) => {
    if (!isObject(row)) return row;
    const kept: Record<string, Json> = {};
    for (const column of old.columns) {
      const cell = Object.hasOwn(row, column.id) ? row[column.id] : undefined;
      if (cell === undefined) continue;
      const match = next.columns.find((one) => one.id === column.id);
      const carried = match ? carry(column, match, cell) : undefined;
      if (!carried || carried.lost) lost = 'column_changed';
      if (carried?.value !== undefined) kept[column.id] = carried.value;
    }
    return kept;
  });
  return { value: rows, ...(lost && { lost }) };
}

function carry(old: FieldDefinition, next: FieldDefinition, value: Json): Carried {
  const same = kind(old) === kind(next) || (isText(old) && isText(next));
  if (!same) return { lost: 'type_changed' };
  if (next.type === 'table') return carryTable(old, next, value);
  if (next.type !== 'choice') return { value };
  const offered = new Set<Json>(next.options.map((option) => option.value));
  if (!Array.isArray(value)) return offered.has(value) ? { value } : { lost: 'option_withdrawn' };
  const kept = value.filter((one: Json) => offered.has(one));
  return kept.length === value.length ? { value } : { value: kept, lost: 'option_withdrawn' };
}

/**
 * Carries an open draft into a newly published version of its form: what was typed stays wherever the
 * question is still asked, and what could not stay is named, never lost in silence.
 */
export function mergeDraft(
  definitionOld: FormDefinition,
  definitionNew: FormDefinition,
  data: FormValues,
): { data: FormValues; dropped: Dropped[]; added: Added[] } {
  const next = new Map(allFields(definitionNew).map((field) => [field.id, field]));
  const before = new Set(allFields(definitionOld).map((field) => field.id));
  const kept: Record<string, Json> = {};
  const dropped: Dropped[] = [];
  const answered = clean(definitionOld, data);
  for (const field of allFields(definitionOld)) {
    const value = answered[field.id];
    if (value === undefined) continue;
    const match = next.get(field.id);
    const { value: carried, lost }: Carried = match
      ? carry(field, match, value)
      : { lost: 'removed' };
    if (lost) dropped.push({ id: field.id, label: field.label, reason: lost });
    if (carried !== undefined) kept[field.id] = carried;
  }
  const added = [...next.values()]
    .filter((field) => !before.has(field.id))
    .map(({ id, label }) => ({ id, label }));
  return { data: kept, dropped, added };
}
