import { sql } from 'kysely';
import { queries, raw } from '../db/index.ts';

type Entry = {
  id: string;
  at: Date;
  actor_kind: string;
  actor_id: string;
  post_id: string | null;
  organization_id: string | null;
  region_code: string | null;
  act: string;
  subject_kind: string;
  subject_id: string;
  trace_id: string;
  detail: string;
};

type Read = {
  id: string;
  at: Date;
  actor_kind: string;
  actor_id: string;
  post_id: string | null;
  organization_id: string | null;
  region_code: string | null;
  subject_id: string | null;
  purpose: string;
  basis: string | null;
  case_id: string | null;
  fields: string[];
  filter: string | null;
  count: number;
  trace_id: string;
};

type Tables = { 'audit.entries': Entry; 'audit.reads': Read };
const q = queries<Tables>();

export const insertEntry = (row: Entry) => q.insertInto('audit.entries').values(row);
export const insertRead = (row: Read) => q.insertInto('audit.reads').values(row);

/** Readings about one subject, newest first, below the cursor. */
export const readsOf = (subject: string, limit: number, below?: { at: Date; id: string }) =>
  q
    .selectFrom('audit.reads')
    .select(['id', 'at', 'actor_kind as actorKind', 'actor_id as actorId', 'post_id as postId'])
    .select([
      'organization_id as organizationId',
      'purpose',
      'basis',
      'case_id as caseId',
      'fields',
    ])
    .where('subject_id', '=', subject)
    .$if(below !== undefined, (b) =>
      b.where(sql<boolean>`(at, id) < (${below?.at ?? null}, ${below?.id ?? null}::uuid)`),
    )
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit);

/** Entries about one thing, oldest first. */
export const entriesOf = (kind: string, id: string, limit: number) =>
  q
    .selectFrom('audit.entries')
    .select(['id', 'at', 'actor_kind as actorKind', 'actor_id as actorId', 'act', 'detail'])
    .where('subject_kind', '=', kind)
    .where('subject_id', '=', id)
    .orderBy('at')
    .orderBy('id')
    .limit(limit);

export const makePartitions = (today: string, months: number) =>
  raw(sql`call audit.make_partitions(${today}::date, ${months}::int)`);
