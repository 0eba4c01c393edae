import { withActor } from '@yiwang/foundation/db';
import { createHttp, type Http, type Platform } from '@yiwang/foundation/http';
import type { Actor } from '@yiwang/foundation/permission';
import { system } from '@yiwang/foundation/permission';
import {
  actingAs,
  at,
  callOf,
  type TestDatabase,
  testDatabase,
  testPlatform,
} from '@yiwang/foundation/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import routes, { addLegalPerson, addPerson, factsAbout } from './index.ts';
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
let http: Http;
let now = NOW;
let me: string;
let other: string;
let shop: string;
const actors = new Map<string, Actor>();

const BASE = '/api/data/base-register';
const ask = (
  who: string | undefined,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
  more = {},
) =>
  http.inject({
    method,
    url: `${BASE}${path}`,
    headers: {
      ...(who ? { 'x-test-actor': who, 'x-csrf-token': 'c' } : {}),
      ...(method === 'POST' ? { 'idempotency-key': crypto.randomUUID() } : {}),
      ...more,
    },
    ...(body ? { payload: body } : {}),
  });
const dispute = (who: string, element: string, claimed: string) =>
  ask(who, 'POST', '/disputes', { element, claimed, reason: '身份证上不是这样写的' });
const answer = (who: string, id: string, body: object, version = 1) =>
  ask(who, 'POST', `/disputes/${id}/answer`, body, { 'if-match': `"${version}"` });
const mine = async (who: string) =>
  (await ask(who, 'GET', '/subjects/mine')).json() as {
    subjectId: string;
    items: {
      element: string;
      value: string;
      version: number;
      dispute: Record<string, unknown> | null;
    }[];
  };
const reads = () =>
  db.owner<{
    subject_id: string | null;
    fields: string[];
    purpose: string;
    filter: string;
    count: number;
  }>('select * from audit.reads order by at, id');
const forget = () =>
  db.owner(
    'alter table audit.reads disable trigger user; delete from audit.reads; alter table audit.reads enable trigger user',
  );

beforeAll(async () => {
  db = await testDatabase();
  platform = await testPlatform(db, () => now);
  await withActor(db, callOf(system('seed'), now), async (tx) => {
    addDepartments(tx);
    me = await addPerson(tx, platform, person(1, { phone: '13800138000' }));
    other = await addPerson(tx, platform, person(2, { name: '李四' }));
    shop = await addLegalPerson(tx, platform, business('MA290000', { representativeId: me }));
  });
  const may = ['base-register.answer', 'base-register.unmask'];
  actors.set('me', resident(me));
  actors.set('other', resident(other));
  actors.set('shop', actingAs('enterprise', `account-${me}`, { actsFor: shop }));
  actors.set('unverified', actingAs('person', 'fresh', { authLevel: 1 }));
  actors.set('registrar', officer('police', may));
  actors.set('masked', officer('police', may.slice(0, 1)));
  actors.set('market', officer('market', may));
  actors.set('reviewer', officer('police', ['case.review']));
  const seesRegion = { regions: ['34'], organizations: [] };
  actors.set('region', { ...officer('province', may), scope: seesRegion });
  http = await createHttp({
    authenticate: async (req) => {
      const actor = actors.get(String(req.headers['x-test-actor']));
      return actor && { actor, csrf: 'c' };
    },
    clock: () => now,
    publicUrl: 'http://localhost',
    production: false,
    rateLimit: 10_000,
    logger: false,
  });
  await http.register(async (scope) => routes(scope as Http, platform), { prefix: BASE });
  await http.ready();
});
afterAll(async () => {
  await http.close();
  await db.close();
});

describe('what government holds about me', () => {
  test('every value with source, date and basis, and no entry in the read log', async () => {
    await forget();
    const { subjectId, items } = await mine('me');
    expect(subjectId).toBe(me);
    expect(items.map(({ element }) => element)).toEqual([
      'person.name',
      'person.idNumber',
      'person.birthOn',
      'person.sex',
      'person.residence',
      'person.regionCode',
      'person.phone',
    ]);
    expect(items[0]).toEqual({
      element: 'person.name',
      label: { zh: '姓名', en: 'Name' },
      value: '买买提·吐尔逊',
      shown: null,
      source: { zh: police.zh, en: police.en },
      asOf: '2026-01-05',
      basis: '《户口登记条例》第四条第四款（1958-01-09 版）',
      version: 1,
      dispute: null,
    });
    expect(await reads()).toEqual([]);
  });
  test('acting for a firm one sees the firm', async () => {
    const { subjectId, items } = await mine('shop');
    expect(subjectId).toBe(shop);
    expect(items.every(({ element }) => element.startsWith('legal.'))).toBe(true);
  });
  test.each([
    [undefined, 401, 'http.sign_in_required'],
    ['unverified', 403, 'http.level_too_low'],
    ['registrar', 403, 'base-register.not_yours'],
  ])('%s is refused', async (who, status, code) => {
    const reply = await ask(who, 'GET', '/subjects/mine');
    expect([reply.statusCode, reply.json().code]).toEqual([status, code]);
  });
});

