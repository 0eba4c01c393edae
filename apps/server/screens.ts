import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import files from '@fastify/static';
import type { Http } from '@yiwang/foundation/http';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = (name: string) => join(root, 'apps', name, 'dist');

// antd computes its styles in the browser; everything else of the policy stays as for all pages.
const DESK_POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
  "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** The stylesheet of the plain HTML pages: small, and the same for guides, verification and notices. */
function pageStyle(http: Http): void {
  const css = ['tokens.css', 'page.css']
    .map((name) => readFileSync(join(root, 'foundation/ui', name), 'utf8'))
    .join('\n');
  const open = { schema: { hide: true }, config: { permission: 'public' } };
  http.get('/assets/page.css', open, (_request, reply) =>
    reply.type('text/css').header('cache-control', 'public, max-age=300').send(css),
  );
}

/** Serves the built screens: the portal at /, the workbench at /desk/; unknown addresses there are theirs to route. */
export async function screens(http: Http): Promise<void> {
  pageStyle(http);
  for (const [name, prefix] of [
    ['workbench', '/desk/'],
    ['portal', '/'],
  ] as const) {
    if (!existsSync(join(dist(name), 'index.html'))) continue;
    await http.register(files, {
      root: dist(name),
      prefix,
      preCompressed: true,
      wildcard: false,
      index: false,
      decorateReply: false,
      cacheControl: false,
      setHeaders: (reply, path) => {
        const hashed = /[\\/]assets[\\/]/.test(path);
        reply.header('cache-control', hashed ? 'public,max-age=31536000,immutable' : 'no-cache');
      },
    });
  }
  const shell = (name: string) => {
    const path = join(dist(name), 'index.html');
    return existsSync(path) ? readFileSync(path) : undefined;
  };
  const portal = shell('portal');
  const desk = shell('workbench');
  const open = { schema: { hide: true }, config: { permission: 'public' } };
  for (const path of ['/desk', '/desk/*'])
    http.get(path, open, (_request, reply) => {
      if (!desk) return reply.callNotFound();
      return reply.header('content-security-policy', DESK_POLICY).type('text/html').send(desk);
    });
  for (const path of ['/', '/*'])
    http.get(path, open, (request, reply) => {
      const page =
        request.headers.accept?.includes('text/html') && !request.url.startsWith('/api/');
      if (!portal || !page) return reply.callNotFound();
      return reply.header('cache-control', 'no-cache').type('text/html').send(portal);
    });
}
