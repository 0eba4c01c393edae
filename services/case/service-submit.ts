import type { Tx } from '@yiwang/foundation/db';
import { allFields, type FormValues, visibleFields } from '@yiwang/foundation/form';
import { errors as httpErrors, type Platform } from '@yiwang/foundation/http';
import { departmentFor } from '@yiwang/foundation/organization';
import { civilDateOf } from '@yiwang/foundation/time';
import { findItemVersion, type ItemVersion } from '@yiwang/services/item-catalogue';
import { attachMaterials, checkCase } from '@yiwang/services/material';
import { v7 } from 'uuid';
import { caseNumber, queryCode } from './numbers.ts';
import { errors } from './rules.ts';
import type { ProvidedMaterial, Submit, Submitted } from './schema.ts';
import {
  acceptAnswers,
  applicantIn,
  type Ground,
  groundOf,
  provideAll,
  requirementsOf,
  statedIn,
  subjectOf,
} from './service-application.ts';
import { assertLevel, assertServed, currentItem, findDraft, typedIn } from './service-draft.ts';
import { add, keep } from './service-hold.ts';
import { startProcess } from './service-process.ts';
import { digest, note } from './service-record.ts';
import { CASES, type CaseRecord, nextNumber } from './store.ts';
import { type DraftRecord, deleteDraft } from './store-draft.ts';

/** Answers and materials as they are filed with a case, checked against form and item. */
export function filing(
  tx: Tx,
  item: ItemVersion,
  ground: Ground,
  given: { readonly data: FormValues; readonly materials: readonly ProvidedMaterial[] },
) {
  const { data, provenance } = acceptAnswers(tx, item, given.data, ground);
  const asked = visibleFields(item.form, data);
  const materials = provideAll(requirementsOf(item, ground), given.materials, data, asked);
  return { data, provenance, materials };
}

type Filing = ReturnType<typeof filing>;

/** Ids of all files of a case: those of requirements and those in fields of the form. */
export function filesOf(item: ItemVersion, { data, materials }: Filing): string[] {
  const inForm = allFields(item.form).flatMap(({ id, type }) => {
    const value = data[id];
    return type === 'file' && Array.isArray(value) ? value.map(String) : [];
  });
  return [...new Set([...materials.flatMap(({ materialIds }) => materialIds), ...inForm])];
}

/** Puts the files into the case and lets the machine compare what can be compared. */
export async function fileMaterials(
  tx: Tx,
  platform: Platform,
  row: CaseRecord,
  item: ItemVersion,
  filed: Filing,
): Promise<void> {
  const names = new Map(item.materials.map(({ code, name }) => [code, name]));
  const answers = filed.materials.flatMap(({ code, materialIds }) =>
    materialIds.flatMap((id) => {
      const name = names.get(code);
      return name ? [[id, { code, name }] as const] : [];
    }),
  );
  const { id: caseId, applicantId: subjectId, regionCode, organizationId, parties } = row;
  const whose = { caseId, subjectId, regionCode, organizationId, parties };
  await attachMaterials(tx, filesOf(item, filed), {
    ...whose,
    answers: Object.fromEntries(answers),
  });
  await checkCase(tx, platform, {
    caseId,
    subjectId,
    provided: filed.materials,
    facts: statedIn(item, filed.data),
    on: civilDateOf(tx.call.now),
    requirements: item.materials,
  });
}

/** The handling department first, then those of a joint review in the order of the item. */
const partiesOf = (tx: Tx, item: ItemVersion, regionCode: string) =>
  Promise.all(
    [item.organizationKind, ...(item.departments ?? [])].map((kind) =>
      departmentFor(tx, kind, regionCode),
    ),
  );

type Opening = {
  readonly draft: DraftRecord;
  readonly item: ItemVersion;
  readonly filed: Filing;
  readonly applicant: NonNullable<ReturnType<typeof applicantIn>>;
  readonly parties: readonly string[];
  readonly number: string;
};

