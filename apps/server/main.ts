import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ClusterError, MigrationError } from '@yiwang/foundation/db';
import { readSettings, SettingError } from '@yiwang/foundation/settings';
import { buildScreens } from '../../tools/build-screens.ts';
import { demoSignIns } from './demo.ts';
import { start } from './start.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const said = performance.now();
const say = (line: string) =>
  console.log(`· ${((performance.now() - said) / 1000).toFixed(1).padStart(5)} s  ${line}`);

const explain = (error: unknown): string => {
  if (
    error instanceof SettingError ||
    error instanceof ClusterError ||
    error instanceof MigrationError
  )
    return error.message;
  const { code, port } = error as { code?: string; port?: number };
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken by another program: stop it, or choose another one, for instance PORT=8081 npm start.`;
  if (code === 'EACCES') return `Not permitted: ${(error as Error).message}`;
  if (code === 'ENOSPC') return 'The disk is full: free some space, then start again.';
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};

/** One server per data folder: a second one would fight over the database. */
function claim(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, 'server.pid');
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    process.kill(pid, 0);
    if (pid !== process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('apps/server'))
      throw new SettingError(`A server already runs on this data folder (process ${pid}).`);
  } catch (error) {
    if (error instanceof SettingError) throw error;
  }
  writeFileSync(file, String(process.pid));
  return () => rmSync(file, { force: true });
}

async function main(): Promise<void> {
  const settings = readSettings(process.env, root);
  const release = claim(settings.dataDir);
  if (settings.screens === 'build') await buildScreens(say);
  const server = await start(settings, say).catch((error: unknown) => {
    release();
    throw error;
  });
  const { address } = server;
  say(`Ready: ${address}`);
  console.log(`
  Residents and enterprises   ${address}/
  Officers                    ${address}/desk/
  Check a certificate         ${address}/verify
  API                         ${address}/api/docs
${settings.demo ? demoSignIns(address) : ''}
  Stop with Ctrl-C.
`);
  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    console.log(`\n· ${signal}: finishing what is under way …`);
    const late = setTimeout(() => process.exit(1), 30_000);
    late.unref();
    await server.stop();
    release();
    console.log('· Stopped; the database too.');
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => void stop(signal));
}

process.on('unhandledRejection', (error) => {
  console.error('unhandled rejection', error);
});
main().catch((error: unknown) => {
  console.error(`\n✗ ${explain(error)}\n`);
  process.exit(1);
});
