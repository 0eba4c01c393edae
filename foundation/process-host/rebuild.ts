import { isDeepStrictEqual } from 'node:util';
import type { Tx } from '../db/index.ts';
import { advance, opens, type State, type Vars } from '../workflow/index.ts';
import { bookOf } from './effects.ts';
import { errors } from './errors.ts';
import type { Rebuilt } from './host.ts';
import type { Programs } from './programs.ts';
import { gathered } from './run.ts';
import * as store from './store.ts';
import { openTaskIds } from './store-tasks.ts';

const BATCH = 1000;

/** Replays the log of a process from nothing and compares state, values and open rows with what is stored. */
export async function rebuild(programs: Programs, tx: Tx, instanceId: string): Promise<Rebuilt> {
  const row = await tx.first(store.instanceById(instanceId));
  if (!row) throw errors.instance_unknown();
  const prepared = await programs.get(tx, row.program_id);
  let state: State | null = null;
  let vars: Vars = {};
  let events = 0;
  for (let full = true; full; ) {
    const batch = await tx.all(store.eventsOf(instanceId, events, BATCH));
    for (const { event } of batch) {
      const input = gathered(vars, event, row.lists);
      state = advance(prepared, state, input.event).state;
      vars = input.vars;
      events += 1;
    }
    full = batch.length === BATCH;
  }
  const [tasks, timers, waits] = await Promise.all([
    tx.all(openTaskIds(instanceId)),
    tx.all(store.openTimersOf(instanceId)),
    tx.all(store.openWaits(instanceId)),
  ]);
  const open = state ? opens(prepared.program, state).map((one) => one.id) : [];
  const isOpen = (book: 'tasks' | 'timers' | 'waits', rows: readonly { id: string }[]) =>
    isDeepStrictEqual(
      open.filter((id) => bookOf(prepared.program, id) === book).sort(),
      rows.map(({ id }) => id).sort(),
    );
  const checks: Record<string, boolean> = {
    events: events === row.events && state?.events === events,
    state: isDeepStrictEqual(JSON.parse(JSON.stringify(state)), row.state),
    vars: isDeepStrictEqual(vars, row.vars),
    tasks: isOpen('tasks', tasks),
    timers: isOpen('timers', timers),
    waits: isOpen('waits', waits),
  };
  return { events, differences: Object.keys(checks).filter((name) => !checks[name]) };
}
