import { createHash } from 'node:crypto';
import swagger from '@fastify/swagger';
import scalar from '@scalar/fastify-api-reference';
import type { RouteOptions } from 'fastify';
import { Type } from 'typebox';
import type { Http } from './route.ts';

const problem = (description: string) =>
  Type.Unsafe({ $ref: 'Problem#', description, 'x-content-type': 'application/problem+json' });

/** Which refusals an operation can answer, from what it demands of its caller. */
function refusals(route: RouteOptions): Record<string, unknown> {
  const { permission, creates, ifMatch } = route.config ?? {};
  const { params, body } = (route.schema ?? {}) as { params?: unknown; body?: unknown };
  return {
    400: problem('Malformed address, query or header'),
    ...(permission !== 'public' && {
      401: problem('Not signed in'),
      403: problem('Not permitted'),
    }),
    ...(params !== undefined && { 404: problem('Unknown, or outside of the scope') }),
    ...(route.method !== 'GET' && { 409: problem('State or conflict') }),
    ...(body !== undefined && { 422: problem('Fields to correct') }),
    ...(ifMatch && { 412: problem('Changed meanwhile'), 428: problem('If-Match missing') }),
    ...(creates && { 428: problem('Idempotency-Key missing') }),
    429: problem('Too many requests'),
    500: problem('Failure'),
  };
}

/** The reference page starts itself by one inline script, named here by its hash, and styles itself. */
function policyOf(page: string): string {
  const scripts = [...page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)];
  const hashes = scripts.map(([, text = '']) => {
    return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  });
  return [
    "default-src 'self'",
    `script-src 'self' ${hashes.join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join(';');
}

/**
 * Describes the API: OpenAPI 3.1 at /api/openapi.json, a reference page at /api/docs. A route under
 * /api that says neither what it does nor who may is refused at start.
 */
export async function describeApi(http: Http, publicUrl: string): Promise<void> {
  http.addHook('onRoute', (route) => {
    if (!route.url.startsWith('/api/')) route.schema = { ...route.schema, hide: true };
    if (route.schema?.hide || route.method === 'HEAD') return;
    if (!route.config?.permission)
      throw new Error(`${String(route.method)} ${route.url} does not say who may.`);
    if (!route.schema?.summary)
      throw new Error(`${String(route.method)} ${route.url} has no summary.`);
    const given = (route.schema.response ?? {}) as Record<string, unknown>;
    const [, , wing, capability] = route.url.split('/');
    route.schema = {
      ...route.schema,
      tags: [`${wing}/${capability}`],
      description: [route.schema.description, `Permission: \`${route.config.permission}\`.`]
        .filter(Boolean)
        .join('\n\n'),
      response: { ...refusals(route), ...given },
    } as typeof route.schema;
    Object.assign(route.schema, { 'x-permission': route.config.permission });
  });
  await http.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Yiwang 一网',
        version: '0.1.0',
        description: 'Open-source digital government. Errors are RFC 9457 problems.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: publicUrl }],
    },
    refResolver: {
      buildLocalReference: (json, _base, _fragment, i) => String(json.$id ?? `def-${i}`),
    },
  });
  http.get('/api/openapi.json', { schema: { hide: true }, config: { permission: 'public' } }, () =>
    http.swagger(),
  );
  await http.register(async (scope) => {
    scope.addHook('onSend', async (_request, reply, payload) => {
      if (
        typeof payload === 'string' &&
        reply.getHeader('content-type')?.toString().includes('html')
      )
        reply.header('content-security-policy', policyOf(payload));
      return payload;
    });
    await scope.register(scalar, {
      routePrefix: '/api/docs',
      configuration: {
        url: '/api/openapi.json',
        withDefaultFonts: false,
        telemetry: false,
      } as never,
    });
  });
}
