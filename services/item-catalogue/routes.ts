import { readAs, withActor } from '@yiwang/foundation/db';
import { etag, ListOf, Page, page, type Routes, readCursor } from '@yiwang/foundation/http';
import { civilDateOf } from '@yiwang/foundation/time';
import { Type } from 'typebox';
import { ItemPackage, ItemSummary, ItemVersion, PackageProblem, VersionRow } from './schema.ts';
import { check, findItem, listItems, listVersions, publish } from './service.ts';

const PREFIX = '/api/services/item-catalogue';

const When = Type.Object({
  on: Type.Optional(
    Type.String({ format: 'date', description: 'the civil day that counts; today by default' }),
  ),
  region: Type.Optional(Type.String({ pattern: '^\\d{2,12}$' })),
});
const Named = Type.Object({
  code: Type.String({ maxLength: 60, description: 'slug, implementation code or handling code' }),
});

const reads: Routes = (http, { db }) => {
  http.get(
    '/items',
    {
      config: { permission: 'public' },
      schema: {
        summary: 'Items in force, of a region and those above it',
        querystring: Type.Intersect([Page, When]),
        response: { 200: ListOf(ItemSummary) },
      },
    },
    (req) =>
      readAs(db, req.call, async (tx) => {
        const { limit = 20, after, on = civilDateOf(req.call.now), region } = req.query;
        const [from = ''] = readCursor(after, 1) ?? [];
        const query = { on, regionCode: region, limit: limit + 1, after: String(from) };
        return page(await listItems(tx, query), limit, (row) => [row.itemId]);
      }),
  );
  http.get(
    '/items/:code',
    {
      config: { permission: 'public' },
      schema: {
        summary: 'An item with all its elements, materials, form and rules',
        params: Named,
        querystring: When,
        response: { 200: ItemVersion },
      },
    },
    (req, reply) =>
      readAs(db, req.call, async (tx) => {
        const { on = civilDateOf(req.call.now), region } = req.query;
        const item = await findItem(tx, req.params.code, { on, regionCode: region });
        etag(reply, item.version);
        return item;
      }),
  );
  http.get(
    '/items/:code/versions',
    {
      config: { permission: 'public' },
      schema: {
        summary: 'The versions of an item and when each is in force, newest first',
        params: Named,
        querystring: Type.Pick(When, ['region']),
        response: { 200: ListOf(VersionRow) },
      },
    },
    (req) =>
      readAs(db, req.call, async (tx) => ({
        items: await listVersions(tx, req.params.code, req.query.region),
        next: null,
      })),
  );
};

const acts: Routes = (http, platform) => {
  http.post(
    '/items/checks',
    {
      config: { permission: 'item-catalogue.publish' },
      schema: {
        summary: 'All reasons why a package could not be published',
        body: Type.Object({ package: Type.Unknown() }),
        response: { 200: Type.Object({ problems: Type.Array(PackageProblem) }) },
      },
    },
    async (req) => ({ problems: await check(platform, req.body.package) }),
  );
  http.post(
    '/items',
    {
      config: { permission: 'item-catalogue.publish', creates: true },
      schema: {
        summary: 'Publish a package as the next version of its item',
        body: Type.Object({ package: ItemPackage }),
        response: { 201: Type.Object({ itemId: Type.String(), version: Type.Integer() }) },
      },
    },
    async (req, reply) => {
      const { package: pack } = req.body;
      const made = await withActor(platform.db, req.call, (tx) => publish(tx, platform, pack));
      return reply.code(201).header('location', `${PREFIX}/items/${pack.item.code}`).send(made);
    },
  );
};

const routes: Routes = async (http, platform) => {
  await reads(http, platform);
  await acts(http, platform);
};
export default routes;
