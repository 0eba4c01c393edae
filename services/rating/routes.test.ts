import { randomUUID } from 'node:crypto';
import { addPerson } from '@yiwang/data/base-register';
import { withActor } from '@yiwang/foundation/db';
import { emit, startDispatcher } from '@yiwang/foundation/events';
import { createHttp, type Http, type Platform } from '@yiwang/foundation/http';
import { syntheticIdNumber } from '@yiwang/foundation/identifier';
import { type Actor, system } from '@yiwang/foundation/permission';
import {
  actingAs,
  at,
  callOf,
  type TestDatabase,
  testDatabase,
  testPlatform,
} from '@yiwang/foundation/testing';
import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { default as routes, subscriptions } from './index.ts';

const HANDLING = 'o-elder';
const people: Record<string, Actor> = {
  officer: actingAs('officer', 'f-officer', {
    organizationId: HANDLING,
    permissions: ['case.read'],
    scope: { regions: [], organizations: [HANDLING] },
  }),
  monitor: actingAs('officer', 'f-monitor', {
    organizationId: 'o-monitor',
    permissions: ['rating.read'],
    scope: { regions: ['340104'], organizations: ['o-monitor'] },
  }),
  elsewhere: actingAs('officer', 'f-elsewhere', {
    organizationId: 'o-far',
    permissions: ['rating.read'],
    scope: { regions: ['3402'], organizations: ['o-far'] },
  }),
};

let db: TestDatabase;
let platform: Platform;
let http: Http;
let now = at('2026-03-02 09:00');
let subjects: Record<string, string>;

const addSubject = (name: string, sequence: number) =>
  withActor(db, callOf(system('seed'), now), (tx) =>
    addPerson(tx, platform, {
      name,
      idNumber: syntheticIdNumber('340104', '1960-01-01', sequence),
      residence: '安徽省合肥市蜀山区',
      regionCode: '340104',
      source: { organizationId: 'o-police', zh: '公安', en: 'Police' },
      asOf: '2026-01-15',
    }),
  );

beforeAll(async () => {
  db = await testDatabase();
  platform = await testPlatform(db, () => now);
  subjects = { wang: await addSubject('王小明', 1), li: await addSubject('李四', 3) };
  for (const [who, actsFor] of Object.entries(subjects))
    people[who] = actingAs('person', `a-${who}`, { actsFor });
  http = await createHttp({
    authenticate: async ({ headers }) => {
      const actor = people[String(headers['x-who'])];
      return actor && { actor, csrf: 'c' };
    },
    clock: () => now,
    publicUrl: 'http://localhost',
    production: false,
    rateLimit: 10_000,
    logger: false,
  });
  await http.register(async (scope) => routes(scope as Http, platform), {
    prefix: '/api/services/rating',
  });
  await http.ready();
});
afterAll(async () => {
  await http.close();
  await db.close();
});
beforeEach(() => {
  now = at('2026-03-02 09:00');
});

type NewCase = { who?: string; state?: string; slug?: string; region?: string };
/** A row of services/case, which this capability reads by its door. */
async function addCase({
  who = 'wang',
  state = 'closed',
  slug = 'elder-card',
  region = '340104',
}: NewCase = {}) {
  const id = v7();
  const isClosed = state === 'closed';
  await db.owner(
    `insert into "case".cases (id, case_no, item_id, item_version, item_slug, item_name_zh, item_name_en,
       case_type, state, outcome, applicant_id, applicant_kind, account_id, applicant_name_enc, form_enc,
       region_code, organization_id, parties, process_instance_id, submitted_at, received_at, accepted_at, closed_at)
     values ($1, $2, 'i1', 1, $3, '老年人优待证', 'Senior citizen card', 'immediate', $4, $5, $6, 'person', $7, '', '',
       $8, $9, array[$9], $10, $11, $11, $11, $12)`,
    [
      id,
      `N-${id}`,
      slug,
      state,
      isClosed ? 'granted' : null,
      subjects[who],
      `a-${who}`,
      region,
      HANDLING,
      v7(),
      now,
      isClosed ? now : null,
    ],
  );
  return id;
}

const post = (who: string | undefined, payload: object, key = randomUUID() as string) =>
  http.inject({
    method: 'POST',
    url: '/api/services/rating/ratings',
    headers: { ...(who && { 'x-who': who, 'x-csrf-token': 'c' }), 'idempotency-key': key },
    payload,
  });
