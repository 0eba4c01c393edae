import { raw, withActor } from '@yiwang/foundation/db';
import { createHttp } from '@yiwang/foundation/http';
import type { Actor } from '@yiwang/foundation/permission';
import { actingAs, callOf } from '@yiwang/foundation/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import routes, { addResident, authenticator } from './index.ts';
import { Browser, openWorld, PASSWORD, type World } from './world.fixture.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
let world: World;
let serial = 0;
const newPhone = () => `1370000${String(1000 + ++serial)}`;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const registered = async () => {
  const browser = new Browser(world);
  const phone = newPhone();
  const answer = await browser.register(phone);
  expect(answer.status).toBe(201);
  return { browser, phone, id: String(answer.body.id) };
};
const token = (browser: Browser) => browser.cookies.get('yw_session') ?? '';
const as = <T>(actor: Actor, fn: Parameters<typeof withActor<T>>[2]) =>
  withActor(world.db, callOf(actor, world.now), fn);

describe('the cookies', () => {
  test('of development: HttpOnly and Lax; the CSRF one can be read by pages', async () => {
    const { phone } = await registered();
    const answer = await world.http.inject({
      method: 'POST',
      url: '/api/services/identity/sessions',
      payload: { login: phone, password: PASSWORD },
    });
    expect(answer.cookies).toMatchObject([
      { name: 'yw_session', httpOnly: true, sameSite: 'Lax', path: '/' },
      { name: 'yw_csrf', sameSite: 'Lax', path: '/' },
    ]);
    expect(answer.cookies[1]).not.toHaveProperty('httpOnly');
    expect(answer.cookies[1]?.value).not.toContain(answer.cookies[0]?.value);
  });

  test('of production: bound to the host, over TLS only', async () => {
    const live = await openWorld((p) => ({ ...p, settings: { ...p.settings, production: true } }));
    await live.asSystem((tx) =>
      addResident(tx, live.platform, { phone: '13811112222', password: PASSWORD }),
    );
    const answer = await live.http.inject({
      method: 'POST',
      url: '/api/services/identity/sessions',
      payload: { login: '13811112222', password: PASSWORD },
    });
    expect(answer.cookies).toMatchObject([
      { name: '__Host-yw_session', httpOnly: true, secure: true, sameSite: 'Lax', path: '/' },
      { name: 'yw_csrf', secure: true },
    ]);
    expect(answer.cookies[0]).not.toHaveProperty('domain');
    await live.close();
  });

  test('say nothing that the database holds', async () => {
    const { browser } = await registered();
    const rows = await world.db.owner('select token_hash from identity.sessions');
    const plain = Buffer.from(token(browser), 'base64url');
    expect(rows.some(({ token_hash }) => plain.equals(token_hash as Buffer))).toBe(false);
  });
});

describe('a session', () => {
  test('never takes a token that the browser brought (fixation)', async () => {
    const { phone } = await registered();
    const browser = new Browser(world);
    const planted = 'A'.repeat(43);
    browser.cookies.set('yw_session', planted);
    expect((await browser.post('/sessions', { login: phone, password: PASSWORD })).status).toBe(
      201,
    );
    expect(token(browser)).not.toBe(planted);
    const attacker = new Browser(world);
    attacker.cookies.set('yw_session', planted);
    expect(await attacker.actor()).toBeNull();
  });

  test('gets a new token at each sign-in, and the former one ends', async () => {
    const { browser, phone } = await registered();
    const former = new Browser(world);
    former.cookies.set('yw_session', token(browser));
    expect(await former.actor()).not.toBeNull();
    await browser.post('/sessions', { login: phone, password: PASSWORD });
    expect(await former.actor()).toBeNull();
    expect(await browser.actor()).not.toBeNull();
  });

  test('changes nothing without its CSRF token, with a forged one, or from another site', async () => {
    const { browser } = await registered();
    const { browser: other } = await registered();
    const forged = other.cookies.get('yw_csrf') ?? '';
    const attempts: Record<string, string>[] = [
      { 'x-csrf-token': '' },
      { 'x-csrf-token': forged },
      { 'x-csrf-token': token(browser) },
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ];
    for (const headers of attempts)
      expect(await browser.ask('/session', { method: 'DELETE', headers })).toMatchObject({
        status: 403,
        body: { code: 'http.forged' },
      });
    expect(await browser.actor()).not.toBeNull();
    const elsewhere = { origin: 'https://evil.example' };
    const planted = await new Browser(world).post('/sessions', { login: 'x' }, elsewhere);
    expect(planted.status).toBe(403);
  });

  test('ends with sign-out, and the cookies go', async () => {
    const { browser } = await registered();
    const copy = new Browser(world);
    for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
    expect((await browser.ask('/session', { method: 'DELETE' })).status).toBe(204);
    expect(browser.cookies.size).toBe(0);
    expect((await copy.ask('/sessions')).status).toBe(401);
    expect((await browser.ask('/session', { method: 'DELETE' })).status).toBe(401);
  });

  test('ends without use after half a day, lives on with it, and ends after a week anyway', async () => {
    const { browser } = await registered();
    for (let day = 0; day < 13; day += 1) {
      world.pass(12 * HOUR - 1);
      expect(await browser.actor()).not.toBeNull();
    }
    world.pass(12 * HOUR);
    expect(await browser.actor()).toBeNull();
    const { browser: idle } = await registered();
    world.pass(12 * HOUR);
    expect(await idle.actor()).toBeNull();
  });

  test('notes its use at most once a minute', async () => {
    const { browser, id } = await registered();
    const seen = async () =>
      (await world.db.owner('select seen_at from identity.sessions where account_id = $1', [id]))[0]
        ?.seen_at;
    const first = await seen();
    world.pass(59_000);
    await browser.actor();
    expect(await seen()).toEqual(first);
    world.pass(6000);
    await browser.actor();
    expect(await seen()).toEqual(world.now);
  });

  test('with a token that cannot be one costs no query and is nobody', async () => {
    const browser = new Browser(world);
    for (const odd of ["' or 1=1 --", 'x', 'é'.repeat(43), 'a'.repeat(5000)]) {
      browser.cookies.set('yw_session', encodeURIComponent(odd));
      expect(await browser.actor()).toBeNull();
    }
  });
});

