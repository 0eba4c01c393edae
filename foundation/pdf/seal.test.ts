import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openKeys } from '../crypto/index.ts';
import {
  closePdf,
  type PdfDocument,
  renderPdf,
  renderSealedPdf,
  sealPdf,
  verifySeal,
} from './index.ts';

const root = mkdtempSync(join(tmpdir(), 'seal-'));
const now = new Date('2026-03-02T01:00:00Z');
const keys = openKeys(join(root, 'a'), { now, organization: '合肥市数据资源管理局' });
const strangers = openKeys(join(root, 'b'), { now, organization: '合肥市数据资源管理局' });
const first = keys.certificates();
const { anchors } = first;
const document: PdfDocument = {
  title: '受理通知书',
  language: 'zh-CN',
  author: '合肥市数据资源管理局',
  createdAt: now.toISOString(),
  blocks: [
    { kind: 'paragraph', text: '准予许可（一）。' },
    { kind: 'signature', lines: ['合肥市'], seal: { name: '合肥市数据资源管理局' } },
  ],
};
const options = { sealedAt: now.toISOString(), name: '合肥市（数据）局', reason: '文书) /X (签发' };
let plain: Buffer;
let sealed: Buffer;
/** Where the signature's hexadecimal digits stand. */
let gap: { from: number; to: number };

beforeAll(async () => {
  plain = await renderPdf(document);
  sealed = await renderSealedPdf(document, keys, options);
  const from = sealed.indexOf('/Contents <') + '/Contents '.length;
  gap = { from, to: sealed.indexOf('>', from) + 1 };
});
afterAll(async () => {
  await closePdf();
  rmSync(root, { recursive: true });
});

test('a sealed document is valid, names its signer and is covered whole', () => {
  expect(verifySeal(sealed, anchors, now)).toEqual({
    valid: true,
    signer: {
      name: '合肥市数据资源管理局',
      organization: '合肥市数据资源管理局',
      serial: expect.stringMatching(/^[0-9A-F]{32}$/),
    },
    coversWholeFile: true,
    problems: [],
  });
});

test('a finished PDF is sealed too, also after the key was replaced', async () => {
  const old = keys.certificates().document;
  const one = await sealPdf(plain, keys, options);
  keys.rotate('document', now);
  const two = await sealPdf(plain, keys, options);
  expect(keys.certificates().document.equals(old)).toBe(false);
  for (const bytes of [one, two]) expect(verifySeal(bytes, anchors, now).valid).toBe(true);
});

test('any changed byte outside the signature is found', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (spot, flip) => {
      const outside = sealed.length - (gap.to - gap.from);
      const at = (spot % outside) + (spot % outside >= gap.from ? gap.to - gap.from : 0);
      const bad = Buffer.from(sealed);
      bad[at] = (bad[at] ?? 0) ^ flip;
      expect(verifySeal(bad, anchors, now).valid).toBe(false);
    }),
    { numRuns: 200 },
  );
});

test('any changed byte of the certificate, the signed attributes or the signature is found', () => {
  const cms = Buffer.from(sealed.toString('latin1', gap.from + 1, gap.to - 1), 'hex');
  const certificate = cms.indexOf(first.document);
  const attributes = cms.indexOf(Buffer.from('06092a864886f70d010903', 'hex'));
  const end = cms.toString('latin1').replace(/\0+$/, '').length;
  expect(Math.min(certificate, attributes)).toBeGreaterThan(0);
  const parts = [
    [certificate, certificate + first.document.length],
    [attributes, end],
  ] as const;
  for (const [from, to] of parts)
    for (let at = from; at < to; at += 11) {
      const bad = Buffer.from(sealed);
      const changed = ((cms[at] ?? 0) ^ 1).toString(16).padStart(2, '0');
      bad.write(changed, gap.from + 1 + 2 * at, 'latin1');
      expect(verifySeal(bad, anchors, now).valid, `byte ${at}`).toBe(false);
    }
});

test('what was changed is said: words, additions, padding', () => {
  const words = Buffer.from(sealed);
  words[words.indexOf('/Title') + 9] = 0x41;
  expect(verifySeal(words, anchors, now).problems).toEqual(['altered']);
  const added = Buffer.concat([sealed, Buffer.from('\n9 0 obj\n<<>>\nendobj\n%%EOF\n')]);
  expect(verifySeal(added, anchors, now)).toMatchObject({
    valid: false,
    coversWholeFile: false,
    problems: ['not_whole_file'],
  });
  const padded = Buffer.from(sealed);
  padded.write('ff', gap.to - 3);
  expect(verifySeal(padded, anchors, now).problems).toEqual(['malformed']);
  const hidden = Buffer.from(sealed);
  hidden.write('> 7 0 obj <', gap.to - 40);
  expect(verifySeal(hidden, anchors, now).problems).toEqual(['malformed']);
});

