import { createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical, checkOpening, composeEntry, type Opening, parseEntry } from './entry.ts';
import {
  decodeBundle,
  encodeBundle,
  parseLevel,
  parseTileNumber,
  tilePath,
  widthAt,
} from './tiles.ts';

const at = new Date('2026-03-02T01:00:00.000Z');
const subject = { capability: 'case', id: '01958f6e-0000-7000-8000-000000000001' };
const facts = { caseNo: '340104-2026-000001', materials: 3 };
const act = { kind: 'case.submitted', at, subject, facts };
const salt = Buffer.alloc(32, 7);
const opening: Opening = {
  v: 1,
  kind: act.kind,
  at: at.toISOString(),
  subject,
  facts,
  salt: salt.toString('base64url'),
};

describe('an entry', () => {
  test('is canonical JSON of kind, instant and commitment, and nothing else', () => {
    const commitment = createHmac('sha256', salt)
      .update(
        '{"at":"2026-03-02T01:00:00.000Z","facts":{"caseNo":"340104-2026-000001","materials":3},' +
          `"kind":"case.submitted","subject":{"capability":"case","id":"${subject.id}"}}`,
      )
      .digest('base64url');
    expect(composeEntry(act, salt).toString()).toBe(
      `{"at":"2026-03-02T01:00:00.000Z","commitment":"${commitment}","kind":"case.submitted","v":1}`,
    );
  });

  test('of equal facts under another salt has nothing in common with it', () => {
    const one = parseEntry(composeEntry(act, salt)).commitment;
    expect(parseEntry(composeEntry(act, Buffer.alloc(32, 8))).commitment).not.toBe(one);
  });

  test('opens with its subject, facts and salt, and with no other', () => {
    const entry = composeEntry(act, salt);
    expect(checkOpening(entry, opening)).toMatchObject({ kind: 'case.submitted' });
    const lies: Opening[] = [
      { ...opening, facts: { ...facts, materials: 4 } },
      { ...opening, facts: { ...facts, more: '' } },
      { ...opening, facts: { caseNo: facts.caseNo } },
      { ...opening, facts: { ...facts, materials: '3' } },
      { ...opening, subject: { ...subject, id: 'another' } },
      { ...opening, subject: { ...subject, capability: 'certificate' } },
      { ...opening, kind: 'case.accepted' },
      { ...opening, at: '2026-03-02T01:00:00.001Z' },
      { ...opening, salt: Buffer.alloc(32, 8).toString('base64url') },
    ];
    for (const lie of lies) expect(() => checkOpening(entry, lie)).toThrow('ledger.other_facts');
    const text = JSON.parse('{"v":1,"kind":"case.submitted"}') as Opening;
    const odd = { ...opening, facts: { n: 1.5 } };
    expect(() => checkOpening(entry, odd)).toThrow('ledger.malformed');
    expect(() => checkOpening(entry, { ...text, salt: opening.salt })).toThrow('ledger.malformed');
    expect(() => checkOpening(entry, { ...opening, salt: '' })).toThrow('ledger.malformed');
    expect(() => checkOpening(entry, null as unknown as Opening)).toThrow('ledger.malformed');
  });

  test('with more members, other order or other values is not read', () => {
    const good = composeEntry(act, salt).toString();
    expect(parseEntry(Buffer.from(good))).toMatchObject({ v: 1, at: opening.at });
    const bad = [
      '',
      'null',
      '[]',
      good.slice(1),
      ` ${good}`,
      good.replace('"v":1', '"v":2'),
      good.replace('"v":1', '"name":"张三","v":1'),
      good.replace('case.submitted', 'Case Submitted'),
      good.replace('.000Z', 'Z'),
      good.replace('"commitment":"', '"commitment":"A'),
    ];
    for (const text of bad) expect(() => parseEntry(Buffer.from(text))).toThrow('ledger.malformed');
  });

  test('is not made of an unknown kind of act, short salts or numbers that programs write differently', () => {
    expect(() => composeEntry({ ...act, kind: 'submitted' }, salt)).toThrow(TypeError);
    expect(() => composeEntry(act, randomBytes(16))).toThrow(TypeError);
    for (const value of [1.5, Number.NaN, 2 ** 53, '\ud800', null, undefined, true, ['a']])
      expect(() => composeEntry({ ...act, facts: { value: value as number } }, salt)).toThrow(
        TypeError,
      );
  });

  test('canonical text does not depend on the order in which facts were written', () => {
    const records = fc.dictionary(
      fc.string({ unit: 'binary' }).filter((name) => name !== '__proto__'),
      fc.oneof(fc.string({ unit: 'binary' }), fc.maxSafeInteger()),
    );
    fc.assert(
      fc.property(records, (record) => {
        const reversed = Object.fromEntries(Object.entries(record).reverse());
        expect(canonical(reversed)).toBe(canonical(record));
        const same = Object.entries(record).map(([k, v]) => [k, v === 0 ? 0 : v]);
        expect(Object.entries(JSON.parse(canonical(record))).sort()).toEqual(same.sort());
      }),
      { numRuns: 300 },
    );
  });
});

