import { generateKeyPairSync } from 'node:crypto';
import { errors } from '@yiwang/foundation/http';
import { type Actor, noScope } from '@yiwang/foundation/permission';
import { at, type TestDatabase, testDatabase, testPlatform } from '@yiwang/foundation/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from './app.ts';
import { openRooms } from './capabilities.ts';
import { postKinds } from './posts.ts';

/**
 * Who may do what, written down by hand and on purpose not derived from the routes or from posts.ts:
 * a slip there has to be made twice to pass.
 */
const MAY: Record<string, readonly string[]> = {
  'review-desk.read': ['window', 'inspector', 'reviewer', 'approver', 'monitor'],
  'case.read': ['window', 'inspector', 'reviewer', 'approver', 'monitor'],
  'material.read': ['window', 'inspector', 'reviewer', 'approver'],
  'case.unmask': ['window', 'inspector', 'reviewer', 'approver'],
  'case.accept': ['window'],
  'case.visit': ['inspector'],
  'case.order-test': ['inspector'],
  'case.opine': ['reviewer'],
  'case.review': ['reviewer'],
  'case.decide': ['approver'],
  'case.extend': ['approver'],
  'certificate.suspend': ['approver'],
  'certificate.revoke': ['approver'],
  'instant-approval.read': ['reviewer', 'approver', 'monitor'],
  'instant-approval.answer': ['approver'],
  'rating.read': ['monitor'],
  'base-register.answer': ['registrar'],
  'base-register.unmask': ['registrar'],
  'item-catalogue.publish': ['catalogue-editor'],
  'working-calendar.import': ['catalogue-editor'],
};

/** Addresses that a resident opens for himself and an officer only with the permission named. */
const OFFICERS_NEED: readonly (readonly [RegExp, string])[] = [
  [/^GET .*\/case\/cases\/[^/]+\/(clock|documents)/, 'case.read'],
];

type Route = { method: string; url: string; permission: string };
let db: TestDatabase;
let routes: Route[];
let app: Awaited<ReturnType<typeof createApp>>;
const now = at('2026-03-02 09:00');

beforeAll(async () => {
  db = await testDatabase();
  const platform = await testPlatform(db, () => now);
  const rooms = await openRooms();
  for (const { door } of rooms) door.attach?.(platform);
  const { privateKey } = generateKeyPairSync('ed25519');
  app = await createApp(platform, rooms, {
    authenticate: async (request) => {
      const post = request.headers['x-post'];
      if (typeof post !== 'string') return undefined;
      const actor: Actor = {
        kind: post === 'resident' ? 'person' : 'officer',
        id: post,
        permissions: postKinds[post]?.may ?? [],
        ...(post !== 'resident' && {
          organizationId: 'org-trial',
          postId: 'post-trial',
          postKind: post,
        }),
        scope: noScope,
        authLevel: 4,
      };
      return { actor, csrf: 'c' };
    },
    ledgerKey: { name: 'test', privateKey },
    logger: false,
    ready: async () => true,
  });
  await app.ready();
  routes = Object.entries(app.swagger().paths ?? {}).flatMap(([url, methods]) =>
    Object.entries(methods as Record<string, Record<string, unknown>>).map(
      ([method, operation]) => ({
        method: method.toUpperCase(),
        url: url.replace(/\{[^}]+\}/g, '00000000-0000-7000-8000-000000000000'),
        permission: String(operation['x-permission']),
      }),
    ),
  );
});
afterAll(async () => {
  await app.close();
  await db.close();
});

/** Whether the platform lets the request through to its handler; what the handler says is another matter. */
async function passes({ method, url }: Route, post: string | undefined): Promise<boolean> {
  const answer = await app.inject({
    method: method as 'GET',
    url,
    headers: {
      'x-csrf-token': 'c',
      'idempotency-key': 'permission-test',
      'if-match': '"1"',
      ...(post !== undefined && { 'x-post': post }),
      ...(method !== 'GET' && { 'content-type': 'application/json' }),
    },
    ...(method !== 'GET' && { payload: '{}' }),
  });
  const code = answer.headers['content-type']?.toString().startsWith('application/problem+json')
    ? (answer.json() as { code: string }).code
    : '';
  return code !== (post === undefined ? errors.sign_in_required() : errors.forbidden()).code;
}

describe('every post × every route', () => {
  test('the routes are there', () => {
    expect(routes.length).toBeGreaterThan(40);
  });

  test('every permission that a route asks for stands in the table', () => {
    const asked = new Set(routes.map(({ permission }) => permission));
    const unknown = [...asked].filter((p) => p !== 'public' && p !== 'signedIn' && !MAY[p]);
    expect(unknown).toEqual([]);
  });

  test.each([...Object.keys(postKinds), 'resident', undefined])('%s', async (post) => {
    const wrong: string[] = [];
    for (const route of routes) {
      const { permission } = route;
      const needed = OFFICERS_NEED.find(([url]) => url.test(`${route.method} ${route.url}`))?.[1];
      const asked = post !== 'resident' && needed ? needed : permission;
      const may =
        permission === 'public' ||
        (post !== undefined && (asked === 'signedIn' || !!MAY[asked]?.includes(post)));
      if ((await passes(route, post)) !== may)
        wrong.push(`${route.method} ${route.url} (${permission})`);
    }
    expect(wrong).toEqual([]);
  });
});
