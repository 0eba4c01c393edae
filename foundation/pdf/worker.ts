import { type MessagePort, parentPort } from 'node:worker_threads';
import { AppError, type Params } from '../errors/index.ts';
import type { PdfDocument } from './document.ts';
import { render } from './render.ts';
import { type Certificates, type SealOptions, seal } from './sealing.ts';

/** One job for the worker: draw, seal, or both. */
export type Job = {
  readonly id: number;
  readonly source: { readonly document: PdfDocument } | { readonly bytes: Uint8Array };
  readonly seal?: { readonly certificates: Certificates; readonly options: SealOptions };
};

/** What the worker gets: jobs, and signatures it asked for. The private key never comes here. */
export type ToWorker = Job | { readonly id: number; readonly signature: Uint8Array };

/** What the worker says. */
export type FromWorker =
  | { readonly id: number; readonly bytes: Uint8Array }
  | { readonly id: number; readonly toSign: Uint8Array }
  | { readonly id: number; readonly refusal: { code: string; status: number; params: Params } }
  | { readonly id: number; readonly failure: string };

const waiting = new Map<number, (signature: Uint8Array) => void>();

async function perform(port: MessagePort, job: Job): Promise<Uint8Array> {
  const drawn =
    'document' in job.source
      ? await render(job.source.document)
      : { bytes: job.source.bytes, seal: undefined };
  if (!job.seal) return drawn.bytes;
  const { certificates, options } = job.seal;
  const sign = (toSign: Buffer) =>
    new Promise<Uint8Array>((resolve) => {
      waiting.set(job.id, resolve);
      port.postMessage({ id: job.id, toSign } satisfies FromWorker);
    });
  return seal(drawn.bytes, certificates, sign, { spot: drawn.seal, ...options });
}

function answer(job: Job, cause: unknown): FromWorker {
  if (cause instanceof AppError) {
    const { code, status, params } = cause;
    return { id: job.id, refusal: { code, status, params } };
  }
  return { id: job.id, failure: cause instanceof Error ? String(cause.stack) : String(cause) };
}

const port = parentPort;
port?.on('message', (message: ToWorker) => {
  if ('signature' in message) {
    waiting.get(message.id)?.(message.signature);
    waiting.delete(message.id);
    return;
  }
  perform(port, message).then(
    (bytes) => port.postMessage({ id: message.id, bytes } satisfies FromWorker),
    (cause: unknown) => port.postMessage(answer(message, cause)),
  );
});
