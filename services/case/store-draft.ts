import { queries } from '@yiwang/foundation/db';
import type { ColumnType } from 'kysely';
import type { ProvidedMaterial } from './schema.ts';

type Tables = {
  'case.drafts': {
    id: string;
    account_id: string;
    subject_id: string;
    item_id: string;
    item_version: number;
    region_code: string;
    data_enc: Buffer;
    materials: ColumnType<ProvidedMaterial[], string, string>;
    version: number;
    created_at: Date;
    updated_at: Date;
  };
};
const q = queries<Tables>();

export const DRAFTS = 'case.drafts';

const columns = [
  'id',
  'account_id as accountId',
  'subject_id as subjectId',
  'item_id as itemId',
  'item_version as itemVersion',
  'region_code as regionCode',
  'data_enc as dataEnc',
  'materials',
  'version',
  'updated_at as updatedAt',
] as const;

/** Drafts are read by their subject only; the system, which sees every row, names whose it wants. */
export const draftById = (id: string, subjectId: string) =>
  q
    .selectFrom('case.drafts')
    .select(columns)
    .where('id', '=', id)
    .where('subject_id', '=', subjectId);

export const draftsOf = (subjectId: string, limit: number) =>
  q
    .selectFrom('case.drafts')
    .select(columns)
    .where('subject_id', '=', subjectId)
    .orderBy('updated_at', 'desc')
    .limit(limit);

type Compiled = ReturnType<typeof draftById>;
export type DraftRecord = Compiled extends { execute(): Promise<(infer R)[]> } ? R : never;

export const insertDraft = (row: DraftRecord) =>
  q.insertInto('case.drafts').values({
    id: row.id,
    account_id: row.accountId,
    subject_id: row.subjectId,
    item_id: row.itemId,
    item_version: row.itemVersion,
    region_code: row.regionCode,
    data_enc: row.dataEnc,
    materials: JSON.stringify(row.materials),
    version: row.version,
    created_at: row.updatedAt,
    updated_at: row.updatedAt,
  });

export const updateDraft = (row: DraftRecord, version: number) =>
  q
    .updateTable('case.drafts')
    .set({
      item_id: row.itemId,
      item_version: row.itemVersion,
      data_enc: row.dataEnc,
      materials: JSON.stringify(row.materials),
      version: version + 1,
      updated_at: row.updatedAt,
    })
    .where('id', '=', row.id)
    .where('version', '=', version);

export const deleteDraft = (id: string, subjectId: string) =>
  q.deleteFrom('case.drafts').where('id', '=', id).where('subject_id', '=', subjectId);
