import { generateKeyPairSync, sign } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { raw, withActor } from '../db/index.ts';
import { actingAs, at, callOf, type TestDatabase, testDatabase } from '../testing/index.ts';
import {
  enter,
  entriesOf,
  type LedgerKey,
  openCheckpoint,
  receipt,
  sequence,
  startSequencer,
  verifiersOf,
  verifyConsistency,
  verifyOwn,
  verifyReceipt,
} from './index.ts';
import { consistencyProof, leafHash } from './merkle.ts';
import { newestCheckpoint, tileReader } from './store.ts';

const { privateKey } = generateKeyPairSync('ed25519');
const key: LedgerKey = { name: 'test.gov.example/ledger', privateKey };
const signRaw = (data: Uint8Array) => sign(null, data, privateKey);
const now = at('2026-03-02 09:00');
const resident = actingAs('person', 'p1');
const platform = actingAs('system', 'test');
const subject = (id: string) => ({ capability: 'case', id });
const factsOf = (id: string) => ({ caseNo: `340104-2026-${id}`, materials: 3 });
let db: TestDatabase;

const LOG = ['entries', 'tiles', 'checkpoints'].map((table) => `ledger.${table}`);

/** Empties the ledger past its triggers, which nobody else can. */
const empty = () =>
  db.owner(`${LOG.map((table) => `alter table ${table} disable trigger user;`).join(' ')}
    truncate ledger.pending, ledger.salts, ${LOG.join(', ')};
    ${LOG.map((table) => `alter table ${table} enable trigger user;`).join(' ')}`);

beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(() => empty());
afterAll(() => db.close());

/** Enters `count` submissions c<from>… in one act of a resident. */
const submit = (count: number, from = 0) =>
  withActor(db, callOf(resident, now), async (tx) => {
    for (let i = from; i < from + count; i += 1)
      enter(tx, { kind: 'case.submitted', subject: subject(`c${i}`), facts: factsOf(`c${i}`) });
  });

const head = () =>
  withActor(db, callOf(resident, now), async (tx) => {
    const newest = await newestCheckpoint(tx);
    return openCheckpoint(newest?.note ?? '', verifiersOf(key));
  });

const count = async (table: string) =>
  Number((await db.owner<{ n: string }>(`select count(*) as n from ledger.${table}`))[0]?.n);

