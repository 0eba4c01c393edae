import { createPublicKey, generateKeyPairSync, type JsonWebKey, sign, verify } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKeys, type PublicJwk } from '@yiwang/foundation/crypto';
import { withActor } from '@yiwang/foundation/db';
import { closePdf, renderPdf, sealPdf } from '@yiwang/foundation/pdf';
import { system } from '@yiwang/foundation/permission';
import { at, callOf } from '@yiwang/foundation/testing';
import jsQR from 'jsqr';
import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { issue, resume, revoke, suspend } from './index.ts';
import { newCard } from './sample.fixture.ts';
import type { Presentation, Verdict, Verification } from './schema.ts';
import { printedAddress } from './service-document.ts';
import { CSRF, multipartOf, openStage, type Stage } from './stage.fixture.ts';

const START = at('2026-03-02 09:00');
const API = '/api/services/certificate';
let stage: Stage;
let card: { id: string; identifier: string };
let pdf: Buffer;

beforeAll(async () => {
  stage = await openStage(START);
  card = await stage.card();
  pdf = (await get(`${API}/certificates/${card.id}/file`, { 'x-who': 'wang' })).rawPayload;
});
beforeEach(() => stage.set(START));
afterAll(async () => {
  await stage.close();
  await closePdf();
});

/** Each test asks from an address of its own, so that the limit of one does not meet another. */
let address = 0;
beforeEach(() => {
  address += 1;
});
const from = () => `10.0.0.${address}`;

const get = (url: string, headers: Record<string, string> = {}) =>
  stage.http.inject({ url, headers, remoteAddress: from() });
const post = (url: string, payload: Record<string, unknown>, headers = {}) =>
  stage.http.inject({ method: 'POST', url, payload, headers, remoteAddress: from() });
const present = async (id = card.id): Promise<Presentation> => {
  const headers = { 'x-who': 'wang', 'x-csrf-token': CSRF, 'idempotency-key': v7() };
  return (await post(`${API}/certificates/${id}/presentations`, {}, headers)).json();
};
const check = async (ask: Record<string, unknown>): Promise<Verdict> =>
  (await post(`${API}/verifications`, ask)).json();
const numberOf = async (id: string): Promise<string> => {
  const sql = 'select number from certificate.certificates where id = $1';
  return (await stage.db.owner<{ number: string }>(sql, [id]))[0]!.number;
};
const act = (id: string, fn: typeof suspend) =>
  withActor(stage.db, callOf(system('test'), stage.now()), (tx) =>
    fn(tx, stage.platform, id, { reason: '测试原因', basis: '测试依据' }),
  );

const upload = (bytes: Buffer, headers: Record<string, string> = {}, url = '/verify/file') =>
  stage.http.inject({ ...multipartOf(bytes, url, headers), remoteAddress: from() });
const outcomeOf = (page: { body: string }) => /data-outcome="(\w+)"/.exec(page.body)?.[1];

