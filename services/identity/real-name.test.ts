import { recordRead } from '@yiwang/foundation/audit';
import { withActor } from '@yiwang/foundation/db';
import type { Actor } from '@yiwang/foundation/permission';
import { actingAs, callOf } from '@yiwang/foundation/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addResident, contactOf } from './index.ts';
import { Browser, openWorld, PASSWORD, type World } from './world.fixture.ts';

const MINUTE = 60_000;
let world: World;
let serial = 0;
const newPhone = () => `1350000${String(1000 + ++serial)}`;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const registered = async () => {
  const browser = new Browser(world);
  expect((await browser.register(newPhone())).status).toBe(201);
  return { browser };
};
const token = (browser: Browser) => browser.cookies.get('yw_session') ?? '';
const as = <T>(actor: Actor, fn: Parameters<typeof withActor<T>>[2]) =>
  withActor(world.db, callOf(actor, world.now), fn);

describe('real name', () => {
  test('needs name and number of one person, and does not say which was wrong', async () => {
    const { browser } = await registered();
    const wrongName = await browser.post('/real-name', { ...world.wang, name: '王大芳' });
    const wrongNumber = await browser.post('/real-name', {
      name: world.wang.name,
      idNumber: '340104195805061030',
    });
    expect(wrongName).toMatchObject({ status: 422, body: { code: 'identity.not_matched' } });
    expect([422]).toContain(wrongNumber.status);
    const typo = await browser.post('/real-name', {
      ...world.wang,
      idNumber: `${world.wang.idNumber.slice(0, 17)}${world.wang.idNumber.endsWith('1') ? '2' : '1'}`,
    });
    expect(typo.body).toMatchObject({
      code: 'http.invalid',
      errors: [{ pointer: '/idNumber', code: 'identifier.id_number_check_digit' }],
    });
    expect(await browser.actor()).toMatchObject({ authLevel: 1 });
  });

  test('raises to level 2 with a new token, once; the look is on record', async () => {
    const { browser } = await registered();
    expect((await browser.ask('/agencies')).body.code).toBe('http.level_too_low');
    const before = token(browser);
    expect((await browser.post('/real-name', world.wang)).status).toBe(200);
    expect(token(browser)).not.toBe(before);
    const old = new Browser(world);
    old.cookies.set('yw_session', before);
    expect(await old.actor()).toBeNull();
    expect(await browser.actor()).toMatchObject({
      name: '王*芳',
      authLevel: 2,
      subjectId: world.people.wang,
    });
    expect((await browser.post('/real-name', world.wang)).body.code).toBe(
      'identity.already_verified',
    );
    const { items } = (await browser.ask('/reads')).body as unknown as { items: object[] };
    expect(items[0]).toMatchObject({ by: 'system', purpose: expect.stringContaining('实名认证') });
    const body = JSON.stringify(await world.db.owner('select * from db.idempotency_keys'));
    expect(body).not.toContain(world.wang.idNumber);
  });

  test('of one person belongs to one account', async () => {
    const { browser } = await registered();
    expect(await browser.post('/real-name', world.wang)).toMatchObject({
      status: 409,
      body: { code: 'identity.verified_elsewhere' },
    });
  });

  test('is not guessed: five wrong tries and the account waits', async () => {
    const { browser } = await registered();
    const wrong = { ...world.li, name: '李国建' };
    for (let i = 0; i < 5; i += 1)
      expect((await browser.post('/real-name', wrong)).status).toBe(422);
    expect((await browser.post('/real-name', world.li)).status).toBe(429);
    world.pass(MINUTE);
    expect((await browser.post('/real-name', world.li)).status).toBe(200);
  });

  test('is nobody’s without signing in', async () => {
    expect((await new Browser(world).post('/real-name', world.li)).status).toBe(401);
  });
});

