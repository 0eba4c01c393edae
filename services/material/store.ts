import { queries, raw } from '@yiwang/foundation/db';
import { type Generated, sql } from 'kysely';

type Tables = {
  'material.dossiers': {
    case_id: string;
    subject_id: string;
    region_code: string;
    organization_id: string;
    parties: string[];
  };
  'material.materials': {
    id: string;
    owner_id: string;
    name_enc: Buffer;
    media_type: string;
    size: number;
    address: string;
    scanned: 'clean' | 'not_configured';
    state: Generated<'stored' | 'attached' | 'removed'>;
    created_at: Date;
    removed_at: Generated<Date | null>;
  };
  'material.attachments': {
    case_id: string;
    material_id: string;
    owner_id: string;
    code: string | null;
    name_zh: string | null;
    attached_at: Date;
  };
};
const q = queries<Tables>();

/** Names of tables in the places of sealed columns. */
export const MATERIALS = 'material.materials';

const columns = [
  'id',
  'owner_id as ownerId',
  'name_enc as nameEnc',
  'media_type as mediaType',
  'size',
  'address',
  'scanned',
  'state',
  'created_at as createdAt',
] as const;

const kept = () =>
  q.selectFrom('material.materials').select(columns).where('state', '<>', 'removed');

/** Files that are there and that the actor may see. */
export const materialsByIds = (ids: readonly string[]) =>
  kept().where('id', '=', sql<string>`any(${[...ids]}::uuid[])`);

type Compiled = ReturnType<typeof kept>;
/** A file as it is stored. */
export type MaterialRow = Compiled extends { execute(): Promise<(infer R)[]> } ? R : never;

/** The newest file of an owner with this content. */
export const sameContent = (ownerId: string, address: string) =>
  kept()
    .where('owner_id', '=', ownerId)
    .where('address', '=', address)
    .orderBy('created_at', 'desc')
    .limit(1);

/** How many files of an owner belong to no case. */
export const countUnattached = (ownerId: string) =>
  q
    .selectFrom('material.materials')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('owner_id', '=', ownerId)
    .where('state', '=', 'stored');

/** Makes uploads and removals of one content wait for each other, until the transaction ends. */
export const lockContent = (address: string) =>
  raw(sql`select pg_advisory_xact_lock(hashtextextended(${`material ${address}`}, 0))`);

export const insertMaterial = (
  row: Omit<Tables['material.materials'], 'state' | 'removed_at'> & { id: string },
) => q.insertInto('material.materials').values(row);

/** Ends a file that belongs to no case; its name goes with it. */
export const removeMaterial = (id: string, at: Date) =>
  q
    .updateTable('material.materials')
    .set({ state: 'removed', removed_at: at, name_enc: Buffer.alloc(0) })
    .where('id', '=', id)
    .where('state', '=', 'stored');

/** The content of a removed file, and whether any file still has it. */
export const contentOf = (id: string) =>
  raw(sql<{ address: string; inUse: boolean }>`
    select m.address, exists (select 1 from material.materials o
      where o.address = m.address and o.state <> 'removed') as "inUse"
    from material.materials m where m.id = ${id}`);

export const putDossier = (row: Tables['material.dossiers'], parties: boolean) =>
  q
    .insertInto('material.dossiers')
    .values(row)
    .onConflict((c) =>
      c.column('case_id').doUpdateSet({
        region_code: row.region_code,
        organization_id: row.organization_id,
        ...(parties ? { parties: row.parties } : {}),
      }),
    );

export const dossier = (caseId: string) =>
  q
    .selectFrom('material.dossiers')
    .select(['case_id as caseId', 'subject_id as subjectId', 'region_code as regionCode'])
    .where('case_id', '=', caseId);

/** Marks files as part of a case; one that was removed meanwhile is not counted. */
export const markAttached = (ids: readonly string[]) =>
  q
    .updateTable('material.materials')
    .set({ state: 'attached' })
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .where('state', '<>', 'removed');

export const insertAttachment = (row: Tables['material.attachments']) =>
  q
    .insertInto('material.attachments')
    .values(row)
    .onConflict((c) =>
      c.columns(['case_id', 'material_id']).doUpdateSet({ code: row.code, name_zh: row.name_zh }),
    );

/** The newest case, among those that the actor sees, that a file is part of. */
export const caseOf = (materialId: string) =>
  q
    .selectFrom('material.attachments')
    .innerJoin('material.dossiers', 'material.dossiers.case_id', 'material.attachments.case_id')
    .select([
      'material.dossiers.case_id as caseId',
      'material.dossiers.subject_id as subjectId',
      'material.dossiers.region_code as regionCode',
    ])
    .where('material_id', '=', materialId)
    .orderBy('attached_at', 'desc')
    .limit(1);

/** Files of an owner that answered one of the requirements since `since`, newest first. */
export const answered = (ownerId: string, codes: readonly string[], since: Date) =>
  q
    .selectFrom('material.attachments')
    .innerJoin('material.materials', 'material.materials.id', 'material.attachments.material_id')
    .select([
      'material.attachments.code',
      'material.attachments.name_zh as nameZh',
      'attached_at as attachedAt',
      'material.materials.id',
      'name_enc as nameEnc',
    ])
    .where('material.attachments.owner_id', '=', ownerId)
    .where('material.attachments.code', '=', sql<string>`any(${[...codes]}::text[])`)
    .where('material.materials.created_at', '>=', since)
    .where('state', '=', 'attached')
    .orderBy('attached_at', 'desc')
    .orderBy('material.materials.id', 'desc')
    .limit(200);
