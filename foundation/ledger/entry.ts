import { createHmac, timingSafeEqual } from 'node:crypto';
import { errors } from './errors.ts';

/** The record an entry is about; never part of the entry. */
export type Subject = { readonly capability: string; readonly id: string };

/** What the entry commits to, by name: codes, numbers, dates, digests. */
export type Facts = Readonly<Record<string, string | number>>;

/** An entry as anybody reads it: what kind of act happened when, and a commitment to the rest. */
export type Entry = {
  readonly v: 1;
  readonly kind: string;
  /** Instant of the act, ISO 8601 with milliseconds and Z. */
  readonly at: string;
  /** HMAC-SHA256 under the record's salt, base64url, 43 characters. */
  readonly commitment: string;
};

/** What a holder shows so that others see which record an entry is about. */
export type Opening = {
  readonly v: 1;
  readonly kind: string;
  readonly at: string;
  readonly subject: Subject;
  readonly facts: Facts;
  /** 32 random bytes, base64url. */
  readonly salt: string;
};

export const SALT_BYTES = 32;

const KIND = /^[a-z][a-z0-9-]{0,39}\.[a-z][a-z0-9-]{0,39}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const DIGEST = /^[A-Za-z0-9_-]{43}$/;

type Value = string | number | { readonly [key: string]: Value };

/**
 * Canonical JSON: keys in order of their UTF-16 units, no spaces. Numbers are safe integers only, so
 * that every program writes them alike. Source: RFC 8785.
 * @throws {TypeError} for other numbers and for text that is not well-formed Unicode.
 */
export function canonical(value: Value): string {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new TypeError('Facts hold safe integers only.');
    return String(Object.is(value, -0) ? 0 : value);
  }
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new TypeError('Facts hold well-formed text only.');
    return JSON.stringify(value);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError('Facts hold text and integers only.');
  const members = Object.keys(value)
    .sort()
    .map((key) => `${canonical(key)}:${canonical(value[key] as Value)}`);
  return `{${members.join(',')}}`;
}

const commitmentOf = (
  { kind, at, subject, facts }: Omit<Opening, 'v' | 'salt'>,
  salt: Uint8Array,
) =>
  createHmac('sha256', salt)
    .update(
      canonical({ at, facts, kind, subject: { capability: subject.capability, id: subject.id } }),
    )
    .digest('base64url');

/**
 * The bytes of an entry. Two acts with equal facts give unrelated bytes, because their salts differ.
 * @throws {TypeError} for a kind that is not `<capability>.<past-tense>`, or facts without canonical form.
 */
export function composeEntry(
  act: {
    readonly kind: string;
    readonly at: Date;
    readonly subject: Subject;
    readonly facts: Facts;
  },
  salt: Uint8Array,
): Buffer {
  if (!KIND.test(act.kind)) throw new TypeError(`${act.kind} is not <capability>.<past-tense>.`);
  if (salt.length !== SALT_BYTES) throw new TypeError('A salt has 32 bytes.');
  const at = act.at.toISOString();
  const commitment = commitmentOf({ ...act, at }, salt);
  return Buffer.from(canonical({ v: 1, kind: act.kind, at, commitment }));
}

/** Reads an entry. @throws {AppError} `ledger.malformed` unless it is exactly what `composeEntry` writes. */
export function parseEntry(bytes: Uint8Array): Entry {
  const text = Buffer.from(bytes).toString();
  let entry: Partial<Entry> | null;
  try {
    entry = JSON.parse(text) as Partial<Entry> | null;
  } catch (cause) {
    throw errors.malformed({ what: 'entry' }, { cause });
  }
  const { v, kind, at, commitment } = entry ?? {};
  const sound =
    v === 1 &&
    typeof kind === 'string' &&
    KIND.test(kind) &&
    typeof at === 'string' &&
    INSTANT.test(at) &&
    typeof commitment === 'string' &&
    DIGEST.test(commitment) &&
    canonical({ v, kind, at, commitment }) === text;
  if (!sound) throw errors.malformed({ what: 'entry' });
  return { v, kind, at, commitment };
}

/**
 * Checks that an entry is about the record and the facts that the opening shows.
 * @throws {AppError} `ledger.malformed`; `ledger.other_facts` when the entry commits to something else.
 */
export function checkOpening(bytes: Uint8Array, opening: Opening): Entry {
  const entry = parseEntry(bytes);
  let expected: Buffer;
  try {
    const salt = Buffer.from(opening.salt, 'base64url');
    if (opening.v !== 1 || salt.length !== SALT_BYTES) throw new TypeError('Not an opening.');
    expected = Buffer.from(commitmentOf(opening, salt));
  } catch (cause) {
    throw errors.malformed({ what: 'opening' }, { cause });
  }
  const sound =
    opening.kind === entry.kind &&
    opening.at === entry.at &&
    timingSafeEqual(expected, Buffer.from(entry.commitment));
  if (!sound) throw errors.other_facts();
  return entry;
}
