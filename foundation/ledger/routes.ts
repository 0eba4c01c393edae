import { Type } from 'typebox';
import { type Database, readAs } from '../db/index.ts';
import type { Http } from '../http/index.ts';
import { errors } from './errors.ts';
import { formatVkey, type LedgerKey, verifiersOf } from './note.ts';
import { findBundle, findTile, newestCheckpoint } from './store.ts';
import { encodeBundle, parseLevel, parseTileNumber, widthAt } from './tiles.ts';

/** What the ledger's addresses need: the database and the key whose public half they show. */
export type LedgerDeps = { readonly db: Database; readonly key: LedgerKey };

// Auditors fetch whole logs: two small immutable answers for every 256 entries.
const open = {
  config: { permission: 'public', rateLimit: { max: 12_000, timeWindow: '1 minute' } },
} as const;
const IMMUTABLE = 'public, max-age=31536000, immutable';
const TEXT = 'text/plain; charset=utf-8';

/** The place that an address names, within what is signed. @throws {AppError} `ledger.unknown` */
function placeOf(level: number | undefined, text: string, size: number) {
  const place = parseTileNumber(text);
  if (level === undefined || !place || widthAt(size, level, place.number) < place.width)
    throw errors.unknown();
  return { level, ...place };
}

/** The public log under /ledger. Source: c2sp.org/tlog-tiles, APIs. */
export default function routes(http: Http, { db, key }: LedgerDeps): void {
  http.get('/ledger/vkey', open, (_request, reply) =>
    reply
      .type(TEXT)
      .header('cache-control', 'public, max-age=300')
      .send(
        verifiersOf(key)
          .map((verifier) => `${formatVkey(verifier)}\n`)
          .join(''),
      ),
  );

  http.get('/ledger/checkpoint', open, async (request, reply) => {
    const head = await readAs(db, request.call, newestCheckpoint);
    if (!head) throw errors.unknown();
    return reply.type(TEXT).header('cache-control', 'public, max-age=1').send(head.note);
  });

  const answer = async (data: Promise<Buffer | undefined>): Promise<Buffer> => {
    const found = await data;
    if (!found) throw errors.unknown();
    return found;
  };

  http.get(
    '/ledger/tile/:level/*',
    { ...open, schema: { params: Type.Object({ level: Type.String(), '*': Type.String() }) } },
    async (request, reply) => {
      const data = readAs(db, request.call, async (tx) => {
        const { size } = (await newestCheckpoint(tx)) ?? { size: 0 };
        const place = placeOf(parseLevel(request.params.level), request.params['*'], size);
        return await findTile(tx, place.level, place.number, place.width);
      });
      const found = await answer(data);
      return reply.type('application/octet-stream').header('cache-control', IMMUTABLE).send(found);
    },
  );

  http.get(
    '/ledger/tile/entries/*',
    { ...open, schema: { params: Type.Object({ '*': Type.String() }) } },
    async (request, reply) => {
      const data = readAs(db, request.call, async (tx) => {
        const { size } = (await newestCheckpoint(tx)) ?? { size: 0 };
        const place = placeOf(0, request.params['*'], size);
        const entries = await findBundle(tx, place.number, place.width);
        return entries.length === place.width ? encodeBundle(entries) : undefined;
      });
      const found = await answer(data);
      return reply.type('application/octet-stream').header('cache-control', IMMUTABLE).send(found);
    },
  );
}
