import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { randomToken } from './digest.ts';

/** Thrown when the key folder cannot be used; the message is the one line an operator sees. */
export class KeyFolderError extends Error {
  override readonly name = 'KeyFolderError';
}

/** A folder of key files `<name>.<version>.<kind>`, readable by their owner only. */
export type KeyFolder = {
  readonly path: string;
  /** Versions that exist of a file, ascending. */
  versions(name: string, kind: string): number[];
  read(name: string, version: number, kind: string): Buffer;
  /** Writes the file unless it exists, and returns what the folder then holds. */
  create(name: string, version: number, kind: string, content: Uint8Array | string): Buffer;
  /** Whether the first start finished, so that a missing key is a loss and not a beginning. */
  isComplete(): boolean;
  markComplete(): void;
};

const MARKER = 'complete';

function assertPrivate(path: string): void {
  // Windows has no such mode bits; there the folder's access list has to protect the keys.
  if (process.platform === 'win32') return;
  const mode = statSync(path).mode & 0o777;
  if ((mode & 0o077) !== 0)
    throw new KeyFolderError(
      `${path} has mode ${mode.toString(8)}: other accounts could read keys. Run chmod go= on it.`,
    );
}

/** Durable and atomic: a crash leaves the whole file or none; a second process loses the race quietly. */
function writeOnce(folder: string, name: string, content: Uint8Array): void {
  const draft = join(folder, `.${name}.${randomToken(16)}`);
  const fd = openSync(draft, 'wx', 0o600);
  try {
    writeSync(fd, content);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  try {
    linkSync(draft, join(folder, name));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
  } finally {
    rmSync(draft);
  }
  syncFolder(folder);
}

function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Opens (and makes, mode 0700) a key folder. @throws {KeyFolderError} when others may read it. */
export function openKeyFolder(path: string): KeyFolder {
  if (!existsSync(path)) {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chmodSync(path, 0o700);
  }
  assertPrivate(path);
  const fileName = (name: string, version: number, kind: string) => `${name}.${version}.${kind}`;
  const read: KeyFolder['read'] = (name, version, kind) => {
    const file = join(path, fileName(name, version, kind));
    if (!existsSync(file)) throw new KeyFolderError(`${file} is missing.`);
    if (kind !== 'crt') assertPrivate(file);
    return readFileSync(file);
  };
  return {
    path,
    read,
    versions: (name, kind) =>
      readdirSync(path)
        .map((file) => /^([a-z]+)\.([1-9]\d{0,4})\.([a-z]+)$/.exec(file))
        .filter((match) => match?.[1] === name && match[3] === kind)
        .map((match) => Number(match?.[2]))
        .sort((a, b) => a - b),
    create: (name, version, kind, content) => {
      writeOnce(path, fileName(name, version, kind), Buffer.from(content as Uint8Array));
      return read(name, version, kind);
    },
    isComplete: () => existsSync(join(path, MARKER)),
    markComplete: () => writeOnce(path, MARKER, Buffer.from('1\n')),
  };
}
