import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  append,
  consistencyProof,
  EMPTY_EDGE,
  EMPTY_ROOT,
  edgeOf,
  edgeRoot,
  inclusionProof,
  leafHash,
  nodeHash,
  type ReadTile,
  rootFromInclusion,
  rootFromTiles,
  verifyConsistency,
} from './merkle.ts';
import { HASH_BYTES, partialTiles, type Tile, widthAt } from './tiles.ts';

const entry = (i: number) => Buffer.from(`entry ${i}`);
const ENTRIES = Array.from({ length: 70_000 }, (_, i) => entry(i));
const LEAVES = ENTRIES.map(leafHash);

/** MTH exactly as RFC 6962 section 2.1 writes it. */
function naive(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return createHash('sha256').digest();
  if (leaves.length === 1) return leaves[0] as Buffer;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(naive(leaves.slice(0, k)), naive(leaves.slice(k)));
}

/** A store that keeps what a log keeps: full tiles, and the widest partial one of each place. */
function storeOf(size: number, batches: readonly number[] = [size]) {
  const kept = new Map<string, Tile>();
  let edge = EMPTY_EDGE;
  for (const batch of batches) {
    const next = append(edge, LEAVES.slice(edge.size, edge.size + batch));
    for (const tile of next.tiles) kept.set(`${tile.level}/${tile.number}`, tile);
    edge = next.edge;
  }
  const read: ReadTile = async (level, number, width) => {
    const tile = kept.get(`${level}/${number}`);
    if (!tile || tile.width < width) throw new Error(`no tile ${level}/${number} of ${width}`);
    return tile.data;
  };
  return { kept, edge, read };
}

const hex = (text: string) => Buffer.from(text, 'hex');

describe('the tree of RFC 6962', () => {
  test('gives the reference roots of Certificate Transparency', () => {
    const inputs = [
      '',
      '00',
      '10',
      '2021',
      '3031',
      '40414243',
      '5051525354555657',
      '606162636465666768696a6b6c6d6e6f',
    ];
    const { edge } = append(
      EMPTY_EDGE,
      inputs.map((text) => leafHash(hex(text))),
    );
    expect(edgeRoot(edge).toString('hex')).toBe(
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    );
    expect(EMPTY_ROOT.toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });

  test('accepts the reference consistency proofs of Certificate Transparency', () => {
    const inputs = [
      '',
      '00',
      '10',
      '2021',
      '3031',
      '40414243',
      '5051525354555657',
      '606162636465666768696a6b6c6d6e6f',
    ];
    const leaves = inputs.map((text) => leafHash(hex(text)));
    const head = (size: number) => ({ size, root: naive(leaves.slice(0, size)) });
    const sixToEight = [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ].map(hex);
    verifyConsistency(head(6), head(8), sixToEight);
    const twoToFive = [
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ].map(hex);
    verifyConsistency(head(2), head(5), twoToFive);
    expect(() => verifyConsistency(head(5), head(8), sixToEight)).toThrow('ledger.bad_proof');
  });

  test('has the naive root for every size from 0 to 600, appended one by one', async () => {
    let edge = EMPTY_EDGE;
    for (let size = 0; size <= 600; size += 1) {
      const root = naive(LEAVES.slice(0, size));
      if (!edgeRoot(edge).equals(root)) throw new Error(`root of ${size}`);
      edge = append(edge, LEAVES.slice(size, size + 1)).edge;
    }
  });

  test('has the naive root when read back from tiles, for sizes around every border', async () => {
    for (const size of [0, 1, 2, 3, 255, 256, 257, 511, 512, 513, 600, 65_536, 70_000]) {
      const { edge, kept, read } = storeOf(size);
      const root = naive(LEAVES.slice(0, size));
      expect(await rootFromTiles(size, read)).toEqual(root);
      expect(edgeRoot(edge)).toEqual(root);
      expect(edgeRoot(edgeOf(size, [...kept.values()]))).toEqual(root);
    }
  });
});

describe('tiles', () => {
  test('are those of the example in c2sp.org/tlog-tiles: 273 full, 112, one full, 17, 1', () => {
    const { kept } = storeOf(70_000);
    const count = (level: number) =>
      [...kept.values()].filter((tile) => tile.level === level).map((tile) => tile.width);
    expect(count(0)).toEqual([...Array(273).fill(256), 112]);
    expect(count(1)).toEqual([256, 17]);
    expect(count(2)).toEqual([1]);
    for (const tile of kept.values()) {
      expect(tile.data.length).toBe(tile.width * HASH_BYTES);
      expect(tile.width).toBe(widthAt(70_000, tile.level, tile.number));
    }
  });

  test('a log of 256 entries has a full tile and one of width 1 above it', () => {
    expect(storeOf(256).kept.size).toBe(2);
    expect(partialTiles(256)).toEqual([{ level: 1, number: 0, width: 1 }]);
  });

  test('do not depend on how entries came in batches', () => {
    const batches = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(batches, (sizes) => {
        const total = sizes.reduce((sum, size) => sum + size, 0);
        const bit = storeOf(total, sizes);
        const whole = storeOf(total);
        const last = [...bit.kept].sort();
        expect(last).toEqual([...whole.kept].sort());
        expect(bit.edge).toEqual(whole.edge);
      }),
      { numRuns: 60 },
    );
  });

  test('an edge with a missing, cut or wider tile is refused', () => {
    const { kept } = storeOf(600);
    const tiles = [...kept.values()];
    expect(() =>
      edgeOf(
        600,
        tiles.filter((tile) => tile.level > 0),
      ),
    ).toThrow('ledger.malformed');
    const cut = tiles.map((tile) => ({ ...tile, data: tile.data.subarray(1) }));
    expect(() => edgeOf(600, cut)).toThrow('ledger.malformed');
    expect(() => edgeOf(599, tiles)).toThrow('ledger.malformed');
  });
});

