import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withClient } from '@yiwang/foundation/db';
import { PASSWORD, people } from '../../apps/server/demo-county.ts';
import { publishPermit } from '../bench/permit.ts';
import { Stage } from '../bench/stage.ts';

/**
 * `npm run crash [-- rounds]`: residents apply from another process while server and database are
 * killed with -9. Afterwards every acknowledged application must be there, none twice, and some must
 * have been in doubt. A control without synchronous commit must lose something: a test that cannot fail
 * proves nothing.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

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
  const stage = new Stage(settings);
  const journal = join(stage.home, 'journal');
  writeFileSync(journal, '');
  try {
    await stage.open();
    await publishPermit(stage.base);
    // The control shall lose applications, not the world they live in.
    await withClient(stage.database, (client) => client.query('checkpoint'));
    const phones = people.filter(({ account }) => account).map(({ phone }) => phone);
    const many = [...phones, ...phones, ...phones].slice(0, 8).join(',');
    const clients = spawn(
      process.execPath,
      ['tools/crash/clients.ts', stage.base, journal, many, PASSWORD],
      { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
    );
    const left = new Promise((resolve) => clients.once('exit', resolve));
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
    await left;
    return await tally(journal, stage.database);
  } finally {
    await stage.leave();
  }
}

/** A database that acknowledges before it is durable; every background writer that would hide it sleeps. */
const CARELESS = {
  synchronous_commit: 'off',
  wal_writer_delay: '10s',
  wal_writer_flush_after: '1GB',
  bgwriter_lru_maxpages: '0',
  autovacuum: 'off',
};

/** Runs the rounds and the control. @returns whether all held. */
export async function crash(rounds: number, say: (line: string) => void): Promise<boolean> {
  const real = await play(rounds, {}, say);
  say(
    `acknowledged ${real.acked}, lost ${real.lost}, doubled ${real.doubled}, in doubt ${real.doubt}, refused ${real.refused}`,
  );
  // Three tries: the writer may by chance have flushed just before the kill.
  let lost = 0;
  for (let attempt = 1; attempt <= 3 && lost === 0; attempt += 1) {
    const control = await play(1, CARELESS, say);
    say(`control without synchronous commit: acknowledged ${control.acked}, lost ${control.lost}`);
    lost = control.lost;
  }
  return real.acked > 0 && real.lost === 0 && real.doubled === 0 && real.doubt > 0 && lost > 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const held = await crash(Number(process.argv[2] ?? 10), console.log);
  console.log(
    held ? '✓ nothing acknowledged was lost, nothing happened twice' : '✗ a guarantee did not hold',
  );
  process.exitCode = held ? 0 : 1;
}
