import { queries, raw } from '@yiwang/foundation/db';
import { type JSONColumnType, type RawBuilder, sql } from 'kysely';
import type { Clocks } from './rules.ts';
import type { Rating } from './schema.ts';

type Place = { region_code: string; organization_id: string; applicant_id: string };
type Tables = {
  'rating.closed_cases': Place & {
    case_id: string;
    case_no: string;
    item_id: string;
    item_version: number;
    item_slug: string;
    item_name_zh: string;
    item_name_en: string;
    outcome: string;
    closed_at: Date;
  };
  'rating.ratings': Place & {
    id: string;
    case_id: string;
    level: number;
    tags: string[];
    text_enc: Buffer | null;
    channel: Rating['channel'];
    rated_at: Date;
  };
  'rating.callbacks': Place & {
    id: string;
    rating_id: string;
    case_id: string;
    opened_at: Date;
    clocks: JSONColumnType<Clocks>;
  };
};
const q = queries<Tables>();

/** Name of the table in the places of sealed columns. */
export const RATINGS = 'rating.ratings';

export type ClosedCase = Tables['rating.closed_cases'];

/** Notes a closed case once; who rates before the event came does it first. */
export const insertClosed = (row: ClosedCase) =>
  q
    .insertInto('rating.closed_cases')
    .values(row)
    .onConflict((c) => c.column('case_id').doNothing());

export const insertRating = (row: Tables['rating.ratings']) =>
  q.insertInto('rating.ratings').values(row);

export const insertCallback = (
  row: Omit<Tables['rating.callbacks'], 'clocks'> & { clocks: string },
) => q.insertInto('rating.callbacks').values(row);

export const ratingOf = (caseId: string) =>
  q
    .selectFrom('rating.ratings')
    .select([
      'id',
      'case_id as caseId',
      'level',
      'tags',
      'text_enc as textEnc',
      'channel',
      'rated_at as ratedAt',
      'applicant_id as applicantId',
    ])
    .where('case_id', '=', caseId);

/** Call-backs in the actor's scope, oldest first: the order of their limits. */
export function callbacks(limit: number, after?: { at: Date; id: string }) {
  const all = q
    .selectFrom('rating.callbacks as c')
    .innerJoin('rating.ratings as r', 'r.id', 'c.rating_id')
    .innerJoin('rating.closed_cases as k', 'k.case_id', 'c.case_id')
    .select([
      'c.id',
      'c.case_id as caseId',
      'k.case_no as caseNo',
      'k.item_name_zh as itemZh',
      'k.item_name_en as itemEn',
      'c.region_code as regionCode',
      'c.organization_id as organizationId',
      'c.applicant_id as applicantId',
      'r.id as ratingId',
      'r.level',
      'r.tags',
      'r.text_enc as textEnc',
      'c.opened_at as openedAt',
      'c.clocks',
    ]);
  const rest = after
    ? all.where(sql<boolean>`(c.opened_at, c.id) > (${after.at}, ${after.id}::uuid)`)
    : all;
  return rest.orderBy('c.opened_at').orderBy('c.id').limit(limit);
}

/** Which closed cases are counted: of one item, of one region and those below it. */
export type Selection = { readonly item?: string; readonly region?: string };

function chosen({ item, region }: Selection): RawBuilder<unknown> {
  const parts = [sql`true`];
  if (item !== undefined) parts.push(sql`c.item_slug = ${item}`);
  if (region !== undefined)
    parts.push(sql`c.region_code >= ${region} and c.region_code < ${`${region}:`}`);
  return sql.join(parts, sql` and `);
}

const TALLY = sql`count(*)::int as closed, array[
    (count(*) filter (where r.level = 1))::int, (count(*) filter (where r.level = 2))::int,
    (count(*) filter (where r.level = 3))::int, (count(*) filter (where r.level = 4))::int,
    (count(*) filter (where r.level = 5))::int] as "byLevel"`;
const LOG = sql`rating.closed_cases c left join rating.ratings r on r.case_id = c.case_id`;

type TallyRow = { closed: number; byLevel: number[] };

/** Counts over the whole selection, from the log itself. */
export const tally = (selection: Selection) =>
  raw(sql<TallyRow>`select ${TALLY} from ${LOG} where ${chosen(selection)}`);

/** The same by item, most closed first, at most 100, under the name that the newest case has. */
export const tallyByItem = (selection: Selection) =>
  raw(sql<TallyRow & { slug: string; zh: string; en: string }>`
    select c.item_slug as slug, (array_agg(c.item_name_zh order by c.closed_at desc))[1] as zh,
      (array_agg(c.item_name_en order by c.closed_at desc))[1] as en, ${TALLY}
    from ${LOG} where ${chosen(selection)}
    group by c.item_slug order by closed desc, slug limit 100`);
