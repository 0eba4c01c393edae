import { preparePartitions } from '@yiwang/foundation/audit';
import { withActor } from '@yiwang/foundation/db';
import { type Dispatcher, startDispatcher } from '@yiwang/foundation/events';
import type { Authenticator } from '@yiwang/foundation/http';
import { system } from '@yiwang/foundation/permission';
import type { Settings } from '@yiwang/foundation/settings';
import pino from 'pino';
import { buildScreens } from '../../tools/build-screens.ts';
import { createApp } from './app.ts';
import { openRooms } from './capabilities.ts';
import { openPlatform, type Running } from './platform.ts';

export type Server = {
  readonly address: string;
  readonly running: Running;
  readonly dispatcher: Dispatcher;
  stop(): Promise<void>;
};

/** Starts everything in order: database, schema, words and rooms, screens, HTTP, workers. */
export async function start(settings: Settings, say: (line: string) => void): Promise<Server> {
  const logger = pino({
    level: settings.logLevel,
    redact: ['req.headers.cookie', 'req.headers.authorization'],
  });
  const clock = () => new Date();
  const report = (error: unknown, where: string) =>
    logger.error({ err: error, where }, 'background');
  const running = await openPlatform({ settings, clock, say, report });
  try {
    return await serve(settings, running, logger, say);
  } catch (error) {
    await running.close();
    throw error;
  }
}

async function serve(
  settings: Settings,
  running: Running,
  logger: pino.Logger,
  say: (line: string) => void,
): Promise<Server> {
  const { platform } = running;
  const rooms = await openRooms();
  const call = { actor: system('start'), now: platform.clock(), traceId: '0'.repeat(32) };
  await withActor(platform.db, call, async (tx) => preparePartitions(tx));
  for (const { door } of rooms) door.attach?.(platform);
  await buildScreens(say);
  let ready = false;
  const authenticate: Authenticator = async () => undefined;
  const app = await createApp(platform, rooms, {
    authenticate,
    logger: settings.logLevel === 'info' && !settings.production ? false : logger,
    ready: async () => ready && (await platform.db.pool.query('select 1')).rowCount === 1,
  });
  await app.listen({ port: settings.port, host: settings.host });
  const dispatcher = await startDispatcher(
    platform.db,
    rooms.flatMap(({ door }) => door.subscriptions?.(platform) ?? []),
    platform.clock,
  );
  ready = true;
  const address = settings.publicUrl;
  say(`Ready: ${address}  (officers: ${address}/desk/, API: ${address}/api/docs)`);
  return {
    address,
    running,
    dispatcher,
    stop: async () => {
      await app.close();
      await dispatcher.stop();
      await running.close();
    },
  };
}
