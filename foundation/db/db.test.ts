import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defineErrors } from '../errors/index.ts';
import { actingAs, at, callOf, type TestDatabase, testDatabase } from '../testing/index.ts';
import { queries, raw, withActor } from './index.ts';

type Tables = {
  'trial.notes': { id: string; region_code: string; organization_id: string; words: string };
};
const q = queries<Tables>();
const errors = defineErrors('trial', { taken: 409, changed: 409 });
const now = at('2026-03-02 09:00');
let db: TestDatabase;

const officer = (regions: string[], organizations: string[] = []) =>
  actingAs('officer', 'o', { scope: { regions, organizations } });
const note = (id: string, region: string, org = 'org-a') => ({
  id,
  region_code: region,
  organization_id: org,
  words: 'w',
});

beforeAll(async () => {
  db = await testDatabase();
  await db.owner(`create schema trial; create table trial.notes (id text constraint notes_pkey primary key,
    region_code text collate "C" not null, organization_id text not null, words text not null);
    call scope.protect('trial.notes'); grant usage on schema trial to yiwang_app;
    grant select, insert, update on trial.notes to yiwang_app;`);
  await withActor(db, callOf(actingAs('system', 'seed'), now), async (tx) => {
    for (const row of [note('1', '340104'), note('2', '3401'), note('3', '3502', 'org-b')])
      tx.write(q.insertInto('trial.notes').values(row));
  });
});
afterAll(() => db.close());

const idsSeenBy = (actor: ReturnType<typeof officer>) =>
  withActor(db, callOf(actor, now), async (tx) =>
    (await tx.all(q.selectFrom('trial.notes').select('id').orderBy('id'))).map((row) => row.id),
  );

test('a scope shows the rows of its regions and organizations and no others', async () => {
  expect(await idsSeenBy(officer(['3401']))).toEqual(['1', '2']);
  expect(await idsSeenBy(officer(['340104']))).toEqual(['1']);
  expect(await idsSeenBy(officer([], ['org-b']))).toEqual(['3']);
  expect(await idsSeenBy(officer(['36']))).toEqual([]);
  expect(await idsSeenBy(actingAs('person', 'p'))).toEqual([]);
});

test('outside of withActor the same connection sees nothing', async () => {
  expect((await db.pool.query('select * from trial.notes')).rows).toEqual([]);
});

test('a row outside the scope cannot be written', async () => {
  const write = withActor(db, callOf(officer(['3401']), now), async (tx) =>
    tx.write(q.insertInto('trial.notes').values(note('9', '3502'))),
  );
  await expect(write).rejects.toThrow(/row-level security/);
});

test('a write that touches another number of rows stops the whole act', async () => {
  const act = withActor(db, callOf(officer(['3401']), now), async (tx) => {
    tx.write(q.updateTable('trial.notes').set({ words: 'lost' }).where('id', '=', '1'));
    tx.write(q.updateTable('trial.notes').set({ words: 'x' }).where('id', '=', 'none'), {
      rows: 1,
      otherwise: () => errors.changed(),
    });
  });
  await expect(act).rejects.toMatchObject({ code: 'trial.changed' });
  expect(await db.owner(`select words from trial.notes where id = '1'`)).toEqual([{ words: 'w' }]);
});

test('a constraint has the meaning that the write gives it, and a read sees the writes before it', async () => {
  const act = withActor(db, callOf(officer(['3401']), now), async (tx) => {
    tx.write(q.insertInto('trial.notes').values(note('5', '3401')));
    expect(
      await tx.first(q.selectFrom('trial.notes').select('id').where('id', '=', '5')),
    ).toBeDefined();
    tx.write(q.insertInto('trial.notes').values(note('5', '3401')), {
      constraint: { notes_pkey: () => errors.taken() },
    });
  });
  await expect(act).rejects.toMatchObject({ code: 'trial.taken' });
  expect(await db.owner(`select id from trial.notes where id = '5'`)).toEqual([]);
});

test('an act repeated with its key gives the first answer and happens once, also at the same time', async () => {
  let n = 0;
  const act = (hash: string) =>
    withActor(
      db,
      callOf(officer(['3401']), now, { idempotency: { route: 'r', key: 'k', hash } }),
      async (tx) => {
        n += 1;
        const id = `again-${n}`;
        tx.write(q.insertInto('trial.notes').values(note(id, '3401')));
        return { id };
      },
    );
  const [a, b, c] = await Promise.all([act('h'), act('h'), act('h')]);
  expect(b).toEqual(a);
  expect(c).toEqual(a);
  expect(await act('h')).toEqual(a);
  expect(
    await db.owner(`select count(*)::int as n from trial.notes where id like 'again-%'`),
  ).toEqual([{ n: 1 }]);
  await expect(act('other')).rejects.toMatchObject({ code: 'db.key_reused' });
});

test('nothing of an act stays in the connection', async () => {
  await withActor(db, callOf(officer(['3401']), now), (tx) =>
    tx.first(raw(sql<{ a: number }>`select 1 as a`)),
  );
  const { rows } = await db.pool.query(
    `select scope.kind() as kind, scope.regions()::text as regions`,
  );
  expect(rows).toEqual([{ kind: null, regions: '{}' }]);
});
