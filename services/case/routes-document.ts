import { withActor } from '@yiwang/foundation/db';
import type { Routes } from '@yiwang/foundation/http';
import { Type } from 'typebox';
import { DocumentView } from './schema.ts';
import { documentPage, documentPdf, openDocument } from './service-document.ts';

const ByDocument = Type.Object({
  id: Type.String({ format: 'uuid' }),
  documentId: Type.String({ format: 'uuid' }),
});
const Language = Type.Object({
  lang: Type.Optional(Type.Unsafe<'zh' | 'en'>({ type: 'string', enum: ['zh', 'en'] })),
});

const routes: Routes = (http, platform) => {
  const { db } = platform;
  const address = '/cases/:id/documents/:documentId';
  http.get(
    address,
    {
      config: { permission: 'signedIn' },
      schema: {
        summary: 'A notice or decision as text',
        params: ByDocument,
        querystring: Language,
        response: { 200: DocumentView },
      },
    },
    (req) => {
      const { id, documentId } = req.params;
      const { lang = 'zh' } = req.query;
      return withActor(db, req.call, (tx) => openDocument(tx, platform, id, documentId, lang));
    },
  );
  http.get(
    `${address}/page`,
    {
      config: { permission: 'signedIn' },
      schema: {
        summary: 'A notice or decision as a page to print',
        params: ByDocument,
        querystring: Language,
        produces: ['text/html'],
      },
    },
    async (req, reply) => {
      const { id, documentId } = req.params;
      const { lang = 'zh' } = req.query;
      const view = await withActor(db, req.call, (tx) =>
        openDocument(tx, platform, id, documentId, lang),
      );
      return reply.type('text/html; charset=utf-8').send(documentPage(view, lang).text);
    },
  );
  http.get(
    `${address}/file`,
    {
      config: { permission: 'signedIn' },
      schema: {
        summary: 'A notice or decision as a sealed PDF',
        params: ByDocument,
        querystring: Language,
        produces: ['application/pdf'],
      },
    },
    async (req, reply) => {
      const { id, documentId } = req.params;
      const { lang = 'zh' } = req.query;
      const view = await withActor(db, req.call, (tx) =>
        openDocument(tx, platform, id, documentId, lang),
      );
      const pdf = await documentPdf(platform, view, lang, req.call.now);
      return reply
        .type('application/pdf')
        .header('cache-control', 'private, no-store')
        .header('content-disposition', `inline; filename="${view.number}.pdf"`)
        .send(pdf);
    },
  );
};
export default routes;
