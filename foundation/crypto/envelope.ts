import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { errors } from './errors.ts';

/** Where a ciphertext belongs. It opens only there: moved to another row or column it is unreadable. */
export type Place = {
  /** Table with schema, or another name of the collection: `person.people`. */
  readonly table: string;
  readonly id: string;
  readonly column: string;
  /** Version of the column's meaning, default 1. */
  readonly version?: number;
};

/** The key that wraps data keys. Software holds it in memory, a hardware module never gives it out. */
export type Wrapping = {
  /** Version of the key that wraps now, 1–65535. */
  readonly version: number;
  key(version: number): Uint8Array | undefined;
};

/** Length of a GCM nonce and tag in bytes. Source: NIST SP 800-38D section 5.2. */
export const NONCE = 12;
export const TAG = 16;
export const KEY = 32;

/** First byte of each format; a new algorithm gets a new byte and old values stay readable. */
const WRAPPED_KEY = 0x01;
const ENVELOPE = 0x02;
const RECORD_VALUE = 0x03;

const WRAPPED_LENGTH = 1 + 2 + NONCE + KEY + TAG;

/** The associated data `table:id:column:version` of a place. */
export function aadOf(place: Place): string {
  const { table, id, column, version = 1 } = place;
  for (const part of [table, id, column])
    if (part === '' || part.includes(':'))
      throw new TypeError(`A place's parts are not empty and hold no colon: ${part}`);
  return `${table}:${id}:${column}:${version}`;
}

function encrypt(key: Uint8Array, head: Buffer, plain: Uint8Array, aad: string): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
  cipher.setAAD(Buffer.concat([head, Buffer.from(aad)]));
  const body = cipher.update(plain);
  return Buffer.concat([head, nonce, body, cipher.final(), cipher.getAuthTag()]);
}

/** Without `authTagLength` Node takes a tag cut to 4 bytes (DEP0182), which can be forged. */
function decrypt(key: Uint8Array, headLength: number, sealed: Buffer, aad: string): Buffer {
  if (sealed.length < headLength + NONCE + TAG) throw errors.unreadable();
  const nonce = sealed.subarray(headLength, headLength + NONCE);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
  decipher.setAAD(Buffer.concat([sealed.subarray(0, headLength), Buffer.from(aad)]));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  try {
    const plain = decipher.update(sealed.subarray(headLength + NONCE, sealed.length - TAG));
    return Buffer.concat([plain, decipher.final()]);
  } catch (cause) {
    throw errors.unreadable({}, { cause });
  }
}

/** Wraps a 32-byte data key: byte 0x01 | key version (2) | nonce (12) | key (32) | tag (16) = 63 bytes. */
export function wrapKey(wrapping: Wrapping, dataKey: Uint8Array, aad: string): Buffer {
  const key = wrapping.key(wrapping.version);
  if (dataKey.length !== KEY || !key) throw new TypeError('A data key has 32 bytes.');
  const head = Buffer.from([WRAPPED_KEY, wrapping.version >> 8, wrapping.version & 0xff]);
  return encrypt(key, head, dataKey, aad);
}

/** The data key back. @throws {AppError} crypto.unreadable */
export function unwrapKey(wrapping: Wrapping, wrapped: Uint8Array, aad: string): Buffer {
  const bytes = Buffer.from(wrapped.buffer, wrapped.byteOffset, wrapped.byteLength);
  if (bytes.length !== WRAPPED_LENGTH || bytes[0] !== WRAPPED_KEY) throw errors.unreadable();
  const key = wrapping.key(bytes.readUInt16BE(1));
  if (!key) throw errors.unreadable({ keyVersion: bytes.readUInt16BE(1) });
  return decrypt(key, 3, bytes, aad);
}

/** Encrypts under a fresh data key: byte 0x02 | wrapped key (63) | nonce | text | tag; 92 bytes longer. */
export function sealEnvelope(wrapping: Wrapping, plain: Uint8Array, aad: string): Buffer {
  const dataKey = randomBytes(KEY);
  const wrapped = wrapKey(wrapping, dataKey, aad);
  // The wrapped key stays outside the text's associated data, so that it can be wrapped anew.
  const text = encrypt(dataKey, Buffer.from([ENVELOPE]), plain, aad).subarray(1);
  return Buffer.concat([Buffer.from([ENVELOPE]), wrapped, text]);
}

function splitEnvelope(sealed: Uint8Array): { wrapped: Buffer; text: Buffer } {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes.length < 1 + WRAPPED_LENGTH || bytes[0] !== ENVELOPE) throw errors.unreadable();
  return {
    wrapped: bytes.subarray(1, 1 + WRAPPED_LENGTH),
    text: Buffer.concat([bytes.subarray(0, 1), bytes.subarray(1 + WRAPPED_LENGTH)]),
  };
}

/** @throws {AppError} crypto.unreadable */
export function openEnvelope(wrapping: Wrapping, sealed: Uint8Array, aad: string): Buffer {
  const { wrapped, text } = splitEnvelope(sealed);
  return decrypt(unwrapKey(wrapping, wrapped, aad), 1, text, aad);
}

/** The same envelope under the present wrapping key; the text is not decrypted. */
export function rewrapEnvelope(wrapping: Wrapping, sealed: Uint8Array, aad: string): Buffer {
  const { wrapped, text } = splitEnvelope(sealed);
  const again = wrapKey(wrapping, unwrapKey(wrapping, wrapped, aad), aad);
  return Buffer.concat([Buffer.from([ENVELOPE]), again, text.subarray(1)]);
}

/** One value under a key that stands elsewhere: byte 0x03 | nonce | text | tag; 29 bytes longer. */
export const sealValue = (dataKey: Uint8Array, plain: Uint8Array, aad: string): Buffer =>
  encrypt(dataKey, Buffer.from([RECORD_VALUE]), plain, aad);

/** @throws {AppError} crypto.unreadable */
export function openValue(dataKey: Uint8Array, sealed: Uint8Array, aad: string): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes[0] !== RECORD_VALUE) throw errors.unreadable();
  return decrypt(dataKey, 1, bytes, aad);
}
