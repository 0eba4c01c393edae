import { Type } from 'typebox';
import { readAs } from '../db/index.ts';
import { ListOf, Page, page, type Routes, readCursor } from '../http/index.ts';
import { upwards } from './service.ts';
import { organizationsOf } from './store.ts';

const Organization = Type.Object({
  id: Type.String(),
  uscc: Type.Union([Type.String(), Type.Null()]),
  kind: Type.String(),
  nameZh: Type.String(),
  nameEn: Type.String(),
  regionCode: Type.String(),
  parentId: Type.Union([Type.String(), Type.Null()]),
  phone: Type.Union([Type.String(), Type.Null()]),
  address: Type.Union([Type.String(), Type.Null()]),
});

const routes: Routes = (http, { db }) => {
  http.get(
    '/organizations',
    {
      config: { permission: 'public' },
      schema: {
        summary: 'Departments responsible for a region, its own and those of the regions above it',
        querystring: Type.Intersect([
          Page,
          Type.Object({ region: Type.String({ pattern: '^\\d{2,12}$' }) }),
        ]),
        response: { 200: ListOf(Organization) },
      },
    },
    (req) =>
      readAs(db, req.call, async (tx) => {
        const { limit = 20, after, region } = req.query;
        const [from = ''] = readCursor(after, 1) ?? [];
        const rows = await tx.all(organizationsOf(upwards(region), limit + 1, String(from)));
        return page(rows, limit, (row) => [row.id]);
      }),
  );
};
export default routes;
