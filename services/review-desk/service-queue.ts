import { displayNames } from '@yiwang/data/base-register';
import { recordRead } from '@yiwang/foundation/audit';
import type { Tx } from '@yiwang/foundation/db';
import type { Subscription } from '@yiwang/foundation/events';
import { errors as httpErrors, type Platform, page, readCursor } from '@yiwang/foundation/http';
import { findOfficers } from '@yiwang/foundation/organization';
import type { Task } from '@yiwang/foundation/process-host';
import { findDivisions } from '@yiwang/foundation/region';
import { addDays, civilDateOf, instantOn } from '@yiwang/foundation/time';
import { type CaseSummary, casesByIds, findCase } from '@yiwang/services/case';
import { dueOf, likePattern, MOST_TASKS } from './rules.ts';
import type { Counts, DeskTask, QueueEntry, QueueQuery } from './schema.ts';
import * as store from './store.ts';

const PAGE_OF_HOST = 100;

/** All open tasks that the officer's post may take, at most `MOST_TASKS`. */
async function waitingTasks(tx: Tx, platform: Platform, { act, mine }: QueueQuery) {
  const { postKind, id } = tx.call.actor;
  const filter = {
    posts: postKind === undefined ? [] : [postKind],
    limit: PAGE_OF_HOST,
    ...(act !== undefined && { act }),
    ...(mine && { claimedBy: id }),
  };
  const found: Task[] = [];
  let after: string | undefined;
  do {
    const { items, next } = await platform.processes.queue(tx, {
      ...filter,
      ...(after !== undefined && { after }),
    });
    found.push(...items.filter(({ subject }) => subject.kind === 'case'));
    after = next ?? undefined;
  } while (after !== undefined && found.length < MOST_TASKS);
  return found;
}

/** Tasks with the names of those who have taken them. */
export async function deskTasks(tx: Tx, tasks: readonly Task[]): Promise<DeskTask[]> {
  const holders = tasks.flatMap(({ claimedBy }) => claimedBy ?? []);
  const people = holders.length === 0 ? [] : await findOfficers(tx, holders);
  const nameOf = (id: string) => people.find((one) => one.id === id)?.name ?? id;
  return tasks.map(({ id, act, version, claimedBy }) => ({
    id,
    act,
    version,
    claimed:
      claimedBy === undefined
        ? null
        : { id: claimedBy, name: nameOf(claimedBy), mine: claimedBy === tx.call.actor.id },
  }));
}

function placeOf(after: string | undefined) {
  const parts = readCursor(after, 2);
  if (!parts) return undefined;
  const [sortOn, taskId] = parts.map(String) as [string, string];
  if (!/^(\d{4}-\d\d-\d\d|infinity)$/.test(sortOn) || !/^[\da-f-]{36}$/.test(taskId))
    throw httpErrors.malformed({ where: 'after' });
  return { sortOn, taskId };
}

async function namesFor(tx: Tx, platform: Platform, cases: readonly CaseSummary[]) {
  const [applicants, divisions] = await Promise.all([
    displayNames(
      tx,
      platform,
      cases.map(({ applicantId }) => applicantId),
    ),
    findDivisions(
      tx,
      cases.map(({ regionCode }) => regionCode),
    ),
  ]);
  if (cases.length > 0)
    recordRead(tx, {
      fields: ['name'],
      filter: 'review-desk.queue',
      count: cases.length,
      purpose: tx.call.purpose ?? '查看待办',
    });
  return { applicants, divisions };
}

