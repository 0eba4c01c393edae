import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BASE, Browser, openWorld, PASSWORD, type World } from './world.fixture.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
let world: World;
let serial = 0;
const newPhone = () => `1390000${String(1000 + ++serial)}`;
const key = () => ({ 'idempotency-key': crypto.randomUUID() });

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const registered = async (phone = newPhone()) => {
  const browser = new Browser(world);
  expect((await browser.register(phone)).status).toBe(201);
  return { browser, phone };
};

describe('registration', () => {
  test('makes an account of level 1, signs in, and shows the number masked', async () => {
    const { browser, phone } = await registered();
    expect(await browser.actor()).toMatchObject({
      kind: 'person',
      name: `${phone.slice(0, 3)}****${phone.slice(7)}`,
      authLevel: 1,
      permissions: [],
    });
    const rows = await world.db.owner('select * from identity.accounts');
    expect(JSON.stringify(rows)).not.toContain(phone);
  });

  test('repeated under its key makes no second account, and signs in again', async () => {
    const phone = newPhone();
    const browser = new Browser(world);
    const code = await browser.code(phone, 'register');
    const headers = key();
    const body = { phone, code, password: PASSWORD };
    const first = await new Browser(world).post('/accounts', body, headers);
    const again = await browser.post('/accounts', body, headers);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body.id).toBe(first.body.id);
    expect((await browser.actor())?.id).toBe(first.body.id);
    const other = { ...body, password: `${PASSWORD}!` };
    expect((await new Browser(world).post('/accounts', other, headers)).body.code).toBe(
      'db.key_reused',
    );
    expect((await new Browser(world).post('/accounts', body, key())).body.code).toBe(
      'identity.wrong_code',
    );
  });

  test('keeps no hash from which a password could be guessed', async () => {
    const { createHash } = await import('node:crypto');
    const phone = newPhone();
    const browser = new Browser(world);
    const code = await browser.code(phone, 'register');
    const body = { phone, code, password: PASSWORD };
    await browser.post('/accounts', body, key());
    const plain = createHash('sha256')
      .update(`${BASE}/accounts\n${JSON.stringify(body)}`)
      .digest('base64url');
    const kept = await world.db.owner('select body_hash from db.idempotency_keys');
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.map((row) => row.body_hash)).not.toContain(plain);
  });

  test('demands a key, a mobile, a right code and a strong password', async () => {
    const phone = newPhone();
    const browser = new Browser(world);
    const code = await browser.code(phone, 'register');
    const body = { phone, code, password: PASSWORD };
    expect((await browser.post('/accounts', body)).status).toBe(428);
    const weak = await browser.post('/accounts', { ...body, password: '1234567890' }, key());
    expect(weak).toMatchObject({
      status: 422,
      body: {
        code: 'identity.weak_password',
        errors: [{ pointer: '/password', code: 'identity.password_common' }],
      },
    });
    const fixed = await browser.post('/accounts', { ...body, phone: '0551-62345678' }, key());
    expect(fixed.body).toMatchObject({ code: 'http.invalid', errors: [{ pointer: '/phone' }] });
    const wrong = code === '000000' ? '000001' : '000000';
    expect((await browser.post('/accounts', { ...body, code: wrong }, key())).body.code).toBe(
      'identity.wrong_code',
    );
    expect((await browser.post('/accounts', { ...body, extra: 1 }, key())).status).toBe(422);
    expect((await browser.post('/accounts', body, key())).status).toBe(201);
  });

  test('refuses a number that is taken only after it was proven', async () => {
    const { phone } = await registered();
    world.pass(MINUTE);
    const stranger = new Browser(world);
    const guess = { phone, code: '123456', password: PASSWORD };
    expect((await stranger.post('/accounts', guess, key())).body.code).toBe('identity.wrong_code');
    expect(await stranger.register(phone)).toMatchObject({
      status: 409,
      body: { code: 'identity.phone_taken' },
    });
  });
});

