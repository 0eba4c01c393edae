import { queries, raw } from '@yiwang/foundation/db';
import { sql } from 'kysely';
import type { Check } from './schema.ts';

type Tables = {
  'material.checks': {
    id: string;
    run_id: string;
    run_at: Date;
    case_id: string;
    code: string;
    state: string;
    reason: string | null;
    material_code: string | null;
    what: string;
    compared_enc: Buffer;
    source_zh: string;
    source_en: string;
    as_of_on: string;
  };
};
const q = queries<Tables>();

/** Name of the table in the places of sealed columns. */
export const CHECKS = 'material.checks';

export const insertChecks = (rows: readonly Tables['material.checks'][]) =>
  q.insertInto('material.checks').values([...rows]);

export type CheckRow = {
  id: string;
  code: Check['code'];
  state: Check['state'];
  reason: string | null;
  materialCode: string | null;
  what: string;
  comparedEnc: Buffer;
  sourceZh: string;
  sourceEn: string;
  asOfOn: string;
};

/** The checks of the newest run of a case, in the order in which they were made. */
export const newestRun = (caseId: string) =>
  raw(sql<CheckRow>`select id, code, state, reason, material_code as "materialCode", what,
      compared_enc as "comparedEnc", source_zh as "sourceZh", source_en as "sourceEn",
      as_of_on as "asOfOn"
    from material.checks
    where case_id = ${caseId} and run_id = (
      select run_id from material.checks where case_id = ${caseId} order by run_id desc limit 1)
    order by id limit 1000`);
