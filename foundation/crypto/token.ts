import { createHash, createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto';
import { errors } from './errors.ts';
import type { KeyService } from './keys.ts';

/** A public ES256 key as published to verifiers. Source: RFC 7517. */
export type PublicJwk = {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  readonly kid: string;
  readonly alg: 'ES256';
  readonly use: 'sig';
};

/** Longest token taken, in characters: more does not fit a QR code anyway. */
const LONGEST = 8192;

/** Key id: SHA-256 thumbprint, base64url. Source: RFC 7638. */
export function thumbprint(key: KeyObject): string {
  const { crv, kty, x, y } = key.export({ format: 'jwk' });
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}

/** The public keys of all versions of the credential key, as a JWK set (RFC 7517 section 5). */
export function credentialKeys(keys: KeyService): { keys: PublicJwk[] } {
  return {
    keys: keys.versions('credential').map((version) => {
      const key = keys.publicKey('credential', version);
      const { x, y } = key.export({ format: 'jwk' });
      return {
        kty: 'EC',
        crv: 'P-256',
        x: String(x),
        y: String(y),
        kid: thumbprint(key),
        alg: 'ES256',
        use: 'sig',
      };
    }),
  };
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A compact JWS (RFC 7515) of the payload, ES256 with the credential key; `typ` names its kind. */
export function signToken(
  keys: KeyService,
  typ: string,
  payload: Readonly<Record<string, unknown>>,
): string {
  const header = encode({ alg: 'ES256', typ, kid: thumbprint(keys.publicKey('credential')) });
  const input = `${header}.${encode(payload)}`;
  return `${input}.${keys.sign('credential', Buffer.from(input)).toString('base64url')}`;
}

function parseObject(part: string): Record<string, unknown> {
  if (!/^[\w-]+$/.test(part)) throw errors.token_invalid();
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch (cause) {
    throw errors.token_invalid({}, { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw errors.token_invalid();
  return value as Record<string, unknown>;
}

/**
 * The payload of a compact JWS of that kind, signed by one of the keys. Algorithm and kind are
 * pinned, never read from the token. Expiry is the caller's: it knows the clock.
 * @throws {AppError} crypto.token_invalid
 */
export function verifyToken(
  trusted: { keys: readonly PublicJwk[] },
  typ: string,
  token: string,
): Record<string, unknown> {
  const parts = token.length > LONGEST ? [] : token.split('.');
  const [head, body, signature] = parts;
  if (parts.length !== 3 || !head || !body || !signature) throw errors.token_invalid();
  const header = parseObject(head);
  const jwk = trusted.keys.find((key) => key.kid === header.kid);
  if (header.alg !== 'ES256' || header.typ !== typ || header.crit !== undefined || !jwk)
    throw errors.token_invalid();
  const key = createPublicKey({ key: jwk as unknown as JsonWebKey, format: 'jwk' });
  const good = verify(
    'sha256',
    Buffer.from(`${head}.${body}`),
    { key, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!good) throw errors.token_invalid();
  return parseObject(body);
}
