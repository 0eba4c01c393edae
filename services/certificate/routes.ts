import { readAs, withActor } from '@yiwang/foundation/db';
import {
  etag,
  type Http,
  ListOf,
  Page,
  type Platform,
  type Routes,
  versionOf,
} from '@yiwang/foundation/http';
import { Type } from 'typebox';
import verificationRoutes from './routes-verification.ts';
import { Act, ById, Certificate, Presentation, Summary, Verification } from './schema.ts';
import { openFile } from './service-document.ts';
import {
  findMine,
  listMine,
  listVerifications,
  openCertificate,
  openingOf,
  receiptOf,
} from './service-holding.ts';
import { present } from './service-presentation.ts';
import { resume, revoke, suspend } from './service-state.ts';

const RECEIPT = 'text/plain; charset=utf-8';

const Opening = Type.Object({
  index: Type.Union([Type.Integer(), Type.Null()]),
  opening: Type.Unknown({ description: 'what `checkOpening` of the ledger takes' }),
});

function holding(http: Http, platform: Platform): void {
  const { db } = platform;
  http.get(
    '/certificates',
    {
      config: { permission: 'signedIn' },
      schema: {
        summary: 'My certificates, newest first',
        querystring: Page,
        response: { 200: ListOf(Summary) },
      },
    },
    (req) => {
      const { limit = 20, after } = req.query;
      return readAs(db, req.call, (tx) => listMine(tx, platform, limit, after));
    },
  );
  http.get(
    '/certificates/:id',
    {
      config: { permission: 'signedIn' },
      schema: {
        summary: 'One certificate with face and history; masked for officers without purpose',
        params: ById,
        response: { 200: Certificate },
      },
    },
    async (req, reply) => {
      const found = await withActor(db, req.call, (tx) =>
        openCertificate(tx, platform, req.params.id),
      );
      etag(reply, found.version);
      return found;
    },
  );
  http.get(
    '/certificates/:id/verifications',
    {
      config: { permission: 'signedIn' },
      schema: {
        summary: 'Where my certificate was checked, newest first',
        params: ById,
        querystring: Page,
        response: { 200: ListOf(Verification) },
      },
    },
    (req) => {
      const { limit = 20, after } = req.query;
      return readAs(db, req.call, (tx) => listVerifications(tx, req.params.id, limit, after));
    },
  );
}

function documents(http: Http, platform: Platform): void {
  const { db } = platform;
  http.get(
    '/certificates/:id/file',
    {
      config: { permission: 'signedIn' },
      schema: {
        summary: 'The sealed PDF',
        params: ById,
        querystring: Type.Object({ inline: Type.Optional(Type.Boolean()) }),
        produces: ['application/pdf'],
      },
    },
    async (req, reply) => {
      const { content, name } = await openFile(platform, req.call, req.params.id);
      const how = req.query.inline ? 'inline' : 'attachment';
      return reply
        .type('application/pdf')
        .header('cache-control', 'private, no-store')
        .header('x-content-type-options', 'nosniff')
        .header(
          'content-disposition',
          `${how}; filename="certificate.pdf"; filename*=UTF-8''${encodeURIComponent(name)}`,
        )
        .send(content);
    },
  );
  http.get(
    '/certificates/:id/receipt',
    {
      config: { permission: 'signedIn' },
      schema: {
        summary: 'The ledger receipt of my certificate (c2sp.org/tlog-proof)',
        params: ById,
        produces: ['text/plain'],
      },
    },
    async (req, reply) => {
      const text = await readAs(db, req.call, async (tx) => {
        const { id } = await findMine(tx, req.params.id);
        return await receiptOf(tx, id);
      });
      return reply
        .type(RECEIPT)
        .header('content-disposition', 'attachment; filename="certificate.tlog-proof"')
        .send(text);
    },
  );
  http.get(
    '/certificates/:id/opening',
    {
      config: { permission: 'signedIn' },
      schema: {
        summary: 'What connects the ledger entry with my certificate: salt and facts',
        params: ById,
        response: { 200: Opening },
      },
    },
    (req) => readAs(db, req.call, async (tx) => openingOf(tx, await findMine(tx, req.params.id))),
  );
}

/** Acts of officers: the address, the permission, and what is done. */
const acts = [
  ['suspend', 'certificate.suspend', suspend, 'Take a certificate out of force for a time'],
  ['resume', 'certificate.suspend', resume, 'Put a suspended certificate back in force'],
  ['revoke', 'certificate.revoke', revoke, 'End a certificate for good'],
] as const;

function acting(http: Http, platform: Platform): void {
  const { db } = platform;
  http.post(
    '/certificates/:id/presentations',
    {
      config: { permission: 'signedIn', creates: true, level: 2 },
      schema: {
        summary:
          'Show my certificate: a code that is good for three minutes, and one for use without network',
        params: ById,
        response: { 201: Presentation },
      },
    },
    async (req, reply) => {
      const shown = await withActor(db, req.call, (tx) => present(tx, platform, req.params.id));
      return reply.code(201).header('location', `/verify/${shown.token}`).send(shown);
    },
  );
  for (const [verb, permission, act, summary] of acts)
    http.post(
      `/certificates/:id/${verb}`,
      {
        config: { permission, ifMatch: true },
        schema: { summary, params: ById, body: Act, response: { 200: Certificate } },
      },
      async (req, reply) => {
        const { id } = req.params;
        const version = versionOf(req);
        const found = await withActor(db, req.call, async (tx) => {
          await act(tx, platform, id, { ...req.body, version });
          return await openCertificate(tx, platform, id);
        });
        etag(reply, found.version);
        return found;
      },
    );
}

const routes: Routes = async (http, platform) => {
  holding(http, platform);
  documents(http, platform);
  acting(http, platform);
  await verificationRoutes(http, platform);
};
export default routes;
