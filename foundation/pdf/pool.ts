import { Worker } from 'node:worker_threads';
import type { KeyService } from '../crypto/index.ts';
import { AppError } from '../errors/index.ts';
import type { PdfDocument } from './document.ts';
import { errors } from './errors.ts';
import type { SealOptions } from './sealing.ts';
import type { FromWorker, Job, ToWorker } from './worker.ts';

/** Milliseconds without work after which the worker ends and gives its memory back. */
const IDLE_MS = 60_000;
/** Milliseconds one document may take; the worker is stopped then. */
const LONGEST_MS = 30_000;
const LONGEST_QUEUE = 500;

type Waiting = {
  readonly job: Omit<Job, 'id'>;
  readonly sign: (data: Uint8Array) => Uint8Array;
  readonly resolve: (bytes: Buffer) => void;
  readonly reject: (cause: unknown) => void;
};

/** One worker thread, started with the first document, one document at a time, ended when idle. */
class Pool {
  readonly #queue: Waiting[] = [];
  #worker: Worker | undefined;
  #current: (Waiting & { id: number; timer: NodeJS.Timeout }) | undefined;
  #idle: NodeJS.Timeout | undefined;
  #lastId = 0;

  run(job: Waiting['job'], sign: Waiting['sign']): Promise<Buffer> {
    if (this.#queue.length >= LONGEST_QUEUE) return Promise.reject(errors.busy());
    return new Promise((resolve, reject) => {
      this.#queue.push({ job, sign, resolve, reject });
      this.#next();
    });
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
    this.#fail(new Error('The PDF worker was closed.'));
  }

  #next(): void {
    if (this.#current) return;
    const waiting = this.#queue.shift();
    if (!waiting) {
      this.#rest();
      return;
    }
    clearTimeout(this.#idle);
    const worker = this.#started();
    worker.ref();
    const id = ++this.#lastId;
    const timer = setTimeout(() => {
      this.#fail(new Error(`A document took longer than ${LONGEST_MS} ms.`));
      this.#drop(worker);
    }, LONGEST_MS);
    this.#current = { ...waiting, id, timer };
    worker.postMessage({ id, ...waiting.job } satisfies ToWorker);
  }

  /** Lets the process end while nothing is drawn, and ends the worker itself after a while. */
  #rest(): void {
    this.#worker?.unref();
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#drop(this.#worker), IDLE_MS);
    this.#idle.unref();
  }

  #drop(worker: Worker | undefined): void {
    if (this.#worker === worker) this.#worker = undefined;
    void worker?.terminate();
    if (!this.#current && this.#queue.length > 0) this.#next();
  }

  #started(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(new URL('./worker.ts', import.meta.url));
    worker.on('message', (message: FromWorker) => this.#hear(worker, message));
    const fallen = (cause: Error) => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      this.#fail(cause);
      if (this.#queue.length > 0) this.#next();
    };
    worker.on('error', fallen);
    worker.on('exit', (code) => fallen(new Error(`The PDF worker ended with code ${code}.`)));
    this.#worker = worker;
    return worker;
  }

  #hear(worker: Worker, message: FromWorker): void {
    const current = this.#current;
    if (message.id !== current?.id) return;
    if ('toSign' in message) {
      try {
        const signature = current.sign(message.toSign);
        worker.postMessage({ id: message.id, signature } satisfies ToWorker);
      } catch (cause) {
        this.#fail(cause);
        this.#drop(worker);
      }
      return;
    }
    clearTimeout(current.timer);
    this.#current = undefined;
    if ('bytes' in message) current.resolve(Buffer.from(message.bytes));
    else if ('refusal' in message) {
      const { code, status, params } = message.refusal;
      current.reject(new AppError(code, status, params));
    } else current.reject(new Error(message.failure));
    this.#next();
  }

  #fail(cause: unknown): void {
    if (!this.#current) return;
    clearTimeout(this.#current.timer);
    const { reject } = this.#current;
    this.#current = undefined;
    reject(cause);
  }
}

const pool = new Pool();

const noKey = () => {
  throw new Error('A document that is not to be sealed asked for a signature.');
};

const sealOf = (keys: KeyService, options: SealOptions): Job['seal'] => {
  const { document, authority } = keys.certificates();
  return { certificates: { document, authority }, options };
};

const signWith = (keys: KeyService) => (data: Uint8Array) => keys.sign('document', data, 'der');

/**
 * Draws a document in the worker. @throws {AppError} pdf.missing_glyph (params: characters),
 * pdf.does_not_fit (params: field), pdf.busy
 */
export const renderPdf = (document: PdfDocument): Promise<Buffer> =>
  pool.run({ source: { document } }, noKey);

/** Seals a finished PDF in the worker (PAdES B-B). @throws {AppError} pdf.unreadable, pdf.already_sealed, pdf.busy */
export const sealPdf = (
  bytes: Uint8Array,
  keys: KeyService,
  options: SealOptions,
): Promise<Buffer> => pool.run({ source: { bytes }, seal: sealOf(keys, options) }, signWith(keys));

/** `renderPdf` and `sealPdf` in one go; a click on the seal's picture opens the signature. */
export const renderSealedPdf = (
  document: PdfDocument,
  keys: KeyService,
  options: SealOptions,
): Promise<Buffer> =>
  pool.run({ source: { document }, seal: sealOf(keys, options) }, signWith(keys));

/** Ends the worker; documents in work fail. For the server's shutdown. */
export const closePdf = (): Promise<void> => pool.close();