describe('sequencing', () => {
  test('signs the empty log first, then what waits, in order', async () => {
    expect(await sequence(db, key, now)).toBe(0);
    expect(await head()).toMatchObject({ origin: key.name, size: 0 });
    await submit(3);
    await submit(2, 3);
    expect(await sequence(db, key, now)).toBe(5);
    expect(await sequence(db, key, now)).toBe(0);
    expect(await head()).toMatchObject({ size: 5 });
    expect(await count('pending')).toBe(0);
    expect(await count('checkpoints')).toBe(2);
    const found = await withActor(db, callOf(resident, now), (tx) => entriesOf(tx, subject('c3')));
    expect(found).toEqual([{ kind: 'case.submitted', at: now.toISOString(), index: 3 }]);
  });

  test('3 000 entries at once have receipts, and tiles are full but the last', async () => {
    await submit(3000);
    await sequence(db, key, now, 1);
    expect(await sequence(db, key, now)).toBe(2999);
    expect(await count('tiles where width = 256')).toBe(11);
    expect(await count('tiles where width < 256')).toBe(2);
    await verifyOwn(db, key, now, { whole: true });
    await withActor(db, callOf(resident, now), async (tx) => {
      for (const index of [0, 255, 256, 1234, 2815, 2816, 2999]) {
        const shown = verifyReceipt(await receipt(tx, index), verifiersOf(key));
        expect(shown).toMatchObject({ index, checkpoint: { size: 3000 } });
      }
      await expect(receipt(tx, 3000)).rejects.toMatchObject({ code: 'ledger.unknown' });
      await expect(receipt(tx, -1)).rejects.toMatchObject({ code: 'ledger.unknown' });
    });
  });

  test('does at least 5 000 entries a second', async () => {
    let best = 0;
    // Other programs share the machine: the best of a few rounds tells what this one can do.
    for (let round = 0; round < 4 && best < 5000; round += 1) {
      await submit(3000, round * 3000);
      const started = performance.now();
      expect(await sequence(db, key, now)).toBe(3000);
      best = Math.max(best, 3_000_000 / (performance.now() - started));
    }
    expect(best).toBeGreaterThan(5000);
  });

  test('every checkpoint continues the one before, whatever the batches', async () => {
    const heads: Awaited<ReturnType<typeof head>>[] = [];
    for (const [i, size] of [1, 254, 1, 1, 300, 7].entries()) {
      await submit(size, i * 1000);
      await sequence(db, key, now);
      heads.push(await head());
    }
    expect(heads.map(({ size }) => size)).toEqual([1, 255, 256, 257, 557, 564]);
    await withActor(db, callOf(resident, now), async (tx) => {
      for (const [i, older] of heads.entries()) {
        const newer = heads[i + 1] ?? older;
        verifyConsistency(
          older,
          newer,
          await consistencyProof(older.size, newer.size, tileReader(tx)),
        );
      }
    });
    expect(await count('tiles')).toBe(2 + 2);
    await verifyOwn(db, key, now, { whole: true });
  });

  test('takes what does not fit into one batch with the next', async () => {
    await submit(25);
    const added = [];
    for (let i = 0; i < 4; i += 1) added.push(await sequence(db, key, now, 10));
    expect(added).toEqual([10, 10, 5, 0]);
  });

  test('by several sequencers at once numbers every entry once', async () => {
    const enterers = Array.from({ length: 8 }, async (_, i) => {
      for (let round = 0; round < 5; round += 1) await submit(10, i * 1000 + round * 10);
    });
    let entering = true;
    const sequencers = Array.from({ length: 4 }, async () => {
      let added = 0;
      while (entering || (await count('pending')) > 0) added += await sequence(db, key, now, 37);
      return added;
    });
    await Promise.all(enterers);
    entering = false;
    const added = await Promise.all(sequencers);
    expect(added.reduce((sum, each) => sum + each)).toBe(400);
    expect(await head()).toMatchObject({ size: 400 });
    await verifyOwn(db, key, now, { whole: true });
    const rows = await db.owner('select from ledger.entries join ledger.salts using (record_id)');
    expect(rows).toHaveLength(400);
  });

  test('past a lock that failed, the primary key stops the second of two sequencers', async () => {
    await submit(1);
    await sequence(db, key, now);
    await submit(1, 1);
    // Somebody else has numbered entry 1 in a transaction of its own.
    await db.owner(`insert into ledger.entries values (1, gen_random_uuid(), '\\x00')`);
    await expect(sequence(db, key, now)).rejects.toMatchObject({ code: 'ledger.broken' });
    await db.owner(`alter table ledger.entries disable trigger user;
      delete from ledger.entries where index = 1; alter table ledger.entries enable trigger user`);
    const inserted = Promise.withResolvers<void>();
    const blocked = Promise.withResolvers<void>();
    const racing = withActor(db, callOf(platform, now), async (tx) => {
      await tx.first(raw(sql`insert into ledger.entries values (1, gen_random_uuid(), '\\x00')`));
      inserted.resolve();
      await blocked.promise;
    });
    await inserted.promise;
    const second = expect(sequence(db, key, now)).rejects.toMatchObject({ code: 'ledger.fenced' });
    const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    await vi.waitFor(async () => expect(await db.owner(waiting)).toHaveLength(1), 5000);
    blocked.resolve();
    await racing;
    await second;
    expect(await count('pending')).toBe(1);
    expect(await head()).toMatchObject({ size: 1 });
  });
});

describe('after a crash', () => {
  test('between taking and commit everything is as before, and the next try gives the same root', async () => {
    await submit(300);
    await sequence(db, key, now);
    const before = await head();
    await submit(10, 300);
    const dying: LedgerKey = {
      name: key.name,
      publicKey: generateKeyPairSync('ed25519').publicKey,
      sign: () => {
        throw new Error('power cut');
      },
      former: verifiersOf(key).map((verifier) => verifier.publicKey),
    };
    await expect(sequence(db, dying, now)).rejects.toThrow('power cut');
    expect(await head()).toEqual(before);
    expect([await count('pending'), await count('entries')]).toEqual([10, 300]);
    expect(await verifyOwn(db, key, now, { whole: true })).toEqual(before);
    expect(await sequence(db, key, now)).toBe(10);
    const rows = await db.owner<{ entry: Buffer }>(
      'select entry from ledger.entries order by index',
    );
    const [tile] = await db.owner<{ data: Buffer }>(
      'select data from ledger.tiles where level = 0 and number = 1',
    );
    expect(tile?.data).toEqual(Buffer.concat(rows.slice(256).map(({ entry }) => leafHash(entry))));
  });

  test('with the connection cut between tiles and commit, nothing of the batch is kept', async () => {
    await submit(20);
    await sequence(db, key, now, 10);
    const before = await head();
    const sockets: { destroy(): void }[] = [];
    const seen = (client: pg.PoolClient) => {
      client.on('error', () => {}); // the cut is seen by the query under way
      const inside = client as unknown as { connection: { stream: { destroy(): void } } };
      sockets.push(inside.connection.stream);
    };
    db.pool.on('acquire', seen);
    const cut: LedgerKey = {
      name: key.name,
      publicKey: verifiersOf(key)[0]!.publicKey,
      sign: () => {
        sockets.at(-1)?.destroy();
        return Buffer.alloc(64);
      },
    };
    await expect(sequence(db, cut, now)).rejects.toThrow(/onnection/);
    db.pool.off('acquire', seen);
    expect(await verifyOwn(db, key, now, { whole: true })).toEqual(before);
    expect(await count('pending')).toBe(10);
    expect(await sequence(db, key, now)).toBe(10);
    await verifyOwn(db, key, now, { whole: true });
  });
});

