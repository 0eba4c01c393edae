import type { Locale } from '@yiwang/foundation/i18n';
import type { FastifyRequest } from 'fastify';

/** The language in which the browser wants its answer. */
export const localeOf = (request: FastifyRequest): Locale =>
  /^\s*en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh';