describe('addresses and bundles', () => {
  test('are those of c2sp.org/tlog-tiles', () => {
    expect(tilePath(0, 1_234_067)).toBe('tile/0/x001/x234/067');
    expect(tilePath(2, 0, 1)).toBe('tile/2/000.p/1');
    expect(tilePath('entries', 1000, 255)).toBe('tile/entries/x001/000.p/255');
    expect(parseTileNumber('x001/x234/067')).toEqual({ number: 1_234_067, width: 256 });
    expect(parseTileNumber('x001/067.p/12')).toEqual({ number: 1067, width: 12 });
  });

  test('read back as written, and in no other form', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 50), fc.integer({ min: 1, max: 256 }), (number, width) => {
        const path = tilePath(0, number, width).slice('tile/0/'.length);
        expect(parseTileNumber(path)).toEqual({ number, width });
      }),
    );
    const bad = ['', '0', '67', '0067', '1/067', 'x000/067', 'x001/x067', '067.p/0', '067.p/256'];
    const worse = [
      '067.p/01',
      '067.p/',
      '067/',
      '/067',
      '../067',
      '067.p/12/1',
      `${'x001/'.repeat(9)}000`,
    ];
    for (const text of [...bad, ...worse]) expect(parseTileNumber(text)).toBeUndefined();
    expect(parseLevel('6')).toBe(6);
    for (const text of ['', '7', '00', '-1', '63', 'x']) expect(parseLevel(text)).toBeUndefined();
  });

  test('a log of 70 000 entries has the widths of the example', () => {
    expect([0, 272, 273, 274].map((number) => widthAt(70_000, 0, number))).toEqual([
      256, 256, 112, 0,
    ]);
    expect([0, 1, 2].map((number) => widthAt(70_000, 1, number))).toEqual([256, 17, 0]);
    expect([0, 1].map((number) => widthAt(70_000, 2, number))).toEqual([1, 0]);
  });

  test('bundles come apart as they were joined; cut or padded ones are refused', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 20 }),
        (entries) => {
          const bundle = encodeBundle(entries);
          expect(decodeBundle(bundle, entries.length).map((entry) => [...entry])).toEqual(
            entries.map((entry) => [...entry]),
          );
          expect(() => decodeBundle(bundle, entries.length + 1)).toThrow('ledger.malformed');
          expect(() => decodeBundle(bundle.subarray(0, -1), entries.length)).toThrow(
            'ledger.malformed',
          );
          expect(() =>
            decodeBundle(Buffer.concat([bundle, Buffer.of(0)]), entries.length),
          ).toThrow();
        },
      ),
      { numRuns: 200 },
    );
    expect(encodeBundle([new Uint8Array(65_535)]).length).toBe(65_537);
    expect(() => encodeBundle([new Uint8Array(65_536)])).toThrow('ledger.malformed');
  });
});
