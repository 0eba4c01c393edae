import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withActor } from '../db/index.ts';
import { createHttp, type Http } from '../http/index.ts';
import { actingAs, at, callOf, type TestDatabase, testDatabase } from '../testing/index.ts';
import { signCheckpoint } from './checkpoint.ts';
import routes, { enter, formatVkey, type LedgerKey, sequence, verifiersOf } from './index.ts';
import { append, EMPTY_EDGE, edgeRoot, leafHash } from './merkle.ts';
import { decodeBundle } from './tiles.ts';

const { privateKey } = generateKeyPairSync('ed25519');
const key: LedgerKey = { name: 'test.gov.example/ledger', privateKey };
const VKEY = formatVkey(verifiersOf(key)[0]!);
const now = at('2026-03-02 09:00');
const TOOL = fileURLToPath(new URL('../../tools/ledger-verify.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
let db: TestDatabase;
let http: Http;
let address: string;
/** The checkpoint at 100 entries, as somebody outside has kept it. */
let old: string;

const submit = async (count: number) => {
  await withActor(db, callOf(actingAs('person', 'p'), now), async (tx) => {
    for (let i = 0; i < count; i += 1)
      enter(tx, {
        kind: 'case.submitted',
        subject: { capability: 'case', id: `${i}` },
        facts: { i },
      });
  });
  await sequence(db, key, now);
};

beforeAll(async () => {
  db = await testDatabase();
  http = await createHttp({
    authenticate: async () => undefined,
    clock: () => now,
    publicUrl: 'http://localhost',
    production: false,
    rateLimit: 5,
    logger: false,
  });
  routes(http, { db, key });
  address = await http.listen({ port: 0, host: '127.0.0.1' });
  expect((await http.inject('/ledger/checkpoint')).statusCode).toBe(404);
  await submit(100);
  old = join(folder, 'old');
  writeFileSync(old, (await http.inject('/ledger/checkpoint')).body);
  await submit(500);
});
afterAll(async () => {
  await http.close();
  await db.close();
  rmSync(folder, { recursive: true });
});

const get = (path: string) => http.inject(`/ledger/${path}`);

describe('the public log', () => {
  test('serves checkpoint and key as text, the checkpoint for moments only', async () => {
    const checkpoint = await get('checkpoint');
    expect(checkpoint.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'public, max-age=1',
    });
    expect(checkpoint.body).toMatch(/^test\.gov\.example\/ledger\n600\n\S{44}\n\n— /);
    expect((await get('vkey')).body).toBe(`${VKEY}\n`);
  });

  test('serves tiles and bundles of the signed size, and of every size signed before', async () => {
    const whole = await get('tile/0/000');
    expect(whole.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    const entries = decodeBundle((await get('tile/entries/000')).rawPayload, 256);
    expect(whole.rawPayload).toEqual(Buffer.concat(entries.map(leafHash)));
    expect((await get('tile/0/000.p/100')).rawPayload).toEqual(whole.rawPayload.subarray(0, 3200));
    expect(decodeBundle((await get('tile/entries/000.p/100')).rawPayload, 100)).toEqual(
      entries.slice(0, 100),
    );
    expect((await get('tile/0/002.p/88')).rawPayload).toHaveLength(88 * 32);
    expect((await get('tile/1/000.p/2')).rawPayload).toHaveLength(64);
  });

  test.each([
    'tile/0/002',
    'tile/0/002.p/89',
    'tile/0/003.p/1',
    'tile/1/000',
    'tile/1/000.p/3',
    'tile/2/000.p/1',
    'tile/entries/002',
    'tile/entries/002.p/89',
    'tile/0/0',
    'tile/00/000',
    'tile/7/000',
    'tile/-1/000',
    'tile/0/x000/000',
    'tile/0/000.p/256',
    'tile/0/000.p/0',
    'tile/entries/../checkpoint',
    'tile/0/%00',
    "tile/0/000'--",
    `tile/0/${'x999/'.repeat(6)}999`,
    'pending',
  ])('has no %s', async (path) => {
    const answer = await get(path);
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['cache-control']).toBeUndefined();
  });
});

const run = (...args: string[]): Promise<{ code: number; out: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [TOOL, ...args], (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, out: stdout + stderr }),
    );
  });

