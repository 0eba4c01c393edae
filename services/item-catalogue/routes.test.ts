import { readAs, withActor } from '@yiwang/foundation/db';
import { createHttp, type Http, type Platform } from '@yiwang/foundation/http';
import { system } from '@yiwang/foundation/permission';
import {
  actingAs,
  at,
  callOf,
  type TestDatabase,
  testDatabase,
  testPlatform,
} from '@yiwang/foundation/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import routes, {
  decisionOf,
  findItem,
  findItemVersion,
  type ItemPackage,
  listItems,
  publish,
  readPackages,
} from './index.ts';

const now = at('2026-03-02 09:00');
const editor = actingAs('officer', 'o1', { permissions: ['item-catalogue.publish'] });
const citizen = actingAs('person', 'p1');
const [elder, food, road] = readPackages() as [ItemPackage, ItemPackage, ItemPackage];
const CSRF = 'csrf-of-the-test';

let db: TestDatabase;
let platform: Platform;
let http: Http;

/** A later version of the food licence, promising one working day less. */
const later = (effectiveOn: string, days = 9): ItemPackage => {
  const pack = structuredClone(food);
  pack.item.effectiveOn = effectiveOn;
  pack.item.limits.promised.value = days;
  return pack;
};
const put = (pack: ItemPackage, when = now) =>
  withActor(db, callOf(editor, when), (tx) => publish(tx, platform, pack));
const read = <T>(work: Parameters<typeof readAs<T>>[2], when = now) =>
  readAs(db, callOf(citizen, when), work);
const send = (payload: object, who = 'editor', key: string | undefined = crypto.randomUUID()) =>
  http.inject({
    method: 'POST',
    url: '/items',
    payload,
    headers: { 'x-test-actor': who, 'x-csrf-token': CSRF, ...(key && { 'idempotency-key': key }) },
  });

beforeAll(async () => {
  db = await testDatabase();
  platform = await testPlatform(db, () => now);
  const keys = ['accept', 'presume-acceptance', 'close-uncorrected', 'decide-by-rule', 'close'];
  for (const key of [...keys.map((name) => `case.${name}`), 'certificate.issue'])
    platform.processes.onService(key, async () => undefined);
  platform.processes.onDecision(async () => undefined);
  http = await createHttp({
    authenticate: async ({ headers }) => {
      const who = headers['x-test-actor'];
      if (who === 'editor') return { actor: editor, csrf: CSRF };
      return who === 'citizen' ? { actor: citizen, csrf: CSRF } : undefined;
    },
    clock: () => now,
    publicUrl: 'http://localhost',
    production: false,
    rateLimit: 10_000,
    logger: false,
  });
  await routes(http, platform);
  await withActor(db, callOf(system('seed'), at('2026-01-01 08:00')), async (tx) => {
    for (const pack of [elder, food, road]) await publish(tx, platform, pack);
  });
});
afterAll(async () => {
  await http.close();
  await db.close();
});

