import type { KeyService } from '@yiwang/foundation/crypto';
import { sameSecret } from '@yiwang/foundation/crypto';
import type { CivilDate } from '@yiwang/foundation/time';

/** Digits and capitals without those that look alike: I, L, O, U, 0, 1. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 8;

/**
 * 办件编号: division (6 digits), the last four of the item's base code, the day, a number of six digits;
 * 24 digits. At most 50 alphanumerics are allowed (GB/T 39046-2020, text not at hand).
 */
export const caseNumber = (
  regionCode: string,
  baseCode: string,
  on: CivilDate,
  number: string,
): string =>
  regionCode.slice(0, 6).padEnd(6, '0') +
  baseCode.slice(-6, -2).padStart(4, '0') +
  on.replaceAll('-', '') +
  number;

const spell = (bytes: Uint8Array): string =>
  [...bytes.subarray(0, LENGTH)].map((byte) => LETTERS[byte % LETTERS.length]).join('');

/**
 * The short secret that shows the state of a case to whoever has the number. It follows from the case's
 * id and a key of the platform, so that it need not be stored; 8 of 30 letters, about 39 bits.
 */
export const queryCode = (keys: KeyService, caseId: string): string =>
  spell(keys.blindIndex('case.query-code', caseId));

/** Whether a typed code is the right one, also after the key was rotated. */
export const isQueryCode = (keys: KeyService, caseId: string, typed: string): boolean => {
  const code = typed.trim().toUpperCase();
  return keys
    .blindIndexes('case.query-code', caseId)
    .map((bytes) => sameSecret(spell(bytes), code))
    .includes(true);
};