function newRow(tx: Tx, platform: Platform, opening: Opening): CaseRecord {
  const { draft, item, filed, applicant, parties, number } = opening;
  const { now, actor } = tx.call;
  const id = v7();
  const place = (column: string) => ({ table: CASES, id, column });
  const { keys } = platform;
  return {
    id,
    caseNo: caseNumber(draft.regionCode, item.baseCode, civilDateOf(now), number),
    itemId: item.itemId,
    itemVersion: item.version,
    itemSlug: item.slug,
    itemNameZh: item.name.zh,
    itemNameEn: item.name.en,
    caseType: item.caseType,
    state: 'submitted',
    outcome: null,
    closingCode: null,
    applicantId: draft.subjectId,
    applicantKind: applicant.kind,
    accountId: actor.id,
    applicantNameEnc: keys.seal(applicant.name, place('applicant_name_enc')),
    applicantNumberEnc: applicant.number
      ? keys.seal(applicant.number, place('applicant_number_enc'))
      : null,
    formEnc: keys.seal(JSON.stringify(filed.data), place('form_enc')),
    provenance: filed.provenance,
    materials: filed.materials,
    regionCode: draft.regionCode,
    organizationId: parties[0] ?? '',
    parties: [...parties],
    processInstanceId: v7(),
    submittedAt: now,
    receivedAt: now,
    acceptedAt: null,
    presumed: false,
    decidedAt: null,
    closedAt: null,
    clock: null,
    legalOn: null,
    legalCertain: true,
    promisedOn: null,
    correctionUsed: false,
    correctionClock: null,
    correctionEnc: null,
    test: null,
    reviewedBy: null,
    decisionEnc: null,
    humanOnly: false,
    certificateId: null,
    version: 1,
  };
}

/**
 * Submits a draft: the case, its process, its files, ledger entry and event in one transaction, and the
 * draft is gone. Source: 行政许可法 arts. 29, 31 (2019-04-23).
 * @throws {AppError} `case.draft_unknown`, `case.form_changed`, `case.not_served`, `case.materials_missing`,
 * `form.invalid`, `http.level_too_low`, `organization.unknown_department`.
 */
export async function submit(tx: Tx, platform: Platform, { draftId }: Submit): Promise<Submitted> {
  const [draft, number] = await Promise.all([findDraft(tx, draftId), tx.first(nextNumber())]);
  const item = await findItemVersion(tx, draft.itemId, draft.itemVersion);
  assertLevel(tx, item);
  const [current, ground, departments] = await Promise.all([
    currentItem(tx, draft),
    groundOf(tx, platform, draft.subjectId, item),
    partiesOf(tx, item, draft.regionCode),
  ]);
  if (current.itemId !== item.itemId || current.version !== item.version)
    throw errors.form_changed({ version: current.version });
  const applicant = applicantIn(ground);
  if (!applicant) throw httpErrors.level_too_low({ required: 2, actual: tx.call.actor.authLevel });
  assertServed(item, ground);
  const given = { data: typedIn(platform, draft), materials: draft.materials };
  const filed = filing(tx, item, ground, given);
  const parties = departments.map(({ id }) => id);
  const opening = { draft, item, filed, applicant, parties, number: number?.n ?? '' };
  const held = add(tx, newRow(tx, platform, opening));
  held.acting = true;
  const { row } = held;
  tx.write(deleteDraft(draft.id, subjectOf(tx)), {
    rows: 1,
    otherwise: () => errors.draft_unknown(),
  });
  note(tx, row, 'submitted', {}, { form: digest(filed.data), materials: digest(filed.materials) });
  await fileMaterials(tx, platform, row, item, filed);
  await startProcess(tx, platform, held);
  keep(tx, held);
  return { id: row.id, caseNo: row.caseNo, queryCode: queryCode(platform.keys, row.id) };
}
