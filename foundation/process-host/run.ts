import type { Tx } from '../db/index.ts';
import type { Calendar } from '../time/index.ts';
import {
  advance,
  type Prepared,
  type State,
  type Vars,
  type WorkflowEvent,
} from '../workflow/index.ts';
import { bookOf, type Origin, type Plan, planOf } from './effects.ts';
import { errors } from './errors.ts';
import type { ProcessHost, Service, ServiceContext } from './host.ts';
import * as store from './store.ts';
import { closeTasks, insertTasks } from './store-tasks.ts';

/** One process in the hands of one transaction, which holds its lock. */
export type Run = Omit<Origin, 'vars'> & {
  readonly prepared: Prepared;
  readonly applicantId: string | null;
  organizations: readonly string[];
  vars: Vars;
  state: State | null;
  /** Events in the stored row; 0 before there is one. */
  stored: number;
  depth: number;
  steps: number;
};

export type Runner = {
  /** Applies an event and does everything automatic that follows. @returns whether anything happened. */
  drive(tx: Tx, run: Run, event: WorkflowEvent): Promise<boolean>;
};

export type RunnerParts = {
  readonly calendar: () => Calendar;
  readonly report: (error: unknown, where: string) => void;
  readonly service: (key: string) => Service | undefined;
  readonly opener: () => Parameters<ProcessHost['onDecision']>[0] | undefined;
};

const MOST_STEPS = 100;

/** Only what JSON can hold reaches the engine, so that the log replays to the same state. */
const plain = (vars: Vars): Vars => JSON.parse(JSON.stringify(vars)) as Vars;

/** The values that the engine reads: what was gathered so far, the newest on top, lists never replaced. */
export const gathered = (
  before: Vars,
  event: WorkflowEvent,
  lists: Origin['lists'],
): { vars: Vars; event: WorkflowEvent } => {
  if (!('vars' in event)) return { vars: before, event };
  const vars = { ...before, ...event.vars };
  return { vars, event: { ...event, vars: { ...vars, ...lists } } };
};

/** The id of the work that an event answers. */
function answeredBy(event: WorkflowEvent, before: State | null): string | undefined {
  if (event.kind === 'fire') return event.id;
  if (event.kind !== 'done') return undefined;
  const token = before?.tokens.find((one) => one.id === event.token);
  return token && `${token.id}.${token.at}`;
}

function insertInstance(tx: Tx, run: Run, state: State): void {
  const row = {
    id: run.id,
    program_id: run.prepared.program.id,
    subject_kind: run.subject.kind,
    subject_id: run.subject.id,
    region_code: run.regionCode,
    organization_id: run.organizationId,
    organizations: [...run.organizations],
    applicant_id: run.applicantId,
    vars: JSON.stringify(run.vars),
    lists: JSON.stringify(run.lists),
    state: JSON.stringify(state),
    events: state.events,
    status: state.status,
    started_at: tx.call.now,
    ended_at: state.status === 'running' ? null : tx.call.now,
  };
  tx.write(store.insertInstance(row), {
    constraint: { instances_pkey: () => errors.started() },
  });
  run.stored = state.events;
}

function keep(tx: Tx, run: Run): void {
  const { state, stored } = run;
  if (!state || state.events === stored) return;
  const row = {
    organizations: [...run.organizations],
    vars: JSON.stringify(run.vars),
    state: JSON.stringify(state),
    events: state.events,
    status: state.status,
    ended_at: state.status === 'running' ? null : tx.call.now,
  };
  const otherwise = () => errors.conflict();
  tx.write(store.moveInstance(run.id, stored, row), { rows: 1, otherwise });
  run.stored = state.events;
}

function writePlan(tx: Tx, run: Run, plan: Plan, answered: string | undefined): void {
  const { now } = tx.call;
  const book = answered && bookOf(run.prepared.program, answered);
  if (book === 'timers') tx.write(store.endTimers(run.id, [answered!], 'fired', now));
  if (book === 'waits') tx.write(store.endWaits(run.id, [answered!], 'done', now));
  const { tasks, timers, waits } = plan.closed;
  if (tasks.length > 0) tx.write(closeTasks(run.id, tasks, now));
  if (timers.length > 0) tx.write(store.endTimers(run.id, timers, 'closed', now));
  if (waits.length > 0) tx.write(store.endWaits(run.id, waits, 'closed', now));
  if (plan.tasks.length > 0) tx.write(insertTasks(plan.tasks));
  if (plan.timers.length > 0) tx.write(store.insertTimers(plan.timers));
  if (plan.waits.length > 0) tx.write(store.insertWaits(plan.waits));
}

