import { recordRead } from '@yiwang/foundation/audit';
import type { Tx } from '@yiwang/foundation/db';
import type { FormValues } from '@yiwang/foundation/form';
import { errors as httpErrors, type Platform, page, readCursor } from '@yiwang/foundation/http';
import { civilDateOf, clauseText, explain } from '@yiwang/foundation/time';
import { findItemVersion } from '@yiwang/services/item-catalogue';
import { fieldsRead } from './masking.ts';
import { isQueryCode, queryCode } from './numbers.ts';
import { errors, mayAct } from './rules.ts';
import type { ActName, CaseRow, CaseView, ClockView, PublicStatus } from './schema.ts';
import { groundOf, requirementsOf, subjectOf } from './service-application.ts';
import { answersOf } from './service-certificate.ts';
import { standingOf } from './service-hold.ts';
import {
  headOf,
  historyOf,
  itemOfRow,
  legalOf,
  partsOf,
  plainRequirements,
  taskView,
} from './service-parts.ts';
import type { Decision } from './service-step.ts';
import { nextSteps, stageOf } from './stage.ts';
import * as store from './store.ts';

/** @throws {AppError} `case.unknown` when it is not there or not in sight. */
export async function readCase(tx: Tx, id: string): Promise<store.CaseRecord> {
  const row = await tx.first(store.caseById(id));
  if (!row) throw errors.unknown();
  return row;
}

/** As `readCase`, for the applicant and for officers whose post reads cases. @throws {AppError} `http.forbidden` */
export async function readAsParty(tx: Tx, id: string): Promise<store.CaseRecord> {
  const { kind, permissions = [] } = tx.call.actor;
  if (kind === 'officer' && !permissions.includes('case.read'))
    throw httpErrors.forbidden({ permission: 'case.read' });
  return readCase(tx, id);
}

/** As `readCase`, for the applicant only. */
async function readOwn(tx: Tx, id: string): Promise<store.CaseRecord> {
  const row = await readCase(tx, id);
  if (row.applicantId !== subjectOf(tx)) throw errors.unknown();
  return row;
}

/** Why the case was decided as it was; null before the decision. */
export function decisionOf(platform: Platform, row: store.CaseRecord): Decision | null {
  if (!row.decisionEnc) return null;
  const place = { table: store.CASES, id: row.id, column: 'decision_enc' };
  return JSON.parse(platform.keys.openText(row.decisionEnc, place)) as Decision;
}

const OWN_ACTS: readonly ActName[] = ['correct', 'withdraw'];

/** A case as its applicant sees it. @throws {AppError} `case.unknown` */
export async function viewCase(tx: Tx, platform: Platform, id: string): Promise<CaseView> {
  const row = await readOwn(tx, id);
  const { now } = tx.call;
  const [parts, item] = await Promise.all([
    partsOf(tx, platform, row),
    findItemVersion(tx, row.itemId, row.itemVersion),
  ]);
  const open = parts.tasks.filter(({ state }) => state === 'open').map(({ act }) => act);
  const stage = stageOf(row, open);
  const decision = decisionOf(platform, row);
  const requirements =
    row.state === 'correcting'
      ? requirementsOf(item, await groundOf(tx, platform, row.applicantId, item))
      : plainRequirements(item);
  return {
    ...headOf(platform, row, parts.departments, now),
    ...historyOf(parts),
    stage,
    tasks: parts.tasks.map((task) => taskView(task, parts.departments, now)),
    form: item.form,
    data: answersOf(platform, row),
    requirements,
    acts: OWN_ACTS.filter((act) => mayAct(act, standingOf(row))),
    queryCode: queryCode(platform.keys, row.id),
    next: nextSteps(row, stage, item),
    decision: decision && {
      by: decision.by,
      reasons: [...decision.reasons],
    },
  };
}

const rowView = (row: store.CaseRecord): CaseRow => ({
  id: row.id,
  caseNo: row.caseNo,
  item: itemOfRow(row),
  state: row.state,
  outcome: row.outcome,
  submittedAt: row.submittedAt.toISOString(),
  promisedOn: row.promisedOn,
  legalOn: row.legalOn,
  legalCertain: row.legalCertain,
  version: row.version,
});

