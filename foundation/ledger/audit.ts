import type { Checkpoint } from './checkpoint.ts';
import { errors } from './errors.ts';
import { append, EMPTY_EDGE, EMPTY_ROOT, edgeRoot, leafHash, type ReadTile } from './merkle.ts';
import { HASH_BYTES, partialTiles, TILE_WIDTH, type Tile, tilePath, widthAt } from './tiles.ts';

/** A whole log, wherever it lies: its tiles and its entries. */
export type LogReader = {
  readonly tile: ReadTile;
  /** The first `width` entries of a bundle. */
  readonly bundle: (number: number, width: number) => Promise<Buffer[]>;
};

/** Names the first hash in which a tile differs from what the entries below it give. */
function compare(tile: Tile, found: Uint8Array): void {
  if (tile.data.equals(found)) return;
  const path = tilePath(tile.level, tile.number, tile.width);
  let at = 0;
  while (tile.data[at] === found[at]) at += 1;
  const hash = tile.number * TILE_WIDTH + Math.floor(at / HASH_BYTES);
  throw errors.broken({ what: tile.level === 0 ? `entry ${hash}, ${path}` : path });
}

function matchRoot(older: Checkpoint | undefined, root: Buffer): void {
  if (older && !older.root.equals(root)) throw errors.rewritten({ size: older.size });
}

/**
 * Recomputes a log from its entries: every leaf, every tile, the root, and the root at an older size.
 * Holds one bundle at a time. `each` is told every entry.
 * @throws {AppError} `ledger.broken` naming the place; `ledger.rewritten` when `older` is no beginning of it.
 */
export async function auditLog(
  head: Checkpoint,
  log: LogReader,
  older?: Checkpoint,
  each: (entry: Buffer, index: number) => void = () => {},
): Promise<void> {
  if (older && older.size > head.size) throw errors.rewritten({ size: older.size });
  if (older?.size === 0) matchRoot(older, EMPTY_ROOT);
  let edge = EMPTY_EDGE;
  for (let number = 0; edge.size < head.size; number += 1) {
    const width = widthAt(head.size, 0, number);
    const entries = await log.bundle(number, width);
    if (entries.length !== width) throw errors.broken({ what: tilePath('entries', number, width) });
    const leaves = entries.map(leafHash);
    const before = (older?.size ?? 0) - edge.size;
    if (before > 0 && before <= width)
      matchRoot(older, edgeRoot(append(edge, leaves.slice(0, before)).edge));
    for (const [i, entry] of entries.entries()) each(entry, edge.size + i);
    const next = append(edge, leaves);
    for (const tile of next.tiles)
      if (tile.width === TILE_WIDTH)
        compare(tile, await log.tile(tile.level, tile.number, TILE_WIDTH));
    edge = next.edge;
  }
  for (const place of partialTiles(head.size)) {
    const data = Buffer.concat(edge.levels[place.level] ?? []);
    compare({ ...place, data }, await log.tile(place.level, place.number, place.width));
  }
  if (!edgeRoot(edge).equals(head.root)) throw errors.broken({ what: 'root' });
}
