import { v7 } from 'uuid';
import type { Calendar } from '../time/index.ts';
import type { Effect, Opened, Program, Vars } from '../workflow/index.ts';
import { dueOf } from './due.ts';
import { errors } from './errors.ts';
import type { Subject } from './host.ts';
import type { Insert } from './store.ts';
import type { TaskInsert } from './store-tasks.ts';

/** Where effects belong: the process they come from and the instant. */
export type Origin = {
  readonly id: string;
  readonly subject: Subject;
  readonly regionCode: string;
  readonly organizationId: string;
  readonly vars: Vars;
  readonly lists: Readonly<Record<string, readonly string[]>>;
};

/** What is written for the effects of one event, and what is then to be carried out at once. */
export type Plan = {
  tasks: TaskInsert[];
  timers: Insert<'process_host.timers'>[];
  waits: Insert<'process_host.waits'>[];
  closed: { tasks: string[]; timers: string[]; waits: string[] };
  work: Extract<Opened, { kind: 'job' | 'decide' }>[];
  incidents: Extract<Opened, { kind: 'incident' }>[];
};

/** Which book an effect id stands in: `5.Review`, `5.Reminder`, `5#incident`; undefined for jobs, which leave no row. */
export function bookOf(program: Program, id: string): keyof Plan['closed'] | undefined {
  if (id.endsWith('#incident')) return 'waits';
  const node = program.nodes[id.slice(id.indexOf('.') + 1)];
  if (node?.type === 'timer') return 'timers';
  if (node?.type !== 'task' || node.wait.kind === 'job') return undefined;
  return node.wait.kind === 'task' ? 'tasks' : 'waits';
}

/** The token an effect id belongs to. */
export const tokenOf = (effectId: string): number => Number.parseInt(effectId, 10);

type TaskEffect = Extract<Opened, { kind: 'task' }>;

function organizationOf(effect: TaskEffect, origin: Origin): string {
  if (effect.organization === 'handling') return origin.organizationId;
  const list = effect.items ?? '';
  const item = effect.path?.at(-1) ?? 0;
  const named = Object.hasOwn(origin.lists, list) ? origin.lists[list] : origin.vars[list];
  const organization: unknown = Array.isArray(named) ? named[item] : undefined;
  if (typeof organization === 'string' && organization !== '') return organization;
  throw errors.organization_missing({ element: effect.element, list, item: item + 1 });
}

function taskRow(effect: TaskEffect, origin: Origin, calendar: Calendar, now: Date): TaskInsert {
  const due = effect.due && dueOf(calendar, effect.due, now);
  return {
    id: v7(),
    instance_id: origin.id,
    effect_id: effect.id,
    element: effect.element,
    act: effect.act,
    subject_kind: origin.subject.kind,
    subject_id: origin.subject.id,
    region_code: origin.regionCode,
    organization_id: organizationOf(effect, origin),
    posts: effect.posts,
    form: effect.form ?? null,
    due: effect.due ? JSON.stringify(effect.due) : null,
    due_on: due?.on ?? null,
    due_certain: due?.certain ?? null,
    item: effect.path?.at(-1) ?? null,
    created_at: now,
  };
}

function timerRow(
  effect: Extract<Opened, { kind: 'timer' }>,
  origin: Origin,
  calendar: Calendar,
  now: Date,
): Insert<'process_host.timers'> {
  const due = dueOf(calendar, effect.limit, now);
  return {
    instance_id: origin.id,
    effect_id: effect.id,
    element: effect.element,
    drawn: JSON.stringify(effect.limit),
    started_at: now,
    due_at: due.at,
    certain: due.certain,
  };
}

function waitRow(
  effect: Extract<Opened, { kind: 'message' | 'decide' | 'incident' }>,
  origin: Origin,
  now: Date,
): Insert<'process_host.waits'> {
  const name =
    effect.kind === 'message'
      ? effect.name
      : effect.kind === 'decide'
        ? effect.decision
        : effect.why;
  return {
    instance_id: origin.id,
    effect_id: effect.id,
    element: effect.element,
    kind: effect.kind,
    name,
    code: effect.kind === 'incident' ? (effect.code ?? null) : null,
    opened_at: now,
  };
}

/**
 * Turns the effects of one event into rows. What was opened and taken back by the same event is left out.
 * @throws {AppError} `process-host.organization_missing`
 */
export function planOf(
  program: Program,
  effects: readonly Effect[],
  origin: Origin,
  { calendar, now }: { calendar: Calendar; now: Date },
): Plan {
  const plan: Plan = {
    tasks: [],
    timers: [],
    waits: [],
    closed: { tasks: [], timers: [], waits: [] },
    work: [],
    incidents: [],
  };
  const closed = new Set(effects.filter((one) => one.kind === 'close').map((one) => one.id));
  const opened = new Set(effects.filter((one) => one.kind !== 'close').map((one) => one.id));
  for (const effect of effects) {
    if (effect.kind === 'close') {
      const book = opened.has(effect.id) ? undefined : bookOf(program, effect.id);
      if (book) plan.closed[book].push(effect.id);
      continue;
    }
    if (effect.kind === 'ended' || closed.has(effect.id)) continue;
    if (effect.kind === 'task') plan.tasks.push(taskRow(effect, origin, calendar, now));
    else if (effect.kind === 'timer') plan.timers.push(timerRow(effect, origin, calendar, now));
    else if (effect.kind !== 'job') plan.waits.push(waitRow(effect, origin, now));
    if (effect.kind === 'job' || effect.kind === 'decide') plan.work.push(effect);
    if (effect.kind === 'incident') plan.incidents.push(effect);
  }
  return plan;
}
