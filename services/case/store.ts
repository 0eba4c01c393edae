import { queries, raw } from '@yiwang/foundation/db';
import type { Clock } from '@yiwang/foundation/time';
import { type ColumnType, type Generated, sql } from 'kysely';
import type { CaseOutcome, CaseState, Provenance, ProvidedMaterial, TestKind } from './schema.ts';

/** A column that holds JSON: read as a value, written as its text. */
type Json<T> = ColumnType<T, string, string>;
type JsonOrNull<T> = ColumnType<T | null, string | null, string | null>;

/** The one test of a case at a time: ordered, then with its result. */
export type Test = {
  kind: TestKind;
  product: string;
  institution: string;
  orderedAt: string;
  expectedWorkingDays: number;
  result: 'passed' | 'failed' | null;
  reportNo?: string;
  resultOn?: string;
};

type CaseTable = {
  id: string;
  case_no: string;
  item_id: string;
  item_version: number;
  item_slug: string;
  item_name_zh: string;
  item_name_en: string;
  case_type: 'immediate' | 'promised';
  state: CaseState;
  outcome: CaseOutcome | null;
  closing_code: string | null;
  applicant_id: string;
  applicant_kind: 'person' | 'legal';
  account_id: string;
  applicant_name_enc: Buffer;
  applicant_number_enc: Buffer | null;
  form_enc: Buffer;
  provenance: Json<Provenance>;
  materials: Json<ProvidedMaterial[]>;
  region_code: string;
  organization_id: string;
  parties: string[];
  process_instance_id: string;
  submitted_at: Date;
  received_at: Date;
  accepted_at: Date | null;
  presumed: boolean;
  decided_at: Date | null;
  closed_at: Date | null;
  clock: JsonOrNull<Clock>;
  legal_on: string | null;
  legal_certain: boolean;
  promised_on: string | null;
  correction_used: boolean;
  correction_clock: JsonOrNull<Clock>;
  correction_enc: Buffer | null;
  test: JsonOrNull<Test>;
  reviewed_by: string | null;
  decision_enc: Buffer | null;
  human_only: boolean;
  certificate_id: string | null;
  version: Generated<number>;
};

type Tables = { 'case.cases': CaseTable };
const q = queries<Tables>();

/** Name of the table in the places of sealed columns. */
export const CASES = 'case.cases';

const columns = [
  'id',
  'case_no as caseNo',
  'item_id as itemId',
  'item_version as itemVersion',
  'item_slug as itemSlug',
  'item_name_zh as itemNameZh',
  'item_name_en as itemNameEn',
  'case_type as caseType',
  'state',
  'outcome',
  'closing_code as closingCode',
  'applicant_id as applicantId',
  'applicant_kind as applicantKind',
  'account_id as accountId',
  'applicant_name_enc as applicantNameEnc',
  'applicant_number_enc as applicantNumberEnc',
  'form_enc as formEnc',
  'provenance',
  'materials',
  'region_code as regionCode',
  'organization_id as organizationId',
  'parties',
  'process_instance_id as processInstanceId',
  'submitted_at as submittedAt',
  'received_at as receivedAt',
  'accepted_at as acceptedAt',
  'presumed',
  'decided_at as decidedAt',
  'closed_at as closedAt',
  'clock',
  'legal_on as legalOn',
  'legal_certain as legalCertain',
  'promised_on as promisedOn',
  'correction_used as correctionUsed',
  'correction_clock as correctionClock',
  'correction_enc as correctionEnc',
  'test',
  'reviewed_by as reviewedBy',
  'decision_enc as decisionEnc',
  'human_only as humanOnly',
  'certificate_id as certificateId',
  'version',
] as const;

export const caseById = (id: string) =>
  q.selectFrom('case.cases').select(columns).where('id', '=', id);
export const caseByNumber = (caseNo: string) =>
  q.selectFrom('case.cases').select(columns).where('case_no', '=', caseNo);
