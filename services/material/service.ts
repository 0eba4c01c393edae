import { createHash } from 'node:crypto';
import { record, recordRead } from '@yiwang/foundation/audit';
import { type Database, readAs, type Tx, withActor } from '@yiwang/foundation/db';
import { AppError } from '@yiwang/foundation/errors';
import { emit, type Subscription } from '@yiwang/foundation/events';
import type { FileStore, StoredFile, Upload } from '@yiwang/foundation/files';
import { errors as httpErrors, type Platform } from '@yiwang/foundation/http';
import type { Call } from '@yiwang/foundation/permission';
import { v7 } from 'uuid';
import { cleanName, errors, MOST_UNATTACHED, mayOpen, ownerOf } from './rules.ts';
import type { CaseOf, Material, Uploaded } from './schema.ts';
import * as store from './store.ts';

/** What the resident reads in the reading log when an officer gave no words of his own. */
const PURPOSE = '办理案件时查看材料';

export const nameOf = (platform: Platform, row: { id: string; nameEnc: Buffer }): string =>
  platform.keys.openText(row.nameEnc, { table: store.MATERIALS, id: row.id, column: 'name_enc' });

const view = (platform: Platform, row: store.MaterialRow): Material => ({
  id: row.id,
  name: nameOf(platform, row),
  mediaType: row.mediaType,
  size: row.size,
  sha256: row.address,
  state: row.state,
  createdAt: row.createdAt.toISOString(),
});

/** The same act only when the content is the same too: the body of an upload is not in the HTTP hash. */
function withContent(call: Call, sha256: string): Call {
  if (!call.idempotency) return call;
  const hash = createHash('sha256').update(`${call.idempotency.hash}\n${sha256}`);
  return { ...call, idempotency: { ...call.idempotency, hash: hash.digest('base64url') } };
}

async function isKept(files: FileStore, sha256: string): Promise<boolean> {
  try {
    (await files.get(sha256)).destroy();
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'files.unknown') return false;
    throw error;
  }
}

async function assertRoom(db: Database, call: Call): Promise<void> {
  const row = await readAs(db, { ...call, idempotency: undefined } as Call, (tx) =>
    tx.first(store.countUnattached(ownerOf(call.actor))),
  );
  if (Number(row?.count ?? 0) >= MOST_UNATTACHED) throw errors.too_many({ most: MOST_UNATTACHED });
}

async function write(tx: Tx, platform: Platform, name: string, file: StoredFile) {
  const ownerId = ownerOf(tx.call.actor);
  const [, same] = await Promise.all([
    tx.all(store.lockContent(file.sha256)),
    tx.first(store.sameContent(ownerId, file.sha256)),
  ]);
  // A removal of equal content may have been first; then the bytes are gone again.
  if (!(await isKept(platform.files, file.sha256))) throw errors.lost();
  const id = v7();
  const place = { table: store.MATERIALS, id, column: 'name_enc' };
  tx.write(
    store.insertMaterial({
      id,
      owner_id: ownerId,
      name_enc: platform.keys.seal(name, place),
      media_type: file.mediaType,
      size: file.size,
      address: file.sha256,
      scanned: file.scanned,
      created_at: tx.call.now,
    }),
  );
  record(tx, {
    act: 'material.upload',
    subject: { kind: 'material', id },
    detail: { mediaType: file.mediaType, size: file.size },
  });
  const answer: Uploaded = {
    id,
    name,
    mediaType: file.mediaType,
    size: file.size,
    sha256: file.sha256,
    state: 'stored',
    createdAt: tx.call.now.toISOString(),
    scanned: file.scanned,
    sameAs: same
      ? { id: same.id, name: nameOf(platform, same), createdAt: same.createdAt.toISOString() }
      : null,
  };
  return answer;
}

/**
 * Takes a file in: the sieve of foundation/files, then the row of its owner. An earlier file of equal
 * content is named, not refused: one document may answer two requirements.
 * @throws {AppError} of foundation/files; `material.too_many`, `lost`; `db.key_reused`.
 */
export async function upload(platform: Platform, call: Call, input: Upload): Promise<Uploaded> {
  await assertRoom(platform.db, call);
  const file = await platform.files.put(input);
  const name = cleanName(input.name, file.mediaType);
  return withActor(platform.db, withContent(call, file.sha256), (tx) =>
    write(tx, platform, name, file),
  );
}