describe('the list of devices', () => {
  test('shows mine, and revoking one ends it at once although it was just used', async () => {
    const { browser, phone } = await registered();
    const phoneApp = new Browser(world);
    world.pass(1000);
    await phoneApp.post(
      '/sessions',
      { login: phone, password: PASSWORD },
      { 'user-agent': 'Mozilla/5.0 (Linux; Android 15) Chrome/130.0 Mobile' },
    );
    const { items } = (await browser.ask('/sessions')).body as unknown as {
      items: { id: string; current: boolean; device: string; method: string }[];
    };
    expect(items).toMatchObject([
      { device: 'Chrome · Android', method: 'password', current: false },
      { method: 'registration', current: true },
    ]);
    expect(await phoneApp.actor()).not.toBeNull();
    expect((await browser.post(`/sessions/${items[0]?.id}/revoke`, {})).status).toBe(204);
    expect(await phoneApp.actor()).toBeNull();
    expect((await browser.post(`/sessions/${items[0]?.id}/revoke`, {})).body.code).toBe(
      'identity.session_unknown',
    );
  });

  test('in another process a revoked session lives five seconds at most', async () => {
    const { browser } = await registered();
    const elsewhere = { ...world.platform };
    const http = await createHttp({
      authenticate: authenticator(elsewhere),
      clock: elsewhere.clock,
      publicUrl: 'http://localhost',
      production: false,
      rateLimit: 1000,
      logger: false,
    });
    await http.register(async (scope) => void routes(scope as never, elsewhere));
    const cookies = Object.fromEntries(browser.cookies);
    const ask = async () => (await http.inject({ url: '/sessions', cookies })).statusCode;
    expect(await ask()).toBe(200);
    await browser.ask('/session', { method: 'DELETE' });
    expect(await ask()).toBe(200);
    world.pass(5000);
    expect(await ask()).toBe(401);
    await http.close();
  });

  test('of somebody else can be neither seen nor ended', async () => {
    const { browser, id } = await registered();
    const { browser: stranger } = await registered();
    const { items } = (await browser.ask('/sessions')).body as unknown as {
      items: { id: string }[];
    };
    expect((await stranger.post(`/sessions/${items[0]?.id}/revoke`, {})).status).toBe(404);
    expect(await browser.actor()).not.toBeNull();
    const look = raw(sql`select 1 from identity.sessions where account_id = ${id}`);
    for (const actor of [
      actingAs('person', 'somebody'),
      actingAs('officer', 'zhao', { scope: { regions: ['34'], organizations: ['bureau'] } }),
    ]) {
      expect(await as(actor, (tx) => tx.all(look))).toEqual([]);
      for (const table of ['accounts', 'one_time_codes', 'totp_steps', 'attempts'])
        expect(
          await as(actor, (tx) =>
            tx.all(raw(sql`select 1 from ${sql.raw(`identity.${table}`)} where true limit 5`)),
          ),
          table,
        ).toHaveLength(table === 'accounts' && actor.id === 'zhao' ? 1 : 0);
    }
    expect(await as(actingAs('person', id), (tx) => tx.all(look))).toHaveLength(1);
  });

  test('an account cannot be raised by its owner, past the service', async () => {
    const { id } = await registered();
    const raise = raw(sql`update identity.accounts set auth_level = 4 where id = ${id}`);
    await expect(as(actingAs('person', id), async (tx) => tx.write(raise))).rejects.toThrow(
      /row-level security/,
    );
  });
});

test('every page can ask what stands in for outside systems, in its language', async () => {
  const zh = await new Browser(world).ask('/api/platform');
  const en = await new Browser(world).ask('/api/platform', {
    headers: { 'accept-language': 'en' },
  });
  expect([zh.body, en.body]).toEqual([
    { standIns: ['短信网关'] },
    { standIns: ['the SMS gateway'] },
  ]);
});
