import type { Tx } from '@yiwang/foundation/db';
import type { Platform } from '@yiwang/foundation/http';
import { civilDateOf, instantOn } from '@yiwang/foundation/time';
import { heldBy } from '@yiwang/services/certificate';
import { reusableFrom } from './rules.ts';
import type { Requirement, Reusable } from './schema.ts';
import { nameOf } from './service.ts';
import * as store from './store.ts';

async function certificatesFor(
  tx: Tx,
  platform: Platform,
  subjectId: string,
  types: readonly string[],
) {
  if (types.length === 0) return [];
  const on = civilDateOf(tx.call.now);
  const held = await heldBy(tx, platform, subjectId, types, { purpose: '核对可免交的材料' });
  return held.filter(({ state, validFromOn }) => state === 'valid' && validFromOn <= on);
}

/**
 * What a subject need not hand in again, by code of the requirement: a certificate that is valid now
 * comes first, else the newest own file that answered the same requirement in the last months
 * (`REUSE_MONTHS`). Requirements without either are missing.
 */
export async function reusableFor(
  tx: Tx,
  platform: Platform,
  subjectId: string,
  requirements: readonly Requirement[],
): Promise<Record<string, Reusable>> {
  const types = requirements.flatMap(({ certificateType }) => certificateType ?? []);
  const since = instantOn(reusableFrom(civilDateOf(tx.call.now)), 0);
  const codes = requirements.map(({ code }) => code);
  const [held, earlier] = await Promise.all([
    certificatesFor(tx, platform, subjectId, types),
    codes.length === 0 ? [] : tx.all(store.answered(subjectId, codes, since)),
  ]);
  const found: Record<string, Reusable> = {};
  for (const { code, name, certificateType } of requirements) {
    const certificate = held.find(({ typeCode }) => typeCode === certificateType);
    if (certificate) {
      const { id, identifier, typeName, validUntilOn } = certificate;
      found[code] = {
        kind: 'certificate',
        certificateId: id,
        identifier,
        name: typeName,
        validUntilOn,
      };
      continue;
    }
    const file = earlier.find(
      (row) => row.code === code && (name === undefined || row.nameZh === name.zh),
    );
    if (file)
      found[code] = {
        kind: 'earlier',
        materialId: file.id,
        name: nameOf(platform, file),
        at: file.attachedAt,
      };
  }
  return found;
}
