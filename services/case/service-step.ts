import type { Tx } from '@yiwang/foundation/db';
import type { Text } from '@yiwang/foundation/errors';
import type { Platform } from '@yiwang/foundation/http';
import { type Clock, civilDateOf, deadline, startClock, stopClock } from '@yiwang/foundation/time';
import type { ItemVersion } from '@yiwang/services/item-catalogue';
import { findItemVersion } from '@yiwang/services/item-catalogue';
import { acceptance, closingCode } from './rules.ts';
import type { CaseOutcome } from './schema.ts';
import { change, type Held } from './service-hold.ts';
import { digest, issueDocument, note } from './service-record.ts';
import { CASES } from './store.ts';

/** The version of the item under which a case was filed; it never changes while the case lives. */
export const itemOf = (tx: Tx, { row }: Held): Promise<ItemVersion> =>
  findItemVersion(tx, row.itemId, row.itemVersion);

/** The promise runs beside the statutory limit: same start, same pauses, same extension. */
const promisedClock = (clock: Clock, item: ItemVersion): Clock => ({
  ...clock,
  limit: item.limits.promised,
});

/** The dates that lists are sorted by, as the clock stands now. */
export function datesOf(platform: Platform, item: ItemVersion, clock: Clock, now: Date) {
  const legal = deadline(platform.calendar(), clock, now);
  const promised = deadline(platform.calendar(), promisedClock(clock, item), now);
  return { legalOn: legal.dueOn, legalCertain: legal.certain, promisedOn: promised.dueOn };
}

/** Moves the statutory clock and the dates that follow from it. */
export function setClock(
  tx: Tx,
  platform: Platform,
  held: Held,
  item: ItemVersion,
  clock: Clock,
): void {
  change(held, { clock, ...datesOf(platform, item, clock, tx.call.now) });
}

/**
 * Accepts: the statutory limit starts, and the written certificate of acceptance is issued.
 * Source: 行政许可法 arts. 32, 42 (2019-04-23). @returns the id of the notice.
 */
export async function acceptCase(tx: Tx, platform: Platform, held: Held): Promise<string> {
  const item = await itemOf(tx, held);
  const { row } = held;
  const { at, presumed } = acceptance(platform.calendar(), row.receivedAt, tx.call.now);
  change(held, { state: 'accepted', acceptedAt: at, presumed });
  setClock(tx, platform, held, item, startClock(item.limits.statutory, at));
  const acceptedOn = civilDateOf(at);
  note(tx, row, presumed ? 'presumed-accepted' : 'accepted', {
    acceptedOn,
    legalOn: row.legalOn ?? '',
    certain: row.legalCertain,
  });
  return issueDocument(tx, platform, row, 'acceptance-notice', {
    acceptedOn,
    presumed,
    legalOn: row.legalOn ?? '',
    legalCertain: row.legalCertain,
    promisedOn: row.promisedOn,
  });
}

/** Why a case was decided as it was; sealed in the case, and the text of the decision. */
export type Decision = {
  readonly by: 'officer' | 'rule';
  readonly officerId: string | null;
  readonly reasons: readonly Text[];
  readonly clauses: readonly string[];
  readonly fired: readonly string[];
};

const remediesOf = ({ remedies: { reconsideration, litigation } }: ItemVersion) => ({
  reconsideration: { body: reconsideration.body, address: reconsideration.address },
  litigation: { body: litigation.body, address: litigation.address },
});

/**
 * Records the decision and issues it in writing; the statutory limit ends. A refusal names the
 * remedies. Source: 行政许可法 arts. 37, 38 (2019-04-23). @returns the id of the document.
 */
export async function decideCase(
  tx: Tx,
  platform: Platform,
  held: Held,
  outcome: 'granted' | 'refused',
  decision: Decision,
): Promise<string> {
  const item = await itemOf(tx, held);
  const { row } = held;
  const { now } = tx.call;
  const place = { table: CASES, id: row.id, column: 'decision_enc' };
  change(held, {
    outcome,
    decidedAt: now,
    decisionEnc: platform.keys.seal(JSON.stringify(decision), place),
  });
  if (row.clock) setClock(tx, platform, held, item, stopClock(row.clock, now));
  const kind = outcome === 'refused' ? 'refused' : 'granted';
  const byRule = decision.by === 'rule';
  const facts = { decision: digest(decision) };
  note(tx, row, byRule && outcome === 'granted' ? 'granted-by-rule' : kind, {}, facts);
  const { reasons, clauses } = decision;
  return outcome === 'granted'
    ? issueDocument(tx, platform, row, 'grant-decision', {
        reasons,
        byRule,
        certificate: item.certificate?.name ?? null,
      })
    : issueDocument(tx, platform, row, 'refusal-decision', {
        reasons,
        clauses,
        ...remediesOf(item),
      });
}

/** Refuses to accept, in writing and with reasons. Source: 行政许可法 arts. 32, 72 (7) (2019-04-23). */
export async function refuseAcceptance(
  tx: Tx,
  platform: Platform,
  held: Held,
  { reason, rightAuthority = null }: { reason: string; rightAuthority?: string | null },
): Promise<string> {
  const item = await itemOf(tx, held);
  change(held, { outcome: 'not_accepted' });
  note(tx, held.row, 'not-accepted', {}, { reason: digest(reason) });
  const content = { reason, rightAuthority, ...remediesOf(item) };
  const id = issueDocument(tx, platform, held.row, 'non-acceptance-notice', content);
  closeCase(tx, held, 'not_accepted');
  return id;
}

/** Closes a case; a closed one stays as it is. */
export function closeCase(tx: Tx, held: Held, outcome: CaseOutcome): void {
  const { row } = held;
  if (row.state === 'closed') return;
  const { now } = tx.call;
  const { clock, correctionClock } = row;
  change(held, {
    state: 'closed',
    outcome,
    closingCode: closingCode(outcome),
    closedAt: now,
    ...(clock && clock.stoppedAt === undefined && { clock: stopClock(clock, now) }),
    ...(correctionClock &&
      correctionClock.stoppedAt === undefined && {
        correctionClock: stopClock(correctionClock, now),
      }),
  });
  note(tx, row, 'closed', { outcome, closingCode: closingCode(outcome) });
}
