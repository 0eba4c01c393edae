import { readAs, withActor } from '@yiwang/foundation/db';
import { etag, ListOf, Page, type Routes, versionOf } from '@yiwang/foundation/http';
import { Type } from 'typebox';
import { Answer, DisputeFilter, ListedDispute, Mine, NewDispute, OpenedDispute } from './schema.ts';
import { answer, dispute, listDisputes, mine, openDispute } from './service-disputes.ts';

const Id = Type.Object({ id: Type.String({ format: 'uuid' }) });

const routes: Routes = (http, platform) => {
  const { db } = platform;
  http.get(
    '/subjects/mine',
    {
      config: { permission: 'signedIn', level: 2 },
      schema: {
        summary: 'What government holds about the one who asks, with source, date and legal basis',
        response: { 200: Mine },
      },
    },
    (req) => readAs(db, req.call, (tx) => mine(tx, platform)),
  );
  http.post(
    '/disputes',
    {
      config: { permission: 'signedIn', level: 2, creates: true },
      schema: {
        summary: 'Dispute a value held about oneself or the firm one acts for',
        body: NewDispute,
        response: { 201: Type.Object({ id: Type.String() }) },
      },
    },
    async (req, reply) => {
      const made = await withActor(db, req.call, async (tx) => {
        const { actor } = tx.call;
        const subjectId = actor.actsFor ?? actor.id;
        return { id: await dispute(tx, platform, { ...req.body, subjectId }) };
      });
      // Its state is shown beside the value.
      return reply.code(201).header('location', '/api/data/base-register/subjects/mine').send(made);
    },
  );
  http.get(
    '/disputes',
    {
      config: { permission: 'base-register.answer' },
      schema: {
        summary: "Disputes of the values of the registrar's department, masked, by last day",
        querystring: Type.Object({ ...Page.properties, ...DisputeFilter.properties }),
        response: { 200: ListOf(ListedDispute) },
      },
    },
    (req) => readAs(db, req.call, (tx) => listDisputes(tx, platform, req.query)),
  );
  http.get(
    '/disputes/:id',
    {
      config: { permission: 'base-register.answer' },
      schema: {
        summary: 'One dispute with the held value; the opening is in the read log of the subject',
        params: Id,
        response: { 200: OpenedDispute },
      },
    },
    async (req, reply) => {
      const opened = await withActor(db, req.call, (tx) =>
        openDispute(tx, platform, req.params.id),
      );
      etag(reply, opened.version);
      return opened;
    },
  );
  http.post(
    '/disputes/:id/answer',
    {
      config: { permission: 'base-register.answer', ifMatch: true },
      schema: {
        summary: 'Answer a dispute: correct the value, or keep it and say why',
        params: Id,
        body: Answer,
        response: { 204: Type.Null() },
      },
    },
    async (req, reply) => {
      const version = versionOf(req);
      await withActor(db, req.call, (tx) => answer(tx, platform, req.params.id, req.body, version));
      return reply.code(204).send(null);
    },
  );
};
export default routes;
