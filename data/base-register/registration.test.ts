import { withActor } from '@yiwang/foundation/db';
import type { Platform } from '@yiwang/foundation/http';
import { syntheticIdNumber } from '@yiwang/foundation/identifier';
import type { Actor } from '@yiwang/foundation/permission';
import { system } from '@yiwang/foundation/permission';
import {
  actingAs,
  callOf,
  type TestDatabase,
  testDatabase,
  testPlatform,
} from '@yiwang/foundation/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addLegalPerson,
  addPerson,
  changeState,
  factsAbout,
  legalPersonsOf,
  putFact,
  representativeOf,
  setRepresentative,
} from './index.ts';
import {
  addDepartments,
  business,
  market,
  NOW,
  officer,
  person,
  police,
  resident,
} from './sample.fixture.ts';

let db: TestDatabase;
let platform: Platform;
let me: string;
let other: string;
let shop: string;

const seed = system('seed');
const as = <T>(actor: Actor, fn: Parameters<typeof withActor<T>>[2]) =>
  withActor(db, callOf(actor, NOW), fn);
const ELEMENTS = ['person.name', 'person.birthOn', 'person.residence'];
const reading = { purpose: '审核老年人优待证申请' };

beforeAll(async () => {
  db = await testDatabase();
  platform = await testPlatform(db, () => NOW);
  await as(seed, async (tx) => {
    addDepartments(tx);
    me = await addPerson(tx, platform, person(1, { phone: '13800138000', photo: true }));
    other = await addPerson(tx, platform, person(2, { name: '李四' }));
    shop = await addLegalPerson(tx, platform, business('MA290000', { representativeId: me }));
  });
});
afterAll(() => db.close());

describe('registration', () => {
  test('one number, one living person, in whatever region', async () => {
    const again = (tx: Parameters<typeof addPerson>[0]) =>
      addPerson(tx, platform, person(1, { regionCode: '110101', name: '别人' }));
    await expect(as(seed, again)).rejects.toMatchObject({
      code: 'base-register.already_registered',
      status: 409,
    });
    const dead = await as(seed, (tx) => addPerson(tx, platform, person(901)));
    await as(seed, async (tx) => changeState(tx, { personId: dead, state: 'dead' }));
    await as(seed, (tx) => addPerson(tx, platform, person(901)));
    const back = as(seed, async (tx) => changeState(tx, { personId: dead, state: 'alive' }));
    await expect(back).rejects.toMatchObject({ code: 'base-register.already_registered' });
  });

  test('one credit code, one active firm', async () => {
    await expect(
      as(seed, (tx) => addLegalPerson(tx, platform, business('MA290000'))),
    ).rejects.toMatchObject({ code: 'base-register.already_registered' });
  });

  test.each([
    [{ idNumber: '110101199003070012' }, '/idNumber', 'identifier.id_number_check_digit'],
    [
      { idNumber: syntheticIdNumber('340104', '2026-03-03', 5) },
      '/idNumber',
      'identifier.id_number_birth_in_future',
    ],
    [{ birthOn: '2026-03-03' }, '/birthOn', 'base-register.date_invalid'],
    [{ asOf: '2026-03-03' }, '/asOf', 'base-register.date_invalid'],
    [{ regionCode: '34010' }, '/regionCode', 'base-register.region_invalid'],
    [{ phone: '1' }, '/phone', 'identifier.phone_phone'],
  ])('%j is refused', async (wrong, pointer, code) => {
    await expect(as(seed, (tx) => addPerson(tx, platform, person(3, wrong)))).rejects.toMatchObject(
      { status: 422, fields: [{ pointer, code }] },
    );
  });

  test('a resident cannot register anybody', async () => {
    await expect(as(resident(me), (tx) => addPerson(tx, platform, person(4)))).rejects.toThrow(
      /row-level security/,
    );
  });

  test('a change keeps the former value, and nobody rewrites it', async () => {
    const residence = { element: 'person.residence', source: police, asOf: '2026-02-01' } as const;
    const version = await as(seed, (tx) =>
      putFact(tx, platform, { ...residence, subjectId: other, value: '合肥市包河区2号' }),
    );
    expect(version).toBe(2);
    const rows = await db.owner(
      `select version, replaced_at is null as current from base_register.facts
       where subject_id = $1 and element = 'person.residence' order by version`,
      [other],
    );
    expect(rows).toEqual([
      { version: 1, current: false },
      { version: 2, current: true },
    ]);
    const facts = await as(seed, (tx) => factsAbout(tx, platform, other, ELEMENTS, reading));
    expect(facts['person.residence']).toMatchObject({
      value: '合肥市包河区2号',
      asOf: '2026-02-01',
    });
    const client = await db.pool.connect();
    const rewritten = client.query("update base_register.facts set value_enc = ''");
    await expect(rewritten).rejects.toThrow(/permission denied/);
    client.release();
  });

  test('of two changes at once one wins', async () => {
    const change = (value: string) =>
      as(seed, (tx) =>
        putFact(tx, platform, {
          subjectId: other,
          element: 'person.name',
          value,
          source: police,
          asOf: '2026-02-01',
        }),
      );
    const settled = await Promise.allSettled(['李一', '李二', '李三'].map(change));
    const done = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const codes = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
    expect(done.length).toBeGreaterThan(0);
    for (const code of codes) expect(code).toBe('base-register.changed_meanwhile');
    const rows = await db.owner(
      "select version from base_register.facts where subject_id = $1 and element = 'person.name'",
      [other],
    );
    expect(rows).toHaveLength(1 + done.length);
  });

  test('a department does not change what another one holds', async () => {
    const claim = { subjectId: other, element: 'person.phone', source: market, asOf: '2026-02-01' };
    await expect(
      as(officer('market'), (tx) => putFact(tx, platform, { ...claim, value: '13800138000' })),
    ).rejects.toMatchObject({ code: 'base-register.subject_unknown', status: 404 });
  });

  test('an element of the other kind of subject is refused', async () => {
    const fact = {
      subjectId: me,
      element: 'legal.name',
      value: 'x',
      source: police,
      asOf: '2026-02-01',
    };
    await expect(as(seed, (tx) => putFact(tx, platform, fact))).rejects.toMatchObject({
      code: 'base-register.element_unknown',
    });
  });
});

