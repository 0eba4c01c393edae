import { addPerson } from '@yiwang/data/base-register';
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
import {
  attach,
  type CaseSummary,
  subscriptions as caseSubscriptions,
  findCase,
  saveDraft,
  startDraft,
  submit,
} from '@yiwang/services/case';
import { type ItemPackage, publish, readPackages } from '@yiwang/services/item-catalogue';
import { v7 } from 'uuid';
import { messages, default as routes, subscriptions } from './index.ts';

const REGION = '340104';
const CSRF = 'csrf-of-the-tests';
const SOURCE = { organizationId: 'police', zh: '合肥市公安局蜀山分局', en: 'Shushan police' };

/** People of the town by name: number, name, birth, whether the police hold a photo, where registered. */
const PEOPLE = {
  wang: { n: 2, name: '王秀英', born: '1958-04-01', photo: true, regionCode: REGION },
  zhao: { n: 3, name: '赵德明', born: '1950-11-30', photo: true, regionCode: REGION },
  wu: { n: 6, name: '吴淑珍', born: '1952-09-10', photo: true, regionCode: REGION },
  li: { n: 1, name: '李小明', born: '1990-04-01', photo: true, regionCode: REGION },
  sun: { n: 4, name: '孙桂兰', born: '1949-01-05', photo: false, regionCode: REGION },
  qian: { n: 5, name: '钱国栋', born: '1955-06-07', photo: true, regionCode: '340111' },
} as const;
export type Resident = keyof typeof PEOPLE;

const officer = (id: string, permissions: string[], organizationId = 'civil'): Actor =>
  actingAs('officer', id, {
    organizationId,
    postId: 'civil-approver',
    postKind: 'approver',
    permissions,
    scope: { regions: [], organizations: [organizationId] },
  });

const OFFICERS: Record<string, Actor> = {
  approver: officer('civil-officer', [
    'case.read',
    'case.decide',
    'instant-approval.read',
    'instant-approval.answer',
  ]),
  reader: officer('civil-reader', ['instant-approval.read']),
  clerk: officer('civil-clerk', ['case.read']),
  elsewhere: officer('o-officer', ['instant-approval.read', 'instant-approval.answer'], 'other'),
  monitor: actingAs('officer', 'monitor', {
    organizationId: 'government',
    permissions: ['instant-approval.read'],
    scope: { regions: ['3401'], organizations: [] },
  }),
};

type Sent = { body?: object; version?: number; key?: string };
type Answer = { status: number; body: Record<string, unknown>; text: string };

/** A county that grants elder cards by rule, behind a real server and with events handed on at once. */
export type Town = {
  readonly db: TestDatabase;
  readonly platform: Platform;
  readonly subjects: Readonly<Record<Resident, string>>;
  set(now: Date): void;
  send(who: string | null, method: string, path: string, sent?: Sent): Promise<Answer>;
  /** Files an application for a card. @returns the id of the case */
  apply(who: Resident): Promise<string>;
  drain(): Promise<void>;
  asSystem<T>(fn: Parameters<typeof withActor<T>>[2]): Promise<T>;
  as<T>(who: Resident, fn: Parameters<typeof withActor<T>>[2]): Promise<T>;
  find(caseId: string): Promise<CaseSummary>;
  close(): Promise<void>;
};

/** The package of the elder card, changed as a test needs it. */
export const cardPackage = (): ItemPackage => {
  const pack = readPackages().find(({ item }) => item.slug === 'elder-card');
  if (!pack) throw new Error('The elder card is not in the catalogue.');
  return structuredClone(pack);
};

function settle(db: TestDatabase, platform: Platform, now: Date) {
  return withActor(db, callOf(system('test'), now), async (tx) => {
    const kind = 'approver';
    const permissions = ['case.read', 'case.decide'];
    setPostKind(tx, {
      kind,
      name_zh: '审批',
      name_en: 'Approver',
      permissions,
      sees: 'organization',
    });
    const name = { zh: '蜀山区民政局', en: 'Shushan Civil Affairs Bureau' };
    const uscc = syntheticUscc('11', REGION, 'MB000001');
    addOrganization(tx, { id: 'civil', kind: 'civil-affairs', name, regionCode: REGION, uscc });
    addPost(tx, { id: 'civil-approver', organizationId: 'civil', kind, name });
    addOfficer(tx, { id: 'civil-officer', organizationId: 'civil', name: '张审', staffNo: '1' });
    const made = Object.entries(PEOPLE).map(async ([who, person]) => {
      const { n, born, regionCode, photo } = person;
      const id = await addPerson(tx, platform, {
        name: person.name,
        idNumber: syntheticIdNumber(regionCode, born, n),
        regionCode,
        photo,
        residence: '安徽省合肥市长江西路1号',
        phone: `1380000000${n}`,
        source: SOURCE,
        asOf: '2026-01-05',
      });
      return [who, id] as const;
    });
    const subjects = Object.fromEntries(await Promise.all(made)) as Record<Resident, string>;
    await publish(tx, platform, cardPackage());
    return subjects;
  });
}

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
  await http.register(async (scope) => routes(scope as Http, platform), {
    prefix: '/api/services/instant-approval',
  });
  await http.ready();
  return http;
}

export async function openTown(start: Date): Promise<Town> {
  let now = start;
  const clock = () => now;
  addMessages('instant-approval', messages);
  const db = await testDatabase();
  const platform = await testPlatform(db, clock);
  attach(platform);
  const subjects = await settle(db, platform, now);
  const people: Record<string, Actor> = { ...OFFICERS };
  for (const [who, id] of Object.entries(subjects))
    people[who] = actingAs('person', `account-${who}`, { actsFor: id });
  const http = await serve(platform, people, clock);
  const both = [...caseSubscriptions(platform), ...subscriptions(platform)];
  const dispatcher = await startDispatcher(db, both, clock);
  const asSystem: Town['asSystem'] = (fn) => withActor(db, callOf(system('test'), now), fn);
  const as: Town['as'] = (who, fn) => withActor(db, callOf(people[who] as Actor, now), fn);
  return {
    db,
    platform,
    subjects,
    set: (at) => {
      now = at;
    },
    send: async (who, method, path, { body, version, key = v7() } = {}) => {
      const answer = await http.inject({
        method: method as 'GET',
        url: `/api/services/instant-approval${path}`,
        headers: {
          ...(who !== null && { 'x-who': who, 'x-csrf-token': CSRF }),
          'idempotency-key': key,
          ...(version !== undefined && { 'if-match': `"${version}"` }),
        },
        ...(body && { payload: body }),
      });
      return { status: answer.statusCode, body: answer.json(), text: answer.body };
    },
    apply: async (who) => {
      const draft = await as(who, (tx) => startDraft(tx, platform, { itemSlug: 'elder-card' }));
      const given = draft.data as Record<string, unknown>;
      const data = { ...given, mobile: '13800000002', truth: true };
      const materials = [{ code: 'photo', materialIds: [], later: true }];
      await as(who, (tx) => saveDraft(tx, platform, draft.id, 1, { data, materials }));
      return (await as(who, (tx) => submit(tx, platform, { draftId: draft.id }))).id;
    },
    drain: () => dispatcher.drain(),
    asSystem,
    as,
    find: (caseId) => asSystem((tx) => findCase(tx, caseId)),
    close: async () => {
      await dispatcher.stop();
      await http.close();
      await db.close();
    },
  };
}
