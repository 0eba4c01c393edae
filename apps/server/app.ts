import { type Authenticator, createHttp, type Http, type Platform } from '@yiwang/foundation/http';
import { type LedgerKey, default as ledgerRoutes } from '@yiwang/foundation/ledger';
import { traceRequests } from '@yiwang/foundation/telemetry';
import type { FastifyBaseLogger } from 'fastify';
import type { Room } from './capabilities.ts';
import { health } from './health.ts';
import { screens } from './screens.ts';

export type AppOptions = {
  readonly authenticate: Authenticator;
  readonly logger: FastifyBaseLogger | boolean;
  readonly ledgerKey: LedgerKey;
  /** True when start-up is over and the database answers. */
  readonly ready: () => Promise<boolean>;
};

/** The HTTP server with every capability's routes on it; it does not listen yet. */
export async function createApp(
  platform: Platform,
  rooms: readonly Room[],
  options: AppOptions,
): Promise<Http> {
  const { settings } = platform;
  const http = await createHttp({
    authenticate: options.authenticate,
    clock: platform.clock,
    publicUrl: settings.publicUrl,
    production: settings.production,
    rateLimit: settings.rateLimit,
    fingerprint: (text) => platform.keys.blindIndex('db.idempotency', text).toString('base64url'),
    logger: options.logger,
  });
  traceRequests(http);
  await health(http, options.ready);
  for (const { id, door } of rooms) {
    const { default: routes, pages } = door;
    if (id === 'foundation/ledger') ledgerRoutes(http, { db: platform.db, key: options.ledgerKey });
    else if (typeof routes === 'function')
      await http.register(async (scope) => routes(scope as Http, platform), {
        prefix: `/api/${id}`,
      });
    if (pages) await http.register(async (scope) => pages(scope as Http, platform));
  }
  await screens(http);
  return http;
}
