import { errors } from './errors.ts';
import type { FileType } from './sniff.ts';

/** Longest side in pixels and largest area: an A0 sheet at 300 dpi has 9 933 × 14 043. */
const LONGEST_SIDE = 20_000;
const LARGEST_AREA = 150_000_000;

/** `from` is where the header ends, so that an end marker of a thumbnail before it does not count. */
type Size = { readonly width: number; readonly height: number; readonly from?: number };

function pngSize(head: Buffer): Size | undefined {
  if (head.length < 33 || head.toString('latin1', 12, 16) !== 'IHDR') return undefined;
  return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
}

/** Walks the segments up to the frame header (SOF). Source: ITU-T T.81 annex B.2.2. */
function jpegSize(head: Buffer): Size | undefined {
  let at = 2;
  while (at + 9 < head.length) {
    if (head[at] !== 0xff) return undefined;
    const marker = head[at + 1] ?? 0;
    if (marker === 0xff) {
      at++;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame)
      return { height: head.readUInt16BE(at + 5), width: head.readUInt16BE(at + 7), from: at };
    if (marker === 0xd9 || marker === 0xda) return undefined;
    at += 2 + head.readUInt16BE(at + 2);
  }
  return undefined;
}

/** Source: RFC 9649 sections 2.5–2.7. */
function webpSize(head: Buffer): Size | undefined {
  if (head.length < 30) return undefined;
  const form = head.toString('latin1', 12, 16);
  if (form === 'VP8X')
    return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 };
  if (form === 'VP8L' && head[20] === 0x2f) {
    const bits = head.readUInt32LE(21);
    return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
  }
  if (form === 'VP8 ' && head.readUIntBE(23, 3) === 0x9d012a)
    return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff };
  return undefined;
}

/** Whether the end is there, or the length field agrees: a picture cut short is refused. */
function isWhole(type: FileType, head: Buffer, tail: Buffer, size: number, from = 0): boolean {
  if (type === 'png') return tail.subarray(-12).toString('latin1', 4, 8) === 'IEND';
  if (type === 'webp') return head.readUInt32LE(4) + 8 <= size;
  // Telephones append data of their own after the end marker, so it need not be the very last.
  const end = tail.lastIndexOf(Buffer.from([0xff, 0xd9]));
  return end >= 0 && size - tail.length + end > from;
}

/** Refuses pictures cut short or of absurd size. @throws {AppError} files.broken, files.oversized_image */
export function inspectImage(type: FileType, head: Buffer, tail: Buffer, size: number): void {
  const read = type === 'png' ? pngSize : type === 'jpeg' ? jpegSize : webpSize;
  const found = read(head);
  if (!found || !isWhole(type, head, tail, size, found.from))
    throw errors.broken({ reason: 'image' });
  const { width, height } = found;
  if (width < 1 || height < 1) throw errors.broken({ reason: 'image' });
  if (width > LONGEST_SIDE || height > LONGEST_SIDE || width * height > LARGEST_AREA)
    throw errors.oversized_image({ width, height });
}
