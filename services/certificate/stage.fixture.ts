import { withActor } from '@yiwang/foundation/db';
import { createHttp, type Http, type Platform } from '@yiwang/foundation/http';
import { addMessages } from '@yiwang/foundation/i18n';
import { syntheticUscc } from '@yiwang/foundation/identifier';
import { type LedgerKey, sequence } from '@yiwang/foundation/ledger';
import { addOrganization } from '@yiwang/foundation/organization';
import { type Actor, system } from '@yiwang/foundation/permission';
import {
  actingAs,
  callOf,
  type TestDatabase,
  testDatabase,
  testPlatform,
} from '@yiwang/foundation/testing';
import { issue, pages, putType, default as routes } from './index.ts';
import { messages } from './messages.ts';
import { elderCard, ISSUER, newCard, OTHER_ISSUER, REGION } from './sample.fixture.ts';

/** The people of the tests; a request says who it is by the header `x-who`. */
export const people: Record<string, Actor> = {
  wang: actingAs('person', 'a-wang', { actsFor: 's-wang' }),
  li: actingAs('person', 'a-li', { actsFor: 's-li' }),
  approver: actingAs('officer', 'f-approver', {
    organizationId: ISSUER,
    permissions: ['certificate.suspend', 'certificate.revoke'],
    scope: { regions: [], organizations: [ISSUER] },
  }),
  reviewer: actingAs('officer', 'f-reviewer', {
    organizationId: ISSUER,
    permissions: ['case.read', 'case.unmask'],
    scope: { regions: [], organizations: [ISSUER] },
  }),
  stranger: actingAs('officer', 'f-stranger', {
    organizationId: OTHER_ISSUER,
    permissions: ['certificate.suspend', 'certificate.revoke', 'case.unmask'],
    scope: { regions: [], organizations: [OTHER_ISSUER] },
  }),
};

export const CSRF = 'csrf-of-the-tests';

/** A browser's request that hands in one file. */
export function multipartOf(bytes: Buffer, url: string, headers: Record<string, string>) {
  const boundary = 'limit-of-the-parts';
  const head = [
    `--${boundary}`,
    'content-disposition: form-data; name="file"; filename="certificate.pdf"',
    'content-type: application/pdf',
    '',
    '',
  ].join('\r\n');
  const type = `multipart/form-data; boundary=${boundary}`;
  return {
    method: 'POST' as const,
    url,
    payload: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
    headers: { 'content-type': type, host: 'localhost:8080', ...headers },
  };
}

/** A server of this capability over a fresh database, with a clock that the test sets. */
export type Stage = {
  readonly db: TestDatabase;
  readonly platform: Platform;
  readonly http: Http;
  /** Moves the clock. */
  set(now: Date): void;
  now(): Date;
  /** Issues a card to a person, draws what waits, and covers it by a checkpoint. */
  card(who?: string, name?: string): Promise<{ id: string; identifier: string; caseId: string }>;
  settle(): Promise<void>;
  close(): Promise<void>;
};

async function setUp(db: TestDatabase, now: Date): Promise<void> {
  await withActor(db, callOf(system('test'), now), async (tx) => {
    for (const [id, body] of [
      [ISSUER, 'MB000001'],
      [OTHER_ISSUER, 'MB000002'],
    ] as const)
      addOrganization(tx, {
        id,
        uscc: syntheticUscc('11', '340104', body),
        kind: 'civil-affairs',
        name: { zh: '合肥市蜀山区民政局', en: 'Civil Affairs Bureau of Shushan' },
        regionCode: REGION,
      });
    await putType(tx, elderCard);
  });
}

export async function openStage(start: Date): Promise<Stage> {
  let now = start;
  addMessages('certificate', messages);
  const db = await testDatabase();
  const platform = await testPlatform(db, () => now);
  await setUp(db, now);
  const key: LedgerKey = {
    name: 'test.example/ledger',
    publicKey: platform.keys.publicKey('ledger'),
    sign: (data) => platform.keys.sign('ledger', data),
  };
  const http = await createHttp({
    authenticate: async ({ headers }) => {
      const actor = people[String(headers['x-who'])];
      return actor && { actor, csrf: CSRF };
    },
    clock: () => now,
    publicUrl: platform.settings.publicUrl,
    production: false,
    rateLimit: 10_000,
    logger: false,
  });
  await http.register(async (scope) => routes(scope as Http, platform), {
    prefix: '/api/services/certificate',
  });
  await http.register(async (scope) => pages(scope as Http, platform));
  await http.ready();
  const settle = async () => {
    await sequence(db, key, now);
  };
  return {
    db,
    platform,
    http,
    set: (at) => {
      now = at;
    },
    now: () => now,
    settle,
    card: async (who = 's-wang', name = '王小明') => {
      const card = newCard({ subjectId: who, name });
      const made = await withActor(db, callOf(system('test'), now), (tx) =>
        issue(tx, platform, card),
      );
      await settle();
      return { ...made, caseId: card.caseId };
    },
    close: async () => {
      await http.close();
      await db.close();
    },
  };
}
