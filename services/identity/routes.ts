import { readAs } from '@yiwang/foundation/db';
import { ListOf, Page, type Routes } from '@yiwang/foundation/http';
import { t } from '@yiwang/foundation/i18n';
import { standIns } from '@yiwang/foundation/message';
import type { FastifyRequest } from 'fastify';
import { setCookies, tokenOf } from './cookies.ts';
import { localeOf } from './locale.ts';
import sessionRoutes from './routes-session.ts';
import { deviceOf } from './rules.ts';
import { Account, AskCode, CodeSent, Reading, RealName, Register } from './schema.ts';
import { register, verifyRealName } from './service-account.ts';
import { sendCode } from './service-code.ts';
import { readsOfMine } from './service-view.ts';

/** Codes, registration, proof of the real name. */
const accounts: Routes = (http, platform) => {
  const { settings } = platform;
  const deviceFrom = (req: FastifyRequest) => ({
    name: deviceOf(req.headers['user-agent']),
    token: tokenOf(req, settings),
  });

  http.post(
    '/one-time-codes',
    {
      config: { permission: 'public', creates: true },
      schema: {
        summary:
          'Sends a code of six digits to a mobile, whether or not somebody has registered it',
        body: AskCode,
        response: { 201: CodeSent },
      },
    },
    async (req, reply) =>
      reply.code(201).send(await sendCode(platform, req.call, { ...req.body, address: req.ip })),
  );

  http.post(
    '/accounts',
    {
      config: { permission: 'public', creates: true },
      schema: {
        summary: 'Registers a resident and signs her in',
        body: Register,
        response: { 201: Account },
      },
    },
    async (req, reply) => {
      const { id, issued } = await register(platform, req.call, req.body, deviceFrom(req));
      setCookies(reply, settings, issued);
      return reply.code(201).header('location', '/api/services/identity/session').send({ id });
    },
  );

  http.post(
    '/real-name',
    {
      config: { permission: 'signedIn' },
      schema: {
        summary:
          'Raises my account to level 2 when name and ID number agree with the base register',
        body: RealName,
        response: { 200: Account },
      },
    },
    async (req, reply) => {
      const token = tokenOf(req, settings);
      setCookies(reply, settings, await verifyRealName(platform, req.call, token, req.body));
      return { id: req.call.actor.id };
    },
  );
};

const reads: Routes = (http, { db }) => {
  http.get(
    '/reads',
    {
      config: { permission: 'signedIn' },
      schema: {
        summary: 'Who looked at my data, newest first: when, which department and post, why',
        querystring: Page,
        response: { 200: ListOf(Reading) },
      },
    },
    (req) => {
      const { limit = 20, after } = req.query;
      return readAs(db, req.call, (tx) => readsOfMine(tx, { limit, after }));
    },
  );
};

const routes: Routes = (http, platform) => {
  for (const part of [accounts, reads, sessionRoutes]) part(http, platform);
};
export default routes;

/** What every page asks before anybody has signed in: which outside systems a stand-in replaces here. */
export const pages: Routes = (http, platform) => {
  http.get(
    '/api/platform',
    { config: { permission: 'public' }, schema: { hide: true } },
    async (req) => ({ standIns: standIns(platform).map((key) => t(localeOf(req), key)) }),
  );
};
