import { elements, factsAbout, sameName } from '@yiwang/data/base-register';
import { recordRead } from '@yiwang/foundation/audit';
import type { Tx } from '@yiwang/foundation/db';
import { AppError } from '@yiwang/foundation/errors';
import type { FileStore } from '@yiwang/foundation/files';
import type { Platform } from '@yiwang/foundation/http';
import { civilDateOf } from '@yiwang/foundation/time';
import { heldBy } from '@yiwang/services/certificate';
import { v7 } from 'uuid';
import { errors, ownerOf } from './rules.ts';
import {
  type CheckedFile,
  certificateChecks,
  duplicateChecks,
  fileChecks,
  masked,
  statedChecks,
} from './rules-checks.ts';
import type { CaseToCheck, Check } from './schema.ts';
import { nameOf } from './service.ts';
import * as store from './store.ts';
import * as checkStore from './store-checks.ts';

const PURPOSE = '核对申请材料与登记信息是否一致';
/** Materials that are at hand are not asked for again, so they are looked up. */
const BASIS = '国务院关于在线政务服务的若干规定（2019-04-26）第七条';

/**
 * Whether a file can be opened: it is there, its key fits, its first block is authentic. The rest was
 * authenticated when it came in and is again whenever somebody reads it.
 */
async function conditionOf(files: FileStore, sha256: string): Promise<CheckedFile['condition']> {
  try {
    for await (const _block of await files.get(sha256)) break;
    return 'sound';
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'files.unknown') return 'missing';
    if (error.code === 'files.damaged') return 'damaged';
    throw error;
  }
}

async function filesOf(tx: Tx, platform: Platform, ids: readonly string[]) {
  const rows = ids.length === 0 ? [] : await tx.all(store.materialsByIds(ids));
  const files = new Map<string, CheckedFile>();
  for (const row of rows) {
    const condition = await conditionOf(platform.files, row.address);
    const name = nameOf(platform, row);
    files.set(row.id, { id: row.id, name, sha256: row.address, condition });
  }
  return files;
}

const sealed = (platform: Platform, id: string, check: Check): Buffer => {
  const { left, right } = check.compared;
  const place = { table: checkStore.CHECKS, id, column: 'compared_enc' };
  return platform.keys.seal(JSON.stringify({ left, right }), place);
};

function keep(tx: Tx, platform: Platform, caseId: string, checks: readonly Check[]): void {
  const run = { run_id: v7(), run_at: tx.call.now, case_id: caseId };
  const rows = checks.map((check) => {
    const id = v7();
    return {
      id,
      ...run,
      code: check.code,
      state: check.state,
      reason: check.reason,
      material_code: check.materialCode,
      what: check.compared.what,
      compared_enc: sealed(platform, id, check),
      source_zh: check.source.zh,
      source_en: check.source.en,
      as_of_on: check.asOf,
    };
  });
  if (rows.length > 0) tx.write(checkStore.insertChecks(rows));
}

/**
 * Machine checks of a submitted case, kept as evidence: they decide nothing, and what could not be
 * checked is among them as `unknown`. Opens each file but does not read it, so that it fits into a
 * submission. Values are in clear; show `checksOf`.
 * @throws {AppError} `material.case_unknown` before `attachMaterials`.
 */
export async function checkCase(tx: Tx, platform: Platform, input: CaseToCheck): Promise<Check[]> {
  const { caseId, subjectId, provided, facts, on, neededUntilOn, requirements = [] } = input;
  const askedOn = civilDateOf(tx.call.now);
  const reason = { purpose: PURPOSE, basis: BASIS, caseId };
  const known = Object.fromEntries(Object.entries(facts).filter(([id]) => id in elements));
  const asked = [...new Set([...Object.keys(known), 'person.name', 'legal.name'])];
  const shown = provided.flatMap(({ certificateId }) => certificateId ?? []);
  const [dossier, held, certificates] = await Promise.all([
    tx.first(store.dossier(caseId)),
    factsAbout(tx, platform, subjectId, asked, reason),
    shown.length === 0 ? [] : heldBy(tx, platform, subjectId, undefined, reason),
  ]);
  if (!dossier || dossier.subjectId !== subjectId) throw errors.case_unknown();
  const ids = provided.flatMap(({ materialIds }) => materialIds);
  const files = await filesOf(tx, platform, ids);
  const checks = [
    ...statedChecks(known, held, askedOn, sameName),
    ...provided
      .filter(({ certificateId }) => certificateId !== undefined)
      .flatMap((one) =>
        certificateChecks({
          provided: one,
          certificate: certificates.find(({ id }) => id === one.certificateId),
          typeCode: requirements.find(({ code }) => code === one.code)?.certificateType,
          held,
          on,
          askedOn,
          neededUntilOn,
          sameName,
        }),
      ),
    ...fileChecks(provided, files, askedOn),
    ...duplicateChecks(provided, files, askedOn),
  ];
  keep(tx, platform, caseId, checks);
  return checks;
}

/**
 * The newest checks of a case, personal values masked. With `clear` they are as they were found, and the
 * look is in the subject's reading log (`audit.purpose_missing` without a purpose).
 */
export async function checksOf(
  tx: Tx,
  platform: Platform,
  caseId: string,
  options: { readonly clear?: boolean } = {},
): Promise<Check[]> {
  const [dossier, rows] = await Promise.all([
    tx.first(store.dossier(caseId)),
    tx.all(checkStore.newestRun(caseId)),
  ]);
  const checks = rows.map((row): Check => {
    const place = { table: checkStore.CHECKS, id: row.id, column: 'compared_enc' };
    const { left, right } = JSON.parse(platform.keys.openText(row.comparedEnc, place));
    return {
      code: row.code,
      state: row.state,
      reason: row.reason,
      materialCode: row.materialCode,
      compared: { what: row.what, left, right },
      source: { zh: row.sourceZh, en: row.sourceEn },
      asOf: row.asOfOn,
    };
  });
  if (!options.clear) return checks.map(masked);
  if (dossier && rows.length > 0 && dossier.subjectId !== ownerOf(tx.call.actor))
    recordRead(tx, {
      subjectId: dossier.subjectId,
      fields: [...new Set(rows.map(({ what }) => what))],
      caseId,
      regionCode: dossier.regionCode,
    });
  return checks;
}
