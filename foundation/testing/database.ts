import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { connectPool, type Database, roleUrl, withClient } from '../db/index.ts';
import { type Actor, type Call, noScope, system } from '../permission/index.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const TEMPLATE = 'yiwang_template';
export const SECRET = 'a secret of the tests only';

export type TestDatabase = Database & {
  /** Runs SQL as the owner, past row-level security: for looking, not for making what services make. */
  owner<R extends Record<string, unknown>>(sql: string, values?: unknown[]): Promise<R[]>;
  /** The address of this database for a role, for tests that start a server of their own. */
  readonly url: (role: 'yiwang_app' | 'yiwang_migrator' | 'yiwang_auditor') => string;
  readonly adminUrl: string;
  readonly name: string;
  close(): Promise<void>;
};

const key = randomBytes(32);
const seal = (text: string): Buffer => {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
};
const open = (sealed: Buffer): string => {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), {
    authTagLength: 16,
  });
  decipher.setAuthTag(sealed.subarray(-16));
  return decipher.update(sealed.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8');
};

/** A fresh clone of the migrated template; close it in `afterAll`. Needs the global set-up of vitest.config.ts. */
export async function testDatabase(): Promise<TestDatabase> {
  const adminUrl = process.env.YIWANG_TEST_CLUSTER;
  if (!adminUrl) throw new Error('Run by vitest: its global set-up starts the database.');
  const name = `t_${randomBytes(6).toString('hex')}`;
  await withClient(adminUrl, (admin) =>
    admin.query(`create database ${name} template ${TEMPLATE} owner yiwang_migrator`),
  );
  await withClient(adminUrl, (admin) =>
    admin.query(`grant connect on database ${name} to yiwang_app, yiwang_migrator, yiwang_auditor`),
  );
  const url = (role: 'yiwang_app' | 'yiwang_migrator' | 'yiwang_auditor') =>
    roleUrl(adminUrl, role, SECRET, name);
  const pool = connectPool(url('yiwang_app'));
  const direct = new URL(adminUrl);
  direct.pathname = `/${name}`;
  return {
    pool,
    seal,
    open,
    report: (error, where) => console.error(where, error),
    owner: async (sql, values) =>
      (await withClient(direct.toString(), (client) => client.query(sql, values))).rows,
    url,
    adminUrl,
    name,
    close: async () => {
      await pool.end();
      await withClient(adminUrl, (admin) => admin.query(`drop database ${name} with (force)`));
    },
  };
}

/** A Beijing civil time as an instant: `at('2026-03-02 09:00')`. */
export const at = (text: string): Date => new Date(`${text.replace(' ', 'T')}+08:00`);

/** An act of an actor at an instant, with a trace id of its own. */
export const callOf = (actor: Actor, now: Date, more: Partial<Call> = {}): Call => ({
  actor,
  now,
  traceId: randomBytes(16).toString('hex'),
  ...more,
});

/** An actor for tests: `actingAs('officer', 'o1', { scope: … , permissions: [...] })`. */
export const actingAs = (
  kind: Actor['kind'],
  id: string,
  more: Partial<Omit<Actor, 'kind' | 'id'>> = {},
): Actor => (kind === 'system' ? system(id) : { kind, id, scope: noScope, authLevel: 2, ...more });
