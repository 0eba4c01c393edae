import {
  allFields,
  type FieldDefinition,
  type FormDefinition,
  type FormValues,
  isObject,
  type Json,
  partsOf,
} from '@yiwang/foundation/form';
import { maskAddress, maskIdNumber, maskName, maskPhone } from '@yiwang/foundation/identifier';

const NAMES = ['person.name', 'legal.representative'];
const HIDDEN = '******';

function maskText(field: FieldDefinition, text: string): string {
  if (field.type === 'idNumber') return maskIdNumber(text);
  if (field.type === 'phone') return maskPhone(text);
  if (field.element === 'person.birthOn') return `${text.slice(0, 4)}-**-**`;
  if (field.element === 'person.residence') return maskAddress(text);
  return field.element !== undefined && NAMES.includes(field.element) ? maskName(text) : text;
}

function mask(field: FieldDefinition, value: Json): Json {
  if (typeof value === 'string') return maskText(field, value);
  if (field.type === 'table' && Array.isArray(value))
    return value.map((row: Json) => (isObject(row) ? maskParts(field.columns, row) : row));
  if (field.type === 'address' && isObject(value)) return { ...value, detail: HIDDEN };
  const parts = partsOf(field);
  return parts && isObject(value) ? maskParts(parts, value) : value;
}

const maskParts = (fields: readonly FieldDefinition[], values: FormValues): FormValues =>
  Object.fromEntries(
    Object.entries(values).map(([id, value]) => {
      const field = fields.find((one) => one.id === id);
      return [id, field ? mask(field, value) : HIDDEN];
    }),
  );

/** The answers as an officer sees them who has not said why he needs them whole: numbers, names, addresses in part. */
export const maskAnswers = (form: FormDefinition, data: FormValues): FormValues =>
  maskParts(allFields(form), data);

/** What was read, for the read log: the register's element where there is one, else the field of the form. */
export const fieldsRead = (form: FormDefinition, data: FormValues): string[] =>
  allFields(form)
    .filter(({ id }) => Object.hasOwn(data, id))
    .map(({ id, element }) => element ?? `form.${id}`);
