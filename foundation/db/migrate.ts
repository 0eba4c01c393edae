import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withClient } from './connect.ts';

export type Migration = { capability: string; file: string; sql: string; checksum: string };

/** Thrown when an applied migration was changed or is missing: the schema is no longer what the files say. */
export class MigrationError extends Error {}

/** All migrations under `root`, in the order of the folders given (`foundation/db`, `services/case`, …). */
export function readMigrations(root: string, folders: readonly string[]): Migration[] {
  return folders.flatMap((folder) => {
    const path = join(root, folder, 'migrations');
    if (!existsSync(path)) return [];
    const files = readdirSync(path).filter((file) => /^\d{4}_[a-z0-9_]+\.sql$/.test(file));
    return files.sort().map((file) => {
      const sql = readFileSync(join(path, file), 'utf8');
      const checksum = createHash('sha256').update(sql).digest('hex');
      return { capability: folder, file, sql, checksum };
    });
  });
}

const LOCK = 7_911_420_261; // any constant: it names the one advisory lock of all migrations

/**
 * Brings the database to the newest schema. Processes that start together wait for each other.
 * @returns the migrations applied now. @throws {MigrationError}
 */
export async function migrate(url: string, migrations: readonly Migration[]): Promise<Migration[]> {
  return await withClient(url, async (client) => {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query(`create table if not exists public.migrations (
      capability text not null, file text not null, checksum text not null,
      at timestamptz not null default now(), primary key (capability, file))`);
    await client.query('grant select on public.migrations to yiwang_app, yiwang_auditor');
    await client.query('grant usage on schema public to yiwang_app, yiwang_auditor');
    const { rows } = await client.query('select capability, file, checksum from public.migrations');
    const done = new Map(
      rows.map((row) => [`${row.capability}/${row.file}`, row.checksum as string]),
    );
    const known = new Set(migrations.map((m) => `${m.capability}/${m.file}`));
    for (const name of done.keys())
      if (!known.has(name))
        throw new MigrationError(`The database has ${name}, this program does not.`);
    const fresh: Migration[] = [];
    for (const migration of migrations) {
      const name = `${migration.capability}/${migration.file}`;
      const checksum = done.get(name);
      if (checksum === migration.checksum) continue;
      if (checksum) throw new MigrationError(`${name} was changed after it had been applied.`);
      await apply(client, migration, name);
      fresh.push(migration);
    }
    return fresh;
  });
}

async function apply(
  client: { query(text: string, values?: unknown[]): Promise<unknown> },
  migration: Migration,
  name: string,
): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query(
      'insert into public.migrations (capability, file, checksum) values ($1, $2, $3)',
      [migration.capability, migration.file, migration.checksum],
    );
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback');
    throw new MigrationError(`${name} failed: ${(cause as Error).message}`, { cause });
  }
}
