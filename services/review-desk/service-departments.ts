import type { Tx } from '@yiwang/foundation/db';
import type { Platform } from '@yiwang/foundation/http';
import { findOrganizations } from '@yiwang/foundation/organization';
import type { Task } from '@yiwang/foundation/process-host';
import { addDays, civilDateOf, instantOn } from '@yiwang/foundation/time';
import { dueOf } from './rules.ts';
import type { DepartmentRow, JointRow, Overview } from './schema.ts';
import { dayOf } from './service-queue.ts';
import * as store from './store.ts';

/** Civil days within which a legal day counts as near on the monitor's screen. */
const SOON_DAYS = 3;
const MONTH_DAYS = 30;
const MOST_JOINT = 50;

const isLate = ({ due }: JointRow): boolean => due?.light === 'red';
/** Without a day last. */
const orderOf = ({ due }: JointRow): string => due?.on ?? '9999-12-31';

/** Open opinions of joint reviews in sight, the longest due first. */
async function openOpinions(tx: Tx, platform: Platform) {
  const reviews = await tx.all(store.jointReviews());
  const processes = reviews.map(({ processId }) => processId);
  const tasks = processes.length === 0 ? [] : await platform.processes.openTasks(tx, processes);
  const opinions = tasks.filter(({ act }) => act === 'opine');
  return { reviews, opinions };
}

type Name = (id: string) => { zh: string; en: string };

function jointRows(
  tx: Tx,
  platform: Platform,
  { reviews, opinions }: Awaited<ReturnType<typeof openOpinions>>,
  name: Name,
): (JointRow & { departmentId: string })[] {
  const calendar = platform.calendar();
  const today = civilDateOf(tx.call.now);
  const row = (task: Task) => {
    const review = reviews.find(({ caseId }) => caseId === task.subject.id);
    if (!review) return [];
    const { caseId, caseNo, slug, zh, en, organizationId, acceptedAt } = review;
    const day = {
      on: task.dueOn ?? null,
      certain: task.dueCertain !== false,
      // An opinion has a limit of its own, which runs on while a test is awaited.
      paused: false,
      from: civilDateOf(acceptedAt ?? task.createdAt),
    };
    const item = { slug, name: { zh, en } };
    return [
      {
        taskId: task.id,
        caseId,
        caseNo,
        item,
        office: name(organizationId),
        departmentId: task.organizationId,
        department: name(task.organizationId),
        askedAt: task.createdAt.toISOString(),
        due: dueOf(calendar, day, today),
      },
    ];
  };
  return opinions
    .flatMap(row)
    .sort((a, b) => (orderOf(a) + a.taskId < orderOf(b) + b.taskId ? -1 : 1));
}

const NOTHING = {
  open: 0,
  unaccepted: 0,
  paused: 0,
  dueSoon: 0,
  overdue: 0,
  closedToday: 0,
  closedMonth: 0,
};

/**
 * Each department's load and lateness, and the opinions that joint reviews wait for, the slowest first:
 * over the region for a monitor, over own and shared cases for everybody else.
 */
export async function overview(tx: Tx, platform: Platform): Promise<Overview> {
  const { now } = tx.call;
  const today = civilDateOf(now);
  const monthAgo = instantOn(addDays(today, -MONTH_DAYS));
  const [counted, joint] = await Promise.all([
    tx.all(store.byDepartment(dayOf(now), addDays(today, SOON_DAYS), monthAgo)),
    openOpinions(tx, platform),
  ]);
  const involved = [
    ...counted.map(({ id }) => id),
    ...joint.reviews.map(({ organizationId }) => organizationId),
    ...joint.opinions.map(({ organizationId }) => organizationId),
  ];
  const found = involved.length === 0 ? [] : await findOrganizations(tx, involved);
  const name: Name = (id) => {
    const one = found.find((organization) => organization.id === id);
    return one ? { zh: one.nameZh, en: one.nameEn } : { zh: id, en: id };
  };
  const rows = jointRows(tx, platform, joint, name);
  const asked = rows.map(({ departmentId }) => departmentId);
  const ids = [...new Set([...counted.map(({ id }) => id), ...asked])];
  const departments = ids.map((id): DepartmentRow => {
    const own = rows.filter(({ departmentId }) => departmentId === id);
    const { dueToday: _shown, ...numbers } = counted.find((one) => one.id === id) ?? {
      id,
      dueToday: 0,
      ...NOTHING,
    };
    return {
      ...numbers,
      name: name(id),
      opinionsOpen: own.length,
      opinionsLate: own.filter(isLate).length,
    };
  });
  return {
    countedAt: now.toISOString(),
    departments,
    joint: rows.slice(0, MOST_JOINT).map(({ departmentId: _id, ...row }) => row),
  };
}
