import { queries, raw } from '@yiwang/foundation/db';
import { type ColumnType, type Generated, sql } from 'kysely';
import type { Outcome, OwnReopening, Row } from './schema.ts';

type Place = { region_code: string; organization_id: string; applicant_id: string };
type Tables = {
  'instant_approval.evaluations': Place & {
    id: string;
    case_id: string;
    case_no: string;
    process_instance_id: string;
    effect_id: string;
    item_id: string;
    item_version: number;
    item_name_zh: string;
    item_name_en: string;
    rule_sha256: string;
    inputs_enc: Buffer;
    inputs_sha256: string;
    outcome: Outcome;
    reason: string;
    problems: string[];
    fired: ColumnType<Row[], string, never>;
    evaluated_at: Date;
    duration_ms: number;
  };
  'instant_approval.reopenings': Place & {
    id: string;
    evaluation_id: string;
    case_id: string;
    asked_at: Date;
    reason_enc: Buffer | null;
    state: Generated<OwnReopening['state']>;
    answer_enc: Buffer | null;
    answered_at: Date | null;
    answered_by: string | null;
    version: Generated<number>;
  };
};
const q = queries<Tables>();

/** Names of the tables in the places of sealed columns. */
export const EVALUATIONS = 'instant_approval.evaluations';
export const REOPENINGS = 'instant_approval.reopenings';

export type NewEvaluation = Omit<Tables['instant_approval.evaluations'], 'fired'> & {
  fired: string;
};
export const insertEvaluation = (row: NewEvaluation) =>
  q.insertInto('instant_approval.evaluations').values(row);

/** Whether the rules have answered this task of this process. */
export const answered = (caseId: string, processInstanceId: string, effectId: string) =>
  q
    .selectFrom('instant_approval.evaluations')
    .select('id')
    .where('case_id', '=', caseId)
    .where('process_instance_id', '=', processInstanceId)
    .where('effect_id', '=', effectId);

const columns = [
  'e.id',
  'e.case_id as caseId',
  'e.case_no as caseNo',
  'e.process_instance_id as processInstanceId',
  'e.item_id as itemId',
  'e.item_version as itemVersion',
  'e.item_name_zh as itemZh',
  'e.item_name_en as itemEn',
  'e.rule_sha256 as sha256',
  'e.inputs_enc as inputsEnc',
  'e.outcome',
  'e.reason',
  'e.fired',
  'e.evaluated_at as at',
  'e.duration_ms as durationMs',
  'e.region_code as regionCode',
  'e.organization_id as organizationId',
  'e.applicant_id as applicantId',
] as const;
const ofReopening = [
  'r.id as reopeningId',
  'r.state',
  'r.asked_at as askedAt',
  'r.reason_enc as reasonEnc',
  'r.answer_enc as answerEnc',
  'r.answered_at as answeredAt',
] as const;

export const evaluationById = (id: string) =>
  q.selectFrom('instant_approval.evaluations as e').select(columns).where('e.id', '=', id);

/** The evaluations of a case with the requests about them, newest first, at most 20. */
export const evaluationsOf = (caseId: string) =>
  q
    .selectFrom('instant_approval.evaluations as e')
    .leftJoin('instant_approval.reopenings as r', 'r.evaluation_id', 'e.id')
    .select([...columns, ...ofReopening])
    .where('e.case_id', '=', caseId)
    .orderBy('e.evaluated_at', 'desc')
    .orderBy('e.id', 'desc')
    .limit(20);

export type Evaluated =
  ReturnType<typeof evaluationsOf> extends { execute(): Promise<(infer R)[]> } ? R : never;

export const insertReopening = (
  row: Omit<
    Tables['instant_approval.reopenings'],
    'state' | 'answer_enc' | 'answered_at' | 'answered_by' | 'version'
  >,
) => q.insertInto('instant_approval.reopenings').values(row);

export const reopeningById = (id: string) =>
  q
    .selectFrom('instant_approval.reopenings as r')
    .select(['r.id', 'r.case_id as caseId', 'r.state', 'r.version', 'r.region_code as regionCode'])
    .where('r.id', '=', id);

/** Open requests in the actor's scope, oldest first. */
export function openReopenings(limit: number, behind?: { at: Date; id: string }) {
  const all = q
    .selectFrom('instant_approval.reopenings as r')
    .innerJoin('instant_approval.evaluations as e', 'e.id', 'r.evaluation_id')
    .select([
      ...ofReopening,
      'r.version',
      'e.id as evaluationId',
      'e.case_id as caseId',
      'e.case_no as caseNo',
      'e.item_name_zh as itemZh',
      'e.item_name_en as itemEn',
    ])
    .where('r.state', '=', 'open');
  const rest = behind
    ? all.where(sql<boolean>`(r.asked_at, r.id) > (${behind.at}, ${behind.id}::uuid)`)
    : all;
  return rest.orderBy('r.asked_at').orderBy('r.id').limit(limit);
}

export const answerReopening = (
  id: string,
  version: number,
  answer: { state: 'kept' | 'changed'; answer_enc: Buffer; answered_at: Date; answered_by: string },
) =>
  q
    .updateTable('instant_approval.reopenings')
    .set({ ...answer, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .where('state', '=', 'open');

/** A period as instants: from, and before. */
export type Period = { readonly from: Date; readonly before: Date };

/** Grants by rule of a period in the order of a hash with the seed, so that anybody draws the same sample. */
export const sampled = ({ from, before }: Period, seed: string, size: number) =>
  q
    .selectFrom('instant_approval.evaluations as e')
    .select([
      'e.id',
      'e.case_id as caseId',
      'e.case_no as caseNo',
      'e.item_name_zh as itemZh',
      'e.item_name_en as itemEn',
      'e.item_version as itemVersion',
      'e.reason',
      'e.evaluated_at as at',
    ])
    .where('e.outcome', '=', 'granted')
    .where('e.evaluated_at', '>=', from)
    .where('e.evaluated_at', '<', before)
    .orderBy(sql`sha256(convert_to(${seed} || ':' || e.id::text, 'UTF8'))`)
    .limit(size);

type Count = {
  itemId: string;
  itemVersion: number;
  sha256: string;
  itemZh: string;
  itemEn: string;
  granted: number;
  manual: number;
  reopened: number;
  changed: number;
};

/** What each version of the rules did in a period, and how often people did not accept it; at most 200 versions. */
export const countsByRule = ({ from, before }: Period) =>
  raw(sql<Count>`
    select e.item_id as "itemId", e.item_version as "itemVersion", e.rule_sha256 as sha256,
      min(e.item_name_zh) as "itemZh", min(e.item_name_en) as "itemEn",
      (count(*) filter (where e.outcome = 'granted'))::int as granted,
      (count(*) filter (where e.outcome = 'manual'))::int as manual,
      count(r.id)::int as reopened, (count(*) filter (where r.state = 'changed'))::int as changed
    from instant_approval.evaluations e
    left join instant_approval.reopenings r on r.evaluation_id = e.id
    where e.evaluated_at >= ${from} and e.evaluated_at < ${before}
    group by 1, 2, 3 order by granted desc, 1, 2 limit 200`);
