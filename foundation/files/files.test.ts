import { createHash } from 'node:crypto';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openKeys } from '../crypto/index.ts';
import { chunksOf, openChunk, sealChunk } from './encryption.ts';
import { type FileStore, openFileStore } from './index.ts';

const root = mkdtempSync(join(tmpdir(), 'files-'));
const keys = openKeys(join(root, 'keys'), { now: new Date('2026-03-02T01:00:00Z') });
const folder = join(root, 'files');
let store: FileStore;
beforeAll(async () => {
  store = await openFileStore(folder, { keys });
});
afterAll(() => rmSync(root, { recursive: true }));

/** A small PDF; `objects` are inserted as they are. */
const pdf = (objects: string | Buffer = '', trailer = '') =>
  Buffer.concat([
    Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n'),
    Buffer.from(objects),
    Buffer.from(
      `\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 3 /Root 1 0 R ${trailer}>>\nstartxref\n60\n%%EOF\n`,
    ),
  ]);
/** One black pixel. */
const png = () =>
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
    'base64',
  );
const jpeg = (width = 100, height = 80, end = '\xff\xd9') =>
  Buffer.concat([
    Buffer.from(
      '\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xc0\x00\x11\x08',
      'latin1',
    ),
    Buffer.from([height >> 8, height & 255, width >> 8, width & 255]),
    Buffer.from(`\x03\x01\x22\0\x02\x11\x01\x03\x11\x01\xff\xda\0\x0c....${end}`, 'latin1'),
  ]);

/** A stored (unpacked) zip with the given entry names; `unpacked` lies about the size. */
function zip(names: string[], { unpacked = 0, flags = 0 } = {}): Buffer {
  const directory: Buffer[] = [];
  const bodies: Buffer[] = [];
  let offset = 0;
  for (const name of names) {
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(flags, 8);
    entry.writeUInt32LE(unpacked, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    bodies.push(local, Buffer.from(name));
    directory.push(entry, Buffer.from(name));
    offset += 30 + name.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(names.length, 8);
  end.writeUInt16LE(names.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, listing, end]);
}

const put = (name: string, content: Buffer, more: object = {}) =>
  store.put({ name, content, ...more });
const refused = (code: string, params: object = {}) =>
  expect.objectContaining({ code: `files.${code}`, params: expect.objectContaining(params) });
const fileOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256);

test('honest files of every kind are kept under their SHA-256 and come back', async () => {
  const kinds: [string, string, Buffer][] = [
    ['营业执照.pdf', 'pdf', pdf()],
    ['照片.PNG', 'png', png()],
    ['照片.jpg', 'jpeg', jpeg()],
    ['证照.ofd', 'ofd', zip(['OFD.xml', 'Doc_0/Document.xml'])],
    ['no extension', 'pdf', pdf('% other')],
  ];
  for (const [name, type, content] of kinds) {
    const stored = await put(name, content, { mediaType: 'application/octet-stream' });
    expect(stored).toMatchObject({ type, size: content.length, scanned: 'not_configured' });
    expect(stored.sha256).toBe(createHash('sha256').update(content).digest('hex'));
    expect(await store.read(stored.sha256)).toEqual(content);
    const onDisk = readFileSync(fileOf(stored.sha256));
    expect(onDisk.includes(content.subarray(0, 12))).toBe(false);
    expect(statSync(fileOf(stored.sha256)).mode & 0o777).toBe(0o600);
  }
  expect(store.scanner).toBe('not_configured');
  expect(readdirSync(join(folder, 'drafts'))).toEqual([]);
});

test('a program renamed to .pdf, a PDF renamed to .jpg and a wrong media type are disguised', async () => {
  const program = Buffer.concat([Buffer.from('MZ\x90\0'), pdf()]);
  await expect(put('申请表.pdf', program)).rejects.toEqual(
    refused('disguised', { claimed: 'pdf' }),
  );
  await expect(put('a.jpg', pdf())).rejects.toEqual(refused('disguised', { found: 'pdf' }));
  await expect(put('a.exe', pdf())).rejects.toEqual(refused('disguised', { claimed: 'exe' }));
  await expect(put('a.pdf', pdf(), { mediaType: 'image/png' })).rejects.toEqual(
    refused('disguised', { claimed: 'image/png' }),
  );
  await expect(put('a.ofd', zip(['word/document.xml']))).rejects.toEqual(refused('disguised'));
  expect(readdirSync(join(folder, 'drafts'))).toEqual([]);
});

