import type { Tx } from '@yiwang/foundation/db';
import type { DomainEvent } from '@yiwang/foundation/events';
import { errors as http, page, readCursor } from '@yiwang/foundation/http';
import { lineageOf } from '@yiwang/foundation/region';
import { documentTerms, queryTokens } from '@yiwang/foundation/search';
import { civilDateOf } from '@yiwang/foundation/time';
import { findItemVersion, type ItemVersion, listItems } from '@yiwang/services/item-catalogue';
import type { GuideQuery, GuideSummary } from './schema.ts';
import * as store from './store.ts';

type Searched = Pick<ItemVersion, 'name' | 'summary' | 'keywords' | 'result'>;

/**
 * The texts a guide is found by. Its materials are not among them: nearly every item asks for an identity
 * card, and who looks for one wants to apply for it.
 */
export const fieldsOf = ({ name, summary, keywords, result }: Searched) => [
  { text: name.zh, weight: 4, kind: 'name' as const },
  { text: name.en, weight: 4, kind: 'name' as const },
  { text: keywords.zh.join(' '), weight: 3, kind: 'names' as const },
  { text: keywords.en.join(' '), weight: 3, kind: 'names' as const },
  { text: result.name.zh, weight: 2, kind: 'names' as const },
  { text: result.name.en, weight: 2, kind: 'names' as const },
  { text: summary.zh, weight: 1, kind: 'text' as const },
  { text: summary.en, weight: 1, kind: 'text' as const },
];

type Indexed = Searched &
  Pick<
    ItemVersion,
    | 'itemId'
    | 'version'
    | 'regionCode'
    | 'slug'
    | 'caseType'
    | 'servedParties'
    | 'effectiveOn'
    | 'endsOn'
  >;

/** Puts versions of items into the index; those already there are made again. Only the system may. */
export function put(tx: Tx, items: readonly Indexed[]): void {
  const rows = items.map((item) => ({
    item_id: item.itemId,
    version: item.version,
    region_code: item.regionCode,
    slug: item.slug,
    title_zh: item.name.zh,
    title_en: item.name.en,
    summary_zh: item.summary.zh,
    summary_en: item.summary.en,
    case_type: item.caseType,
    served_parties: item.servedParties,
    effective_on: item.effectiveOn,
    ends_on: item.endsOn ?? null,
    postings: Object.fromEntries(
      documentTerms(fieldsOf(item)).map(({ term, weight }) => [term, Math.fround(weight)]),
    ),
  }));
  if (rows.length > 0) tx.write(store.putEntries(rows));
}

const BATCH = 100;

/** Makes the index of all items in force today, as the system; versions that begin later come by their events. */
export async function reindex(tx: Tx): Promise<{ guides: number }> {
  const on = civilDateOf(tx.call.now);
  let guides = 0;
  let after: string | undefined;
  for (let more = true; more; ) {
    const items = await listItems(tx, { on, limit: BATCH, after });
    const versions: ItemVersion[] = [];
    for (const { itemId, version } of items)
      versions.push(await findItemVersion(tx, itemId, version));
    put(tx, versions);
    guides += items.length;
    after = items.at(-1)?.itemId;
    more = items.length === BATCH;
  }
  return { guides };
}

/** Indexes the version that an event tells of. */
export async function indexPublished(tx: Tx, { subject, data }: DomainEvent): Promise<void> {
  if (!Number.isInteger(data.version)) throw new Error('item-catalogue.published names no version');
  put(tx, [await findItemVersion(tx, subject, data.version as number)]);
}

export type GuidePage = { items: GuideSummary[]; next: string | null };
type Row = Awaited<ReturnType<typeof readNewest>>[number];
const readNewest = (tx: Tx, ...args: Parameters<typeof store.newest>) =>
  tx.all(store.newest(...args));

const summaryOf = (row: Row): GuideSummary => ({
  itemId: row.itemId,
  version: row.version,
  slug: row.slug,
  regionCode: row.regionCode,
  title: { zh: row.titleZh, en: row.titleEn },
  summary: { zh: row.summaryZh, en: row.summaryEn },
  caseType: row.caseType,
  servedParties: [...row.servedParties],
  effectiveOn: row.effectiveOn,
  page: `/guides/${row.slug}`,
});

const refused = () => http.malformed({ where: 'after' });

function placeOf(after: string | undefined): store.Place {
  const [score, no] = readCursor(after, 2) ?? [store.START.score, store.START.no];
  const sound = [score, no].every((n) => typeof n === 'number' && n >= 0 && n < 2 ** 31);
  if (!sound) throw refused();
  return { score: score as number, no: no as number };
}

function dayOf(after: string | undefined): { on: string; no: number } | undefined {
  const parts = readCursor(after, 2);
  if (!parts) return undefined;
  const [on, no] = parts;
  const sound = typeof on === 'string' && /^\d{4}-\d\d-\d\d$/.test(on) && Number(no) < 2 ** 31;
  if (!sound || typeof no !== 'number') throw refused();
  return { on, no };
}

/**
 * One page of the guides that a search in somebody's own words finds, best first, at most 200 in all; without
 * words all guides in force, those that began last first. @throws {AppError} `http.malformed` for a wrong cursor.
 */
export async function findGuides(
  tx: Tx,
  { q = '', region }: GuideQuery,
  { limit = 20, after }: { limit?: number | undefined; after?: string | undefined } = {},
): Promise<GuidePage> {
  const where = { regions: region ? lineageOf(region) : null, today: civilDateOf(tx.call.now) };
  if (q.trim() === '') {
    const rows = await readNewest(tx, where, dayOf(after), limit + 1);
    const { items, next } = page(rows, limit, (row) => [row.effectiveOn, row.no]);
    return { items: items.map(summaryOf), next };
  }
  const terms = queryTokens(q);
  const behind = placeOf(after);
  if (terms.length === 0) return { items: [], next: null };
  const rows = await tx.all(store.foundBy(terms, where, behind, limit + 1));
  const { items, next } = page(rows, limit, (row) => [row.score, row.no]);
  return { items: items.map(summaryOf), next };
}
