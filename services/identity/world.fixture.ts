import { addLegalPerson, addPerson } from '@yiwang/data/base-register';
import { newTotpSecret, totpCode, totpStep } from '@yiwang/foundation/crypto';
import { type Tx, withActor } from '@yiwang/foundation/db';
import { createHttp, type Http, type Platform } from '@yiwang/foundation/http';
import { addMessages } from '@yiwang/foundation/i18n';
import { syntheticIdNumber, syntheticUscc } from '@yiwang/foundation/identifier';
import messageRoutes, {
  deliverPending,
  messages as messageWords,
} from '@yiwang/foundation/message';
import {
  addOfficer,
  addOrganization,
  addPost,
  assign,
  setPostKind,
} from '@yiwang/foundation/organization';
import { system } from '@yiwang/foundation/permission';
import {
  at,
  callOf,
  type TestDatabase,
  testDatabase,
  testPlatform,
} from '@yiwang/foundation/testing';
import routes, { addOfficerAccount, authenticator, pages } from './index.ts';
import { messages } from './messages.ts';

export const BASE = '/api/services/identity';
export const PASSWORD = 'correct horse battery';

type Body = Record<string, unknown>;
type Asked = { method?: 'GET' | 'POST' | 'DELETE'; body?: Body; headers?: Record<string, string> };
type Answer = { status: number; body: Record<string, never>; cookies: Map<string, string> };

/** A browser: keeps cookies and sends the CSRF token as the pages do. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #world: World;
  constructor(world: World) {
    this.#world = world;
  }

  async ask(path: string, { method = 'GET', body, headers = {} }: Asked = {}): Promise<Answer> {
    const csrf = this.cookies.get('yw_csrf');
    const answer = await this.#world.http.inject({
      method,
      url: path.startsWith('/api') ? path : `${BASE}${path}`,
      ...(body && { payload: body }),
      cookies: Object.fromEntries(this.cookies),
      headers: { ...(csrf && method !== 'GET' && { 'x-csrf-token': csrf }), ...headers },
    });
    const cookies = new Map<string, string>();
    for (const { name, value } of answer.cookies) {
      cookies.set(name, value);
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const text = answer.body;
    return { status: answer.statusCode, body: text ? JSON.parse(text) : {}, cookies };
  }

  post(path: string, body: Body, headers: Record<string, string> = {}): Promise<Answer> {
    return this.ask(path, { method: 'POST', body, headers });
  }

  /** Asks for a code and reads it from the mailbox of the stand-in. */
  async code(phone: string, purpose: 'register' | 'sign-in'): Promise<string> {
    const key = { 'idempotency-key': crypto.randomUUID() };
    const asked = await this.post('/one-time-codes', { phone, purpose }, key);
    if (asked.status !== 201) throw new Error(JSON.stringify(asked.body));
    return this.#world.lastCode(phone);
  }

  /** Registers a mobile and stays signed in. */
  async register(phone: string, password = PASSWORD): Promise<Answer> {
    const code = await this.code(phone, 'register');
    const key = { 'idempotency-key': crypto.randomUUID() };
    return this.post('/accounts', { phone, code, password }, key);
  }

  async actor(): Promise<Record<string, never> | null> {
    return (await this.ask('/session')).body.actor ?? null;
  }
}

