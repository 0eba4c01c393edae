import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { Ajv2020 as Ajv } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import Fastify, { type FastifyBaseLogger, type FastifyRequest } from 'fastify';
import { AppError } from '../errors/index.ts';
import { errorKey, t } from '../i18n/index.ts';
import { type Actor, type Call, noScope } from '../permission/index.ts';
import { describeApi } from './openapi.ts';
import { Problem, problemOf, validationProblem } from './problem.ts';
import { errors, type Http, idempotencyOf } from './route.ts';

export type Session = { readonly actor: Actor; readonly csrf: string };

/** Finds the session of a request; filled by the capability that signs people in. */
export type Authenticator = (request: FastifyRequest) => Promise<Session | undefined>;

export type HttpOptions = {
  readonly authenticate: Authenticator;
  readonly clock: () => Date;
  readonly publicUrl: string;
  readonly production: boolean;
  readonly rateLimit: number;
  /** A keyed hash of a request, for idempotency. Default: keyed by this process, for tests. */
  readonly fingerprint?: (text: string) => string;
  readonly logger: FastifyBaseLogger | boolean;
};

const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
const BODY_LIMIT = 1024 * 1024;

const nobody: Actor = { kind: 'person', id: 'nobody', scope: noScope, authLevel: 0 };

const traceIdOf = (request: FastifyRequest): string => {
  const header = request.headers.traceparent;
  const given = typeof header === 'string' && /^00-([0-9a-f]{32})-/.exec(header)?.[1];
  return given || randomBytes(16).toString('hex');
};

const purposeOf = (request: FastifyRequest): string | undefined => {
  const header = request.headers['x-purpose'];
  if (typeof header !== 'string' || header.length > 1000) return undefined;
  try {
    return decodeURIComponent(header).trim().slice(0, 200) || undefined;
  } catch {
    return undefined;
  }
};

/** Browsers name the page that sends; a page of another origin may not act for the person signed in. */
const fromElsewhere = (request: FastifyRequest): boolean => {
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  return origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host);
};

