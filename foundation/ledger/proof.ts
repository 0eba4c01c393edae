import { type Checkpoint, openCheckpoint } from './checkpoint.ts';
import { errors } from './errors.ts';
import { leafHash, rootFromInclusion } from './merkle.ts';
import type { Verifier } from './note.ts';
import { HASH_BYTES } from './tiles.ts';

const HEADER = 'c2sp.org/tlog-proof@v1';
/** A path in a tree of 2^53 entries has at most 53 hashes. */
const MAX_PATH = 63;

/** What a holder keeps: the entry, its place, its audit path and the signed checkpoint. */
export type Receipt = {
  readonly index: number;
  readonly proof: readonly Buffer[];
  /** The signed checkpoint, verbatim. */
  readonly checkpoint: string;
  /** The entry itself, so that the receipt can be checked alone; nothing vouches for it before that. */
  readonly extra?: Buffer;
};

/** The text of a receipt, to be stored as `.tlog-proof`. Source: c2sp.org/tlog-proof, Format. */
export function formatReceipt({ index, proof, checkpoint, extra }: Receipt): string {
  const lines = [
    HEADER,
    ...(extra ? [`extra ${extra.toString('base64')}`] : []),
    `index ${index}`,
    ...proof.map((hash) => hash.toString('base64')),
  ];
  return `${lines.join('\n')}\n\n${checkpoint}`;
}

const fromBase64 = (text: string): Buffer => {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw errors.malformed({ what: 'receipt' });
  return bytes;
};

/** Reads a receipt and checks nothing but its form. @throws {AppError} `ledger.malformed` */
export function parseReceipt(text: string): Receipt {
  const end = text.indexOf('\n\n');
  const [header, ...lines] = text.slice(0, Math.max(0, end)).split('\n');
  if (header !== HEADER) throw errors.malformed({ what: 'receipt' });
  const extra = lines[0]?.startsWith('extra ')
    ? fromBase64(lines.shift()?.slice(6) ?? '')
    : undefined;
  const [, index] = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? '') ?? [];
  const proof = lines.map(fromBase64);
  const sound =
    index !== undefined &&
    Number.isSafeInteger(Number(index)) &&
    proof.length <= MAX_PATH &&
    proof.every((hash) => hash.length === HASH_BYTES);
  if (!sound) throw errors.malformed({ what: 'receipt' });
  return { index: Number(index), proof, checkpoint: text.slice(end + 2), ...(extra && { extra }) };
}

/** What a good receipt says. */
export type Included = {
  readonly entry: Buffer;
  readonly index: number;
  readonly checkpoint: Checkpoint;
};

/**
 * Checks a receipt without asking anybody: signature, form, audit path. `entry` is what the holder says
 * was entered; left out, the entry inside the receipt is checked.
 * @throws {AppError} `ledger.malformed`, `ledger.bad_signature`, `ledger.bad_proof`.
 */
export function verifyReceipt(
  text: string,
  known: readonly Verifier[],
  entry?: Uint8Array,
): Included {
  const receipt = parseReceipt(text);
  const shown = entry ? Buffer.from(entry) : receipt.extra;
  if (!shown) throw errors.malformed({ what: 'receipt' });
  const checkpoint = openCheckpoint(receipt.checkpoint, known);
  const root = rootFromInclusion(receipt.index, checkpoint.size, leafHash(shown), receipt.proof);
  if (!root.equals(checkpoint.root)) throw errors.bad_proof();
  return { entry: shown, index: receipt.index, checkpoint };
}
