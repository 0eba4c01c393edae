import { createHash } from 'node:crypto';
import { errors } from './errors.ts';
import { HASH_BYTES, hashesOf, spanOf, TILE_WIDTH, type Tile, widthAt } from './tiles.ts';

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

/** Root of the empty tree: SHA-256 of nothing. Source: RFC 6962 section 2.1. */
export const EMPTY_ROOT: Buffer = createHash('sha256').digest();

/** Hash of a leaf: SHA-256(0x00 ‖ entry). Source: RFC 6962 section 2.1. */
export const leafHash = (entry: Uint8Array): Buffer =>
  createHash('sha256').update(LEAF).update(entry).digest();

/** Hash of an inner node: SHA-256(0x01 ‖ left ‖ right). Source: RFC 6962 section 2.1. */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer =>
  createHash('sha256').update(NODE).update(left).update(right).digest();

/** The largest power of two below n, for n ≥ 2. Exact up to 2^53. */
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** Root over hashes of complete subtrees of equal size, 1–256 of them. */
function rootOver(hashes: readonly Buffer[]): Buffer {
  const [only] = hashes;
  if (only === undefined) throw errors.malformed({ what: 'tile' });
  if (hashes.length === 1) return only;
  const k = split(hashes.length);
  return nodeHash(rootOver(hashes.slice(0, k)), rootOver(hashes.slice(k)));
}

/**
 * The growing side of a log: its size, and per tile level the hashes of the tile that is not full.
 * Everything needed to append; never more than 255 hashes a level.
 */
export type Edge = { readonly size: number; readonly levels: readonly (readonly Buffer[])[] };

export const EMPTY_EDGE: Edge = { size: 0, levels: [] };

/** The edge of a log from its partial tiles. @throws {AppError} `ledger.malformed` when one is missing or cut. */
export function edgeOf(size: number, tiles: readonly Tile[]): Edge {
  const levels: Buffer[][] = [];
  for (let level = 0; spanOf(level) <= size; level += 1) {
    const number = Math.floor(size / spanOf(level) / TILE_WIDTH);
    const width = widthAt(size, level, number);
    const tile = tiles.find(
      (found) => found.level === level && found.number === number && found.width === width,
    );
    if (width > 0 && !tile) throw errors.malformed({ what: 'missing tile' });
    levels.push(width > 0 && tile ? hashesOf(tile.data, width) : []);
  }
  return { size, levels };
}

/** Appends leaf hashes; returns the new edge and every tile that is new or wider, lower levels first. */
export function append(edge: Edge, leaves: readonly Buffer[]): { edge: Edge; tiles: Tile[] } {
  const levels = edge.levels.map((hashes) => [...hashes]);
  const filled = new Map<number, number>();
  const touched = new Set<number>();
  const tiles: Tile[] = [];
  const numberAt = (level: number) =>
    Math.floor(edge.size / spanOf(level) / TILE_WIDTH) + (filled.get(level) ?? 0);
  const push = (level: number, hash: Buffer): void => {
    const hashes = levels[level] ?? [];
    levels[level] = hashes;
    hashes.push(hash);
    touched.add(level);
    if (hashes.length < TILE_WIDTH) return;
    tiles.push({ level, number: numberAt(level), width: TILE_WIDTH, data: Buffer.concat(hashes) });
    filled.set(level, (filled.get(level) ?? 0) + 1);
    levels[level] = [];
    push(level + 1, rootOver(hashes));
  };
  for (const leaf of leaves) push(0, leaf);
  for (const level of touched) {
    const hashes = levels[level] ?? [];
    if (hashes.length > 0)
      tiles.push({
        level,
        number: numberAt(level),
        width: hashes.length,
        data: Buffer.concat(hashes),
      });
  }
  return {
    edge: { size: edge.size + leaves.length, levels },
    tiles: tiles.sort((a, b) => a.level - b.level || a.number - b.number),
  };
}

/** The root of the whole tree from its edge. Source: RFC 6962 section 2.1. */
export function edgeRoot(edge: Edge): Buffer {
  const peaks: Buffer[] = [];
  for (const hashes of edge.levels.toReversed()) {
    let from = 0;
    for (let width = TILE_WIDTH / 2; width >= 1; width /= 2) {
      if (hashes.length - from < width) continue;
      peaks.push(rootOver(hashes.slice(from, from + width)));
      from += width;
    }
  }
  const last = peaks.pop();
  if (!last) return EMPTY_ROOT;
  return peaks.reduceRight((right, left) => nodeHash(left, right), last);
}

/** Gives the data of a tile that has at least `width` hashes; more may come, the rest is ignored. */
export type ReadTile = (level: number, number: number, width: number) => Promise<Uint8Array>;

/** Hashes of entries [from, to) of a log, read from its tiles. */
class Tree {
  private readonly size: number;
  private readonly readTile: ReadTile;
  private readonly seen = new Map<string, Promise<Buffer[]>>();

  constructor(size: number, readTile: ReadTile) {
    this.size = size;
    this.readTile = readTile;
  }

  private tile(level: number, number: number): Promise<Buffer[]> {
    const name = `${level}/${number}`;
    let hashes = this.seen.get(name);
    if (!hashes) {
      const width = widthAt(this.size, level, number);
      hashes = this.readTile(level, number, width).then((data) =>
        hashesOf(data.subarray(0, width * HASH_BYTES), width),
      );
      this.seen.set(name, hashes);
    }
    return hashes;
  }