test('ranges that leave something out, or a second signature, do not count as whole', () => {
  const range = /\/ByteRange \[0 (\d+) (\d+) (\d+)\]/.exec(sealed.toString('latin1'));
  const shorter = Buffer.from(sealed);
  const [all = '', one, two, three] = range ?? [];
  const rest = String(Number(three) - 1).padStart(three?.length ?? 0, '0');
  shorter.write(`/ByteRange [0 ${one} ${two} ${rest}]`, range?.index ?? 0, 'latin1');
  expect(verifySeal(shorter, anchors, now)).toMatchObject({ coversWholeFile: false, valid: false });
  const doubled = Buffer.concat([sealed, Buffer.from(`\n${all}`)]);
  expect(verifySeal(doubled, anchors, now)).toMatchObject({ coversWholeFile: false, valid: false });
});

test('a seal of the same name from another authority is not trusted', async () => {
  const foreign = await sealPdf(plain, strangers, options);
  expect(verifySeal(foreign, anchors, now).problems).toEqual(['untrusted']);
  expect(verifySeal(foreign, [], now).problems).toEqual(['untrusted']);
  expect(verifySeal(foreign, strangers.certificates().anchors, now).valid).toBe(true);
});

test('outside the validity of the certificate the seal is not valid', () => {
  for (const at of ['2026-03-02T00:59:59Z', '2036-03-02T01:00:01Z'])
    expect(verifySeal(sealed, anchors, new Date(at)).problems).toEqual(['period']);
});

test('a signature that another key made is refused', async () => {
  const wrong = { ...keys, sign: strangers.sign };
  const bytes = await sealPdf(plain, wrong, options);
  expect(verifySeal(bytes, anchors, now).problems).toEqual(['signature']);
});

test('the authority itself may not seal', async () => {
  const certificates = keys.certificates();
  const bytes = await sealPdf(
    plain,
    { ...keys, certificates: () => ({ ...certificates, document: certificates.authority }) },
    options,
  );
  expect(verifySeal(bytes, anchors, now).problems).toEqual(
    expect.arrayContaining(['certificate', 'signature']),
  );
});

test('files without a seal and rubbish are answered, not thrown at', () => {
  expect(verifySeal(plain, anchors, now).problems).toEqual(['no_seal']);
  expect(verifySeal(Buffer.alloc(0), anchors, now).problems).toEqual(['no_seal']);
  for (const text of [
    '/ByteRange [0 1 1 1]',
    '/ByteRange [0 9999999999 99999999999 1]',
    '/ByteRange [0 20 23 2]<>..',
    '/ByteRange [0 20 26 2]<3000>..',
  ])
    expect(verifySeal(Buffer.from(text), anchors, now)).toMatchObject({ valid: false });
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (cms) => {
      const hex = Buffer.from(cms).toString('hex');
      const head = '/ByteRange [0 00000 00000 00000]';
      const second = head.length + hex.length + 2;
      const digits = (value: number) => String(value).padStart(5, '0');
      const file = `/ByteRange [0 ${digits(head.length)} ${digits(second)} ${digits(3)}]<${hex}>end`;
      expect(verifySeal(Buffer.from(file), anchors, now).valid).toBe(false);
    }),
    { numRuns: 200 },
  );
});

test('a sealed file is not sealed again, and what is no PDF is not sealed', async () => {
  await expect(sealPdf(sealed, keys, options)).rejects.toMatchObject({
    code: 'pdf.already_sealed',
  });
  await expect(sealPdf(Buffer.from('hello'), keys, options)).rejects.toMatchObject({
    code: 'pdf.unreadable',
    status: 422,
  });
});

test('a key service that fails is reported; the next document is sealed', async () => {
  const failing = {
    ...keys,
    sign: () => {
      throw new Error('token removed');
    },
  };
  await expect(sealPdf(plain, failing, options)).rejects.toThrow('token removed');
  expect(verifySeal(await sealPdf(plain, keys, options), anchors, now).valid).toBe(true);
});

test('drawing, sealing and checking take less than two seconds together', async () => {
  const began = performance.now();
  const bytes = await renderSealedPdf(document, keys, options);
  expect(verifySeal(bytes, anchors, now).valid).toBe(true);
  expect(performance.now() - began).toBeLessThan(2000);
});

const noPdfsig = spawnSync('pdfsig', ['-v']).error !== undefined;
test.skipIf(noPdfsig)('poppler agrees: valid, whole, and altered when altered', () => {
  const check = (bytes: Buffer) => {
    const file = join(root, 'check.pdf');
    writeFileSync(file, bytes);
    return spawnSync('pdfsig', [file]).stdout.toString();
  };
  const report = check(sealed);
  expect(report).toContain('Signature is Valid');
  expect(report).toContain('Total document signed');
  expect(report).toContain('ETSI.CAdES.detached');
  const bad = Buffer.from(sealed);
  bad[bad.indexOf('/Title') + 9] = 0x41;
  expect(check(bad)).toContain('Digest Mismatch');
});
