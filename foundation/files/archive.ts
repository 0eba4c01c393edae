import { errors } from './errors.ts';

/** Bounds of an archive: entries, bytes unpacked, and how many times larger than packed. */
const MOST_ENTRIES = 2000;
const LARGEST_CONTENT = 300 * 1024 * 1024;
const HIGHEST_RATIO = 200;

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const END_LENGTH = 22;
const ENTRY_LENGTH = 46;

const isUnsafe = (name: string): boolean =>
  name.startsWith('/') ||
  /^[a-z]:/i.test(name) ||
  /[\\\0]/.test(name) ||
  name.split('/').includes('..');

function findEnd(tail: Buffer): number {
  for (let at = tail.length - END_LENGTH; at >= 0; at--)
    if (
      tail.readUInt32LE(at) === END &&
      at + END_LENGTH + tail.readUInt16LE(at + 20) === tail.length
    )
      return at;
  throw errors.broken({ reason: 'archive' });
}

/**
 * Reads the directory of a zip from its last bytes and refuses bombs, paths that leave the folder
 * and encrypted entries; tells OFD by its OFD.xml (GB/T 33190-2016). Zip64 is refused.
 * Source: APPNOTE.TXT 4.3.12, 4.3.16. `size` is the length of the whole file.
 * @throws {AppError} files.broken, files.locked
 */
export function inspectArchive(tail: Buffer, size: number): 'ofd' | 'zip' {
  const end = findEnd(tail);
  const count = tail.readUInt16LE(end + 10);
  const length = tail.readUInt32LE(end + 12);
  const offset = tail.readUInt32LE(end + 16);
  const start = end - length;
  // The directory must end where its end record begins, else something is hidden between them.
  const inPlace = offset + length + (tail.length - end) === size;
  if (count === 0 || count > MOST_ENTRIES || start < 0 || !inPlace)
    throw errors.broken({ reason: 'archive' });
  let at = start;
  let content = 0;
  let isOfd = false;
  for (let index = 0; index < count; index++) {
    if (at + ENTRY_LENGTH > end || tail.readUInt32LE(at) !== ENTRY)
      throw errors.broken({ reason: 'archive' });
    if ((tail.readUInt16LE(at + 8) & 1) !== 0) throw errors.locked();
    const nameLength = tail.readUInt16LE(at + 28);
    const name = tail.toString('utf8', at + ENTRY_LENGTH, at + ENTRY_LENGTH + nameLength);
    if (isUnsafe(name)) throw errors.broken({ reason: 'archive' });
    if (name === 'OFD.xml') isOfd = true;
    content += tail.readUInt32LE(at + 24);
    at += ENTRY_LENGTH + nameLength + tail.readUInt16LE(at + 30) + tail.readUInt16LE(at + 32);
  }
  if (content > LARGEST_CONTENT || content > size * HIGHEST_RATIO)
    throw errors.broken({ reason: 'archive' });
  return isOfd ? 'ofd' : 'zip';
}