const { read, edge: full } = storeOf(70_000);
const sizes = fc.oneof(
  fc.integer({ min: 1, max: 1200 }),
  fc.integer({ min: 65_000, max: 70_000 }),
  fc.constantFrom(1, 2, 256, 512, 65_536, 65_537, 70_000),
);
const indexIn = (size: number) => fc.integer({ min: 0, max: size - 1 });
const flip = (bytes: Buffer, bit: number): Buffer => {
  const other = Buffer.from(bytes);
  const at = Math.floor(bit / 8) % other.length;
  other[at] = (other[at] ?? 0) ^ (1 << (bit % 8));
  return other;
};

describe('inclusion', () => {
  test('every entry of small trees is proved by the path RFC 6962 gives', async () => {
    for (let size = 1; size <= 40; size += 1) {
      const root = naive(LEAVES.slice(0, size));
      for (let index = 0; index < size; index += 1) {
        const proof = await inclusionProof(index, size, read);
        expect(rootFromInclusion(index, size, LEAVES[index] as Buffer, proof)).toEqual(root);
      }
    }
  });

  test('holds for any entry and size, and for no other entry, index, size or altered hash', async () => {
    const cases = sizes.chain((size) =>
      fc.tuple(fc.constant(size), indexIn(size), fc.nat(), fc.nat()),
    );
    await fc.assert(
      fc.asyncProperty(cases, async ([size, index, pick, bit]) => {
        const leaf = LEAVES[index] as Buffer;
        const root = await rootFromTiles(size, read);
        const proof = await inclusionProof(index, size, read);
        expect(proof.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)));
        expect(rootFromInclusion(index, size, leaf, proof)).toEqual(root);
        expect(rootFromInclusion(index, size, flip(leaf, bit), proof)).not.toEqual(root);
        if (proof.length === 0) return;
        const at = pick % proof.length;
        const bad = proof.with(at, flip(proof[at] as Buffer, bit));
        expect(rootFromInclusion(index, size, leaf, bad)).not.toEqual(root);
        const other = (index + 1 + (pick % (size - 1))) % size;
        const elsewhere = () => rootFromInclusion(other, size, leaf, proof).equals(root);
        try {
          expect(elsewhere()).toBe(false);
        } catch (error) {
          expect(error).toMatchObject({ code: 'ledger.bad_proof' });
        }
      }),
      { numRuns: 200 },
    );
  });

  test('a path that is too short, too long or for an entry outside of the tree is refused', async () => {
    const proof = await inclusionProof(5, 600, read);
    const leaf = LEAVES[5] as Buffer;
    for (const bad of [proof.slice(1), [...proof, leaf], [...proof, Buffer.alloc(31)], []])
      expect(() => rootFromInclusion(5, 600, leaf, bad)).toThrow('ledger.bad_proof');
    for (const index of [600, -1, 1.5, Number.NaN, 2 ** 53])
      expect(() => rootFromInclusion(index, 600, leaf, proof)).toThrow('ledger.bad_proof');
    await expect(inclusionProof(600, 600, read)).rejects.toMatchObject({ code: 'ledger.unknown' });
    await expect(inclusionProof(-1, 600, read)).rejects.toMatchObject({ code: 'ledger.unknown' });
  });
});

