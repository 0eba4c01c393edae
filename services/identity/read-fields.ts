import { elements } from '@yiwang/data/base-register';
import type { Text } from '@yiwang/foundation/errors';
import { messages } from './messages.ts';

const labels: Readonly<Record<string, { label: Text }>> = elements;

/** What else is read besides elements of the registers, by the beginning of its name in the read log. */
const KINDS = [
  ['applicant', 'read.name'],
  ['name', 'read.name'],
  ['form', 'read.form'],
  ['material', 'read.material'],
  ['content', 'read.material'],
  ['certificate', 'read.certificate'],
  ['validity', 'read.certificate'],
  ['document', 'read.document'],
  ['rule', 'read.rule'],
  ['rating', 'read.rating'],
  ['reopening', 'read.reopening'],
] as const;

function wordsOf(field: string): Text {
  const element = labels[field];
  if (element) return element.label;
  const kind = KINDS.find(([name]) => field === name || field.startsWith(`${name}.`));
  return messages[kind?.[1] ?? 'read.other'];
}

/** Fields of the read log in words for the person concerned: each once, never a bare code; none: all was masked. */
export function fieldsInWords(fields: readonly string[]): Text[] {
  if (fields.length === 0) return [messages['read.masked']];
  const words = fields.map(wordsOf);
  return words.filter((one, at) => words.findIndex(({ zh }) => zh === one.zh) === at);
}
