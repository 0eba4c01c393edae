import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { preparePartitions } from '@yiwang/foundation/audit';
import { withActor } from '@yiwang/foundation/db';
import { type Dispatcher, startDispatcher } from '@yiwang/foundation/events';
import type { Platform } from '@yiwang/foundation/http';
import { type LedgerKey, startSequencer } from '@yiwang/foundation/ledger';
import { closePdf } from '@yiwang/foundation/pdf';
import { system } from '@yiwang/foundation/permission';
import type { Settings } from '@yiwang/foundation/settings';
import { startTracing } from '@yiwang/foundation/telemetry';
import { authenticator } from '@yiwang/services/identity';
import type { FastifyRequest } from 'fastify';
import pino from 'pino';
import { createApp } from './app.ts';
import { openRooms, type Room } from './capabilities.ts';
import { openPlatform, type Running } from './platform.ts';
import { seed } from './seed.ts';
import { startWorkers } from './workers.ts';

export type Server = {
  readonly address: string;
  readonly platform: Platform;
  readonly dispatcher: Dispatcher;
  stop(): Promise<void>;
};

/** The log's origin: chosen once, because a log that changes its name is another log. */
export function ledgerKey({ keys, settings }: Platform): LedgerKey {
  const file = join(settings.dataDir, 'ledger-origin');
  if (!existsSync(file)) {
    const { host } = new URL(settings.publicUrl);
    writeFileSync(file, `${host}/ledger/${keys.masterFingerprint.slice(0, 8)}`, { flag: 'wx' });
  }
  return {
    name: readFileSync(file, 'utf8').trim(),
    publicKey: keys.publicKey('ledger'),
    sign: (data) => keys.sign('ledger', data),
  };
}

/** What runs before the first request: partitions, calendar, what the rooms register, the seed. */
async function prepare(platform: Platform, rooms: readonly Room[], say: (line: string) => void) {
  const call = { actor: system('start'), now: platform.clock(), traceId: '0'.repeat(32) };
  await withActor(platform.db, call, async (tx) => {
    await platform.reloadCalendar(tx);
    preparePartitions(tx);
  });
  for (const { door } of rooms) door.attach?.(platform);
  await seed(platform, rooms, say);
}

async function serve(
  running: Running,
  logger: pino.Logger,
  say: (line: string) => void,
): Promise<Server> {
  const { platform } = running;
  const { settings, db, clock } = platform;
  const rooms = await openRooms();
  await prepare(platform, rooms, say);
  const key = ledgerKey(platform);
  const sequencer = await startSequencer({ db, key, clock });
  let ready = false;
  const app = await createApp(platform, rooms, {
    authenticate: authenticator(platform),
    ledgerKey: key,
    // In development the terminal is for people; problems still go to the log.
    logger: logger.child({}, { level: settings.production ? settings.logLevel : 'warn' }),
    ready: async () =>
      ready && sequencer.state() === 'running' && (await db.pool.query('select 1')).rowCount === 1,
  });
  const dispatcher = await startDispatcher(
    db,
    rooms.flatMap(({ door }) => door.subscriptions?.(platform) ?? []),
    clock,
  );
  const workers = startWorkers(platform);
  const tracing = await startTracing(settings.traceEndpoint);
  await app.listen({ port: settings.port, host: settings.host });
  ready = true;
  return {
    address: settings.publicUrl,
    platform,
    dispatcher,
    stop: async () => {
      await app.close();
      await workers.stop();
      await dispatcher.stop();
      await sequencer.stop();
      await closePdf();
      await tracing.stop();
      await running.close();
    },
  };
}

/** Starts everything in order: database, schema, rooms, seed, workers, HTTP. */
export async function start(
  settings: Settings,
  say: (line: string) => void,
  clock: () => Date = () => new Date(),
): Promise<Server> {
  const logger = pino({
    level: settings.logLevel,
    // Addresses may hold tokens, telephone numbers and codes: the log gets the route, never the address.
    serializers: {
      req: ({ method, routeOptions }: FastifyRequest) => ({ method, route: routeOptions?.url }),
    },
  });
  const report = (error: unknown, where: string) =>
    logger.error({ err: error, where }, 'background');
  const running = await openPlatform({ settings, clock, say, report });
  try {
    return await serve(running, logger, say);
  } catch (error) {
    await running.close();
    throw error;
  }
}
