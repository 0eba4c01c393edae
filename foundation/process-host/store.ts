import { sql } from 'kysely';
import { queries, raw } from '../db/index.ts';
import type { DrawnLimit, Program, State, Vars, WorkflowEvent } from '../workflow/index.ts';

/** A value that goes out as JSON text and comes back parsed. */
type Json = string;

type Tables = {
  'process_host.programs': {
    id: string;
    xml: Buffer;
    sha256: Buffer;
    program: Json;
    published_at: Date;
    published_by: string;
  };
  'process_host.instances': {
    id: string;
    program_id: string;
    subject_kind: string;
    subject_id: string;
    region_code: string;
    organization_id: string;
    organizations: string[];
    applicant_id: string | null;
    vars: Json;
    lists: Json;
    state: Json;
    events: number;
    status: State['status'];
    started_at: Date;
    ended_at: Date | null;
  };
  'process_host.event_log': {
    instance_id: string;
    q: number;
    event: Json;
    at: Date;
    actor_kind: string;
    actor_id: string;
  };
  'process_host.timers': {
    instance_id: string;
    effect_id: string;
    element: string;
    drawn: Json;
    started_at: Date;
    due_at: Date;
    certain: boolean;
  };
  'process_host.waits': {
    instance_id: string;
    effect_id: string;
    element: string;
    kind: 'message' | 'decide' | 'incident';
    name: string;
    code: string | null;
    opened_at: Date;
  };
};
const q = queries<Tables>();

export type Insert<T extends keyof Tables> = Tables[T];
export type InstanceRow = Omit<Tables['process_host.instances'], 'vars' | 'lists' | 'state'> & {
  vars: Vars;
  lists: Readonly<Record<string, readonly string[]>>;
  state: State;
};

export const insertProgram = (row: Tables['process_host.programs']) =>
  q
    .insertInto('process_host.programs')
    .values(row)
    .onConflict((c) => c.doNothing());

export const programHash = (id: string) =>
  q.selectFrom('process_host.programs').select('sha256').where('id', '=', id);

export const programById = (id: string) =>
  raw(sql<{ program: Program }>`select program from process_host.programs where id = ${id}`);

export const insertInstance = (row: Tables['process_host.instances']) =>
  q.insertInto('process_host.instances').values(row);

/** Keeps the new state, when the stored one is still the one that was read. */
export const moveInstance = (
  id: string,
  before: number,
  row: Pick<
    Tables['process_host.instances'],
    'organizations' | 'vars' | 'state' | 'events' | 'status' | 'ended_at'
  >,
) =>
  q
    .updateTable('process_host.instances')
    .set(row)
    .where('id', '=', id)
    .where('events', '=', before);

/** Touches nothing: with one row expected, it keeps a half-done act from being committed. */
export const touchNothing = () =>
  raw(sql`update process_host.instances set events = events where false`);

export const instanceById = (id: string) =>
  raw(sql<InstanceRow>`select * from process_host.instances where id = ${id}`);

/** Every change of a process, its tasks and timers holds this one lock. */
export const lockInstance = (id: string) =>
  raw(sql<InstanceRow>`select * from process_host.instances where id = ${id} for update`);

export const lockInstanceOfTask = (taskId: string) =>
  raw(sql<InstanceRow>`select * from process_host.instances
    where id = (select instance_id from process_host.tasks where id = ${taskId}) for update`);

/** The same for a timer, unless somebody else is at work on the process. */
export const tryLockInstance = (id: string) =>
  raw(sql<InstanceRow>`select * from process_host.instances where id = ${id}
    for update skip locked`);

export const insertEvent = (row: Tables['process_host.event_log']) =>
  q.insertInto('process_host.event_log').values(row);

export const eventsOf = (instanceId: string, after: number, limit: number) =>
  raw(sql<{ q: number; event: WorkflowEvent }>`select q, event from process_host.event_log
    where instance_id = ${instanceId} and q > ${after} order by q limit ${limit}`);

