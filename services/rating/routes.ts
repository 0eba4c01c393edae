import { readAs, withActor } from '@yiwang/foundation/db';
import { type Http, ListOf, Page, type Platform, type Routes } from '@yiwang/foundation/http';
import { Type } from 'typebox';
import { Callback, Mine, NewRating, Rating, Statistics } from './schema.ts';
import { listCallbacks, mine, rate, statistics } from './service.ts';

function own(http: Http, platform: Platform): void {
  const { db } = platform;
  http.post(
    '/ratings',
    {
      config: { permission: 'signedIn', creates: true },
      schema: {
        summary: 'Rates an own finished case, once; it cannot be changed afterwards',
        body: NewRating,
        response: { 201: Rating },
      },
    },
    async (req, reply) => {
      const rating = await withActor(db, req.call, (tx) => rate(tx, platform, req.body));
      return reply
        .code(201)
        .header('location', `/api/services/rating/ratings/mine?caseId=${rating.caseId}`)
        .send(rating);
    },
  );
  http.get(
    '/ratings/mine',
    {
      config: { permission: 'signedIn' },
      schema: {
        summary: 'Whether an own case can be rated, and how it was',
        querystring: Type.Object({ caseId: Type.String({ format: 'uuid' }) }),
        response: { 200: Mine },
      },
    },
    (req) => withActor(db, req.call, (tx) => mine(tx, platform, req.query.caseId)),
  );
}

const routes: Routes = (http, platform) => {
  own(http, platform);
  http.get(
    '/callbacks',
    {
      config: { permission: 'rating.read' },
      schema: {
        summary: 'Poor ratings that wait for a call-back, oldest first, names masked',
        querystring: Page,
        response: { 200: ListOf(Callback) },
      },
    },
    (req) => {
      const { limit = 20, after } = req.query;
      return readAs(platform.db, req.call, (tx) => listCallbacks(tx, platform, limit, after));
    },
  );
  http.get(
    '/statistics',
    {
      config: { permission: 'public' },
      schema: {
        summary: 'How finished cases were rated, counted over the log at each request',
        querystring: Type.Object({
          item: Type.Optional(Type.String({ maxLength: 60, pattern: '^[a-z0-9-]+$' })),
          region: Type.Optional(Type.String({ pattern: '^\\d{2,12}$' })),
        }),
        response: { 200: Statistics },
      },
    },
    (req) => statistics(platform, req.call, req.query),
  );
};
export default routes;
