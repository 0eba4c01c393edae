import { randomBytes } from 'node:crypto';
import { type Database, withActor } from '../db/index.ts';
import { type Call, system } from '../permission/index.ts';
import type { Calendar } from '../time/index.ts';
import { dueOf } from './due.ts';
import type { ProcessHost } from './host.ts';
import type { Runner } from './run.ts';
import type { Runs } from './runs.ts';
import * as store from './store.ts';
import { type DatedTask, datedTasks, moveTask } from './store-tasks.ts';

export type TimerParts = {
  readonly db: Database;
  readonly calendar: () => Calendar;
  readonly report: (error: unknown, where: string) => void;
  readonly runs: Runs;
  readonly runner: Runner;
};

const BATCH = 50;
const RECOMPUTED = 200;

const callAt = (now: Date): Call => ({
  actor: system('timers'),
  now,
  traceId: randomBytes(16).toString('hex'),
});

/** Fires one timer in a transaction of its own; false when it was not due any more or its process is busy. */
const fire = ({ db, runs, runner }: TimerParts, timer: store.DueTimer, now: Date) =>
  withActor(db, callAt(now), async (tx) => {
    const { instanceId, effectId } = timer;
    // The second statement sees everything that was committed before the lock was taken.
    const [run, due] = await Promise.all([
      runs.lock(tx, store.tryLockInstance(instanceId)),
      tx.first(store.timerDue(instanceId, effectId, now)),
    ]);
    if (!run || !due) return false;
    return runner.drive(tx, run, { kind: 'fire', id: effectId, vars: {} });
  });

async function fireDue(parts: TimerParts, now: Date): Promise<number> {
  const { db, report } = parts;
  let fired = 0;
  for (let last: store.DueTimer | undefined, full = true; full; ) {
    const batch = await withActor(db, callAt(now), (tx) =>
      tx.all(store.dueTimers(now, last, BATCH)),
    );
    for (const timer of batch) {
      try {
        if (await fire(parts, timer, now)) fired += 1;
      } catch (error) {
        report(error, `timer ${timer.effectId} of process ${timer.instanceId}`);
        await withActor(db, callAt(now), async (tx) =>
          tx.write(store.postponeTimer(timer.instanceId, timer.effectId, now)),
        );
      }
    }
    full = batch.length === BATCH;
    last = batch.at(-1);
  }
  return fired;
}

async function recomputeTimers({ db, calendar }: TimerParts, now: Date): Promise<number> {
  const days = calendar();
  let changed = 0;
  for (let last: store.OpenTimer | undefined, full = true; full; ) {
    const batch = await withActor(db, callAt(now), async (tx) => {
      const timers = await tx.all(store.openTimers(last, RECOMPUTED));
      for (const timer of timers) {
        const due = dueOf(days, timer.drawn, timer.startedAt);
        if (due.certain === timer.certain && due.at.getTime() === timer.dueAt.getTime()) continue;
        tx.write(store.moveTimer(timer, due.at, due.certain));
        changed += 1;
      }
      return timers;
    });
    full = batch.length === RECOMPUTED;
    last = batch.at(-1);
  }
  for (let last: DatedTask | undefined, full = true; full; ) {
    const batch = await withActor(db, callAt(now), async (tx) => {
      const tasks = await tx.all(datedTasks(last?.id, RECOMPUTED));
      for (const task of tasks) {
        const due = dueOf(days, task.due, task.createdAt);
        if (due.certain === task.certain && due.on === task.dueOn) continue;
        tx.write(moveTask(task.id, due.on, due.certain));
        changed += 1;
      }
      return tasks;
    });
    full = batch.length === RECOMPUTED;
    last = batch.at(-1);
  }
  return changed;
}

/** The clockwork of processes: fires what is due and follows the calendar. */
export const createTimers = (
  parts: TimerParts,
): Pick<ProcessHost, 'fireDue' | 'recomputeTimers'> => ({
  fireDue: (now) => fireDue(parts, now),
  recomputeTimers: (now) => recomputeTimers(parts, now),
});