export const insertTimers = (rows: readonly Tables['process_host.timers'][]) =>
  q.insertInto('process_host.timers').values(rows);

export const insertWaits = (rows: readonly Tables['process_host.waits'][]) =>
  q.insertInto('process_host.waits').values(rows);

export const endTimers = (
  instanceId: string,
  ids: readonly string[],
  state: 'fired' | 'closed',
  at: Date,
) =>
  raw(sql`update process_host.timers set state = ${state}, ended_at = ${at}
    where instance_id = ${instanceId} and effect_id = any(${[...ids]}::text[]) and state = 'open'`);

export const endWaits = (
  instanceId: string,
  ids: readonly string[],
  state: 'done' | 'closed',
  at: Date,
) =>
  raw(sql`update process_host.waits set state = ${state}, ended_at = ${at}
    where instance_id = ${instanceId} and effect_id = any(${[...ids]}::text[]) and state = 'open'`);

export const openWaits = (instanceId: string) =>
  raw(sql<{ id: string }>`select effect_id as id from process_host.waits
    where instance_id = ${instanceId} and state = 'open' limit 5000`);

export const openTimersOf = (instanceId: string) =>
  raw(sql<{ id: string }>`select effect_id as id from process_host.timers
    where instance_id = ${instanceId} and state = 'open' limit 5000`);

export type DueTimer = { instanceId: string; effectId: string; dueAt: Date };

/** Due timers behind a place in the order of time, oldest first; those that failed wait for their next attempt. */
export const dueTimers = (now: Date, after: DueTimer | undefined, limit: number) =>
  raw(sql<DueTimer>`select instance_id as "instanceId", effect_id as "effectId", due_at as "dueAt"
    from process_host.timers where state = 'open' and certain and due_at <= ${now}
      and (retry_at is null or retry_at <= ${now})
      ${after ? sql`and (due_at, instance_id, effect_id) > (${after.dueAt}, ${after.instanceId}, ${after.effectId})` : sql``}
    order by due_at, instance_id, effect_id limit ${limit}`);

/** The timer, when it may still fire. */
export const timerDue = (instanceId: string, effectId: string, now: Date) =>
  raw(sql<{ effectId: string }>`select effect_id as "effectId" from process_host.timers
    where instance_id = ${instanceId} and effect_id = ${effectId}
      and state = 'open' and certain and due_at <= ${now}`);

/** Puts a timer that failed off: a second, then twice as long each time, at most five minutes. */
export const postponeTimer = (instanceId: string, effectId: string, now: Date) =>
  raw(sql`update process_host.timers set attempts = attempts + 1,
      retry_at = ${now}::timestamptz + least(interval '1 second' * 2 ^ least(attempts, 20), interval '5 minutes')
    where instance_id = ${instanceId} and effect_id = ${effectId}`);

export type OpenTimer = {
  instanceId: string;
  effectId: string;
  drawn: DrawnLimit;
  startedAt: Date;
  dueAt: Date;
  certain: boolean;
};

/** Open timers in the order of their processes, which are locked as for every change. */
export const openTimers = (after: OpenTimer | undefined, limit: number) =>
  raw(sql<OpenTimer>`select t.instance_id as "instanceId", t.effect_id as "effectId", t.drawn,
      t.started_at as "startedAt", t.due_at as "dueAt", t.certain
    from process_host.timers t join process_host.instances i on i.id = t.instance_id
    where t.state = 'open'
      ${after ? sql`and (t.instance_id, t.effect_id) > (${after.instanceId}, ${after.effectId})` : sql``}
    order by t.instance_id, t.effect_id limit ${limit} for update of i`);

export const moveTimer = (timer: OpenTimer, dueAt: Date, certain: boolean) =>
  raw(sql`update process_host.timers set due_at = ${dueAt}, certain = ${certain}
    where instance_id = ${timer.instanceId} and effect_id = ${timer.effectId} and state = 'open'`);
