import { type Database, type Tx, withActor } from '../db/index.ts';
import { AppError } from '../errors/index.ts';
import { type Call, system } from '../permission/index.ts';
import { auditLog } from './audit.ts';
import { type Checkpoint, openCheckpoint, signCheckpoint } from './checkpoint.ts';
import { errors } from './errors.ts';
import { append, type Edge, EMPTY_EDGE, EMPTY_ROOT, edgeOf, edgeRoot, leafHash } from './merkle.ts';
import { type LedgerKey, verifiersOf } from './note.ts';
import {
  countEntries,
  findBundle,
  keepCheckpoint,
  keepTile,
  newestCheckpoint,
  partials,
  settle,
  storedRoot,
  takePending,
  takeTurn,
  tileReader,
} from './store.ts';
import { TILE_WIDTH, widthAt } from './tiles.ts';

const BATCH = 4096;

const callAt = (now: Date): Call => ({
  actor: system('ledger-sequencer'),
  now,
  traceId: '0'.repeat(32),
});

const broken = (what: string, cause?: unknown) => errors.broken({ what }, { cause });

/** What was signed last, opened with our own keys. */
async function signedHead(tx: Tx, key: LedgerKey): Promise<Checkpoint | undefined> {
  const head = await newestCheckpoint(tx);
  const entries = await countEntries(tx);
  if (entries !== (head?.size ?? 0)) throw broken(`${entries} entries, ${head?.size ?? 0} signed`);
  if (!head) return undefined;
  let checkpoint: Checkpoint;
  try {
    checkpoint = openCheckpoint(head.note, verifiersOf(key));
  } catch (cause) {
    throw broken(`checkpoint ${head.size}`, cause);
  }
  if (checkpoint.size !== head.size || !checkpoint.root.equals(head.root))
    throw broken(`checkpoint ${head.size}`);
  return checkpoint;
}

/** The growing side of the stored tree, which must have the root that was signed. */
async function soundEdge(tx: Tx, head: Checkpoint | undefined): Promise<Edge> {
  if (!head) return EMPTY_EDGE;
  let edge: Edge;
  try {
    edge = edgeOf(head.size, await partials(tx));
  } catch (cause) {
    if (cause instanceof AppError) throw broken(`tiles of ${head.size}`, cause);
    throw cause;
  }
  if (!edgeRoot(edge).equals(head.root)) throw broken(`root of ${head.size}`);
  return edge;
}

async function extend(tx: Tx, key: LedgerKey, limit: number): Promise<number> {
  const head = await signedHead(tx, key);
  const edge = await soundEdge(tx, head);
  const taken = await takePending(tx, edge.size, limit);
  if (taken.length === 0 && head) return 0;
  const next = append(
    edge,
    taken.map(({ entry }) => leafHash(entry)),
  );
  for (const tile of next.tiles) keepTile(tx, tile);
  // Signed only after the database has taken entries and tiles; published only by the commit of all.
  await settle(tx);
  const root = taken.length === 0 ? EMPTY_ROOT : edgeRoot(next.edge);
  const { size } = next.edge;
  keepCheckpoint(tx, { size, root, note: signCheckpoint(key, size, root) });
  return taken.length;
}

const isFence = (error: unknown): boolean => {
  const { code, constraint } = error as { code?: string; constraint?: string };
  return code === '23505' && (constraint === 'entries_pkey' || constraint === 'tiles_pkey');
};

/**
 * Puts up to `limit` waiting entries into the log and signs the new root: entries, tiles and checkpoint
 * in one transaction. Does nothing while another process does it, or when nothing waits; the first call
 * of all signs the empty log. Returns how many entries were added.
 * @throws {AppError} `ledger.broken` when the stored log contradicts itself (nothing is signed then);
 *   `ledger.fenced` when another sequencer went ahead in spite of the lock.
 */
export async function sequence(
  db: Database,
  key: LedgerKey,
  now: Date,
  limit = BATCH,
): Promise<number> {
  try {
    return await withActor(db, callAt(now), async (tx) => {
      const turn = await takeTurn(tx);
      if (!turn.mine || (turn.begun && !turn.waiting)) return 0;
      return await extend(tx, key, limit);
    });
  } catch (error) {
    throw isFence(error) ? errors.fenced({}, { cause: error }) : error;
  }
}

/**
 * Compares the stored log with its own checkpoint: signature, number of entries, root of the tiles, and
 * the last bundle with its tile; with `whole`, every entry and every tile. To be called before signing
 * again after a start. Returns the checkpoint, or undefined for a log that was never signed.
 * @throws {AppError} `ledger.broken` naming what differs.
 */
export async function verifyOwn(
  db: Database,
  key: LedgerKey,
  now: Date,
  { whole = false }: { whole?: boolean } = {},
): Promise<Checkpoint | undefined> {
  return await withActor(db, callAt(now), async (tx) => {
    const head = await signedHead(tx, key);
    await soundEdge(tx, head);
    if (!head || head.size === 0) return head;
    if (whole) {
      await auditLog(head, {
        tile: tileReader(tx),
        bundle: (n, width) => findBundle(tx, n, width),
      });
      return head;
    }
    if (!(await storedRoot(tx, head.size)).equals(head.root)) throw broken(`root of ${head.size}`);
    const number = Math.floor((head.size - 1) / TILE_WIDTH);
    const width = widthAt(head.size, 0, number);
    const leaves = (await findBundle(tx, number, width)).map(leafHash);
    if (!Buffer.concat(leaves).equals(await tileReader(tx)(0, number, width)))
      throw broken(`entries from ${number * TILE_WIDTH} on`);
    return head;
  });
}

/** A sequencer at work. `broken` says that it stopped for good because the log contradicts itself. */
export type Sequencer = {
  readonly state: () => 'running' | 'broken' | 'stopped';
  /** Ends after the batch at hand. */
  readonly stop: () => Promise<void>;
};

export type SequencerOptions = {
  readonly db: Database;
  readonly key: LedgerKey;
  readonly clock: () => Date;
  /** Pause between batches in milliseconds, default 100. */
  readonly everyMs?: number;
  /** Entries in one batch, default 4 096. */
  readonly limit?: number;
};

const RETRY_MS = 1000;

/**
 * Checks the log and then sequences every `everyMs` until stopped. Any number of processes may do so; one
 * at a time is at work. A passing failure is reported and tried again.
 * @throws {AppError} `ledger.broken` when the log contradicts its checkpoint: the caller must not go on.
 */
export async function startSequencer(options: SequencerOptions): Promise<Sequencer> {
  const { db, key, clock, everyMs = 100, limit = BATCH } = options;
  await verifyOwn(db, key, clock());
  let state: ReturnType<Sequencer['state']> = 'running';
  let timer: NodeJS.Timeout | undefined;
  let batch: Promise<void> = Promise.resolve();
  const again = (delay: number) => {
    if (state !== 'running') return;
    timer = setTimeout(() => {
      batch = turn();
    }, delay);
  };
  const turn = async (): Promise<void> => {
    try {
      const added = await sequence(db, key, clock(), limit);
      again(added === limit ? 0 : everyMs);
    } catch (error) {
      const code = error instanceof AppError ? error.code : '';
      if (code === 'ledger.broken') state = 'broken';
      if (code !== 'ledger.fenced') db.report(error, 'ledger sequencer');
      again(RETRY_MS);
    }
  };
  batch = turn();
  return {
    state: () => state,
    stop: async () => {
      if (state === 'running') state = 'stopped';
      clearTimeout(timer);
      await batch;
    },
  };
}
