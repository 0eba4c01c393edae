import { queries, raw } from '@yiwang/foundation/db';
import { ENOUGH_PARTS, PRIOR, type QueryTerm } from '@yiwang/foundation/search';
import { sql } from 'kysely';

/** What the index keeps of one version of an item. */
export type Entry = {
  readonly item_id: string;
  readonly version: number;
  readonly region_code: string;
  readonly slug: string;
  readonly title_zh: string;
  readonly title_en: string;
  readonly summary_zh: string;
  readonly summary_en: string;
  readonly case_type: 'immediate' | 'promised';
  readonly served_parties: readonly ('person' | 'legal')[];
  readonly effective_on: string;
  readonly ends_on: string | null;
};

type Tables = { 'guide.entries': Entry & { no: number; terms: string[] } };
const q = queries<Tables>();

/** Puts entries with their postings (term → weight) in the place of those of the same versions. */
export const putEntries = (
  entries: readonly (Entry & { postings: Readonly<Record<string, number>> })[],
) => raw(sql`call guide.put_entries(${JSON.stringify(entries)}::jsonb)`);

const columns = [
  'e.no',
  'e.item_id as itemId',
  'e.version',
  'e.region_code as regionCode',
  'e.slug',
  'e.title_zh as titleZh',
  'e.title_en as titleEn',
  'e.summary_zh as summaryZh',
  'e.summary_en as summaryEn',
  'e.case_type as caseType',
  'e.served_parties as servedParties',
  'e.effective_on as effectiveOn',
] as const;

/** Where and when: `regions` null means everywhere. */
export type Where = { readonly regions: readonly string[] | null; readonly today: string };

export type Place = { readonly score: number; readonly no: number };
/** Before the first result. */
export const START: Place = { score: 2 ** 31 - 1, no: 0 };

/** What a search finds behind a place, best first. */
export const foundBy = (
  terms: readonly QueryTerm[],
  { regions, today }: Where,
  behind: Place,
  limit: number,
) =>
  q
    .selectFrom('guide.entries as e')
    .innerJoin(
      sql<{ entry: number; score: number }>`guide.search(
        ${terms.map(({ term }) => term)}::text[], ${terms.map(({ weight }) => weight)}::real[],
        ${terms.map(({ kind }) => kind)}::text[], ${regions}::text[], ${today}::date,
        ${PRIOR}::real, ${ENOUGH_PARTS}::real, ${behind.score}::int, ${behind.no}::int,
        ${limit}::int)`.as('found'),
      'found.entry',
      'e.no',
    )
    .select([...columns, 'found.score'])
    .orderBy('found.score', 'desc')
    .orderBy('e.no')
    .limit(limit);

/** All guides in force, those that began last first, behind a day and number. */
export const newest = (
  { regions, today }: Where,
  behind: { on: string; no: number } | undefined,
  limit: number,
) =>
  q
    .selectFrom('guide.entries as e')
    .select(columns)
    .where(
      sql<boolean>`e.effective_on <= ${today}::date and (e.ends_on is null or e.ends_on > ${today}::date)`,
    )
    .where(sql<boolean>`(${regions}::text[] is null or e.region_code = any (${regions}::text[]))`)
    .$if(behind !== undefined, (b) =>
      b.where(
        sql<boolean>`(e.effective_on < ${behind?.on}::date or (e.effective_on = ${behind?.on}::date and e.no > ${behind?.no}::int))`,
      ),
    )
    .orderBy('e.effective_on', 'desc')
    .orderBy('e.no')
    .limit(limit);
