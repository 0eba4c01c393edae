import { generateKeyPairSync } from 'node:crypto';
import { totpCode, totpStep } from '@yiwang/foundation/crypto';
import { startDispatcher } from '@yiwang/foundation/events';
import type { Http, Platform } from '@yiwang/foundation/http';
import { startSequencer } from '@yiwang/foundation/ledger';
import { deliverPending } from '@yiwang/foundation/message';
import { closePdf } from '@yiwang/foundation/pdf';
import { type TestDatabase, testDatabase, testPlatform } from '@yiwang/foundation/testing';
import { authenticator } from '@yiwang/services/identity';
import pino from 'pino';
import { createApp } from './app.ts';
import { openRooms, type Room } from './capabilities.ts';
import { PASSWORD, TOTP_SECRET } from './demo-county.ts';
import { seed } from './seed.ts';

type Answer = { status: number; text: string };
type Sent = { body?: object; cookie?: string };

/** The demonstration county in a database of its own, its story told up to `now`, behind the real server. */
export type ToldCounty = {
  readonly db: TestDatabase;
  readonly platform: Platform;
  readonly rooms: readonly Room[];
  /** What the start said, and failures that no caller saw. */
  readonly said: readonly string[];
  /** What the server wrote into its log. */
  readonly log: readonly string[];
  /** What a server does after its start: subscriptions, messages, the ledger. */
  settle(): Promise<void>;
  send(method: 'GET' | 'POST', url: string, sent?: Sent): Promise<Answer>;
  /** Signs in with the password of the demonstration. @returns the cookies of the session. */
  signIn(login: string): Promise<string>;
  close(): Promise<void>;
};

const key = (() => {
  const { privateKey } = generateKeyPairSync('ed25519');
  return { name: 'test', privateKey };
})();

async function settle({ db, clock, ...platform }: Platform, rooms: readonly Room[]) {
  const whole = { db, clock, ...platform };
  const all = rooms.flatMap(({ door }) => door.subscriptions?.(whole) ?? []);
  const dispatcher = await startDispatcher(db, all, clock);
  await dispatcher.drain();
  await dispatcher.stop();
  await deliverPending(whole);
  const sequencer = await startSequencer({ db, key, clock, everyMs: 5 });
  await new Promise((resolve) => setTimeout(resolve, 50));
  await sequencer.stop();
}

const sender =
  (http: Http): ToldCounty['send'] =>
  async (method, url, { body, cookie } = {}) => {
    const csrf = /yw_csrf=([^;]+)/.exec(cookie ?? '')?.[1];
    const answer = await http.inject({
      method,
      url,
      headers: {
        ...(cookie && { cookie }),
        ...(csrf && { 'x-csrf-token': decodeURIComponent(csrf) }),
        ...(method === 'POST' && { 'idempotency-key': crypto.randomUUID() }),
      },
      ...(body && { payload: body }),
    });
    return { status: answer.statusCode, text: answer.body };
  };

export async function tellCounty(now: Date): Promise<ToldCounty> {
  const said: string[] = [];
  const log: string[] = [];
  const report = (error: unknown, where: string) => said.push(`${where}: ${String(error)}`);
  const db: TestDatabase = { ...(await testDatabase()), report };
  const platform = await testPlatform(db, () => now);
  const rooms = await openRooms();
  for (const { door } of rooms) door.attach?.(platform);
  await seed(platform, rooms, (line) => said.push(line));
  const http = await createApp(platform, rooms, {
    authenticate: authenticator(platform),
    ledgerKey: key,
    logger: pino({ level: 'trace' }, { write: (line: string) => log.push(line) }),
    ready: async () => true,
  });
  const send = sender(http);
  return {
    db,
    platform,
    rooms,
    said,
    log,
    settle: () => settle(platform, rooms),
    send,
    signIn: async (login) => {
      const officer = /\D/.test(login);
      const code = officer ? totpCode(TOTP_SECRET, totpStep(now)) : undefined;
      const answer = await http.inject({
        method: 'POST',
        url: '/api/services/identity/sessions',
        headers: { 'idempotency-key': crypto.randomUUID() },
        payload: { login, password: PASSWORD, ...(code && { code }) },
      });
      if (answer.statusCode >= 400) throw new Error(answer.body);
      return answer.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    },
    close: async () => {
      await http.close();
      await closePdf();
      await db.close();
    },
  };
}
