import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKeys } from '../crypto/index.ts';
import { openFileStore } from '../files/index.ts';
import type { Platform } from '../http/index.ts';
import { createProcessHost } from '../process-host/index.ts';
import { readSettings } from '../settings/index.ts';
import { createWorkingCalendar } from '../working-calendar/index.ts';
import { ROOT, type TestDatabase } from './database.ts';

/** A platform over a test database: real keys and files in a folder of its own, the clock given by the test. */
export async function testPlatform(db: TestDatabase, clock: () => Date): Promise<Platform> {
  const folder = mkdtempSync(join(tmpdir(), 'yiwang-platform-'));
  const settings = readSettings({ NODE_ENV: 'test', DATA_DIR: folder, LOG_LEVEL: 'silent' }, ROOT);
  const keys = openKeys(join(folder, 'keys'), { now: clock() });
  const files = await openFileStore(join(folder, 'files'), { keys, limit: settings.uploadLimit });
  const working = createWorkingCalendar();
  const calendar = working.current;
  return {
    db,
    keys,
    files,
    settings,
    clock,
    calendar,
    reloadCalendar: working.load,
    processes: createProcessHost({ db, calendar, report: db.report }),
  };
}