test('kinds not taken are refused by name', async () => {
  await expect(put('a.exe', Buffer.from('MZ and the rest of it'))).rejects.toEqual(
    refused('type_refused'),
  );
  await expect(put('a.docx', zip(['word/document.xml']))).rejects.toEqual(refused('type_refused'));
  await expect(put('a.zip', zip(['a.txt']))).rejects.toEqual(refused('type_refused'));
  expect(await put('a.zip', zip(['a.txt']), { accept: ['zip'] })).toMatchObject({ type: 'zip' });
  await expect(put('a.png', png(), { accept: ['pdf'] })).rejects.toEqual(
    refused('type_refused', { accepted: ['pdf'] }),
  );
});

test('an empty file, and one byte too many', async () => {
  await expect(put('a.pdf', Buffer.alloc(0))).rejects.toEqual(refused('empty'));
  const content = pdf();
  await expect(put('a.pdf', content, { limit: content.length })).resolves.toBeDefined();
  await expect(put('a.pdf', content, { limit: content.length - 1 })).rejects.toMatchObject({
    code: 'files.too_large',
    status: 413,
  });
});

test('PDFs cut short or without a cross-reference table are broken', async () => {
  const whole = pdf('x'.repeat(200_000));
  await expect(put('a.pdf', whole.subarray(0, 150_000))).rejects.toEqual(refused('broken'));
  await expect(put('a.pdf', whole.subarray(0, -8))).rejects.toEqual(refused('broken'));
  await expect(put('a.pdf', Buffer.from('%PDF-1.7\nhello\n%%EOF\n'))).rejects.toEqual(
    refused('broken'),
  );
});

test('PDFs with a password or a program are refused, however the name is written', async () => {
  await expect(put('a.pdf', pdf('', '/Encrypt 5 0 R '))).rejects.toEqual(refused('locked'));
  const action = '3 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj\n';
  await expect(put('a.pdf', pdf(action))).rejects.toEqual(refused('active'));
  await expect(put('a.pdf', pdf(action.replace('/JavaScript', '/J#61vaScr#69pt')))).rejects.toEqual(
    refused('active'),
  );
  await expect(put('a.pdf', pdf('<< /S /Launch /F (cmd.exe) >>'))).rejects.toEqual(
    refused('active'),
  );
  // The name lies across the border of two 64 KB blocks.
  for (const shift of [0, 3, 7, 11])
    await expect(put('a.pdf', pdf(`${' '.repeat(65_470 - shift)}${action}`))).rejects.toEqual(
      refused('active'),
    );
});

test('a program inside a packed object stream is found; an ordinary one is let through', async () => {
  const stream = (
    content: string,
    dictionary = '/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode',
  ) =>
    Buffer.concat([
      Buffer.from(`4 0 obj\n<< ${dictionary} >>\nstream\n`),
      deflateSync(Buffer.from(content)),
      Buffer.from('\nendstream\nendobj\n'),
    ]);
  const program = '3 0 << /S /JavaScript /JS (x) >>';
  await expect(put('a.pdf', pdf(stream('3 0 << /Type /Font >>')))).resolves.toBeDefined();
  await expect(put('a.pdf', pdf(stream(program)))).rejects.toEqual(refused('active'));
  await expect(
    put('a.pdf', pdf(Buffer.concat([stream('3 0 << >>'), stream(program)]))),
  ).rejects.toEqual(refused('active'));
  await expect(
    put('a.pdf', pdf(stream(program, '/Type /#4fbjStm /Filter /#46lateDecode'))),
  ).rejects.toEqual(refused('active'));
  await expect(
    put('a.pdf', pdf(stream(program, '/Type /ObjStm /Filter [/ASCIIHexDecode /FlateDecode]'))),
  ).rejects.toEqual(refused('broken'));
  await expect(put('a.pdf', pdf(stream(program, '/Type /ObjStm /Filter 9 0 R')))).rejects.toEqual(
    refused('broken'),
  );
  // Dictionaries padded over the border of a block, and a comment that plays the beginning.
  const space = ' '.repeat(66_000);
  for (const dictionary of [
    `/Type /ObjStm ${space} /Filter /FlateDecode`,
    `/Filter /FlateDecode ${space} /Type /ObjStm`,
    '/Filter /FlateDecode %obj\n /Type /ObjStm',
    '/Type /ObjStm %stream\n /Filter /FlateDecode',
  ])
    await expect(put('a.pdf', pdf(stream(program, dictionary))), dictionary).rejects.toThrow(
      /^files\.(active|broken)$/,
    );
  await expect(put('a.pdf', pdf(stream('0'.repeat(9_000_000))))).rejects.toEqual(refused('broken'));
});