describe('a one-time code', () => {
  test('is sent once a minute and five times an hour, and says when again', async () => {
    const phone = newPhone();
    const browser = new Browser(world);
    const ask = () => browser.post('/one-time-codes', { phone, purpose: 'sign-in' }, key());
    expect((await ask()).status).toBe(201);
    expect(await ask()).toMatchObject({ status: 429, body: { params: { seconds: 60 } } });
    for (let i = 0; i < 4; i += 1) {
      world.pass(MINUTE);
      expect((await ask()).status).toBe(201);
    }
    world.pass(MINUTE);
    expect((await ask()).status).toBe(429);
  });

  test('asked for twice at once goes out once', async () => {
    const phone = newPhone();
    const browser = new Browser(world);
    const ask = () => browser.post('/one-time-codes', { phone, purpose: 'sign-in' }, key());
    const statuses = (await Promise.all([ask(), ask(), ask()])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([201, 429, 429]);
  });

  test('answers alike for a number that nobody has registered', async () => {
    const { phone } = await registered();
    world.pass(MINUTE);
    const ask = (number: string) =>
      new Browser(world).post('/one-time-codes', { phone: number, purpose: 'sign-in' }, key());
    expect((await ask(phone)).body).toEqual((await ask(newPhone())).body);
  });

  test('signs in once, and not for ever', async () => {
    const { phone } = await registered();
    world.pass(MINUTE);
    const browser = new Browser(world);
    const code = await browser.code(phone, 'sign-in');
    expect((await browser.post('/sessions', { login: phone, code })).status).toBe(201);
    expect((await browser.post('/sessions', { login: phone, code })).body.code).toBe(
      'identity.wrong_code',
    );
    world.pass(MINUTE);
    const late = await browser.code(phone, 'sign-in');
    world.pass(5 * MINUTE);
    expect((await browser.post('/sessions', { login: phone, code: late })).body.code).toBe(
      'identity.code_expired',
    );
  });

  test('bears five guesses, then even the right one is refused', async () => {
    const { phone } = await registered();
    world.pass(MINUTE);
    const browser = new Browser(world);
    const code = await browser.code(phone, 'sign-in');
    const wrong = code === '000000' ? '000001' : '000000';
    for (let i = 0; i < 5; i += 1)
      expect((await browser.post('/sessions', { login: phone, code: wrong })).body.code).toBe(
        'identity.wrong_code',
      );
    expect((await browser.post('/sessions', { login: phone, code })).body.code).toBe(
      'identity.code_expired',
    );
  });

  test('for registration does not sign in, and one without an account says so', async () => {
    const phone = newPhone();
    const browser = new Browser(world);
    const code = await browser.code(phone, 'register');
    expect((await browser.post('/sessions', { login: phone, code })).status).toBe(422);
    world.pass(MINUTE);
    const right = await browser.code(phone, 'sign-in');
    expect((await browser.post('/sessions', { login: phone, code: right })).body.code).toBe(
      'identity.not_registered',
    );
  });
});

describe('a password', () => {
  test('signs in; a wrong one and an unknown number get the same answer', async () => {
    const { phone } = await registered();
    const browser = new Browser(world);
    expect((await browser.post('/sessions', { login: phone, password: PASSWORD })).status).toBe(
      201,
    );
    const wrong = await browser.post('/sessions', { login: phone, password: 'wrong wrong' });
    const unknown = await new Browser(world).post('/sessions', {
      login: newPhone(),
      password: 'wrong wrong',
    });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect({ ...unknown.body, traceId: '' }).toEqual({ ...wrong.body, traceId: '' });
  });

  test('of an unknown number costs the same work as a wrong one', async () => {
    const time = async (login: string) => {
      const begun = performance.now();
      await new Browser(world).post('/sessions', { login, password: 'wrong wrong' });
      return performance.now() - begun;
    };
    const { phone } = await registered();
    const known = Math.min(await time(phone), await time(phone), await time(phone));
    const unknown = newPhone();
    const strange = Math.min(await time(unknown), await time(unknown), await time(unknown));
    expect(strange).toBeGreaterThan(known / 2);
  });

  test('wrong five times locks the name for a minute, known or not, also for the right one', async () => {
    const { phone } = await registered();
    for (const login of [phone, newPhone(), 'nobody.known']) {
      const browser = new Browser(world);
      const attempt = (password: string) => browser.post('/sessions', { login, password });
      for (let i = 0; i < 5; i += 1) expect((await attempt('wrong wrong')).status).toBe(401);
      expect(await attempt(PASSWORD)).toMatchObject({
        status: 429,
        body: { code: 'identity.too_many_attempts', params: { seconds: 60 } },
      });
    }
    world.pass(MINUTE);
    const browser = new Browser(world);
    expect((await browser.post('/sessions', { login: phone, password: PASSWORD })).status).toBe(
      201,
    );
    expect(
      (await browser.post('/sessions', { login: phone, password: 'wrong wrong' })).status,
    ).toBe(401);
  });

  test('tried many times at once is not tried more often than allowed', async () => {
    const login = newPhone();
    const tries = await Promise.all(
      Array.from({ length: 12 }, () =>
        new Browser(world).post('/sessions', { login, password: 'wrong wrong' }),
      ),
    );
    expect(tries.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(tries.filter(({ status }) => status === 429)).toHaveLength(7);
  });

  test('in the body is never kept under an Idempotency-Key', async () => {
    const { phone } = await registered();
    const headers = key();
    const body = { login: phone, password: PASSWORD };
    await new Browser(world).post('/sessions', body, headers);
    const kept = await world.db.owner('select 1 from db.idempotency_keys where key = $1', [
      headers['idempotency-key'],
    ]);
    expect(kept).toEqual([]);
  });
});

describe('an officer', () => {
  const login = 'zhao.ming';
  const attempt = (body: Record<string, string>, browser = new Browser(world)) =>
    browser.post('/sessions', { login, password: PASSWORD, ...body });

  test('needs the second factor, whose code is good once', async () => {
    world.pass(HOUR);
    expect(await attempt({})).toMatchObject({
      status: 401,
      body: { code: 'identity.second_factor_needed' },
    });
    const code = world.totp();
    const browser = new Browser(world);
    expect((await attempt({ code, login: 'ZHAO.MING' }, browser)).status).toBe(201);
    expect(await browser.actor()).toMatchObject({
      kind: 'officer',
      id: 'zhao',
      name: '赵明',
      postId: 'zhao-window',
      postName: '综合窗口',
      organizationId: 'bureau',
      permissions: ['case.accept'],
    });
    const english = await browser.ask('/session', { headers: { 'accept-language': 'en' } });
    expect(english.body.actor).toMatchObject({ postName: 'Counter' });
    expect((await attempt({ code })).body.code).toBe('identity.wrong_code');
    world.pass(30_000);
    expect((await attempt({ code: world.totp() })).status).toBe(201);
  });

  test('with one code in two places at once gets in once', async () => {
    world.pass(HOUR);
    const code = world.totp();
    const both = await Promise.all([attempt({ code }), attempt({ code })]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 422]);
  });

  test('guessing the second factor is locked out, asking for it in between changes nothing', async () => {
    // A day, after which earlier tries are forgotten: of two sign-ins at once one may have counted as failed.
    world.pass(24 * HOUR);
    const wrong = world.totp() === '000000' ? '111111' : '000000';
    for (let i = 0; i < 5; i += 1) {
      expect((await attempt({ code: wrong })).status).toBe(422);
      if (i < 4) expect((await attempt({})).status).toBe(401);
    }
    expect((await attempt({ code: world.totp() })).status).toBe(429);
  });

  test('does not get in with a wrong password and a right code, nor by a code alone', async () => {
    world.pass(HOUR);
    expect((await attempt({ password: 'wrong wrong', code: world.totp() })).body.code).toBe(
      'identity.wrong_credentials',
    );
    const alone = await new Browser(world).post('/sessions', { login, code: world.totp() });
    expect(alone.body.code).toBe('identity.wrong_credentials');
  });

  test('changes to another of his posts, and to nobody else’s', async () => {
    world.pass(HOUR);
    const browser = new Browser(world);
    await attempt({ code: world.totp() }, browser);
    const posts = (await browser.ask('/posts')).body as unknown as { items: { id: string }[] };
    expect(posts.items.map(({ id }) => id)).toEqual(['zhao-window', 'zhao-approver']);
    const before = browser.cookies.get('yw_session');
    expect((await browser.post('/session/post', { postId: 'zhao-approver' })).status).toBe(204);
    expect(browser.cookies.get('yw_session')).not.toBe(before);
    expect(await browser.actor()).toMatchObject({
      postId: 'zhao-approver',
      permissions: ['case.decide'],
    });
    expect((await browser.post('/session/post', { postId: 'other' })).body.code).toBe(
      'organization.no_post',
    );
    for (const path of ['/agencies', '/reads'])
      expect((await browser.ask(path)).body.code).toBe('identity.residents_only');
    expect((await browser.post('/real-name', world.wang)).status).toBe(403);
  });

  test('who has lost the post is signed out', async () => {
    world.pass(HOUR);
    const browser = new Browser(world);
    await attempt({ code: world.totp() }, browser);
    await world.db.owner("update organization.assignments set until_on = '2026-01-03'");
    world.pass(6000);
    expect(await browser.actor()).toBeNull();
    world.pass(MINUTE);
    expect((await attempt({ code: world.totp() })).body.code).toBe('organization.no_post');
    await world.db.owner('update organization.assignments set until_on = null');
  });
});
