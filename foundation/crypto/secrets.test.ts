import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import {
  base32,
  credentialKeys,
  hashPassword,
  isOutdated,
  newCode,
  newTotpSecret,
  openKeys,
  randomToken,
  sameSecret,
  sha256,
  signToken,
  sm3,
  totpAddress,
  totpCode,
  verifyPassword,
  verifyToken,
  verifyTotp,
} from './index.ts';

const root = mkdtempSync(join(tmpdir(), 'secrets-'));
afterAll(() => rmSync(root, { recursive: true }));
const keys = openKeys(root, { now: new Date('2026-03-02T01:00:00Z') });
const invalid = expect.objectContaining({ code: 'crypto.token_invalid', status: 422 });

test('SM3 and SHA-256 give the values of GB/T 32905 appendix A and FIPS 180-4', () => {
  expect(sm3('abc').toString('hex')).toBe(
    '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
  );
  expect(sm3('abcd'.repeat(16)).toString('hex')).toBe(
    'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732',
  );
  expect(sha256('abc').toString('hex')).toMatch(/^ba7816bf8f01cfea/);
});

test('tokens and codes are random and of fixed form', () => {
  expect(randomToken()).toMatch(/^[\w-]{43}$/);
  expect(randomToken()).not.toBe(randomToken());
  expect(() => randomToken(8)).toThrow(RangeError);
  const codes = new Set(Array.from({ length: 200 }, newCode));
  for (const code of codes) expect(code).toMatch(/^\d{6}$/);
  expect(codes.size).toBeGreaterThan(190);
  expect(sameSecret('123456', '123456')).toBe(true);
  expect(sameSecret('123456', '123457')).toBe(false);
  expect(sameSecret('123456', '12345')).toBe(false);
});

// RFC 6238 appendix B.
test.each([
  [59, '94287082', '46119246', '90693936'],
  [1111111109, '07081804', '68084774', '25091201'],
  [1111111111, '14050471', '67062674', '99943326'],
  [1234567890, '89005924', '91819424', '93441116'],
  [2000000000, '69279037', '90698825', '38618901'],
  [20000000000, '65353130', '77737706', '47863826'],
])('TOTP at second %i as in RFC 6238', (second, one, two, five) => {
  const step = Math.floor(second / 30);
  const secret = (length: number) => Buffer.from('1234567890'.repeat(7).slice(0, length));
  expect(totpCode(secret(20), step, 8, 'sha1')).toBe(one);
  expect(totpCode(secret(32), step, 8, 'sha256')).toBe(two);
  expect(totpCode(secret(64), step, 8, 'sha512')).toBe(five);
});

test('a TOTP code is taken one step early or late, once', () => {
  const secret = newTotpSecret();
  const now = new Date('2026-03-02T01:00:10Z');
  const step = Math.floor(now.getTime() / 30_000);
  for (const near of [step - 1, step, step + 1])
    expect(verifyTotp(secret, totpCode(secret, near), now)).toBe(near);
  expect(verifyTotp(secret, totpCode(secret, step), now, step)).toBeUndefined();
  expect(verifyTotp(secret, totpCode(secret, step + 1), now, step)).toBe(step + 1);
  expect(verifyTotp(secret, totpCode(secret, step - 2), now)).toBeUndefined();
  expect(verifyTotp(secret, '', now)).toBeUndefined();
});

test('base32 as in RFC 4648 section 10, without padding', () => {
  const texts = ['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'];
  expect(texts.map((text) => base32(Buffer.from(text)))).toEqual([
    '',
    'MY',
    'MZXQ',
    'MZXW6',
    'MZXW6YQ',
    'MZXW6YTB',
    'MZXW6YTBOI',
  ]);
  expect(totpAddress('一网', 'a b', Buffer.from('foo'))).toContain('a%20b?secret=MZXW6&');
});

test('a password fits its own hash only, in either Unicode form', async () => {
  const stored = await hashPassword('Ångström-密码');
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(isOutdated(stored)).toBe(false);
  expect(isOutdated('$argon2id$v=19$m=4096,t=2,p=1$aaaa$bbbb')).toBe(true);
  expect(await verifyPassword(stored, 'A\u030angstro\u0308m-密码')).toBe(true);
  expect(await verifyPassword(stored, 'angström-密码')).toBe(false);
  expect(await verifyPassword(undefined, 'Ångström-密码')).toBe(false);
  expect(await verifyPassword(stored, 'x'.repeat(5000))).toBe(false);
});

test('more checks than the queue holds are told to come back', async () => {
  const results = await Promise.allSettled(
    Array.from({ length: 210 }, () => verifyPassword('$argon2id$broken', 'x')),
  );
  const codes = results.map((result) => (result.status === 'rejected' ? result.reason.code : ''));
  expect(codes.filter((code) => code === 'crypto.busy')).toHaveLength(8);
  expect(await verifyPassword(undefined, 'x')).toBe(false);
});

test('a token is read back by its kind with the published keys, also after a rotation', () => {
  const token = signToken(keys, 'certificate+jws', { no: 'AH-1', 姓名: '张三' });
  keys.rotate('credential', new Date('2026-03-02T01:00:00Z'));
  const published = credentialKeys(keys);
  expect(published.keys).toHaveLength(2);
  expect(JSON.stringify(published)).not.toContain('"d"');
  expect(verifyToken(published, 'certificate+jws', token)).toEqual({ no: 'AH-1', 姓名: '张三' });
  expect(() => verifyToken(published, 'presentation+jws', token)).toThrow(invalid);
  expect(() => verifyToken({ keys: [] }, 'certificate+jws', token)).toThrow(invalid);
});

test('an altered token, algorithm "none", a foreign key and rubbish are refused', () => {
  const published = credentialKeys(keys);
  const token = signToken(keys, 'c', { no: 1 });
  const [head = '', body = '', signature = ''] = token.split('.');
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const header = JSON.parse(Buffer.from(head, 'base64url').toString());
  const foreign = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const forged = sign('sha256', Buffer.from(`${head}.${body}`), {
    key: foreign,
    dsaEncoding: 'ieee-p1363',
  });
  for (const bad of [
    `${head}.${encode({ no: 2 })}.${signature}`,
    `${encode({ ...header, alg: 'none' })}.${body}.`,
    `${encode({ ...header, alg: 'HS256' })}.${body}.${signature}`,
    `${head}.${body}.${forged.toString('base64url')}`,
    `${head}.${body}`,
    `${token}.x`,
    `${head}.${body}.${signature.slice(0, 20)}`,
    'x'.repeat(9000),
    '',
    '..',
    `${encode('text')}.${body}.${signature}`,
  ])
    expect(() => verifyToken(published, 'c', bad), bad.slice(0, 40)).toThrow(invalid);
});
