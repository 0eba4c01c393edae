import { errors } from './errors.ts';
import { type LedgerKey, openNote, signNote, type Verifier } from './note.ts';
import { HASH_BYTES } from './tiles.ts';

/** The head of a log: who it is, how many entries it has, and their root. */
export type Checkpoint = {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
};

/** The text of a checkpoint: origin, size, root. Source: c2sp.org/tlog-checkpoint, Note text. */
export const formatCheckpoint = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${root.toString('base64')}\n`;

/** Reads the text; extension lines are allowed and ignored. @throws {AppError} `ledger.malformed` */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin, size, root, ...more] = text.slice(0, -1).split('\n');
  const hash = Buffer.from(root ?? '', 'base64');
  const sound =
    text.endsWith('\n') &&
    origin !== undefined &&
    origin !== '' &&
    /^(0|[1-9]\d{0,15})$/.test(size ?? '') &&
    Number.isSafeInteger(Number(size)) &&
    hash.length === HASH_BYTES &&
    hash.toString('base64') === root &&
    more.every((line) => line !== '');
  if (!sound) throw errors.malformed({ what: 'checkpoint' });
  return { origin, size: Number(size), root: hash };
}

/** A signed checkpoint; the origin is the name of the key. */
export const signCheckpoint = (key: LedgerKey, size: number, root: Buffer): string =>
  signNote(formatCheckpoint({ origin: key.name, size, root }), key);

/**
 * Opens a signed checkpoint of the log that the verifiers belong to.
 * @throws {AppError} `ledger.malformed`, `ledger.bad_signature` (also for the checkpoint of another log).
 */
export function openCheckpoint(note: string, known: readonly Verifier[]): Checkpoint {
  const { text, by } = openNote(note, known);
  const checkpoint = parseCheckpoint(text);
  if (!by.some((verifier) => verifier.name === checkpoint.origin))
    throw errors.bad_signature({ what: checkpoint.origin });
  return checkpoint;
}
