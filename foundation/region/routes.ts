import { Type } from 'typebox';
import { readAs } from '../db/index.ts';
import { errors as http, ListOf, Page, type Routes } from '../http/index.ts';
import { CODE_PATTERN } from './names.ts';
import { children, path, search } from './service.ts';

const Division = Type.Object({
  code: Type.String({ description: '2, 4, 6 (GB/T 2260), 9 or 12 digits (statistical code)' }),
  parentCode: Type.Union([Type.String(), Type.Null()]),
  level: Type.Integer({ minimum: 1, maximum: 5, description: '1 province … 5 village' }),
  name: Type.String(),
  fullName: Type.String({ description: 'names from the province down' }),
  hasChildren: Type.Boolean(),
  endedOn: Type.Union([Type.String(), Type.Null()]),
});

const DivisionWithPath = Type.Intersect([
  Division,
  Type.Object({ path: Type.Array(Division, { description: 'province first, itself last' }) }),
]);

const Query = Type.Intersect([
  Page,
  Type.Object({
    parent: Type.Optional(Type.String({ pattern: CODE_PATTERN, description: 'its children' })),
    q: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 60,
        pattern: '^[^\\u0000-\\u001f]*$',
        description: 'words from large to small (合肥 蜀山 五里墩), or the beginning of a code',
      }),
    ),
    within: Type.Optional(
      Type.String({ pattern: '^\\d{2,12}$', description: 'search only below this code prefix' }),
    ),
  }),
]);

const routes: Routes = (server, { db }) => {
  server.get(
    '/divisions',
    {
      config: { permission: 'public' },
      schema: {
        summary: 'Administrative divisions: provinces, children of `parent`, or what `q` finds',
        querystring: Query,
        response: { 200: ListOf(Division) },
      },
    },
    (req) => {
      const { parent, q, within, limit, after } = req.query;
      if (q !== undefined && parent !== undefined) throw http.malformed({ where: 'parent' });
      if (q === undefined && within !== undefined) throw http.malformed({ where: 'within' });
      return readAs(db, req.call, (tx) =>
        q === undefined
          ? children(tx, parent ?? null, { limit, after })
          : search(tx, q, { within, limit, after }),
      );
    },
  );
  server.get(
    '/divisions/:code',
    {
      config: { permission: 'public' },
      schema: {
        summary: 'One administrative division with those above it',
        params: Type.Object({ code: Type.String({ pattern: CODE_PATTERN }) }),
        response: { 200: DivisionWithPath },
      },
    },
    (req) =>
      readAs(db, req.call, async (tx) => {
        const line = await path(tx, req.params.code);
        return { ...line.at(-1)!, path: line };
      }),
  );
};
export default routes;
