import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { type Database, withActor } from '../db/index.ts';
import { type Call, system } from '../permission/index.ts';
import type { DomainEvent, Subscription } from './event.ts';
import {
  addConsumer,
  dueParked,
  hasWaiting,
  insertHandled,
  lockConsumer,
  moveConsumer,
  nextEvents,
  type OutboxRow,
  park,
  parkedBefore,
  unpark,
} from './store.ts';

const BATCH = 50;
const POLL_MS = 1000;
const FIRST_RETRY_MS = 1000;
const DRAIN_MS = 10_000;
const LONGEST_RETRY_MS = 5 * 60_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const bell = new EventEmitter().setMaxListeners(0);

/** Tells the dispatchers of this process that something was committed; others find it at their next poll. */
export const wake = (): void => {
  bell.emit('ring');
};

export type Dispatcher = {
  /** Hands on everything that waits, also what other transactions still hold back; at most ten seconds. */
  drain(): Promise<void>;
  stop(): Promise<void>;
};

class Consumer {
  private readonly db: Database;
  private readonly subscription: Subscription;
  private readonly clock: () => Date;

  constructor(db: Database, subscription: Subscription, clock: () => Date) {
    this.db = db;
    this.subscription = subscription;
    this.clock = clock;
  }

  private call(traceId = randomBytes(16).toString('hex')): Call {
    return { actor: system(`events:${this.subscription.consumer}`), now: this.clock(), traceId };
  }

  async prepare(): Promise<void> {
    await withActor(this.db, this.call(), async (tx) =>
      tx.write(addConsumer(this.subscription.consumer)),
    );
  }

  async waiting(): Promise<boolean> {
    const { consumer, types } = this.subscription;
    const found = await withActor(this.db, this.call(), (tx) =>
      tx.first(hasWaiting(consumer, types)),
    );
    return found !== undefined;
  }

  /** Handles a batch. @returns whether there may be more. */
  async step(): Promise<boolean> {
    const { consumer, types } = this.subscription;
    const [fresh, again] = await withActor(this.db, this.call(), async (tx) => [
      await tx.all(nextEvents(consumer, types, BATCH)),
      await tx.all(dueParked(consumer, tx.call.now, BATCH)),
    ]);
    for (const row of again ?? []) await this.retry(row as OutboxRow & { attempts: number });
    for (const row of fresh ?? []) await this.take(row);
    return (fresh?.length ?? 0) === BATCH;
  }

  /** Takes a fresh event: handles it, or parks it behind an earlier one of its subject. */
  private async take(row: OutboxRow): Promise<void> {
    const { consumer } = this.subscription;
    try {
      await withActor(this.db, this.call(row.traceId), async (tx) => {
        await tx.first(lockConsumer(consumer));
        const blocked = await tx.first(parkedBefore(consumer, row.subject));
        if (blocked) tx.write(park(this.parkedRow(row, 0, '')));
        else await this.handleOnce(tx, row);
        tx.write(moveConsumer(consumer, row.xid, row.seq));
      });
    } catch (error) {
      this.db.report(error, `event ${row.type} for ${consumer}`);
      await withActor(this.db, this.call(row.traceId), async (tx) => {
        tx.write(park(this.parkedRow(row, 1, String(error))));
        tx.write(moveConsumer(consumer, row.xid, row.seq));
      });
    }
  }

  private async retry(row: OutboxRow & { attempts: number }): Promise<void> {
    const { consumer } = this.subscription;
    try {
      await withActor(this.db, this.call(row.traceId), async (tx) => {
        await tx.first(lockConsumer(consumer));
        await this.handleOnce(tx, row);
        tx.write(unpark(consumer, row.id));
      });
    } catch (error) {
      this.db.report(error, `event ${row.type} for ${consumer}, attempt ${row.attempts + 1}`);
      await withActor(this.db, this.call(row.traceId), async (tx) =>
        tx.write(park(this.parkedRow(row, row.attempts + 1, String(error)))),
      );
    }
  }

  private parkedRow(row: OutboxRow, attempts: number, error: string) {
    const wait =
      attempts === 0 ? 0 : Math.min(FIRST_RETRY_MS * 2 ** (attempts - 1), LONGEST_RETRY_MS);
    return {
      consumer: this.subscription.consumer,
      event_id: row.id,
      subject: row.subject,
      seq: row.seq,
      attempts,
      error: error.slice(0, 500),
      retry_at: new Date(this.clock().getTime() + wait),
    };
  }

  private async handleOnce(
    tx: Parameters<Subscription['handle']>[0],
    row: OutboxRow,
  ): Promise<void> {
    const { consumer, handle } = this.subscription;
    const first = await tx.first(insertHandled(consumer, row.id, tx.call.now));
    if (first) await handle(tx, row satisfies DomainEvent);
  }
}

/** Hands committed events to their subscribers, at least once each, in order per subject. */
export async function startDispatcher(
  db: Database,
  subscriptions: readonly Subscription[],
  clock: () => Date,
): Promise<Dispatcher> {
  const consumers = subscriptions.map((subscription) => new Consumer(db, subscription, clock));
  for (const consumer of consumers) await consumer.prepare();
  let running = true;
  const pass = async () => {
    for (let more = true; more; ) {
      more = false;
      for (const consumer of consumers) more = (await consumer.step()) || more;
    }
  };
  const drain = async () => {
    for (const end = performance.now() + DRAIN_MS; performance.now() < end; await pause(5)) {
      await pass();
      const waiting = await Promise.all(consumers.map((consumer) => consumer.waiting()));
      if (!waiting.includes(true)) return;
    }
  };
  const loop = async () => {
    while (running) {
      const rung = once(bell, 'ring', { signal: AbortSignal.timeout(POLL_MS) }).catch(() => {});
      try {
        await pass();
      } catch (error) {
        db.report(error, 'events');
      }
      if (running) await rung;
    }
  };
  const ended = loop();
  return {
    drain,
    stop: async () => {
      running = false;
      wake();
      await ended;
    },
  };
}
