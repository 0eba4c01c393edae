import { queries, raw } from '@yiwang/foundation/db';
import { sql } from 'kysely';
import type { StoredState } from './rules.ts';

/** Only this capability's own tables. */
export type Tables = {
  'certificate.types': {
    code: string;
    version: number;
    name_zh: string;
    name_en: string;
    definition: string;
    put_at: Date;
  };
  'certificate.certificates': {
    id: string;
    identifier: string;
    number: string;
    type_code: string;
    type_version: number;
    state: StoredState;
    holder_id: string;
    holder_kind: 'person' | 'legal';
    holder_name_enc: Buffer;
    holder_number_enc: Buffer;
    holder_number_idx: Buffer;
    face_enc: Buffer;
    organization_id: string;
    region_code: string;
    issued_at: Date;
    issued_on: string;
    valid_from_on: string;
    valid_until_on: string | null;
    case_id: string;
    replaces_id: string | null;
    version: number;
  };
  'certificate.certificate_events': {
    id: string;
    certificate_id: string;
    act: string;
    reason: string | null;
    basis: string | null;
    at: Date;
    actor_kind: string;
    actor_id: string;
    holder_id: string;
    organization_id: string;
    region_code: string;
  };
  'certificate.files': {
    certificate_id: string;
    sha256: string;
    size: number;
    rendered_at: Date;
    holder_id: string;
    organization_id: string;
    region_code: string;
  };
};
export type Row<T extends keyof Tables> = Tables[T];
const q = queries<Tables>();

const COLUMNS = [
  'c.id',
  'c.identifier',
  'c.number',
  'c.type_code as typeCode',
  'c.type_version as typeVersion',
  'c.state',
  'c.holder_id as holderId',
  'c.holder_kind as holderKind',
  'c.holder_name_enc as holderNameEnc',
  'c.organization_id as organizationId',
  'c.region_code as regionCode',
  'c.issued_at as issuedAt',
  'c.issued_on as issuedOn',
  'c.valid_from_on as validFromOn',
  'c.valid_until_on as validUntilOn',
  'c.case_id as caseId',
  'c.version',
  't.name_zh as typeZh',
  't.name_en as typeEn',
] as const;

const certificates = () =>
  q
    .selectFrom('certificate.certificates as c')
    .innerJoin('certificate.types as t', (join) =>
      join.onRef('t.code', '=', 'c.type_code').onRef('t.version', '=', 'c.type_version'),
    )
    .select(COLUMNS);

/** The newest version of a type, its definition as text. */
export const newestType = (code: string) =>
  raw(sql<{ version: number; definition: string }>`
    select version, definition::text as definition from certificate.types
    where code = ${code} order by version desc limit 1`);

/** What issuing asks of the own tables, in one question: the type, the next number, what the case has. */
export const groundFor = (typeCode: string, caseId: string) =>
  raw(sql<{
    version: number;
    definition: string;
    sequence: string;
    id: string | null;
    identifier: string | null;
  }>`select t.version, t.definition, nextval('certificate.numbers')::text as sequence,
      c.id, c.identifier
    from (select code, version, definition::text as definition from certificate.types
      where code = ${typeCode} order by version desc limit 1) t
    left join certificate.certificates c on c.type_code = t.code and c.case_id = ${caseId}::uuid`);

export const insertType = (row: Row<'certificate.types'>) =>
  q.insertInto('certificate.types').values(row);

export const insertCertificate = (row: Row<'certificate.certificates'>) =>
  q.insertInto('certificate.certificates').values(row);

export const insertEvent = (row: Row<'certificate.certificate_events'>) =>
  q.insertInto('certificate.certificate_events').values(row);

/** A certificate with its type's name, without the encrypted face. */
export const certificateById = (id: string) => certificates().where('c.id', '=', id).limit(1);

export const certificateByIdentifier = (identifier: string) =>
  certificates().where('c.identifier', '=', identifier).limit(1);

/** A certificate whose PDF has this digest. */
export const certificateByFile = (sha256: string) =>
  certificates()
    .innerJoin('certificate.files as f', 'f.certificate_id', 'c.id')
    .select('f.rendered_at as renderedAt')
    .where('f.sha256', '=', sha256)
    .limit(1);

/** Everything of one certificate, also what is encrypted, and its type's definition. */
export const wholeCertificate = (id: string) =>
  certificates()
    .select(['c.holder_number_enc as holderNumberEnc', 'c.face_enc as faceEnc'])
    .select(sql<string>`t.definition::text`.as('definition'))
    .where('c.id', '=', id)
    .limit(1);

export type Found = {
  id: string;
  identifier: string;
  number: string;
  typeCode: string;
  typeVersion: number;
  state: StoredState;
  holderId: string;
  holderKind: 'person' | 'legal';
  holderNameEnc: Buffer;
  organizationId: string;
  regionCode: string;
  issuedAt: Date;
  issuedOn: string;
  validFromOn: string;
  validUntilOn: string | null;
  caseId: string;
  version: number;
  typeZh: string;
  typeEn: string;
};

/** The certificates of a holder, newest first. */
export const certificatesOf = (
  holderId: string,
  limit: number,
  after?: { at: Date; id: string },
) => {
  const all = certificates()
    .where('c.holder_id', '=', holderId)
    .orderBy('c.issued_at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(limit);
  return after
    ? all.where((eb) => eb(eb.refTuple('c.issued_at', 'c.id'), '<', eb.tuple(after.at, after.id)))
    : all;
};

/** At most 200 certificates of a holder, of some types or of all. */
export const heldOf = (holderId: string, typeCodes?: readonly string[]) => {
  const all = certificatesOf(holderId, 200);
  return typeCodes ? all.where('c.type_code', 'in', [...typeCodes, '']) : all;
};

export const eventsOf = (certificateId: string) =>
  q
    .selectFrom('certificate.certificate_events')
    .select(['act', 'reason', 'basis', 'at'])
    .where('certificate_id', '=', certificateId)
    .orderBy('at')
    .orderBy('id')
    .limit(100);

/** Moves a certificate to another state if nobody changed it meanwhile. */
export const changeState = (id: string, version: number, state: StoredState) =>
  q
    .updateTable('certificate.certificates')
    .set({ state, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version);

export const fileOf = (certificateId: string) =>
  q
    .selectFrom('certificate.files')
    .select(['sha256', 'size'])
    .where('certificate_id', '=', certificateId)
    .limit(1);

/** Lets one process at a time draw the PDF of a certificate, until the transaction ends. */
export const lockDrawing = (certificateId: string) =>
  raw(
    sql`select pg_advisory_xact_lock(hashtextextended(${`certificate.file:${certificateId}`}, 0))`,
  );

export const insertFile = (row: Row<'certificate.files'>) =>
  q.insertInto('certificate.files').values(row);
