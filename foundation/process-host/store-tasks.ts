import { sql } from 'kysely';
import { queries, raw } from '../db/index.ts';
import type { DrawnLimit } from '../workflow/index.ts';
import type { QueueFilter, Task } from './host.ts';

type Tables = {
  'process_host.tasks': {
    id: string;
    instance_id: string;
    effect_id: string;
    element: string;
    act: string;
    subject_kind: string;
    subject_id: string;
    region_code: string;
    organization_id: string;
    posts: string[];
    form: string | null;
    due: string | null;
    due_on: string | null;
    due_certain: boolean | null;
    item: number | null;
    created_at: Date;
  };
};

export type TaskInsert = Tables['process_host.tasks'];
export type TaskRow = Omit<TaskInsert, 'due'> & {
  due: DrawnLimit | null;
  state: Task['state'];
  claimed_by: string | null;
  ended_at: Date | null;
  ended_by: string | null;
  version: number;
  /** `due_on`, or `infinity` without one. */
  sort_on: string;
};

/** A row as the rest of the platform knows it; what is null there is left out. */
export const toTask = (row: TaskRow): Task => ({
  id: row.id,
  instanceId: row.instance_id,
  effectId: row.effect_id,
  element: row.element,
  act: row.act,
  subject: { kind: row.subject_kind, id: row.subject_id },
  regionCode: row.region_code,
  organizationId: row.organization_id,
  posts: row.posts,
  ...(row.form !== null && { form: row.form }),
  ...(row.due_on !== null && { dueOn: row.due_on }),
  ...(row.due_certain !== null && { dueCertain: row.due_certain }),
  ...(row.item !== null && { item: row.item }),
  state: row.state,
  ...(row.claimed_by !== null && { claimedBy: row.claimed_by }),
  createdAt: row.created_at,
  ...(row.ended_at !== null && { endedAt: row.ended_at }),
  ...(row.ended_by !== null && { endedBy: row.ended_by }),
  version: row.version,
});

export const insertTasks = (rows: readonly TaskInsert[]) =>
  queries<Tables>().insertInto('process_host.tasks').values(rows);

export const taskById = (id: string) =>
  raw(sql<TaskRow>`select * from process_host.tasks where id = ${id}`);

export const closeTasks = (instanceId: string, effectIds: readonly string[], at: Date) =>
  raw(
    sql`select process_host.close_tasks(${instanceId}::uuid, ${[...effectIds]}::text[], ${at}::timestamptz)`,
  );

export const endTask = (id: string, version: number, by: string, at: Date) =>
  raw(sql`update process_host.tasks set state = 'done', ended_at = ${at}, ended_by = ${by},
      version = version + 1
    where id = ${id} and state = 'open' and version = ${version}`);

export const setClaim = (id: string, version: number, by: string | null) =>
  raw(sql`update process_host.tasks set claimed_by = ${by}, version = version + 1
    where id = ${id} and state = 'open' and version = ${version}`);

export const tasksOf = (instanceIds: readonly string[], onlyOpen: boolean, most: number) =>
  raw(sql<TaskRow>`select * from process_host.tasks_of(${[...instanceIds]}::uuid[],
    ${onlyOpen}::boolean, ${most}::int) limit ${most}`);

export const openTaskIds = (instanceId: string) =>
  raw(sql<{ id: string }>`select effect_id as id from process_host.tasks
    where instance_id = ${instanceId} and state = 'open' limit 5000`);

/** Before every date and every id. */
const FIRST = { sortOn: '-infinity', id: '00000000-0000-0000-0000-000000000000' };

/** One page of the open tasks of organizations; its cost follows the page and not the number of tasks. */
export const queueOf = (
  organizations: readonly string[],
  { posts, act, claimedBy, dueBefore, limit }: Omit<QueueFilter, 'after'>,
  after = FIRST,
) =>
  raw(sql<TaskRow>`select * from process_host.queue_of(${[...organizations]}::text[],
    ${posts ? [...posts] : null}::text[], ${act ?? null}::text, ${claimedBy ?? null}::text, ${dueBefore ?? null}::date,
    ${after.sortOn}::date, ${after.id}::uuid, ${limit}::int) limit ${limit}`);

export type DatedTask = {
  id: string;
  due: DrawnLimit;
  createdAt: Date;
  dueOn: string;
  certain: boolean;
};

/** Open tasks with a limit, in the order of their ids; their processes are locked as for every change. */
export const datedTasks = (after: string | undefined, limit: number) =>
  raw(sql<DatedTask>`select t.id, t.due, t.created_at as "createdAt", t.due_on as "dueOn",
      t.due_certain as certain
    from process_host.tasks t join process_host.instances i on i.id = t.instance_id
    where t.state = 'open' and t.due is not null ${after ? sql`and t.id > ${after}::uuid` : sql``}
    order by t.id limit ${limit} for update of i`);

export const moveTask = (id: string, dueOn: string, certain: boolean) =>
  raw(sql`update process_host.tasks set due_on = ${dueOn}::date, due_certain = ${certain}
    where id = ${id} and state = 'open'`);
