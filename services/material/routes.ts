import multipart, { type MultipartFile } from '@fastify/multipart';
import { withActor } from '@yiwang/foundation/db';
import { AppError } from '@yiwang/foundation/errors';
import {
  type Http,
  errors as httpErrors,
  type Platform,
  type Routes,
} from '@yiwang/foundation/http';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { disposition, errors, typesOf } from './rules.ts';
import { ById, Material, Uploaded } from './schema.ts';
import { openMaterial, remove, upload } from './service.ts';

/** Bytes that a form may hold beside the file: names, boundaries, two short fields. */
const FIELD_SIZE = 1024;

/** A field of the form that came before the file. */
function fieldOf(part: MultipartFile, name: string): string | undefined {
  const field = part.fields[name];
  const value = field && !Array.isArray(field) && field.type === 'field' ? field.value : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

async function fileOf(request: FastifyRequest): Promise<MultipartFile> {
  if (!request.isMultipart()) throw httpErrors.media_type();
  const part = await request.file();
  if (part?.fieldname === 'file') return part;
  part?.file.resume();
  throw errors.file_missing();
}

async function receive(request: FastifyRequest, platform: Platform): Promise<Uploaded> {
  const part = await fileOf(request);
  try {
    const accept = typesOf(fieldOf(part, 'accept'));
    return await upload(platform, request.call, {
      content: part.file,
      name: fieldOf(part, 'name') ?? part.filename ?? '',
      mediaType: part.mimetype,
      limit: platform.settings.uploadLimit,
      ...(accept ? { accept } : {}),
    });
  } catch (cause) {
    if (cause instanceof AppError || request.raw.readableEnded) throw cause;
    // The sender went away in the middle of the file.
    throw httpErrors.malformed({ where: 'file' }, { cause });
  } finally {
    // What is left unread is taken off the wire, or the refusal never reaches the sender.
    part.file.resume();
  }
}

function uploads(http: Http, platform: Platform): void {
  http.post(
    '/materials',
    {
      config: { permission: 'signedIn', creates: true },
      schema: {
        summary:
          'Hands in one file as multipart/form-data; `name` and `accept` (media types) come before `file`',
        consumes: ['multipart/form-data'],
        response: { 201: Uploaded },
      },
    },
    async (request, reply) => {
      const material = await receive(request, platform);
      return reply
        .code(201)
        .header('location', `/api/services/material/materials/${material.id}`)
        .send(material);
    },
  );
}

function reading(http: Http, platform: Platform): void {
  const { db, files } = platform;
  http.get(
    '/materials/:id',
    {
      config: { permission: 'signedIn' },
      schema: {
        summary: 'Name, kind and size of a file, for its owner and the officers of its case',
        params: ById,
        response: { 200: Material },
      },
    },
    (request) =>
      withActor(db, request.call, async (tx) => {
        const { ownerId, ...material } = await openMaterial(tx, platform, request.params.id, [
          'material.name',
        ]);
        return material;
      }),
  );
  http.get(
    '/materials/:id/content',
    {
      config: { permission: 'signedIn' },
      schema: {
        summary: 'The file itself; an officer’s look is told to the person it is about',
        params: ById,
        response: { 200: Type.Unsafe<unknown>({ type: 'string', format: 'binary' }) },
      },
    },
    async (request, reply) => {
      const { material, content } = await withActor(db, request.call, async (tx) => {
        const found = await openMaterial(tx, platform, request.params.id, ['material.content']);
        return { material: found, content: await files.get(found.sha256) };
      });
      return reply
        .type(material.mediaType)
        .header('content-length', material.size)
        .header('content-disposition', disposition(material.name, material.mediaType))
        .header('x-content-type-options', 'nosniff')
        .header('content-security-policy', CONTENT_POLICY)
        .header('cache-control', 'private, no-store')
        .send(content);
    },
  );
}

/** A file runs nothing, loads nothing, and is framed by our own screens only. */
const CONTENT_POLICY =
  "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'";

function removing(http: Http, { db }: Platform): void {
  http.delete(
    '/materials/:id',
    {
      config: { permission: 'signedIn' },
      schema: {
        summary: 'Removes an own file that belongs to no case',
        params: ById,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await withActor(db, request.call, (tx) => remove(tx, request.params.id));
      return reply.code(204).send(null);
    },
  );
}

const routes: Routes = async (http, platform) => {
  await http.register(multipart, {
    limits: {
      files: 1,
      // The file store counts too and refuses first, in words.
      fileSize: platform.settings.uploadLimit + 1,
      fields: 2,
      fieldNameSize: 32,
      fieldSize: FIELD_SIZE,
      headerPairs: 20,
    },
    throwFileSizeLimit: false,
  });
  uploads(http, platform);
  reading(http, platform);
  removing(http, platform);
};
export default routes;
