import { randomBytes } from 'node:crypto';
import { withActor } from '@yiwang/foundation/db';
import { type Dispatcher, startDispatcher } from '@yiwang/foundation/events';
import { createHttp, type Http, type Platform } from '@yiwang/foundation/http';
import { officerActor } from '@yiwang/foundation/organization';
import { type Actor, noScope, system } from '@yiwang/foundation/permission';
import type { DeskView } from '@yiwang/services/case';
import { v7 } from 'uuid';
import type { Room } from './capabilities.ts';

/** A resident of the county with an account: what makes an actor of her. */
export type Resident = { readonly accountId: string; readonly subjectId: string };
/** Residents and firms by the keys of demo-county.ts; `represents` are the firms that a resident may act for. */
export type County = {
  readonly residents: ReadonlyMap<string, Resident>;
  readonly firms: ReadonlyMap<string, string>;
};

/**
 * Who acts: an officer by sign-in name, a resident by key, or `owner:snacks` for the resident `owner`
 * acting for the firm `snacks`. Undefined: somebody who is not signed in.
 */
export type Who = string | undefined;

type Sending = { readonly body?: object; readonly version?: number };
type Paper = { readonly name: string; readonly bytes: Uint8Array };

/** The platform behind an HTTP server that nobody outside of this process can reach, at a time that the story sets. */
export type Stage = {
  readonly now: () => Date;
  set(now: Date): void;
  /** Sends a request. @returns the body when it is JSON. @throws {Error} when it is refused. */
  send<T>(who: Who, method: 'GET' | 'POST' | 'PUT', path: string, sending?: Sending): Promise<T>;
  /** Hands in a PDF. @returns its id. */
  upload(who: Who, paper: Paper): Promise<string>;
  /** Opens the case at an officer's desk and does the act that waits there for this officer. */
  act(who: Who, caseId: string, verb: string, body?: object): Promise<void>;
  /** Waits until everything that follows from what happened has happened. */
  settle(): Promise<void>;
  close(): Promise<void>;
};

/** Rooms whose doors the story goes through. */
const ROOMS = [
  'data/base-register',
  'services/certificate',
  'services/material',
  'services/case',
  'services/instant-approval',
  'services/review-desk',
  'services/rating',
];
const HEADER = 'x-story-actor';

function residentActor({ residents, firms }: County, who: string): Actor {
  const [key = '', firmKey] = who.split(':');
  const resident = residents.get(key);
  if (!resident) throw new Error(`Nobody is called ${who}.`);
  const { accountId: id, subjectId: actsFor } = resident;
  const self: Actor = { kind: 'person', id, actsFor, scope: noScope, authLevel: 2 };
  if (firmKey === undefined) return self;
  const firm = firms.get(firmKey);
  if (!firm) throw new Error(`No firm is called ${who}.`);
  return { ...self, kind: 'enterprise', actsFor: firm };
}

/** Finds actors as the sign-in would: officers with the permissions and scope of the post they hold that day. */
function casting(platform: Platform, county: County, clock: () => Date) {
  const known = new Map<string, Actor>();
  return async (who: string): Promise<Actor> => {
    const found = known.get(who);
    if (found) return found;
    const call = { actor: system('seed'), now: clock(), traceId: '0'.repeat(32) };
    const actor = who.includes('-')
      ? await withActor(platform.db, call, (tx) => officerActor(tx, `officer-${who}`, undefined, 2))
      : residentActor(county, who);
    known.set(who, actor);
    return actor;
  };
}

async function serve(platform: Platform, rooms: readonly Room[], county: County, csrf: string) {
  const { clock, settings, keys } = platform;
  const cast = casting(platform, county, clock);
  const http = await createHttp({
    authenticate: async ({ headers }) => {
      const who = headers[HEADER];
      return typeof who === 'string' ? { actor: await cast(who), csrf } : undefined;
    },
    clock,
    publicUrl: settings.publicUrl,
    production: false,
    rateLimit: 1_000_000,
    fingerprint: (text) => keys.blindIndex('db.idempotency', text).toString('base64url'),
    logger: false,
  });
  for (const { id, door } of rooms) {
    const { default: routes } = door;
    if (routes && ROOMS.includes(id))
      await http.register(async (scope) => routes(scope as Http, platform), {
        prefix: `/api/${id}`,
      });
  }
  await http.ready();
  return http;
}

/** What cases do elsewhere, and what has to be there for them, happens at the story's time; the rest after the start. */
function dispatch(platform: Platform, rooms: readonly Room[]): Promise<Dispatcher> {
  const heard = rooms.flatMap(({ id, door }) =>
    (door.subscriptions?.(platform) ?? []).filter(
      ({ types }) => id === 'services/case' || types.every((type) => type.startsWith('case.')),
    ),
  );
  return startDispatcher(platform.db, heard, platform.clock);
}

async function multipart({ name, bytes }: Paper) {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)], { type: 'application/pdf' }), name);
  const request = new Request('http://localhost', { method: 'POST', body: form });
  const type = request.headers.get('content-type') ?? '';
  return { type, payload: Buffer.from(await request.arrayBuffer()) };
}

type Line = { type: string; payload: object | Buffer | undefined; version?: number | undefined };

const speaker =
  (http: Http, csrf: string) =>
  async <T>(who: Who, method: 'GET' | 'POST' | 'PUT', url: string, line: Line): Promise<T> => {
    const { type, payload, version } = line;
    const answer = await http.inject({
      method,
      url,
      headers: {
        ...(who !== undefined && { [HEADER]: who, 'x-csrf-token': csrf }),
        ...(method === 'POST' && { 'idempotency-key': v7() }),
        ...(version !== undefined && { 'if-match': `"${version}"` }),
        ...(payload && { 'content-type': type }),
      },
      ...(payload && { payload }),
    });
    if (answer.statusCode >= 400)
      throw new Error(`The story stops: ${method} ${url}: ${answer.statusCode} ${answer.body}`);
    const isJson = String(answer.headers['content-type']).includes('json');
    return (isJson ? answer.json() : undefined) as T;
  };

/** Opens the stage over a platform; nothing listens on the network. */
export async function openStage(
  platform: Platform,
  rooms: readonly Room[],
  county: County,
  begin: Date,
): Promise<Stage> {
  let now = begin;
  const csrf = randomBytes(16).toString('base64url');
  const inside: Platform = { ...platform, clock: () => now };
  const http = await serve(inside, rooms, county, csrf);
  const dispatcher = await dispatch(inside, rooms);
  const speak = speaker(http, csrf);
  const send: Stage['send'] = (who, method, path, { body, version } = {}) =>
    speak(who, method, path, { type: 'application/json', payload: body, version });
  return {
    now: () => now,
    set: (at) => {
      now = at;
    },
    send,
    upload: async (who, paper) => {
      const line = await multipart(paper);
      const path = '/api/services/material/materials';
      return (await speak<{ id: string }>(who, 'POST', path, line)).id;
    },
    act: async (who, caseId, verb, body = {}) => {
      const path = `/api/services/case/cases/${caseId}`;
      await send(who, 'PUT', `/api/services/review-desk/recent/${caseId}`);
      const { mine, version } = await send<DeskView>(who, 'GET', `${path}/desk`);
      const taskId = mine[0]?.id;
      await send(who, 'POST', `${path}/${verb}`, { body: { taskId, ...body }, version });
    },
    settle: () => dispatcher.drain(),
    close: async () => {
      await dispatcher.stop();
      await http.close();
    },
  };
}
