import { credentialKeys } from '@yiwang/foundation/crypto';
import type { Routes } from '@yiwang/foundation/http';
import { CHECKS_A_MINUTE, errors } from './rules.ts';
import { Ask, PublicKeys, Verdict } from './schema.ts';
import { checkFile, checkIdentifier, checkToken } from './service-verification.ts';
import { fileIn, takeFiles } from './upload.ts';

/** Anybody may check, but not often enough to guess. */
const limited = {
  config: {
    permission: 'public',
    rateLimit: { max: CHECKS_A_MINUTE, timeWindow: '1 minute' },
  },
} as const;

/** Checks of certificates for programs; people use the pages. */
const verificationRoutes: Routes = async (http, platform) => {
  await takeFiles(http);
  http.get(
    '/jwks',
    {
      config: { permission: 'public' },
      schema: {
        summary: 'Public keys of the offline codes (RFC 7517)',
        response: { 200: PublicKeys },
      },
    },
    (_req, reply) => {
      reply.header('cache-control', 'public, max-age=3600');
      return credentialKeys(platform.keys);
    },
  );
  http.post(
    '/verifications',
    {
      ...limited,
      schema: {
        summary: 'Check a shown code, or an identifier with the last four of the number',
        body: Ask,
        response: { 200: Verdict },
      },
    },
    (req) =>
      'token' in req.body
        ? checkToken(platform, req.call, req.body.token)
        : checkIdentifier(platform, req.call, req.body.identifier, req.body.code),
  );
  http.post(
    '/verifications/file',
    {
      ...limited,
      schema: {
        summary: 'Check a sealed PDF, sent as the file of a multipart form',
        consumes: ['multipart/form-data'],
        response: { 200: Verdict },
      },
    },
    async (req) => {
      const bytes = await fileIn(req);
      if (!bytes) throw errors.no_file();
      return await checkFile(platform, req.call, bytes);
    },
  );
};
export default verificationRoutes;
