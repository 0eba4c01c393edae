import { actingAs, at } from '@yiwang/foundation/testing';
import { expect, test } from 'vitest';
import { SessionCache } from './session-cache.ts';

const now = at('2026-03-02 09:00');
const later = (milliseconds: number) => new Date(now.getTime() + milliseconds);
const known = (sessionId: string, deadAt = later(3_600_000)) => ({
  sessionId,
  actor: actingAs('person', 'p'),
  deadAt,
});

test('a session is read once in five seconds, and again afterwards', async () => {
  const cache = new SessionCache();
  let reads = 0;
  const read = async () => {
    reads += 1;
    return known('s');
  };
  for (const moment of [0, 1, 4999]) await cache.find('t', later(moment), read);
  expect(reads).toBe(1);
  await cache.find('t', later(5000), read);
  expect(reads).toBe(2);
});

test('one that was revoked while it was read is not kept', async () => {
  const cache = new SessionCache();
  const { promise, resolve } = Promise.withResolvers<ReturnType<typeof known>>();
  const first = cache.find('t', now, () => promise);
  cache.drop('s');
  resolve(known('s'));
  await first;
  expect(await cache.find('t', later(1), async () => undefined)).toBeUndefined();
});

test('one that ends within the five seconds ends then', async () => {
  const cache = new SessionCache();
  await cache.find('t', now, async () => known('s', later(1000)));
  expect(await cache.find('t', later(1000), async () => undefined)).toBeUndefined();
});

test('dropping one session leaves the others', async () => {
  const cache = new SessionCache();
  await cache.find('a', now, async () => known('a'));
  await cache.find('b', now, async () => known('b'));
  cache.drop('a');
  expect(await cache.find('a', now, async () => undefined)).toBeUndefined();
  expect(await cache.find('b', now, async () => undefined)).toMatchObject({ sessionId: 'b' });
});
