import multipart from '@fastify/multipart';
import { type Http, errors as httpErrors } from '@yiwang/foundation/http';
import type { FastifyRequest } from 'fastify';
import { LARGEST_PDF } from './rules.ts';

/** Lets the routes of this scope take one file of at most 5 MB; nothing is written to disk. */
export const takeFiles = (http: Http): Promise<void> =>
  Promise.resolve(
    http.register(multipart, {
      limits: { files: 1, fields: 5, fieldSize: 1000, parts: 6, fileSize: LARGEST_PDF },
      throwFileSizeLimit: false,
    }),
  ).then(() => undefined);

/**
 * The bytes of the file in a multipart form; undefined when none was chosen.
 * @throws {AppError} `http.media_type` for another kind of body, `http.too_large`
 */
export async function fileIn(request: FastifyRequest): Promise<Buffer | undefined> {
  if (!request.isMultipart()) throw httpErrors.media_type();
  const part = await request.file();
  if (!part) return undefined;
  const bytes = await part.toBuffer();
  if (part.file.truncated) throw httpErrors.too_large({ limit: LARGEST_PDF });
  return bytes.length > 0 ? bytes : undefined;
}
