import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { KeyService } from '../crypto/index.ts';
import { CHUNK, chunksOf, FORMAT, HEADER, openChunk, sealChunk, TAG } from './encryption.ts';
import { errors } from './errors.ts';
import { Inspection } from './inspection.ts';
import { folderPlace, type Place, sweepDrafts } from './place.ts';
import { type Claim, DEFAULT_TYPES, type FileType, MEDIA_TYPE } from './sniff.ts';

/** What a virus scanner says. */
export type ScanResult =
  | { readonly clean: true }
  | { readonly clean: false; readonly name: string };

/** Port of a virus scanner (clamd, a vendor's gateway). It gets the plain bytes as a stream. */
export type Scan = (plain: AsyncIterable<Uint8Array>) => Promise<ScanResult>;

/** A file taken into the store; the caller records it with name and owner. */
export type StoredFile = {
  /** Address: SHA-256 of the plain bytes, 64 hexadecimal digits. */
  readonly sha256: string;
  /** Bytes of the plain file. */
  readonly size: number;
  readonly type: FileType;
  readonly mediaType: string;
  /** Whether a virus scanner has looked; `not_configured` when there is none. */
  readonly scanned: 'clean' | 'not_configured';
};

/** What is put, and on what terms. */
export type Upload = Claim & {
  readonly content: Uint8Array | AsyncIterable<Uint8Array>;
  /** Kinds taken, default pdf, png, jpeg, webp, ofd. */
  readonly accept?: readonly FileType[];
  /** Most bytes, default the store's limit. */
  readonly limit?: number;
};

/** Encrypted files under the SHA-256 of their content. Equal files are kept once. */
export interface FileStore {
  /** Inspects, encrypts and stores; durable when fulfilled. @throws {AppError} of `errors` */
  put(upload: Upload): Promise<StoredFile>;
  /** The plain bytes as a stream, in bounded memory. @throws {AppError} files.unknown, files.damaged */
  get(sha256: string): Promise<Readable>;
  /** The plain bytes at once, digest compared. @throws {AppError} files.unknown, files.damaged */
  read(sha256: string): Promise<Buffer>;
  /** Deletes the bytes; the caller makes sure that no record still refers to them. */
  remove(sha256: string): Promise<void>;
  /** Removes drafts left over from crashes more than a day before `now`; returns how many. */
  sweep(now: Date): Promise<number>;
  /** Whether uploads are scanned for viruses; shown to operators. */
  readonly scanner: 'configured' | 'not_configured';
}

/** Settings of a store. */
export type StoreOptions = {
  readonly keys: KeyService;
  /** Most bytes of a file, default 20 MB. */
  readonly limit?: number;
  readonly scan?: Scan;
};

const DEFAULT_LIMIT = 20 * 1024 * 1024;

const placeOf = (sha256: string) => ({ table: 'files', id: sha256, column: 'data-key' });

async function* blocksOf(content: Upload['content']): AsyncGenerator<Uint8Array> {
  if (!(content instanceof Uint8Array)) yield* content;
  else for (let at = 0; at < content.length; at += CHUNK) yield content.subarray(at, at + CHUNK);
}

/** Writes the encrypted draft while the bytes are inspected and digested; the header comes last. */
async function writeDraft(
  path: string,
  keys: KeyService,
  dataKey: Buffer,
  inspection: Inspection,
  content: Upload['content'],
): Promise<{ sha256: string; type: FileType }> {
  const digest = createHash('sha256');
  const draft = await open(path, 'wx', 0o600);
  try {
    let at = HEADER;
    let number = 0;
    for await (const { chunk, isLast } of chunksOf(blocksOf(content), CHUNK)) {
      inspection.push(chunk);
      digest.update(chunk);
      const sealed = sealChunk(dataKey, number++, isLast, chunk);
      await draft.write(sealed, 0, sealed.length, at);
      at += sealed.length;
    }
    const type = inspection.end();
    const sha256 = digest.digest('hex');
    const header = Buffer.concat([Buffer.from([FORMAT]), keys.wrapKey(dataKey, placeOf(sha256))]);
    await draft.write(header, 0, HEADER, 0);
    await draft.sync();
    return { sha256, type };
  } finally {
    await draft.close();
  }
}

async function* decrypted(dataKey: Buffer, sealed: AsyncIterable<Uint8Array>) {
  let number = 0;
  for await (const { chunk, isLast } of chunksOf(sealed, CHUNK + TAG))
    yield openChunk(dataKey, number++, isLast, chunk);
}

async function headerOf(place: Place, address: string): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const block of place.read(address, 0)) {
    parts.push(block);
    size += block.length;
    if (size >= HEADER) break;
  }
  return Buffer.concat(parts).subarray(0, HEADER);
}

/** The plain bytes of a stored file, the digest compared at the end. */
async function openFile(place: Place, keys: KeyService, sha256: string) {
  if (!/^[0-9a-f]{64}$/.test(sha256) || !(await place.has(sha256))) throw errors.unknown();
  const header = await headerOf(place, sha256);
  if (header.length < HEADER || header[0] !== FORMAT) throw errors.damaged({ sha256 });
  let dataKey: Buffer;
  try {
    dataKey = keys.unwrapKey(header.subarray(1), placeOf(sha256));
  } catch (cause) {
    throw errors.damaged({ sha256 }, { cause });
  }
  return (async function* () {
    const digest = createHash('sha256');
    for await (const block of decrypted(dataKey, place.read(sha256, HEADER))) {
      digest.update(block);
      yield block;
    }
    if (digest.digest('hex') !== sha256) throw errors.damaged({ sha256 });
  })();
}

async function scanDraft(scan: Scan, draft: string, dataKey: Buffer): Promise<void> {
  const result = await scan(decrypted(dataKey, createReadStream(draft, { start: HEADER })));
  if (!result.clean) throw errors.infected({ name: result.name });
}

/** A store over any place. */
export function createFileStore(place: Place, options: StoreOptions): FileStore {
  const { keys, scan, limit = DEFAULT_LIMIT } = options;
  return {
    scanner: scan ? 'configured' : 'not_configured',
    put: async (upload) => {
      const draft = join(place.drafts, randomBytes(16).toString('hex'));
      const dataKey = randomBytes(32);
      const inspection = new Inspection(
        upload,
        upload.accept ?? DEFAULT_TYPES,
        upload.limit ?? limit,
      );
      try {
        const { sha256, type } = await writeDraft(draft, keys, dataKey, inspection, upload.content);
        if (scan) await scanDraft(scan, draft, dataKey);
        // Written anew even when it is there: that heals a damaged copy and costs one rename.
        await place.adopt(draft, sha256);
        const scanned = scan ? 'clean' : 'not_configured';
        return { sha256, size: inspection.size, type, mediaType: MEDIA_TYPE[type], scanned };
      } catch (cause) {
        await rm(draft, { force: true });
        throw cause;
      }
    },
    get: async (sha256) => Readable.from(await openFile(place, keys, sha256)),
    read: async (sha256) => {
      const parts: Buffer[] = [];
      for await (const block of await openFile(place, keys, sha256)) parts.push(block);
      return Buffer.concat(parts);
    },
    remove: async (sha256) => {
      if (/^[0-9a-f]{64}$/.test(sha256)) await place.remove(sha256);
    },
    sweep: (now) => sweepDrafts(place.drafts, now),
  };
}

/** A store in a folder, made when missing. */
export const openFileStore = async (folder: string, options: StoreOptions): Promise<FileStore> =>
  createFileStore(await folderPlace(folder), options);
