import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import type { Tx } from '../db/index.ts';
import {
  checkOpening,
  composeEntry,
  type Facts,
  type Opening,
  parseEntry,
  SALT_BYTES,
  type Subject,
} from './entry.ts';
import { errors } from './errors.ts';
import { inclusionProof } from './merkle.ts';
import { formatReceipt } from './proof.ts';
import {
  addPending,
  eraseSalts,
  findEntry,
  newestCheckpoint,
  recordsOf,
  tileReader,
} from './store.ts';

/** An act to be entered: `<capability>.<past-tense>`, the record, and what the entry shall commit to. */
export type Act = { readonly kind: string; readonly subject: Subject; readonly facts: Facts };

/**
 * Enters an act of `tx.call.now` in the ledger, together with the act or not at all. Only the kind, the
 * instant and a salted commitment become public; a checkpoint covers them within about 100 ms.
 * @throws {TypeError} for a malformed kind and for facts other than text and safe integers.
 */
export function enter(tx: Tx, { kind, subject, facts }: Act): void {
  const at = tx.call.now;
  const salt = randomBytes(SALT_BYTES);
  addPending(tx, {
    record_id: v7({ msecs: at.getTime() }),
    capability: subject.capability,
    subject_id: subject.id,
    kind,
    salt,
    entry: composeEntry({ kind, at, subject, facts }, salt),
  });
}

/** An entry about a record. `index` is null until a checkpoint covers it. */
export type Found = { readonly kind: string; readonly at: string; readonly index: number | null };

/** The entries about one record, oldest first, at most 1 000; the caller has decided that its actor may know. */
export async function entriesOf(tx: Tx, subject: Subject, kind?: string): Promise<Found[]> {
  const rows = await recordsOf(tx, subject);
  return rows
    .filter((row) => kind === undefined || row.kind === kind)
    .map((row) => ({ kind: row.kind, at: parseEntry(row.entry).at, index: row.index }));
}

/**
 * What the holder of a record shows to prove that an entry is about it: the newest entry of that kind
 * that commits to these facts. The caller has decided that its actor may see the record.
 * @throws {AppError} `ledger.unknown` (also after `forget`); `ledger.other_facts`.
 */
export async function opening(
  tx: Tx,
  { kind, subject, facts }: Act,
): Promise<{ opening: Opening; index: number | null }> {
  const rows = (await recordsOf(tx, subject)).filter((row) => row.kind === kind);
  if (rows.length === 0) throw errors.unknown({ kind });
  for (const row of rows.toReversed()) {
    const { at } = parseEntry(row.entry);
    const shown: Opening = { v: 1, kind, at, subject, facts, salt: row.salt.toString('base64url') };
    try {
      checkOpening(row.entry, shown);
      return { opening: shown, index: row.index };
    } catch {
      // Another act of the same kind: the facts are tried on the one before.
    }
  }
  throw errors.other_facts();
}

/**
 * The receipt of an entry under the newest checkpoint, as `.tlog-proof` text; see `verifyReceipt`.
 * @throws {AppError} `ledger.unknown` when no checkpoint covers that index; `ledger.broken`.
 */
export async function receipt(tx: Tx, index: number): Promise<string> {
  const head = await newestCheckpoint(tx);
  if (!head || !Number.isSafeInteger(index) || index < 0 || index >= head.size)
    throw errors.unknown({ index });
  const entry = await findEntry(tx, index);
  if (!entry) throw errors.broken({ what: `entry ${index}` });
  const proof = await inclusionProof(index, head.size, tileReader(tx));
  return formatReceipt({ index, proof, checkpoint: head.note, extra: entry });
}

/**
 * Erases what connects a record with its entries: from then on nobody can tell what they are about.
 * Returns how many entries that were. @throws {TypeError} unless the platform itself acts.
 */
export async function forget(tx: Tx, subject: Subject): Promise<number> {
  if (tx.call.actor.kind !== 'system') throw new TypeError('Only the system erases salts.');
  return await eraseSalts(tx, subject);
}
