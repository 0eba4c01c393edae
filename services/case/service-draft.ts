import { record } from '@yiwang/foundation/audit';
import type { Tx } from '@yiwang/foundation/db';
import { type FormValues, keepHeld, mergeDraft } from '@yiwang/foundation/form';
import { errors as httpErrors, type Platform } from '@yiwang/foundation/http';
import { isWithin } from '@yiwang/foundation/region';
import { civilDateOf } from '@yiwang/foundation/time';
import { findItem, findItemVersion, type ItemVersion } from '@yiwang/services/item-catalogue';
import { v7 } from 'uuid';
import { errors } from './rules.ts';
import type { Draft, DraftSummary, SaveDraft, StartDraft } from './schema.ts';
import {
  applicantIn,
  type Ground,
  groundOf,
  heldAnswers,
  requirementsOf,
  subjectOf,
} from './service-application.ts';
import * as store from './store-draft.ts';

const MOST_DRAFTS = 100;

const place = (id: string) => ({ table: store.DRAFTS, id, column: 'data_enc' });

const sealed = (platform: Platform, id: string, data: FormValues) =>
  platform.keys.seal(JSON.stringify(data), place(id));

/** What was typed so far. */
export const typedIn = (platform: Platform, row: store.DraftRecord): FormValues =>
  JSON.parse(platform.keys.openText(row.dataEnc, place(row.id))) as FormValues;

export const itemView = (item: ItemVersion) => ({
  slug: item.slug,
  version: item.version,
  name: item.name,
  caseType: item.caseType,
});

/** @throws {AppError} `http.level_too_low` when the item asks for a higher real-name level. */
export function assertLevel(tx: Tx, { requiredAuthLevel }: ItemVersion): void {
  const { authLevel } = tx.call.actor;
  if (authLevel < requiredAuthLevel)
    throw httpErrors.level_too_low({ required: requiredAuthLevel, actual: authLevel });
}

/** @throws {AppError} `case.not_served` when the item is not for this kind of applicant. */
export function assertServed(item: ItemVersion, ground: Ground): void {
  const kind = applicantIn(ground)?.kind ?? 'person';
  if (!item.servedParties.includes(kind)) throw errors.not_served({ kind });
}

const today = (tx: Tx) => civilDateOf(tx.call.now);

/** The draft in this transaction. @throws {AppError} `case.draft_unknown` */
export async function findDraft(tx: Tx, id: string): Promise<store.DraftRecord> {
  const row = await tx.first(store.draftById(id, subjectOf(tx)));
  if (!row) throw errors.draft_unknown();
  return row;
}

/** The version of the draft's item that is in force today. */
export async function currentItem(tx: Tx, row: store.DraftRecord): Promise<ItemVersion> {
  const saved = await findItemVersion(tx, row.itemId, row.itemVersion);
  return findItem(tx, saved.slug, { on: today(tx), regionCode: row.regionCode });
}

const summary = (row: store.DraftRecord, item: ItemVersion): DraftSummary => ({
  id: row.id,
  item: itemView(item),
  regionCode: row.regionCode,
  updatedAt: row.updatedAt.toISOString(),
  version: row.version,
});

async function view(tx: Tx, platform: Platform, row: store.DraftRecord): Promise<Draft> {
  const [saved, item] = await Promise.all([
    findItemVersion(tx, row.itemId, row.itemVersion),
    currentItem(tx, row),
  ]);
  const ground = await groundOf(tx, platform, row.subjectId, item);
  const typed = typedIn(platform, row);
  const merged =
    item.version === saved.version ? undefined : mergeDraft(saved.form, item.form, typed);
  const held = heldAnswers(item, ground);
  return {
    ...summary(row, item),
    form: item.form,
    data: keepHeld(merged?.data ?? typed, held, held.disputed),
    provenance: held.provenance,
    materials: row.materials,
    requirements: requirementsOf(item, ground),
    changed: merged ? { dropped: merged.dropped, added: merged.added } : null,
  };
}

/**
 * Begins an application, filled with what government holds.
 * @throws {AppError} `item-catalogue.item_unknown`, `http.level_too_low`, `case.not_served`, `case.region_outside`.
 */
export async function startDraft(tx: Tx, platform: Platform, input: StartDraft): Promise<Draft> {
  const query = { on: today(tx), regionCode: input.regionCode };
  const item = await findItem(tx, input.itemSlug, query);
  assertLevel(tx, item);
  const regionCode = input.regionCode ?? item.regionCode;
  if (!isWithin(regionCode, item.regionCode)) throw errors.region_outside({ regionCode });
  const subjectId = subjectOf(tx);
  const ground = await groundOf(tx, platform, subjectId, item);
  assertServed(item, ground);
  const id = v7();
  const held = heldAnswers(item, ground);
  const row: store.DraftRecord = {
    id,
    accountId: tx.call.actor.id,
    subjectId,
    itemId: item.itemId,
    itemVersion: item.version,
    regionCode,
    dataEnc: sealed(platform, id, {}),
    materials: [],
    version: 1,
    updatedAt: tx.call.now,
  };
  tx.write(store.insertDraft(row));
  record(tx, { act: 'case.start-draft', subject: { kind: 'case-draft', id }, regionCode });
  return {
    ...summary(row, item),
    form: item.form,
    data: held.data,
    provenance: held.provenance,
    materials: [],
    requirements: requirementsOf(item, ground),
    changed: null,
  };
}

/** Own drafts, newest first, at most 100. */
export async function listDrafts(tx: Tx): Promise<DraftSummary[]> {
  const rows = await tx.all(store.draftsOf(subjectOf(tx), MOST_DRAFTS));
  const items = await Promise.all(
    rows.map((row) => findItemVersion(tx, row.itemId, row.itemVersion)),
  );
  return rows.flatMap((row, i) => (items[i] ? [summary(row, items[i])] : []));
}

/** A draft under the form that is in force today. @throws {AppError} `case.draft_unknown` */
export const openDraft = async (tx: Tx, platform: Platform, id: string): Promise<Draft> =>
  view(tx, platform, await findDraft(tx, id));

/**
 * Keeps what was typed, unchecked, under the form that is in force today.
 * @throws {AppError} `case.draft_unknown`; `case.draft_changed` when it was saved elsewhere in between.
 */
export async function saveDraft(
  tx: Tx,
  platform: Platform,
  id: string,
  version: number,
  { data, materials }: SaveDraft,
): Promise<DraftSummary> {
  const row = await findDraft(tx, id);
  if (row.version !== version) throw errors.draft_changed();
  const item = await currentItem(tx, row);
  const saved = {
    ...row,
    itemId: item.itemId,
    itemVersion: item.version,
    dataEnc: sealed(platform, id, data as FormValues),
    materials,
    updatedAt: tx.call.now,
  };
  tx.write(store.updateDraft(saved, version), {
    rows: 1,
    otherwise: () => errors.draft_changed(),
  });
  return summary({ ...saved, version: version + 1 }, item);
}

/** Throws a draft away for good. @throws {AppError} `case.draft_unknown` */
export async function deleteDraft(tx: Tx, id: string): Promise<void> {
  await findDraft(tx, id);
  tx.write(store.deleteDraft(id, subjectOf(tx)), {
    rows: 1,
    otherwise: () => errors.draft_unknown(),
  });
  record(tx, { act: 'case.delete-draft', subject: { kind: 'case-draft', id } });
}
