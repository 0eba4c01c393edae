import { at } from '@yiwang/foundation/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Template } from './schema.ts';
import { openTown, type Town } from './town.fixture.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown(at('2026-03-02 09:00'));
});
afterAll(() => town.close());

const text = { name: '符合条件', act: null, body: '经审查，符合法定条件。', shared: false };
async function add(who: string, more: object = {}) {
  const answer = await town.send(who, 'POST', '/templates', { body: { ...text, ...more } });
  expect(answer.status, answer.text).toBe(201);
  expect(answer.etag).toBe('"1"');
  return answer.body as unknown as Template;
}
const names = async (who: string, query = '') =>
  ((await town.send(who, 'GET', `/templates${query}`)).body.items as Template[]).map(
    ({ name }) => name,
  );

test('own ones are for oneself, shared ones for the department, none for others', async () => {
  const own = await add('reviewer', { name: '只给我' });
  const shared = await add('reviewer', { name: '大家用', shared: true });
  expect(await names('reviewer')).toEqual(expect.arrayContaining(['只给我', '大家用']));
  expect(await names('reviewer2')).toEqual(['大家用']);
  for (const who of ['traffic', 'elsewhere', 'monitor']) {
    expect(await names(who), who).toEqual([]);
    const answer = await town.send(who, 'GET', `/templates/${shared.id}`);
    expect([answer.status, answer.body.code]).toEqual([404, 'review-desk.template_unknown']);
    const write = await town.send(who, 'PUT', `/templates/${shared.id}`, {
      version: 1,
      body: text,
    });
    expect(write.status).toBe(404);
  }
  expect((await town.send('reviewer2', 'GET', `/templates/${own.id}`)).status).toBe(404);
});

test('a changed one refuses the older version and keeps what was written first', async () => {
  const { id } = await add('reviewer', { name: '两个人改', shared: true });
  const change = (who: string, version: number, body: string) =>
    town.send(who, 'PUT', `/templates/${id}`, {
      version,
      body: { ...text, name: '两个人改', shared: true, body },
    });
  expect((await town.send('reviewer', 'PUT', `/templates/${id}`, { body: text })).status).toBe(428);
  expect((await change('reviewer', 1, '先改的')).body).toMatchObject({ version: 2, mine: true });
  const stale = await change('reviewer2', 1, '后改的');
  expect([stale.status, stale.body.code]).toEqual([412, 'review-desk.template_changed']);
  expect((await town.send('reviewer2', 'GET', `/templates/${id}`)).body.body).toBe('先改的');
  expect((await town.send('reviewer2', 'DELETE', `/templates/${id}`, { version: 1 })).status).toBe(
    412,
  );
  const both = await Promise.all([
    change('reviewer', 2, '同时一'),
    change('reviewer2', 2, '同时二'),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
});

test('nobody takes a shared one into private use but its writer', async () => {
  const { id } = await add('reviewer', { name: '不能独占', shared: true });
  const body = { ...text, shared: false };
  expect(
    (await town.send('reviewer2', 'PUT', `/templates/${id}`, { version: 1, body })).status,
  ).toBe(403);
  expect(
    (await town.send('reviewer', 'PUT', `/templates/${id}`, { version: 1, body })).status,
  ).toBe(200);
});

test('those for another step are left out; pages hold everything once', async () => {
  await add('traffic', { name: '一', act: 'decide' });
  await add('traffic', { name: '三', act: null });
  await add('traffic', { name: '二', act: 'opine' });
  expect((await names('traffic', '?act=decide')).sort()).toEqual(['一', '三']);
  const first = await town.send('traffic', 'GET', '/templates?limit=2');
  const rest = await names('traffic', `?limit=2&after=${first.body.next}`);
  const all = [...(first.body.items as Template[]).map(({ name }) => name), ...rest];
  expect(all.sort()).toEqual(['一', '三', '二']);
});

test('removing one ends it', async () => {
  const { id } = await add('reviewer', { name: '删除' });
  expect((await town.send('reviewer', 'DELETE', `/templates/${id}`, { version: 1 })).status).toBe(
    204,
  );
  expect((await town.send('reviewer', 'GET', `/templates/${id}`)).status).toBe(404);
});

test.each([
  ['an empty name', { name: ' ' }],
  ['an empty text', { body: '  ' }],
  ['too long a text', { body: '长'.repeat(2001) }],
  ['an unknown step', { act: 'hire' }],
])('%s is refused', async (_what, more) => {
  const answer = await town.send('reviewer', 'POST', '/templates', { body: { ...text, ...more } });
  expect(answer.status).toBe(422);
});