const sameToken = (given: string | string[] | undefined, wanted: string): boolean => {
  const [a, b] = [Buffer.from(String(given)), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
};

function allow(request: FastifyRequest, actor: Actor | undefined): void {
  const { permission, level = 0 } = request.routeOptions.config;
  if (permission === 'public') return;
  if (!actor) throw errors.sign_in_required();
  if (permission !== 'signedIn' && !actor.permissions?.includes(permission ?? '-'))
    throw errors.forbidden({ permission: permission ?? null });
  if (actor.kind !== 'officer' && actor.authLevel < level)
    throw errors.level_too_low({ required: level, actual: actor.authLevel });
}

/** Decides who asks before the body is read, so that strangers cost little. */
function identify(http: Http, options: HttpOptions): void {
  const own = randomBytes(32);
  const fingerprint =
    options.fingerprint ??
    ((text: string) => createHmac('sha256', own).update(text).digest('base64url'));
  http.addHook('onRequest', async (request, reply) => {
    const traceId = traceIdOf(request);
    reply.header('x-trace-id', traceId);
    const base: Call = {
      actor: nobody,
      now: options.clock(),
      traceId,
      purpose: purposeOf(request),
    };
    request.call = base;
    const { permission } = request.routeOptions.config;
    if (permission === undefined) return; // files and unknown addresses
    const unsafe = UNSAFE.has(request.method);
    if (unsafe && fromElsewhere(request)) throw errors.forged();
    const { anonymous } = request.routeOptions.config;
    const session = anonymous ? undefined : await options.authenticate(request);
    if (session) request.call = { ...base, actor: session.actor };
    if (session && unsafe && !sameToken(request.headers['x-csrf-token'], session.csrf))
      throw errors.forged();
    allow(request, session?.actor);
    if (request.routeOptions.config.ifMatch && !request.headers['if-match'])
      throw errors.if_match_missing();
  });
  http.addHook('preHandler', async (request) => {
    if (request.routeOptions.config.permission === undefined) return;
    const idempotency = idempotencyOf(request, fingerprint);
    if (idempotency) request.call = { ...request.call, idempotency };
  });
}

const localeOf = (request: FastifyRequest) =>
  /^\s*en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh';

const FASTIFY_CODES: Record<string, (cause: unknown) => AppError> = {
  FST_ERR_CTP_BODY_TOO_LARGE: (cause) => errors.too_large({ limit: BODY_LIMIT }, { cause }),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: (cause) => errors.media_type({}, { cause }),
  FST_ERR_CTP_INVALID_JSON_BODY: (cause) => errors.malformed({ where: 'body' }, { cause }),
  FST_ERR_CTP_EMPTY_JSON_BODY: (cause) => errors.malformed({ where: 'body' }, { cause }),
};

type Failure = Error & {
  code?: string;
  statusCode?: number;
  validation?: Parameters<typeof validationProblem>[1];
  validationContext?: string;
};

const refusalOf = (error: Failure): AppError | undefined => {
  if (error instanceof AppError) return error;
  if (error.validation)
    return validationProblem(error.validationContext ?? 'body', error.validation);
  const known = error.code ? FASTIFY_CODES[error.code] : undefined;
  if (known) return known(error);
  if (error.statusCode === 429) return errors.too_many();
  const client =
    error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500;
  return client ? errors.malformed({ where: 'request' }, { cause: error }) : undefined;
};

/** Answers refusals as problems; anything else is a bug: logged whole, told without detail. */
function answerProblems(http: Http): void {
  http.setErrorHandler<Failure>((error, request, reply) => {
    const traceId = request.call?.traceId ?? randomBytes(16).toString('hex');
    const refusal = refusalOf(error);
    if (!refusal || refusal.status >= 500)
      request.log.error({ err: error, traceId }, 'request failed');
    const shown = refusal ?? errors.failed();
    const title = t(localeOf(request), errorKey(shown.code), shown.params);
    if (shown.status === 429) reply.header('retry-after', '60');
    return reply
      .code(shown.status)
      .type('application/problem+json')
      .send(JSON.stringify(problemOf(shown, title, traceId)));
  });
}

/**
 * Bodies are taken as they are; addresses, queries and headers are text and become numbers where the
 * schema says so. (Coerced bodies would turn null into an empty string.)
 */
function checkShapes(http: Http): void {
  const options = { allErrors: true, useDefaults: true, strict: false, removeAdditional: false };
  const exact = new Ajv(options);
  const lenient = new Ajv({ ...options, coerceTypes: 'array' });
  for (const ajv of [exact, lenient]) formats.default(ajv);
  http.setValidatorCompiler(({ schema, httpPart }) =>
    (httpPart === 'body' ? exact : lenient).compile(schema as object),
  );
}

/** Builds the HTTP server; capabilities are registered on it by apps/server. */
export async function createHttp(options: HttpOptions): Promise<Http> {
  const http: Http = Fastify({
    ...(typeof options.logger === 'boolean'
      ? { logger: options.logger }
      : { loggerInstance: options.logger }),
    bodyLimit: BODY_LIMIT,
    trustProxy: options.production,
    genReqId: () => randomBytes(8).toString('hex'),
    routerOptions: { maxParamLength: 256 },
  }).withTypeProvider<TypeBoxTypeProvider>();
  checkShapes(http);
  http.decorateRequest('call', null as unknown as Call);
  http.addSchema(Problem);
  answerProblems(http);
  await http.register(cookie);
  await http.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: options.production,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'same-origin' },
  });
  await http.register(rateLimit, { global: true, max: options.rateLimit, timeWindow: '1 minute' });
  identify(http, options);
  await describeApi(http, options.publicUrl);
  http.setNotFoundHandler({ preHandler: http.rateLimit() }, () => {
    throw errors.not_found();
  });
  return http;
}