describe('a code that the holder shows', () => {
  test('opens a page that says valid and hides name and number', async () => {
    const { url, token, expiresAt, seconds, svg } = await present();
    expect(url).toBe(`${stage.platform.settings.publicUrl}/verify/${token}`);
    expect(seconds).toBe(180);
    expect(expiresAt).toBe('2026-03-02T01:03:00.000Z');
    expect(svg).toContain('<svg');
    const page = await get(`/verify/${token}`);
    expect(page.statusCode).toBe(200);
    expect(page.headers['cache-control']).toBe('no-store');
    expect(outcomeOf(page)).toBe('valid');
    for (const word of [
      '有效',
      '王**',
      '老年人优待证',
      '合肥市蜀山区民政局',
      '2026年3月2日',
      '2027年3月1日',
      '09:00:00',
      '演示印章',
    ])
      expect(page.body, word).toContain(word);
    expect(page.body).not.toContain('王小明');
    expect(page.body).not.toContain('19600101');
    expect(page.body).not.toContain(await numberOf(card.id));
    expect(page.body).not.toContain('<script');
    const english = await get(`/verify/${token}?lang=en`);
    expect(english.body).toContain('Senior citizen card');
  });

  test('runs out after three minutes, to the second', async () => {
    const { token } = await present();
    stage.set(at('2026-03-02 09:02:59'));
    expect(outcomeOf(await get(`/verify/${token}`))).toBe('valid');
    stage.set(at('2026-03-02 09:03:00'));
    const late = await get(`/verify/${token}`);
    expect(outcomeOf(late)).toBe('code_expired');
    expect(late.body).toContain('二维码已失效');
    expect(late.body).not.toContain('王**');
  });

  test.each(['a'.repeat(32), '0', '..%2f', "'%20or%201=1", '王'])(
    'a code that nobody made (%s) is not found',
    async (token) => {
      const page = await get(`/verify/${encodeURIComponent(token)}`);
      expect(outcomeOf(page)).toBe(token.includes('.') ? 'forged' : 'unknown');
      expect(page.body).not.toContain('王**');
    },
  );

  test.each([
    ['suspended', [suspend]],
    ['valid', [suspend, resume]],
    ['revoked', [revoke]],
  ] as const)('says %s as soon as the office has done so', async (outcome, done) => {
    const { id } = await stage.card();
    const { token } = await present(id);
    for (const each of done) await act(id, each);
    expect(outcomeOf(await get(`/verify/${token}`))).toBe(outcome);
  });

  test('the token itself is not in the database', async () => {
    const { token } = await present();
    const rows = await stage.db.owner<{ text: string }>(
      'select p::text as text from certificate.presentations p',
    );
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test('its page leads to the ledger receipt', async () => {
    const { token } = await present();
    const page = await get(`/verify/${token}`);
    expect(page.body).toContain(`/verify/${token}/receipt`);
    const receipt = await get(`/verify/${token}/receipt`);
    expect(receipt.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(receipt.body).toMatch(/^c2sp\.org\/tlog-proof@v1\n/);
    expect((await get(`/verify/${'b'.repeat(32)}/receipt`)).statusCode).toBe(404);
  });
});

describe('the offline code', () => {
  const parts = (jws: string) => jws.split('.') as [string, string, string];
  const bodyOf = (jws: string) =>
    JSON.parse(Buffer.from(parts(jws)[1], 'base64url').toString()) as Record<string, unknown>;

  test('verifies with the published keys alone, and tells no more than the page', async () => {
    const { offline } = await present();
    const { keys } = (await get(`${API}/jwks`)).json<{ keys: PublicJwk[] }>();
    const [head, body, signature] = parts(offline.jws);
    const { kid, alg } = JSON.parse(Buffer.from(head, 'base64url').toString());
    const key = createPublicKey({
      key: keys.find((each) => each.kid === kid) as unknown as JsonWebKey,
      format: 'jwk',
    });
    const good = verify(
      'sha256',
      Buffer.from(`${head}.${body}`),
      { key, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
    expect([alg, good]).toEqual(['ES256', true]);
    expect(bodyOf(offline.jws)).toEqual({
      iss: stage.platform.settings.publicUrl,
      sub: card.identifier,
      name: '王**',
      type: '老年人优待证',
      until: '2027-03-01',
      state: 'valid',
      iat: START.getTime() / 1000,
      exp: START.getTime() / 1000 + 180,
    });
  });

  test('is small enough to be read from a screen', async () => {
    const { offline } = await present();
    const side = Number(/viewBox="0 0 (\d+)/.exec(offline.svg)?.[1]) * 4;
    const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
    for (const [, x, y] of offline.svg.matchAll(/M(\d+) (\d+)h1v1/g))
      for (let row = 0; row < 4; row += 1)
        for (let column = 0; column < 4; column += 1) {
          const at = ((Number(y) * 4 + row) * side + Number(x) * 4 + column) * 4;
          pixels.fill(0, at, at + 3);
        }
    const decode = (jsQR as unknown as { default: typeof jsQR.default }).default ?? jsQR;
    const read = decode(pixels, side, side);
    expect(read?.data).toBe(offline.jws);
  });

  test('online it is checked against the record; late or forged it is refused', async () => {
    const { offline } = await present();
    expect(await check({ token: offline.jws })).toMatchObject({ outcome: 'valid' });
    const [head, , signature] = parts(offline.jws);
    const changed = { ...bodyOf(offline.jws), until: '2099-12-31' };
    const body = Buffer.from(JSON.stringify(changed)).toString('base64url');
    expect(await check({ token: `${head}.${body}.${signature}` })).toMatchObject({
      outcome: 'forged',
      certificate: null,
    });
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const own = sign('sha256', Buffer.from(`${head}.${body}`), {
      key: privateKey,
      dsaEncoding: 'ieee-p1363',
    }).toString('base64url');
    expect((await check({ token: `${head}.${body}.${own}` })).outcome).toBe('forged');
    const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    expect((await check({ token: `${none}.${body}.` })).outcome).toBe('forged');
    stage.set(at('2026-03-02 09:03:00'));
    expect((await check({ token: offline.jws })).outcome).toBe('code_expired');
  });
});

describe('the PDF handed in', () => {
  test('as it was downloaded is valid', async () => {
    const page = await upload(pdf, { origin: 'http://localhost:8080' });
    expect(page.statusCode).toBe(200);
    expect(outcomeOf(page)).toBe('valid');
    expect(page.body).toContain('王**');
    const link = /href="(\/verify\/receipt[^"]+)"/.exec(page.body)?.[1]?.replaceAll('&amp;', '&');
    expect((await get(link ?? '')).body).toMatch(/^c2sp\.org\/tlog-proof@v1\n/);
  });

  test('with one byte altered, appended or cut is not valid', async () => {
    for (const place of [200, Math.floor(pdf.length / 2), pdf.length - 40]) {
      const altered = Buffer.from(pdf);
      altered[place] = (altered[place] ?? 0) ^ 1;
      const page = await upload(altered);
      expect(outcomeOf(page), String(place)).toBe('tampered');
      expect(page.body).toContain('被篡改');
      expect(page.body).not.toContain('王**');
    }
    expect(outcomeOf(await upload(Buffer.concat([pdf, Buffer.from('\n')])))).toBe('tampered');
    expect(outcomeOf(await upload(pdf.subarray(0, -1)))).toBe('tampered');
  });

  test('says suspended, revoked and expired by the record, though the seal holds', async () => {
    const { id } = await stage.card();
    const own = (await get(`${API}/certificates/${id}/file`, { 'x-who': 'wang' })).rawPayload;
    await act(id, suspend);
    expect(outcomeOf(await upload(own))).toBe('suspended');
    stage.set(at('2027-03-02 00:00'));
    expect(outcomeOf(await upload(own))).toBe('expired');
    stage.set(START);
    await act(id, revoke);
    expect(outcomeOf(await upload(own))).toBe('revoked');
  });

  test('without seal, of another document or sealed by another is not one of ours', async () => {
    const document = {
      title: '通知',
      language: 'zh-CN',
      author: '某局',
      createdAt: START.toISOString(),
      blocks: [{ kind: 'paragraph', text: '与证照无关' }],
    } as const;
    const bare = await renderPdf(document);
    expect(outcomeOf(await upload(bare))).toBe('unknown');
    expect(outcomeOf(await upload(Buffer.from('no PDF at all')))).toBe('unknown');
    const options = { sealedAt: START.toISOString(), name: '某局', reason: '测试' };
    const { keys } = stage.platform;
    expect(outcomeOf(await upload(await sealPdf(bare, keys, options)))).toBe('unknown');
    const folder = mkdtempSync(join(tmpdir(), 'forger-'));
    const forger = openKeys(folder, { now: START });
    expect(outcomeOf(await upload(await sealPdf(bare, forger, options)))).toBe('forged');
    rmSync(folder, { recursive: true });
  });

  test('nothing, too much, or a form from another site gets no result', async () => {
    const empty = await upload(Buffer.alloc(0));
    expect(empty.statusCode).toBe(422);
    expect(empty.body).toContain('请选择一份 PDF 文件');
    const large = await upload(Buffer.alloc(5 * 1024 * 1024 + 1));
    expect(large.statusCode).toBe(413);
    expect(large.body).toContain('5 MB');
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ] as Record<string, string>[])
      expect((await upload(pdf, headers)).statusCode).toBe(403);
    const json = await post('/verify/file', { file: 'x' });
    expect(json.statusCode).toBe(415);
  });

  test('is taken from somebody signed in too, whose browser cannot send the CSRF header', async () => {
    expect(outcomeOf(await upload(pdf, { 'x-who': 'li' }))).toBe('valid');
  });

  test('programs get the same answer as JSON', async () => {
    const answer = await upload(pdf, {}, `${API}/verifications/file`);
    expect(answer.json<Verdict>()).toMatchObject({
      outcome: 'valid',
      certificate: { identifier: card.identifier, holder: '王**', pilotSeal: true },
    });
    const none = await upload(Buffer.alloc(0), {}, `${API}/verifications/file`);
    expect(none.json()).toMatchObject({ code: 'certificate.no_file', status: 422 });
  });
});

describe('what stands on paper', () => {
  test('the printed code leads to the result', async () => {
    const address = new URL(printedAddress(stage.platform, card.identifier));
    const page = await get(address.pathname + address.search);
    expect(outcomeOf(page)).toBe('valid');
    address.searchParams.set('c', 'AAAAAAAA');
    expect(outcomeOf(await get(address.pathname + address.search))).toBe('forged');
    const other = card.identifier.replace(/.$/, (check) => (check === 'A' ? 'B' : 'A'));
    address.searchParams.set('i', other);
    expect(outcomeOf(await get(address.pathname + address.search))).toBe('forged');
  });

  test('identifier and last four of the number, typed in any way', async () => {
    const end = (await numberOf(card.id)).slice(-4);
    const ask = (i: string, c: string) =>
      get(`/verify?i=${encodeURIComponent(i)}&c=${encodeURIComponent(c)}`);
    expect(outcomeOf(await ask(card.identifier, end))).toBe('valid');
    expect(outcomeOf(await ask(` ${card.identifier.toLowerCase()} `, end))).toBe('valid');
    const wrong = String((Number(end) + 1) % 10_000).padStart(4, '0');
    expect(outcomeOf(await ask(card.identifier, wrong))).toBe('unknown');
    expect(outcomeOf(await ask('1.2.156.3005.2.1.2.3', end))).toBe('unknown');
    expect(await check({ identifier: card.identifier, code: end })).toMatchObject({
      outcome: 'valid',
      certificate: { identifier: card.identifier },
    });
    const half = await get(`/verify?i=${card.identifier}&c=`);
    expect(half.statusCode).toBe(422);
    expect(half.body).toContain(`value="${card.identifier}"`);
  });

  test('what is typed comes back escaped', async () => {
    const page = await get(`/verify?c=&i=${encodeURIComponent('"><script>alert(1)</script>')}`);
    expect(page.body).not.toContain('<script>');
  });

  test('the form is plain HTML in both languages', async () => {
    const page = await get('/verify');
    expect(page.body).toContain('action="/verify/file?lang=zh"');
    expect(page.body).not.toContain('<script');
    expect((await get('/verify', { 'accept-language': 'en-GB' })).body).toContain(
      'Verify a certificate',
    );
  });
});

describe('who asks', () => {
  test('too often is stopped', async () => {
    const codes: number[] = [];
    for (let i = 0; i < 35; i += 1) codes.push((await get(`/verify/${'c'.repeat(32)}`)).statusCode);
    expect(codes.filter((code) => code === 200)).toHaveLength(30);
    expect(codes.at(-1)).toBe(429);
  });

  test('stands in the list that the holder sees, with result and way, without address', async () => {
    const { id } = await stage.card();
    const { token } = await present(id);
    await get(`/verify/${token}`);
    stage.set(at('2026-03-02 09:01'));
    await get(`/verify/${token}`, { 'x-who': 'reviewer' });
    stage.set(at('2026-03-02 09:02'));
    await act(id, suspend);
    await check({ token });
    const url = `${API}/certificates/${id}/verifications`;
    const { items } = (await get(url, { 'x-who': 'wang' })).json<{ items: Verification[] }>();
    expect(items.map(({ outcome, method, verifier }) => [outcome, method, verifier])).toEqual([
      ['suspended', 'code', 'public'],
      ['valid', 'code', 'officer'],
      ['valid', 'code', 'public'],
    ]);
    expect(items[1]?.organizationName?.zh).toBe('合肥市蜀山区民政局');
    expect(JSON.stringify(items)).not.toContain('10.0.0');
    const rows = await stage.db.owner(
      'select shown_at from certificate.presentations where certificate_id = $1',
      [id],
    );
    expect(rows).toHaveLength(1);
    expect((await get(url, { 'x-who': 'li' })).statusCode).toBe(404);
  });

  test('before its first day a certificate is real, but not in force', async () => {
    const early = {
      ...newCard({ subjectId: 's-wang', name: '王小明' }),
      validFromOn: '2026-04-01',
    };
    const { id, identifier } = await withActor(stage.db, callOf(system('test'), START), (tx) =>
      issue(tx, stage.platform, early),
    );
    const code = (await numberOf(id)).slice(-4);
    expect((await check({ identifier, code })).outcome).toBe('not_yet');
  });
});
