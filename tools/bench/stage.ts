import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Cluster, startCluster, stopCluster } from '@yiwang/foundation/db';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** The flags of `npm start`, so that what is measured is what people run. */
const startFlags = (): string[] => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
};

/**
 * A server in a process of its own on a cluster that the measuring process holds: so it can configure,
 * kill and question both. Everything lies in temporary folders that `leave` deletes.
 */
export class Stage {
  readonly home = mkdtempSync(join(tmpdir(), 'yiwang-stage-'));
  readonly place: string;
  private readonly settings: Record<string, string>;
  private port = 0;
  private cluster: Cluster | undefined;
  private server: ChildProcess | undefined;

  constructor(settings: Record<string, string> = {}) {
    this.settings = settings;
    const asRoot = process.getuid?.() === 0;
    this.place = asRoot ? mkdtempSync('/var/tmp/yiwang-stage-') : join(this.home, 'postgres');
  }

  get base(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Address of the database for its owner. */
  get database(): string {
    const url = new URL(this.cluster?.adminUrl ?? '');
    url.pathname = '/yiwang';
    return url.toString();
  }

  get serverPid(): number {
    return this.server?.pid ?? 0;
  }

  get databasePid(): number {
    return this.cluster?.pid ?? 0;
  }

  /** Starts database and server. @returns milliseconds until /readyz said so. */
  async open(): Promise<number> {
    const started = performance.now();
    this.port ||= await freePort();
    this.cluster = await startCluster(this.home, { place: this.place, settings: this.settings });
    this.server = spawn(process.execPath, [...startFlags(), 'apps/server/main.ts'], {
      cwd: root,
      env: {
        ...process.env,
        NODE_ENV: 'development',
        DATABASE_URL: this.database,
        DATA_DIR: this.home,
        PORT: String(this.port),
        PUBLIC_URL: this.base,
        RATE_LIMIT: '1000000',
        LOG_LEVEL: 'error',
        SCREENS: 'skip',
        STORY: 'false',
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    for (const end = performance.now() + 60_000; performance.now() < end; await pause(20)) {
      const ready = await fetch(`${this.base}/readyz`).catch(() => undefined);
      if (ready?.ok) return performance.now() - started;
      if (this.server.exitCode !== null) throw new Error('The server did not start.');
    }
    throw new Error('The server was not ready within a minute.');
  }

  /** kill -9 of the server, the database, or both at once. */
  kill(which: 'server' | 'database' | 'both'): void {
    if (which !== 'server') process.kill(this.databasePid, 'SIGKILL');
    if (which !== 'database') this.server?.kill('SIGKILL');
  }

  /** Makes sure that both are gone. */
  async close(): Promise<void> {
    this.server?.kill('SIGKILL');
    await stopCluster(this.place);
    await pause(200);
  }

  async leave(): Promise<void> {
    await this.close();
    for (const path of [this.home, this.place]) rmSync(path, { recursive: true, force: true });
  }

  /** Resident memory of the server in bytes, from /proc. */
  serverMemory(): number {
    const status = readFileSync(`/proc/${this.serverPid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
  }

  /** CPU seconds that the server has used, from /proc. */
  serverCpu(): number {
    const fields =
      readFileSync(`/proc/${this.serverPid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }
}