export const casesByIds = (ids: readonly string[]) =>
  q.selectFrom('case.cases').select(columns).where('id', '=', sql<string>`any(${ids}::uuid[])`);

/** Cases of an applicant, newest first. */
export const casesOf = (applicantId: string, limit: number, below?: { at: Date; id: string }) => {
  const mine = q.selectFrom('case.cases').select(columns).where('applicant_id', '=', applicantId);
  const rest = below
    ? mine.where(sql<boolean>`(submitted_at, id) < (${below.at}, ${below.id}::uuid)`)
    : mine;
  return rest.orderBy('submitted_at', 'desc').orderBy('id', 'desc').limit(limit);
};

type Compiled = ReturnType<typeof caseById>;
/** A whole case as it is stored. */
export type CaseRecord = Compiled extends { execute(): Promise<(infer R)[]> } ? R : never;

/** The next number of the sequence that every case number ends in. */
export const nextNumber = () =>
  raw(sql<{ n: string }>`select lpad(nextval('"case".case_numbers')::text, 6, '0') as n`);

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

export const insertCase = (row: CaseRecord) =>
  q.insertInto('case.cases').values({
    id: row.id,
    case_no: row.caseNo,
    item_id: row.itemId,
    item_version: row.itemVersion,
    item_slug: row.itemSlug,
    item_name_zh: row.itemNameZh,
    item_name_en: row.itemNameEn,
    case_type: row.caseType,
    applicant_id: row.applicantId,
    applicant_kind: row.applicantKind,
    account_id: row.accountId,
    applicant_name_enc: row.applicantNameEnc,
    applicant_number_enc: row.applicantNumberEnc,
    region_code: row.regionCode,
    organization_id: row.organizationId,
    parties: row.parties,
    submitted_at: row.submittedAt,
    ...columnsOf(row),
  });

/** What changes in the life of a case. */
export type Patch = Partial<
  Pick<
    CaseRecord,
    | 'state'
    | 'outcome'
    | 'closingCode'
    | 'formEnc'
    | 'provenance'
    | 'materials'
    | 'processInstanceId'
    | 'receivedAt'
    | 'acceptedAt'
    | 'presumed'
    | 'decidedAt'
    | 'closedAt'
    | 'clock'
    | 'legalOn'
    | 'legalCertain'
    | 'promisedOn'
    | 'correctionUsed'
    | 'correctionClock'
    | 'correctionEnc'
    | 'test'
    | 'reviewedBy'
    | 'decisionEnc'
    | 'humanOnly'
    | 'certificateId'
  >
>;

const columnsOf = (row: Required<Patch>) => ({
  state: row.state,
  outcome: row.outcome,
  closing_code: row.closingCode,
  form_enc: row.formEnc,
  provenance: JSON.stringify(row.provenance),
  materials: JSON.stringify(row.materials),
  process_instance_id: row.processInstanceId,
  received_at: row.receivedAt,
  accepted_at: row.acceptedAt,
  presumed: row.presumed,
  decided_at: row.decidedAt,
  closed_at: row.closedAt,
  clock: json(row.clock),
  legal_on: row.legalOn,
  legal_certain: row.legalCertain,
  promised_on: row.promisedOn,
  correction_used: row.correctionUsed,
  correction_clock: json(row.correctionClock),
  correction_enc: row.correctionEnc,
  test: json(row.test),
  reviewed_by: row.reviewedBy,
  decision_enc: row.decisionEnc,
  human_only: row.humanOnly,
  certificate_id: row.certificateId,
});
type Column = keyof ReturnType<typeof columnsOf>;

const snake = (name: string) => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`) as Column;

/** Writes the changed columns of a case that still has this version. */
export function updateCase(row: CaseRecord, changed: readonly (keyof Patch)[], version: number) {
  const all = columnsOf(row);
  const values = Object.fromEntries(changed.map(snake).map((name) => [name, all[name]]));
  return q
    .updateTable('case.cases')
    .set({ ...values, version: version + 1 })
    .where('id', '=', row.id)
    .where('version', '=', version);
}
