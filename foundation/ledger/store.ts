import { type Generated, sql } from 'kysely';
import { queries, raw, type Tx } from '../db/index.ts';
import type { Subject } from './entry.ts';
import { errors } from './errors.ts';
import { type ReadTile, rootFromTiles } from './merkle.ts';
import { HASH_BYTES, TILE_WIDTH, type Tile } from './tiles.ts';

type Tables = {
  'ledger.pending': { place: Generated<number>; record_id: string; entry: Buffer };
  'ledger.salts': {
    record_id: string;
    capability: string;
    subject_id: string;
    kind: string;
    salt: Buffer;
  };
  'ledger.entries': { index: number; record_id: string; entry: Buffer };
  'ledger.tiles': { level: number; number: number; width: number; data: Buffer };
  'ledger.checkpoints': { size: number; root: Buffer; note: string; at: Date };
};

const q = queries<Tables>();

/** Queues an entry and its salt in the caller's transaction: one statement, no lock. */
export function addPending(tx: Tx, row: Tables['ledger.salts'] & { readonly entry: Buffer }): void {
  tx.write(
    raw(sql`with salt as (
        insert into ledger.salts (record_id, capability, subject_id, kind, salt)
        values (${row.record_id}, ${row.capability}, ${row.subject_id}, ${row.kind}, ${row.salt}))
      insert into ledger.pending (record_id, entry) values (${row.record_id}, ${row.entry})`),
  );
}

// Any constant: it names the one advisory lock of all sequencers.
const LOCK = 7_911_420_262;

export type Turn = { readonly mine: boolean; readonly waiting: boolean; readonly begun: boolean };

/** Tries to become the one sequencer until the end of this transaction, and tells whether there is work. */
export const takeTurn = async (tx: Tx): Promise<Turn> => {
  const turn = await tx.first<Turn>(
    raw(sql`select pg_try_advisory_xact_lock(${LOCK}::bigint) as mine,
      exists (select from ledger.pending) as waiting, exists (select from ledger.checkpoints) as begun`),
  );
  return turn ?? { mine: false, waiting: false, begun: false };
};

export type Head = { readonly size: number; readonly root: Buffer; readonly note: string };

/** The newest checkpoint. */
export const newestCheckpoint = (tx: Tx): Promise<Head | undefined> =>
  tx.first<Head>(
    q
      .selectFrom('ledger.checkpoints')
      .select(['size', 'root', 'note'])
      .orderBy('size', 'desc')
      .limit(1),
  );

/** How many entries the log has, by the highest index. */
export const countEntries = async (tx: Tx): Promise<number> => {
  const last = await tx.first<{ index: number }>(
    q.selectFrom('ledger.entries').select('index').orderBy('index', 'desc').limit(1),
  );
  return last ? last.index + 1 : 0;
};

/** Every partial tile: one for each level at most. */
export const partials = (tx: Tx): Promise<Tile[]> =>
  tx.all<Tile>(
    q
      .selectFrom('ledger.tiles')
      .select(['level', 'number', 'width', 'data'])
      .where('width', '<', sql.lit(TILE_WIDTH))
      .limit(64),
  );

/** Takes up to `limit` pending entries in order, numbers them from `size` on and keeps them in the log. */
export const takePending = (
  tx: Tx,
  size: number,
  limit: number,
): Promise<{ index: number; entry: Buffer }[]> =>
  tx.all(
    raw<{ index: number; entry: Buffer }>(sql`with taken as (
        delete from ledger.pending
        where place in (select place from ledger.pending order by place limit ${limit}::int)
        returning place, record_id, entry),
      numbered as (
        select ${size}::bigint + row_number() over (order by place) - 1 as index, record_id, entry
        from taken),
      kept as (
        insert into ledger.entries (index, record_id, entry)
        select index, record_id, entry from numbered)
      select index, entry from numbered order by index`),
  );

/** Queues a tile; narrower ones of the same place go. */
export function keepTile(tx: Tx, tile: Tile): void {
  tx.write(q.insertInto('ledger.tiles').values(tile));
  tx.write(
    q
      .deleteFrom('ledger.tiles')
      .where('level', '=', tile.level)
      .where('number', '=', tile.number)
      .where('width', '<', tile.width),
  );
}

/** Sends what is queued and waits until the database has taken it, without committing. */
export const settle = async (tx: Tx): Promise<void> => {
  await tx.first(raw(sql`select 1`));
};

/** Queues a checkpoint. */
export const keepCheckpoint = (tx: Tx, head: Head): void =>
  tx.write(q.insertInto('ledger.checkpoints').values({ ...head, at: tx.call.now }), {
    constraint: { checkpoints_pkey: () => errors.fenced() },
  });

/** The first `width` hashes of a tile, or undefined when the log does not have as many. */
export async function findTile(
  tx: Tx,
  level: number,
  number: number,
  width: number,
): Promise<Buffer | undefined> {
  const row = await tx.first<{ data: Buffer }>(
    q
      .selectFrom('ledger.tiles')
      .select('data')
      .where('level', '=', level)
      .where('number', '=', number)
      .where('width', '>=', width)
      .orderBy('width')
      .limit(1),
  );
  return row?.data.subarray(0, width * HASH_BYTES);
}

/** Reads tiles that a signed checkpoint says exist. @throws {AppError} `ledger.broken` for a missing one. */
export const tileReader =
  (tx: Tx): ReadTile =>
  async (level, number, width) => {
    const data = await findTile(tx, level, number, width);
    if (!data) throw errors.broken({ what: `tile ${level}/${number}` });
    return data;
  };

/** The root of the first `size` entries as the stored tiles have it. */
export const storedRoot = (tx: Tx, size: number): Promise<Buffer> =>
  rootFromTiles(size, tileReader(tx));

/** The first `width` entries of a bundle; fewer when the log does not have as many. */
export const findBundle = async (tx: Tx, number: number, width: number): Promise<Buffer[]> => {
  const from = number * TILE_WIDTH;
  const rows = await tx.all<{ entry: Buffer }>(
    q
      .selectFrom('ledger.entries')
      .select('entry')
      .where('index', '>=', from)
      .where('index', '<', from + width)
      .orderBy('index')
      .limit(TILE_WIDTH),
  );
  return rows.map((row) => row.entry);
};

/** One entry. */
export const findEntry = async (tx: Tx, index: number): Promise<Buffer | undefined> =>
  (
    await tx.first<{ entry: Buffer }>(
      q.selectFrom('ledger.entries').select('entry').where('index', '=', index),
    )
  )?.entry;

export type RecordRow = {
  readonly kind: string;
  readonly salt: Buffer;
  readonly index: number | null;
  readonly entry: Buffer;
};

/** The entries about one record, oldest first; at most 1 000. */
export const recordsOf = (tx: Tx, subject: Subject): Promise<RecordRow[]> =>
  tx.all<RecordRow>(
    raw(sql`select kind, salt, index, entry
      from ledger.records_of(${subject.capability}::text, ${subject.id}::text) limit 1000`),
  );

/** Erases the salts of one record; returns how many. */
export const eraseSalts = async (tx: Tx, subject: Subject): Promise<number> =>
  (
    await tx.all(
      q
        .deleteFrom('ledger.salts')
        .where('capability', '=', subject.capability)
        .where('subject_id', '=', subject.id)
        .returning('record_id'),
    )
  ).length;
