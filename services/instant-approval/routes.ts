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
import {
  Answer,
  Answered,
  AskHuman,
  Explanation,
  OwnReopening,
  Reopening,
  Sample,
  SampleQuery,
} from './schema.ts';
import { explainCase } from './service-explain.ts';
import { answerReopening, askHuman, listReopenings } from './service-reopen.ts';
import { sample } from './service-sample.ts';

const ById = Type.Object({ id: Type.String({ format: 'uuid' }) });

function forApplicants(http: Http, platform: Platform): void {
  const { db } = platform;
  http.get(
    '/evaluations',
    {
      config: { permission: 'signedIn' },
      schema: {
        summary:
          'How rules came to their answers about a case: for its applicant, masked for officers',
        querystring: Type.Object({ caseId: Type.String({ format: 'uuid' }) }),
        response: { 200: ListOf(Explanation) },
      },
    },
    async (req) => ({
      items: await withActor(db, req.call, (tx) => explainCase(tx, platform, req.query.caseId)),
      next: null,
    }),
  );
  http.post(
    '/evaluations/:id/reopen',
    {
      config: { permission: 'signedIn', creates: true },
      schema: {
        summary: 'Asks for a person to look at a decision that was made by rule alone',
        params: ById,
        body: AskHuman,
        response: { 201: OwnReopening },
      },
    },
    async (req, reply) => {
      const { id } = req.params;
      const { caseId, reopening } = await withActor(db, req.call, (tx) =>
        askHuman(tx, platform, id, req.body),
      );
      return reply
        .code(201)
        .header('location', `/api/services/instant-approval/evaluations?caseId=${caseId}`)
        .send(reopening);
    },
  );
}

const routes: Routes = (http, platform) => {
  const { db } = platform;
  forApplicants(http, platform);
  http.get(
    '/reopenings',
    {
      config: { permission: 'instant-approval.read' },
      schema: {
        summary: 'Requests for a person that wait for an answer, oldest first',
        querystring: Page,
        response: { 200: ListOf(Reopening) },
      },
    },
    (req) => {
      const { limit = 20, after } = req.query;
      return readAs(db, req.call, (tx) => listReopenings(tx, platform, limit, after));
    },
  );
  http.post(
    '/reopenings/:id/answer',
    {
      config: { permission: 'instant-approval.answer', creates: true, ifMatch: true },
      schema: {
        summary: 'Keeps a decision by rule, or takes it back so that an officer decides the case',
        params: ById,
        body: Answer,
        response: { 200: Answered },
      },
    },
    async (req, reply) => {
      const to = { id: req.params.id, version: versionOf(req) };
      const done = await withActor(db, req.call, (tx) =>
        answerReopening(tx, platform, to, req.body),
      );
      return etag(reply, done.version).send(done);
    },
  );
  http.get(
    '/samples',
    {
      config: { permission: 'instant-approval.read' },
      schema: {
        summary:
          'A sample of decisions by rule for spot checks, with figures by version of the rules',
        querystring: SampleQuery,
        response: { 200: Sample },
      },
    },
    (req) => readAs(db, req.call, (tx) => sample(tx, req.query)),
  );
};
export default routes;
