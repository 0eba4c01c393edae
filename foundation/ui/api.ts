import createClient, { type HeadersOptions } from 'openapi-fetch';
import { currentLocale, htmlLang } from '../i18n/browser.ts';
import { newKey } from './act-key.ts';
import { noAnswer, readProblem } from './problem.ts';

/** Values of a query string; undefined ones are left out. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export type Options = {
  query?: Query;
  /** Values of `{name}` places in the path. */
  path?: Readonly<Record<string, string | number>>;
  signal?: AbortSignal;
  /** Why personal data is opened, in the officer's words; the person concerned will read it. */
  purpose?: string;
};

export type ActOptions = Options & {
  /** The Idempotency-Key of the user's act; `useAct` keeps it over retries. A new one when absent. */
  key?: string;
  /** The version that was read (`ETag`), sent as `If-Match`. */
  version?: string | number;
};

/** What the server answered: the body and the version to send back with the next act. */
export type Answer<T> = { data: T; version: string | undefined; location: string | undefined };

type Operation = {
  parameters: { query?: Query; path?: Readonly<Record<string, string | number>> };
  requestBody?: { content: { 'application/json': unknown } };
  responses: { 200: { content: { 'application/json': unknown } } };
};
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type Paths = Record<string, Record<Method, Operation>>;

/** Asks the person to sign in again, in place; true when the same person did and the request may be repeated. */
export type SignInAgain = () => Promise<boolean>;
let signInAgain: SignInAgain = async () => false;

/** The shell says here how it asks for sign-in when a session has ended. */
export const onSessionEnd = (ask: SignInAgain): void => {
  signInAgain = ask;
};

/** The value of a cookie that scripts may read. */
export function cookie(name: string, all = document.cookie): string | undefined {
  const found = all.split('; ').find((one) => one.startsWith(`${name}=`));
  return found === undefined ? undefined : decodeURIComponent(found.slice(name.length + 1));
}

const etag = (version: string | number): string => {
  const text = String(version);
  return text.startsWith('"') || text.startsWith('W/') ? text : `"${text}"`;
};

const client = createClient<Paths>({
  baseUrl: globalThis.location?.origin ?? '',
  credentials: 'same-origin',
  fetch: (request) =>
    globalThis.fetch(request).catch((thrown: unknown) => {
      const givenUp = thrown instanceof DOMException && thrown.name === 'AbortError';
      throw givenUp ? thrown : noAnswer();
    }),
});

function headers(method: Method, options: ActOptions): HeadersOptions {
  const always = {
    'accept-language': htmlLang(currentLocale()),
    // Headers carry ASCII only.
    ...(options.purpose === undefined ? {} : { 'x-purpose': encodeURIComponent(options.purpose) }),
  };
  if (method === 'get') return always;
  return {
    ...always,
    // Read anew for each request: signing in again changes the token.
    'x-csrf-token': cookie('yw_csrf') ?? '',
    'idempotency-key': options.key ?? newKey(),
    ...(options.version === undefined ? {} : { 'if-match': etag(options.version) }),
  };
}

async function once(method: Method, path: string, options: ActOptions, body?: unknown) {
  const ask = {
    params: { query: options.query ?? {}, path: options.path ?? {} },
    headers: headers(method, options),
    ...(body === undefined
      ? {}
      : { body, ...(body instanceof FormData ? { bodySerializer: () => body } : {}) }),
    ...(options.signal ? { signal: options.signal } : {}),
  };
  try {
    return await client.request(method, path, ask);
  } catch (thrown) {
    // A body that is no JSON: a proxy's page came in place of the answer.
    throw thrown instanceof SyntaxError ? readProblem(502, undefined) : thrown;
  }
}

async function request<T>(method: Method, path: string, options: ActOptions, body?: unknown) {
  const kept = method === 'get' ? options : { key: newKey(), ...options };
  let result = await once(method, path, kept, body);
  // Identity's own 401 is an answer about the sign-in itself, not a session that has ended.
  const ended = result.response.status === 401 && !path.startsWith('/api/services/identity/');
  if (ended && (await signInAgain())) result = await once(method, path, kept, body);
  const { response, error, data } = result;
  if (!response.ok) throw readProblem(response.status, error);
  return {
    data: data as T,
    version: response.headers.get('etag') ?? undefined,
    location: response.headers.get('location') ?? undefined,
  } satisfies Answer<T>;
}

/**
 * The server's HTTP interface. Each call names the type it expects; paths may hold `{name}` places.
 * @throws {Problem} for every answer that is not 2xx, and with status 0 when none came.
 */
export const api = {
  /** Reads a resource or a list. */
  get: async <T>(path: string, options: Options = {}): Promise<T> =>
    (await request<T>('get', path, options)).data,
  /** Reads a resource together with its version, for a later edit or act. */
  read: <T>(path: string, options: Options = {}): Promise<Answer<T>> =>
    request<T>('get', path, options),
  /** Creates or acts; a `FormData` body is sent as multipart. */
  post: async <T>(path: string, body?: unknown, options: ActOptions = {}): Promise<T> =>
    (await request<T>('post', path, options, body)).data,
  put: async <T>(path: string, body: unknown, options: ActOptions = {}): Promise<T> =>
    (await request<T>('put', path, options, body)).data,
  patch: async <T>(path: string, body: unknown, options: ActOptions = {}): Promise<T> =>
    (await request<T>('patch', path, options, body)).data,
  delete: async <T>(path: string, options: ActOptions = {}): Promise<T> =>
    (await request<T>('delete', path, options)).data,
};

/** A page of a list (contracts.md 2 and 3). */
export type Page<T> = { items: T[]; next?: string | null };
