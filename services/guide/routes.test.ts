import { withActor } from '@yiwang/foundation/db';
import type { DomainEvent } from '@yiwang/foundation/events';
import { createHttp, type Http } from '@yiwang/foundation/http';
import { addMessages } from '@yiwang/foundation/i18n';
import { noScope, system } from '@yiwang/foundation/permission';
import { actingAs, at, callOf, testDatabase, testPlatform } from '@yiwang/foundation/testing';
import { messages as itemMessages, publish, readPackages } from '@yiwang/services/item-catalogue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crowd } from './crowd.ts';
import routes, { findGuides, pages, reindex, subscriptions } from './index.ts';
import { heldOut, tuning, unanswerable } from './labelled.ts';
import { put } from './service.ts';

const now = at('2026-11-23 09:00');
const indexer = callOf(system('seed'), now);
const db = await testDatabase();
const platform = await testPlatform(db, () => now);
let http: Http;

const publishAll = () =>
  withActor(db, indexer, async (tx) => {
    for (const pack of readPackages()) await publish(tx, platform, pack);
  });

beforeAll(async () => {
  addMessages('item-catalogue', itemMessages);
  await withActor(db, indexer, (tx) => platform.reloadCalendar(tx));
  const keys = readPackages().flatMap(({ process }) =>
    [...process.matchAll(/<yw:service\b[^>]*\bkey="([^"]+)"/g)].map(([, key = '']) => key),
  );
  for (const key of new Set(keys)) platform.processes.onService(key, async () => undefined);
  platform.processes.onDecision(async () => undefined);
  http = await createHttp({
    authenticate: async () => undefined,
    clock: () => now,
    publicUrl: 'http://localhost',
    production: false,
    rateLimit: 10_000,
    logger: false,
  });
  await http.register(async (scope) => routes(scope as Http, platform), {
    prefix: '/api/services/guide',
  });
  await http.register(async (scope) => pages(scope as Http, platform));
  await publishAll();
  await withActor(db, indexer, (tx) => reindex(tx));
}, 60_000);
afterAll(async () => {
  await http.close();
  await db.close();
});

const get = (url: string, headers: Record<string, string> = {}) =>
  http.inject({ method: 'GET', url, headers });
const find = async (q: string, more = '') => {
  const reply = await get(`/api/services/guide/guides?q=${encodeURIComponent(q)}${more}`);
  expect(reply.statusCode).toBe(200);
  return reply.json() as { items: { slug: string; page: string }[]; next: string | null };
};
const first = async (q: string) => (await find(q)).items[0]?.slug;

describe('the search', () => {
  it.each([
    ['it was tuned on', tuning, 0.95],
    ['nothing was tuned on', heldOut, 0.9],
  ] as const)('finds the right guide first for questions that %s', async (_, questions, share) => {
    let right = 0;
    for (const { asks, means } of questions) if ((await first(asks)) === means) right += 1;
    expect(right / questions.length).toBeGreaterThanOrEqual(share);
  });

  it.each(unanswerable)('finds nothing rather than anything for %s', async (q) => {
    expect((await find(q)).items).toEqual([]);
  });

  it('lists all guides without words', async () => {
    const { items } = await find('');
    expect(items.map(({ slug }) => slug).sort()).toEqual([
      'elder-card',
      'food-licence',
      'road-occupation',
    ]);
  });

  it('looks in a region and in those above it', async () => {
    expect((await find('饭店', '&region=340104')).items).toHaveLength(1);
    expect((await find('饭店', '&region=340104006')).items).toHaveLength(1);
    expect((await find('饭店', '&region=340102')).items).toEqual([]);
    expect((await find('饭店', '&region=34')).items).toEqual([]);
  });

  it('refuses what is no region, too long a search and a foreign cursor', async () => {
    for (const query of ['region=3', `q=${'a'.repeat(101)}`, 'q=饭店&after=xyz', 'limit=0'])
      expect([400, 422]).toContain(
        (await get(`/api/services/guide/guides?${encodeURI(query)}`)).statusCode,
      );
  });

  it('pages through many guides without missing or repeating one', async () => {
    const guides = crowd(60).map((guide) => ({ ...guide, regionCode: '11' }));
    await withActor(db, indexer, async (tx) => put(tx, guides));
    for (const q of ['许可 食品', '']) {
      const seen: string[] = [];
      let after: string | null = '';
      for (let round = 0; after !== null && round < 40; round += 1) {
        const cursor: string = after ? `&after=${after}` : '';
        const page = await find(q, `&region=11&limit=7${cursor}`);
        seen.push(...page.items.map(({ slug }) => slug));
        after = page.next;
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.length).toBeGreaterThan(q ? 3 : 59);
    }
  });
});

