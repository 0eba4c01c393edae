import { queries, raw } from '@yiwang/foundation/db';
import type { CivilDate } from '@yiwang/foundation/time';
import { type Generated, sql } from 'kysely';

type Tables = {
  'base_register.disputes': {
    id: string;
    subject_id: string;
    element: string;
    fact_id: string;
    claimed_enc: Buffer;
    reason_enc: Buffer;
    state: Generated<'open' | 'answered'>;
    outcome: Generated<'corrected' | 'kept' | null>;
    answer_enc: Generated<Buffer | null>;
    organization_id: string;
    region_code: string;
    opened_at: Date;
    opened_by: string;
    due_on: CivilDate;
    due_certain: boolean;
    answered_at: Generated<Date | null>;
    answered_by: Generated<string | null>;
    version: Generated<number>;
  };
};
const q = queries<Tables>();

/** The table as the place of its ciphertexts (foundation/crypto). */
export const DISPUTES = 'base_register.disputes';

export const insertDispute = (row: {
  id: string;
  subject_id: string;
  element: string;
  fact_id: string;
  claimed_enc: Buffer;
  reason_enc: Buffer;
  organization_id: string;
  region_code: string;
  opened_at: Date;
  opened_by: string;
  due_on: CivilDate;
  due_certain: boolean;
}) => q.insertInto('base_register.disputes').values(row);

const columns = [
  'id',
  'subject_id as subjectId',
  'element',
  'fact_id as factId',
  'claimed_enc as claimedEnc',
  'reason_enc as reasonEnc',
  'state',
  'outcome',
  'answer_enc as answerEnc',
  'organization_id as organizationId',
  'region_code as regionCode',
  'opened_at as openedAt',
  'due_on as dueOn',
  'due_certain as dueCertain',
  'answered_at as answeredAt',
  'version',
] as const;

/** A dispute within the actor's scope. */
export const disputeById = (id: string) =>
  q.selectFrom('base_register.disputes').select(columns).where('id', '=', id);

/** The newest dispute of each element of a subject, at most 200. */
export const newestDisputes = (subjectId: string) =>
  q
    .selectFrom('base_register.disputes')
    .distinctOn('element')
    .select(columns)
    .where('subject_id', '=', subjectId)
    .orderBy('element')
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc')
    .limit(200);

export type ListedRow = {
  id: string;
  subjectId: string;
  element: string;
  state: 'open' | 'answered';
  openedAt: Date;
  dueOn: CivilDate;
  dueCertain: boolean;
};

/** Disputes of the actor's scope by last day, behind the cursor. */
export const disputesByDate = (
  state: 'open' | 'answered',
  limit: number,
  after?: { dueOn: string; id: string },
) =>
  raw(
    sql<ListedRow>`select id, subject_id as "subjectId", element, state, opened_at as "openedAt",
        due_on as "dueOn", due_certain as "dueCertain"
      from base_register.disputes
      where state = ${state} and (due_on, id) > (coalesce(${after?.dueOn ?? null}::date, '-infinity'),
        coalesce(${after?.id ?? null}::uuid, '00000000-0000-0000-0000-000000000000'))
      order by due_on, id limit ${limit}`,
  );

/** Ends an open dispute that is still at the version read. */
export const answerDispute = (
  id: string,
  version: number,
  answer: {
    outcome: 'corrected' | 'kept';
    answer_enc: Buffer;
    answered_at: Date;
    answered_by: string;
  },
) =>
  q
    .updateTable('base_register.disputes')
    .set({ ...answer, state: 'answered', version: version + 1 })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .where('version', '=', version);
