import { withActor } from '@yiwang/foundation/db';
import { etag, type Routes, versionOf } from '@yiwang/foundation/http';
import { Type } from 'typebox';
import { Draft, DraftSummary, SaveDraft, StartDraft } from './schema.ts';
import { deleteDraft, listDrafts, openDraft, saveDraft, startDraft } from './service-draft.ts';

const ById = Type.Object({ id: Type.String({ format: 'uuid' }) });

const routes: Routes = (http, platform) => {
  const { db } = platform;
  http.post(
    '/drafts',
    {
      config: { permission: 'signedIn', creates: true },
      schema: {
        summary: 'Begins an application, filled with what government holds',
        body: StartDraft,
        response: { 201: Draft },
      },
    },
    async (req, reply) => {
      const draft = await withActor(db, req.call, (tx) => startDraft(tx, platform, req.body));
      return etag(reply, draft.version)
        .code(201)
        .header('location', `/api/services/case/drafts/${draft.id}`)
        .send(draft);
    },
  );
  http.get(
    '/drafts',
    {
      config: { permission: 'signedIn' },
      schema: {
        summary: 'Own drafts, newest first, at most 100',
        response: {
          200: Type.Object({ items: Type.Array(DraftSummary), next: Type.Null() }),
        },
      },
    },
    async (req) => ({ items: await withActor(db, req.call, listDrafts), next: null }),
  );
  http.get(
    '/drafts/:id',
    {
      config: { permission: 'signedIn' },
      schema: {
        summary: 'A draft under the form that is in force today',
        params: ById,
        response: { 200: Draft },
      },
    },
    async (req, reply) => {
      const draft = await withActor(db, req.call, (tx) => openDraft(tx, platform, req.params.id));
      return etag(reply, draft.version).send(draft);
    },
  );
  http.put(
    '/drafts/:id',
    {
      config: { permission: 'signedIn', ifMatch: true },
      schema: {
        summary: 'Keeps what was typed, unchecked',
        params: ById,
        body: SaveDraft,
        response: { 200: DraftSummary },
      },
    },
    async (req, reply) => {
      const version = versionOf(req);
      const saved = await withActor(db, req.call, (tx) =>
        saveDraft(tx, platform, req.params.id, version, req.body),
      );
      return etag(reply, saved.version).send(saved);
    },
  );
  http.delete(
    '/drafts/:id',
    {
      config: { permission: 'signedIn' },
      schema: { summary: 'Throws a draft away', params: ById, response: { 204: Type.Null() } },
    },
    async (req, reply) => {
      await withActor(db, req.call, (tx) => deleteDraft(tx, req.params.id));
      return reply.code(204).send(null);
    },
  );
};
export default routes;
