import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { addPerson } from '@yiwang/data/base-register';
import { readsAbout } from '@yiwang/foundation/audit';
import { withActor } from '@yiwang/foundation/db';
import { startDispatcher } from '@yiwang/foundation/events';
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
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  attachMaterials,
  checkCase,
  checksOf,
  findMaterials,
  reusableFor,
  default as routes,
  subscriptions,
} from './index.ts';

const HANDLING = 'o-market';
const JOINT = 'o-fire';
const officer = (id: string, organization: string, permissions = ['material.read']): Actor =>
  actingAs('officer', id, {
    organizationId: organization,
    permissions,
    scope: { regions: [], organizations: [organization] },
  });
const people: Record<string, Actor> = {
  wang: actingAs('person', 'a-wang', { actsFor: 's-wang' }),
  li: actingAs('person', 'a-li', { actsFor: 's-li' }),
  reviewer: officer('f-reviewer', HANDLING),
  clerk: officer('f-clerk', HANDLING, []),
  fire: officer('f-fire', JOINT),
  stranger: officer('f-stranger', 'o-other'),
};

let db: TestDatabase;
let platform: Platform;
let http: Http;
let now = at('2026-03-02 09:00');
const as = <T>(who: string, fn: Parameters<typeof withActor<T>>[2], purpose?: string) =>
  withActor(
    db,
    callOf(people[who] ?? system(who), now, purpose === undefined ? {} : { purpose }),
    fn,
  );

beforeAll(async () => {
  db = await testDatabase();
  platform = await testPlatform(db, () => now);
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
    prefix: '/api/services/material',
  });
  await http.ready();
});
afterAll(async () => {
  await http.close();
  await db.close();
});

let count = 0;
/** A small PDF, each one different. */
const pdf = (text = String(count++)): Buffer =>
  Buffer.from(
    `%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R /N (${text}) >>\nendobj\n` +
      'xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 3 /Root 1 0 R >>\nstartxref\n60\n%%EOF\n',
  );

type Sent = {
  content?: Buffer;
  filename?: string;
  type?: string;
  fields?: Record<string, string>;
  key?: string;
  field?: string;
};
const URL = '/api/services/material/materials';

async function post(who: string | undefined, sent: Sent = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries(sent.fields ?? {})) form.append(name, value);
  const content = new Uint8Array(sent.content ?? pdf());
  const blob = new Blob([content], { type: sent.type ?? 'application/pdf' });
  form.append(sent.field ?? 'file', blob, sent.filename ?? '证明.pdf');
  const request = new Request('http://localhost', { method: 'POST', body: form });
  return http.inject({
    method: 'POST',
    url: URL,
    headers: {
      ...(who ? { 'x-who': who, 'x-csrf-token': 'c' } : {}),
      'content-type': request.headers.get('content-type') ?? '',
      'idempotency-key': sent.key ?? randomUUID(),
    },
    payload: Buffer.from(await request.arrayBuffer()),
  });
}
const uploaded = async (who: string, sent: Sent = {}) => {
  const answer = await post(who, sent);
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json();
};
const get = (who: string, path: string, headers = {}) =>
  http.inject({ url: `${URL}/${path}`, headers: { 'x-who': who, ...headers } });
const remove = (who: string, id: string) =>
  http.inject({
    method: 'DELETE',
    url: `${URL}/${id}`,
    headers: { 'x-who': who, 'x-csrf-token': 'c' },
  });
/** Hands files in with a case of Wang, handled by one department unless said otherwise. */
async function handIn(ids: string[], more: Partial<Parameters<typeof attachMaterials>[2]> = {}) {
  const caseId = v7();
  await as('wang', (tx) =>
    attachMaterials(tx, ids, {
      caseId,
      subjectId: 's-wang',
      regionCode: '340104',
      organizationId: HANDLING,
      ...more,
    }),
  );
  return caseId;
}
const storedFiles = () =>
  readdirSync(join(platform.settings.dataDir, 'files'), { recursive: true })
    .map(String)
    .filter((name) => /[0-9a-f]{64}$/.test(name)).length;

