import { addLegalPerson, addPerson } from '@yiwang/data/base-register';
import { withActor } from '@yiwang/foundation/db';
import { startDispatcher } from '@yiwang/foundation/events';
import { createHttp, type Http, type Platform } from '@yiwang/foundation/http';
import { addMessages } from '@yiwang/foundation/i18n';
import { syntheticIdNumber, syntheticUscc } from '@yiwang/foundation/identifier';
import { addOfficer, addOrganization, addPost, setPostKind } from '@yiwang/foundation/organization';
import { type Actor, system } from '@yiwang/foundation/permission';
import {
  actingAs,
  callOf,
  type TestDatabase,
  testDatabase,
  testPlatform,
} from '@yiwang/foundation/testing';
import { publish, readPackages } from '@yiwang/services/item-catalogue';
import { default as materialRoutes } from '@yiwang/services/material';
import { v7 } from 'uuid';
import { attach, messages, default as routes, subscriptions } from './index.ts';

export const REGION = '340104';
const CSRF = 'csrf-of-the-tests';
const API = '/api/services/case';

const DEPARTMENTS = [
  ['civil', 'civil-affairs', REGION],
  ['market', 'market-regulation', REGION],
  ['urban', 'urban-management', REGION],
  ['planning', 'planning', REGION],
  ['traffic', 'traffic-police', REGION],
  ['police', 'police', REGION],
  ['elsewhere', 'market-regulation', '340111'],
] as const;
const POSTS = ['window', 'inspector', 'reviewer', 'approver'] as const;
const MAY = [
  'case.read',
  'case.accept',
  'case.visit',
  'case.opine',
  'case.review',
  'case.order-test',
  'case.decide',
  'case.extend',
  'material.read',
];

const officer = (department: string, postKind: string, more: string[] = [], n = ''): Actor =>
  actingAs('officer', `${department}-${postKind}${n}`, {
    organizationId: department,
    postId: `${department}-${postKind}`,
    postKind,
    permissions: [...MAY, ...more],
    scope: { regions: [], organizations: [department] },
  });

type Answer = { status: number; body: Record<string, unknown>; etag: string; text: string };
type Sent = { body?: object; version?: number; key?: string; purpose?: string };

/** A county with its departments, its published items, two residents and a firm, behind a real server. */
export type Town = {
  readonly db: TestDatabase;
  readonly platform: Platform;
  readonly people: Record<string, Actor>;
  /** Subject ids by name. */
  readonly subjects: Record<'old' | 'young' | 'firm', string>;
  set(now: Date): void;
  now(): Date;
  send(who: string | null, method: string, path: string, sent?: Sent): Promise<Answer>;
  upload(who: string): Promise<string>;
  /** The bytes at an address. */
  file(who: string, path: string): Promise<Buffer>;
  asSystem<T>(fn: Parameters<typeof withActor<T>>[2]): Promise<T>;
  drain(): Promise<void>;
  close(): Promise<void>;
};

async function settle(db: TestDatabase, platform: Platform, now: Date) {
  return withActor(db, callOf(system('test'), now), async (tx) => {
    for (const kind of POSTS)
      setPostKind(tx, {
        kind,
        name_zh: kind,
        name_en: kind,
        permissions: MAY,
        sees: 'organization',
      });
    for (const [i, [id, kind, regionCode]] of DEPARTMENTS.entries()) {
      const uscc = syntheticUscc('11', regionCode, `MB00000${i}`);
      const name = { zh: `蜀山区${kind}局`, en: `Bureau of ${kind}` };
      addOrganization(tx, { id, kind, name, regionCode, uscc });
      for (const post of POSTS) {
        addPost(tx, { id: `${id}-${post}`, organizationId: id, kind: post, name });
        for (const n of ['', '2'])
          addOfficer(tx, {
            id: `${id}-${post}${n}`,
            organizationId: id,
            name: `张${post}`,
            staffNo: `${post}${n}`,
            enforcementNo: `E-${id}-${post}${n}`,
          });
      }
    }
    addOfficer(tx, {
      id: 'market-clerk',
      organizationId: 'market',
      name: '无证',
      staffNo: 'clerk',
    });
    const source = { organizationId: 'police', zh: '合肥市公安局蜀山分局', en: 'Shushan police' };
    const common = { regionCode: REGION, source, asOf: '2026-01-05' };
    const person = (born: string, name: string, n: number) =>
      addPerson(tx, platform, {
        ...common,
        name,
        idNumber: syntheticIdNumber(REGION, born, n),
        residence: '安徽省合肥市蜀山区长江西路1号',
        phone: `1380000000${n}`,
      });
    const old = await person('1958-04-01', '王秀英', 2);
    const young = await person('1990-04-01', '李小明', 1);
    const firm = await addLegalPerson(tx, platform, {
      ...common,
      name: '蜀山区老王面馆',
      uscc: syntheticUscc('92', REGION, 'MA2ABCDE'),
      representative: '李小明',
      address: '安徽省合肥市蜀山区望江路2号',
      businessScope: '餐饮服务',
      registeredOn: '2020-05-06',
    });
    for (const pack of readPackages()) await publish(tx, platform, pack);
    return { old, young, firm };
  });
}