const get = (who: string | undefined, path: string) =>
  http.inject({ url: `/api/services/rating/${path}`, headers: who ? { 'x-who': who } : {} });
const told = (answer: { statusCode: number; json(): { code?: string } }) => [
  answer.statusCode,
  answer.json().code,
];

test('a finished case is rated once by its applicant and found again', async () => {
  const caseId = await addCase();
  expect((await get('wang', `ratings/mine?caseId=${caseId}`)).json()).toEqual({
    rateable: true,
    rating: null,
  });
  const rating = { caseId, level: 1, tags: ['speed'], text: ' 很快 ', channel: 'mobile' };
  const answer = await post('wang', rating);
  expect([answer.statusCode, answer.json()]).toMatchObject([201, { ...rating, text: '很快' }]);
  expect(answer.headers.location).toContain(caseId);
  expect((await get('wang', `ratings/mine?caseId=${caseId}`)).json()).toEqual({
    rateable: false,
    rating: answer.json(),
  });
  expect(told(await post('wang', { caseId, level: 5 }))).toEqual([409, 'rating.already_rated']);
});

test('the same act sent twice is one rating; two at once leave one', async () => {
  const caseId = await addCase();
  const key = randomUUID();
  const first = await post('wang', { caseId, level: 2 }, key);
  expect((await post('wang', { caseId, level: 2 }, key)).json()).toEqual(first.json());
  const other = await addCase();
  const both = await Promise.all([1, 5].map((level) => post('wang', { caseId: other, level })));
  expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409]);
});

test('neither another’s case, nor one that runs, nor one that is not there', async () => {
  const caseId = await addCase();
  expect((await post('li', { caseId, level: 1 })).statusCode).toBe(404);
  expect((await get('li', `ratings/mine?caseId=${caseId}`)).statusCode).toBe(404);
  // The officer sees the case and still may not rate it.
  expect(told(await post('officer', { caseId, level: 1 }))).toEqual([404, 'rating.case_unknown']);
  expect(told(await get('officer', `ratings/mine?caseId=${caseId}`))).toEqual([
    404,
    'rating.case_unknown',
  ]);
  expect((await post('wang', { caseId: v7(), level: 1 })).statusCode).toBe(404);
  const running = await addCase({ state: 'accepted' });
  expect(told(await post('wang', { caseId: running, level: 1 }))).toEqual([
    409,
    'rating.not_closed',
  ]);
  expect((await post(undefined, { caseId, level: 1 })).statusCode).toBe(401);
});

test.each([
  ['level 0', { level: 0 }],
  ['level 6', { level: 6 }],
  ['half a level', { level: 2.5 }],
  ['a tag of one’s own', { level: 1, tags: ['nice'] }],
  ['too long a text', { level: 1, text: 'a'.repeat(501) }],
  ['a date of one’s own', { level: 1, ratedAt: '2020-01-01T00:00:00Z' }],
])('%s is refused', async (_what, more) => {
  expect((await post('wang', { caseId: v7(), ...more })).statusCode).toBe(422);
});

test('a poor rating waits for its call-back: the monitor of the region sees it with a masked name', async () => {
  const good = await addCase();
  const poor = await addCase();
  await post('wang', { caseId: good, level: 3 });
  await post('wang', { caseId: poor, level: 4, tags: ['visits'], text: '跑了三次' });
  const items = (await get('monitor', 'callbacks?limit=100')).json().items as { caseId: string }[];
  expect(items.some(({ caseId }) => caseId === good)).toBe(false);
  expect(items.find(({ caseId }) => caseId === poor)).toMatchObject({
    applicant: '王*明',
    level: 4,
    tags: ['visits'],
    text: '跑了三次',
    item: { zh: '老年人优待证', en: 'Senior citizen card' },
    contact: { on: '2026-03-03', certain: true, light: 'yellow' },
    rectifySimple: { on: '2026-03-09' },
    rectifyComplex: { on: '2026-03-23' },
  });
  expect((await get('elsewhere', 'callbacks')).json().items).toEqual([]);
  expect((await get('officer', 'callbacks')).statusCode).toBe(403);
  expect((await get('wang', 'callbacks')).statusCode).toBe(403);
  const [read] = await db.owner<{ filter: string; count: number; fields: string[] }>(
    `select filter, count, fields from audit.reads where actor_id = 'f-monitor'`,
  );
  expect(read).toMatchObject({ filter: 'rating.callbacks', fields: ['name', 'rating.text'] });
});

