import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHttp, type Http, type Platform } from '../http/index.ts';
import { actingAs, at, callOf, type TestDatabase, testDatabase } from '../testing/index.ts';
import { importDivisions } from './index.ts';
import routes from './routes.ts';

let db: TestDatabase;
let http: Http;
const now = at('2026-03-02 09:00');

const get = async (query: string) => {
  const answer = await http.inject(`/api/foundation/region/divisions${query}`);
  return { status: answer.statusCode, body: answer.json() };
};

beforeAll(async () => {
  db = await testDatabase();
  await importDivisions(db, callOf(actingAs('system', 'seed'), now));
  http = await createHttp({
    authenticate: async () => undefined,
    clock: () => now,
    publicUrl: 'http://localhost',
    production: false,
    rateLimit: 1000,
    logger: false,
  });
  // Divisions ask nothing of the platform but its database.
  const platform = { db } as unknown as Platform;
  await http.register((server) => routes(server as Http, platform), {
    prefix: '/api/foundation/region',
  });
  await http.ready();
});
afterAll(async () => {
  await http.close();
  await db.close();
});

describe('GET /divisions', () => {
  test('without anything answers the provinces, and a page leads to the next', async () => {
    const first = await get('?limit=30');
    expect(first.status).toBe(200);
    expect(first.body.items).toHaveLength(30);
    const second = await get(`?limit=30&after=${first.body.next}`);
    expect(second.body.items.map((item: { code: string }) => item.code)).toEqual([
      '65',
      '71',
      '81',
      '82',
    ]);
    expect(second.body.next).toBeNull();
  });

  test('answers children and searches, to people who are not signed in', async () => {
    const below = await get('?parent=340104&limit=1');
    expect(below.body.items).toEqual([
      {
        code: '340104001',
        parentCode: '340104',
        level: 4,
        name: '三里庵街道',
        fullName: '安徽省合肥市蜀山区三里庵街道',
        hasChildren: true,
        endedOn: null,
      },
    ]);
    const found = await get(`?q=${encodeURIComponent('蜀山 五里墩')}&within=34`);
    expect(found.body.items[0].code).toBe('340104006');
  });

  test.each([
    '?limit=0',
    '?limit=101',
    '?parent=340',
    '?parent=34%00',
    '?q=',
    '?q=%00',
    `?q=${'a'.repeat(61)}`,
    '?within=34',
    '?q=a&within=3x',
    '?q=a&parent=34',
    '?after=x',
  ])('%s is refused as malformed', async (query) => {
    expect(await get(query)).toMatchObject({ status: 400, body: { code: 'http.malformed' } });
  });

  test('a text without words is a field error', async () => {
    expect(await get('?q=%20')).toMatchObject({ status: 422, body: { code: 'region.word_short' } });
  });
});

describe('GET /divisions/{code}', () => {
  test('answers the division with its path', async () => {
    const { status, body } = await get('/340104');
    expect(status).toBe(200);
    expect(body).toMatchObject({ code: '340104', name: '蜀山区' });
    expect(body.path.map((item: { code: string }) => item.code)).toEqual(['34', '3401', '340104']);
  });

  test('an unknown code is 404, a malformed one 400', async () => {
    expect(await get('/999999')).toMatchObject({ status: 404, body: { code: 'region.unknown' } });
    expect((await get('/abc')).status).toBe(400);
  });
});