const pdf = (text: string): Buffer =>
  Buffer.from(
    `%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R /N (${text}) >>\nendobj\n` +
      'xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 3 /Root 1 0 R >>\nstartxref\n60\n%%EOF\n',
  );

async function multipart(content: Buffer) {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(content)], { type: 'application/pdf' }), '材料.pdf');
  const request = new Request('http://localhost', { method: 'POST', body: form });
  return {
    type: request.headers.get('content-type') ?? '',
    payload: Buffer.from(await request.arrayBuffer()),
  };
}

/** Who takes part; a request says who it is by the header `x-who`. */
const peopleOf = (subjects: Town['subjects']): Record<string, Actor> => ({
  old: actingAs('person', 'account-old', { actsFor: subjects.old }),
  young: actingAs('person', 'account-young', { actsFor: subjects.young }),
  firm: actingAs('person', 'account-young', { actsFor: subjects.firm }),
  stranger: actingAs('person', 'account-new', { authLevel: 1 }),
  window: officer('market', 'window'),
  inspector: officer('market', 'inspector'),
  reviewer: officer('market', 'reviewer'),
  approver: officer('market', 'approver', ['case.unmask']),
  approver2: officer('market', 'approver', [], '2'),
  civilApprover: officer('civil', 'approver'),
  urbanWindow: officer('urban', 'window'),
  urbanReviewer: officer('urban', 'reviewer'),
  urbanApprover: officer('urban', 'approver'),
  planningReviewer: officer('planning', 'reviewer'),
  trafficReviewer: officer('traffic', 'reviewer'),
  trafficApprover: officer('traffic', 'approver'),
  elsewhere: officer('elsewhere', 'approver', ['case.unmask']),
});

async function serve(platform: Platform, people: Record<string, Actor>, clock: () => Date) {
  const http = await createHttp({
    authenticate: async ({ headers }) => {
      const actor = people[String(headers['x-who'])];
      return actor && { actor, csrf: CSRF };
    },
    clock,
    publicUrl: platform.settings.publicUrl,
    production: false,
    rateLimit: 10_000,
    logger: false,
  });
  await http.register(async (scope) => routes(scope as Http, platform), { prefix: API });
  await http.register(async (scope) => materialRoutes(scope as Http, platform), {
    prefix: '/api/services/material',
  });

  await http.ready();
  return http;
}

export async function openTown(start: Date): Promise<Town> {
  let now = start;
  addMessages('case', messages);
  const db = await testDatabase();
  const platform = await testPlatform(db, () => now);
  attach(platform);
  const subjects = await settle(db, platform, now);
  const people = peopleOf(subjects);
  const http = await serve(platform, people, () => now);
  const dispatcher = await startDispatcher(db, subscriptions(platform), () => now);
  const headers = (who: string | null, key = v7() as string) => ({
    ...(who !== null && { 'x-who': who, 'x-csrf-token': CSRF }),
    'idempotency-key': key,
  });
  return {
    db,
    platform,
    people,
    subjects,
    set: (at) => {
      now = at;
    },
    now: () => now,
    send: async (who, method, path, { body, version, key, purpose } = {}) => {
      const answer = await http.inject({
        method: method as 'GET',
        url: `${API}${path}`,
        headers: {
          ...headers(who, key),
          ...(version !== undefined && { 'if-match': `"${version}"` }),
          ...(purpose !== undefined && { 'x-purpose': encodeURIComponent(purpose) }),
        },
        ...(body && { payload: body }),
      });
      const json = String(answer.headers['content-type'] ?? '').includes('json');
      return {
        status: answer.statusCode,
        body: json ? answer.json() : {},
        etag: String(answer.headers.etag ?? ''),
        text: answer.body,
      };
    },
    upload: async (who) => {
      const { type, payload } = await multipart(pdf(v7()));
      const answer = await http.inject({
        method: 'POST',
        url: '/api/services/material/materials',
        headers: { ...headers(who), 'content-type': type },
        payload,
      });
      if (answer.statusCode !== 201) throw new Error(answer.body);
      return answer.json().id as string;
    },
    file: async (who, path) =>
      (await http.inject({ url: `${API}${path}`, headers: headers(who) })).rawPayload,
    asSystem: (fn) => withActor(db, callOf(system('test'), now), fn),
    drain: () => dispatcher.drain(),
    close: async () => {
      await dispatcher.stop();
      await http.close();
      await db.close();
    },
  };
}
