import { queries, raw } from '@yiwang/foundation/db';
import { type Generated, sql } from 'kysely';
import type { TaskAct } from './schema.ts';

type Tables = {
  'review_desk.templates': {
    id: string;
    name: string;
    act: TaskAct | null;
    body: string;
    shared: boolean;
    officer_id: string;
    organization_id: string;
    region_code: string;
    updated_at: Date;
    version: Generated<number>;
  };
  'review_desk.openings': { officer_id: string; case_id: string; opened_at: Date };
};
const q = queries<Tables>();

const columns = [
  'id',
  'name',
  'act',
  'body',
  'shared',
  'officer_id as officerId',
  'updated_at as updatedAt',
  'version',
] as const;

/** Templates of a department that the actor sees, by name. */
export function templatesOf(
  organizationId: string,
  act: TaskAct | undefined,
  limit: number,
  after?: { name: string; id: string },
) {
  const all = q
    .selectFrom('review_desk.templates')
    .select(columns)
    .where('organization_id', '=', organizationId);
  const fitting =
    act === undefined
      ? all
      : all.where((eb) => eb.or([eb('act', 'is', null), eb('act', '=', act)]));
  const rest = after
    ? fitting.where(sql<boolean>`(name, id) > (${after.name}, ${after.id}::uuid)`)
    : fitting;
  return rest.orderBy('name').orderBy('id').limit(limit);
}

export const templateById = (organizationId: string, id: string) =>
  q
    .selectFrom('review_desk.templates')
    .select(columns)
    .where('organization_id', '=', organizationId)
    .where('id', '=', id);

type Compiled = ReturnType<typeof templateById>;
export type TemplateRow = Compiled extends { execute(): Promise<(infer R)[]> } ? R : never;

export const insertTemplate = (row: Omit<Tables['review_desk.templates'], 'version'>) =>
  q.insertInto('review_desk.templates').values(row);

export const updateTemplate = (
  id: string,
  version: number,
  row: Pick<Tables['review_desk.templates'], 'name' | 'act' | 'body' | 'shared' | 'updated_at'>,
) =>
  q
    .updateTable('review_desk.templates')
    .set({ ...row, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version);

export const deleteTemplate = (id: string, version: number) =>
  q.deleteFrom('review_desk.templates').where('id', '=', id).where('version', '=', version);

export const putOpening = (row: Tables['review_desk.openings']) =>
  q
    .insertInto('review_desk.openings')
    .values(row)
    .onConflict((c) =>
      c.columns(['officer_id', 'case_id']).doUpdateSet({ opened_at: row.opened_at }),
    );

/** Forgets what an officer opened before the newest `keep`. */
export const forgetOpenings = (officerId: string, keep: number) =>
  raw(sql`delete from review_desk.openings where officer_id = ${officerId} and case_id in (
    select case_id from review_desk.openings where officer_id = ${officerId}
    order by opened_at desc, case_id limit 1000 offset ${keep})`);

export const openingsOf = (officerId: string, limit: number) =>
  q
    .selectFrom('review_desk.openings')
    .select(['case_id as caseId', 'opened_at as openedAt'])
    .where('officer_id', '=', officerId)
    .orderBy('opened_at', 'desc')
    .orderBy('case_id')
    .limit(limit);
