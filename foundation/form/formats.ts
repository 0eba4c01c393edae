import type { Params } from '../errors/index.ts';
import {
  checkIdNumber,
  checkPhone,
  checkUscc,
  type IdNumberProblem,
  type UsccProblem,
} from '../identifier/browser.ts';
import { isCivilDate } from '../time/browser.ts';
import type { FieldDefinition } from './definition.ts';

/** Years outside are slips of the finger: nobody alive and no firm in being was there. */
const FIRST_DAY = '1800-01-01';
const LAST_DAY = '2199-12-31';

/** Whether a text is a civil date that a form may ask for: a day that exists, 1800 to 2199. */
export const isDate = (text: string): boolean =>
  isCivilDate(text) && text >= FIRST_DAY && text <= LAST_DAY;

/** The name of a message and its values. */
export type Named = readonly [name: string, params?: Params];

const ID_NUMBER: Record<IdNumberProblem, string> = {
  length: 'id_length',
  characters: 'id_characters',
  area: 'id_area',
  birth_date: 'birth_date',
  birth_in_future: 'birth_date',
  check_digit: 'check_digit',
};

const USCC: Record<UsccProblem, string> = {
  length: 'uscc_length',
  characters: 'uscc_length',
  department: 'uscc_parts',
  area: 'uscc_parts',
  org_code: 'check_digit',
  check_digit: 'check_digit',
};

/** Numbers of foreigners' permanent residence cards begin with 9 and are read by their own rule. */
function idNumberProblem(text: string, on: string): Named | undefined {
  const found = checkIdNumber(text, on, text.startsWith('9') ? 'foreigner' : 'citizen');
  return found.ok ? undefined : [ID_NUMBER[found.problem]];
}

function usccProblem(text: string): Named | undefined {
  const found = checkUscc(text);
  return found.ok ? undefined : [USCC[found.problem]];
}

function phoneProblem(text: string, landline: boolean): Named | undefined {
  const found = checkPhone(text);
  if (!found.ok) return ['phone'];
  return found.kind === 'landline' && !landline ? ['mobile'] : undefined;
}

/**
 * What is wrong with a text answer of a type that has a format, or undefined.
 * @param on the day of the check; without it nothing is refused for being in the future
 */
export function formatProblem(
  field: FieldDefinition,
  text: string,
  on: string = LAST_DAY,
): Named | undefined {
  switch (field.type) {
    case 'date':
      return isDate(text) ? undefined : ['date'];
    case 'idNumber':
      return idNumberProblem(text, on);
    case 'uscc':
      return usccProblem(text);
    case 'phone':
      return phoneProblem(text, field.landline === true);
    default:
      return undefined;
  }
}

/** The formats of `toJsonSchema` as functions, for a validator that takes them. */
export const formats: Readonly<Record<string, (text: string) => boolean>> = {
  date: isDate,
  'cn-id': (text) => idNumberProblem(text, LAST_DAY) === undefined,
  uscc: (text) => usccProblem(text) === undefined,
  'cn-mobile': (text) => phoneProblem(text, false) === undefined,
  'cn-phone': (text) => phoneProblem(text, true) === undefined,
};
