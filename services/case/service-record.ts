import { createHash } from 'node:crypto';
import { record } from '@yiwang/foundation/audit';
import type { Tx } from '@yiwang/foundation/db';
import type { Text } from '@yiwang/foundation/errors';
import { emit } from '@yiwang/foundation/events';
import type { Platform } from '@yiwang/foundation/http';
import { enter } from '@yiwang/foundation/ledger';
import { v7 } from 'uuid';
import type { DocumentKind, TestKind, TimelineKind } from './schema.ts';
import type { CaseRecord } from './store.ts';
import { DOCUMENTS, insertDocument, insertLine } from './store-record.ts';

/** What else knows of a line of the timeline: the event that others hear, and the kind of its ledger entry. */
const TOLD: Partial<Record<TimelineKind, { event: string; ledger?: string }>> = {
  submitted: { event: 'case.submitted', ledger: 'case.submitted' },
  'correction-notified': { event: 'case.correction-notified', ledger: 'case.correction-notified' },
  corrected: { event: 'case.corrected', ledger: 'case.corrected' },
  accepted: { event: 'case.accepted', ledger: 'case.accepted' },
  'presumed-accepted': { event: 'case.presumed-accepted', ledger: 'case.accepted' },
  'not-accepted': { event: 'case.not-accepted', ledger: 'case.decided' },
  'test-ordered': { event: 'case.suspended' },
  'test-recorded': { event: 'case.resumed' },
  extended: { event: 'case.extended' },
  granted: { event: 'case.decided', ledger: 'case.decided' },
  'granted-by-rule': { event: 'case.decided', ledger: 'case.decided' },
  refused: { event: 'case.decided', ledger: 'case.decided' },
  withdrawn: { event: 'case.withdrawn', ledger: 'case.withdrawn' },
  reopened: { event: 'case.reopened', ledger: 'case.reopened' },
  closed: { event: 'case.closed' },
};

/** SHA-256 of answers or reasons as JSON, for the ledger: others learn a salted commitment only. */
export const digest = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url');

/**
 * Writes one happening down everywhere it belongs: timeline, audit, event, ledger. `params` hold codes,
 * dates and counts only; `facts` are what the ledger entry commits to beside the state.
 */
export function note(
  tx: Tx,
  row: CaseRecord,
  kind: TimelineKind,
  params: Record<string, string | number | boolean> = {},
  facts: Record<string, string> = {},
): void {
  const { actor, now } = tx.call;
  tx.write(
    insertLine({
      case_id: row.id,
      at: now,
      kind,
      params: JSON.stringify(params),
      actor_kind: actor.kind,
      organization_id: actor.organizationId ?? null,
      visible: true,
    }),
  );
  const subject = { kind: 'case', id: row.id };
  record(tx, { act: `case.${kind}`, subject, regionCode: row.regionCode, detail: params });
  const told = TOLD[kind];
  if (!told) return;
  const { itemId, itemSlug, organizationId, outcome } = row;
  const data = { itemId, itemSlug, organizationId, outcome, kind };
  emit(tx, { type: told.event, subject: row.id, data });
  if (!told.ledger) return;
  const common = { caseNo: row.caseNo, item: itemId, itemVersion: row.itemVersion };
  enter(tx, {
    kind: told.ledger,
    subject: { capability: 'case', id: row.id },
    facts: { ...common, state: row.state, outcome: outcome ?? '', ...facts },
  });
}

type Remedy = { readonly body: Text; readonly address: Text };

/** What a document says beside its template; written once, never changed. */
export type Contents = {
  'acceptance-notice': {
    acceptedOn: string;
    presumed: boolean;
    legalOn: string;
    legalCertain: boolean;
    promisedOn: string | null;
  };
  'correction-notice': {
    items: readonly { label: Text | null; text: string }[];
    dueOn: string;
    certain: boolean;
  };
  'non-acceptance-notice': {
    reason: string;
    rightAuthority: string | null;
    reconsideration: Remedy;
    litigation: Remedy;
  };
  'special-procedure-notice': {
    kind: TestKind;
    product: string;
    institution: string;
    expectedWorkingDays: number;
    text: string;
  };
  'extension-notice': { days: number; reason: string; legalOn: string; legalCertain: boolean };
  'grant-decision': { reasons: readonly Text[]; byRule: boolean; certificate: Text | null };
  'refusal-decision': {
    reasons: readonly Text[];
    clauses: readonly string[];
    reconsideration: Remedy;
    litigation: Remedy;
  };
};

/** Letters of the document numbers: the beginnings of 受理, 补正, 不予受理, 特别程序, 延期, 准予, 不予许可. */
const LETTERS: Record<DocumentKind, string> = {
  'acceptance-notice': 'SL',
  'correction-notice': 'BZ',
  'non-acceptance-notice': 'BS',
  'special-procedure-notice': 'TC',
  'extension-notice': 'YQ',
  'grant-decision': 'ZY',
  'refusal-decision': 'BX',
};

/** Issues a document. Its number is that of the case, its kind and the version of the case it stems from. */
export function issueDocument<K extends DocumentKind>(
  tx: Tx,
  platform: Platform,
  row: CaseRecord,
  kind: K,
  content: Contents[K],
): string {
  const { now } = tx.call;
  const id = v7();
  const place = { table: DOCUMENTS, id, column: 'content_enc' };
  tx.write(
    insertDocument({
      id,
      case_id: row.id,
      kind,
      number: `${row.caseNo}-${LETTERS[kind]}${row.version}`,
      content_enc: platform.keys.seal(JSON.stringify(content), place),
      issued_at: now,
      opened_at: null,
    }),
  );
  return id;
}