describe('a dispute', () => {
  let id: string;

  test('is opened once, with the legal date, and every reader sees it', async () => {
    const reply = await dispute('me', 'person.residence', '安徽省合肥市蜀山区长江西路11号');
    expect(reply.statusCode).toBe(201);
    expect(reply.headers.location).toBe(`${BASE}/subjects/mine`);
    id = reply.json().id;
    const again = await dispute('me', 'person.residence', '别处');
    expect([again.statusCode, again.json().code]).toEqual([409, 'base-register.already_disputed']);
    const { items } = await mine('me');
    expect(items.find(({ element }) => element === 'person.residence')?.dispute).toEqual({
      id,
      element: 'person.residence',
      claimed: '安徽省合肥市蜀山区长江西路11号',
      reason: '身份证上不是这样写的',
      state: 'open',
      outcome: null,
      answer: null,
      openedAt: '2026-03-02T01:00:00.000Z',
      dueOn: '2026-03-23',
      dueCertain: true,
      answeredAt: null,
    });
    const facts = await withActor(db, callOf(officer('civil-affairs'), now), (tx) =>
      factsAbout(tx, platform, me, ['person.residence', 'person.name'], { purpose: '审核' }),
    );
    expect(facts['person.residence']?.disputed).toBe(true);
    expect(facts['person.name']).not.toHaveProperty('disputed');
    const own = await withActor(db, callOf(resident(me), now), (tx) =>
      factsAbout(tx, platform, me, ['person.residence'], { purpose: '填表' }),
    );
    expect(own['person.residence']?.disputed).toBe(true);
  });

  test('a repeated request opens no second one', async () => {
    const key = { 'idempotency-key': 'dispute-phone-1' };
    const body = { element: 'person.phone', claimed: '13900139000', reason: '换号了' };
    const first = await ask('me', 'POST', '/disputes', body, key);
    const second = await ask('me', 'POST', '/disputes', body, key);
    expect(second.json()).toEqual(first.json());
  });

  test.each([
    ['person.idNumber', '110101199003070012', 422, 'identifier.id_number_check_digit'],
    ['person.birthOn', '2026-03-03', 422, 'base-register.date_invalid'],
    ['person.name', '买买提·吐尔逊', 422, 'base-register.same_value'],
  ])('%s %j is refused', async (element, claimed, status, code) => {
    const reply = await dispute('me', element, claimed);
    expect(reply.statusCode).toBe(status);
    expect(reply.json().errors).toMatchObject([{ pointer: '/claimed', code }]);
  });

  test('what is not held or not known cannot be disputed', async () => {
    expect((await dispute('me', 'person.nationality', '中国')).json().code).toBe(
      'base-register.nothing_held',
    );
    expect((await dispute('me', 'person.shoeSize', '42')).json().code).toBe(
      'base-register.element_unknown',
    );
    const extra = { element: 'person.name', claimed: '王五', reason: '写错了', subjectId: other };
    expect((await ask('me', 'POST', '/disputes', extra)).statusCode).toBe(422);
    expect((await ask('unverified', 'POST', '/disputes', extra)).statusCode).toBe(403);
  });

  test('the registrar’s list is masked and one row in the log', async () => {
    await forget();
    const { items, next } = (await ask('registrar', 'GET', '/disputes?limit=1')).json();
    expect(items).toEqual([
      expect.objectContaining({ id, name: '买**·***', state: 'open', dueOn: '2026-03-23' }),
    ]);
    expect(JSON.stringify(items)).not.toContain('长江西路');
    const rest = (await ask('registrar', 'GET', `/disputes?limit=1&after=${next}`)).json();
    expect(rest.items).toMatchObject([{ element: 'person.phone' }]);
    expect(rest.next).toBeNull();
    expect(await reads()).toMatchObject([
      { subject_id: null, filter: 'disputes state=open', count: 1 },
      { subject_id: null, count: 1 },
    ]);
  });

  test('opening it is a logged read; without unmask the values are hidden', async () => {
    await forget();
    const whole = await ask('registrar', 'GET', `/disputes/${id}`);
    expect(whole.headers.etag).toBe('"1"');
    expect(whole.json()).toMatchObject({
      held: '安徽省合肥市蜀山区长江西路1号',
      claimed: '安徽省合肥市蜀山区长江西路11号',
      name: '买**·***',
      masked: false,
    });
    expect((await ask('masked', 'GET', `/disputes/${id}`)).json()).toMatchObject({
      held: '安徽省合肥市蜀山区******',
      claimed: '安徽省合肥市蜀山区******',
      reason: '******',
      masked: true,
    });
    expect(await reads()).toMatchObject([
      { subject_id: me, fields: ['person.residence'], purpose: '核实并答复本人提出的信息异议' },
      { subject_id: me },
    ]);
  });

  test('other departments and residents do not see it', async () => {
    expect((await ask('market', 'GET', '/disputes')).json().items).toEqual([]);
    expect((await ask('market', 'GET', `/disputes/${id}`)).statusCode).toBe(404);
    for (const who of ['other', 'me', 'reviewer']) {
      expect((await ask(who, 'GET', '/disputes')).statusCode).toBe(403);
      expect((await ask(who, 'GET', `/disputes/${id}`)).statusCode).toBe(403);
      expect((await answer(who, id, { outcome: 'kept', reason: '属实' })).statusCode).toBe(403);
    }
  });

  test('only the source’s registrar answers, at the version read, with a reason', async () => {
    const kept = { outcome: 'kept', reason: '与户口簿一致' };
    expect((await answer('market', id, kept)).statusCode).toBe(404);
    const region = await answer('region', id, kept);
    expect([region.statusCode, region.json().code]).toEqual([403, 'base-register.not_registrar']);
    expect((await answer('registrar', id, kept, 7)).statusCode).toBe(412);
    expect((await answer('registrar', id, { outcome: 'kept' })).statusCode).toBe(422);
    const same = { outcome: 'corrected', value: '安徽省合肥市蜀山区长江西路1号', reason: '更正' };
    expect((await answer('registrar', id, same)).json().errors).toMatchObject([
      { pointer: '/value', code: 'base-register.same_value' },
    ]);
  });

  test('a correction is a new version, and the subject hears of it', async () => {
    now = at('2026-03-10 10:00');
    const corrected = { outcome: 'corrected', reason: '经核对户口簿，门牌号登记有误' };
    const both = await Promise.all([
      answer('registrar', id, corrected),
      answer('registrar', id, corrected),
    ]);
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([204, 409]);
    const { items } = await mine('me');
    expect(items.find(({ element }) => element === 'person.residence')).toMatchObject({
      value: '安徽省合肥市蜀山区长江西路11号',
      asOf: '2026-03-10',
      version: 2,
      source: { zh: police.zh },
      dispute: { state: 'answered', outcome: 'corrected', answer: corrected.reason },
    });
    expect(
      await db.owner(
        "select subject, data from events.outbox where type = 'base-register.dispute-answered'",
      ),
    ).toEqual([
      { subject: id, data: { subjectId: me, element: 'person.residence', outcome: 'corrected' } },
    ]);
    const late = await answer('registrar', id, corrected, 2);
    expect([late.statusCode, late.json().code]).toEqual([409, 'base-register.already_answered']);
  });

  test('a kept value stays, with the reason, and may be disputed anew', async () => {
    const opened = (await dispute('other', 'person.name', '李肆')).json().id;
    const reply = await answer('registrar', opened, { outcome: 'kept', reason: '与户口簿一致' });
    expect(reply.statusCode).toBe(204);
    const { items } = await mine('other');
    expect(items[0]).toMatchObject({
      value: '李四',
      version: 1,
      dispute: { outcome: 'kept', answer: '与户口簿一致' },
    });
    expect((await dispute('other', 'person.name', '李肆')).statusCode).toBe(201);
  });

  test('a corrected number is the one that is found from then on', async () => {
    const right = person(7).idNumber;
    const opened = (await dispute('other', 'person.idNumber', right)).json().id;
    const taken = { outcome: 'corrected', value: person(1).idNumber, reason: '更正号码' };
    const clash = await answer('registrar', opened, taken);
    expect([clash.statusCode, clash.json().code]).toEqual([
      409,
      'base-register.already_registered',
    ]);
    const reply = await answer('registrar', opened, { outcome: 'corrected', reason: '更正号码' });
    expect(reply.statusCode).toBe(204);
    await withActor(db, callOf(system('seed'), now), (tx) => addPerson(tx, platform, person(2)));
    await expect(
      withActor(db, callOf(system('seed'), now), (tx) => addPerson(tx, platform, person(7))),
    ).rejects.toMatchObject({ code: 'base-register.already_registered' });
  });

  test('a subject cannot answer its own dispute, even past the service', async () => {
    const client = await db.pool.connect();
    await client.query('begin');
    await client.query(
      "select set_config('yw.kind','person',true), set_config('yw.person',$1,true)",
      [other],
    );
    const { rowCount } = await client.query('update base_register.disputes set version = 9');
    expect(rowCount).toBe(0);
    await client.query('rollback');
    client.release();
  });
});

test('nothing personal stands in clear in the tables', async () => {
  const rows = await db.owner<{ all: string }>(
    `select string_agg(t::text, ' ') as all from (
       select f::text as t from base_register.facts f union all
       select d::text from base_register.disputes d union all
       select p::text from base_register.persons p union all
       select a::text from audit.entries a union all
       select o::text from events.outbox o) x`,
  );
  const hex = (text: string) => Buffer.from(text).toString('hex');
  for (const secret of ['买买提', '李四', '长江西路', '13800138000', person(1).idNumber, '户口簿'])
    for (const form of [secret, hex(secret)]) expect(rows[0]?.all).not.toContain(form);
});
