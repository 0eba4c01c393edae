import { X509Certificate } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { KeyFolderError, normalise, openKeys } from './index.ts';

const now = new Date('2026-03-02T01:00:00.250Z');
const root = mkdtempSync(join(tmpdir(), 'keys-'));
afterAll(() => rmSync(root, { recursive: true }));

let made = 0;
const folder = () => join(root, String(++made));
const place = { table: 'person.people', id: '0190', column: 'name' };
const unreadable = expect.objectContaining({ code: 'crypto.unreadable' });
const shared = openKeys(folder(), { now });

test('the first start makes every key, readable by its owner only; the second finds them', () => {
  const path = folder();
  const first = openKeys(path, { now });
  expect(statSync(path).mode & 0o777).toBe(0o700);
  for (const file of readdirSync(path)) expect(statSync(join(path, file)).mode & 0o777).toBe(0o600);
  const sealed = first.seal('张三', place);
  const second = openKeys(path, { now });
  expect(second.openText(sealed, place)).toBe('张三');
  expect(second.masterFingerprint).toBe(first.masterFingerprint);
  expect(second.certificates()).toEqual(first.certificates());
});

test('a folder that others may read, or a lost key, stops the start', () => {
  const open = folder();
  openKeys(open, { now });
  chmodSync(join(open, 'master.1.key'), 0o644);
  expect(() => openKeys(open, { now })).toThrow(KeyFolderError);
  const lost = folder();
  openKeys(lost, { now });
  rmSync(join(lost, 'master.1.key'));
  expect(() => openKeys(lost, { now })).toThrow(/master key is missing/);
});

test('a lost older version stops the start too', () => {
  const path = folder();
  openKeys(path, { now }).rotate('index', now);
  rmSync(join(path, 'index.1.key'));
  expect(() => openKeys(path, { now })).toThrow(/index key is missing/);
});

test('any text comes back, and equal texts have different ciphertexts', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const clean = text.toWellFormed();
      const sealed = shared.seal(clean, place);
      expect(shared.openText(sealed, place)).toBe(clean);
      expect(sealed.equals(shared.seal(clean, place))).toBe(false);
      expect(sealed.length).toBe(Buffer.byteLength(clean) + 92);
    }),
    { numRuns: 200 },
  );
});

test('a ciphertext opens in no other table, row, column or version', () => {
  const sealed = shared.seal('张三', place);
  for (const other of [
    { ...place, table: 'person.pets' },
    { ...place, id: '0191' },
    { ...place, column: 'phone' },
    { ...place, version: 2 },
  ])
    expect(() => shared.open(sealed, other)).toThrow(unreadable);
  expect(() => shared.seal('x', { ...place, id: 'a:b' })).toThrow(TypeError);
});

test('one flipped bit anywhere, a cut end or a short tag is refused', () => {
  const sealed = shared.seal('340103199001011234', place);
  for (let at = 0; at < sealed.length; at++) {
    const bad = Buffer.from(sealed);
    bad[at] = (bad[at] ?? 0) ^ 1;
    expect(() => shared.open(bad, place), `byte ${at}`).toThrow(unreadable);
  }
  for (const length of [0, 1, 63, 64, 91, sealed.length - 12, sealed.length - 1])
    expect(() => shared.open(sealed.subarray(0, length), place)).toThrow(unreadable);
});

test('after a rotation old values open, new ones use the new key, and rewrapping moves them', () => {
  const path = folder();
  const keys = openKeys(path, { now });
  const old = keys.seal('张三', place);
  const index = keys.blindIndex('id', '1');
  expect(keys.rotate('master', now)).toBe(2);
  expect(keys.rotate('index', now)).toBe(2);
  const moved = keys.rewrap(old, place);
  expect([old.readUInt16BE(2), moved.readUInt16BE(2)]).toEqual([1, 2]);
  expect(moved.subarray(64)).toEqual(old.subarray(64));
  const again = openKeys(path, { now });
  expect(again.openText(old, place)).toBe('张三');
  expect(again.openText(moved, place)).toBe('张三');
  expect(again.blindIndexes('id', '1')[1]).toEqual(index);
  expect(again.blindIndexes('id', '1')[0]).toEqual(again.blindIndex('id', '1'));
  expect(again.blindIndex('id', '1')).not.toEqual(index);
});

test('a record key seals several columns and belongs to its record', () => {
  const record = shared.newRecordKey('person.people', 'a');
  const name = record.seal('李四', 'name');
  const opened = shared.openRecordKey(record.wrapped, 'person.people', 'a');
  expect(opened.open(name, 'name').toString()).toBe('李四');
  expect(() => opened.open(name, 'phone')).toThrow(unreadable);
  expect(() => shared.openRecordKey(record.wrapped, 'person.people', 'b')).toThrow(unreadable);
});

test('the blind index finds a value however it was typed, per field', () => {
  expect(normalise(' 34010319900101123ｘ ')).toBe('34010319900101123X');
  const index = shared.blindIndex('idNumber', '34010319900101123X');
  expect(index).toHaveLength(16);
  expect(shared.blindIndex('idNumber', ' ３４０103 19900101123x')).toEqual(index);
  expect(shared.blindIndex('passport', '34010319900101123X')).not.toEqual(index);
});

test('signatures verify with the version that made them and no other', () => {
  const keys = openKeys(folder(), { now });
  for (const key of ['ledger', 'credential'] as const) {
    const data = Buffer.from('checkpoint');
    const signature = keys.sign(key, data);
    expect(signature).toHaveLength(64);
    expect(keys.verify(key, data, signature)).toBe(true);
    expect(keys.verify(key, Buffer.from('Checkpoint'), signature)).toBe(false);
    keys.rotate(key, now);
    expect(keys.verify(key, data, signature)).toBe(false);
    expect(keys.verify(key, data, signature, 1)).toBe(true);
    expect(keys.verify(key, data, signature, 9)).toBe(false);
  }
});

test('the document certificate is issued by the own authority, also after a rotation', () => {
  const keys = openKeys(folder(), { now, organization: '合肥市数据资源管理局' });
  const check = () => {
    const { document, authority, anchors } = keys.certificates();
    const [leaf, issuer] = [new X509Certificate(document), new X509Certificate(authority)];
    expect(leaf.checkIssued(issuer) && leaf.verify(issuer.publicKey)).toBe(true);
    expect(issuer.ca && !leaf.ca).toBe(true);
    expect(leaf.keyUsage).toContain('1.3.6.1.5.5.7.3.36');
    expect(leaf.subject).toContain('合肥市数据资源管理局');
    expect(leaf.publicKey.equals(keys.publicKey('document'))).toBe(true);
    expect(leaf.validFromDate.toISOString()).toBe('2026-03-02T01:00:00.000Z');
    expect(anchors).toEqual([authority]);
    return leaf.serialNumber;
  };
  const first = check();
  keys.rotate('document', now);
  expect(check()).not.toBe(first);
});
