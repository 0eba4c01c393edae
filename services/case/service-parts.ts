import type { Tx } from '@yiwang/foundation/db';
import type { Text } from '@yiwang/foundation/errors';
import { allFields } from '@yiwang/foundation/form';
import type { Platform } from '@yiwang/foundation/http';
import { findOrganizations } from '@yiwang/foundation/organization';
import type { Task } from '@yiwang/foundation/process-host';
import { type Clock, civilDateOf, clauseText, deadline, light } from '@yiwang/foundation/time';
import type { ItemVersion } from '@yiwang/services/item-catalogue';
import { noticeDue } from './rules.ts';
import type { CaseView, CorrectionItem, LegalLimit, TaskView } from './schema.ts';
import { waitingFor } from './stage.ts';
import { CASES, type CaseRecord } from './store.ts';
import { documentsOf, linesOf } from './store-record.ts';

/** Names and telephones of departments, by id. */
export type Departments = ReadonlyMap<
  string,
  { readonly name: Text; readonly phone: string | null }
>;

/** Everything that both the applicant's and the officer's view are made of, in two bursts. */
export async function partsOf(tx: Tx, platform: Platform, row: CaseRecord) {
  const [tasks, lines, documents] = await Promise.all([
    platform.processes.tasksOf(tx, row.processInstanceId),
    tx.all(linesOf(row.id)),
    tx.all(documentsOf(row.id)),
  ]);
  const involved = [
    ...row.parties,
    ...tasks.map(({ organizationId }) => organizationId),
    ...lines.flatMap(({ organizationId }) => (organizationId === null ? [] : [organizationId])),
  ];
  const found = await findOrganizations(tx, involved);
  const departments: Departments = new Map(
    found.map(({ id, nameZh, nameEn, phone }) => [id, { name: { zh: nameZh, en: nameEn }, phone }]),
  );
  return { tasks, lines, documents, departments };
}

const instant = (at: Date | null): string | null => at?.toISOString() ?? null;

const departmentOf = (departments: Departments, id: string) => ({
  id,
  name: departments.get(id)?.name ?? { zh: id, en: id },
});

/** A task with its department; late once its day has passed while it was open. */
export function taskView(task: Task, departments: Departments, now: Date): TaskView {
  const until = civilDateOf(task.endedAt ?? now);
  const certain = task.dueCertain !== false;
  return {
    id: task.id,
    act: task.act,
    department: departmentOf(departments, task.organizationId),
    state: task.state,
    dueOn: task.dueOn ?? null,
    dueCertain: certain,
    late: task.state !== 'closed' && certain && task.dueOn !== undefined && task.dueOn < until,
    createdAt: task.createdAt.toISOString(),
    endedAt: instant(task.endedAt ?? null),
  };
}

/** Where the statutory limit stands, with the clause that sets it. */
export function legalOf(platform: Platform, clock: Clock, now: Date): LegalLimit {
  const due = deadline(platform.calendar(), clock, now);
  const { clause } = clock.extended ?? clock.limit;
  return {
    dueOn: due.dueOn,
    certain: due.certain,
    uncertain: due.uncertain ?? null,
    remaining: due.remaining ?? null,
    total: due.total,
    unit: due.unit,
    state: due.state,
    light: light(due),
    clause: { zh: clauseText('zh', clause), en: clauseText('en', clause) },
  };
}

function correctionOf(platform: Platform, row: CaseRecord, now: Date): CaseView['correction'] {
  const { correctionClock, correctionEnc } = row;
  if (!correctionClock || !correctionEnc) return null;
  const place = { table: CASES, id: row.id, column: 'correction_enc' };
  const { dueOn, certain } = deadline(platform.calendar(), correctionClock, now);
  return {
    items: JSON.parse(platform.keys.openText(correctionEnc, place)) as CorrectionItem[],
    notifiedAt: correctionClock.startedAt,
    dueOn,
    certain,
  };
}

const testOf = ({ test }: CaseRecord): CaseView['test'] =>
  test && {
    kind: test.kind,
    product: test.product,
    institution: test.institution,
    orderedAt: test.orderedAt,
    expectedWorkingDays: test.expectedWorkingDays,
    result: test.result,
  };

export const itemOfRow = (row: CaseRecord) => ({
  slug: row.itemSlug,
  version: row.itemVersion,
  name: { zh: row.itemNameZh, en: row.itemNameEn },
  caseType: row.caseType,
});

/** What the row of a case says to everybody who may see the case. */
export const headOf = (
  platform: Platform,
  row: CaseRecord,
  departments: Departments,
  now: Date,
) => {
  const office = departments.get(row.organizationId);
  const waiting = row.state === 'submitted';
  return {
    id: row.id,
    caseNo: row.caseNo,
    version: row.version,
    item: itemOfRow(row),
    state: row.state,
    outcome: row.outcome,
    waitingFor: waitingFor(row.state),
    office: { ...departmentOf(departments, row.organizationId), phone: office?.phone ?? null },
    regionCode: row.regionCode,
    submittedAt: row.submittedAt.toISOString(),
    receivedAt: row.receivedAt.toISOString(),
    acceptedAt: instant(row.acceptedAt),
    presumed: row.presumed,
    decidedAt: instant(row.decidedAt),
    closedAt: instant(row.closedAt),
    closingCode: row.closingCode,
    noticeDueOn: waiting ? noticeDue(platform.calendar(), row.receivedAt, now).noticeDueOn : null,
    legal: row.clock && legalOf(platform, row.clock, now),
    promisedOn: row.promisedOn,
    correction: correctionOf(platform, row, now),
    test: testOf(row),
    provenance: row.provenance,
    materials: row.materials,
    certificateId: row.certificateId,
  };
};

type Parts = Awaited<ReturnType<typeof partsOf>>;

/** Timeline and documents as they are listed. */
export const historyOf = ({ lines, documents, departments }: Parts) => ({
  timeline: lines.map(({ organizationId, at, ...line }) => ({
    ...line,
    at: at.toISOString(),
    organization: organizationId === null ? null : departmentOf(departments, organizationId).name,
  })),
  documents: documents.map(({ id, kind, number, issuedAt, openedAt }) => ({
    id,
    kind,
    number,
    issuedAt: issuedAt.toISOString(),
    openedAt: instant(openedAt),
  })),
});

/** Requirements without what could be reused: for views in which nothing is handed in. */
export const plainRequirements = (item: ItemVersion) =>
  item.materials.map(({ code, name, necessity, notes, accept, field }) => ({
    code,
    name,
    necessity,
    notes,
    accept,
    ...(field !== undefined && { field }),
    reuse: null,
  }));

/** Ids of fields that a form asks. */
export const fieldIds = ({ form }: ItemVersion): string[] => allFields(form).map(({ id }) => id);
