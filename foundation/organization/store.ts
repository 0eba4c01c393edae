import { sql } from 'kysely';
import { queries, raw } from '../db/index.ts';

type Tables = {
  'organization.post_kinds': {
    kind: string;
    name_zh: string;
    name_en: string;
    permissions: string[];
    sees: 'organization' | 'region';
  };
  'organization.organizations': {
    id: string;
    uscc: string | null;
    kind: string;
    name_zh: string;
    name_en: string;
    region_code: string;
    parent_id: string | null;
    phone: string | null;
    address: string | null;
    ended_at: Date | null;
  };
  'organization.officers': {
    id: string;
    organization_id: string;
    name: string;
    staff_no: string;
    enforcement_no: string | null;
  };
  'organization.posts': {
    id: string;
    organization_id: string;
    kind: string;
    name_zh: string;
    name_en: string;
  };
  'organization.assignments': {
    officer_id: string;
    post_id: string;
    from_on: string;
    until_on: string | null;
  };
};
const q = queries<Tables>();

export type Row<T extends keyof Tables> = Tables[T];

export const upsertPostKind = (row: Row<'organization.post_kinds'>) =>
  q
    .insertInto('organization.post_kinds')
    .values(row)
    .onConflict((c) =>
      c.column('kind').doUpdateSet({
        name_zh: row.name_zh,
        name_en: row.name_en,
        permissions: row.permissions,
        sees: row.sees,
      }),
    );

export const anyPostKind = () => q.selectFrom('organization.post_kinds').select('kind').limit(1);

export const insertOrganization = (row: Row<'organization.organizations'>) =>
  q.insertInto('organization.organizations').values(row);
export const insertOfficer = (row: Row<'organization.officers'>) =>
  q.insertInto('organization.officers').values(row);
export const insertPost = (row: Row<'organization.posts'>) =>
  q.insertInto('organization.posts').values(row);
export const insertAssignment = (row: Row<'organization.assignments'>) =>
  q.insertInto('organization.assignments').values(row);

const organizationColumns = [
  'id',
  'uscc',
  'kind',
  'name_zh as nameZh',
  'name_en as nameEn',
  'region_code as regionCode',
  'parent_id as parentId',
  'phone',
  'address',
] as const;

export const organizationsByIds = (ids: readonly string[]) =>
  q
    .selectFrom('organization.organizations')
    .select(organizationColumns)
    .where('id', 'in', [...ids, '']);

/** The department of a kind that is responsible for a region: its own, or that of the nearest region above. */
export const responsibleFor = (kind: string, regions: readonly string[]) =>
  q
    .selectFrom('organization.organizations')
    .select(organizationColumns)
    .where('kind', '=', kind)
    .where('region_code', 'in', [...regions])
    .where('ended_at', 'is', null)
    .orderBy(sql`length(region_code)`, 'desc')
    .limit(1);

export const organizationsOf = (regions: readonly string[], limit: number, after: string) =>
  q
    .selectFrom('organization.organizations')
    .select(organizationColumns)
    .where('region_code', 'in', [...regions])
    .where('ended_at', 'is', null)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit);

/** An organization and everything under it, at most 2 000 units. */
export const unitsUnder = (id: string) =>
  raw(sql<{ id: string }>`with recursive below as (
      select id from organization.organizations where id = ${id}
      union select o.id from organization.organizations o join below b on o.parent_id = b.id
    ) select id from below limit 2000`);

export const officersByIds = (ids: readonly string[]) =>
  q
    .selectFrom('organization.officers')
    .select(['id', 'organization_id as organizationId', 'name', 'staff_no as staffNo'])
    .select('enforcement_no as enforcementNo')
    .where('id', 'in', [...ids, '']);

const assignedPosts = () =>
  q
    .selectFrom('organization.assignments as a')
    .innerJoin('organization.posts as p', 'p.id', 'a.post_id')
    .innerJoin('organization.post_kinds as k', 'k.kind', 'p.kind')
    .innerJoin('organization.organizations as o', 'o.id', 'p.organization_id')
    .innerJoin('organization.officers as f', 'f.id', 'a.officer_id')
    .select(['p.id', 'p.kind', 'p.name_zh as nameZh', 'p.name_en as nameEn'])
    .select(['p.organization_id as organizationId', 'o.name_zh as organizationZh'])
    .select(['o.name_en as organizationEn', 'o.region_code as regionCode'])
    .select(['k.permissions', 'k.sees', 'f.id as officerId', 'f.name as officerName']);

export const postsHeldBy = (officerId: string, on: string) =>
  assignedPosts()
    .where('a.officer_id', '=', officerId)
    .where('a.from_on', '<=', on)
    .where((eb) => eb.or([eb('a.until_on', 'is', null), eb('a.until_on', '>', on)]))
    .orderBy('a.from_on')
    .limit(20);

/** Who holds a post of a kind in an organization today. */
export const holdersOf = (organizationId: string, kind: string, on: string) =>
  assignedPosts()
    .where('p.organization_id', '=', organizationId)
    .where('p.kind', '=', kind)
    .where('a.from_on', '<=', on)
    .where((eb) => eb.or([eb('a.until_on', 'is', null), eb('a.until_on', '>', on)]))
    .orderBy('f.id')
    .limit(200);