/** A server that passes the log on, with some answers changed. */
async function mirror(change: (path: string, body: Buffer) => Buffer | undefined) {
  const server: Server = createServer((request, response) => {
    void http.inject({ url: request.url ?? '/' }).then((answer) => {
      const body = change(request.url ?? '/', answer.rawPayload);
      response.statusCode = body ? answer.statusCode : 404;
      response.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, close: () => new Promise((resolve) => server.close(resolve)) };
}

const changed = async (
  change: (path: string, body: Buffer) => Buffer | undefined,
  ...args: string[]
) => {
  const server = await mirror(change);
  try {
    return await run(server.url, '--vkey', VKEY, ...args);
  } finally {
    await server.close();
  }
};

const flip = (body: Buffer, i: number) => body.with(i, (body[i] ?? 0) ^ 1) as unknown as Buffer;

describe('npm run ledger:verify', { timeout: 60_000 }, () => {
  test('finds a good log sound, also as the continuation of an older checkpoint', async () => {
    const plain = await run(address);
    expect(plain).toMatchObject({ code: 0 });
    expect(plain.out).toMatch(/^sound: test\.gov\.example\/ledger, 600 entries, root /);
    expect(plain.out).toContain(`give it with --vkey: ${VKEY}`);
    const pinned = await run(`${address}/ledger/`, '--vkey', VKEY, '--since', old);
    expect(pinned).toMatchObject({ code: 0 });
    expect(pinned.out).toContain(`continues the 100 entries of ${old} (key as given)`);
  });

  test('names what is wrong with a changed log', async () => {
    const cases: [string, number, string][] = [
      ['/ledger/tile/entries/001', 5000, 'tile/0/001'],
      ['/ledger/tile/0/000', 32 * 17, 'entry 17, tile/0/000'],
      ['/ledger/tile/0/002.p/88', 5, 'entry 512, tile/0/002.p/88'],
      ['/ledger/tile/1/000.p/2', 5, 'tile/1/000.p/2'],
      ['/ledger/checkpoint', 30, 'signature is not valid'],
    ];
    for (const [path, i, words] of cases) {
      const { code, out } = await changed((at, body) => (at === path ? flip(body, i) : body));
      expect({ path, code, out }).toMatchObject({
        code: 1,
        out: expect.stringContaining('NOT SOUND'),
      });
      expect(out).toContain(words);
    }
    const missing = await changed((path, body) =>
      path.startsWith('/ledger/tile/entries/001') ? undefined : body,
    );
    expect(missing).toMatchObject({ code: 1, out: expect.stringContaining('001 is missing') });
  });

  test('detects a rewritten history, though it is signed with the right key and sound in itself', async () => {
    const entries = Array.from({ length: 100 }, (_, i) => Buffer.from(`other ${i}`));
    const forged = join(folder, 'forged');
    const { edge } = append(EMPTY_EDGE, entries.map(leafHash));
    writeFileSync(forged, signCheckpoint(key, 100, edgeRoot(edge)));
    const other = await run(address, '--vkey', VKEY, '--since', forged);
    expect(other).toMatchObject({ code: 1, out: expect.stringContaining('was rewritten') });
    const longer = join(folder, 'longer');
    writeFileSync(longer, signCheckpoint(key, 601, edgeRoot(edge)));
    const shrunk = await run(address, '--vkey', VKEY, '--since', longer);
    expect(shrunk).toMatchObject({ code: 1, out: expect.stringContaining('first 601 entries') });
  });

  test('falls back to full tiles where a log no longer keeps partial ones', async () => {
    await submit(168);
    const checkpoint = (await http.inject('/ledger/checkpoint')).body;
    await submit(100);
    const { code } = await changed((path, body) => {
      if (path === '/ledger/checkpoint') return Buffer.from(checkpoint);
      return path.includes('/002.p/') ? undefined : body;
    });
    expect(code).toBe(0);
  });

  test('refuses another key, bad addresses and bad use with clear words', async () => {
    const { privateKey: strange } = generateKeyPairSync('ed25519');
    const stranger = formatVkey(verifiersOf({ ...key, privateKey: strange })[0]!);
    const cases: [string[], number, string][] = [
      [[address, '--vkey', stranger], 1, 'not valid for a trusted ledger key'],
      [[address, '--vkey', 'nonsense'], 1, 'malformed (vkey)'],
      [['nonsense'], 1, 'not an address'],
      [['ftp://a.example'], 1, 'neither http'],
      [['http://127.0.0.1:1'], 1, 'fetch failed'],
      [[address, '--since', join(folder, 'none')], 1, 'cannot be read'],
      [[], 2, 'npm run ledger:verify'],
      [[address, '--what'], 2, '--what'],
    ];
    for (const [args, code, words] of cases)
      expect(await run(...args)).toMatchObject({ code, out: expect.stringContaining(words) });
  });

  test('notices an entry that says more than it may', async () => {
    const name = Buffer.from('{"name":"张三"}').toString('hex');
    await db.owner(
      `insert into ledger.pending (record_id, entry) values (gen_random_uuid(), '\\x${name}')`,
    );
    await sequence(db, key, now);
    const { code, out } = await run(address, '--vkey', VKEY);
    expect({ code, out }).toMatchObject({
      code: 1,
      out: expect.stringContaining('commitment: 868.'),
    });
  });
});