/** Applies one event in memory and queues its rows. @returns the automatic work that it opened; undefined when nothing happened. */
function step(
  tx: Tx,
  run: Run,
  event: WorkflowEvent,
  { calendar, report }: RunnerParts,
): Plan['work'] | undefined {
  const { program } = run.prepared;
  const before = run.state;
  const input = gathered(run.vars, event, run.lists);
  const { state, effects } = advance(run.prepared, before, input.event);
  if (state === before) return undefined;
  run.vars = input.vars;
  run.state = state;
  const origin = { ...run, vars: run.vars };
  const plan = planOf(program, effects, origin, { calendar: calendar(), now: tx.call.now });
  const joined = plan.tasks.map((task) => task.organization_id);
  run.organizations = [...new Set([...run.organizations, ...joined])];
  if (run.stored === 0) insertInstance(tx, run, state);
  const { now, actor } = tx.call;
  const by = { at: now, actor_kind: actor.kind, actor_id: actor.id };
  const logged = { instance_id: run.id, q: state.events, event: JSON.stringify(event), ...by };
  tx.write(store.insertEvent(logged), {
    constraint: { event_log_pkey: () => errors.conflict() },
  });
  writePlan(tx, run, plan, answeredBy(event, before));
  for (const { element, why, code = '' } of plan.incidents)
    tx.afterCommit(() =>
      report(new Error(`process ${run.id} stands still at ${element}: ${why} ${code}`), 'process'),
    );
  return plan.work;
}

/** Carries out one automatic step. @returns the event that it answers with, if it answers at once. */
async function carryOut(
  tx: Tx,
  run: Run,
  work: Plan['work'][number],
  { service, opener }: RunnerParts,
): Promise<WorkflowEvent | undefined> {
  run.steps += 1;
  if (run.steps > MOST_STEPS) throw errors.too_many_steps({ limit: MOST_STEPS });
  const context: ServiceContext = {
    instanceId: run.id,
    subject: run.subject,
    regionCode: run.regionCode,
    organizationId: run.organizationId,
    element: work.element,
    effectId: work.id,
    vars: { ...run.vars, ...run.lists },
  };
  if (work.kind === 'decide') {
    const open = opener();
    if (!open) throw new Error(`Nobody answers decisions: ${work.decision}`);
    await open(tx, { ...context, decision: work.decision });
    return undefined;
  }
  const serve = service(work.service);
  if (!serve) throw new Error(`A published process calls an unknown service: ${work.service}`);
  const vars = plain((await serve(tx, context)) ?? {});
  return { kind: 'done', token: work.token, vars };
}

/** Moves processes: the engine decides, the transaction's queue takes the rows, services run in between. */
export function createRunner(parts: RunnerParts): Runner {
  const settle = async (tx: Tx, run: Run, event: WorkflowEvent): Promise<boolean> => {
    const opened = step(tx, run, event, parts);
    const queue = [...(opened ?? [])];
    for (let work = queue.shift(); work; work = queue.shift()) {
      const { token } = work;
      // What ran before it may have taken this work back.
      if (!run.state?.tokens.some((one) => one.id === token)) continue;
      const answer = await carryOut(tx, run, work, parts);
      if (answer) queue.push(...(step(tx, run, answer, parts) ?? []));
    }
    return opened !== undefined;
  };
  return {
    drive: async (tx, run, event) => {
      run.depth += 1;
      try {
        const given = 'vars' in event ? { ...event, vars: plain(event.vars) } : event;
        const moved = await settle(tx, run, given);
        run.depth -= 1;
        if (run.depth > 0) return moved;
        // A service may have moved the process by the host's own methods: all of it is kept once.
        run.steps = 0;
        keep(tx, run);
        return moved;
      } catch (error) {
        // Half an act must not be committed, even by a caller that swallows the error.
        tx.write(store.touchNothing(), { rows: 1, otherwise: () => errors.conflict() });
        throw error;
      }
    },
  };
}
