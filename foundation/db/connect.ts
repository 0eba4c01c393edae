import { createHmac } from 'node:crypto';
import pg from 'pg';

/** The roles of the database: who owns the schemas, who serves requests, who reads the books. */
export const ROLES = ['yiwang_migrator', 'yiwang_app', 'yiwang_auditor'] as const;
export type Role = (typeof ROLES)[number];

// Civil dates stay text, and 64-bit counts become numbers: every count and amount of ours is a safe integer.
const DATE = 1082;
const INT8 = 20;
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === DATE
      ? (text: string) => text
      : oid === INT8
        ? Number
        : pg.types.getTypeParser(oid, format)) as pg.CustomTypesConfig['getTypeParser'],
};

/**
 * The address of a role in a database. Its password follows from the administrator's address and the
 * secret, so nothing has to be stored and every process of one installation computes the same.
 */
export function roleUrl(adminUrl: string, role: Role, secret: string, database?: string): string {
  const url = new URL(adminUrl);
  url.username = role;
  url.password = createHmac('sha256', secret).update(`database role ${role}`).digest('base64url');
  if (database) url.pathname = `/${database}`;
  return url.toString();
}

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;

const UNKNOWN_DATABASE = '3D000';

/** Where to make the database from: itself when it is there, else the one that every cluster has. */
async function entrance(adminUrl: string): Promise<string> {
  try {
    await withClient(adminUrl, async () => {});
    return adminUrl;
  } catch (error) {
    if ((error as { code?: string }).code !== UNKNOWN_DATABASE) throw error;
    const url = new URL(adminUrl);
    url.pathname = '/postgres';
    return url.toString();
  }
}

/** Makes the database and the three roles if they are missing, and lets each do only its part. */
export async function prepareDatabase(adminUrl: string, database: string, secret: string) {
  await withClient(await entrance(adminUrl), async (admin) => {
    for (const role of ROLES) {
      const password = new URL(roleUrl(adminUrl, role, secret)).password;
      await admin.query(`do $$ begin create role ${role} login noinherit;
        exception when duplicate_object or unique_violation then null; end $$`);
      await admin.query(`alter role ${role} password '${password}'`);
    }
    await admin.query('grant yiwang_migrator to current_user');
    const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [
      database,
    ]);
    if (rowCount === 0)
      await admin.query(`create database ${quote(database)} owner yiwang_migrator`);
    await admin.query(`revoke all on database ${quote(database)} from public`);
    await admin.query(`grant connect on database ${quote(database)} to ${ROLES.join(', ')}`);
  });
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  await withClient(url.toString(), async (admin) => {
    await admin.query('revoke all on schema public from public');
    await admin.query('grant usage, create on schema public to yiwang_migrator');
    await admin.query(`alter default privileges for role yiwang_migrator
      grant usage on schemas to yiwang_app, yiwang_auditor`);
    await admin.query(`alter default privileges for role yiwang_migrator
      grant select, insert, update on tables to yiwang_app`);
    await admin.query(`alter default privileges for role yiwang_migrator
      grant usage, select on sequences to yiwang_app`);
  });
  return database;
}

/** One connection for one piece of work. */
export async function withClient<T>(
  url: string,
  fn: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url, types });
  await client.connect();
  try {
    return await fn(client);
  } finally {
    await client.end();
  }
}

/**
 * The pool that requests use: eight connections are enough for two cores (measured), and statements
 * leave as pipelines.
 */
export function connectPool(
  url: string,
  size = 8,
  onError: (error: Error) => void = () => {},
): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    pipeline: true,
    types,
  } as pg.PoolConfig);
  pool.on('error', onError);
  // The pool listens to idle connections only; one that breaks while it is lent out would end the process.
  pool.on('connect', (client) => client.on('error', onError));
  return pool;
}
