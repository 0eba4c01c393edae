import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { databasePlace, stopCluster } from '@yiwang/foundation/db';

const root = fileURLToPath(new URL('..', import.meta.url));

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** Starts the whole server as `npm start` does, on data of its own, and stops and deletes it afterwards. */
export default async function setup(): Promise<() => Promise<void>> {
  const home = mkdtempSync(join(tmpdir(), 'yiwang-journeys-'));
  const port = await freePort();
  const base = `http://localhost:${port}`;
  const server = spawn(process.execPath, ['apps/server/main.ts'], {
    cwd: root,
    env: {
      ...process.env,
      NODE_ENV: 'development',
      DATA_DIR: home,
      PORT: String(port),
      HOST: 'localhost',
      RATE_LIMIT: '100000',
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  server.stdout?.on('data', (chunk: Buffer) => {
    said += chunk;
  });
  const stop = async () => {
    if (server.exitCode === null && server.signalCode === null) {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      // Not referenced: a timer that nobody waits for any more would keep the whole run alive.
      const late = new Promise((resolve) => setTimeout(resolve, 20_000).unref());
      await Promise.race([ended, late]);
    }
    const place = databasePlace(home);
    await stopCluster(place);
    for (const path of [place, home]) rmSync(path, { recursive: true, force: true });
  };
  for (const end = performance.now() + 120_000; ; ) {
    if ((await fetch(`${base}/readyz`).catch(() => undefined))?.ok) break;
    if (server.exitCode !== null || performance.now() > end) {
      await stop();
      throw new Error(`The server did not start:\n${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  process.env.YIWANG_JOURNEYS = base;
  process.env.YIWANG_JOURNEYS_HOME = home;
  return stop;
}