test('a file comes back as it was sent, shown in place and allowed to do nothing', async () => {
  const content = pdf();
  const material = await uploaded('wang', { content, filename: '房屋租赁合同.pdf' });
  expect(material).toMatchObject({
    name: '房屋租赁合同.pdf',
    mediaType: 'application/pdf',
    size: content.length,
    state: 'stored',
    sameAs: null,
    scanned: 'not_configured',
  });
  const answer = await get('wang', `${material.id}/content`);
  expect(answer.rawPayload.equals(content)).toBe(true);
  expect(answer.headers).toMatchObject({
    'content-type': 'application/pdf',
    'content-length': String(content.length),
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  });
  expect(answer.headers['content-security-policy']).toMatch(/^sandbox; default-src 'none'/);
  expect(answer.headers['content-disposition']).toMatch(/^inline; .*filename\*=UTF-8''%E6%88%BF/);
  expect((await get('wang', material.id)).json()).toMatchObject({ id: material.id });
});

test('files larger than the 1 MB of other requests are taken', async () => {
  const content = pdf('x'.repeat(3 * 1024 * 1024));
  expect(await uploaded('wang', { content })).toMatchObject({ size: content.length });
});

test.each<[string, Sent, number, string]>([
  ['a page dressed as a PDF', { content: Buffer.from('<html>') }, 422, 'files.disguised'],
  ['a PDF called a picture', { filename: 'a.png' }, 422, 'files.disguised'],
  ['an empty file', { content: Buffer.alloc(0) }, 422, 'files.empty'],
  ['a PDF cut short', { content: pdf().subarray(0, 40) }, 422, 'files.broken'],
  ['more bytes than allowed', { content: pdf('x'.repeat(20_971_520)) }, 413, 'files.too_large'],
  [
    'a kind that the requirement does not take',
    { fields: { accept: 'image/png' } },
    422,
    'files.type_refused',
  ],
  ['a file in another field', { field: 'other' }, 422, 'material.file_missing'],
])('%s is refused', async (_what, sent, status, code) => {
  const answer = await post('wang', sent);
  expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
});

test('a request that is no form, a stranger and a missing key are refused', async () => {
  const headers = { 'x-who': 'wang', 'x-csrf-token': 'c', 'idempotency-key': randomUUID() };
  const json = await http.inject({ method: 'POST', url: URL, headers, payload: { a: 1 } });
  expect([json.statusCode, json.json().code]).toEqual([415, 'http.media_type']);
  expect((await post(undefined)).statusCode).toBe(401);
  const none = await http.inject({
    method: 'POST',
    url: URL,
    headers: { ...headers, 'content-type': 'multipart/form-data; boundary=x' },
    payload: '--x--\r\n',
  });
  expect([none.statusCode, none.json().code]).toEqual([422, 'material.file_missing']);
});

test('a name with a path loses it', async () => {
  const fields = { name: '../../etc/\u202e执照.pdf' };
  expect(await uploaded('wang', { fields })).toMatchObject({ name: '执照.pdf' });
});

test('sent again under one key, a file is taken once; another file under it is refused', async () => {
  const sent = { content: pdf(), key: randomUUID() };
  const first = await uploaded('wang', sent);
  expect(await uploaded('wang', sent)).toEqual(first);
  const other = await post('wang', { key: sent.key });
  expect([other.statusCode, other.json().code]).toEqual([409, 'db.key_reused']);
});

test('equal content of one owner is noticed, that of others is not told', async () => {
  const content = pdf();
  const first = await uploaded('wang', { content, filename: '甲.pdf' });
  expect(await uploaded('wang', { content })).toMatchObject({
    sameAs: { id: first.id, name: '甲.pdf' },
  });
  expect(await uploaded('li', { content })).toMatchObject({ sameAs: null });
});

test('another resident and an officer without the case find nothing', async () => {
  const { id } = await uploaded('wang');
  await handIn([id]);
  for (const who of ['li', 'stranger', 'fire'])
    for (const path of [id, `${id}/content`])
      expect((await get(who, path)).json().code).toBe('material.unknown');
  expect((await remove('li', id)).statusCode).toBe(404);
  expect(await as('li', (tx) => findMaterials(tx, platform, [id]))).toEqual([]);
});

