import type { Text } from '../errors/index.ts';
import type { RegionLevel } from '../identifier/browser.ts';
import type { Condition } from './condition.ts';

/** A value of RFC 8259. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

/** Answers by field id. */
export type FormValues = Readonly<Record<string, Json>>;

/** What every field says about itself, whatever it asks for. */
type Asked = {
  /** Unique in the form: a lower-case letter, then letters and digits. */
  readonly id: string;
  readonly label: Text;
  readonly help?: Text;
  /** An answer as one would write it. */
  readonly example?: string;
  readonly required?: boolean;
  /** Why the office needs it, shown to the person who is asked (PIPL 2021 art. 17). */
  readonly purpose: Text;
  /** The clause that allows asking: title, year, article. */
  readonly basis: string;
  /** Data element of the base register that can answer instead of the person. */
  readonly element?: string;
  /** Asked only while this holds over earlier fields; otherwise neither required nor kept. */
  readonly showIf?: Condition;
  /** FEEL expression over the earlier answers; the field is then shown, never typed. */
  readonly computed?: string;
};

/** One line or several. Lengths in characters (Unicode code points), at most 200 and 2 000 by default. */
export type TextField = Asked & {
  readonly type: 'text' | 'longText';
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Regular expression that the whole answer must match. */
  readonly pattern?: string;
};
export type NumberField = Asked & {
  readonly type: 'number';
  readonly min?: number;
  readonly max?: number;
  /** Digits after the point, 0–6; default 0: whole numbers. */
  readonly decimals?: number;
  readonly unit?: Text;
};
/** An amount in fen; typed and shown in yuan. Default from 0 to 90 071 992 547 409.91 yuan. */
export type MoneyField = Asked & {
  readonly type: 'money';
  readonly minFen?: number;
  readonly maxFen?: number;
};
/** A civil date `YYYY-MM-DD`, years 1800–2199; bounds inclusive. */
export type DateField = Asked & {
  readonly type: 'date';
  readonly min?: string;
  readonly max?: string;
  /** `past`: today or before; `future`: today or later. */
  readonly when?: 'past' | 'future';
};
/** Two civil dates `{ from, to }`, both inclusive, `to` not before `from`. */
export type PeriodField = Asked & { readonly type: 'period' };
export type Option = { readonly value: string; readonly label: Text; readonly help?: Text };
/** `radio` and `select` answer with one value, `multi` with a list of different values. */
export type ChoiceField = Asked & {
  readonly type: 'choice';
  readonly as: 'radio' | 'select' | 'multi';
  readonly options: readonly Option[];
  /** Numbers of choices, for `multi` only. */
  readonly min?: number;
  readonly max?: number;
};
/** A division code (GB/T 2260; statistical code below county); `level`: how deep it must at least go. */
export type RegionField = Asked & { readonly type: 'region'; readonly level?: RegionLevel };
/** A resident identity number (GB 11643-1999) or a unified social credit code (GB 32100-2015). */
export type IdentifierField = Asked & { readonly type: 'idNumber' | 'uscc' };
/** A mainland mobile number; with `landline` also area code and number. */
export type PhoneField = Asked & { readonly type: 'phone'; readonly landline?: boolean };
/** `{ region, detail }`: division code to county level at least, and the rest as written. */
export type AddressField = Asked & { readonly type: 'address' };
/** Ids of materials held by the file store; numbers of files, at most 20 by default. */
export type FileField = Asked & {
  readonly type: 'file';
  readonly min?: number;
  readonly max?: number;
};
/** Rows of the same questions; numbers of rows, at most 100 by default. */
export type TableField = Asked & {
  readonly type: 'table';
  readonly columns: readonly Column[];
  readonly min?: number;
  readonly max?: number;
};
/** A statement that must be agreed to; the label is the statement. */
export type DeclarationField = Asked & { readonly type: 'declaration' };

export type Column = Exclude<FieldDefinition, TableField | FileField | DeclarationField>;

export type FieldDefinition =
  | TextField
  | NumberField
  | MoneyField
  | DateField
  | PeriodField
  | ChoiceField
  | RegionField
  | IdentifierField
  | PhoneField
  | AddressField
  | FileField
  | TableField
  | DeclarationField;

export type FieldType = FieldDefinition['type'];

/** A heading over some of the page's fields; fields without a section come first. */
export type Section = {
  readonly id: string;
  readonly title: Text;
  readonly fields: readonly string[];
};

export type Page = {
  readonly id: string;
  readonly title: Text;
  readonly sections?: readonly Section[];
  readonly fields: readonly FieldDefinition[];
};

/** A rule over several answers; it is judged only when every field it reads has an answer. */
export type CrossRule = {
  readonly id: string;
  readonly must: Condition;
  /** The field at which the message stands. */
  readonly at: string;
  readonly message: Text;
};

/** A form: what is asked, page by page, with everything both validators and every renderer need. */
export type FormDefinition = {
  readonly id: string;
  readonly version: number;
  readonly title: Text;
  readonly pages: readonly Page[];
  readonly rules?: readonly CrossRule[];
};

/** All fields in the order in which they are asked. */
export const allFields = (definition: FormDefinition): FieldDefinition[] =>
  definition.pages.flatMap((page) => page.fields);

/** The page that asks for a field, found by the field's id or by the pointer of an error about it. */
export const pageOf = (definition: FormDefinition, idOrPointer: string): Page | undefined => {
  const id = idOrPointer.startsWith('/') ? idOrPointer.split('/')[1] : idOrPointer;
  return definition.pages.find((page) => page.fields.some((field) => field.id === id));
};

const part = (id: string, zh: string, en: string) => ({
  id,
  label: { zh, en },
  required: true,
  purpose: { zh: '', en: '' },
  basis: '',
});

const PERIOD: readonly FieldDefinition[] = [
  { ...part('from', '开始日期', 'First day'), type: 'date' },
  { ...part('to', '结束日期', 'Last day'), type: 'date' },
];
const ADDRESS: readonly FieldDefinition[] = [
  { ...part('region', '所在地区', 'Area'), type: 'region', level: 'county' },
  { ...part('detail', '街道、门牌号', 'Street and number'), type: 'text', maxLength: 200 },
];

/** The fields of which one answer consists: columns of a table, days of a period, parts of an address. */
export function partsOf(field: FieldDefinition): readonly FieldDefinition[] | undefined {
  if (field.type === 'table') return field.columns;
  if (field.type === 'period') return PERIOD;
  if (field.type === 'address') return ADDRESS;
  return undefined;
}

/** Whether a value is a JSON object. */
export const isObject = (value: unknown): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
