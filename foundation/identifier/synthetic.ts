import { type CivilDate, parseCivilDate } from '../time/index.ts';
import { idCheckCharacter, orgCheckCharacter, usccCheckCharacter } from './mod-check.ts';

/**
 * A made-up citizen ID number with a right check character, for seeds and tests. `area` is six
 * digits, `sequence` 0–999: odd male, even female. It may coincide with a living person's number:
 * never show it as belonging to anybody. @throws {RangeError} for a wrong area or sequence.
 */
export function syntheticIdNumber(area: string, birthOn: CivilDate, sequence: number): string {
  if (!/^[1-9]\d{5}$/.test(area)) throw new RangeError(`no area: ${area}`);
  if (!Number.isInteger(sequence) || sequence < 0 || sequence > 999)
    throw new RangeError(`sequence out of 0–999: ${sequence}`);
  const birth = parseCivilDate(birthOn).replaceAll('-', '');
  const first17 = `${area}${birth}${String(sequence).padStart(3, '0')}`;
  return first17 + idCheckCharacter(first17);
}

/**
 * A made-up unified social credit code with right check characters, for seeds and tests.
 * `head` is positions 1 and 2 (`91` enterprise, `11` organ, …), `area` six digits, `body` the first
 * eight characters of the organisation code. @throws {RangeError} for a wrong part.
 */
export function syntheticUscc(head: string, area: string, body: string): string {
  if (
    !/^[1-9ANY][1-9]$/.test(head) ||
    !/^\d{6}$/.test(area) ||
    !/^[0-9A-HJ-NP-RTUWXY]{8}$/.test(body)
  )
    throw new RangeError(`no credit code from ${head} ${area} ${body}`);
  const first17 = `${head}${area}${body}${orgCheckCharacter(body)}`;
  return first17 + usccCheckCharacter(first17);
}
