import { randomInt } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { record, recordRead } from '@yiwang/foundation/audit';
import { sha256 } from '@yiwang/foundation/crypto';
import type { Tx } from '@yiwang/foundation/db';
import { emit } from '@yiwang/foundation/events';
import type { Platform } from '@yiwang/foundation/http';
import { enter } from '@yiwang/foundation/ledger';
import { findOrganizations } from '@yiwang/foundation/organization';
import { type CivilDate, civilDateOf } from '@yiwang/foundation/time';
import { v7 } from 'uuid';
import {
  assertIssuable,
  assertType,
  composeNumber,
  composeSerial,
  errors,
  firstIdentifier,
  nextIdentifier,
  outcomeOn,
  stateOn,
  subjectOf,
} from './rules.ts';
import type { CertificateType, Held, NewCertificate, NewType, ReadReason } from './schema.ts';
import * as store from './store.ts';

export const TABLE = 'certificate.certificates';

/** The definition of a type as it is stored. */
export const typeOf = (row: { version: number; definition: string }): CertificateType => ({
  ...(JSON.parse(row.definition) as NewType),
  version: row.version,
});

/**
 * Puts a kind of certificate: version 1, or the next version when something changed; nothing when it
 * is as it was. @returns the version in force. @throws {AppError} `certificate.type_malformed`,
 * `certificate.type_put_meanwhile`.
 */
export async function putType(tx: Tx, type: NewType): Promise<number> {
  assertType(type);
  const newest = await tx.first(store.newestType(type.code));
  const definition = JSON.stringify(type);
  if (newest && isDeepStrictEqual(JSON.parse(newest.definition), JSON.parse(definition)))
    return newest.version;
  const version = (newest?.version ?? 0) + 1;
  const { code, name } = type;
  const row = { code, version, name_zh: name.zh, name_en: name.en, definition };
  tx.write(store.insertType({ ...row, put_at: tx.call.now }), {
    constraint: { types_pkey: () => errors.type_put_meanwhile() },
  });
  record(tx, {
    act: 'certificate.put-type',
    subject: { kind: 'certificate-type', id: code },
    detail: { version },
  });
  return version;
}

/** The columns that say whose a row is, for the row policies. */
export const placeOf = (row: { holderId: string; organizationId: string; regionCode: string }) => ({
  holder_id: row.holderId,
  organization_id: row.organizationId,
  region_code: row.regionCode,
});

/** What the ledger commits to: a digest of the identifier, so that an opening names no person. */
export const factsOf = (identifier: string): { identifierSha256: string } => ({
  identifierSha256: sha256(identifier).toString('hex'),
});

type Written = { act: string; reason?: string; basis?: string };
type Whose = { id: string; identifier: string; caseId: string; typeCode: string } & {
  holderId: string;
  organizationId: string;
  regionCode: string;
};

/** Writes one act down everywhere at once: the certificate's history, audit, ledger and outbox. */
export function tell(tx: Tx, certificate: Whose, { act, reason, basis }: Written): void {
  const { id, identifier, caseId, typeCode, regionCode, organizationId } = certificate;
  const { actor, now } = tx.call;
  tx.write(
    store.insertEvent({
      id: v7(),
      certificate_id: id,
      act,
      reason: reason ?? null,
      basis: basis ?? null,
      at: now,
      actor_kind: actor.kind,
      actor_id: actor.id,
      ...placeOf(certificate),
    }),
  );
  const kind = `certificate.${act}`;
  record(tx, { act: kind, subject: { kind: 'certificate', id }, regionCode });
  enter(tx, { kind, subject: { capability: 'certificate', id }, facts: factsOf(identifier) });
  emit(tx, { type: kind, subject: id, data: { caseId, typeCode, organizationId } });
}

type Ground = {
  type: CertificateType;
  uscc: string;
  sequence: string;
  existing: { id: string; identifier: string } | undefined;
  replaced: store.Found | undefined;
};

/** Everything that issuing asks. The first read also shows whether earlier writes of the act hold. */
async function groundOf(tx: Tx, input: NewCertificate): Promise<Ground> {
  const { typeCode, organizationId, caseId, replaces } = input;
  const own = await tx.first(store.groundFor(typeCode, caseId));
  if (!own) throw errors.type_unknown({ typeCode });
  const { sequence, id, identifier } = own;
  const [organization] = await findOrganizations(tx, [organizationId]);
  if (!organization?.uscc) throw errors.issuer_without_code({ organizationId });
  const replaced = replaces && (await tx.first(store.certificateById(replaces)));
  if (replaces && !replaced) throw errors.unknown();
  return {
    type: typeOf(own),
    uscc: organization.uscc,
    sequence,
    existing: id && identifier ? { id, identifier } : undefined,
    replaced: replaced || undefined,
  };
}