/** The officer's open tasks by the day that comes first, with masked names; the look is recorded once for the page. */
export async function queue(tx: Tx, platform: Platform, query: QueueQuery) {
  const { limit = 20, after, item, q, overdue } = query;
  const { now } = tx.call;
  const today = civilDateOf(now);
  const place = placeOf(after);
  const tasks = await waitingTasks(tx, platform, query);
  const filter = {
    item,
    pattern: q?.trim() ? likePattern(q) : undefined,
    overdueOn: overdue ? today : undefined,
  };
  const waiting = tasks.map((task) => ({
    taskId: task.id,
    caseId: task.subject.id,
    dueOn: task.dueOn ?? null,
    certain: task.dueCertain !== false,
  }));
  const rows =
    waiting.length === 0 ? [] : await tx.all(store.queuePage(waiting, filter, limit + 1, place));
  const cut = page(rows, limit, (row) => [row.sortOn, row.taskId]);
  const [cases, listed] = await Promise.all([
    casesByIds(tx, [...new Set(cut.items.map(({ caseId }) => caseId))]),
    deskTasks(
      tx,
      tasks.filter(({ id }) => cut.items.some(({ taskId }) => taskId === id)),
    ),
  ]);
  const names = await namesFor(tx, platform, cases);
  const calendar = platform.calendar();
  const items = cut.items.flatMap((row): QueueEntry[] => {
    const found = cases.find(({ id }) => id === row.caseId);
    const task = listed.find(({ id }) => id === row.taskId);
    if (!found || !task) return [];
    const from = civilDateOf(new Date(found.acceptedAt ?? found.submittedAt));
    const paused = found.state === 'suspended';
    const day = { on: row.dueOn, certain: row.certain, paused, from };
    return [
      {
        task,
        case: { id: found.id, caseNo: found.caseNo, state: found.state },
        item: { slug: found.item.slug, name: found.item.name },
        applicant: names.applicants.get(found.applicantId)?.zh ?? '***',
        region: names.divisions.get(found.regionCode)?.name ?? found.regionCode,
        due: dueOf(calendar, day, today),
      },
    ];
  });
  return { items, next: cut.next };
}

/** Beijing's day of an instant. */
export function dayOf(now: Date): store.Day {
  const today = civilDateOf(now);
  return { today, from: instantOn(today), until: instantOn(addDays(today, 1)) };
}

/** Counts of today over the cases that the officer's department handles, or that a monitor watches. */
export async function countToday(tx: Tx): Promise<Counts> {
  const { now } = tx.call;
  const [row, items] = await Promise.all([
    tx.first(store.counts(dayOf(now))),
    tx.all(store.openItems()),
  ]);
  return {
    countedAt: now.toISOString(),
    ...(row ?? { open: 0, dueToday: 0, overdue: 0, closedToday: 0 }),
    items: items.map(({ slug, zh, en, open }) => ({ slug, name: { zh, en }, open })),
  };
}

const dossierOf = (found: CaseSummary): store.Dossier => ({
  case_id: found.id,
  case_no: found.caseNo,
  item_slug: found.item.slug,
  item_name_zh: found.item.name.zh,
  item_name_en: found.item.name.en,
  state: found.state,
  region_code: found.regionCode,
  organization_id: found.organizationId,
  parties: [...found.parties],
  process_id: found.processInstanceId,
  legal_on: found.legalOn,
  legal_certain: found.legalCertain,
  submitted_at: new Date(found.submittedAt),
  accepted_at: found.acceptedAt === null ? null : new Date(found.acceptedAt),
  closed_at: found.closedAt === null ? null : new Date(found.closedAt),
});

/** Keeps what the queue is sorted by; each event reads the case as it is by then, so their order does not matter. */
export const subscriptions = (): Subscription[] => [
  {
    consumer: 'review-desk',
    types: [
      'case.submitted',
      'case.correction-notified',
      'case.corrected',
      'case.accepted',
      'case.presumed-accepted',
      'case.not-accepted',
      'case.suspended',
      'case.resumed',
      'case.extended',
      'case.decided',
      'case.withdrawn',
      'case.reopened',
      'case.closed',
    ],
    handle: async (tx, event) => {
      tx.write(store.putDossier(dossierOf(await findCase(tx, event.subject))));
    },
  },
];
