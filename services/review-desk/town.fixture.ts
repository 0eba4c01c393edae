import { addPerson } from '@yiwang/data/base-register';
import { withActor } from '@yiwang/foundation/db';
import { emit, startDispatcher } from '@yiwang/foundation/events';
import { createHttp, type Http, type Platform } from '@yiwang/foundation/http';
import { syntheticIdNumber } from '@yiwang/foundation/identifier';
import {
  addOfficer,
  addOrganization,
  addPost,
  assign,
  setPostKind,
} from '@yiwang/foundation/organization';
import { type Actor, system } from '@yiwang/foundation/permission';
import {
  actingAs,
  callOf,
  type TestDatabase,
  testDatabase,
  testPlatform,
} from '@yiwang/foundation/testing';
import { v7 } from 'uuid';
import { default as routes, subscriptions } from './index.ts';

const CSRF = 'csrf-of-the-tests';
const API = '/api/services/review-desk';
const REGION = '340104';

const officer = (organizationId: string, postKind: string, n = '', more: string[] = []): Actor =>
  actingAs('officer', `${organizationId}-${postKind}${n}`, {
    organizationId,
    postKind,
    permissions: ['review-desk.read', 'case.read', ...more],
    scope: { regions: [], organizations: [organizationId] },
  });

const people: Record<string, Actor> = {
  reviewer: officer('market', 'reviewer', '', ['case.unmask']),
  reviewer2: officer('market', 'reviewer', '2'),
  window: officer('market', 'window'),
  traffic: officer('traffic', 'reviewer'),
  elsewhere: officer('elsewhere', 'reviewer'),
  monitor: actingAs('officer', 'monitor', {
    organizationId: 'services',
    postKind: 'monitor',
    permissions: ['review-desk.read', 'case.read'],
    scope: { regions: [REGION], organizations: ['services'] },
  }),
  clerk: actingAs('officer', 'clerk', {
    organizationId: 'market',
    postKind: 'registrar',
    permissions: ['base-register.answer'],
    scope: { regions: [], organizations: ['market'] },
  }),
  resident: actingAs('person', 'account', { actsFor: 'somebody' }),
};

const task = (act: string, posts: string, due = '', each = '') =>
  `<userTask id="t"><extensionElements><yw:task act="${act}" posts="${posts}"${
    due && ` due="${due}" unit="workingDay"`
  }${each && ' organization="item"'}/></extensionElements>${
    each &&
    `<multiInstanceLoopCharacteristics><extensionElements><yw:items in="${each}"/></extensionElements></multiInstanceLoopCharacteristics>`
  }</userTask>`;
const process = (id: string, inside: string) =>
  `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:yw="https://yiwang.dev/bpmn" targetNamespace="https://yiwang.dev/items"><process id="${id}" isExecutable="true"><startEvent id="s"/>${inside}<endEvent id="e"/><sequenceFlow id="a" sourceRef="s" targetRef="t"/><sequenceFlow id="b" sourceRef="t" targetRef="e"/></process></definitions>`;

const PROCESSES = {
  review: process('reviewOnly', task('review', 'reviewer')),
  visit: process('visitOnly', task('visit', 'reviewer', '2')),
  accept: process('acceptOnly', task('accept-review', 'window', '5')),
  joint: process('jointOnly', task('opine', 'reviewer', '3', 'departments')),
};

export type NewCase = {
  process?: keyof typeof PROCESSES;
  state?: string;
  slug?: string;
  legalOn?: string | null;
  legalCertain?: boolean;
  organizationId?: string;
  acceptedAt?: Date | null;
  closedAt?: Date;
};

type Answer = { status: number; body: Record<string, unknown>; text: string; etag: string };
type Sent = { body?: object; version?: number; purpose?: string };

export type Town = {
  readonly db: TestDatabase;
  readonly platform: Platform;
  set(now: Date): void;
  /** A row of services/case with its process; the event tells the desk. */
  addCase(input?: NewCase): Promise<{ id: string; caseNo: string }>;
  changeCase(id: string, legalOn: string): Promise<void>;
  send(who: string | null, method: string, path: string, sent?: Sent): Promise<Answer>;
  close(): Promise<void>;
};

