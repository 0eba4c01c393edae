import { withActor } from '@yiwang/foundation/db';
import type { Platform } from '@yiwang/foundation/http';
import { syntheticIdNumber } from '@yiwang/foundation/identifier';
import type { Actor } from '@yiwang/foundation/permission';
import { noScope, system } from '@yiwang/foundation/permission';
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
  displayName,
  displayNames,
  dispute,
  factsAbout,
  factsOfMany,
  verifyIdentity,
} from './index.ts';
import {
  addDepartments,
  business,
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

type ReadRow = {
  subject_id: string;
  fields: string[];
  purpose: string;
  case_id: string | null;
  organization_id: string | null;
};
const readsOf = (subjectId: string) =>
  db.owner<ReadRow>('select * from audit.reads where subject_id = $1 order by at, id', [subjectId]);
const forget = () =>
  db.owner(
    'alter table audit.reads disable trigger user; delete from audit.reads; alter table audit.reads enable trigger user',
  );

beforeAll(async () => {
  db = await testDatabase();
  platform = await testPlatform(db, () => NOW);
  await as(seed, async (tx) => {
    addDepartments(tx);
    me = await addPerson(tx, platform, person(1, { phone: '13800138000', photo: true }));
    other = await addPerson(tx, platform, person(2, { name: '李四' }));
    shop = await addLegalPerson(tx, platform, business('MA290000', { representativeId: me }));
  });
  const claim = { element: 'person.phone', claimed: '13900139000', reason: '换号了' };
  await as(resident(me), (tx) => dispute(tx, platform, { subjectId: me, ...claim }));
});
afterAll(() => db.close());

describe('verification of an identity', () => {
  const newcomer = actingAs('person', 'fresh-account', { authLevel: 1 });
  const verify = (name: string, n: number | string) =>
    as(newcomer, (tx) =>
      verifyIdentity(tx, platform, {
        name,
        idNumber: typeof n === 'string' ? n : person(n).idNumber,
        purpose: '实名认证',
      }),
    );

  test('a resident without any link is found by name and number, and the read is logged', async () => {
    await forget();
    expect(await verify('买买提•吐尔逊', 1)).toEqual({
      match: true,
      personId: me,
      regionCode: '340104',
    });
    expect(await readsOf(me)).toMatchObject([
      { fields: ['person.name', 'person.idNumber'], purpose: '实名认证' },
    ]);
  });
  test('a wrong name is a logged read as well', async () => {
    await forget();
    expect(await verify('张三', 1)).toEqual({ match: false, reason: 'different' });
    expect(await readsOf(me)).toHaveLength(1);
  });
  test('an unknown, dead or mistyped number matches nobody', async () => {
    const dead = await as(seed, (tx) => addPerson(tx, platform, person(77)));
    await as(seed, async (tx) => changeState(tx, { personId: dead, state: 'dead' }));
    expect(await verify('买买提·吐尔逊', 77)).toEqual({ match: false, reason: 'not_found' });
    expect(await verify('王小明', 999)).toEqual({ match: false, reason: 'not_found' });
    expect(await verify('王小明', '110101199003070012')).toEqual({
      match: false,
      reason: 'invalid',
      problem: 'check_digit',
    });
  });
  test('without a purpose nothing is read', async () => {
    const input = { name: '李四', idNumber: person(2).idNumber, purpose: ' ' };
    await expect(as(newcomer, (tx) => verifyIdentity(tx, platform, input))).rejects.toMatchObject({
      code: 'audit.purpose_missing',
    });
  });
  test('a number still matches after the index key was replaced, and stays unique', async () => {
    const ownPlatform = await testPlatform(db, () => NOW);
    const id = await as(seed, (tx) => addPerson(tx, ownPlatform, person(555)));
    ownPlatform.keys.rotate('index', NOW);
    const input = { name: person(555).name, idNumber: person(555).idNumber, purpose: '实名认证' };
    expect(await as(newcomer, (tx) => verifyIdentity(tx, ownPlatform, input))).toMatchObject({
      match: true,
      personId: id,
    });
    await expect(as(seed, (tx) => addPerson(tx, ownPlatform, person(555)))).rejects.toMatchObject({
      code: 'base-register.already_registered',
    });
  });
});

describe('reading facts', () => {
  const reviewer = officer('civil-affairs');
  const caseId = '01890000-0000-7000-8000-000000000001';

  test('an officer of another department reads for a purpose, and one row says which fields', async () => {
    await forget();
    const facts = await as(reviewer, (tx) =>
      factsAbout(tx, platform, me, [...ELEMENTS, 'legal.name'], { ...reading, caseId }),
    );
    expect(facts).toEqual({
      'person.name': {
        value: '买买提·吐尔逊',
        source: { zh: police.zh, en: police.en },
        asOf: '2026-01-05',
        basis: '《户口登记条例》第四条第四款（1958-01-09 版）',
      },
      'person.birthOn': expect.objectContaining({ value: '1958-04-01' }),
      'person.residence': expect.objectContaining({ value: '安徽省合肥市蜀山区长江西路1号' }),
    });
    const reads = await readsOf(me);
    expect(reads).toMatchObject([
      { ...reading, case_id: caseId, organization_id: 'civil-affairs' },
    ]);
    expect(reads[0]?.fields.toSorted()).toEqual(ELEMENTS.toSorted());
  });

  test('her own reading is not logged, nor that of the representative for the firm', async () => {
    await forget();
    const own = await as(resident(me), (tx) => factsAbout(tx, platform, me, ELEMENTS, reading));
    expect(own['person.name']?.value).toBe('买买提·吐尔逊');
    const agent = actingAs('enterprise', `account-${me}`, { actsFor: shop });
    const firm = await as(agent, (tx) => factsAbout(tx, platform, shop, ['legal.name'], reading));
    expect(firm['legal.name']?.value).toBe('蜀山区老王面馆');
    expect(await db.owner('select 1 from audit.reads')).toEqual([]);
  });

  test('the platform’s own reading is logged', async () => {
    await forget();
    await as(system('instant-approval'), (tx) => factsAbout(tx, platform, me, ELEMENTS, reading));
    expect(await readsOf(me)).toHaveLength(1);
  });

  test('a resident reads nothing about another', async () => {
    await expect(
      as(resident(other), (tx) => factsAbout(tx, platform, me, ELEMENTS, reading)),
    ).rejects.toMatchObject({ code: 'base-register.not_yours', status: 403 });
    const past = as(resident(other), (tx) =>
      factsOfMany(tx, platform, [other, me], ELEMENTS, reading),
    );
    await expect(past).rejects.toMatchObject({ code: 'base-register.not_yours' });
  });

  test('no purpose, no facts; an unknown element is refused', async () => {
    await expect(
      as(reviewer, (tx) => factsAbout(tx, platform, me, ELEMENTS, { purpose: '' })),
    ).rejects.toMatchObject({ code: 'audit.purpose_missing' });
    await expect(
      as(reviewer, (tx) => factsAbout(tx, platform, me, ['person.shoeSize'], reading)),
    ).rejects.toMatchObject({ code: 'base-register.element_unknown' });
  });

  test('nothing is read of somebody unknown, and nothing logged', async () => {
    await forget();
    expect(
      await as(reviewer, (tx) => factsAbout(tx, platform, 'nobody', ELEMENTS, reading)),
    ).toEqual({});
    expect(await db.owner('select 1 from audit.reads')).toEqual([]);
  });

  test('a ciphertext moved to another row does not open', async () => {
    const victim = await as(seed, (tx) => addPerson(tx, platform, person(42)));
    await db.owner(
      `update base_register.facts f set value_enc = g.value_enc from base_register.facts g
       where f.subject_id = $1 and g.subject_id = $2 and f.element = g.element
         and f.element = 'person.name'`,
      [victim, me],
    );
    await expect(
      as(reviewer, (tx) => factsAbout(tx, platform, victim, ['person.name'], reading)),
    ).rejects.toMatchObject({ code: 'crypto.unreadable' });
  });

  test('names in lists are masked for persons and whole for firms', async () => {
    const names = await as(reviewer, (tx) => displayNames(tx, platform, [me, other, shop, 'x']));
    expect(Object.fromEntries(names)).toEqual({
      [me]: { zh: '买**·***' },
      [other]: { zh: '李*' },
      [shop]: { zh: '蜀山区老王面馆' },
    });
    await expect(as(reviewer, (tx) => displayName(tx, platform, 'x'))).rejects.toMatchObject({
      code: 'base-register.subject_unknown',
    });
  });
});

describe('row-level security', () => {
  const tables = ['persons', 'legal_persons', 'facts', 'disputes'];
  const visible = async (actor: Actor, table: string): Promise<number> => {
    const client = await db.pool.connect();
    try {
      await client.query('begin');
      await client.query(
        `select set_config('yw.kind',$1,true), set_config('yw.actor',$2,true), set_config('yw.person',$3,true),
          set_config('yw.organizations',$4,true), set_config('yw.regions',$5,true)`,
        [
          actor.kind,
          actor.id,
          actor.actsFor ?? actor.id,
          actor.scope.organizations.join(','),
          `{${actor.scope.regions.map((p) => `[${p},${p}:)`).join(',')}}`,
        ],
      );
      const { rows } = await client.query(`select count(*)::int as n from base_register.${table}`);
      return (rows[0] as { n: number }).n;
    } finally {
      await client.query('rollback');
      client.release();
    }
  };

  test('a foreign scope and a stranger see nothing', async () => {
    const foreign = actingAs('officer', 'o', { scope: { regions: ['11'], organizations: ['x'] } });
    const stranger = actingAs('person', 'nobody', { scope: noScope });
    for (const table of tables)
      for (const actor of [foreign, stranger]) expect(await visible(actor, table)).toBe(0);
  });
  test('a resident sees herself only', async () => {
    expect(await visible(resident(other), 'persons')).toBe(1);
    const rows = await db.owner('select 1 from base_register.facts where subject_id = $1', [other]);
    expect(await visible(resident(other), 'facts')).toBe(rows.length);
    expect(await visible(resident(other), 'disputes')).toBe(0);
    expect(await visible(resident(me), 'disputes')).toBe(1);
    expect(await visible(resident(other), 'legal_persons')).toBe(0);
    expect(await visible(resident(me), 'legal_persons')).toBe(1);
  });
  test('a source sees what it provided', async () => {
    expect(await visible(officer('market'), 'persons')).toBe(0);
    expect(await visible(officer('market'), 'legal_persons')).toBe(1);
    expect(await visible(officer('market'), 'disputes')).toBe(0);
    expect(await visible(officer('police'), 'disputes')).toBe(1);
  });
  test('a resident’s connection gets nothing out of the look-up of facts', async () => {
    const client = await db.pool.connect();
    await client.query('begin');
    await client.query(
      "select set_config('yw.kind','person',true), set_config('yw.person',$1,true)",
      [other],
    );
    const ask = (purpose: string | null) =>
      client.query('select * from base_register.read_facts($1, $2, $3)', [[me], ELEMENTS, purpose]);
    expect((await ask('curious')).rows).toEqual([]);
    await client.query("select set_config('yw.kind','officer',true)");
    expect((await ask(' ')).rows).toEqual([]);
    expect((await ask(null)).rows).toEqual([]);
    expect((await ask('a case')).rows).toHaveLength(3);
    await client.query('rollback');
    client.release();
  });
});

test('10 000 facts about 1 250 persons come in one statement', async () => {
  const ids: string[] = [];
  for (let batch = 0; batch < 5; batch += 1)
    await as(seed, async (tx) => {
      for (let i = 0; i < 250; i += 1) {
        const number = batch * 250 + i;
        const birth = `19${60 + (number % 30)}-0${1 + (number % 9)}-11`;
        const idNumber = syntheticIdNumber('340122', birth, number % 1000);
        ids.push(
          await addPerson(tx, platform, person(0, { idNumber, phone: '13800138000', photo: true })),
        );
      }
    });
  const elements = [
    'name',
    'idNumber',
    'birthOn',
    'sex',
    'residence',
    'regionCode',
    'phone',
    'photo',
  ].map((name) => `person.${name}`);
  await forget();
  let statements = 0;
  const read = await as(system('report'), (tx) => {
    const counted: typeof tx = {
      call: tx.call,
      all: (statement) => {
        statements += 1;
        return tx.all(statement);
      },
      first: (statement) => tx.first(statement),
      write: (statement, expectation) => tx.write(statement, expectation),
      afterCommit: (fn) => tx.afterCommit(fn),
    };
    return factsOfMany(counted, platform, ids, elements, { purpose: '统计' });
  });
  expect(statements).toBe(1);
  expect(read.size).toBe(1250);
  expect([...read.values()].reduce((sum, facts) => sum + Object.keys(facts).length, 0)).toBe(
    10_000,
  );
  expect(await db.owner('select count(*)::int as n from audit.reads')).toEqual([{ n: 1250 }]);
});
