import type { KeyObject } from 'node:crypto';
import type { Place } from './envelope.ts';

/** The keys that sign: the ledger (Ed25519), credentials and QR payloads (P-256), document seals (P-256). */
export type SigningKey = 'ledger' | 'credential' | 'document';

/** The keys that a new version can replace; old versions keep opening and verifying. */
export type RotatingKey = 'master' | 'index' | SigningKey;

/** X.509 certificates of the document seal, as DER. */
export type SealCertificates = {
  /** Certificate of the active document key. */
  readonly document: Buffer;
  /** Certificate of the authority that issued it. */
  readonly authority: Buffer;
  /** Every authority of this platform: what a verifier trusts. */
  readonly anchors: readonly Buffer[];
};

/** The data key of one record with several encrypted columns; destroying `wrapped` destroys them all. */
export type RecordKey = {
  /** 63 bytes to be stored with the record. */
  readonly wrapped: Buffer;
  /** Ciphertext 29 bytes longer than the text. */
  seal(value: string | Uint8Array, column: string): Buffer;
  open(sealed: Uint8Array, column: string): Buffer;
};

/**
 * Everything done with secret keys. Callers never see one, so that a hardware module (PKCS#11, or
 * SDF of GM/T 0018) can stand behind the same interface. All of it is synchronous: it is called for
 * every row.
 */
export interface KeyService {
  /** Ciphertext of text or bytes for one place, under its own data key; 92 bytes longer. */
  seal(value: string | Uint8Array, place: Place): Buffer;
  /** @throws {AppError} crypto.unreadable when altered, moved or of an unknown key. */
  open(sealed: Uint8Array, place: Place): Buffer;
  /** `open` as UTF-8 text. */
  openText(sealed: Uint8Array, place: Place): string;
  /** The same value under the present master key; the text itself is not decrypted. */
  rewrap(sealed: Uint8Array, place: Place): Buffer;
  /** A new data key for the record of that table and id. */
  newRecordKey(table: string, id: string): RecordKey;
  /** @throws {AppError} crypto.unreadable */
  openRecordKey(wrapped: Uint8Array, table: string, id: string): RecordKey;
  /** A 32-byte data key wrapped for one place, 63 bytes. */
  wrapKey(dataKey: Uint8Array, place: Place): Buffer;
  /** @throws {AppError} crypto.unreadable */
  unwrapKey(wrapped: Uint8Array, place: Place): Buffer;
  /** 16 bytes by which equal values of a field are found; see `normalise`. 15-digit IDs are the caller's. */
  blindIndex(field: string, value: string): Buffer;
  /** The blind index under every version, newest first, for look-ups while an index key is replaced. */
  blindIndexes(field: string, value: string): Buffer[];
  /** Ed25519 (ledger, 64 bytes) or ECDSA P-256 with SHA-256; `form` concerns the latter, default r‖s. */
  sign(key: SigningKey, data: Uint8Array, form?: 'ieee-p1363' | 'der'): Buffer;
  /** Whether the signature is by that key; an unknown version is false. Default: the active version. */
  verify(key: SigningKey, data: Uint8Array, signature: Uint8Array, version?: number): boolean;
  /** Public key of a version, default the active one. */
  publicKey(key: SigningKey, version?: number): KeyObject;
  /** Versions of a key, ascending; the last one is active. */
  versions(key: RotatingKey): readonly number[];
  certificates(): SealCertificates;
  /** 32 hexadecimal digits that tell whether a database was written with this master key. */
  readonly masterFingerprint: string;
  /** Makes the next version of a key and uses it from now on; returns its number. */
  rotate(key: RotatingKey, now: Date): number;
}
