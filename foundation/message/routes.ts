import { Type } from 'typebox';
import { readAs, withActor } from '../db/index.ts';
import { html, errors as http, ListOf, Page, type Routes } from '../http/index.ts';
import { type Locale, t } from '../i18n/index.ts';
import { mailbox } from './mailbox.ts';
import { markRead, mine } from './service.ts';

const Message = Type.Object({
  id: Type.String(),
  template: Type.String(),
  text: Type.Object({ zh: Type.String(), en: Type.String() }),
  at: Type.String({ format: 'date-time' }),
  readAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
});

const Mail = Type.Object({
  id: Type.String(),
  phone: Type.String(),
  text: Type.String(),
  at: Type.String({ format: 'date-time' }),
});

const routes: Routes = (server, platform) => {
  const { db, settings } = platform;
  server.get(
    '/messages',
    {
      config: { permission: 'signedIn' },
      schema: {
        summary: 'My in-app messages, newest first',
        querystring: Page,
        response: { 200: ListOf(Message) },
      },
    },
    (req) => {
      const { limit = 20, after } = req.query;
      return readAs(db, req.call, (tx) => mine(tx, platform, { limit, ...(after && { after }) }));
    },
  );
  server.post(
    '/messages/:id/read',
    {
      config: { permission: 'signedIn' },
      schema: {
        summary: 'Notes that I have read a message',
        params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
        response: { 204: Type.Null() },
      },
    },
    async (req, reply) => {
      await withActor(db, req.call, async (tx) => markRead(tx, req.params.id));
      return reply.code(204).send(null);
    },
  );
  if (settings.production) return;
  server.get(
    '/mailbox',
    {
      config: { permission: 'public' },
      schema: {
        summary: 'Text messages that the stand-in took for a number; absent in production',
        querystring: Type.Object({ phone: Type.String({ minLength: 1, maxLength: 20 }) }),
        response: { 200: ListOf(Mail) },
      },
    },
    async (req) => ({ items: await mailbox(platform, req.query.phone), next: null }),
  );
};
export default routes;

const beijing = (at: string) =>
  new Date(new Date(at).getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

/** The page of the stand-in; in production there is none. */
export const pages: Routes = (server, platform) => {
  server.get(
    '/dev/mailbox',
    { config: { permission: 'public' }, schema: { hide: true } },
    async (req, reply) => {
      if (platform.settings.production) throw http.not_found();
      const lang: Locale = (req.query as { lang?: string }).lang === 'en' ? 'en' : 'zh';
      const word = (key: string) => t(lang, `message.mailbox.${key}`);
      const mails = await mailbox(platform);
      const rows = mails.map(
        ({ id, phone, text, at }) =>
          html`<tr id="${id}"><td>${beijing(at)}</td><td>${phone}</td><td>${text}</td></tr>`,
      );
      const table = html`<table class="table"><thead><tr><th scope="col">${word('at')}</th>
<th scope="col">${word('phone')}</th><th scope="col">${word('text')}</th></tr></thead>
<tbody>${rows}</tbody></table>`;
      const page = html`<!doctype html>
<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${word('title')}</title><link rel="stylesheet" href="/assets/page.css"></head>
<body><main><h1>${word('title')}</h1><p class="lead">${word('why')}</p>
${mails.length > 0 ? table : html`<p>${word('empty')}</p>`}</main></body></html>`;
      return reply
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(page.text);
    },
  );
};
