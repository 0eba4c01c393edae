import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { withActor } from '../db/index.ts';
import { createHttp, type Http, type Platform } from '../http/index.ts';
import { addMessages } from '../i18n/index.ts';
import type { Actor } from '../permission/index.ts';
import {
  actingAs,
  at,
  callOf,
  type TestDatabase,
  testDatabase,
  testPlatform,
} from '../testing/index.ts';
import { retryAfter } from './delivery.ts';
import routes, {
  deliverPending,
  deliveryState,
  markRead,
  mine,
  type NewMessage,
  pages,
  type SmsGateway,
  send,
  standIns,
  useGateway,
} from './index.ts';
import { messages } from './messages.ts';

let now = at('2026-03-02 09:00');
let db: TestDatabase;
let platform: Platform;
const amy = actingAs('person', 'account-amy', { actsFor: 'subject-amy' });
const bob = actingAs('person', 'account-bob');
const officer = actingAs('officer', 'o1');

addMessages('message', messages);
addMessages('sample', {
  'message.hello': { zh: '您好，{name}', en: 'Hello, {name}' },
});

const as = <T>(actor: Actor, fn: Parameters<typeof withActor<T>>[2]) =>
  withActor(db, callOf(actor, now), fn);
const put = (actor: Actor, message: NewMessage) =>
  as(actor, async (tx) => send(tx, platform, message));
const text = (phone: string, more: Partial<NewMessage> = {}): NewMessage => ({
  to: { phone },
  channel: 'sms',
  template: 'sample.message.hello',
  params: { name: '王芳' },
  ...more,
});
const inApp = (recipientId: string, name: string): NewMessage => ({
  to: { recipientId },
  channel: 'in-app',
  template: 'sample.message.hello',
  params: { name },
});
const row = async (id: string) =>
  (await db.owner('select * from message.messages where id = $1', [id]))[0]!;

const serve = async (on: Platform, actor?: Actor): Promise<Http> => {
  const http = await createHttp({
    authenticate: async () => (actor ? { actor, csrf: 'c' } : undefined),
    clock: () => now,
    publicUrl: 'http://localhost',
    production: false,
    rateLimit: 1000,
    logger: false,
  });
  await http.register(async (scope) => routes(scope as Http, on), {
    prefix: '/api/foundation/message',
  });
  await pages(http, on);
  return http;
};

beforeAll(async () => {
  db = await testDatabase();
  platform = await testPlatform(db, () => now);
});
afterAll(() => db.close());
beforeEach(() => db.owner('delete from message.messages; delete from message.mailbox') as never);

