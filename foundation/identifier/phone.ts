export type Phone = {
  ok: true;
  /** Digits only for a mobile; area code, hyphen and number for a fixed line. */
  number: string;
  kind: 'mobile' | 'landline';
};

/** Reads a Chinese telephone number; blanks, hyphens and +86 are accepted. A mobile is `1[3-9]` and nine digits, a fixed line area code (3–4 digits from 0) and 7–8 digits. */
export function checkPhone(text: string): Phone | { ok: false; problem: 'phone' } {
  const tidy = text.normalize('NFKC').replace(/[\s()-]/g, '');
  const digits = tidy.replace(/^(?:\+|00)86/, '');
  if (/^1[3-9]\d{9}$/.test(digits)) return { ok: true, number: digits, kind: 'mobile' };
  const national = tidy.startsWith('+') && !digits.startsWith('0') ? `0${digits}` : digits;
  // Three-digit area codes are 010 and 02x; all others have four digits.
  const fixed = /^(010|02\d|0[3-9]\d{2})([2-8]\d{6,7})$/.exec(national);
  if (fixed) return { ok: true, number: `${fixed[1]}-${fixed[2]}`, kind: 'landline' };
  return { ok: false, problem: 'phone' };
}
