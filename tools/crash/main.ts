import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Cluster, startCluster, stopCluster, withClient } from '@yiwang/foundation/db';
import { officers, PASSWORD, people, TOTP_SECRET } from '../../apps/server/demo-county.ts';
import { benchPermit } from '../bench/permit.ts';
import { Client } from '../http/client.ts';

/**
 * `npm run crash [-- rounds]`: residents apply from another process while server and database are
 * killed with -9. Afterwards every acknowledged application must be there, none twice, and some must
 * have been in doubt. A control without synchronous commit must lose something: a test that cannot fail
 * proves nothing.
 */
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

type World = { home: string; place: string; port: number; settings: Record<string, string> };

/** A world is a data folder whose cluster this process starts, so that it can kill and configure it. */
class Stage {
  readonly world: World;
  private cluster: Cluster | undefined;
  private server: ChildProcess | undefined;

  constructor(world: World) {
    this.world = world;
  }

  get base(): string {
    return `http://127.0.0.1:${this.world.port}`;
  }

  get database(): string {
    const url = new URL(this.cluster?.adminUrl ?? '');
    url.pathname = '/yiwang';
    return url.toString();
  }

  async open(): Promise<number> {
    const started = performance.now();
    const { home, place, settings, port } = this.world;
    this.cluster = await startCluster(home, { place, settings });
    const env = {
      ...process.env,
      DATABASE_URL: this.database,
      DATA_DIR: home,
      PORT: String(port),
      PUBLIC_URL: this.base,
      RATE_LIMIT: '1000000',
      LOG_LEVEL: 'fatal',
      NODE_ENV: 'development',
      SCREENS: 'skip',
    };
    this.server = spawn(process.execPath, ['apps/server/main.ts'], {
      cwd: root,
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    for (const end = performance.now() + 60_000; performance.now() < end; await pause(50)) {
      const ready = await fetch(`${this.base}/readyz`).catch(() => undefined);
      if (ready?.ok) return performance.now() - started;
      if (this.server.exitCode !== null) throw new Error('The server did not start.');
    }
    throw new Error('The server was not ready within a minute.');
  }

  /** kill -9 of the server, the database, or both at once. */
  kill(which: 'server' | 'database' | 'both'): void {
    if (which !== 'server' && this.cluster) process.kill(this.cluster.pid, 'SIGKILL');
    if (which !== 'database') this.server?.kill('SIGKILL');
  }

  async close(): Promise<void> {
    this.server?.kill('SIGKILL');
    await stopCluster(this.world.place);
    await pause(200);
  }
}

/** Publishes the item for measurements through the API, as a catalogue editor. */
export async function publishPermit(base: string): Promise<void> {
  const editor = new Client(base);
  const login = officers.find(({ post }) => post === 'catalogue-editor')?.login ?? '';
  await editor.signInOfficer(login, PASSWORD, TOTP_SECRET);
  await editor.ask('POST', '/api/services/item-catalogue/items', { body: benchPermit() });
}

type Tally = { acked: number; lost: number; doubled: number; doubt: number; refused: number };

/** Compares what the clients were told with what the database holds. */
async function tally(journal: string, database: string): Promise<Tally> {
  const lines = existsSync(journal) ? readFileSync(journal, 'utf8').trim().split('\n') : [];
  const acked = lines
    .filter((line) => line.startsWith('acked '))
    .map((line) => line.split(' ')[2] ?? '');
  const { rows } = await withClient(database, (client) =>
    client.query('select case_no, count(*)::int as n from "case".cases group by case_no'),
  );
  const held = new Map(rows.map((row) => [row.case_no as string, row.n as number]));
  const sent = new Set(lines.filter((line) => line.startsWith('sent ')));
  const drafts = await withClient(database, (client) =>
    client.query('select count(*)::int as n from "case".cases where item_slug = $1', [
      'bench-permit',
    ]),
  );
  return {
    acked: acked.length,
    lost: acked.filter((caseNo) => !held.has(caseNo)).length,
    doubled:
      Math.max(0, (drafts.rows[0]?.n ?? 0) - sent.size) + (acked.length - new Set(acked).size),
    doubt: lines.filter((line) => line.startsWith('doubt ')).length,
    refused: lines.filter((line) => line.startsWith('refused ')).length,
  };
}

async function play(
  rounds: number,
  settings: Record<string, string>,
  say: (line: string) => void,
): Promise<Tally> {
  const home = mkdtempSync(join(tmpdir(), 'yiwang-crash-'));
  const place =
    process.getuid?.() === 0 ? mkdtempSync('/var/tmp/yiwang-crash-') : join(home, 'postgres');
  const stage = new Stage({ home, place, port: await freePort(), settings });
  const journal = join(home, 'journal');
  writeFileSync(journal, '');
  try {
    await stage.open();
    await publishPermit(stage.base);
    const phones = people.filter(({ account }) => account).map(({ phone }) => phone);
    const many = [...phones, ...phones, ...phones].slice(0, 8).join(',');
    const clients = spawn(
      process.execPath,
      ['tools/crash/clients.ts', stage.base, journal, many, PASSWORD],
      { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
    );
    for (let round = 1; round <= rounds; round += 1) {
      await pause(1500 + 700 * Math.random());
      const which = (['server', 'database', 'both'] as const)[round % 3] ?? 'both';
      stage.kill(which);
      await pause(100);
      await stage.close();
      const back = await stage.open();
      say(`round ${round}: killed ${which}, back after ${(back / 1000).toFixed(1)} s`);
    }
    await pause(1000);
    clients.kill('SIGTERM');
    await new Promise((resolve) => clients.once('exit', resolve));
    return await tally(journal, stage.database);
  } finally {
    await stage.close();
    rmSync(home, { recursive: true, force: true });
    rmSync(place, { recursive: true, force: true });
  }
}

/** Runs the rounds and the control. @returns whether all held. */
export async function crash(rounds: number, say: (line: string) => void): Promise<boolean> {
  const real = await play(rounds, {}, say);
  say(
    `acknowledged ${real.acked}, lost ${real.lost}, doubled ${real.doubled}, in doubt ${real.doubt}, refused ${real.refused}`,
  );
  const careless = {
    synchronous_commit: 'off',
    wal_writer_delay: '10s',
    wal_writer_flush_after: '0',
  };
  const control = await play(1, careless, say);
  say(`control without synchronous commit: acknowledged ${control.acked}, lost ${control.lost}`);
  return (
    real.acked > 0 && real.lost === 0 && real.doubled === 0 && real.doubt > 0 && control.lost > 0
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const held = await crash(Number(process.argv[2] ?? 10), console.log);
  console.log(
    held ? '✓ nothing acknowledged was lost, nothing happened twice' : '✗ a guarantee did not hold',
  );
  process.exitCode = held ? 0 : 1;
}
