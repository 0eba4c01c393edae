import type { KeyService } from '../crypto/index.ts';
import type { Database, Tx } from '../db/index.ts';
import type { FileStore } from '../files/index.ts';
import type { ProcessHost } from '../process-host/index.ts';
import type { Settings } from '../settings/index.ts';
import type { Calendar } from '../time/index.ts';

/** What a running server hands to every capability: its database, keys, files and settings. */
export type Platform = {
  readonly db: Database;
  readonly keys: KeyService;
  readonly files: FileStore;
  readonly settings: Settings;
  readonly processes: ProcessHost;
  /** The working days that are loaded now; an import by an officer replaces it. */
  readonly calendar: () => Calendar;
  readonly reloadCalendar: (tx: Tx) => Promise<void>;
  /** The clock of requests; tests and replay give their own. */
  readonly clock: () => Date;
};
