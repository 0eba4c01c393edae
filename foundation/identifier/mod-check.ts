/** `0`–`9`, `A`–`Z`: the alphabet of ISO/IEC 7064 systems with 36 characters. */
const A36 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The check character of ISO/IEC 7064 MOD 37,36 over digits and capital letters. @throws {RangeError} for another character. */
export function mod3736(text: string): string {
  let p = 36;
  for (const c of text) {
    const value = A36.indexOf(c);
    if (value < 0) throw new RangeError(`not in the alphabet: ${c}`);
    p = (p + value) % 36 || 36;
    p = (p * 2) % 37;
  }
  return A36[(37 - p) % 36]!;
}

/** The check character of a citizen ID number over its first 17 digits. Source: GB 11643-1999, ISO 7064 MOD 11-2. */
export function idCheckCharacter(digits: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  if (!/^\d{17}$/.test(digits)) throw new RangeError('17 digits are needed');
  const sum = weights.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
  return '10X98765432'[sum % 11]!;
}

/** The characters of a unified social credit code: no I, O, S, V, Z. Source: GB 32100-2015. */
export const A31 = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** The check character of a unified social credit code over its first 17. Source: GB 32100-2015. */
export function usccCheckCharacter(text: string): string {
  const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
  const sum = weights.reduce((total, weight, i) => total + weight * valueIn(A31, text[i]), 0);
  return A31[(31 - (sum % 31)) % 31]!;
}

/** The check character of an organisation code over its first 8. Source: GB 11714-1997. */
export function orgCheckCharacter(text: string): string {
  const weights = [3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * valueIn(A36, text[i]), 0);
  const check = 11 - (sum % 11);
  return check === 10 ? 'X' : check === 11 ? '0' : String(check);
}

function valueIn(alphabet: string, c: string | undefined): number {
  const value = c === undefined ? -1 : alphabet.indexOf(c);
  if (value < 0) throw new RangeError(`not in the alphabet: ${c ?? 'end of text'}`);
  return value;
}