test('call-backs come oldest first, page by page', async () => {
  for (const time of ['10:00', '11:00', '12:00']) {
    now = at(`2026-03-04 ${time}`);
    await post('wang', { caseId: await addCase({ region: '340104001' }), level: 5 });
  }
  const all = (await get('monitor', 'callbacks?limit=100')).json().items as { id: string }[];
  const seen: string[] = [];
  for (let after = ''; after !== 'end'; ) {
    const page = (await get('monitor', `callbacks?limit=2${after}`)).json();
    seen.push(...page.items.map(({ id }: { id: string }) => id));
    after = page.next ? `&after=${page.next}` : 'end';
  }
  expect(seen).toEqual(all.map(({ id }) => id));
  expect((await get('monitor', 'callbacks?after=junk')).statusCode).toBe(400);
});

test('the public numbers follow the log: closed cases from the event, ratings as they were given', async () => {
  const dispatcher = await startDispatcher(db, subscriptions(), () => now);
  const slug = 'road-occupation';
  const close = async (region: string) => {
    const id = await addCase({ slug, region });
    await withActor(db, callOf(system('case'), now), async (tx) =>
      emit(tx, { type: 'case.closed', subject: id }),
    );
    return id;
  };
  const ids = [];
  for (const region of ['340104', '340104', '340104001', '340202']) ids.push(await close(region));
  await dispatcher.drain();
  const numbers = async (query: string) =>
    (await get(undefined, `statistics?item=${slug}${query}`)).json();
  expect(await numbers('')).toMatchObject({
    closed: 4,
    rated: 0,
    activeRate: 0,
    satisfiedRate: null,
  });
  await post('wang', { caseId: ids[0], level: 2 });
  await post('wang', { caseId: ids[3], level: 5 });
  expect(await numbers('')).toMatchObject({
    closed: 4,
    rated: 2,
    levels: { 1: 0, 2: 1, 3: 0, 4: 0, 5: 1 },
    activeRate: 0.5,
    satisfiedRate: 0.5,
    countedAt: now.toISOString(),
    items: [{ slug, name: { zh: '老年人优待证' }, closed: 4, rated: 2 }],
  });
  expect(await numbers('&region=340104')).toMatchObject({ closed: 3, rated: 1, satisfiedRate: 1 });
  expect(await numbers('&region=3402')).toMatchObject({ closed: 1, rated: 1, satisfiedRate: 0 });
  expect(await numbers('&region=99')).toMatchObject({ closed: 0, activeRate: null, items: [] });
  expect((await get(undefined, "statistics?item=x'--")).statusCode).toBe(400);
  await dispatcher.stop();
});

test('nobody changes a rating, not even the platform; others do not see it', async () => {
  const caseId = await addCase({ who: 'li' });
  await post('li', { caseId, level: 4, text: '等了很久' });
  await expect(db.owner('update rating.ratings set level = 1')).rejects.toThrow(/only grows/);
  await expect(db.owner('delete from rating.ratings')).rejects.toThrow(/only grows/);
  await expect(db.owner('truncate rating.ratings cascade')).rejects.toThrow(/only grows/);
  const sees = async (actor: Actor) => {
    const client = await db.pool.connect();
    try {
      await client.query('begin');
      for (const [name, value] of [
        ['yw.kind', actor.kind],
        ['yw.person', actor.actsFor ?? actor.id],
        ['yw.organizations', actor.scope.organizations.join(',')],
      ])
        await client.query('select set_config($1, $2, true)', [name, value]);
      const found = await client.query('select 1 from rating.ratings where case_id = $1', [caseId]);
      return found.rowCount;
    } finally {
      await client.query('rollback');
      client.release();
    }
  };
  expect(await sees(people.li as Actor)).toBe(1);
  expect(await sees(people.wang as Actor)).toBe(0);
  expect(await sees(people.elsewhere as Actor)).toBe(0);
  const stored = await db.owner<{ text: string }>(
    'select ratings::text as text from rating.ratings',
  );
  expect(stored.some(({ text }) => text.includes('等了很久'))).toBe(false);
});
