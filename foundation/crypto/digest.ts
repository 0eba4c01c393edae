import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** SHA-256 of text (UTF-8) or bytes, 32 bytes. Source: FIPS 180-4. */
export const sha256 = (data: string | Uint8Array): Buffer =>
  createHash('sha256').update(data).digest();

/** SM3 of text (UTF-8) or bytes, 32 bytes. Source: GB/T 32905-2016. */
export const sm3 = (data: string | Uint8Array): Buffer => createHash('sm3').update(data).digest();

/** A random token of `bytes` bytes (default 32, at least 16) as base64url without padding. */
export function randomToken(bytes = 32): string {
  if (!Number.isInteger(bytes) || bytes < 16)
    throw new RangeError('A token has at least 16 random bytes.');
  return randomBytes(bytes).toString('base64url');
}

/** A one-time code of six decimal digits, each of the million equally likely. */
export const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0');

/** Whether two secrets are equal, in a time that does not depend on where they differ. */
export const sameSecret = (a: string | Uint8Array, b: string | Uint8Array): boolean =>
  timingSafeEqual(sha256(a), sha256(b));
