import { readAs, withActor } from '@yiwang/foundation/db';
import { ListOf, Page, type Routes } from '@yiwang/foundation/http';
import { t } from '@yiwang/foundation/i18n';
import { standIns } from '@yiwang/foundation/message';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { knownSession } from './authenticator.ts';
import { clearCookies, setCookies, tokenOf } from './cookies.ts';
import { localeOf } from './locale.ts';
import { deviceOf } from './rules.ts';
import { ActFor, Agency, Device, Post, SessionState, SignIn, SwitchPost } from './schema.ts';
import { actFor, agencies, revoke, signIn, signOut, switchPost } from './service-session.ts';
import { posts, sessions, whoIs } from './service-view.ts';

const nothing = { 204: Type.Null() };

const signedIn = { permission: 'signedIn' } as const;

/** Signing in and out, and who is signed in. */
const signing: Routes = (http, platform) => {
  const { settings } = platform;
  const token = (req: FastifyRequest) => tokenOf(req, settings);

  http.post(
    '/sessions',
    {
      config: { permission: 'public' },
      schema: {
        summary:
          'Signs in: mobile with password or code; officers with name, password and second factor',
        body: SignIn,
        response: { 201: Type.Object({ expiresAt: Type.String({ format: 'date-time' }) }) },
      },
    },
    async (req, reply) => {
      const device = { name: deviceOf(req.headers['user-agent']), token: token(req) };
      const issued = await signIn(platform, req.call, req.body, device);
      setCookies(reply, settings, issued);
      return reply
        .code(201)
        .header('location', '/api/services/identity/session')
        .send({ expiresAt: issued.expiresAt.toISOString() });
    },
  );

  http.get(
    '/session',
    {
      config: { permission: 'public' },
      schema: {
        summary: 'Who is signed in, or nobody, and what stands in for outside systems',
        response: { 200: SessionState },
      },
    },
    async (req, reply) => {
      const locale = localeOf(req);
      const known = await knownSession(platform, req.call, token(req) ?? '');
      // A dead cookie stays: taking it away could hit the new one that another answer has just set.
      reply.header('cache-control', 'no-store');
      return {
        actor: known ? await whoIs(platform, req.call, locale) : null,
        standIns: standIns(platform).map((key) => t(locale, key)),
      };
    },
  );

  http.delete(
    '/session',
    { config: signedIn, schema: { summary: 'Signs out', response: nothing } },
    async (req, reply) => {
      await signOut(platform, req.call, token(req));
      clearCookies(reply, settings);
      return reply.code(204).send(null);
    },
  );
};

/** The devices on which somebody is signed in. */
const devices: Routes = (http, platform) => {
  const { db, settings } = platform;

  http.get(
    '/sessions',
    {
      config: signedIn,
      schema: {
        summary: 'The devices on which I am signed in, newest first',
        querystring: Page,
        response: { 200: ListOf(Device) },
      },
    },
    async (req) => {
      const { limit = 20, after } = req.query;
      const token = tokenOf(req, settings) ?? '';
      const current = await knownSession(platform, req.call, token);
      return readAs(db, req.call, (tx) => sessions(tx, current?.sessionId ?? '', { limit, after }));
    },
  );

  http.post(
    '/sessions/:id/revoke',
    {
      config: signedIn,
      schema: {
        summary: 'Ends one of my sessions',
        params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
        response: nothing,
      },
    },
    async (req, reply) => {
      await withActor(db, req.call, async (tx) => revoke(tx, platform, req.params.id));
      return reply.code(204).send(null);
    },
  );
};

/** As whom, or in which post, the one signed in acts. */
const powers: Routes = (http, platform) => {
  const { db, settings } = platform;
  const token = (req: FastifyRequest) => tokenOf(req, settings);

  http.get(
    '/agencies',
    {
      config: { ...signedIn, level: 2 },
      schema: {
        summary: 'The legal persons that I represent and may act for',
        response: { 200: ListOf(Agency) },
      },
    },
    async (req) => ({ items: await agencies(platform, req.call), next: null }),
  );

  http.post(
    '/session/act-for',
    {
      config: { ...signedIn, level: 2 },
      schema: {
        summary: 'Acts for a legal person from now on, or for myself again',
        body: ActFor,
        response: nothing,
      },
    },
    async (req, reply) => {
      const { legalPersonId } = req.body;
      setCookies(reply, settings, await actFor(platform, req.call, token(req), legalPersonId));
      return reply.code(204).send(null);
    },
  );

  http.get(
    '/posts',
    {
      config: signedIn,
      schema: { summary: 'The posts that I hold today', response: { 200: ListOf(Post) } },
    },
    (req) => readAs(db, req.call, posts),
  );

  http.post(
    '/session/post',
    {
      config: signedIn,
      schema: {
        summary: 'Acts in another of my posts from now on',
        body: SwitchPost,
        response: nothing,
      },
    },
    async (req, reply) => {
      const { postId } = req.body;
      setCookies(reply, settings, await switchPost(platform, req.call, token(req), postId));
      return reply.code(204).send(null);
    },
  );
};

const routes: Routes = (http, platform) => {
  for (const part of [signing, devices, powers]) part(http, platform);
};
export default routes;
