import { queries, raw } from '@yiwang/foundation/db';
import type { CivilDate } from '@yiwang/foundation/time';
import { type Generated, sql } from 'kysely';

type Tables = {
  'base_register.persons': {
    id: string;
    id_number_idx: Buffer;
    state: Generated<'alive' | 'dead' | 'moved'>;
    region_code: string;
    organization_id: string;
    version: Generated<number>;
  };
  'base_register.legal_persons': {
    id: string;
    uscc_idx: Buffer;
    state: Generated<'active' | 'deregistered' | 'revoked'>;
    representative_id: string | null;
    region_code: string;
    organization_id: string;
    version: Generated<number>;
  };
  'base_register.facts': {
    id: string;
    subject_id: string;
    element: string;
    version: number;
    value_enc: Buffer;
    organization_id: string;
    source_zh: string;
    source_en: string;
    region_code: string;
    as_of_on: CivilDate;
    basis: string;
    recorded_at: Date;
    replaced_at: Date | null;
  };
};
const q = queries<Tables>();

/** Table names as the place of their ciphertexts (foundation/crypto). */
export const FACTS = 'base_register.facts';

export type FactRow = Tables['base_register.facts'];
export type PersonState = 'alive' | 'dead' | 'moved';
export type LegalState = 'active' | 'deregistered' | 'revoked';

export const insertPerson = (row: {
  id: string;
  id_number_idx: Buffer;
  region_code: string;
  organization_id: string;
}) => q.insertInto('base_register.persons').values(row);

export const insertLegalPerson = (row: {
  id: string;
  uscc_idx: Buffer;
  representative_id: string | null;
  region_code: string;
  organization_id: string;
}) => q.insertInto('base_register.legal_persons').values(row);

export const insertFacts = (rows: readonly Omit<FactRow, 'replaced_at'>[]) =>
  q.insertInto('base_register.facts').values(rows.map((row) => ({ ...row, replaced_at: null })));

/** A subject of either kind within the actor's scope. */
export const subjectById = (id: string) =>
  q
    .selectFrom('base_register.persons')
    .select(['id', 'region_code as regionCode', sql<'person' | 'legal'>`'person'`.as('kind')])
    .where('id', '=', id)
    .unionAll(
      q
        .selectFrom('base_register.legal_persons')
        .select(['id', 'region_code as regionCode', sql<'person' | 'legal'>`'legal'`.as('kind')])
        .where('id', '=', id),
    );

const factColumns = [
  'id',
  'subject_id as subjectId',
  'element',
  'version',
  'value_enc as valueEnc',
  'organization_id as organizationId',
  'source_zh as sourceZh',
  'source_en as sourceEn',
  'region_code as regionCode',
  'as_of_on as asOfOn',
  'basis',
] as const;

/** The value in force, within the actor's scope. */
export const currentFact = (subjectId: string, element: string) =>
  q
    .selectFrom('base_register.facts')
    .select(factColumns)
    .where('subject_id', '=', subjectId)
    .where('element', '=', element)
    .where('replaced_at', 'is', null);

export const factById = (id: string) =>
  q.selectFrom('base_register.facts').select(factColumns).where('id', '=', id);

/** Everything in force about the subject, at most 200 elements. */
export const currentFacts = (subjectId: string) =>
  q
    .selectFrom('base_register.facts')
    .select(factColumns)
    .where('subject_id', '=', subjectId)
    .where('replaced_at', 'is', null)
    .limit(200);

export const replaceFact = (id: string, at: Date) =>
  q
    .updateTable('base_register.facts')
    .set({ replaced_at: at })
    .where('id', '=', id)
    .where('replaced_at', 'is', null);

/** What look-ups need is kept in step with the facts. */
export const changePerson = (
  id: string,
  change: { id_number_idx?: Buffer; region_code?: string; state?: PersonState },
) =>
  q
    .updateTable('base_register.persons')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id);

export const changeLegalPerson = (
  id: string,
  change: {
    uscc_idx?: Buffer;
    region_code?: string;
    state?: LegalState;
    representative_id?: string | null;
  },
) =>
  q
    .updateTable('base_register.legal_persons')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id);

export type Sealed = { id: string; subjectId: string; element: string; valueEnc: Buffer };
export type Read = Sealed & {
  sourceZh: string;
  sourceEn: string;
  asOfOn: CivilDate;
  basis: string;
  disputed: boolean;
};

const READ = sql`id, subject_id as "subjectId", element, value_enc as "valueEnc",
  source_zh as "sourceZh", source_en as "sourceEn", as_of_on as "asOfOn", basis, disputed`;

/** Facts about several subjects for a stated purpose, past the reader's scope (migration 0001). */
export const readFacts = (
  subjects: readonly string[],
  wanted: readonly string[],
  purpose: string,
) =>
  raw(
    sql<Read>`select ${READ} from base_register.read_facts(
      ${[...subjects]}::text[], ${[...wanted]}::text[], ${purpose}::text)`,
  );

/** The same about the actor's own subject, under its scope. */
export const ownFacts = (subjectId: string, wanted: readonly string[]) =>
  raw(
    sql<Read>`select ${READ} from (select f.*, exists (select from base_register.disputes d
        where d.subject_id = f.subject_id and d.element = f.element and d.state = 'open') as disputed
      from base_register.facts f where f.subject_id = ${subjectId}
        and f.element = any(${[...wanted]}::text[]) and f.replaced_at is null) own`,
  );

/** An alive person by the blind indexes of the number. */
export const findPerson = (indexes: readonly Buffer[], purpose: string) =>
  raw(
    sql<{ id: string; regionCode: string; factId: string; nameEnc: Buffer }>`
      select id, region_code as "regionCode", fact_id as "factId", name_enc as "nameEnc"
      from base_register.find_person(${[...indexes]}::bytea[], ${purpose}::text)`,
  );

export const namesOf = (subjects: readonly string[]) =>
  raw(
    sql<Sealed>`select id, subject_id as "subjectId", element, value_enc as "valueEnc"
      from base_register.names_of(${[...subjects]}::text[])`,
  );

export const representedBy = (personId: string) =>
  raw(
    sql<Sealed>`select id, legal_id as "subjectId", element, value_enc as "valueEnc"
      from base_register.represented_by(${personId}::text)`,
  );

export const representativeOf = (legalPersonId: string) =>
  raw(
    sql<{ personId: string }>`select person_id as "personId"
      from base_register.representative_of(${legalPersonId}::text)`,
  );
