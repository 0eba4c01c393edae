import { queries } from '@yiwang/foundation/db';
import { type ColumnType, type Generated, sql } from 'kysely';
import type { DocumentKind, TimelineKind } from './schema.ts';

type Tables = {
  'case.timeline': {
    seq: Generated<number>;
    case_id: string;
    at: Date;
    kind: TimelineKind;
    params: ColumnType<Record<string, string | number | boolean>, string, string>;
    actor_kind: 'person' | 'enterprise' | 'officer' | 'system' | 'robot';
    organization_id: string | null;
    visible: boolean;
  };
  'case.documents': {
    id: string;
    case_id: string;
    kind: DocumentKind;
    number: string;
    content_enc: Buffer;
    issued_at: Date;
    opened_at: Date | null;
  };
  'case.opinions': {
    id: string;
    case_id: string;
    task_id: string;
    kind: 'joint' | 'review';
    organization_id: string;
    officer_id: string;
    opinion: string;
    text_enc: Buffer;
    at: Date;
  };
  'case.visits': {
    id: string;
    case_id: string;
    task_id: string;
    on_date: string;
    officers: string[];
    findings_enc: Buffer;
    measurements_enc: Buffer | null;
    test_needed: boolean;
    file_ids: string[];
    at: Date;
  };
};
const q = queries<Tables>();

export const DOCUMENTS = 'case.documents';
export const OPINIONS = 'case.opinions';
export const VISITS = 'case.visits';

type New<T extends keyof Tables> = Parameters<ReturnType<typeof insertFor<T>>['values']>[0];
const insertFor = <T extends keyof Tables>(table: T) => q.insertInto(table);

export const insertLine = (row: New<'case.timeline'>) => q.insertInto('case.timeline').values(row);
export const insertDocument = (row: New<'case.documents'>) =>
  q.insertInto('case.documents').values(row);
export const insertOpinion = (row: New<'case.opinions'>) =>
  q.insertInto('case.opinions').values(row);
export const insertVisit = (row: New<'case.visits'>) => q.insertInto('case.visits').values(row);

/** The timeline of a case, oldest first, at most 500 lines. */
export const linesOf = (caseId: string) =>
  q
    .selectFrom('case.timeline')
    .select([sql<number>`seq::int`.as('seq'), 'at', 'kind', 'params'])
    .select(['actor_kind as actorKind', 'organization_id as organizationId'])
    .where('case_id', '=', caseId)
    .orderBy('seq')
    .limit(500);

/** Whether a line of a kind with this code was written before. */
export const lineWith = (caseId: string, kind: TimelineKind, code: string) =>
  q
    .selectFrom('case.timeline')
    .select('kind')
    .where('case_id', '=', caseId)
    .where('kind', '=', kind)
    .where(sql<boolean>`params->>'code' = ${code}`)
    .limit(1);

const documentColumns = [
  'id',
  'case_id as caseId',
  'kind',
  'number',
  'content_enc as contentEnc',
  'issued_at as issuedAt',
  'opened_at as openedAt',
] as const;

export const documentsOf = (caseId: string) =>
  q
    .selectFrom('case.documents')
    .select(documentColumns)
    .where('case_id', '=', caseId)
    .orderBy('issued_at')
    .orderBy('id')
    .limit(100);

export const documentById = (caseId: string, id: string) =>
  q
    .selectFrom('case.documents')
    .select(documentColumns)
    .where('case_id', '=', caseId)
    .where('id', '=', id);

export const markOpened = (id: string, at: Date) =>
  q
    .updateTable('case.documents')
    .set({ opened_at: at })
    .where('id', '=', id)
    .where('opened_at', 'is', null);

export const opinionsOf = (caseId: string) =>
  q
    .selectFrom('case.opinions')
    .select(['id', 'kind', 'organization_id as organizationId', 'officer_id as officerId'])
    .select(['opinion', 'text_enc as textEnc', 'at'])
    .where('case_id', '=', caseId)
    .orderBy('at')
    .limit(100);

export const visitsOf = (caseId: string) =>
  q
    .selectFrom('case.visits')
    .select(['id', 'on_date as onDate', 'officers', 'findings_enc as findingsEnc'])
    .select(['measurements_enc as measurementsEnc', 'test_needed as testNeeded'])
    .select('file_ids as fileIds')
    .where('case_id', '=', caseId)
    .orderBy('at')
    .limit(50);
