import { errors } from './errors.ts';

/** Hashes in a full tile, and entries in a full bundle. Source: c2sp.org/tlog-tiles, Merkle Tree. */
export const TILE_WIDTH = 256;
export const HASH_BYTES = 32;
/** Longest entry in bytes: the length prefix of a bundle has 16 bits. */
export const MAX_ENTRY_BYTES = 65_535;
/** Highest tile level a log of at most 2^53 − 1 entries can have. */
export const MAX_LEVEL = 6;

/** Where a tile stands: its level, its number within the level, and how many hashes it holds (1–256). */
export type TilePlace = { readonly level: number; readonly number: number; readonly width: number };

/** A tile with its hashes: `width` × 32 bytes. */
export type Tile = TilePlace & { readonly data: Buffer };

/** Entries spanned by one hash at a tile level: 256^level. */
export const spanOf = (level: number): number => TILE_WIDTH ** level;

/** How many hashes a tile has in a log of `size` entries: 0 when it does not exist, 256 when full. */
export function widthAt(size: number, level: number, number: number): number {
  const hashes = Math.floor(size / spanOf(level));
  return Math.max(0, Math.min(TILE_WIDTH, hashes - number * TILE_WIDTH));
}

/** The partial tiles of a log of `size` entries, lowest level first. */
export function partialTiles(size: number): TilePlace[] {
  const places: TilePlace[] = [];
  for (let level = 0; spanOf(level) <= size; level += 1) {
    const hashes = Math.floor(size / spanOf(level));
    const width = hashes % TILE_WIDTH;
    if (width > 0) places.push({ level, number: Math.floor(hashes / TILE_WIDTH), width });
  }
  return places;
}

/** 1234067 → `x001/x234/067`. Source: c2sp.org/tlog-tiles, Merkle Tree. */
function numberPath(number: number): string {
  const digits = String(number);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const groups = padded.match(/\d{3}/g) ?? [];
  return groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
}

/** The address of a tile below the log's prefix: `tile/0/x001/067.p/12`; `entries` is the level of bundles. */
export function tilePath(level: number | 'entries', number: number, width = TILE_WIDTH): string {
  const suffix = width === TILE_WIDTH ? '' : `.p/${width}`;
  return `tile/${level}/${numberPath(number)}${suffix}`;
}

const NUMBER = /^((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** Reads what follows the level in an address; undefined unless written exactly as `tilePath` writes it. */
export function parseTileNumber(text: string): { number: number; width: number } | undefined {
  if (text.length > 40) return undefined;
  const [, path, suffix] = NUMBER.exec(text) ?? [];
  if (path === undefined) return undefined;
  const number = Number(path.replace(/[x/]/g, ''));
  const width = suffix === undefined ? TILE_WIDTH : Number(suffix);
  if (!Number.isSafeInteger(number) || numberPath(number) !== path) return undefined;
  if (suffix !== undefined && width >= TILE_WIDTH) return undefined;
  return { number, width };
}

/** Reads a level of an address; undefined unless 0–6 without leading zeroes. */
export const parseLevel = (text: string): number | undefined =>
  /^[0-6]$/.test(text) ? Number(text) : undefined;

/** Cuts a tile into its hashes. @throws {AppError} `ledger.malformed` unless `width` × 32 bytes long. */
export function hashesOf(data: Uint8Array, width: number): Buffer[] {
  if (data.length !== width * HASH_BYTES) throw errors.malformed({ what: 'tile' });
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return Array.from({ length: width }, (_, i) =>
    bytes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES),
  );
}

/** Joins entries to a bundle: 16-bit big-endian length and bytes of each. Source: c2sp.org/tlog-tiles, Log entries. */
export function encodeBundle(entries: readonly Uint8Array[]): Buffer {
  const parts = entries.flatMap((entry) => {
    if (entry.length > MAX_ENTRY_BYTES) throw errors.malformed({ what: 'entry' });
    const length = Buffer.alloc(2);
    length.writeUInt16BE(entry.length);
    return [length, entry];
  });
  return Buffer.concat(parts);
}

/** Takes a bundle apart. @throws {AppError} `ledger.malformed` unless it holds exactly `width` whole entries. */
export function decodeBundle(data: Uint8Array, width: number): Buffer[] {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const entries: Buffer[] = [];
  let at = 0;
  while (at < bytes.length && entries.length < width) {
    const end = at + 2 <= bytes.length ? at + 2 + bytes.readUInt16BE(at) : Infinity;
    if (end > bytes.length) throw errors.malformed({ what: 'bundle' });
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  if (at !== bytes.length || entries.length !== width) throw errors.malformed({ what: 'bundle' });
  return entries;
}
