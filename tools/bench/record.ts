import { fileURLToPath } from 'node:url';
import { readSettings } from '@yiwang/foundation/settings';
import { authenticator } from '@yiwang/services/identity';
import { createApp } from '../../apps/server/app.ts';
import { openRooms } from '../../apps/server/capabilities.ts';
import { openPlatform } from '../../apps/server/platform.ts';
import { ledgerKey } from '../../apps/server/start.ts';
import { Cast, fire, STEPS, shotsOf } from './lifecycle.ts';
import type { Write } from './plain.ts';
import type { Stage } from './stage.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const WRITES = /^\s*(insert|update|delete|call|with\b[\s\S]*\b(insert into|update|delete from))\b/i;

/**
 * Lives one case in a server of this process and writes down what it sends to the database, step by
 * step: the rows that plain SQL then has to write as well. The first step is the draft, which is made
 * before the measurement on both sides.
 */
export async function recordLife(stage: Stage): Promise<Write[][]> {
  const env = {
    DATABASE_URL: stage.database,
    DATA_DIR: stage.home,
    SCREENS: 'skip',
    STORY: 'false',
  };
  const settings = readSettings({ ...env, PUBLIC_URL: stage.base, RATE_LIMIT: '1000000' }, root);
  const silent = () => {};
  const running = await openPlatform({
    settings,
    clock: () => new Date(),
    say: silent,
    report: console.error,
  });
  const { platform } = running;
  const rooms = await openRooms();
  for (const { door } of rooms) door.attach?.(platform);
  const app = await createApp(platform, rooms, {
    authenticate: authenticator(platform),
    ledgerKey: ledgerKey(platform),
    logger: false,
    ready: async () => true,
  });
  const base = await app.listen({ port: 0, host: '127.0.0.1' });
  const steps: Write[][] = [];
  let recording: Write[] | undefined;
  platform.db.pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    const listen = (...args: unknown[]) => {
      const [sent] = args as [{ text?: string; values?: unknown[] }];
      if (recording && sent?.text && WRITES.test(sent.text))
        recording.push({ text: sent.text, values: [...(sent.values ?? [])] });
      return query(...args);
    };
    Object.assign(client, { query: listen });
  });
  try {
    const cast = new Cast(base);
    await cast.signIn(1);
    recording = [];
    steps.push(recording);
    let ids = await cast.drafts(1);
    let caseNo = '';
    for (const step of STEPS) {
      const shots = await shotsOf(cast, step, stage.database, ids);
      recording = [];
      steps.push(recording);
      const { answers } = await fire(base, shots);
      recording = undefined;
      const [answer] = answers as { id: string; caseNo: string }[];
      if (step === 'submit' && answer) {
        ids = [answer.id];
        caseNo = answer.caseNo;
      }
    }
    return steps.map((step) => step.map((write) => distinct(write, caseNo)));
  } finally {
    await app.close();
    await platform.db.pool.end();
  }
}

/** The serial number inside a certificate's identifier: day and twelve characters. */
const SERIAL = /\b(\d{8})[0-9A-Z]{12}\b/g;

/** A certificate's own number: region, year and sequence. */
const NUMBER = /^(\d{6}20\d{2})\d{6}$/;

/** Marks what must differ from life to life besides ids. */
function distinct({ text, values }: Write, caseNo: string): Write {
  const mark = (value: unknown): unknown => {
    if (typeof value === 'string')
      return value
        .replaceAll(caseNo, `${caseNo}@life@`)
        .replace(SERIAL, '$1@serial@')
        .replace(NUMBER, '$1@life@');
    return Array.isArray(value) ? value.map(mark) : value;
  };
  return { text, values: values.map(mark) };
}
