import { createReadStream } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Where encrypted files lie: a folder here, an S3-compatible store with another implementation.
 * Addresses are 64 hexadecimal digits.
 */
export interface Place {
  /** Folder for drafts, on the machine itself. */
  readonly drafts: string;
  has(address: string): Promise<boolean>;
  /** Takes a finished, synced draft over; it is durable when the promise is fulfilled. */
  adopt(draft: string, address: string): Promise<void>;
  /** The stored bytes from an offset on. @throws when there are none. */
  read(address: string, from: number): AsyncIterable<Uint8Array>;
  remove(address: string): Promise<void>;
}

/** Drafts older than this are left over from a crash. */
const STALE_MS = 24 * 60 * 60 * 1000;

async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder; its file system journals the rename itself.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Removes drafts left over from crashes before `now`. */
export async function sweepDrafts(drafts: string, now: Date): Promise<number> {
  let removed = 0;
  for (const name of await readdir(drafts)) {
    const file = join(drafts, name);
    const { mtimeMs } = await stat(file);
    if (now.getTime() - mtimeMs < STALE_MS) continue;
    await rm(file, { force: true });
    removed++;
  }
  return removed;
}

/** A folder with two levels: `ab/abcdef…`. Made when missing, readable by its owner only. */
export async function folderPlace(path: string): Promise<Place> {
  const drafts = join(path, 'drafts');
  await mkdir(drafts, { recursive: true, mode: 0o700 });
  const fileOf = (address: string) => join(path, address.slice(0, 2), address);
  return {
    drafts,
    has: (address) =>
      access(fileOf(address)).then(
        () => true,
        () => false,
      ),
    adopt: async (draft, address) => {
      const target = fileOf(address);
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await rename(draft, target);
      await syncFolder(dirname(target));
      await syncFolder(path);
    },
    read: (address, from) => createReadStream(fileOf(address), { start: from }),
    remove: async (address) => {
      await rm(fileOf(address), { force: true });
    },
  };
}