test('every look of an officer is in the reading log, with the case; that of the owner is not', async () => {
  const { id } = await uploaded('wang');
  const caseId = await handIn([id]);
  const before = (await as('wang', (tx) => readsAbout(tx, 's-wang', 100))).items.length;
  await get('wang', `${id}/content`);
  expect((await get('reviewer', `${id}/content`)).statusCode).toBe(200);
  const purpose = encodeURIComponent('核对租赁期限');
  await get('reviewer', id, { 'x-purpose': purpose });
  const { items } = await as('wang', (tx) => readsAbout(tx, 's-wang', 100));
  expect(items.length - before).toBe(2);
  expect(items.map((row) => [row.caseId, row.purpose, row.fields])).toEqual(
    expect.arrayContaining([
      [caseId, '办理案件时查看材料', ['material.content']],
      [caseId, '核对租赁期限', ['material.name']],
    ]),
  );
});

test('an officer of the department without material.read is refused', async () => {
  const { id } = await uploaded('wang');
  await handIn([id]);
  const answer = await get('clerk', id);
  expect([answer.statusCode, answer.json().code]).toEqual([403, 'http.forbidden']);
});

test('every department of a joint review reads, from the moment it is a party', async () => {
  const { id } = await uploaded('wang');
  const caseId = await handIn([id]);
  expect((await get('fire', id)).statusCode).toBe(404);
  const parties = [HANDLING, JOINT];
  await as('wang', (tx) =>
    attachMaterials(tx, [], {
      caseId,
      subjectId: 's-wang',
      regionCode: '340104',
      organizationId: HANDLING,
      parties,
    }),
  );
  expect((await get('fire', `${id}/content`)).statusCode).toBe(200);
});

test('nobody attaches a file of somebody else, nor a case to another person', async () => {
  const { id } = await uploaded('li');
  await expect(handIn([id])).rejects.toMatchObject({ code: 'material.unknown' });
  await expect(handIn([], { subjectId: 's-li' })).rejects.toThrow(/row-level security/);
});

test('an officer adds evidence to a case of the department; the applicant does not see it', async () => {
  const caseId = await handIn([]);
  const { id } = await uploaded('reviewer');
  const place = { caseId, subjectId: 's-wang', regionCode: '340104', organizationId: HANDLING };
  await as('reviewer', (tx) => attachMaterials(tx, [id], place));
  expect((await get('wang', id)).statusCode).toBe(404);
  expect((await get('reviewer', id)).statusCode).toBe(200);
});

test('an own file is removed while it belongs to no case, and its bytes when nobody has them', async () => {
  const content = pdf();
  const { id } = await uploaded('wang', { content });
  const other = await uploaded('li', { content });
  const dispatcher = await startDispatcher(db, subscriptions(platform), () => now);
  const before = storedFiles();
  expect((await remove('wang', id)).statusCode).toBe(204);
  await dispatcher.drain();
  expect(storedFiles()).toBe(before);
  expect((await get('wang', `${id}/content`)).statusCode).toBe(404);
  expect((await get('li', `${other.id}/content`)).rawPayload.equals(content)).toBe(true);
  expect((await remove('li', other.id)).statusCode).toBe(204);
  await dispatcher.drain();
  expect(storedFiles()).toBe(before - 1);
  await dispatcher.stop();
  const again = await uploaded('wang', { content });
  expect((await get('wang', `${again.id}/content`)).rawPayload.equals(content)).toBe(true);
});

test('what was handed in with a case stays, and what was removed cannot be handed in', async () => {
  const { id } = await uploaded('wang');
  await handIn([id]);
  const answer = await remove('wang', id);
  expect([answer.statusCode, answer.json().code]).toEqual([409, 'material.attached']);
  const gone = await uploaded('wang');
  await remove('wang', gone.id);
  await expect(handIn([gone.id])).rejects.toMatchObject({ code: 'material.unknown' });
});

test('an account cannot fill the disk: a bound on files that belong to no case', async () => {
  people.full = actingAs('person', 'a-full', { actsFor: 's-full' });
  await db.owner(
    `insert into material.materials (id, owner_id, name_enc, media_type, size, address, scanned, created_at)
     select gen_random_uuid(), 's-full', '', 'image/png', 1, repeat('0', 64), 'clean', now()
     from generate_series(1, 100)`,
  );
  const answer = await post('full');
  expect([answer.statusCode, answer.json()]).toMatchObject([
    409,
    { code: 'material.too_many', params: { most: 100 } },
  ]);
});

