import { v7 } from 'uuid';
import type { Tx } from '../db/index.ts';
import { wake } from './dispatcher.ts';
import { insertEvent } from './store.ts';

/** What happened (contracts.md 20): ids and codes only, no personal data. */
export type DomainEvent = {
  readonly id: string;
  /** `<capability>.<past-tense>` */
  readonly type: string;
  /** What it happened to, for instance a case id; events of one subject arrive in order. */
  readonly subject: string;
  readonly seq: number;
  readonly at: Date;
  readonly actor: { readonly kind: string; readonly id: string };
  readonly traceId: string;
  readonly v: number;
  readonly data: Readonly<Record<string, unknown>>;
};

/** What a capability does when something happens elsewhere. `handle` runs once per event, in a transaction of the system. */
export type Subscription = {
  /** Name of the consumer: its capability, with a suffix where it has several. */
  readonly consumer: string;
  readonly types: readonly string[];
  readonly handle: (tx: Tx, event: DomainEvent) => Promise<void>;
};

/** Queues an event in the transaction of the change it tells of. */
export function emit(
  tx: Tx,
  event: { type: string; subject: string; data?: Record<string, string | number | boolean | null> },
): void {
  const { actor, now, traceId } = tx.call;
  tx.write(
    insertEvent({
      id: v7(),
      type: event.type,
      subject: event.subject,
      at: now,
      actor: JSON.stringify({ kind: actor.kind, id: actor.id }),
      trace_id: traceId,
      data: JSON.stringify(event.data ?? {}),
    }),
  );
  tx.afterCommit(wake);
}
