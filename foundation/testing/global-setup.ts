import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, prepareDatabase, readMigrations, roleUrl, startCluster } from '../db/index.ts';
import { ROOT, SECRET, TEMPLATE } from './database.ts';
import { migrationFolders } from './folders.ts';

/** One cluster and one migrated template database for the whole run; each test file clones the template. */
export default async function setup(): Promise<() => Promise<void>> {
  const home = mkdtempSync(join(tmpdir(), 'yiwang-test-'));
  const place =
    process.getuid?.() === 0 ? mkdtempSync('/var/tmp/yiwang-test-') : join(home, 'postgres');
  const cluster = await startCluster(home, {
    place,
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      shared_buffers: '64MB',
      max_connections: '100',
    },
  });
  const leave = async () => {
    await cluster.stop();
    for (const path of [home, place]) rmSync(path, { recursive: true, force: true });
  };
  try {
    await prepareDatabase(cluster.adminUrl, TEMPLATE, SECRET);
    const url = roleUrl(cluster.adminUrl, 'yiwang_migrator', SECRET, TEMPLATE);
    await migrate(url, readMigrations(ROOT, migrationFolders));
  } catch (error) {
    await leave();
    throw error;
  }
  process.env.YIWANG_TEST_CLUSTER = cluster.adminUrl;
  return leave;
}
