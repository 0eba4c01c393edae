import type { FieldError, Text } from '../errors/index.ts';
import { fill, type Locale } from '../i18n/browser.ts';
import { maskIdNumber } from '../identifier/browser.ts';
import { type FieldDefinition, type FormDefinition, isObject, type Json } from './definition.ts';
import { locate, yuan } from './explain.ts';
import { isDate } from './formats.ts';
import { messages } from './messages.ts';

export type MessageName = keyof typeof messages;

/** The words of a message of forms, with its values filled in. */
export const say = (
  locale: Locale,
  name: MessageName,
  params?: Readonly<Record<string, unknown>>,
): string => fill(messages[name][locale], params);

const isMessage = (name: string): name is MessageName => Object.hasOwn(messages, name);

/** A civil date as people write it: `2026年11月3日`, `3 November 2026`. */
export function showDate(day: string, locale: Locale): string {
  if (!isDate(day)) return day;
  const [year, month, date] = day.split('-').map(Number);
  if (locale === 'zh') return `${year}年${month}月${date}日`;
  // Noon UTC: the civil date stays the same in the fixed zone of the formatter.
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${day}T12:00:00Z`));
}

/** How codes become names: areas by code, files by id. */
export type Names = {
  readonly region?: (code: string) => string | undefined;
  readonly file?: (id: string) => string | undefined;
};

const grouped = (amount: string) => amount.replace(/\B(?=(\d{3})+(?!\d))/g, ',');

function showNumber(field: FieldDefinition, value: number, locale: Locale): string {
  if (field.type === 'money') {
    if (!Number.isSafeInteger(value)) return String(value);
    const [whole = '', cents] = yuan(value).split('.');
    return `${grouped(whole)}.${cents} ${say(locale, 'screen.yuan')}`;
  }
  const unit = field.type === 'number' && field.unit ? ` ${field.unit[locale]}` : '';
  return `${value}${unit}`;
}

function showObject(
  field: FieldDefinition,
  value: { readonly [key: string]: Json },
  locale: Locale,
  names: Names,
): string {
  const text = (key: string) => String(value[key] ?? '');
  if (field.type === 'period')
    return say(locale, 'screen.until', {
      from: showDate(text('from'), locale),
      to: showDate(text('to'), locale),
    });
  if (field.type !== 'address') return JSON.stringify(value);
  const area = names.region?.(text('region')) ?? text('region');
  return locale === 'zh' ? `${area}${text('detail')}` : `${text('detail')}, ${area}`;
}

/** An answer as people write it; identity numbers masked. Rows of a table are shown by the screens. */
export function showValue(
  field: FieldDefinition,
  value: Json | undefined,
  locale: Locale,
  names: Names = {},
): string {
  if (field.type === 'declaration')
    return say(locale, value === true ? 'screen.agreed' : 'screen.not_agreed');
  if (value === undefined || value === null || value === '')
    return say(locale, 'screen.not_answered');
  if (typeof value === 'number') return showNumber(field, value, locale);
  if (isObject(value)) return showObject(field, value, locale, names);
  const items = (Array.isArray(value) ? value : [value]).map(String);
  const joint = locale === 'zh' ? '、' : ', ';
  switch (field.type) {
    case 'choice':
      return items
        .map((one) => field.options.find((option) => option.value === one)?.label[locale] ?? one)
        .join(joint);
    case 'file':
      return names.file
        ? items.map((one) => names.file?.(one) ?? one).join(joint)
        : say(locale, 'screen.files', { count: items.length });
    case 'idNumber':
      return items.map(maskIdNumber).join(joint);
    case 'date':
      return items.map((day) => showDate(day, locale)).join(joint);
    case 'region':
      return items.map((code) => names.region?.(code) ?? code).join(joint);
    default:
      return items.join(joint);
  }
}

/** The sentence of a field error, without the field's name. */
export function errorText(definition: FormDefinition, error: FieldError, locale: Locale): string {
  const rule =
    error.code === 'form.rule' &&
    definition.rules?.find((one) => one.id === error.params?.rule)?.message;
  if (rule) return rule[locale];
  const name = `error.${error.code.replace(/^form\./, '')}`;
  if (!isMessage(name)) return error.code;
  const params = { ...error.params };
  for (const key of ['min', 'max'])
    if (typeof params[key] === 'string') params[key] = showDate(params[key], locale);
  return say(locale, name, params);
}

/** What an error is about, as the summary names it: "营业场所第 2 行，面积". */
export function errorLabel(definition: FormDefinition, error: FieldError, locale: Locale): string {
  const parts = error.pointer.split('/');
  const whole = locate(definition, parts.slice(0, 2).join('/')).field;
  const label = (text: Text | undefined) => text?.[locale] ?? parts[1] ?? '';
  if (whole?.type !== 'table' || parts.length < 3) {
    const exact = locate(definition, error.pointer).field;
    const below = exact && exact !== whole ? ` · ${label(exact.label)}` : '';
    return label(whole?.label) + below;
  }
  const column = locate(definition, parts.slice(0, 4).join('/')).field;
  return say(locale, 'screen.error_row', {
    label: label(whole.label),
    row: Number(parts[2]) + 1,
    column: parts.length > 3 ? label(column?.label) : '',
  }).replace(/[，,] ?$/, '');
}
