import { displayNames } from '@yiwang/data/base-register';
import { record, recordRead } from '@yiwang/foundation/audit';
import { readAs, type Tx } from '@yiwang/foundation/db';
import { emit, type Subscription } from '@yiwang/foundation/events';
import { type Platform, page, readCursor } from '@yiwang/foundation/http';
import { type Actor, type Call, system } from '@yiwang/foundation/permission';
import { type CaseSummary, findCase } from '@yiwang/services/case';
import { v7 } from 'uuid';
import { assertMayRate, countsOf, dueOf, errors, isPoor, openClocks } from './rules.ts';
import type { Callback, Mine, NewRating, Rating, Statistics } from './schema.ts';
import * as store from './store.ts';

const subjectOf = (actor: Actor): string => actor.actsFor ?? actor.id;
const placeOf = (id: string) => ({ table: store.RATINGS, id, column: 'text_enc' });
const textOf = ({ keys }: Platform, id: string, sealed: Buffer | null): string | null =>
  sealed === null ? null : keys.openText(sealed, placeOf(id));

const scopeOf = ({ regionCode, organizationId, applicantId }: CaseSummary) => ({
  region_code: regionCode,
  organization_id: organizationId,
  applicant_id: applicantId,
});

const closedRow = (found: CaseSummary, closedAt: string): store.ClosedCase => ({
  case_id: found.id,
  case_no: found.caseNo,
  item_id: found.itemId,
  item_version: found.item.version,
  item_slug: found.item.slug,
  item_name_zh: found.item.name.zh,
  item_name_en: found.item.name.en,
  outcome: found.outcome ?? '',
  closed_at: new Date(closedAt),
  ...scopeOf(found),
});

/** A poor rating waits for its call-back from now on. */
function openCallback(tx: Tx, found: CaseSummary, ratingId: string, level: number): void {
  const { now } = tx.call;
  tx.write(
    store.insertCallback({
      id: v7(),
      rating_id: ratingId,
      case_id: found.id,
      opened_at: now,
      clocks: JSON.stringify(openClocks(now)),
      ...scopeOf(found),
    }),
  );
  const data = { level, organizationId: found.organizationId, itemId: found.itemId };
  emit(tx, { type: 'rating.poor-rated', subject: found.id, data });
}

/**
 * Rates an own finished case, once and for good; a poor rating opens its call-back.
 * @throws {AppError} `case.unknown`, `rating.case_unknown`, `not_closed`, `already_rated`.
 */
export async function rate(tx: Tx, { keys }: Platform, input: NewRating): Promise<Rating> {
  const { caseId, level, tags = [], channel = 'pc' } = input;
  const { actor, now } = tx.call;
  const [found, earlier] = await Promise.all([
    findCase(tx, caseId),
    tx.first(store.ratingOf(caseId)),
  ]);
  assertMayRate(found, subjectOf(actor), earlier !== undefined);
  const id = v7();
  const text = input.text?.trim() || null;
  tx.write(store.insertClosed(closedRow(found, found.closedAt ?? '')));
  tx.write(
    store.insertRating({
      id,
      case_id: caseId,
      level,
      tags: [...tags],
      text_enc: text === null ? null : keys.seal(text.toWellFormed(), placeOf(id)),
      channel,
      rated_at: now,
      ...scopeOf(found),
    }),
    { constraint: { ratings_one_per_case: () => errors.already_rated() } },
  );
  if (isPoor(level)) openCallback(tx, found, id, level);
  const { regionCode } = found;
  record(tx, { act: 'rating.rate', subject: { kind: 'case', id: caseId }, regionCode });
  return { id, caseId, level, tags: [...tags], text, channel, ratedAt: now.toISOString() };
}

/** Whether an own case can be rated, and how it was. @throws {AppError} `case.unknown`, `rating.case_unknown`. */
export async function mine(tx: Tx, platform: Platform, caseId: string): Promise<Mine> {
  const [found, row] = await Promise.all([findCase(tx, caseId), tx.first(store.ratingOf(caseId))]);
  if (found.applicantId !== subjectOf(tx.call.actor)) throw errors.case_unknown();
  if (!row) return { rateable: found.state === 'closed', rating: null };
  const { id, level, tags, channel, ratedAt } = row;
  const text = textOf(platform, id, row.textEnc);
  const rating = { id, caseId, level, tags, text, channel, ratedAt: ratedAt.toISOString() };
  return { rateable: false, rating };
}

/** The call-backs in the actor's scope, oldest first, names masked; one reading is logged for the page. */
export async function listCallbacks(tx: Tx, platform: Platform, limit: number, after?: string) {
  const parts = readCursor(after, 2);
  const from = parts && { at: new Date(String(parts[0])), id: String(parts[1]) };
  const rows = await tx.all(store.callbacks(limit + 1, from));
  const cut = page(rows, limit, (row) => [row.openedAt.toISOString(), row.id]);
  const ids = cut.items.map(({ applicantId }) => applicantId);
  const names = await displayNames(tx, platform, ids);
  const calendar = platform.calendar();
  const { now, purpose } = tx.call;
  if (ids.length > 0)
    recordRead(tx, {
      fields: ['name', 'rating.text'],
      filter: 'rating.callbacks',
      count: ids.length,
      purpose: purpose ?? '差评回访',
    });
  const items = cut.items.map(
    (row): Callback => ({
      id: row.id,
      caseId: row.caseId,
      caseNo: row.caseNo,
      item: { zh: row.itemZh, en: row.itemEn },
      regionCode: row.regionCode,
      organizationId: row.organizationId,
      applicant: names.get(row.applicantId)?.zh ?? '***',
      level: row.level,
      tags: row.tags,
      text: textOf(platform, row.ratingId, row.textEnc),
      openedAt: row.openedAt.toISOString(),
      contact: dueOf(calendar, row.clocks.contact, now),
      rectifySimple: dueOf(calendar, row.clocks.rectifySimple, now),
      rectifyComplex: dueOf(calendar, row.clocks.rectifyComplex, now),
    }),
  );
  return { items, next: cut.next };
}

/**
 * The public statistics, counted anew over the log of ratings and closed cases. Nobody's scope limits
 * them and no person is in them, so they are counted as the platform.
 */
export const statistics = (
  { db }: Platform,
  call: Call,
  selection: store.Selection,
): Promise<Statistics> =>
  readAs(db, { ...call, actor: system('rating') }, async (tx) => {
    const [whole, byItem] = await Promise.all([
      tx.first(store.tally(selection)),
      tx.all(store.tallyByItem(selection)),
    ]);
    return {
      ...countsOf(whole ?? { closed: 0, byLevel: [] }),
      countedAt: call.now.toISOString(),
      items: byItem.map(({ slug, zh, en, ...rest }) => ({
        slug,
        name: { zh, en },
        ...countsOf(rest),
      })),
    };
  });

/** Keeps the closed cases that ratings are counted over. */
export const subscriptions = (): Subscription[] => [
  {
    consumer: 'rating',
    types: ['case.closed'],
    handle: async (tx, event) => {
      const found = await findCase(tx, event.subject);
      if (found.closedAt !== null) tx.write(store.insertClosed(closedRow(found, found.closedAt)));
    },
  },
];
