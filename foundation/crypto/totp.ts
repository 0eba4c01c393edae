import { createHmac, randomBytes } from 'node:crypto';
import { sameSecret } from './digest.ts';

/** Length of a step in seconds. Source: RFC 6238 section 5.2. */
const STEP_SECONDS = 30;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A new secret of 20 random bytes. Source: RFC 4226 section 4 (R6). */
export const newTotpSecret = (): Buffer => randomBytes(20);

/** Base32 without padding, as authenticator apps take secrets. Source: RFC 4648 section 6. */
export function base32(bytes: Uint8Array): string {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(held >> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + ALPHABET[(held << (5 - bits)) & 31] : text;
}

/** Address to be shown as a QR code to an authenticator app. */
export const totpAddress = (issuer: string, account: string, secret: Uint8Array): string =>
  `otpauth://totp/${encodeURIComponent(`${issuer}:${account}`)}?secret=${base32(secret)}` +
  `&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=6&period=${STEP_SECONDS}`;

/** Number of the 30-second step an instant lies in. */
export const totpStep = (now: Date): number => Math.floor(now.getTime() / 1000 / STEP_SECONDS);

/** The code of a step. Apps use SHA-1 and 6 digits. Source: RFC 6238, RFC 4226 section 5.3. */
export function totpCode(
  secret: Uint8Array,
  step: number,
  digits: 6 | 8 = 6,
  algorithm: 'sha1' | 'sha256' | 'sha512' = 'sha1',
): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac(algorithm, secret).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0x0f;
  const number = (mac.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** digits;
  return String(number).padStart(digits, '0');
}

/**
 * The step whose code was given, one step early or late allowed, or undefined. A code is good once:
 * store the step and pass it as `usedStep`, then it and all earlier ones are refused.
 * Source: RFC 6238 section 5.2.
 */
export function verifyTotp(
  secret: Uint8Array,
  code: string,
  now: Date,
  usedStep = -1,
): number | undefined {
  const middle = totpStep(now);
  let found: number | undefined;
  // All three are compared, so that the time taken does not tell which one fitted.
  for (const step of [middle - 1, middle, middle + 1])
    if (step >= 0 && sameSecret(totpCode(secret, step), code) && step > usedStep) found = step;
  return found;
}
