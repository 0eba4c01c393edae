import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { api, cookie, onSessionEnd } from './api.ts';
import { Problem } from './problem.ts';

// The client takes the origin of the page when it is made, that is at the import.
vi.hoisted(() => vi.stubGlobal('location', { origin: 'http://here.test' }));

type Reply = () => Response | Promise<Response>;
let sent: Request[] = [];
let replies: Reply[] = [];

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Reply =>
  () =>
    new Response(JSON.stringify(body), {
      status,
      headers: { 'content-type': 'application/json', ...headers },
    });

beforeEach(() => {
  sent = [];
  replies = [];
  const store = new Map<string, string>();
  vi.stubGlobal('localStorage', { getItem: (key: string) => store.get(key) ?? null });
  vi.stubGlobal('document', { cookie: 'a=1; yw_csrf=tok%2Ben; b=2' });
  vi.stubGlobal('fetch', async (request: Request) => {
    sent.push(request);
    const reply = replies.shift();
    if (!reply) throw new TypeError('Failed to fetch');
    return reply();
  });
  onSessionEnd(async () => false);
});
afterEach(() => vi.unstubAllGlobals());

const refused = async (act: Promise<unknown>): Promise<Problem> => {
  const thrown = await act.catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(Problem);
  return thrown as Problem;
};

it('reads with query and path values and sends no token', async () => {
  replies = [json(200, { items: [1] }, { etag: '"3"' })];
  const answer = await api.read<{ items: number[] }>('/api/x/{id}', {
    path: { id: 'a b' },
    query: { limit: 20, after: undefined },
  });
  expect(answer).toMatchObject({ data: { items: [1] }, version: '"3"' });
  expect(sent[0]?.url).toBe('http://here.test/api/x/a%20b?limit=20');
  expect(sent[0]?.headers.get('x-csrf-token')).toBeNull();
});

it('acts with token, key and version', async () => {
  replies = [json(201, { id: 1 })];
  await api.post('/api/x', { a: 1 }, { key: 'k1', version: 4 });
  const headers = sent[0]?.headers;
  expect(headers?.get('x-csrf-token')).toBe('tok+en');
  expect(headers?.get('idempotency-key')).toBe('k1');
  expect(headers?.get('if-match')).toBe('"4"');
  expect(await sent[0]?.json()).toEqual({ a: 1 });
});

it('sends files as multipart', async () => {
  replies = [json(201, {})];
  const body = new FormData();
  body.set('file', new Blob(['x']), 'x.txt');
  await api.post('/api/files', body);
  expect(sent[0]?.headers.get('content-type')).toMatch(/^multipart\/form-data; boundary=/);
});

it('repeats an act with the same key after sign-in in place', async () => {
  const asked = vi.fn(async () => true);
  onSessionEnd(asked);
  replies = [json(401, { code: 'http.signed_out' }), json(200, { ok: true })];
  expect(await api.post('/api/x', { a: 1 })).toEqual({ ok: true });
  expect(asked).toHaveBeenCalledOnce();
  const keys = sent.map((request) => request.headers.get('idempotency-key'));
  expect(keys[0]).toBe(keys[1]);
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
});

it('does not ask for sign-in when identity itself refuses, or when the person does not want to', async () => {
  const asked = vi.fn(async () => false);
  onSessionEnd(asked);
  replies = [
    json(401, { code: 'identity.wrong_password' }),
    json(401, { code: 'http.signed_out' }),
  ];
  expect((await refused(api.post('/api/services/identity/sign-in', {}))).code).toBe(
    'identity.wrong_password',
  );
  expect(asked).not.toHaveBeenCalled();
  expect((await refused(api.get('/api/x'))).code).toBe('http.signed_out');
  expect(sent).toHaveLength(2);
});

it('tells a missing network from a broken answer', async () => {
  expect((await refused(api.get('/api/x'))).status).toBe(0);
  replies = [() => new Response('<html>', { status: 200 })];
  expect((await refused(api.get('/api/x'))).code).toBe('ui.unknown');
  replies = [() => new Response('<html>', { status: 503 })];
  expect((await refused(api.get('/api/x'))).status).toBe(503);
});

it('accepts answers without a body', async () => {
  replies = [() => new Response(null, { status: 204 })];
  expect(await api.delete('/api/x')).toBeUndefined();
});

it('finds a cookie only by its whole name', () => {
  expect(cookie('csrf', 'yw_csrf=1; csrf=2')).toBe('2');
  expect(cookie('none', 'yw_csrf=1')).toBeUndefined();
});