describe('publication and versions', () => {
  it('publishes the shipped packages, and the same text again changes nothing', async () => {
    expect(await put(food)).toEqual({ itemId: 'food-licence.340104', version: 1 });
    const [row] = await db.owner<{ n: number }>(
      "select count(*) as n from item_catalogue.versions where item_id = 'food-licence.340104'",
    );
    expect(row!.n).toBe(1);
  });

  it('a new version is in force from its day, the one before until the day before', async () => {
    expect(await put(later('2026-04-01'))).toEqual({ itemId: 'food-licence.340104', version: 2 });
    const found = (on: string) => read((tx) => findItem(tx, 'food-licence', { on }));
    const [before, after] = [await found('2026-03-31'), await found('2026-04-01')];
    expect([before.version, before.limits.promised.value]).toEqual([1, 10]);
    expect([after.version, after.limits.promised.value]).toEqual([2, 9]);
    expect(before.process.programId).toBe(after.process.programId);
    const first = await read(
      (tx) => findItemVersion(tx, 'food-licence.340104', 1),
      at('2027-01-01 09:00'),
    );
    expect(first.limits.promised.value).toBe(10);
  });

  it('is not in force before its first day or after its last', async () => {
    const on = (day: string) => read((tx) => findItem(tx, 'elder-card', { on: day }));
    await expect(on('2025-12-31')).rejects.toMatchObject({ code: 'item-catalogue.item_unknown' });
    const ending = structuredClone(elder);
    Object.assign(ending.item, { effectiveOn: '2026-05-01', endsOn: '2026-06-01' });
    await put(ending);
    expect((await on('2026-05-31')).version).toBe(2);
    await expect(on('2026-06-01')).rejects.toMatchObject({ code: 'item-catalogue.item_unknown' });
  });

  it('refuses a version that is not later, reaches back, or is unsound', async () => {
    await expect(put(later('2026-04-01', 8))).rejects.toMatchObject({
      code: 'item-catalogue.not_later',
      status: 409,
    });
    await expect(put(later('2026-04-02', 8), at('2026-04-03 09:00'))).rejects.toMatchObject({
      code: 'item-catalogue.retroactive',
    });
    const unsound = later('2026-07-01', 21);
    await expect(put(unsound)).rejects.toMatchObject({
      code: 'item-catalogue.not_publishable',
      fields: [{ pointer: '/item/limits/promised', code: 'item-catalogue.r2' }],
    });
    const unknownElements = withActor(db, callOf(editor, now), (tx) =>
      publish(tx, platform, later('2026-07-01'), ['person.name']),
    );
    await expect(unknownElements).rejects.toMatchObject({ status: 422 });
  });

  it('what was rolled back is not remembered', async () => {
    const pack = structuredClone(road);
    pack.item.effectiveOn = '2026-08-01';
    const failing = withActor(db, callOf(editor, now), async (tx) => {
      const { itemId, version } = await publish(tx, platform, pack);
      expect((await findItemVersion(tx, itemId, version)).effectiveOn).toBe('2026-08-01');
      throw new Error('the act fails');
    });
    await expect(failing).rejects.toThrow('the act fails');
    const gone = read((tx) => findItemVersion(tx, 'road-occupation.340104', 2));
    await expect(gone).rejects.toMatchObject({
      code: 'item-catalogue.version_unknown',
      status: 404,
    });
  });

  it('two publications of the same day at once: one stays', async () => {
    const results = await Promise.allSettled([
      put({ ...later('2026-09-01', 8) }),
      put({ ...later('2026-09-01', 7) }),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = results.find((one) => one.status === 'rejected');
    expect(refused?.reason).toMatchObject({ code: 'item-catalogue.not_later' });
  });

  it('published versions cannot be rewritten, nor written by residents', async () => {
    const rewriting = db.owner("update item_catalogue.versions set definition = '{}'");
    await expect(rewriting).rejects.toThrow('immutable');
    const byCitizen = withActor(db, callOf(citizen, now), (tx) =>
      publish(tx, platform, later('2026-12-01')),
    );
    await expect(byCitizen).rejects.toThrow();
  });

  it('leaves an act in the audit log and an event for the guides', async () => {
    const acts = await db.owner<{ act: string }>(
      "select act from audit.entries where subject_id = 'road-occupation.340104'",
    );
    expect(acts.map(({ act }) => act)).toEqual(['item-catalogue.publish']);
    const told = await db.owner<{ data: { version: number } }>(
      "select data from events.outbox where type = 'item-catalogue.published' and subject = 'road-occupation.340104'",
    );
    expect(told[0]!.data).toMatchObject({ version: 1, slug: 'road-occupation' });
  });
});

describe('finding', () => {
  const on = '2026-03-02';
  it('by slug, implementation code or handling code, and for streets of the district', async () => {
    const { code, handlingCode } = road.item;
    for (const name of ['road-occupation', code, handlingCode]) {
      const found = await read((tx) => findItem(tx, name, { on, regionCode: '340104003' }));
      expect(found.itemId).toBe('road-occupation.340104');
    }
    const elsewhere = read((tx) => findItem(tx, 'road-occupation', { on, regionCode: '110101' }));
    await expect(elsewhere).rejects.toMatchObject({ code: 'item-catalogue.item_unknown' });
  });
  it('gives the review departments, the certificate and the compiled rules', async () => {
    const [card, permit] = [
      await read((tx) => findItem(tx, 'elder-card', { on })),
      await read((tx) => findItem(tx, 'road-occupation', { on })),
    ];
    expect(permit.departments).toEqual(['planning', 'traffic-police', 'urban-management']);
    expect(permit.certificateType).toEqual({
      code: permit.certificate!.code,
      validity: permit.certificate!.validity,
    });
    expect(card.departments).toBeUndefined();
    expect(decisionOf(card)!.decisions.map(({ name }) => name)).toEqual(['elder-card']);
    expect(decisionOf(card)).toBe(decisionOf(card));
    expect(decisionOf(permit)).toBeUndefined();
  });
  it('lists in pages', async () => {
    const list = (limit: number, after?: string) =>
      read((tx) => listItems(tx, { on, regionCode: '340104', limit, after }));
    expect((await list(2)).map(({ slug }) => slug)).toEqual(['elder-card', 'food-licence']);
    expect((await list(2, 'food-licence.340104')).map(({ slug }) => slug)).toEqual([
      'road-occupation',
    ]);
  });
});

describe('HTTP', () => {
  it('lists items of a region in pages, without sign-in', async () => {
    const first = (await http.inject('/items?limit=2&region=340104')).json();
    expect(first.items).toHaveLength(2);
    const rest = (await http.inject(`/items?limit=2&region=340104&after=${first.next}`)).json();
    expect([rest.items.length, rest.next]).toEqual([1, null]);
    expect((await http.inject('/items?region=110101')).json().items).toEqual([]);
  });

  it('answers an item whole: elements, form and rules', async () => {
    const answer = await http.inject('/items/elder-card?on=2026-03-02');
    expect([answer.statusCode, answer.headers.etag]).toEqual([200, '"1"']);
    const { itemId, version, form, process, decision, certificateType, ...elements } =
      answer.json();
    const { decision: rule, ...item } = elder.item;
    expect(elements).toEqual(item);
    expect(form).toEqual(elder.form);
    expect(decision).toEqual({ ...rule, xml: elder.rules });
    expect([itemId, version]).toEqual(['elder-card.340104', 1]);
    expect(process.programId).toMatch(/^elderCard:/);
    expect(certificateType.code).toBe(item.certificate!.code);
  });

  it('answers the version of a day, and 404 for what there is not', async () => {
    const version = async (query: string) =>
      (await http.inject(`/items/food-licence${query}`)).json().version;
    expect(await version('')).toBe(1);
    expect(await version('?on=2026-04-01')).toBe(2);
    for (const url of ['/items/no-such', '/items/no-such/versions'])
      expect((await http.inject(url)).json()).toMatchObject({
        status: 404,
        code: 'item-catalogue.item_unknown',
      });
    expect((await http.inject('/items?on=yesterday')).statusCode).toBe(400);
  });

  it('tells the versions and when each is in force', async () => {
    const { items } = (await http.inject('/items/food-licence/versions')).json();
    const rows = items.map((row: { version: number; effectiveOn: string; endedOn: string }) => [
      row.version,
      row.effectiveOn,
      row.endedOn,
    ]);
    expect(rows).toEqual([
      [3, '2026-09-01', null],
      [2, '2026-04-01', '2026-09-01'],
      [1, '2026-01-01', '2026-04-01'],
    ]);
  });

  it('checks a package without publishing it', async () => {
    const ask = (payload: object) =>
      http.inject({
        method: 'POST',
        url: '/items/checks',
        payload,
        headers: { 'x-test-actor': 'editor', 'x-csrf-token': CSRF },
      });
    expect((await ask({ package: food })).json()).toEqual({ problems: [] });
    const unknownService = structuredClone(food);
    unknownService.process = unknownService.process.replace(
      'case.close-uncorrected',
      'case.forget',
    );
    const { problems } = (await ask({ package: unknownService })).json();
    expect(problems[0]).toMatchObject({ pointer: '/process' });
    expect((await ask({ package: 1 })).json().problems[0].code).toBe('item-catalogue.malformed');
  });

  it('publishes for who may, once for each key', async () => {
    const payload = { package: later('2026-11-01', 6) };
    expect((await send(payload, 'nobody')).statusCode).toBe(401);
    expect((await send(payload, 'citizen')).statusCode).toBe(403);
    expect((await send(payload, 'editor', '')).statusCode).toBe(428);
    const made = await send(payload, 'editor', 'the-same-key-1');
    expect([made.statusCode, made.json()]).toEqual([
      201,
      { itemId: 'food-licence.340104', version: 4 },
    ]);
    expect(made.headers.location).toContain(food.item.code);
    const again = await send(payload, 'editor', 'the-same-key-1');
    expect(again.json()).toEqual(made.json());
    const unsound = await send({ package: later('2026-12-01', 30) });
    expect(unsound.json()).toMatchObject({
      status: 422,
      code: 'item-catalogue.not_publishable',
      errors: [{ pointer: '/item/limits/promised', code: 'item-catalogue.r2' }],
    });
    expect((await send({ package: {} })).statusCode).toBe(422);
  });
});
