import { AppError } from '@yiwang/foundation/errors';
import type { Http, Platform, Routes } from '@yiwang/foundation/http';
import type { Locale } from '@yiwang/foundation/i18n';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { CHECKS_A_MINUTE, LARGEST_PDF } from './rules.ts';
import type { Verdict } from './schema.ts';
import {
  checkFile,
  checkIdentifier,
  checkToken,
  receiptByCheck,
  receiptByToken,
} from './service-verification.ts';
import { fileIn, takeFiles } from './upload.ts';
import { formPage, resultPage } from './verification-page.ts';

const rateLimit = { max: CHECKS_A_MINUTE, timeWindow: '1 minute' };
const open = { config: { permission: 'public', rateLimit }, schema: { hide: true } } as const;
/** A plain form cannot send the CSRF header, so the route looks at no session. */
const withoutSession = {
  config: { permission: 'public', anonymous: true, rateLimit },
  schema: { hide: true },
} as const;

const Words = Type.Object({
  lang: Type.Optional(Type.String({ maxLength: 5 })),
  i: Type.Optional(Type.String({ maxLength: 200 })),
  c: Type.Optional(Type.String({ maxLength: 20 })),
});

/** Language of a page: what the address says, else what the browser asks for. */
function localeOf(request: FastifyRequest): Locale {
  const { lang } = request.query as { lang?: string };
  if (lang === 'en' || lang === 'zh') return lang;
  return /^\s*en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh';
}

const send = (reply: FastifyReply, page: string, status = 200) =>
  reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('x-robots-tag', 'noindex')
    .send(page);

const sendResult = (
  request: FastifyRequest,
  reply: FastifyReply,
  verdict: Verdict,
  here?: string,
) => send(reply, resultPage(localeOf(request), verdict, here));

const sendReceipt = (reply: FastifyReply, text: string) =>
  reply
    .type('text/plain; charset=utf-8')
    .header('content-disposition', 'attachment; filename="certificate.tlog-proof"')
    .send(text);

/** The uploaded file, or why the form is shown again. */
async function uploaded(request: FastifyRequest): Promise<Buffer | 'no_file' | 'too_large'> {
  try {
    return (await fileIn(request)) ?? 'no_file';
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'http.too_large') return 'too_large';
    throw thrown;
  }
}

function formRoutes(http: Http, platform: Platform): void {
  http.get(
    '/verify',
    { ...open, schema: { hide: true, querystring: Words } },
    async (request, reply) => {
      const { i = '', c = '' } = request.query;
      if (i === '' && c === '') return send(reply, formPage(localeOf(request)));
      if (i === '' || c === '')
        return send(reply, formPage(localeOf(request), { problem: 'incomplete', i, c }), 422);
      const verdict = await checkIdentifier(platform, request.call, i, c);
      const here = `/verify?i=${encodeURIComponent(i)}&c=${encodeURIComponent(c)}&`;
      return sendResult(request, reply, verdict, here);
    },
  );
  http.post('/verify/file', withoutSession, async (request, reply) => {
    const bytes = await uploaded(request);
    if (typeof bytes === 'string') {
      const limitMb = LARGEST_PDF / 1024 / 1024;
      const status = bytes === 'too_large' ? 413 : 422;
      return send(reply, formPage(localeOf(request), { problem: bytes, limitMb }), status);
    }
    return sendResult(request, reply, await checkFile(platform, request.call, bytes));
  });
}

function codeRoutes(http: Http, platform: Platform): void {
  http.get(
    '/verify/receipt',
    { ...open, schema: { hide: true, querystring: Words } },
    async (request, reply) => {
      const { i = '', c = '' } = request.query;
      return sendReceipt(reply, await receiptByCheck(platform, request.call, i, c));
    },
  );
  const params = Type.Object({ token: Type.String({ minLength: 1, maxLength: 100 }) });
  http.get('/verify/:token', { ...open, schema: { hide: true, params } }, async (request, reply) =>
    sendResult(request, reply, await checkToken(platform, request.call, request.params.token), '?'),
  );
  http.get(
    '/verify/:token/receipt',
    { ...open, schema: { hide: true, params } },
    async (request, reply) =>
      sendReceipt(reply, await receiptByToken(platform, request.call, request.params.token)),
  );
}

/** The public pages of verification: plain HTML, without sign-in and without scripts. */
export const pages: Routes = async (http, platform) => {
  await takeFiles(http);
  formRoutes(http, platform);
  codeRoutes(http, platform);
};
