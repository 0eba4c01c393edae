import { createCipheriv, createDecipheriv } from 'node:crypto';
import { errors } from './errors.ts';

/**
 * A stored file: header | chunks. Each chunk is AES-256-GCM of 64 KB under the file's data key,
 * nonce = 0 (7 bytes) | number (4) | 1 for the last chunk, 0 before (1), followed by its tag. A chunk
 * moved, dropped or appended does not open, nor does a file cut at a chunk's border. The nonces never
 * repeat, since every file has its own key.
 * Source: Hoang, Reyhanitabar, Rogaway, Vizár: Online Authenticated-Encryption (STREAM), 2015.
 */
export const CHUNK = 64 * 1024;
export const TAG = 16;
/** Format byte and the data key wrapped for the file's address. */
export const FORMAT = 0x01;
export const HEADER = 1 + 63;

const nonceOf = (number: number, isLast: boolean): Buffer => {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(number, 7);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
};

/** One chunk encrypted, 16 bytes longer. */
export function sealChunk(key: Uint8Array, number: number, isLast: boolean, plain: Uint8Array) {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number, isLast), {
    authTagLength: TAG,
  });
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** One chunk decrypted. @throws {AppError} files.damaged */
export function openChunk(key: Uint8Array, number: number, isLast: boolean, sealed: Uint8Array) {
  if (sealed.length < TAG) throw errors.damaged();
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number, isLast), {
    authTagLength: TAG,
  });
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  try {
    const plain = decipher.update(sealed.subarray(0, sealed.length - TAG));
    return Buffer.concat([plain, decipher.final()]);
  } catch (cause) {
    throw errors.damaged({}, { cause });
  }
}

/** Cuts a stream of blocks of any size into chunks of `length` bytes; the last one is marked. */
export async function* chunksOf(
  source: AsyncIterable<Uint8Array>,
  length: number,
): AsyncGenerator<{ chunk: Buffer; isLast: boolean }> {
  const held: Uint8Array[] = [];
  let size = 0;
  for await (const block of source) {
    held.push(block);
    size += block.length;
    // More than one chunk must be there: only then is the first one certainly not the last.
    if (size <= length) continue;
    let rest = Buffer.concat(held);
    while (rest.length > length) {
      yield { chunk: rest.subarray(0, length), isLast: false };
      rest = rest.subarray(length);
    }
    held.length = 0;
    held.push(rest);
    size = rest.length;
  }
  yield { chunk: Buffer.concat(held), isLast: true };
}