describe('consistency', () => {
  test('holds between any two sizes, and not after any change', async () => {
    const pairs = fc.tuple(sizes, sizes, fc.nat(), fc.nat());
    await fc.assert(
      fc.asyncProperty(pairs, async ([a, b, pick, bit]) => {
        const [small, large] = a < b ? [a, b] : [b, a];
        const older = { size: small, root: await rootFromTiles(small, read) };
        const newer = { size: large, root: await rootFromTiles(large, read) };
        const proof = await consistencyProof(small, large, read);
        verifyConsistency(older, newer, proof);
        const refused = (run: () => void) => expect(run).toThrow('ledger.bad_proof');
        refused(() => verifyConsistency({ ...older, root: flip(older.root, bit) }, newer, proof));
        refused(() => verifyConsistency(older, { ...newer, root: flip(newer.root, bit) }, proof));
        refused(() => verifyConsistency(older, newer, [...proof, older.root]));
        if (proof.length === 0) return;
        const at = pick % proof.length;
        refused(() =>
          verifyConsistency(older, newer, proof.with(at, flip(proof[at] as Buffer, bit))),
        );
        refused(() => verifyConsistency(older, newer, proof.slice(1)));
      }),
      { numRuns: 200 },
    );
  });

  test('from the empty log needs no hash; a log cannot shrink', async () => {
    const head = { size: 70_000, root: edgeRoot(full) };
    verifyConsistency({ size: 0, root: EMPTY_ROOT }, head, []);
    expect(() => verifyConsistency({ size: 0, root: head.root }, head, [])).toThrow();
    expect(() => verifyConsistency({ size: 0, root: EMPTY_ROOT }, head, [head.root])).toThrow();
    const smaller = { size: 5, root: await rootFromTiles(5, read) };
    expect(() => verifyConsistency(head, smaller, [])).toThrow('ledger.bad_proof');
    await expect(consistencyProof(6, 5, read)).rejects.toMatchObject({ code: 'ledger.unknown' });
  });

  test('between a tree and one whose past was changed there is no proof', async () => {
    const forged = LEAVES.slice(0, 900).with(17, leafHash(Buffer.from('another past')));
    const { edge } = append(EMPTY_EDGE, forged);
    const older = { size: 600, root: naive(LEAVES.slice(0, 600)) };
    const newer = { size: 900, root: edgeRoot(edge) };
    const proof = await consistencyProof(600, 900, read);
    expect(() => verifyConsistency(older, newer, proof)).toThrow('ledger.bad_proof');
  });
});