/** Changes the stored log as somebody with the owner's password could. */
const tamper = (table: string, change: string) =>
  db.owner(`alter table ledger.${table} disable trigger user; ${change};
    alter table ledger.${table} enable trigger user`);

const FLIPPED = 'set_byte(data, 40, get_byte(data, 40) # 1)';

describe('a log that was changed', () => {
  beforeEach(async () => {
    await submit(700);
    await sequence(db, key, now);
  });

  test.each([
    ['an entry', 'entries', `update ledger.entries set entry = '\\x00' where index = 690`],
    [
      'a partial tile',
      'tiles',
      `update ledger.tiles set data = ${FLIPPED} where level = 0 and width < 256`,
    ],
    ['an upper tile', 'tiles', `update ledger.tiles set data = ${FLIPPED} where level = 1`],
    ['a missing tile', 'tiles', `delete from ledger.tiles where level = 0 and width < 256`],
    ['a lost entry', 'entries', 'delete from ledger.entries where index = 699'],
    [
      'a changed checkpoint',
      'checkpoints',
      `update ledger.checkpoints set root = sha256('') where size = 700`,
    ],
    ['a lost checkpoint', 'checkpoints', 'delete from ledger.checkpoints'],
  ])('%s is found at the start, and nothing more is signed', async (_, table, change) => {
    await tamper(table, change);
    await expect(verifyOwn(db, key, now)).rejects.toMatchObject({ code: 'ledger.broken' });
    const starting = startSequencer({ db, key, clock: () => now });
    await expect(starting).rejects.toMatchObject({ code: 'ledger.broken' });
    const signed = await count('checkpoints');
    await submit(1, 700);
    if (table !== 'entries' || change.startsWith('delete')) {
      await expect(sequence(db, key, now)).rejects.toMatchObject({ code: 'ledger.broken' });
      expect(await count('checkpoints')).toBe(signed);
    }
  });

  test('far back is found by the whole comparison, which names the place', async () => {
    await tamper('entries', `update ledger.entries set entry = '\\x00' where index = 17`);
    await verifyOwn(db, key, now);
    await expect(verifyOwn(db, key, now, { whole: true })).rejects.toMatchObject({
      code: 'ledger.broken',
      params: { what: 'entry 17, tile/0/000' },
    });
  });

  test('is not signed by another key', async () => {
    const other = { name: key.name, privateKey: generateKeyPairSync('ed25519').privateKey };
    await expect(verifyOwn(db, other, now)).rejects.toMatchObject({ code: 'ledger.broken' });
  });
});

describe('the sequencer at work', () => {
  test('covers entries within moments, survives a passing failure and stops when told', async () => {
    const reports: unknown[] = [];
    let failing = false;
    const flaky: LedgerKey = {
      name: key.name,
      publicKey: verifiersOf(key)[0]!.publicKey,
      sign: (data) => {
        if (failing) throw new Error('key service is away');
        return signRaw(data);
      },
    };
    const own = { ...db, report: (error: unknown) => reports.push(error) };
    const worker = await startSequencer({ db: own, key: flaky, clock: () => now, everyMs: 20 });
    await submit(10);
    await vi.waitFor(async () => expect(await head()).toMatchObject({ size: 10 }), 3000);
    failing = true;
    await submit(1, 10);
    await vi.waitFor(() => expect(reports).toHaveLength(1), 3000);
    failing = false;
    await vi.waitFor(async () => expect(await head()).toMatchObject({ size: 11 }), 3000);
    expect(worker.state()).toBe('running');
    await worker.stop();
    expect(worker.state()).toBe('stopped');
    await submit(1, 11);
    await wait(100);
    expect(await head()).toMatchObject({ size: 11 });
  });

  test('stops for good when the log is changed under it', async () => {
    const reports: unknown[] = [];
    await submit(10);
    const own = { ...db, report: (error: unknown) => reports.push(error) };
    const worker = await startSequencer({ db: own, key, clock: () => now, everyMs: 20 });
    await vi.waitFor(async () => expect(await count('entries')).toBe(10), 3000);
    await tamper('tiles', `update ledger.tiles set data = ${FLIPPED}`);
    await submit(1, 10);
    await vi.waitFor(() => expect(worker.state()).toBe('broken'), 3000);
    expect(reports).toMatchObject([{ code: 'ledger.broken' }]);
    expect(await count('entries')).toBe(10);
    await worker.stop();
    expect(worker.state()).toBe('broken');
  });
});