describe('the index', () => {
  const search = (q: string, on = now) =>
    withActor(db, callOf(actingAs('person', 'r', { scope: noScope }), on), (tx) =>
      findGuides(tx, { q, region: '1101' }),
    );
  const version = (n: number, effectiveOn: string, name: string) => ({
    ...crowd(1)[0]!,
    itemId: 'changing',
    slug: 'changing',
    regionCode: '1101',
    version: n,
    effectiveOn,
    name: { zh: name, en: name },
    keywords: { zh: [], en: [] },
    summary: { zh: name, en: 'x' },
    result: { type: '10' as const, name: { zh: '结果', en: 'x' } },
  });

  it('shows a version from the day it begins, and only the newest', async () => {
    await withActor(db, indexer, async (tx) => {
      put(tx, [version(2, '2026-12-01', '犬只免疫登记')]);
      put(tx, [version(1, '2026-01-01', '养犬登记')]);
    });
    expect((await search('养犬')).items).toHaveLength(1);
    expect((await search('犬只免疫')).items).toHaveLength(0);
    const later = at('2026-12-01 00:30');
    expect((await search('养犬', later)).items).toHaveLength(0);
    expect((await search('犬只免疫', later)).items).toHaveLength(1);
  });

  it('forgets the old words when a version is indexed again', async () => {
    await withActor(db, indexer, async (tx) => put(tx, [version(1, '2026-01-01', '鸽舍登记')]));
    expect((await search('养犬')).items).toHaveLength(0);
    expect((await search('鸽舍')).items).toHaveLength(1);
    const wrong = await db.owner(
      `select t.term from guide.terms t left join (select term, count(*) as n from guide.postings group by term) p
        using (term) where t.term <> '' and t.entries <> coalesce(p.n, 0)`,
    );
    expect(wrong).toEqual([]);
  });

  it('is made by the event of a publication', async () => {
    await db.owner('truncate guide.entries, guide.postings, guide.terms');
    expect(await first('饭店')).toBeUndefined();
    const [subscription] = subscriptions();
    const events = await db.owner<DomainEvent & Record<string, unknown>>(
      "select * from events.outbox where type = 'item-catalogue.published' order by seq",
    );
    expect(events).toHaveLength(3);
    for (const event of events)
      await withActor(db, indexer, async (tx) => subscription?.handle(tx, event));
    expect(await first('饭店')).toBe('food-licence');
  });

  it('is written by nobody but the system', async () => {
    const person = callOf(actingAs('person', 'p'), now);
    await expect(withActor(db, person, async (tx) => put(tx, crowd(1)))).rejects.toThrow(/system/);
  });
});

describe('the pages', () => {
  it('answer HTML that may be kept for a minute, and 304 to who has it', async () => {
    const page = await get('/guides/food-licence');
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.headers['cache-control']).toBe('public, max-age=60');
    expect(page.headers.vary).toContain('Accept-Language');
    const again = await get('/guides/food-licence', { 'if-none-match': String(page.headers.etag) });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });

  it('speak the language that is asked for, by address before header', async () => {
    expect((await get('/guides/elder-card')).body).toContain('<html lang="zh-CN"');
    const header = await get('/guides/elder-card', { 'accept-language': 'fr, en;q=0.8' });
    expect(header.body).toContain('<html lang="en"');
    const both = await get('/guides/elder-card?lang=zh', { 'accept-language': 'en' });
    expect(both.body).toContain('<html lang="zh-CN"');
  });

  it('keep the search in the links for language and size', async () => {
    const { body } = await get(
      '/guides?q=饭店&elder=1'.replace('饭店', encodeURIComponent('饭店')),
    );
    expect(body).toContain('data-elder');
    expect(body).toContain(`?q=${encodeURIComponent('饭店')}&amp;lang=en&amp;elder=1`);
  });

  it('find, and say kindly when there is nothing', async () => {
    const found = await get(`/guides?q=${encodeURIComponent('开小吃店')}`);
    expect(found.body).toContain('href="/guides/food-licence?lang=zh"');
    const nothing = await get(`/guides?q=${encodeURIComponent('给狗上牌')}`);
    expect(nothing.statusCode).toBe(200);
    expect(nothing.body).toContain('没有找到与“给狗上牌”有关的指南');
    expect(nothing.body).toContain('12345');
  });

  it('escape what was typed', async () => {
    const { body } = await get(`/guides?q=${encodeURIComponent('"><script>alert(1)</script>')}`);
    expect(body).not.toContain('<script');
    expect(body).toContain('&lt;script&gt;');
  });

  it('stand wrong parameters', async () => {
    for (const query of [
      'q=a&q=b',
      'after=nonsense',
      'region=x',
      'lang=fr',
      `q=${'长'.repeat(500)}`,
    ])
      expect((await get(`/guides?${encodeURI(query)}`)).statusCode).toBe(200);
  });

  it('answer 404 in the same layout for what is no guide', async () => {
    const page = await get('/guides/no-such-thing');
    expect(page.statusCode).toBe(404);
    expect(page.body).toContain('没有这份指南');
    expect(page.body).toContain('role="search"');
    expect((await get('/guides/food-licence?region=110101')).statusCode).toBe(404);
  });
});
