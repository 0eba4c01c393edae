import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import { defineErrors } from '../errors/index.ts';
import type { Call } from '../permission/index.ts';
import type { Platform } from './platform.ts';

export const errors = defineErrors('http', {
  sign_in_required: 401,
  forbidden: 403,
  level_too_low: 403,
  not_found: 404,
  malformed: 400,
  invalid: 422,
  too_large: 413,
  media_type: 415,
  stale: 412,
  if_match_missing: 428,
  key_missing: 428,
  key_malformed: 400,
  forged: 403,
  too_many: 429,
  failed: 500,
  unready: 503,
});

export type Http = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** The routes of one capability: a Fastify plugin under `/api/<wing>/<capability>`. */
export type Routes = (http: Http, platform: Platform) => void | Promise<void>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may: `public`, `signedIn`, or a permission `<capability>.<verb>` (contracts.md 17). */
    permission?: string;
    /** The session is not looked at: for plain HTML forms, which cannot send a CSRF header. */
    anonymous?: boolean;
    /** A creating POST: Idempotency-Key is demanded (contracts.md 19). */
    creates?: boolean;
    /** An edit or act on a versioned thing: If-Match is demanded (contracts.md 18). */
    ifMatch?: boolean;
    /** Lowest real-name level of a resident, 1–4; 0 or absent: any. */
    level?: number;
  }
  interface FastifyRequest {
    /** Who asks, when, and for what; made before the handler runs. */
    call: Call;
  }
}

/** The version in If-Match. @throws {AppError} `http.if_match_missing`, `http.malformed`. */
export function versionOf(request: FastifyRequest): number {
  const header = request.headers['if-match'];
  if (!header) throw errors.if_match_missing();
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(header)?.[1];
  if (version === undefined) throw errors.malformed({ where: 'if-match' });
  return Number(version);
}

/** Puts the version of what is answered into ETag. */
export const etag = (reply: FastifyReply, version: number) => reply.header('etag', `"${version}"`);

const KEY = /^[\x21-\x7e]{8,128}$/;

/**
 * The idempotency part of a call, from the header and the parsed body. `fingerprint` is keyed: a plain
 * hash of a body with a telephone or ID number in it could be guessed from a copy of the database.
 */
export function idempotencyOf(
  request: FastifyRequest,
  fingerprint: (text: string) => string,
): Call['idempotency'] {
  const { method, routeOptions } = request;
  const key = request.headers['idempotency-key'];
  if (method !== 'POST' || typeof key !== 'string') {
    if (routeOptions.config.creates) throw errors.key_missing();
    return undefined;
  }
  if (!KEY.test(key)) throw errors.key_malformed();
  const hash = fingerprint(`${request.url}\n${JSON.stringify(request.body ?? null)}`);
  return { route: routeOptions.url ?? request.url, key, hash };
}