describe('in-app', () => {
  test('a message reaches the account and the subject, and nobody else', async () => {
    await put(officer, inApp('subject-amy', 'Amy'));
    await put(officer, inApp('account-amy', 'account'));
    await put(officer, inApp('account-bob', 'Bob'));
    const seen = await as(amy, (tx) => mine(tx, platform, { limit: 10 }));
    expect(seen.items.map((item) => item.text.en)).toEqual(['Hello, account', 'Hello, Amy']);
    expect((await as(bob, (tx) => mine(tx, platform, { limit: 10 }))).items).toHaveLength(1);
    expect((await as(officer, (tx) => mine(tx, platform, { limit: 10 }))).items).toEqual([]);
  });

  test('pages follow each other without a gap, also at one instant', async () => {
    for (const name of ['1', '2', '3']) await put(officer, inApp('account-bob', name));
    const first = await as(bob, (tx) => mine(tx, platform, { limit: 2 }));
    const after = first.next ?? '';
    const second = await as(bob, (tx) => mine(tx, platform, { limit: 2, after }));
    expect([...first.items, ...second.items].map((item) => item.text.zh)).toEqual([
      '您好，3',
      '您好，2',
      '您好，1',
    ]);
    expect(second.next).toBeNull();
  });

  test('only its recipient marks it read, and the first time counts', async () => {
    const id = await put(officer, inApp('account-bob', 'Bob'));
    await expect(as(amy, async (tx) => markRead(tx, id))).rejects.toMatchObject({
      code: 'message.unknown',
    });
    await as(bob, async (tx) => markRead(tx, id));
    const first = (await row(id)).read_at;
    now = new Date(now.getTime() + 60_000);
    await as(bob, async (tx) => markRead(tx, id));
    expect(await row(id)).toMatchObject({ state: 'read', read_at: first });
  });

  test('a message without its address is a mistake of the caller', async () => {
    await expect(put(officer, text(''))).rejects.toThrow(TypeError);
    await expect(put(officer, inApp('', 'x'))).rejects.toThrow(TypeError);
  });

  test('an act that fails sends nothing', async () => {
    await expect(
      as(officer, async (tx) => {
        send(tx, platform, text('13800000000'));
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await deliverPending(platform)).toBe(0);
  });

  test('nothing personal stands in the table', async () => {
    const id = await put(officer, text('13800000000'));
    expect(JSON.stringify(await row(id))).not.toMatch(/王芳|13800000000/);
    const stored = (await row(id)).params_enc as Buffer;
    expect(stored.includes(Buffer.from('王芳'))).toBe(false);
  });
});

describe('text messages', () => {
  test('go to the mailbox outside production, once', async () => {
    const id = await put(bob, text('13800000000'));
    expect(await deliverPending(platform)).toBe(1);
    expect(await deliverPending(platform)).toBe(0);
    expect(await row(id)).toMatchObject({ state: 'sent', attempts: 1, reason: null });
    const http = await serve(platform);
    const found = await http.inject('/api/foundation/message/mailbox?phone=13800000000');
    expect(found.json().items).toMatchObject([{ phone: '13800000000', text: '您好，王芳' }]);
    expect((await http.inject('/api/foundation/message/mailbox?phone=139')).json().items).toEqual(
      [],
    );
    const page = await http.inject('/dev/mailbox');
    expect(page.body).toContain('演示环境：短信替身');
    expect(page.body).toContain('您好，王芳');
    expect((await http.inject('/dev/mailbox?lang=en')).body).toContain('stand-in for SMS');
    await http.close();
    expect(standIns(platform)).toEqual(['message.stand_in.sms']);
  });

  test('what a message says cannot become markup', async () => {
    await put(bob, text('13800000000', { params: { name: '<script>' } }));
    await deliverPending(platform);
    const http = await serve(platform);
    expect((await http.inject('/dev/mailbox')).body).toContain('&lt;script&gt;');
    await http.close();
  });

  test('two deliveries at once share the messages', async () => {
    for (let i = 0; i < 30; i += 1) await put(bob, text(`138000000${i + 10}`));
    const sent = await Promise.all([deliverPending(platform), deliverPending(platform)]);
    expect(sent[0]! + sent[1]!).toBe(30);
    expect(await db.owner('select 1 from message.mailbox')).toHaveLength(30);
  });

  test('a gateway that fails is tried again, later and later, then given up', async () => {
    const id = await put(bob, text('13800000000'));
    const broken: SmsGateway = { send: () => Promise.reject(new Error('down')) };
    const quiet = { ...platform, db: { ...platform.db, report: () => {} } };
    const begun = now;
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      await deliverPending(quiet, broken);
      const pause = retryAfter(attempt);
      expect(await row(id)).toMatchObject(
        pause === undefined
          ? { state: 'failed', reason: 'gateway_failed', attempts: 8 }
          : { state: 'queued', reason: 'gateway_failed', attempts: attempt },
      );
      await deliverPending(quiet, broken);
      expect((await row(id)).attempts, 'not before its time').toBe(attempt);
      now = new Date(now.getTime() + (pause ?? 0));
    }
    now = begun;
    expect(await deliveryState(platform)).toMatchObject([
      { state: 'failed', reason: 'gateway_failed', count: 1 },
    ]);
  });

  test('the pause doubles from five seconds and stays at ten minutes', () => {
    expect([1, 2, 3, 7, 8].map(retryAfter)).toEqual([5000, 10_000, 20_000, 320_000, undefined]);
  });

  test('a code that came too late is not sent any more', async () => {
    const id = await put(bob, text('13800000000', { goodUntil: now }));
    expect(await deliverPending(platform)).toBe(0);
    expect(await row(id)).toMatchObject({ state: 'failed', reason: 'too_late' });
  });

  test('a template without words is not sent', async () => {
    const id = await put(bob, text('13800000000', { template: 'sample.message.absent' }));
    await deliverPending(platform);
    expect(await row(id)).toMatchObject({ state: 'failed', reason: 'template_unknown' });
  });
});

describe('production', () => {
  const production = () => ({ ...platform, settings: { ...platform.settings, production: true } });

  test('without a gateway messages wait and say why; there is no mailbox', async () => {
    const live = production();
    const id = await put(bob, text('13800000000'));
    expect(await deliverPending(live)).toBe(0);
    expect(await row(id)).toMatchObject({ state: 'queued', reason: 'no_gateway', attempts: 0 });
    expect(standIns(live)).toEqual(['message.stand_in.sms_unsent']);
    const http = await serve(live, bob);
    expect((await http.inject('/dev/mailbox')).statusCode).toBe(404);
    expect(
      (await http.inject('/api/foundation/message/mailbox?phone=13800000000')).statusCode,
    ).toBe(404);
    await http.close();
  });

  test('a connected gateway sends, and what waited goes out', async () => {
    const live = production();
    const id = await put(bob, text('13800000000'));
    await deliverPending(live);
    const taken: string[] = [];
    useGateway(live, { send: async (phone, words) => void taken.push(`${phone} ${words}`) });
    expect(await deliverPending(live)).toBe(1);
    expect(taken).toEqual(['13800000000 您好，王芳']);
    expect(await row(id)).toMatchObject({ state: 'sent', reason: null });
    expect(standIns(live)).toEqual([]);
  });
});

describe('over HTTP', () => {
  test('my messages, read with the token of my session only', async () => {
    const id = await put(officer, inApp('account-bob', 'Bob'));
    const http = await serve(platform, bob);
    const base = '/api/foundation/message/messages';
    expect((await http.inject(base)).json()).toMatchObject({ items: [{ id, readAt: null }] });
    const post = (headers: Record<string, string>, which = id) =>
      http.inject({ method: 'POST', url: `${base}/${which}/read`, headers });
    expect((await post({})).statusCode).toBe(403);
    expect((await post({ 'x-csrf-token': 'c' })).statusCode).toBe(204);
    const other = await post({ 'x-csrf-token': 'c' }, '01890000-0000-7000-8000-000000000000');
    expect(other.json()).toMatchObject({ status: 404, code: 'message.unknown' });
    expect((await http.inject(`${base}?after=zzz`)).statusCode).toBe(400);
    await http.close();
    const nobody = await serve(platform);
    expect((await nobody.inject(base)).statusCode).toBe(401);
    await nobody.close();
  });
});