describe('who acts for a firm', () => {
  test('the person sees her firms, also while acting for one; others see nothing', async () => {
    const firm = [{ id: shop, name: '蜀山区老王面馆', uscc: business('MA290000').uscc }];
    const agent = actingAs('enterprise', `account-${me}`, { actsFor: shop });
    for (const actor of [resident(me), agent, seed])
      expect(await as(actor, (tx) => legalPersonsOf(tx, platform, me))).toEqual(firm);
    expect(await as(resident(other), (tx) => legalPersonsOf(tx, platform, me))).toEqual([]);
    for (const actor of [resident(me), agent, officer('market')])
      expect(await as(actor, (tx) => representativeOf(tx, shop))).toBe(me);
    expect(await as(resident(other), (tx) => representativeOf(tx, shop))).toBeUndefined();
  });

  test('a new representative takes over; a closed firm has none', async () => {
    const firm = await as(seed, (tx) =>
      addLegalPerson(tx, platform, business('MA290001', { representativeId: me })),
    );
    const origin = { source: market, asOf: '2026-02-02' };
    await as(seed, (tx) =>
      setRepresentative(tx, platform, {
        legalPersonId: firm,
        personId: other,
        name: '李四',
        ...origin,
      }),
    );
    expect(await as(seed, (tx) => representativeOf(tx, firm))).toBe(other);
    // A corrected name alone may be another person: nobody acts until the register says who.
    const renamed = { subjectId: firm, element: 'legal.representative', value: '李五', ...origin };
    await as(seed, (tx) => putFact(tx, platform, renamed));
    expect(await as(seed, (tx) => representativeOf(tx, firm))).toBeUndefined();
    await as(seed, async (tx) => changeState(tx, { legalPersonId: shop, state: 'revoked' }));
    expect(await as(resident(me), (tx) => legalPersonsOf(tx, platform, me))).toEqual([]);
    await as(seed, async (tx) => changeState(tx, { legalPersonId: shop, state: 'active' }));
  });
});