test('the newest file that answered the same requirement is offered again for twelve months', async () => {
  people.zhao = actingAs('person', 'a-zhao', { actsFor: 's-zhao' });
  const name = { zh: '房屋租赁合同', en: 'Lease' };
  const answer = async (code: string) => {
    const { id } = await uploaded('zhao', { filename: `${code}.pdf` });
    await as('zhao', (tx) =>
      attachMaterials(tx, [id], {
        caseId: v7(),
        subjectId: 's-zhao',
        regionCode: '340104',
        organizationId: HANDLING,
        answers: { [id]: { code, name } },
      }),
    );
    return id;
  };
  await answer('lease');
  now = at('2026-03-03 09:00');
  const id = await answer('lease');
  const offered = (requirements: Parameters<typeof reusableFor>[3]) =>
    as('zhao', (tx) => reusableFor(tx, platform, 's-zhao', requirements));
  expect(await offered([{ code: 'lease', name }, { code: 'plan' }])).toEqual({
    lease: { kind: 'earlier', materialId: id, name: 'lease.pdf', at: now },
  });
  expect(await offered([{ code: 'lease', name: { zh: '仓库合同', en: 'Store' } }])).toEqual({});
  now = at('2027-03-03 23:59');
  expect(await offered([{ code: 'lease' }])).toHaveProperty('lease');
  now = at('2027-03-04 00:00');
  expect(await offered([{ code: 'lease' }])).toEqual({});
  now = at('2026-03-02 09:00');
});

test('the checks of a case are evidence: masked for the list, in clear with a purpose that is logged', async () => {
  const subjectId = await as('seed', (tx) =>
    addPerson(tx, platform, {
      name: '孙大海',
      idNumber: syntheticIdNumber('340104', '1960-01-01', 7),
      residence: '安徽省合肥市蜀山区',
      regionCode: '340104',
      source: { organizationId: 'o-police', zh: '公安', en: 'Police' },
      asOf: '2026-01-15',
    }),
  );
  people.sun = actingAs('person', 'a-sun', { actsFor: subjectId });
  const content = pdf();
  const first = await uploaded('sun', { content });
  const second = await uploaded('sun', { content });
  const caseId = v7();
  const input = {
    caseId,
    subjectId,
    provided: [
      { code: 'plan', materialIds: [first.id] },
      { code: 'photo', materialIds: [second.id] },
      { code: 'licence', materialIds: [], certificateId: v7() },
    ],
    facts: { 'person.name': '孙小海' },
    on: '2026-03-02',
  };
  await expect(as('case', (tx) => checkCase(tx, platform, input))).rejects.toMatchObject({
    code: 'material.case_unknown',
  });
  const place = { caseId, subjectId, regionCode: '340104', organizationId: HANDLING };
  await as('sun', (tx) => attachMaterials(tx, [first.id, second.id], place));
  const made = await as('case', (tx) => checkCase(tx, platform, input));
  expect(made.map(({ code, state, reason }) => [code, state, reason])).toEqual([
    ['stated-equals-register', 'attention', 'different'],
    ['certificate-valid', 'attention', 'not-held'],
    ['file-readable', 'ok', null],
    ['file-content', 'unknown', 'not-read'],
    ['file-readable', 'ok', null],
    ['file-content', 'unknown', 'not-read'],
    ['file-duplicate', 'attention', 'same-content'],
  ]);
  const masked = await as('reviewer', (tx) => checksOf(tx, platform, caseId));
  expect(masked[0]).toMatchObject({
    compared: { what: 'person.name', left: '孙*海', right: '孙*海' },
    source: { zh: '公安', en: 'Police' },
    asOf: '2026-01-15',
  });
  await expect(
    as('reviewer', (tx) => checksOf(tx, platform, caseId, { clear: true })),
  ).rejects.toMatchObject({ code: 'audit.purpose_missing' });
  const clear = await as(
    'reviewer',
    (tx) => checksOf(tx, platform, caseId, { clear: true }),
    '核对姓名',
  );
  expect(clear).toEqual(made);
  const { items } = await as('sun', (tx) => readsAbout(tx, subjectId, 10));
  expect(items.map(({ purpose }) => purpose)).toContain('核对姓名');
  expect(await as('stranger', (tx) => checksOf(tx, platform, caseId))).toEqual([]);
  const stored = await db.owner<{ text: string }>(
    'select checks::text as text from material.checks',
  );
  expect(stored.some(({ text }) => text.includes('孙'))).toBe(false);
});