  /** `from` is a multiple of the smallest power of two that is not below `to - from`. */
  async range(from: number, to: number): Promise<Buffer> {
    const count = to - from;
    if (Number.isInteger(Math.log2(count))) {
      let level = 0;
      while (spanOf(level + 1) <= count) level += 1;
      const first = from / spanOf(level);
      const offset = first % TILE_WIDTH;
      const hashes = await this.tile(level, Math.floor(first / TILE_WIDTH));
      return rootOver(hashes.slice(offset, offset + count / spanOf(level)));
    }
    const k = split(count);
    return nodeHash(await this.range(from, from + k), await this.range(from + k, to));
  }
}

const wholeNumber = (value: number) => Number.isSafeInteger(value) && value >= 0;

/** The root of the first `size` entries from tiles. Source: RFC 6962 section 2.1. */
export const rootFromTiles = async (size: number, readTile: ReadTile): Promise<Buffer> =>
  size === 0 ? EMPTY_ROOT : new Tree(size, readTile).range(0, size);

/**
 * The audit path of entry `index` in the tree of `size`, leaf's sibling first. Source: RFC 6962 section 2.1.1.
 * @throws {AppError} `ledger.unknown` when the tree has no such entry.
 */
export async function inclusionProof(
  index: number,
  size: number,
  readTile: ReadTile,
): Promise<Buffer[]> {
  if (!wholeNumber(index) || !wholeNumber(size) || index >= size) throw errors.unknown({ index });
  const tree = new Tree(size, readTile);
  const proof: Buffer[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + split(to - from);
    const left = index < middle;
    proof.unshift(await (left ? tree.range(middle, to) : tree.range(from, middle)));
    [from, to] = left ? [from, middle] : [middle, to];
  }
  return proof;
}

/**
 * Shows that the tree of `size` continues the tree of `oldSize`. Source: RFC 6962 section 2.1.2.
 * Empty for oldSize 0 and oldSize = size. @throws {AppError} `ledger.unknown` for a larger old size.
 */
export async function consistencyProof(
  oldSize: number,
  size: number,
  readTile: ReadTile,
): Promise<Buffer[]> {
  if (!wholeNumber(oldSize) || !wholeNumber(size) || oldSize > size)
    throw errors.unknown({ size: oldSize });
  if (oldSize === 0 || oldSize === size) return [];
  const tree = new Tree(size, readTile);
  const proof: Buffer[] = [];
  let [from, to] = [0, size];
  while (oldSize < to) {
    const middle = from + split(to - from);
    const left = oldSize <= middle;
    proof.unshift(await (left ? tree.range(middle, to) : tree.range(from, middle)));
    [from, to] = left ? [from, middle] : [middle, to];
  }
  // The old tree's last subtree; the verifier knows it already when it is the whole old tree.
  if (from > 0) proof.unshift(await tree.range(from, to));
  return proof;
}

/**
 * The root that an audit path leads to. Source: RFC 6962 section 2.1.1, RFC 9162 section 2.1.3.2.
 * @throws {AppError} `ledger.bad_proof` when index, size and number of hashes do not fit together.
 */
export function rootFromInclusion(
  index: number,
  size: number,
  leaf: Buffer,
  proof: readonly Buffer[],
): Buffer {
  if (!wholeNumber(index) || !wholeNumber(size) || index >= size) throw errors.bad_proof();
  if (size === 1) {
    if (proof.length > 0) throw errors.bad_proof();
    return leaf;
  }
  const sibling = proof.at(-1);
  if (sibling?.length !== HASH_BYTES) throw errors.bad_proof();
  const k = split(size);
  const rest = proof.slice(0, -1);
  return index < k
    ? nodeHash(rootFromInclusion(index, k, leaf, rest), sibling)
    : nodeHash(sibling, rootFromInclusion(index - k, size - k, leaf, rest));
}

type Roots = { old: Buffer; new: Buffer };

function rootsFromConsistency(
  oldSize: number,
  size: number,
  proof: readonly Buffer[],
  known: Buffer | undefined,
): Roots {
  const last = proof.at(-1);
  if (oldSize === size) {
    // Either the caller's old root stands here, or exactly one hash is left in the proof.
    const here = known ?? last;
    if (here?.length !== HASH_BYTES || proof.length !== (known ? 0 : 1)) throw errors.bad_proof();
    return { old: here, new: here };
  }
  if (last?.length !== HASH_BYTES) throw errors.bad_proof();
  const k = split(size);
  const rest = proof.slice(0, -1);
  if (oldSize <= k) {
    const below = rootsFromConsistency(oldSize, k, rest, known);
    return { old: below.old, new: nodeHash(below.new, last) };
  }
  const below = rootsFromConsistency(oldSize - k, size - k, rest, undefined);
  return { old: nodeHash(last, below.old), new: nodeHash(last, below.new) };
}

/**
 * Checks that a larger tree only continues a smaller one. Source: RFC 6962 section 2.1.2, RFC 9162 section 2.1.4.2.
 * @throws {AppError} `ledger.bad_proof` when it does not.
 */
export function verifyConsistency(
  older: { readonly size: number; readonly root: Buffer },
  newer: { readonly size: number; readonly root: Buffer },
  proof: readonly Buffer[],
): void {
  const sound = wholeNumber(older.size) && wholeNumber(newer.size) && older.size <= newer.size;
  if (!sound) throw errors.bad_proof();
  if (older.size === 0) {
    if (proof.length > 0 || !older.root.equals(EMPTY_ROOT)) throw errors.bad_proof();
    return;
  }
  const roots = rootsFromConsistency(older.size, newer.size, proof, older.root);
  if (!roots.old.equals(older.root) || !roots.new.equals(newer.root)) throw errors.bad_proof();
}
