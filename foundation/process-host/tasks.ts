import type { Tx } from '../db/index.ts';
import { page, readCursor } from '../http/paging.ts';
import { errors as httpErrors } from '../http/route.ts';
import { tokenOf } from './effects.ts';
import { errors } from './errors.ts';
import type { ProcessHost, Task } from './host.ts';
import type { Run, Runner } from './run.ts';
import type { Runs } from './runs.ts';
import { lockInstanceOfTask } from './store.ts';
import * as store from './store-tasks.ts';

type Tasks = Pick<
  ProcessHost,
  'complete' | 'task' | 'openTasks' | 'tasksOf' | 'queue' | 'claim' | 'release'
>;

const MOST_OPEN = 5000;
const MOST_OF_ONE = 500;
const MOST_ON_A_PAGE = 100;

/** @throws {AppError} `process-host.not_candidate` unless organization and post of the actor may take the task */
function checkCandidate(tx: Tx, task: Task): void {
  const { kind, scope, postKind } = tx.call.actor;
  if (kind === 'system') return;
  const mine = kind === 'officer' && scope.organizations.includes(task.organizationId);
  const post = task.posts.length === 0 || (postKind !== undefined && task.posts.includes(postKind));
  if (!mine || !post) throw errors.not_candidate();
}

/** @throws {AppError} `process-host.claimed` when it is in another officer's hands */
function checkHands(tx: Tx, task: Task): void {
  const { kind, id } = tx.call.actor;
  if (kind !== 'system' && task.claimedBy !== undefined && task.claimedBy !== id)
    throw errors.claimed();
}

function readPlace(after: string | undefined): { sortOn: string; id: string } | undefined {
  const parts = readCursor(after, 2);
  if (!parts) return undefined;
  const [sortOn, id] = parts.map(String) as [string, string];
  const sound =
    /^(\d{4}-\d{2}-\d{2}|infinity)$/.test(sortOn) &&
    /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id);
  if (!sound) throw httpErrors.malformed({ where: 'after' });
  return { sortOn, id };
}

const queue: Tasks['queue'] = async (tx, { after, ...filter }) => {
  const limit = Math.min(Math.max(filter.limit, 1), MOST_ON_A_PAGE);
  const { organizations } = tx.call.actor.scope;
  const place = readPlace(after);
  const wanted = { ...filter, limit: limit + 1 };
  const rows = await tx.all(store.queueOf(organizations, wanted, place));
  const { items, next } = page(rows, limit, (row) => [row.sort_on, row.id]);
  return { items: items.map(store.toTask), next };
};

/** Everything about tasks. All changes hold the lock of their process, so a task read behind it is current. */
export function createTasks(runs: Runs, runner: Runner): Tasks {
  /** Process and task in one burst; the second statement sees what the lock has waited for. */
  const locked = async (tx: Tx, taskId: string): Promise<{ run: Run; task: Task }> => {
    const [run, row] = await Promise.all([
      runs.lock(tx, lockInstanceOfTask(taskId)),
      tx.first(store.taskById(taskId)),
    ]);
    if (!run || !row) throw errors.task_unknown();
    const task = store.toTask(row);
    if (task.state !== 'open') throw errors.task_gone();
    checkCandidate(tx, task);
    checkHands(tx, task);
    return { run, task };
  };
  const hand = async (tx: Tx, taskId: string, version: number, by: string | null) => {
    const { task } = await locked(tx, taskId);
    if ((task.claimedBy ?? null) === by) return task;
    const otherwise = () => errors.changed();
    if (task.version !== version) throw otherwise();
    tx.write(store.setClaim(taskId, version, by), { rows: 1, otherwise });
    const { claimedBy: _before, ...free } = task;
    return { ...free, ...(by !== null && { claimedBy: by }), version: version + 1 };
  };
  const task = async (tx: Tx, taskId: string): Promise<Task> => {
    const row = await tx.first(store.taskById(taskId));
    if (!row) throw errors.task_unknown();
    return store.toTask(row);
  };
  return {
    complete: async (tx, taskId, vars) => {
      const { run, task } = await locked(tx, taskId);
      const { now, actor } = tx.call;
      const otherwise = () => errors.task_gone();
      tx.write(store.endTask(taskId, task.version, actor.id, now), { rows: 1, otherwise });
      const token = tokenOf(task.effectId);
      if (!(await runner.drive(tx, run, { kind: 'done', token, vars }))) throw errors.task_gone();
      const ended = { endedAt: now, endedBy: actor.id, version: task.version + 1 };
      return { ...task, state: 'done', ...ended };
    },
    task,
    openTasks: async (tx, ids) =>
      (await tx.all(store.tasksOf(ids, true, MOST_OPEN))).map(store.toTask),
    tasksOf: async (tx, id) =>
      (await tx.all(store.tasksOf([id], false, MOST_OF_ONE))).map(store.toTask),
    queue,
    claim: (tx, taskId, version) => hand(tx, taskId, version, tx.call.actor.id),
    release: (tx, taskId, version) => hand(tx, taskId, version, null),
  };
}
