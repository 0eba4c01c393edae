import { queries } from '@yiwang/foundation/db';
import type { FormDefinition } from '@yiwang/foundation/form';
import { sql } from 'kysely';
import type { ItemDefinition } from './schema.ts';

type Tables = {
  'item_catalogue.items': {
    id: string;
    slug: string;
    code: string;
    handling_code: string;
    base_code: string;
    region_code: string;
    organization_kind: string;
    state: 'inUse' | 'suspended' | 'cancelled';
  };
  'item_catalogue.versions': {
    item_id: string;
    version: number;
    effective_on: string;
    ended_on: string | null;
    definition: string;
    form: string;
    process_xml: string;
    process_program_id: string;
    decision_xml: string | null;
    fingerprint: string;
    published_at: Date;
    published_by: string;
  };
};
const q = queries<Tables>();

export type ItemRow = Omit<Tables['item_catalogue.items'], 'state'>;
export type NewVersion = Tables['item_catalogue.versions'];

/** Makes the item, or gives it the codes of its newest version. */
export const upsertItem = ({ id, ...row }: ItemRow) =>
  q
    .insertInto('item_catalogue.items')
    .values({ id, ...row, state: 'inUse' })
    .onConflict((c) => c.column('id').doUpdateSet(row));

export const insertVersion = (row: NewVersion) =>
  q.insertInto('item_catalogue.versions').values(row);

/** Ends whatever began earlier and would still be in force on a day. */
export const endVersions = (itemId: string, endedOn: string) =>
  q
    .updateTable('item_catalogue.versions')
    .set({ ended_on: endedOn })
    .where('item_id', '=', itemId)
    .where('effective_on', '<', endedOn)
    .where((eb) => eb.or([eb('ended_on', 'is', null), eb('ended_on', '>', endedOn)]));

/** All versions of an item, newest first, at most 500. */
export const versionsOf = (itemId: string) =>
  q
    .selectFrom('item_catalogue.versions')
    .select(['version', 'effective_on as effectiveOn', 'ended_on as endedOn', 'fingerprint'])
    .select('published_at as publishedAt')
    .where('item_id', '=', itemId)
    .orderBy('version', 'desc')
    .limit(500);

const inForce = (on: string) =>
  q
    .selectFrom('item_catalogue.items as i')
    .innerJoin('item_catalogue.versions as v', 'v.item_id', 'i.id')
    .where('i.state', '=', 'inUse')
    .where('v.effective_on', '<=', on)
    .where((eb) => eb.or([eb('v.ended_on', 'is', null), eb('v.ended_on', '>', on)]));

const named = (name: string, regions: readonly string[]) =>
  sql<boolean>`(i.slug = ${name} or i.code = ${name} or i.handling_code = ${name})
    and (${regions.length === 0} or i.region_code = any(${regions}::text[]))`;

/** The version of an item in force on a day: of the nearest of the regions, or of any when none is given. */
export const versionInForce = (name: string, on: string, regions: readonly string[]) =>
  inForce(on)
    .select(['v.item_id as itemId', 'v.version'])
    .where(named(name, regions))
    .orderBy(sql`length(i.region_code)`, 'desc')
    .orderBy('i.id')
    .limit(1);

/** The id of an item by slug or code, whether or not a version is in force. */
export const itemNamed = (name: string, regions: readonly string[]) =>
  q
    .selectFrom('item_catalogue.items as i')
    .select('i.id')
    .where(named(name, regions))
    .orderBy(sql`length(i.region_code)`, 'desc')
    .orderBy('i.id')
    .limit(1);

export const versionRow = (itemId: string, version: number) =>
  q
    .selectFrom('item_catalogue.versions')
    .select(['item_id as itemId', 'version', 'published_at as publishedAt'])
    .select([
      sql<ItemDefinition>`definition`.as('definition'),
      sql<FormDefinition>`form`.as('form'),
      'process_program_id as programId',
      'decision_xml as decisionXml',
    ])
    .where('item_id', '=', itemId)
    .where('version', '=', version);

const LISTED = [
  'slug',
  'code',
  'name',
  'summary',
  'type',
  'caseType',
  'organizationKind',
  'regionCode',
  'servedParties',
  'themes',
  'effectiveOn',
] as const;
/** The elements that lists show: a whole definition has about 25 KB. */
const listed = sql<Pick<ItemDefinition, (typeof LISTED)[number]>>`(
  select jsonb_object_agg(key, value) from jsonb_each(v.definition) where key = any(${LISTED}::text[]))`;

/** Items with a version in force on a day, by id. */
export const itemsInForce = (
  on: string,
  regions: readonly string[],
  limit: number,
  after: string,
) =>
  inForce(on)
    .select(['v.item_id as itemId', 'v.version', listed.as('definition')])
    .where(sql<boolean>`(${regions.length === 0} or i.region_code = any(${regions}::text[]))`)
    .where('i.id', '>', after)
    .orderBy('i.id')
    .limit(limit);