/** A platform with people, a firm and an officer of two posts. */
export type World = {
  now: Date;
  readonly db: TestDatabase;
  readonly platform: Platform;
  readonly http: Http;
  readonly totpSecret: Buffer;
  readonly people: { wang: string; li: string; firm: string };
  readonly wang: { name: string; idNumber: string };
  readonly li: { name: string; idNumber: string };
  pass(milliseconds: number): void;
  totp(): string;
  lastCode(phone: string): Promise<string>;
  asSystem<T>(fn: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

const wang = { name: '王小芳', idNumber: syntheticIdNumber('340104', '1958-05-06', 102) };
const li = { name: '李建国', idNumber: syntheticIdNumber('340104', '1980-01-02', 101) };

async function fill(tx: Tx, platform: Platform, totpSecret: Buffer): Promise<World['people']> {
  for (const [kind, permissions] of [
    ['window', ['case.accept']],
    ['approver', ['case.decide']],
  ] as const)
    setPostKind(tx, {
      kind,
      name_zh: kind,
      name_en: kind,
      permissions: [...permissions],
      sees: 'organization',
    });
  const name = { zh: '蜀山区行政审批局', en: 'Shushan Approval Bureau' };
  addOrganization(tx, { id: 'bureau', kind: 'approval', name, regionCode: '340104' });
  addOfficer(tx, { id: 'zhao', organizationId: 'bureau', name: '赵明', staffNo: '0042' });
  addPost(tx, {
    id: 'zhao-window',
    organizationId: 'bureau',
    kind: 'window',
    name: { zh: '综合窗口', en: 'Counter' },
  });
  addPost(tx, {
    id: 'zhao-approver',
    organizationId: 'bureau',
    kind: 'approver',
    name: { zh: '审批', en: 'Approver' },
  });
  addPost(tx, {
    id: 'other',
    organizationId: 'bureau',
    kind: 'approver',
    name: { zh: '别人的岗位', en: 'Not his' },
  });
  assign(tx, { officerId: 'zhao', postId: 'zhao-window', fromOn: '2026-01-01' });
  assign(tx, { officerId: 'zhao', postId: 'zhao-approver', fromOn: '2026-01-02' });
  await addOfficerAccount(tx, platform, {
    officerId: 'zhao',
    login: 'Zhao.Ming',
    password: PASSWORD,
    totpSecret,
  });
  const source = { organizationId: 'bureau', zh: '公安', en: 'Police' };
  const place = { residence: '合肥市蜀山区', regionCode: '340104', source, asOf: '2026-01-01' };
  const wangId = await addPerson(tx, platform, { ...wang, ...place });
  const liId = await addPerson(tx, platform, { ...li, ...place });
  const firm = await addLegalPerson(tx, platform, {
    name: '合肥小芳餐饮有限公司',
    uscc: syntheticUscc('91', '340104', 'MA2RT0X1'),
    representative: wang.name,
    representativeId: wangId,
    address: '合肥市蜀山区',
    regionCode: '340104',
    businessScope: '餐饮服务',
    registeredOn: '2020-01-01',
    source,
    asOf: '2026-01-01',
  });
  return { wang: wangId, li: liId, firm };
}

/** Starts it. Codes of the second factor follow the world's own clock. */
export async function openWorld(change: (platform: Platform) => Platform = (p) => p) {
  const clock = { now: at('2026-03-02 09:00') };
  const db = await testDatabase();
  const platform = change(await testPlatform(db, () => clock.now));
  addMessages('identity', messages);
  addMessages('message', messageWords);
  const http = await createHttp({
    authenticate: authenticator(platform),
    clock: platform.clock,
    publicUrl: 'http://localhost',
    production: false,
    rateLimit: 10_000,
    logger: false,
  });
  await http.register(async (scope) => routes(scope as Http, platform), { prefix: BASE });
  await http.register(async (scope) => messageRoutes(scope as Http, platform), {
    prefix: '/api/foundation/message',
  });
  await pages(http, platform);
  http.get(
    '/api/test/actor',
    { config: { permission: 'signedIn' }, schema: { hide: true } },
    async (req) => req.call.actor,
  );
  const totpSecret = newTotpSecret();
  const asSystem = <T>(fn: (tx: Tx) => Promise<T>) =>
    withActor(db, callOf(system('test'), clock.now), fn);
  const people = await asSystem((tx) => fill(tx, platform, totpSecret));
  const world: World = {
    get now() {
      return clock.now;
    },
    set now(value) {
      clock.now = value;
    },
    db,
    platform,
    http,
    totpSecret,
    people,
    wang,
    li,
    pass: (milliseconds) => {
      clock.now = new Date(clock.now.getTime() + milliseconds);
    },
    totp: () => totpCode(totpSecret, totpStep(clock.now)),
    lastCode: async (phone) => {
      await deliverPending(platform);
      const box = await http.inject(`/api/foundation/message/mailbox?phone=${phone}`);
      return /\d{6}/.exec(box.json().items[0]?.text ?? '')?.[0] ?? '';
    },
    asSystem,
    close: async () => {
      await http.close();
      await db.close();
    },
  };
  return world;
}
