import { inspectArchive } from './archive.ts';
import { errors } from './errors.ts';
import { inspectImage } from './image.ts';
import { PdfInspection } from './pdf-inspection.ts';
import { assertHonest, type Claim, type FileType, sniff } from './sniff.ts';

/** Bytes kept from the beginning (camera data stands before a JPEG's size) and from the end. */
const HEAD = 256 * 1024;
const TAIL = 512 * 1024;

/**
 * Watches the bytes of one upload as they pass, keeping at most 768 KB of them. Blocks come in equal
 * large pieces (64 KB), so that no sender can make it work by sending single bytes.
 */
export class Inspection {
  readonly #claim: Claim;
  readonly #accepted: readonly FileType[];
  readonly #limit: number;
  #head = Buffer.alloc(0);
  #tail = Buffer.alloc(0);
  #size = 0;
  #found: FileType | undefined;
  readonly #pdf = new PdfInspection();

  constructor(claim: Claim, accepted: readonly FileType[], limit: number) {
    this.#claim = claim;
    this.#accepted = accepted;
    this.#limit = limit;
  }

  /** Bytes seen. */
  get size(): number {
    return this.#size;
  }

  /** Takes the next block; refuses as soon as it can. @throws {AppError} of `errors` */
  push(block: Uint8Array): void {
    if (block.length === 0) return;
    const isFirst = this.#size === 0;
    this.#size += block.length;
    if (this.#size > this.#limit)
      throw errors.too_large({ limitMb: Math.floor(this.#limit / 1024 / 1024) });
    if (this.#head.length < HEAD)
      this.#head = Buffer.concat([this.#head, block.subarray(0, HEAD - this.#head.length)]);
    this.#tail = Buffer.concat([this.#tail, block]).subarray(-TAIL);
    if (isFirst) {
      this.#found = sniff(this.#head);
      // Whether a zip is an OFD shows only at its end.
      if (this.#found !== 'zip') assertHonest(this.#claim, this.#found, this.#accepted);
    }
    if (this.#found === 'pdf') this.#pdf.push(block);
  }

  /** The kind of the whole file. @throws {AppError} of `errors` */
  end(): FileType {
    if (this.#size === 0) throw errors.empty();
    const type = this.#found === 'zip' ? inspectArchive(this.#tail, this.#size) : this.#found;
    const honest = assertHonest(this.#claim, type, this.#accepted);
    if (honest === 'pdf') this.#pdf.end(this.#tail);
    else if (honest !== 'ofd' && honest !== 'zip')
      inspectImage(honest, this.#head, this.#tail, this.#size);
    return honest;
  }
}
