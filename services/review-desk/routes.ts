import { readAs, withActor } from '@yiwang/foundation/db';
import {
  etag,
  type Http,
  ListOf,
  type Platform,
  type Routes,
  versionOf,
} from '@yiwang/foundation/http';
import { Type } from 'typebox';
import templateRoutes from './routes-template.ts';
import {
  ById,
  Counts,
  DeskTask,
  Evidence,
  FileRow,
  FilesQuery,
  Inspector,
  Overview,
  QueueEntry,
  QueueQuery,
  RecentCase,
} from './schema.ts';
import { overview } from './service-departments.ts';
import {
  claim,
  evidence,
  files,
  inspectors,
  noteOpening,
  recent,
  release,
} from './service-desk.ts';
import { countToday, queue } from './service-queue.ts';

const permission = 'review-desk.read';

function lists(http: Http, platform: Platform): void {
  const { db } = platform;
  http.get(
    '/queue',
    {
      config: { permission },
      schema: {
        summary: 'Own open tasks by the day that comes first, names masked',
        querystring: QueueQuery,
        response: { 200: ListOf(QueueEntry) },
      },
    },
    (req) => withActor(db, req.call, (tx) => queue(tx, platform, req.query)),
  );
  http.get(
    '/counts',
    {
      config: { permission },
      schema: {
        summary: 'Cases open, due, late and closed today, counted by the database',
        response: { 200: Counts },
      },
    },
    (req) => readAs(db, req.call, countToday),
  );
  http.get(
    '/departments',
    {
      config: { permission },
      schema: {
        summary: 'Load and lateness of each department in sight, and the slowest joint reviews',
        response: { 200: Overview },
      },
    },
    (req) => readAs(db, req.call, (tx) => overview(tx, platform)),
  );
  http.get(
    '/inspectors',
    {
      config: { permission },
      schema: {
        summary: 'Who holds a post of inspector in the own department today',
        response: { 200: ListOf(Inspector) },
      },
    },
    (req) => readAs(db, req.call, async (tx) => ({ items: await inspectors(tx), next: null })),
  );
}

function beside(http: Http, platform: Platform): void {
  const { db } = platform;
  http.get(
    '/cases/:id/evidence',
    {
      config: { permission },
      schema: {
        summary: 'Machine checks and own tasks; masked without X-Purpose and case.unmask',
        params: ById,
        response: { 200: Evidence },
      },
    },
    (req) => withActor(db, req.call, (tx) => evidence(tx, platform, req.params.id)),
  );
  http.get(
    '/cases/:id/files',
    {
      config: { permission },
      schema: {
        summary: 'Names and sizes of files of a case',
        params: ById,
        querystring: FilesQuery,
        response: { 200: ListOf(FileRow) },
      },
    },
    async (req) => {
      const ids = req.query.ids.split(',');
      const items = await withActor(db, req.call, (tx) => files(tx, platform, req.params.id, ids));
      return { items, next: null };
    },
  );
  http.put(
    '/recent/:id',
    {
      config: { permission },
      schema: {
        summary: 'Notes that a case was opened',
        params: ById,
        response: { 204: Type.Null() },
      },
    },
    async (req, reply) => {
      await withActor(db, req.call, (tx) => noteOpening(tx, req.params.id));
      return reply.code(204).send(null);
    },
  );
  http.get(
    '/recent',
    {
      config: { permission },
      schema: { summary: 'Cases opened last', response: { 200: ListOf(RecentCase) } },
    },
    (req) => readAs(db, req.call, async (tx) => ({ items: await recent(tx), next: null })),
  );
}

const acts = [
  ['claim', claim, 'Takes a task for oneself'],
  ['release', release, 'Gives a task back to the post'],
] as const;

const routes: Routes = async (http, platform) => {
  lists(http, platform);
  beside(http, platform);
  for (const [verb, act, summary] of acts)
    http.post(
      `/tasks/:id/${verb}`,
      {
        config: { permission, ifMatch: true },
        schema: { summary, params: ById, response: { 200: DeskTask } },
      },
      async (req, reply) => {
        const { id } = req.params;
        const version = versionOf(req);
        const task = await withActor(platform.db, req.call, (tx) => act(tx, platform, id, version));
        return etag(reply, task.version).send(task);
      },
    );
  await templateRoutes(http, platform);
};
export default routes;
