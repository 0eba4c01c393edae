import { type CivilDate, isCivilDate } from '../time/index.ts';
import { idCheckCharacter } from './mod-check.ts';

export type Sex = 'male' | 'female';

/** Whose number it is: a citizen's or resident's, or that of a foreigner's permanent residence card (18 digits from 9, since 2023). */
export type Holder = 'citizen' | 'foreigner';

export type IdNumberProblem =
  | 'length'
  | 'characters'
  | 'area'
  | 'birth_date'
  | 'birth_in_future'
  | 'check_digit';

export type IdNumber = {
  ok: true;
  /** 18 characters, capital X. */
  number: string;
  birthOn: CivilDate;
  sex: Sex;
  /** Six digits of the first registration; may be abolished since. */
  area: string;
};

/** First two digits of GB/T 2260; 81–83 are residence permits of Hong Kong, Macao and Taiwan residents. Lower digits are not checked: abolished areas stay valid in numbers. */
const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(
    ' ',
  ),
);

/** As people type it: full-width characters, blanks and a small x are accepted. */
const tidy = (text: string): string => text.normalize('NFKC').replace(/\s/g, '').toUpperCase();

const fail = (problem: IdNumberProblem): { ok: false; problem: IdNumberProblem } => ({
  ok: false,
  problem,
});

/**
 * Reads an 18-character ID number on a day (nobody is born later). Source: GB 11643-1999.
 * The first of these problems is named: length, characters, area, birth date, birth date in the
 * future, check digit. `holder` foreigner asks for a number that starts with 9, citizen refuses it.
 */
export function checkIdNumber(
  text: string,
  on: CivilDate,
  holder: Holder = 'citizen',
): IdNumber | { ok: false; problem: IdNumberProblem } {
  const number = tidy(text);
  if (number.length !== 18) return fail('length');
  if (!/^\d{17}[\dX]$/.test(number)) return fail('characters');
  const area = number.slice(0, 6);
  const areaFits = holder === 'foreigner' ? area.startsWith('9') : PROVINCES.has(area.slice(0, 2));
  if (!areaFits) return fail('area');
  const birthOn = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if (!isCivilDate(birthOn)) return fail('birth_date');
  if (birthOn > on) return fail('birth_in_future');
  if (idCheckCharacter(number.slice(0, 17)) !== number[17]) return fail('check_digit');
  return { ok: true, number, birthOn, sex: Number(number[16]) % 2 === 1 ? 'male' : 'female', area };
}

/**
 * Reads a 15-digit number of before 1999 and gives its 18 characters: `19` before the year, check
 * character behind. For old records; no valid document carries one since 2013-01-01.
 */
export function fromFifteenDigits(
  text: string,
  on: CivilDate,
): IdNumber | { ok: false; problem: IdNumberProblem } {
  const old = tidy(text);
  if (old.length !== 15) return fail('length');
  if (!/^\d{15}$/.test(old)) return fail('characters');
  const first17 = `${old.slice(0, 6)}19${old.slice(6)}`;
  return checkIdNumber(first17 + idCheckCharacter(first17), on);
}
