import { createHash } from 'node:crypto';
import { readAs } from '@yiwang/foundation/db';
import { AppError } from '@yiwang/foundation/errors';
import { asked, type Markup, type Routes, viewOf } from '@yiwang/foundation/http';
import { isDivisionCode } from '@yiwang/foundation/region';
import { LONGEST_QUERY } from '@yiwang/foundation/search';
import { civilDateOf } from '@yiwang/foundation/time';
import { findItem } from '@yiwang/services/item-catalogue';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { guidePage } from './page-guide.ts';
import { listPage, missingPage } from './page-list.ts';
import { findGuides, type GuidePage } from './service.ts';

const open = { schema: { hide: true }, config: { permission: 'public' } };
/** How long a browser or a proxy may show a page without asking: as long as a date on it may be wrong after midnight. */
const FRESH_SECONDS = 60;

/** Answers a page, or 304 when the reader has it already. */
function send(request: FastifyRequest, reply: FastifyReply, page: Markup, status = 200) {
  const tag = `"${createHash('sha256').update(page.text).digest('base64url').slice(0, 22)}"`;
  reply
    .header('cache-control', `public, max-age=${FRESH_SECONDS}`)
    .header('vary', 'Accept-Language')
    .header('etag', tag);
  const known = request.headers['if-none-match'] ?? '';
  if (status === 200 && known.includes(tag)) return reply.code(304).send();
  return reply.code(status).type('text/html; charset=utf-8').send(page.text);
}

const regionOf = (request: FastifyRequest): string => {
  const region = asked(request, 'region');
  return isDivisionCode(region) ? region : '';
};

/** Nothing found is shown for a cursor that is not from here: a person has no use for a refusal. */
const orNothing = (error: unknown): GuidePage => {
  if (error instanceof AppError && error.code === 'http.malformed')
    return { items: [], next: null };
  throw error;
};

/** The public pages: the list of guides and each guide, plain HTML without scripts. */
export const pages: Routes = (http, platform) => {
  http.get('/guides', open, async (request, reply) => {
    const q = asked(request, 'q').trim().slice(0, LONGEST_QUERY);
    const region = regionOf(request);
    const after = asked(request, 'after') || undefined;
    const found = await readAs(platform.db, request.call, (tx) =>
      findGuides(tx, { q, ...(region && { region }) }, { after }),
    ).catch(orNothing);
    return send(request, reply, listPage(viewOf(request), { q, region }, found));
  });
  http.get('/guides/:slug', open, async (request, reply) => {
    const { slug } = request.params as { slug: string };
    const { now } = request.call;
    const view = viewOf(request);
    const regionCode = regionOf(request) || undefined;
    try {
      const item = await readAs(platform.db, request.call, (tx) =>
        findItem(tx, slug, { on: civilDateOf(now), regionCode }),
      );
      return send(request, reply, guidePage(view, item, platform.calendar(), now));
    } catch (error) {
      if (error instanceof AppError && error.status === 404)
        return send(request, reply, missingPage(view), 404);
      throw error;
    }
  });
};