/** Own cases, newest first. */
export async function listCases(tx: Tx, limit: number, after?: string) {
  const parts = readCursor(after, 2);
  const below = parts && { at: new Date(String(parts[0])), id: String(parts[1]) };
  const rows = await tx.all(store.casesOf(subjectOf(tx), limit + 1, below));
  const { items, next } = page(rows, limit, (row) => [row.submittedAt.toISOString(), row.id]);
  return { items: items.map(rowView), next };
}

/** Every day of the statutory limit, explained. @throws {AppError} `case.unknown`; `case.no_clock` before acceptance. */
export async function explainClock(tx: Tx, platform: Platform, id: string): Promise<ClockView> {
  const row = await readAsParty(tx, id);
  const { now } = tx.call;
  if (!row.clock) throw errors.no_clock();
  const legal = legalOf(platform, row.clock, now);
  const today = civilDateOf(now);
  const until = legal.state === 'overdue' && today > legal.dueOn ? today : legal.dueOn;
  const days = explain(platform.calendar(), row.clock, until);
  return {
    legal,
    days: days.map(({ clause, ...day }) => ({
      ...day,
      ...(clause && { clause: { zh: clauseText('zh', clause), en: clauseText('en', clause) } }),
    })),
  };
}

/**
 * The state of a case for whoever has its number and query code. Wrong number and wrong code are
 * refused alike. Called as the platform. @throws {AppError} `case.unknown`
 */
export async function publicStatus(
  tx: Tx,
  platform: Platform,
  { caseNo, queryCode: typed }: { caseNo: string; queryCode: string },
): Promise<PublicStatus> {
  const row = await tx.first(store.caseByNumber(caseNo));
  if (!row || !isQueryCode(platform.keys, row.id, typed)) throw errors.unknown();
  const tasks = await platform.processes.openTasks(tx, [row.processInstanceId]);
  return {
    caseNo: row.caseNo,
    item: { zh: row.itemNameZh, en: row.itemNameEn },
    state: row.state,
    outcome: row.outcome,
    stage: stageOf(
      row,
      tasks.map(({ act }) => act),
    ),
    submittedAt: row.submittedAt.toISOString(),
    legalOn: row.legalOn,
    legalCertain: row.legalCertain,
  };
}

/** A case as other capabilities list it: no personal data. */
export type CaseSummary = CaseRow & {
  readonly itemId: string;
  readonly applicantId: string;
  readonly applicantKind: 'person' | 'legal';
  readonly accountId: string;
  readonly regionCode: string;
  readonly organizationId: string;
  readonly parties: readonly string[];
  readonly processInstanceId: string;
  readonly acceptedAt: string | null;
  readonly closedAt: string | null;
  readonly humanOnly: boolean;
};

const summaryOf = (row: store.CaseRecord): CaseSummary => ({
  ...rowView(row),
  itemId: row.itemId,
  applicantId: row.applicantId,
  applicantKind: row.applicantKind,
  accountId: row.accountId,
  regionCode: row.regionCode,
  organizationId: row.organizationId,
  parties: row.parties,
  processInstanceId: row.processInstanceId,
  acceptedAt: row.acceptedAt?.toISOString() ?? null,
  closedAt: row.closedAt?.toISOString() ?? null,
  humanOnly: row.humanOnly,
});

/** A case without its content. @throws {AppError} `case.unknown` when it is not there or not in sight. */
export const findCase = async (tx: Tx, id: string): Promise<CaseSummary> =>
  summaryOf(await readCase(tx, id));

/** Cases in bulk, without their content; those that are not in sight are missing. */
export const casesByIds = async (tx: Tx, ids: readonly string[]): Promise<CaseSummary[]> =>
  (await tx.all(store.casesByIds(ids))).map(summaryOf);

/**
 * What was filed with a case, in clear: for rules that decide by it. The reading is recorded for the
 * applicant to see. @throws {AppError} `case.unknown`
 */
export async function applicationOf(
  tx: Tx,
  platform: Platform,
  caseId: string,
  reading: { readonly purpose: string; readonly basis?: string },
) {
  const row = await readCase(tx, caseId);
  const item = await findItemVersion(tx, row.itemId, row.itemVersion);
  const data: FormValues = answersOf(platform, row);
  if (row.applicantId !== subjectOf(tx))
    recordRead(tx, {
      subjectId: row.applicantId,
      fields: fieldsRead(item.form, data),
      caseId,
      regionCode: row.regionCode,
      ...reading,
    });
  const { provenance, materials } = row;
  return { case: summaryOf(row), item, data, provenance, materials };
}
