import {
  createHash,
  createPublicKey,
  sign as ed25519Sign,
  verify as ed25519Verify,
  type KeyObject,
} from 'node:crypto';
import { errors } from './errors.ts';

/** Signature type of Ed25519 over the note text. Source: c2sp.org/signed-note, Signature types. */
const ED25519 = 0x01;
const MAX_NOTE_BYTES = 256 * 1024;
const MAX_SIGNATURES = 64;

/** Who signs: a private key at hand, or a key service that keeps it. `former` are keys replaced since. */
export type LedgerKey = { readonly name: string; readonly former?: readonly KeyObject[] } & (
  | { readonly privateKey: KeyObject }
  | { readonly publicKey: KeyObject; readonly sign: (data: Uint8Array) => Uint8Array }
);

/** A public key under the name it signs with, and its 32-bit id as 8 hexadecimal digits. */
export type Verifier = {
  readonly name: string;
  readonly id: string;
  readonly publicKey: KeyObject;
};

const rawKey = (publicKey: KeyObject): Buffer => {
  const { crv, x } = publicKey.export({ format: 'jwk' });
  if (crv !== 'Ed25519' || x === undefined) throw new TypeError('The ledger signs with Ed25519.');
  return Buffer.from(x, 'base64url');
};

/** First four bytes of SHA-256(name ‖ newline ‖ type ‖ key). Source: c2sp.org/signed-note, Signatures. */
const keyId = (name: string, raw: Uint8Array): Buffer =>
  createHash('sha256')
    .update(name)
    .update(Buffer.of(0x0a, ED25519))
    .update(raw)
    .digest()
    .subarray(0, 4);

const isName = (name: string): boolean => name.length > 0 && !/[\s+\p{Cc}\p{Zs}]/u.test(name);

/** Strict base64: what decodes must encode to the same text. */
const fromBase64 = (text: string, what: string): Buffer => {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw errors.malformed({ what });
  return bytes;
};

/** The public half of a ledger key. @throws {TypeError} for a key that is not Ed25519. */
export const publicKeyOf = (key: LedgerKey): KeyObject =>
  'privateKey' in key ? createPublicKey(key.privateKey) : key.publicKey;

/** A verifier from a name and a public key. */
export function verifierOf(name: string, publicKey: KeyObject): Verifier {
  if (!isName(name)) throw new TypeError('A key name has neither spaces nor plus signs.');
  return { name, id: keyId(name, rawKey(publicKey)).toString('hex'), publicKey };
}

/** Verifiers of the present key and of those it replaced. */
export const verifiersOf = (key: LedgerKey): Verifier[] =>
  [publicKeyOf(key), ...(key.former ?? [])].map((publicKey) => verifierOf(key.name, publicKey));

/** A verifier as one line of text: `name+id+base64(type ‖ key)`. Source: c2sp.org/signed-note, Verifier keys. */
export const formatVkey = (verifier: Verifier): string => {
  const key = Buffer.concat([Buffer.of(ED25519), rawKey(verifier.publicKey)]);
  return `${verifier.name}+${verifier.id}+${key.toString('base64')}`;
};

/** Reads a vkey. @throws {AppError} `ledger.malformed` unless Ed25519 with the id that follows from it. */
export function parseVkey(text: string): Verifier {
  const [, name, id, data] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
  if (name === undefined || id === undefined || data === undefined || !isName(name))
    throw errors.malformed({ what: 'vkey' });
  const bytes = fromBase64(data, 'vkey');
  const raw = bytes.subarray(1);
  const sound =
    bytes[0] === ED25519 && raw.length === 32 && keyId(name, raw).toString('hex') === id;
  if (!sound) throw errors.malformed({ what: 'vkey' });
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') };
  return { name, id, publicKey: createPublicKey({ key: jwk, format: 'jwk' }) };
}

/** Whether a text may be signed: ends in a newline, well-formed Unicode, no other control characters. */
const isNoteText = (text: string): boolean =>
  text.endsWith('\n') &&
  text.isWellFormed() &&
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what the standard forbids
  !/[\u0000-\u0009\u000b-\u001f]/.test(text);

/** Signs a text. Source: c2sp.org/signed-note, Format. @throws {TypeError} for a text no note may hold. */
export function signNote(text: string, key: LedgerKey): string {
  if (!isNoteText(text))
    throw new TypeError('A note ends in a newline and has no control characters.');
  const { name, id } = verifierOf(key.name, publicKeyOf(key));
  const data = Buffer.from(text);
  const signature = 'privateKey' in key ? ed25519Sign(null, data, key.privateKey) : key.sign(data);
  const blob = Buffer.concat([Buffer.from(id, 'hex'), signature]);
  return `${text}\n— ${name} ${blob.toString('base64')}\n`;
}

type SignatureLine = { readonly name: string; readonly id: string; readonly signature: Buffer };

function parseSignature(line: string): SignatureLine {
  const [, name, data] = /^— (\S+) ([A-Za-z0-9+/=]+)$/u.exec(line) ?? [];
  if (name === undefined || data === undefined || !isName(name))
    throw errors.malformed({ what: 'signature line' });
  const blob = fromBase64(data, 'signature line');
  if (blob.length < 5) throw errors.malformed({ what: 'signature line' });
  return { name, id: blob.toString('hex', 0, 4), signature: blob.subarray(4) };
}

/**
 * The text of a note once at least one known key has signed it; unknown keys are ignored.
 * @throws {AppError} `ledger.malformed`; `ledger.bad_signature` when no known key signed, or one wrongly.
 */
export function openNote(
  note: string,
  known: readonly Verifier[],
): { text: string; by: Verifier[] } {
  const end = note.lastIndexOf('\n\n');
  if (note.length > MAX_NOTE_BYTES || end < 0 || !isNoteText(note))
    throw errors.malformed({ what: 'note' });
  const text = note.slice(0, end + 1);
  const lines = note.slice(end + 2, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) throw errors.malformed({ what: 'note' });
  const by: Verifier[] = [];
  for (const { name, id, signature } of lines.map(parseSignature)) {
    const verifier = known.find((candidate) => candidate.name === name && candidate.id === id);
    if (!verifier) continue;
    if (!ed25519Verify(null, Buffer.from(text), verifier.publicKey, signature))
      throw errors.bad_signature({ what: name });
    by.push(verifier);
  }
  if (by.length === 0)
    throw errors.bad_signature({ what: known.map((verifier) => verifier.name).join(', ') });
  return { text, by };
}
