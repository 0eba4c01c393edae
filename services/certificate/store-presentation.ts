import { queries } from '@yiwang/foundation/db';
import type { Method, Outcome } from './schema.ts';

type Tables = {
  'certificate.presentations': {
    id: string;
    certificate_id: string;
    holder_id: string;
    token_hash: Buffer;
    shown_at: Date;
    expires_at: Date;
  };
  'certificate.verifications': {
    id: string;
    certificate_id: string;
    presentation_id: string | null;
    holder_id: string;
    method: Method;
    outcome: Outcome;
    verifier_kind: string;
    verifier_organization_id: string | null;
    at: Date;
  };
};
const q = queries<Tables>();

export const insertPresentation = (row: Tables['certificate.presentations']) =>
  q.insertInto('certificate.presentations').values(row);

export const presentationByHash = (hash: Buffer) =>
  q
    .selectFrom('certificate.presentations')
    .select(['id', 'certificate_id as certificateId', 'expires_at as expiresAt'])
    .where('token_hash', '=', hash)
    .limit(1);

export const insertVerification = (row: Tables['certificate.verifications']) =>
  q.insertInto('certificate.verifications').values(row);

/** The checks of one certificate, newest first. */
export const verificationsOf = (
  certificateId: string,
  limit: number,
  after?: { at: Date; id: string },
) => {
  const all = q
    .selectFrom('certificate.verifications')
    .select(['id', 'at', 'method', 'outcome', 'verifier_kind as verifier'])
    .select('verifier_organization_id as organizationId')
    .where('certificate_id', '=', certificateId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit);
  return after
    ? all.where((eb) => eb(eb.refTuple('at', 'id'), '<', eb.tuple(after.at, after.id)))
    : all;
};
