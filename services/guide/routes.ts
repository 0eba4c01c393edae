import { readAs } from '@yiwang/foundation/db';
import { ListOf, Page, type Routes } from '@yiwang/foundation/http';
import { Type } from 'typebox';
import { GuideQuery, GuideSummary } from './schema.ts';
import { findGuides } from './service.ts';

const routes: Routes = (http, { db }) => {
  http.get(
    '/guides',
    {
      config: { permission: 'public' },
      schema: {
        summary: 'Guides that a search in your own words finds, best first',
        querystring: Type.Intersect([Page, GuideQuery]),
        response: { 200: ListOf(GuideSummary) },
      },
    },
    (req) => {
      const { limit, after, ...query } = req.query;
      return readAs(db, req.call, (tx) => findGuides(tx, query, { limit, after }));
    },
  );
};
export default routes;
