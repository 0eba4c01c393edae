import type { Tx } from '@yiwang/foundation/db';
import type { Text } from '@yiwang/foundation/errors';
import { errors, type Standing } from './rules.ts';
import { type CaseRecord, caseById, insertCase, type Patch, updateCase } from './store.ts';

/**
 * A case in the hands of one transaction: read once, changed in memory, written once at the end. The
 * steps that the process takes inside an act see what the act has changed before them.
 */
export type Held = {
  row: CaseRecord;
  readonly changed: Set<keyof Patch>;
  /** The version that is stored. */
  stored: number;
  /** True while an act is under way, which writes the case when it ends. */
  acting: boolean;
  /** What a rule said, for the step of the process that records it. */
  rule?: { readonly reasons: readonly Text[]; readonly fired: readonly string[] };
};

const hands = new WeakMap<Tx, Map<string, Promise<Held>>>();

const handsOf = (tx: Tx): Map<string, Promise<Held>> => {
  const mine = hands.get(tx) ?? new Map<string, Promise<Held>>();
  hands.set(tx, mine);
  return mine;
};

const fresh = (row: CaseRecord): Held => ({
  row,
  changed: new Set(),
  stored: row.version,
  acting: false,
});

async function read(tx: Tx, id: string): Promise<Held> {
  const row = await tx.first(caseById(id));
  if (!row) throw errors.unknown();
  return fresh(row);
}

/** The case in this transaction's hands. @throws {AppError} `case.unknown` when it is not there or not in sight. */
export function hold(tx: Tx, id: string): Promise<Held> {
  const mine = handsOf(tx);
  const known = mine.get(id) ?? read(tx, id);
  mine.set(id, known);
  return known;
}

/** Puts a new case into the transaction's hands and queues its row. */
export function add(tx: Tx, row: CaseRecord): Held {
  tx.write(insertCase(row));
  const held = fresh(row);
  handsOf(tx).set(row.id, Promise.resolve(held));
  return held;
}

/**
 * Lets the steps of a process wait until the act that moved it has changed the case: act and process read
 * in the same burst, and neither may run ahead of the other.
 */
export function holdBehind(tx: Tx, id: string, ready: Promise<Held>): void {
  handsOf(tx).set(id, ready);
}

/** Changes the case in memory. */
export function change(held: Held, patch: Patch): void {
  Object.assign(held.row, patch);
  for (const key of Object.keys(patch) as (keyof Patch)[]) held.changed.add(key);
}

/**
 * Queues what changed, one statement. @throws {AppError} (at commit) `case.changed` when somebody
 * else changed the case in between.
 */
export function keep(tx: Tx, held: Held): void {
  if (held.changed.size === 0) return;
  const { row, stored } = held;
  const statement = updateCase(row, [...held.changed].sort(), stored);
  tx.write(statement, { rows: 1, otherwise: () => errors.changed() });
  held.changed.clear();
  held.stored = stored + 1;
  row.version = held.stored;
}

/** What the rules ask about a stored case. */
export const standingOf = (row: CaseRecord): Standing => ({
  state: row.state,
  outcome: row.outcome,
  receivedAt: row.receivedAt,
  acceptedAt: row.acceptedAt,
  decidedAt: row.decidedAt,
  correctionUsed: row.correctionUsed,
  reviewedBy: row.reviewedBy,
  testResult: row.test?.result ?? null,
});