/** Ends the certificate that is replaced; it must be of the same type, holder and issuer. */
function supersede(tx: Tx, replaced: store.Found, input: NewCertificate): void {
  const isSame =
    replaced.typeCode === input.typeCode &&
    replaced.holderId === input.holder.subjectId &&
    replaced.organizationId === input.organizationId;
  if (!isSame) throw errors.other_replacement();
  if (replaced.state === 'revoked' || replaced.state === 'superseded')
    throw errors.wrong_state({ act: 'superseded', state: replaced.state });
  tx.write(store.changeState(replaced.id, replaced.version, 'superseded'), {
    rows: 1,
    otherwise: () => errors.replaced_already(),
  });
  tell(tx, replaced, { act: 'superseded' });
}

/**
 * Issues a certificate in the transaction of the decision it follows from: identifier, number, state
 * valid, audit, ledger and event. For one case and type there is one certificate; a repeated call
 * answers with it. The sealed PDF is drawn after the commit.
 * @throws {AppError} `certificate.type_unknown`, `holder_kind`, `period`, `face_incomplete`,
 * `face_unknown`, `issuer_without_code`; `already_issued` when two decide at the same time.
 */
export async function issue(
  tx: Tx,
  platform: Platform,
  input: NewCertificate,
): Promise<{ id: string; identifier: string }> {
  const { type, uscc, sequence, existing, replaced } = await groundOf(tx, input);
  if (existing) return existing;
  assertIssuable(type, input);
  const { keys } = platform;
  const { holder, regionCode, organizationId, caseId } = input;
  const on = civilDateOf(tx.call.now);
  const id = v7({ msecs: tx.call.now.getTime() });
  const serial = composeSerial(on, randomInt);
  const identifier = replaced
    ? nextIdentifier(replaced.identifier)
    : firstIdentifier(type.code, uscc, serial);
  const number = composeNumber(type.template.number, { on, regionCode, sequence });
  const place = (column: string) => ({ table: TABLE, id, column });
  const whose = { holderId: holder.subjectId, organizationId, regionCode };
  if (replaced) supersede(tx, replaced, input);
  const row: store.Row<'certificate.certificates'> = {
    id,
    identifier,
    number,
    type_code: type.code,
    type_version: type.version,
    state: 'valid',
    holder_kind: holder.kind,
    holder_name_enc: keys.seal(holder.name, place('holder_name_enc')),
    holder_number_enc: keys.seal(holder.number, place('holder_number_enc')),
    holder_number_idx: keys.blindIndex('certificate.holder-number', holder.number),
    face_enc: keys.seal(JSON.stringify(input.face), place('face_enc')),
    ...placeOf(whose),
    issued_at: tx.call.now,
    issued_on: on,
    valid_from_on: input.validFromOn,
    valid_until_on: input.validUntilOn,
    case_id: caseId,
    replaces_id: replaced?.id ?? null,
    version: 1,
  };
  tx.write(store.insertCertificate(row), {
    constraint: {
      certificates_case_id_type_code_key: () => errors.already_issued(),
      certificates_replaces_id_key: () => errors.replaced_already(),
    },
  });
  tell(tx, { id, identifier, caseId, typeCode: type.code, ...whose }, { act: 'issued' });
  return { id, identifier };
}

/** The holder's name in clear. */
export const holderName = (platform: Platform, row: { id: string; holderNameEnc: Buffer }) =>
  platform.keys.openText(row.holderNameEnc, {
    table: TABLE,
    id: row.id,
    column: 'holder_name_enc',
  });

/**
 * The certificates of a person or legal person, newest first, at most 200; the caller's scope decides
 * which are seen. Anybody but the holder leaves a row in the holder's reading log.
 */
export async function heldBy(
  tx: Tx,
  platform: Platform,
  subjectId: string,
  typeCodes?: readonly string[],
  reason: ReadReason = {},
): Promise<Held[]> {
  const rows = await tx.all(store.heldOf(subjectId, typeCodes));
  const on = civilDateOf(tx.call.now);
  if (rows.length > 0 && subjectOf(tx.call.actor) !== subjectId)
    recordRead(tx, {
      subjectId,
      fields: ['certificate.holder.name', 'certificate.state'],
      purpose: reason.purpose ?? tx.call.purpose ?? '核对持有的电子证照',
      basis: reason.basis,
      caseId: reason.caseId,
      count: rows.length,
    });
  return rows.map((row) => ({
    id: row.id,
    identifier: row.identifier,
    typeCode: row.typeCode,
    typeName: { zh: row.typeZh, en: row.typeEn },
    state: stateOn(row, on),
    issuedOn: row.issuedOn,
    validFromOn: row.validFromOn,
    validUntilOn: row.validUntilOn,
    holderName: holderName(platform, row),
  }));
}

/** Whether a certificate is valid on a day: begun, not run out, not suspended, revoked or superseded. */
export async function isValid(tx: Tx, id: string, on: CivilDate): Promise<boolean> {
  const row = await tx.first(store.certificateById(id));
  return row !== undefined && outcomeOn(row, on) === 'valid';
}
