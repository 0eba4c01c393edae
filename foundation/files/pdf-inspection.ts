import { inflateSync } from 'node:zlib';
import { errors } from './errors.ts';

/** A PDF name in which any character may be written as #xx. Source: ISO 32000-1 section 7.3.5. */
const pdfName = (name: string): string =>
  [...name]
    .map((letter) => {
      const hex = letter.charCodeAt(0).toString(16);
      return `(?:${letter}|#${hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)})`;
    })
    .join('');

const END_OF_NAME = '(?=[\\s/<>\\[\\]()%]|$)';
const PROGRAM = new RegExp(`/(?:${pdfName('JavaScript')}|${pdfName('Launch')})${END_OF_NAME}`);
const ENCRYPTION = new RegExp(`/${pdfName('Encrypt')}(?=[\\s<])`);
const OBJECT_STREAM = new RegExp(`/${pdfName('ObjStm')}${END_OF_NAME}`);
const STREAM = /stream\r?\n/g;

/** Characters kept between two blocks, so that nothing is missed on their border. */
const OVERLAP = 2048;
/** Longest dictionary of an object stream in bytes; ordinary ones have 100. */
const LONGEST_DICTIONARY = 128 * 1024;
/** Largest object stream in bytes, packed and unpacked; writers put about 100 objects into one. */
const LARGEST_PACKED = 4 * 1024 * 1024;
const LARGEST_UNPACKED = 8 * 1024 * 1024;
/** Most bytes unpacked from one file, against files made to keep the server busy. */
const UNPACKED_IN_ALL = 64 * 1024 * 1024;

const unreadable = (cause?: unknown) => errors.broken({ reason: 'pdf' }, { cause });

/** The first object stream of a text: where its data begin, or where it does if they are still to come. */
type ObjectStream =
  | { readonly state: 'complete'; readonly from: number; readonly isPacked: boolean }
  | { readonly state: 'begun'; readonly from: number };

/** Source: ISO 32000-1 section 7.5.7. @throws {AppError} files.broken when it cannot be looked into */
function objectStreamIn(text: string): ObjectStream | undefined {
  const name = OBJECT_STREAM.exec(text);
  if (!name) return undefined;
  const begin = text.lastIndexOf('obj', name.index);
  if (begin < 0) throw unreadable();
  STREAM.lastIndex = name.index;
  if (!STREAM.test(text)) return { state: 'begun', from: begin };
  const from = STREAM.lastIndex;
  const dictionary = text
    .slice(begin, from)
    .replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  const filters = dictionary.match(/\/\w+Decode\b/g) ?? [];
  // A chain of filters, a rare one, or one named elsewhere would hide its content from this sieve.
  const isPacked = dictionary.includes('/Filter');
  if (isPacked && (filters.length !== 1 || filters[0] !== '/FlateDecode')) throw unreadable();
  // What is not packed begins with an object number; else its filter was kept out of our sight.
  if (!isPacked && !/^\s*\d/.test(text.slice(from, from + 16))) throw unreadable();
  return { state: 'complete', from, isPacked };
}

/**
 * Looks through a PDF block by block, in bounded memory: encryption, programs (also inside packed
 * object streams and with #xx-written names), and whether it ends as it should. A sieve for what
 * citizens upload, not a parser; viewers must still run sandboxed.
 */
export class PdfInspection {
  #text = '';
  #packed: string | undefined;
  #unpacked = 0;
  #hasCrossReference = false;

  /** Takes the next block. @throws {AppError} files.active, files.locked, files.broken */
  push(block: Uint8Array): void {
    const next = Buffer.from(block.buffer, block.byteOffset, block.byteLength).toString('latin1');
    if (this.#packed === undefined) this.#scan(this.#text + next);
    else this.#collect(this.#packed + next);
  }

  /** Ends the look-through; `tail` are the file's last bytes. @throws {AppError} files.broken */
  end(tail: Buffer): void {
    const last = tail.subarray(-1024).toString('latin1');
    if (this.#packed !== undefined || !this.#hasCrossReference || !/%%EOF\s*\0*$/.test(last))
      throw unreadable();
    if (!/startxref\s+\d+\s+%%EOF/.test(last)) throw unreadable();
  }

  #scan(text: string): void {
    if (PROGRAM.test(text)) throw errors.active();
    if (ENCRYPTION.test(text)) throw errors.locked();
    this.#hasCrossReference ||= /\bxref\s+\d|\/Type\s*\/XRef\b/.test(text);
    const found = objectStreamIn(text);
    if (found?.state === 'begun') {
      this.#text = text.slice(found.from);
      if (this.#text.length > LONGEST_DICTIONARY) throw unreadable();
      return;
    }
    if (found) {
      this.#text = '';
      const rest = text.slice(found.from);
      if (found.isPacked) this.#collect(rest);
      else this.#scan(rest);
      return;
    }
    this.#text = text.slice(-OVERLAP);
  }

  #collect(packed: string): void {
    const end = packed.indexOf('endstream');
    if (end < 0) {
      if (packed.length > LARGEST_PACKED) throw unreadable();
      this.#packed = packed;
      return;
    }
    this.#packed = undefined;
    let content: string;
    try {
      content = inflateSync(Buffer.from(packed.slice(0, end), 'latin1'), {
        maxOutputLength: LARGEST_UNPACKED,
      }).toString('latin1');
      this.#unpacked += content.length;
    } catch (cause) {
      throw unreadable(cause);
    }
    if (this.#unpacked > UNPACKED_IN_ALL) throw unreadable();
    if (PROGRAM.test(content)) throw errors.active();
    this.#scan(packed.slice(end));
  }
}