test('files made to keep the sieve busy are done with within two seconds', async () => {
  for (const unit of ['<<', '/ObjStm ', '/ObjStm stream\n1 ', '#', '/J#61vaScrip', 'obj ']) {
    const began = performance.now();
    await put('a.pdf', pdf(unit.repeat(4_000_000 / unit.length))).catch(() => undefined);
    expect(performance.now() - began, unit).toBeLessThan(2000);
  }
});

test('pictures cut short or of absurd size are refused without decoding them', async () => {
  const huge = png();
  huge.writeUInt32BE(60_000, 16);
  await expect(put('a.png', huge)).rejects.toEqual(
    refused('oversized_image', { width: 60_000, height: 1 }),
  );
  await expect(put('a.jpg', jpeg(19_000, 19_000))).rejects.toEqual(refused('oversized_image'));
  await expect(put('a.jpg', jpeg(0, 80))).rejects.toEqual(refused('broken'));
  await expect(put('a.jpg', jpeg(100, 80, ''))).rejects.toEqual(refused('broken'));
  await expect(put('a.png', png().subarray(0, -6))).rejects.toEqual(refused('broken'));
  const webp = Buffer.alloc(40);
  webp.write('RIFF    WEBPVP8X', 'latin1');
  webp.writeUInt32LE(32, 4);
  webp.writeUIntLE(799, 24, 3);
  webp.writeUIntLE(599, 27, 3);
  expect(await put('a.webp', webp)).toMatchObject({ type: 'webp', mediaType: 'image/webp' });
  webp.writeUInt32LE(3200, 4);
  await expect(put('a.webp', webp)).rejects.toEqual(refused('broken'));
});

test('zip bombs, paths outside, passwords and hidden parts are refused', async () => {
  const accept = { accept: ['zip', 'ofd'] };
  const bomb = zip(['OFD.xml'], { unpacked: 2 ** 31 });
  await expect(put('a.ofd', bomb, accept)).rejects.toEqual(refused('broken'));
  for (const name of ['../../etc/passwd', '/etc/passwd', 'a\\..\\b', 'C:/x'])
    await expect(put('a.zip', zip([name]), accept), name).rejects.toEqual(refused('broken'));
  await expect(put('a.zip', zip(['a'], { flags: 1 }), accept)).rejects.toEqual(refused('locked'));
  const hidden = Buffer.concat([zip(['OFD.xml']), zip(['OFD.xml'])]);
  await expect(put('a.ofd', hidden)).rejects.toEqual(refused('broken'));
});

test('a flipped byte, a cut end or an exchanged file is damage, never other content', async () => {
  const one = await put('a.pdf', pdf('x'.repeat(150_000)));
  const two = await put('b.pdf', pdf('y'.repeat(150_000)));
  const good = readFileSync(fileOf(one.sha256));
  for (const at of [0, 10, 64, 70_000, good.length - 1]) {
    const bad = Buffer.from(good);
    bad[at] = (bad[at] ?? 0) ^ 1;
    writeFileSync(fileOf(one.sha256), bad);
    await expect(store.read(one.sha256), `byte ${at}`).rejects.toEqual(refused('damaged'));
  }
  const chunk = 64 * 1024 + 16;
  for (const length of [0, 30, 64, 64 + chunk, 64 + 2 * chunk, good.length - 1]) {
    writeFileSync(fileOf(one.sha256), good.subarray(0, length));
    await expect(store.read(one.sha256), `length ${length}`).rejects.toEqual(refused('damaged'));
  }
  writeFileSync(fileOf(one.sha256), readFileSync(fileOf(two.sha256)));
  await expect(store.read(one.sha256)).rejects.toEqual(refused('damaged'));
  // Putting the same content again heals the copy.
  await put('a.pdf', pdf('x'.repeat(150_000)));
  expect(await store.read(one.sha256)).toEqual(pdf('x'.repeat(150_000)));
});