async function settle(db: TestDatabase, platform: Platform, now: Date) {
  return withActor(db, callOf(system('test'), now), async (tx) => {
    for (const kind of ['inspector', 'window', 'reviewer'])
      setPostKind(tx, {
        kind,
        name_zh: kind,
        name_en: kind,
        permissions: [],
        sees: 'organization',
      });
    for (const [id, region] of [
      ['market', REGION],
      ['traffic', REGION],
      ['services', REGION],
      ['elsewhere', '340202'],
    ] as const) {
      const name = { zh: `${id}局`, en: `Bureau ${id}` };
      addOrganization(tx, { id, kind: id, name, regionCode: region });
      addPost(tx, { id: `${id}-post`, organizationId: id, kind: 'inspector', name });
    }
    for (const [id, organizationId, enforcementNo] of [
      ['market-reviewer', 'market', undefined],
      ['market-i1', 'market', 'E-1'],
      ['market-i2', 'market', undefined],
      ['traffic-i1', 'traffic', 'E-9'],
    ] as const)
      addOfficer(tx, {
        id,
        organizationId,
        name: `张${id}`,
        staffNo: id,
        ...(enforcementNo && { enforcementNo }),
      });
    for (const officerId of ['market-i1', 'market-i2', 'traffic-i1'])
      assign(tx, { officerId, postId: `${officerId.split('-')[0]}-post`, fromOn: '2026-01-01' });
    assign(tx, { officerId: 'market-reviewer', postId: 'market-post', fromOn: '2027-01-01' });
    const programs = new Map<string, string>();
    for (const [name, xml] of Object.entries(PROCESSES))
      programs.set(name, (await platform.processes.publish(tx, xml)).programId);
    const subject = await addPerson(tx, platform, {
      name: '王小明',
      idNumber: syntheticIdNumber(REGION, '1960-01-01', 1),
      residence: '安徽省合肥市蜀山区',
      regionCode: REGION,
      source: { organizationId: 'police', zh: '公安', en: 'Police' },
      asOf: '2026-01-15',
    });
    return { programs, subject };
  });
}

async function serve(platform: Platform, clock: () => Date) {
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
  await http.ready();
  return http;
}

const INSERT_CASE = `insert into "case".cases (id, case_no, item_id, item_version, item_slug, item_name_zh,
    item_name_en, case_type, state, outcome, applicant_id, applicant_kind, account_id, applicant_name_enc, form_enc,
    region_code, organization_id, parties, process_instance_id, submitted_at, received_at, accepted_at, closed_at,
    legal_on, legal_certain)
  values ($1, $2, 'i1', 1, $3, $4, $3, 'promised', $5, $6, $7, 'person', 'account', '', '',
    $8, $9, $10, $11, $12, $12, $13, $14, $15, $16)`;

/** A row of services/case and the process that belongs to it. */
function newCase(subject: string, now: Date, input: NewCase) {
  const { process: kind, slug = 'food-licence', organizationId = 'market', closedAt } = input;
  const { legalOn = '2026-03-20', legalCertain = true, acceptedAt = now } = input;
  const [id, instanceId] = [v7(), v7()];
  const caseNo = `N${id.replaceAll('-', '').slice(-12).toUpperCase()}`;
  const values = [
    id,
    caseNo,
    slug,
    slug === 'food-licence' ? '食品经营许可' : '临时占用城市道路许可',
    closedAt ? 'closed' : (input.state ?? 'accepted'),
    closedAt ? 'granted' : null,
    subject,
    organizationId === 'elsewhere' ? '340202' : REGION,
    organizationId,
    kind === 'joint' ? [organizationId, 'traffic'] : [organizationId],
    instanceId,
    now,
    acceptedAt,
    closedAt ?? null,
    legalOn,
    legalCertain,
  ];
  const process = {
    instanceId,
    subject: { kind: 'case', id },
    regionCode: REGION,
    organizationId,
    vars: { departments: ['market', 'traffic'] },
    organizations: { departments: ['market', 'traffic'] },
  };
  return { id, caseNo, values, process };
}

export async function openTown(start: Date): Promise<Town> {
  let now = start;
  const db = await testDatabase();
  const platform = await testPlatform(db, () => now);
  const { programs, subject } = await settle(db, platform, now);
  const http = await serve(platform, () => now);
  const dispatcher = await startDispatcher(db, subscriptions(), () => now);
  const asSystem = <T>(fn: Parameters<typeof withActor<T>>[2]) =>
    withActor(db, callOf(system('test'), now), fn);
  const tell = async (id: string) => {
    await asSystem(async (tx) => emit(tx, { type: 'case.submitted', subject: id, data: {} }));
    await dispatcher.drain();
  };
  return {
    db,
    platform,
    set: (at) => {
      now = at;
    },
    addCase: async (input = {}) => {
      const made = newCase(subject, now, input);
      await db.owner(INSERT_CASE, made.values);
      if (!input.closedAt)
        await asSystem((tx) =>
          platform.processes.start(tx, {
            ...made.process,
            programId: programs.get(input.process ?? 'review') ?? '',
          }),
        );
      await tell(made.id);
      return { id: made.id, caseNo: made.caseNo };
    },
    changeCase: async (id, legalOn) => {
      await db.owner('update "case".cases set legal_on = $2 where id = $1', [id, legalOn]);
      await tell(id);
    },
    send: async (who, method, path, { body, version, purpose } = {}) => {
      const answer = await http.inject({
        method: method as 'GET',
        url: `${API}${path}`,
        headers: {
          ...(who !== null && { 'x-who': who, 'x-csrf-token': CSRF }),
          ...(method === 'POST' && { 'idempotency-key': v7() }),
          ...(version !== undefined && { 'if-match': `"${version}"` }),
          ...(purpose !== undefined && { 'x-purpose': encodeURIComponent(purpose) }),
        },
        ...(body && { payload: body }),
      });
      const json = String(answer.headers['content-type'] ?? '').includes('json');
      return {
        status: answer.statusCode,
        body: json ? answer.json() : {},
        text: answer.body,
        etag: String(answer.headers.etag ?? ''),
      };
    },
    close: async () => {
      await dispatcher.stop();
      await http.close();
      await db.close();
    },
  };
}
