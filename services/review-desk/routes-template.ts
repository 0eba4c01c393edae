import { readAs, withActor } from '@yiwang/foundation/db';
import { etag, ListOf, Page, type Routes, versionOf } from '@yiwang/foundation/http';
import { Type } from 'typebox';
import { ById, NewTemplate, TaskAct, Template } from './schema.ts';
import {
  addTemplate,
  changeTemplate,
  listTemplates,
  openTemplate,
  removeTemplate,
} from './service-template.ts';

const permission = 'review-desk.read';

const routes: Routes = (http, { db }) => {
  http.get(
    '/templates',
    {
      config: { permission },
      schema: {
        summary: 'Own opinion templates and those of the department',
        querystring: Type.Object({ ...Page.properties, act: Type.Optional(TaskAct) }),
        response: { 200: ListOf(Template) },
      },
    },
    (req) => readAs(db, req.call, (tx) => listTemplates(tx, req.query)),
  );
  http.get(
    '/templates/:id',
    {
      config: { permission },
      schema: { summary: 'One template', params: ById, response: { 200: Template } },
    },
    async (req, reply) => {
      const found = await readAs(db, req.call, (tx) => openTemplate(tx, req.params.id));
      return etag(reply, found.version).send(found);
    },
  );
  http.post(
    '/templates',
    {
      config: { permission, creates: true },
      schema: {
        summary: 'Keeps a new opinion template',
        body: NewTemplate,
        response: { 201: Template },
      },
    },
    async (req, reply) => {
      const made = await withActor(db, req.call, (tx) => addTemplate(tx, req.body));
      return etag(reply, made.version)
        .code(201)
        .header('location', `/api/services/review-desk/templates/${made.id}`)
        .send(made);
    },
  );
  http.put(
    '/templates/:id',
    {
      config: { permission, ifMatch: true },
      schema: {
        summary: 'Changes a template',
        params: ById,
        body: NewTemplate,
        response: { 200: Template },
      },
    },
    async (req, reply) => {
      const version = versionOf(req);
      const found = await withActor(db, req.call, (tx) =>
        changeTemplate(tx, req.params.id, version, req.body),
      );
      return etag(reply, found.version).send(found);
    },
  );
  http.delete(
    '/templates/:id',
    {
      config: { permission, ifMatch: true },
      schema: { summary: 'Removes a template', params: ById, response: { 204: Type.Null() } },
    },
    async (req, reply) => {
      const version = versionOf(req);
      await withActor(db, req.call, (tx) => removeTemplate(tx, req.params.id, version));
      return reply.code(204).send(null);
    },
  );
};
export default routes;
