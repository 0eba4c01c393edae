import { queries, raw } from '@yiwang/foundation/db';
import { sql } from 'kysely';

type Tables = {
  'review_desk.dossiers': {
    case_id: string;
    case_no: string;
    item_slug: string;
    item_name_zh: string;
    item_name_en: string;
    state: string;
    region_code: string;
    organization_id: string;
    parties: string[];
    process_id: string;
    legal_on: string | null;
    legal_certain: boolean;
    submitted_at: Date;
    accepted_at: Date | null;
    closed_at: Date | null;
  };
};
const q = queries<Tables>();

export type Dossier = Tables['review_desk.dossiers'];

/** Keeps a case as it now is. */
export const putDossier = ({ case_id, ...row }: Dossier) =>
  q
    .insertInto('review_desk.dossiers')
    .values({ case_id, ...row })
    .onConflict((c) => c.column('case_id').doUpdateSet(row));

/** An open task that waits for the officer. */
export type Waiting = {
  readonly taskId: string;
  readonly caseId: string;
  readonly dueOn: string | null;
  readonly certain: boolean;
};

export type QueueRow = {
  taskId: string;
  caseId: string;
  dueOn: string | null;
  certain: boolean;
  sortOn: string;
};

type Filter = {
  readonly item: string | undefined;
  /** A `like` pattern. */
  readonly pattern: string | undefined;
  /** Only what was due before this day. */
  readonly overdueOn: string | undefined;
};

/**
 * One page of tasks by the day that comes first, that of the task or the legal one; what has no day
 * comes last. A case whose event is still on its way is sorted by its task alone.
 */
export function queuePage(
  tasks: readonly Waiting[],
  { item, pattern, overdueOn }: Filter,
  limit: number,
  after = { sortOn: '-infinity', taskId: '00000000-0000-0000-0000-000000000000' },
) {
  const parts = [sql`(sort_on, task_id) > (${after.sortOn}::date, ${after.taskId}::uuid)`];
  if (item !== undefined) parts.push(sql`item_slug = ${item}`);
  if (pattern !== undefined)
    parts.push(
      sql`(case_no ilike ${pattern} or item_name_zh ilike ${pattern} or item_name_en ilike ${pattern})`,
    );
  if (overdueOn !== undefined) parts.push(sql`due_on < ${overdueOn}::date and certain`);
  return raw(sql<QueueRow>`
    with waiting as (
      select t.task_id, t.case_id, d.case_no, d.item_slug, d.item_name_zh, d.item_name_en,
        least(t.due_on, d.legal_on) as due_on,
        case when t.due_on is not null and (d.legal_on is null or t.due_on < d.legal_on)
          then t.certain else coalesce(d.legal_certain, true) end as certain,
        coalesce(least(t.due_on, d.legal_on), 'infinity') as sort_on
      from unnest(${tasks.map(({ taskId }) => taskId)}::uuid[], ${tasks.map(({ caseId }) => caseId)}::uuid[],
        ${tasks.map(({ dueOn }) => dueOn)}::date[], ${tasks.map(({ certain }) => certain)}::boolean[])
        as t (task_id, case_id, due_on, certain)
      left join review_desk.dossiers d on d.case_id = t.case_id
    )
    select task_id as "taskId", case_id as "caseId", due_on as "dueOn", certain, sort_on::text as "sortOn"
    from waiting where ${sql.join(parts, sql` and `)}
    order by sort_on, task_id limit ${limit}`);
}

/** Cases that the actor's department handles, or that lie in the regions that the actor watches. */
const HANDLED = sql`(organization_id = any((select scope.organizations())::text[])
  or region_code <@ (select scope.regions()))`;

export type Day = { readonly today: string; readonly from: Date; readonly until: Date };

export type CountRow = { open: number; dueToday: number; overdue: number; closedToday: number };

/** Counts of today over the cases handled. */
export const counts = ({ today, from, until }: Day) =>
  raw(sql<CountRow>`select o.*, c."closedToday" from
    (select count(*)::int as open, (count(*) filter (where legal_on = ${today}))::int as "dueToday",
       (count(*) filter (where legal_on < ${today} and legal_certain))::int as overdue
     from review_desk.dossiers where closed_at is null and ${HANDLED}) o,
    (select count(*)::int as "closedToday" from review_desk.dossiers
     where closed_at >= ${from} and closed_at < ${until} and ${HANDLED}) c`);

export type ItemRow = { slug: string; zh: string; en: string; open: number };

/** Items of the open cases in sight, most cases first, at most 100. */
export const openItems = () =>
  raw(sql<ItemRow>`select item_slug as slug, (array_agg(item_name_zh order by submitted_at desc))[1] as zh,
      (array_agg(item_name_en order by submitted_at desc))[1] as en, count(*)::int as open
    from review_desk.dossiers where closed_at is null
    group by item_slug order by open desc, slug limit 100`);

export type DepartmentCounts = CountRow & {
  id: string;
  unaccepted: number;
  paused: number;
  dueSoon: number;
  closedMonth: number;
};

/** Each department's cases, the one with most late ones first, at most 200 departments. */
export const byDepartment = ({ today, from, until }: Day, soon: string, monthAgo: Date) =>
  raw(sql<DepartmentCounts>`select organization_id as id,
      (count(*) filter (where closed_at is null))::int as open,
      (count(*) filter (where closed_at is null and accepted_at is null))::int as unaccepted,
      (count(*) filter (where state = 'suspended'))::int as paused,
      (count(*) filter (where closed_at is null and legal_on = ${today}))::int as "dueToday",
      (count(*) filter (where closed_at is null and legal_on between ${today} and ${soon}))::int as "dueSoon",
      (count(*) filter (where closed_at is null and legal_on < ${today} and legal_certain))::int as overdue,
      (count(*) filter (where closed_at >= ${from} and closed_at < ${until}))::int as "closedToday",
      (count(*) filter (where closed_at is not null))::int as "closedMonth"
    from review_desk.dossiers where (closed_at is null or closed_at >= ${monthAgo}) and ${HANDLED}
    group by organization_id order by overdue desc, open desc, id limit 200`);

/** Open joint reviews in sight, the oldest first, at most 500. */
export const jointReviews = () =>
  q
    .selectFrom('review_desk.dossiers')
    .select(['case_id as caseId', 'case_no as caseNo', 'item_slug as slug'])
    .select(['item_name_zh as zh', 'item_name_en as en', 'organization_id as organizationId'])
    .select(['process_id as processId', 'state', 'accepted_at as acceptedAt'])
    .where('closed_at', 'is', null)
    .where('accepted_at', 'is not', null)
    .where(sql<boolean>`cardinality(parties) > 1`)
    .orderBy('accepted_at')
    .limit(500);