/** Files by id, in the order asked for; those that are unknown or not for the actor are missing. */
export async function findMaterials(
  tx: Tx,
  platform: Platform,
  ids: readonly string[],
): Promise<Material[]> {
  if (ids.length === 0) return [];
  const rows = new Map((await tx.all(store.materialsByIds(ids))).map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = rows.get(id);
    return row ? [view(platform, row)] : [];
  });
}

/**
 * A file for its owner or for an officer of its case; an officer's look is in the subject's reading log.
 * @throws {AppError} `material.unknown`; `http.forbidden` for an officer without `material.read`.
 */
export async function openMaterial(
  tx: Tx,
  platform: Platform,
  id: string,
  fields: readonly string[],
): Promise<Material & { ownerId: string }> {
  const { actor } = tx.call;
  const [row, dossier] = await Promise.all([
    tx.first(store.materialsByIds([id])),
    tx.first(store.caseOf(id)),
  ]);
  if (!row) throw errors.unknown();
  const own = row.ownerId === ownerOf(actor);
  if (!own && !mayOpen(actor)) throw httpErrors.forbidden({ permission: 'material.read' });
  if (!own && dossier)
    recordRead(tx, {
      subjectId: dossier.subjectId,
      fields,
      purpose: tx.call.purpose ?? PURPOSE,
      caseId: dossier.caseId,
      regionCode: dossier.regionCode,
    });
  return { ...view(platform, row), ownerId: row.ownerId };
}

/**
 * Makes files part of a case, for its owner (the actor); call it at submission and correction also
 * without files, so that the machine checks have a case to stand under. A file may be in several cases.
 * @throws {AppError} `material.unknown` for files of others, `gone` when removed meanwhile.
 */
export async function attachMaterials(
  tx: Tx,
  ids: readonly string[],
  input: CaseOf,
): Promise<void> {
  const wanted = [...new Set(ids)];
  const { actor, now } = tx.call;
  const rows = wanted.length === 0 ? [] : await tx.all(store.materialsByIds(wanted));
  const mine = rows.filter((row) => actor.kind === 'system' || row.ownerId === ownerOf(actor));
  if (mine.length < wanted.length) throw errors.unknown();
  const { caseId, subjectId, regionCode, organizationId, parties, answers = {} } = input;
  const dossier = {
    case_id: caseId,
    subject_id: subjectId,
    region_code: regionCode,
    organization_id: organizationId,
    parties: [...(parties ?? [organizationId])],
  };
  tx.write(store.putDossier(dossier, parties !== undefined));
  if (mine.length === 0) return;
  tx.write(store.markAttached(wanted), { rows: wanted.length, otherwise: () => errors.gone() });
  for (const { id, ownerId } of mine)
    tx.write(
      store.insertAttachment({
        case_id: caseId,
        material_id: id,
        owner_id: ownerId,
        code: answers[id]?.code ?? null,
        name_zh: answers[id]?.name.zh ?? null,
        attached_at: now,
      }),
    );
  record(tx, {
    act: 'material.attach',
    subject: { kind: 'case', id: caseId },
    regionCode,
    detail: { count: mine.length },
  });
}

/**
 * Removes an own file that belongs to no case; its bytes go when nobody else holds equal content.
 * @throws {AppError} `material.unknown`, `attached`.
 */
export async function remove(tx: Tx, id: string): Promise<void> {
  const row = await tx.first(store.materialsByIds([id]));
  if (!row || row.ownerId !== ownerOf(tx.call.actor)) throw errors.unknown();
  if (row.state !== 'stored') throw errors.attached();
  tx.write(store.removeMaterial(id, tx.call.now), {
    rows: 1,
    otherwise: () => errors.attached(),
  });
  record(tx, { act: 'material.remove', subject: { kind: 'material', id } });
  emit(tx, { type: 'material.removed', subject: id });
}

/** Deletes the bytes of removed files, once no file has that content any more. */
export const subscriptions = ({ files }: Platform): Subscription[] => [
  {
    consumer: 'material',
    types: ['material.removed'],
    handle: async (tx, event) => {
      const found = await tx.first(store.contentOf(event.subject));
      if (!found) return;
      await tx.all(store.lockContent(found.address));
      const locked = await tx.first(store.contentOf(event.subject));
      if (locked && !locked.inUse) await files.remove(locked.address);
    },
  },
];
