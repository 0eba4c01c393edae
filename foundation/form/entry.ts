import type { FieldDefinition, Json } from './definition.ts';
import { yuan } from './explain.ts';
import { isDate } from './formats.ts';

const halfWidth = (text: string) => text.normalize('NFKC').trim();
const NUMBER = /^[+-]?\d{1,16}(?:\.\d{1,12})?$/;
const AMOUNT = /^[+-]?\d{1,14}(?:\.\d{1,2})?$/;
const grouping = /,(?=\d{3}(?!\d))/g;

/**
 * What was typed into a number or money field → the answer: a number when it is one (`1,200` and
 * full-width digits too; yuan become fen), otherwise the text itself, which is kept and refused.
 */
export function readTyped(field: FieldDefinition, typed: string): Json {
  const text = halfWidth(typed).replace(grouping, '');
  if (field.type === 'number') return NUMBER.test(text) ? Number(text) : typed;
  if (field.type !== 'money' || !AMOUNT.test(text)) return typed;
  const [whole = '', cents = ''] = text.replace(/^[+-]/, '').split('.');
  const fen = Number(whole) * 100 + Number(cents.padEnd(2, '0'));
  return text.startsWith('-') ? -fen : fen;
}

/** The answer as it stands in its text box. */
export function writeTyped(field: FieldDefinition, value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (field.type === 'money' && Number.isSafeInteger(value)) return yuan(value as number);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export type DateParts = readonly [year: string, month: string, day: string];

/** The three boxes of a date; what is not a date yet is shown as it was typed. */
export function dateParts(value: Json | undefined): DateParts {
  const [year = '', month = '', day = ''] = typeof value === 'string' ? value.split('-') : [];
  const whole = typeof value === 'string' && isDate(value);
  return whole ? [year, String(Number(month)), String(Number(day))] : [year, month, day];
}

/** Three boxes → `YYYY-MM-DD`, or what was typed joined by hyphens, or '' when all are empty. */
export function joinDate(parts: DateParts): string {
  const [year, month, day] = parts.map((part) => halfWidth(part).replaceAll('-', ''));
  if (!year && !month && !day) return '';
  const two = (part = '') => (/^\d$/.test(part) ? `0${part}` : part);
  const civil = `${year}-${two(month)}-${two(day)}`;
  return isDate(civil) ? civil : `${year}-${month}-${day}`;
}

/** Id of the control of an answer, from the answer's JSON Pointer: `/staff/0/name` → `f-staff-0-name`. */
export const controlId = (pointer: string): string => `f${pointer.replaceAll('/', '-')}`;
