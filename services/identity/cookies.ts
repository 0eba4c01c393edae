import { createHmac } from 'node:crypto';
import type { Settings } from '@yiwang/foundation/settings';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** What a device keeps after sign-in. */
export type Issued = { readonly token: string; readonly expiresAt: Date };

// With `__Host-` a browser takes the cookie only from this very host over TLS: no neighbour can plant one.
const nameOf = ({ production }: Settings) => (production ? '__Host-yw_session' : 'yw_session');
const CSRF = 'yw_csrf';

/** The token that pages send back in x-csrf-token: it follows from the session's token and cannot be made without it. */
export const csrfOf = (token: string): string =>
  createHmac('sha256', token).update('yw_csrf').digest('base64url');

/** The session token of a request; undefined when there is none or it cannot be one of ours. */
export function tokenOf(request: FastifyRequest, settings: Settings): string | undefined {
  const token = request.cookies[nameOf(settings)];
  return token !== undefined && /^[\w-]{43}$/.test(token) ? token : undefined;
}

/** Gives the device its token, which scripts cannot read, and the CSRF token, which they can. */
export function setCookies(reply: FastifyReply, settings: Settings, issued: Issued): void {
  const shared = {
    path: '/',
    sameSite: 'lax',
    secure: settings.production,
    expires: issued.expiresAt,
  } as const;
  reply.setCookie(nameOf(settings), issued.token, { ...shared, httpOnly: true });
  reply.setCookie(CSRF, csrfOf(issued.token), { ...shared, httpOnly: false });
}

/** Takes both from the device. */
export function clearCookies(reply: FastifyReply, settings: Settings): void {
  const shared = { path: '/', sameSite: 'lax', secure: settings.production } as const;
  reply.clearCookie(nameOf(settings), { ...shared, httpOnly: true });
  reply.clearCookie(CSRF, shared);
}