test('a stream that breaks off leaves nothing behind; old drafts are swept', async () => {
  async function* breaking() {
    yield pdf().subarray(0, 40);
    throw new Error('connection lost');
  }
  await expect(store.put({ name: 'a.pdf', content: breaking() })).rejects.toThrow('connection');
  expect(readdirSync(join(folder, 'drafts'))).toEqual([]);
  const stale = join(folder, 'drafts', 'left-over');
  writeFileSync(stale, 'x');
  writeFileSync(join(folder, 'drafts', 'in-work'), 'x');
  const now = new Date('2026-03-05T00:00:00Z');
  utimesSync(stale, new Date('2026-03-03T00:00:00Z'), new Date('2026-03-03T00:00:00Z'));
  utimesSync(join(folder, 'drafts', 'in-work'), now, now);
  expect(await store.sweep(now)).toBe(1);
  expect(readdirSync(join(folder, 'drafts'))).toEqual(['in-work']);
});

test('an unknown or malformed address is unknown; removed files too', async () => {
  const { sha256 } = await put('a.pdf', pdf('gone soon'));
  await store.remove(sha256);
  for (const address of [sha256, 'a'.repeat(64), '../../etc/passwd', ''])
    await expect(store.get(address)).rejects.toMatchObject({ code: 'files.unknown', status: 404 });
  await store.remove('../../etc/passwd');
});

test('the scanner sees the plain bytes; an infected file is not kept', async () => {
  const seen: string[] = [];
  const scanned = await openFileStore(join(root, 'scanned'), {
    keys,
    scan: async (plain) => {
      const digest = createHash('sha256');
      let bad = false;
      for await (const block of plain) {
        digest.update(block);
        bad ||= Buffer.from(block).includes('EICAR');
      }
      seen.push(digest.digest('hex'));
      return bad ? { clean: false, name: 'Eicar-Test' } : { clean: true };
    },
  });
  const stored = await scanned.put({ name: 'a.pdf', content: pdf('x'.repeat(100_000)) });
  expect(stored.scanned).toBe('clean');
  expect(seen).toEqual([stored.sha256]);
  await expect(scanned.put({ name: 'a.pdf', content: pdf('EICAR') })).rejects.toEqual(
    refused('infected', { name: 'Eicar-Test' }),
  );
  expect(readdirSync(join(root, 'scanned', 'drafts'))).toEqual([]);
});

test('16 MB in small pieces are stored and streamed back within two seconds each', async () => {
  const body = Buffer.alloc(16 * 1024 * 1024, 'abcdefghijklmnop');
  const content = pdf(body);
  async function* pieces() {
    for (let at = 0; at < content.length; at += 1400) yield content.subarray(at, at + 1400);
  }
  const began = performance.now();
  const { sha256 } = await store.put({ name: 'a.pdf', content: pieces() });
  const stored = performance.now();
  let size = 0;
  for await (const block of await store.get(sha256)) size += (block as Buffer).length;
  const read = performance.now();
  expect(size).toBe(content.length);
  expect(stored - began).toBeLessThan(2000);
  expect(read - stored).toBeLessThan(2000);
});

test('chunks are cut at exact borders and cannot be exchanged', async () => {
  async function* blocks() {
    for (const length of [3, 0, 5, 4]) yield Buffer.alloc(length, 1);
  }
  const cut: [number, boolean][] = [];
  for await (const { chunk, isLast } of chunksOf(blocks(), 4)) cut.push([chunk.length, isLast]);
  expect(cut).toEqual([
    [4, false],
    [4, false],
    [4, true],
  ]);
  const key = Buffer.alloc(32, 7);
  const sealed = sealChunk(key, 0, false, Buffer.from('abc'));
  expect(openChunk(key, 0, false, sealed).toString()).toBe('abc');
  expect(() => openChunk(key, 1, false, sealed)).toThrow(refused('damaged'));
  expect(() => openChunk(key, 0, true, sealed)).toThrow(refused('damaged'));
  expect(() => openChunk(key, 0, false, sealed.subarray(0, -12))).toThrow(refused('damaged'));
});
