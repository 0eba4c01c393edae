import { generateKeyPairSync } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { raw, withActor } from '../db/index.ts';
import { actingAs, at, callOf, type TestDatabase, testDatabase } from '../testing/index.ts';
import {
  checkOpening,
  enter,
  entriesOf,
  forget,
  type LedgerKey,
  openCheckpoint,
  opening,
  parseEntry,
  receipt,
  sequence,
  verifiersOf,
  verifyOwn,
  verifyReceipt,
} from './index.ts';
import { newestCheckpoint } from './store.ts';

const { privateKey } = generateKeyPairSync('ed25519');
const key: LedgerKey = { name: 'test.gov.example/ledger', privateKey };
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

describe('entering', () => {
  test('is kept with the act, or goes with it', async () => {
    await submit(2);
    const failed = withActor(db, callOf(resident, now), async (tx) => {
      enter(tx, { kind: 'case.submitted', subject: subject('lost'), facts: {} });
      await tx.first(raw(sql`select 1`));
      throw new Error('the act fails');
    });
    await expect(failed).rejects.toThrow('the act fails');
    expect([await count('pending'), await count('salts')]).toEqual([2, 2]);
  });

  test('puts no word about the record into the log', async () => {
    await submit(1);
    await sequence(db, key, now);
    const [row] = await db.owner<{ entry: Buffer }>('select entry from ledger.entries');
    const text = String(row?.entry);
    expect(Object.keys(JSON.parse(text))).toEqual(['at', 'commitment', 'kind', 'v']);
    expect(text).not.toContain('c0');
  });

  test('needs facts that have one spelling', async () => {
    const odd = withActor(db, callOf(resident, now), async (tx) =>
      enter(tx, { kind: 'case.submitted', subject: subject('c'), facts: { share: 0.5 } }),
    );
    await expect(odd).rejects.toThrow(TypeError);
  });
});

describe('the holder of a record', () => {
  const act = { kind: 'case.submitted', subject: subject('c1'), facts: factsOf('c1') };

  test('shows with salt and facts that the receipt is about it', async () => {
    await submit(5);
    const early = await withActor(db, callOf(resident, now), (tx) => opening(tx, act));
    expect(early.index).toBeNull();
    await sequence(db, key, now);
    await withActor(db, callOf(resident, now), async (tx) => {
      const shown = await opening(tx, act);
      expect(shown).toEqual({ ...early, index: 1 });
      const { entry } = verifyReceipt(await receipt(tx, 1), verifiersOf(key));
      expect(checkOpening(entry, JSON.parse(JSON.stringify(shown.opening)))).toEqual(
        parseEntry(entry),
      );
      const other = verifyReceipt(await receipt(tx, 2), verifiersOf(key)).entry;
      expect(() => checkOpening(other, shown.opening)).toThrow('ledger.other_facts');
    });
  });

  test('gets the entry that fits among several of one kind', async () => {
    await submit(3);
    await withActor(db, callOf(resident, at('2026-03-03 09:00')), async (tx) =>
      enter(tx, { ...act, facts: { caseNo: 'changed' } }),
    );
    await sequence(db, key, now);
    await withActor(db, callOf(resident, now), async (tx) => {
      expect((await opening(tx, act)).index).toBe(1);
      expect((await opening(tx, { ...act, facts: { caseNo: 'changed' } })).index).toBe(3);
      expect((await entriesOf(tx, act.subject)).map(({ index }) => index)).toEqual([1, 3]);
      expect(await entriesOf(tx, act.subject, 'case.closed')).toEqual([]);
    });
  });

  test('cannot show other facts, another kind, or anything after the salt was erased', async () => {
    await submit(2);
    await sequence(db, key, now);
    const root = (await head()).root;
    const tried = (more: object) =>
      withActor(db, callOf(resident, now), (tx) => opening(tx, { ...act, ...more }));
    await expect(tried({ facts: {} })).rejects.toMatchObject({ code: 'ledger.other_facts' });
    await expect(tried({ kind: 'case.closed' })).rejects.toMatchObject({ code: 'ledger.unknown' });
    const erase = (actor: typeof platform) =>
      withActor(db, callOf(actor, now), (tx) => forget(tx, act.subject));
    await expect(erase(resident)).rejects.toThrow(TypeError);
    expect(await erase(platform)).toBe(1);
    await expect(tried({})).rejects.toMatchObject({ code: 'ledger.unknown' });
    expect(await withActor(db, callOf(resident, now), (tx) => entriesOf(tx, act.subject))).toEqual(
      [],
    );
    const [left] = await db.owner<{ row: string }>(
      `select string_agg(t::text, '') as row from (select * from ledger.entries) t`,
    );
    expect(left?.row).not.toContain('c1');
    expect((await verifyOwn(db, key, now, { whole: true }))?.root).toEqual(root);
  });
});

describe('rights in the database', () => {
  beforeEach(async () => {
    await submit(300);
    await sequence(db, key, now);
    await submit(1, 300);
  });
  const attempt = (actor: typeof resident, statement: string) =>
    withActor(db, callOf(actor, now), (tx) => tx.all(raw(sql.raw(statement))));

  test('a resident and an officer see neither the queue nor salts', async () => {
    for (const actor of [
      resident,
      actingAs('officer', 'o', { scope: { regions: ['34'], organizations: [] } }),
    ]) {
      expect(await attempt(actor, 'select * from ledger.pending')).toEqual([]);
      expect(await attempt(actor, 'select * from ledger.salts')).toEqual([]);
      expect(await attempt(actor, 'delete from ledger.salts returning 1')).toEqual([]);
      expect(await attempt(actor, 'delete from ledger.pending returning 1')).toEqual([]);
      expect(await attempt(actor, 'delete from ledger.tiles returning 1')).toEqual([]);
    }
    expect(await attempt(platform, 'select * from ledger.salts')).toHaveLength(301);
  });

  test('nobody but the platform adds to the log, and nobody changes it', async () => {
    for (const [table, values] of [
      ['entries', `300, gen_random_uuid(), '\\x00'`],
      ['tiles', `3, 0, 1, sha256('')`],
      ['checkpoints', `301, sha256(''), '', now()`],
    ]) {
      const add = `insert into ledger.${table} values (${values})`;
      await expect(attempt(resident, add)).rejects.toThrow(/row-level security/);
      for (const verb of [
        `update ledger.${table} set ${table === 'tiles' ? 'data = data' : table === 'entries' ? 'entry = entry' : 'note = note'}`,
        `truncate ledger.${table}`,
      ])
        await expect(attempt(platform, verb)).rejects.toThrow(/permission denied/);
    }
    for (const table of ['entries', 'checkpoints'])
      await expect(attempt(platform, `delete from ledger.${table}`)).rejects.toThrow(
        /permission denied/,
      );
    await expect(attempt(platform, 'delete from ledger.tiles')).rejects.toThrow(/only grows/);
  });

  test('the owner too is stopped by triggers', async () => {
    for (const table of ['entries', 'checkpoints', 'tiles'])
      for (const verb of [`delete from ledger.${table}`, `truncate ledger.${table}`])
        await expect(db.owner(verb)).rejects.toThrow(/only grows/);
    await expect(db.owner('update ledger.tiles set data = data')).rejects.toThrow(/only grows/);
    await expect(db.owner('update ledger.entries set entry = entry')).rejects.toThrow(/only grows/);
  });
});