describe('acting for a legal person', () => {
  const signedIn = async (who: { name: string; idNumber: string }) => {
    const phone = newPhone();
    await world.db.owner('update identity.accounts set subject_id = null, auth_level = 1');
    await world.asSystem((tx) =>
      addResident(tx, world.platform, { phone, password: PASSWORD, ...who }),
    );
    const browser = new Browser(world);
    await browser.post('/sessions', { login: phone, password: PASSWORD });
    return { browser, phone };
  };

  test('is for its representative; the actor becomes the enterprise, and back', async () => {
    const { browser } = await signedIn(world.wang);
    const firm = { id: world.people.firm, name: '合肥小芳餐饮有限公司' };
    expect((await browser.ask('/agencies')).body.items).toMatchObject([firm]);
    const before = token(browser);
    const acting = await browser.post('/session/act-for', { legalPersonId: firm.id });
    expect(acting.status).toBe(204);
    expect(token(browser)).not.toBe(before);
    expect(await browser.actor()).toMatchObject({
      kind: 'enterprise',
      name: '王*芳',
      subjectId: world.people.wang,
      actsFor: firm,
    });
    expect((await browser.ask('/api/test/actor')).body).toMatchObject({
      kind: 'enterprise',
      actsFor: firm.id,
      scope: { regions: [], organizations: [] },
    });
    expect((await browser.ask('/sessions')).body.items).toHaveLength(1);
    expect((await browser.ask('/agencies')).body.items).toMatchObject([firm]);
    expect((await browser.post('/session/act-for', { legalPersonId: null })).status).toBe(204);
    expect((await browser.ask('/api/test/actor')).body).toMatchObject({
      kind: 'person',
      actsFor: world.people.wang,
    });
  });

  test('is refused to anybody else', async () => {
    const { browser } = await signedIn(world.li);
    expect((await browser.ask('/agencies')).body.items).toEqual([]);
    const answer = await browser.post('/session/act-for', { legalPersonId: world.people.firm });
    expect(answer).toMatchObject({ status: 403, body: { code: 'identity.not_representative' } });
  });

  test('ends within a minute when the representative changes', async () => {
    const { browser } = await signedIn(world.wang);
    await browser.post('/session/act-for', { legalPersonId: world.people.firm });
    expect(await browser.actor()).toMatchObject({ kind: 'enterprise' });
    await world.db.owner('update base_register.legal_persons set representative_id = $1', [
      world.people.li,
    ]);
    world.pass(MINUTE);
    expect(await browser.actor()).toMatchObject({ kind: 'person' });
    await world.db.owner('update base_register.legal_persons set representative_id = $1', [
      world.people.wang,
    ]);
    world.pass(MINUTE);
    expect(await browser.actor(), 'and does not come back by itself').toMatchObject({
      kind: 'person',
    });
  });

  test('the address for messages is the person’s own, and the representative’s for a firm', async () => {
    const { phone } = await signedIn(world.wang);
    const officer = actingAs('officer', 'zhao', {
      scope: { regions: [], organizations: ['bureau'] },
    });
    for (const subject of [world.people.wang, world.people.firm])
      expect(await as(officer, (tx) => contactOf(tx, world.platform, subject))).toMatchObject({
        phone,
      });
    expect(await as(officer, (tx) => contactOf(tx, world.platform, world.people.li))).toBe(
      undefined,
    );
  });
});

describe('who looked at my data', () => {
  test('tells department, post, reason and case of each look, page by page', async () => {
    const phone = newPhone();
    await world.db.owner('update identity.accounts set subject_id = null, auth_level = 1');
    await world.asSystem((tx) =>
      addResident(tx, world.platform, { phone, password: PASSWORD, ...world.li }),
    );
    const caseId = '01890000-0000-7000-8000-00000000000a';
    const officer = actingAs('officer', 'zhao', {
      postId: 'zhao-approver',
      organizationId: 'bureau',
    });
    for (const purpose of ['审查申请', '核对住址'])
      await as(officer, async (tx) => {
        recordRead(tx, {
          subjectId: world.people.li,
          fields: ['person.name', 'person.residence'],
          purpose,
          caseId,
        });
        world.pass(1000);
      });
    const browser = new Browser(world);
    await browser.post('/sessions', { login: phone, password: PASSWORD });
    type Reads = { items: Record<string, unknown>[]; next: string };
    const first = (await browser.ask('/reads?limit=1')).body as unknown as Reads;
    expect(first.items).toMatchObject([
      {
        by: 'officer',
        organizationName: { zh: '蜀山区行政审批局' },
        postName: { zh: '审批', en: 'Approver' },
        purpose: '核对住址',
        caseId,
        fields: ['person.name', 'person.residence'],
      },
    ]);
    expect(JSON.stringify(first), 'no officer’s name').not.toMatch(/赵明|zhao"/);
    const second = await browser.ask(`/reads?limit=1&after=${first.next}`);
    expect(second.body.items).toMatchObject([{ purpose: '审查申请' }]);
    expect((await browser.ask('/reads?after=x')).status).toBe(400);
  });

  test('is empty before verification, and nobody’s without signing in', async () => {
    const { browser } = await registered();
    expect((await browser.ask('/reads')).body).toEqual({ items: [], next: null });
    expect((await new Browser(world).ask('/reads')).status).toBe(401);
  });
});
