import type { CivilDate } from '../time/index.ts';
import { checkIdNumber, type IdNumberProblem } from './citizen-id.ts';

/** Code system of identity documents. */
export const ID_DOCUMENT_SYSTEM = 'GA/T 2000.156';

const plain = (rule: RegExp) => ({ rule, holder: undefined });
const numbered = (holder: 'citizen' | 'foreigner') => ({ rule: undefined, holder });

/** Identity documents with the form of their numbers; words stand in messages.ts under `document.<code>`. Forms other than the citizen's number are practice, not checked against a standard. */
const DOCUMENTS = {
  '111': numbered('citizen'),
  '112': numbered('citizen'),
  '113': plain(/^[0-9A-Z]{4,20}$/),
  '114': plain(/^[\p{Script=Han}0-9A-Z第号]{4,24}$/u),
  '335': numbered('citizen'),
  '414': plain(/^[0-9A-Z]{5,17}$/),
  '511': plain(/^(\d{8}|\d{10}[0-9A-Z]{1,2})$/),
  '516': plain(/^[HM]\d{8}(\d{2})?$/),
  '553': numbered('foreigner'),
} as const;

export type IdDocumentType = keyof typeof DOCUMENTS;

/** The known document types, in the order of their codes. */
export const idDocumentTypes = Object.keys(DOCUMENTS).sort() as IdDocumentType[];

/** Reads the number of an identity document of a given type on a day; the number comes back in capital letters without blanks. */
export function checkIdDocument(
  type: IdDocumentType,
  text: string,
  on: CivilDate,
): { ok: true; number: string } | { ok: false; problem: IdNumberProblem | 'document_form' } {
  const { rule, holder } = DOCUMENTS[type];
  if (holder) {
    const result = checkIdNumber(text, on, holder);
    return result.ok ? { ok: true, number: result.number } : result;
  }
  const number = text.normalize('NFKC').replace(/\s/g, '').toUpperCase();
  return rule.test(number) ? { ok: true, number } : { ok: false, problem: 'document_form' };
}
