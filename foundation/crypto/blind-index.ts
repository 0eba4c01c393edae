import { createHmac } from 'node:crypto';

/** Length of a blind index in bytes. */
const LENGTH = 16;

/** Text as compared: NFKC (full-width forms become ordinary), no white space, capitals (the X of an ID). */
export const normalise = (value: string): string =>
  value.normalize('NFKC').replace(/\s+/gu, '').toUpperCase();

/**
 * HMAC-SHA256(key, field ‖ 0 ‖ normalised value), first 16 bytes: finds equal values without
 * decrypting. Not for fields with few values (sex, year of birth): their frequencies would show.
 */
export function blindIndexWith(key: Uint8Array, field: string, value: string): Buffer {
  if (field === '' || field.includes('\0')) throw new TypeError('A field has a name without NUL.');
  return createHmac('sha256', key)
    .update(`${field}\0${normalise(value)}`)
    .digest()
    .subarray(0, LENGTH);
}
