import { readAs, withActor } from '@yiwang/foundation/db';
import { etag, ListOf, Page, type Routes, versionOf } from '@yiwang/foundation/http';
import { system } from '@yiwang/foundation/permission';
import { Type } from 'typebox';
import {
  Acted,
  CaseRow,
  CaseView,
  ClockView,
  Correct,
  DeskView,
  PublicStatus,
  Submit,
  Submitted,
  Withdraw,
} from './schema.ts';
import { correct, withdraw } from './service-act.ts';
import { caseForOfficer } from './service-desk.ts';
import { submit } from './service-submit.ts';
import { explainClock, listCases, publicStatus, viewCase } from './service-view.ts';

const ById = Type.Object({ id: Type.String({ format: 'uuid' }) });
const Asked = Type.Object({
  caseNo: Type.String({ minLength: 1, maxLength: 50 }),
  queryCode: Type.String({ minLength: 1, maxLength: 20 }),
});

/** Tries of number and query code a minute and address. */
const STATUS_A_MINUTE = 20;

const residents: Routes = (http, platform) => {
  const { db } = platform;
  http.post(
    '/cases',
    {
      config: { permission: 'signedIn', creates: true },
      schema: {
        summary: 'Submits a draft',
        body: Submit,
        response: { 201: Submitted },
      },
    },
    async (req, reply) => {
      const made = await withActor(db, req.call, (tx) => submit(tx, platform, req.body));
      return reply.code(201).header('location', `/api/services/case/cases/${made.id}`).send(made);
    },
  );
  http.get(
    '/cases',
    {
      config: { permission: 'signedIn' },
      schema: {
        summary: 'Own cases, newest first',
        querystring: Page,
        response: { 200: ListOf(CaseRow) },
      },
    },
    (req) => readAs(db, req.call, (tx) => listCases(tx, req.query.limit ?? 20, req.query.after)),
  );
  http.get(
    '/cases/:id',
    {
      config: { permission: 'signedIn' },
      schema: {
        summary: 'One own case, with timeline, tasks, limits and documents',
        params: ById,
        response: { 200: CaseView },
      },
    },
    async (req, reply) => {
      const view = await withActor(db, req.call, (tx) => viewCase(tx, platform, req.params.id));
      return etag(reply, view.version).send(view);
    },
  );
  http.post(
    '/cases/:id/correct',
    {
      config: { permission: 'signedIn', creates: true, ifMatch: true },
      schema: {
        summary: 'Hands in what the office asked to correct',
        params: ById,
        body: Correct,
        response: { 200: Acted },
      },
    },
    (req) => {
      const to = { caseId: req.params.id, version: versionOf(req) };
      return withActor(db, req.call, (tx) => correct(tx, platform, to, req.body));
    },
  );
  http.post(
    '/cases/:id/withdraw',
    {
      config: { permission: 'signedIn', creates: true, ifMatch: true },
      schema: {
        summary: 'Takes an application back before it is decided',
        params: ById,
        body: Withdraw,
        response: { 200: Acted },
      },
    },
    (req) => {
      const to = { caseId: req.params.id, version: versionOf(req) };
      return withActor(db, req.call, (tx) => withdraw(tx, platform, to, req.body));
    },
  );
};

const everybody: Routes = (http, platform) => {
  const { db } = platform;
  http.get(
    '/cases/:id/clock',
    {
      config: { permission: 'signedIn' },
      schema: {
        summary: 'Every day of the statutory limit, explained',
        params: ById,
        response: { 200: ClockView },
      },
    },
    (req) => withActor(db, req.call, (tx) => explainClock(tx, platform, req.params.id)),
  );
  http.get(
    '/cases/:id/desk',
    {
      config: { permission: 'case.read' },
      schema: {
        summary: 'A case as officers see it; masked without X-Purpose and case.unmask',
        params: ById,
        response: { 200: DeskView },
      },
    },
    async (req, reply) => {
      const view = await withActor(db, req.call, (tx) =>
        caseForOfficer(tx, platform, req.params.id),
      );
      return etag(reply, view.version).send(view);
    },
  );
  http.get(
    '/status',
    {
      config: {
        permission: 'public',
        rateLimit: { max: STATUS_A_MINUTE, timeWindow: '1 minute' },
      },
      schema: {
        summary: 'State of a case by its number and query code, without signing in',
        querystring: Asked,
        response: { 200: PublicStatus },
      },
    },
    (req) =>
      readAs(db, { ...req.call, actor: system('case') }, (tx) =>
        publicStatus(tx, platform, req.query),
      ),
  );
};

const routes: Routes = async (http, platform) => {
  await residents(http, platform);
  await everybody(http, platform);
};
export default routes;
