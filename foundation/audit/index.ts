import { v7 } from 'uuid';
import type { Tx } from '../db/index.ts';
import { defineErrors } from '../errors/index.ts';
import { cursor, readCursor } from '../http/paging.ts';
import { entriesOf, insertEntry, insertRead, makePartitions, readsOf } from './store.ts';

export const errors = defineErrors('audit', { purpose_missing: 422 });

const actorColumns = (tx: Tx) => ({
  at: tx.call.now,
  actor_kind: tx.call.actor.kind,
  actor_id: tx.call.actor.id,
  post_id: tx.call.actor.postId ?? null,
  organization_id: tx.call.actor.organizationId ?? null,
  trace_id: tx.call.traceId,
});

/** Writes down one act in the act's own transaction. `detail` holds ids, codes and counts only. */
export function record(
  tx: Tx,
  entry: {
    act: string;
    subject: { kind: string; id: string };
    regionCode?: string;
    detail?: Record<string, string | number | boolean | null>;
  },
): void {
  tx.write(
    insertEntry({
      id: v7(),
      ...actorColumns(tx),
      region_code: entry.regionCode ?? null,
      act: entry.act,
      subject_kind: entry.subject.kind,
      subject_id: entry.subject.id,
      detail: JSON.stringify(entry.detail ?? {}),
    }),
  );
}

/**
 * Writes down that personal data was read (contracts.md 21): once per subject for an opened record, once
 * for a masked list with its filter and count.
 * @throws {AppError} `audit.purpose_missing` when neither the call nor `purpose` says why.
 */
export function recordRead(
  tx: Tx,
  read: {
    subjectId?: string;
    fields?: readonly string[];
    purpose?: string;
    basis?: string;
    caseId?: string;
    filter?: string;
    count?: number;
    regionCode?: string;
  },
): void {
  const purpose = read.purpose ?? tx.call.purpose;
  if (!purpose) throw errors.purpose_missing();
  tx.write(
    insertRead({
      id: v7(),
      ...actorColumns(tx),
      region_code: read.regionCode ?? null,
      subject_id: read.subjectId ?? null,
      purpose,
      basis: read.basis ?? null,
      case_id: read.caseId ?? null,
      fields: [...(read.fields ?? [])],
      filter: read.filter ?? null,
      count: read.count ?? 1,
    }),
  );
}

/** Who looked at a subject's data, newest first: one page of at most `limit` readings. */
export async function readsAbout(tx: Tx, subjectId: string, limit: number, after?: string) {
  const parts = readCursor(after, 2);
  const below = parts && { at: new Date(String(parts[0])), id: String(parts[1]) };
  const rows = await tx.all(readsOf(subjectId, limit + 1, below));
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    next: rows.length > limit && last ? cursor(last.at.toISOString(), last.id) : null,
  };
}

/** The acts on one thing, oldest first, at most 200. */
export const actsOn = (tx: Tx, kind: string, id: string) => tx.all(entriesOf(kind, id, 200));

/** Makes the log's partitions for the months to come; run at start and daily. */
export const preparePartitions = (tx: Tx, months = 3): void =>
  tx.write(makePartitions(tx.call.now.toISOString().slice(0, 10), months));
