import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openKeys } from '@yiwang/foundation/crypto';
import {
  type Cluster,
  connectPool,
  type Database,
  migrate,
  prepareDatabase,
  readMigrations,
  roleUrl,
  startCluster,
} from '@yiwang/foundation/db';
import { openFileStore } from '@yiwang/foundation/files';
import type { Platform } from '@yiwang/foundation/http';
import { createProcessHost } from '@yiwang/foundation/process-host';
import type { Settings } from '@yiwang/foundation/settings';
import { createWorkingCalendar } from '@yiwang/foundation/working-calendar';
import { capabilities, pieces } from '../../capabilities.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Every folder that may hold migrations, in the order in which they are applied. */
const migrationFolders = [
  ...Object.keys(pieces).map((piece) => `foundation/${piece}`),
  ...Object.keys(capabilities),
];

/** The secret from which the passwords of the database roles follow, made on first start. */
function databaseSecret(settings: Settings): string {
  if (settings.databaseSecret) return settings.databaseSecret;
  const file = join(settings.dataDir, 'database-secret');
  if (!existsSync(file))
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  return readFileSync(file, 'utf8').trim();
}

export type Running = {
  readonly platform: Platform;
  /** The embedded PostgreSQL; undefined with DATABASE_URL. */
  readonly cluster: Cluster | undefined;
  /** Address of the database for jobs that keep connections of their own. */
  readonly databaseUrl: string;
  close(): Promise<void>;
};

export type Opening = {
  readonly settings: Settings;
  readonly clock: () => Date;
  readonly say: (line: string) => void;
  readonly report: Database['report'];
};

/** Starts or finds the database, brings it to the newest schema, and opens keys and files. */
export async function openPlatform({ settings, clock, say, report }: Opening): Promise<Running> {
  mkdirSync(settings.dataDir, { recursive: true, mode: 0o700 });
  const secret = databaseSecret(settings);
  const cluster = settings.databaseUrl
    ? undefined
    : await startCluster(settings.dataDir, { log: say });
  if (cluster)
    say(
      `PostgreSQL ${cluster.attached ? 'found running' : 'started'}, its data in ${cluster.dataDir}`,
    );
  const adminUrl = settings.databaseUrl ?? cluster?.adminUrl ?? '';
  const named = settings.databaseUrl && new URL(settings.databaseUrl).pathname.slice(1);
  const database = named || 'yiwang';
  await prepareDatabase(adminUrl, database, secret);
  const applied = await migrate(
    roleUrl(adminUrl, 'yiwang_migrator', secret, database),
    readMigrations(root, migrationFolders),
  );
  if (applied.length > 0) say(`${applied.length} migrations applied`);
  const keys = openKeys(join(settings.dataDir, 'keys'), { now: clock() });
  const files = await openFileStore(join(settings.dataDir, 'files'), {
    keys,
    limit: settings.uploadLimit,
  });
  const databaseUrl = roleUrl(adminUrl, 'yiwang_app', secret, database);
  const pool = connectPool(databaseUrl, 8, (error) => report(error, 'database connection'));
  const answers = { table: 'db.idempotency_keys', id: 'answer', column: 'answer_enc' };
  const db: Database = {
    pool,
    seal: (text) => keys.seal(text, answers),
    open: (sealed) => keys.openText(sealed, answers),
    report,
  };
  const working = createWorkingCalendar();
  return {
    platform: {
      db,
      keys,
      files,
      settings,
      clock,
      calendar: working.current,
      reloadCalendar: working.load,
      processes: createProcessHost({ db, calendar: working.current, report }),
    },
    cluster,
    databaseUrl,
    close: async () => {
      await pool.end();
      await cluster?.stop();
    },
  };
}
