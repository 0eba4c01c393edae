import { X509Certificate } from 'node:crypto';
import { recordRead } from '@yiwang/foundation/audit';
import { type Tx, withActor } from '@yiwang/foundation/db';
import type { Platform } from '@yiwang/foundation/http';
import { t } from '@yiwang/foundation/i18n';
import { findOrganizations } from '@yiwang/foundation/organization';
import { certificateFace, type PdfDocument, renderSealedPdf } from '@yiwang/foundation/pdf';
import { type Call, system } from '@yiwang/foundation/permission';
import { civilDateOf } from '@yiwang/foundation/time';
import { errors, maySee, mayUnmask, subjectOf } from './rules.ts';
import { holderName, placeOf, TABLE, typeOf } from './service.ts';
import * as store from './store.ts';

/** How the platform's own authority of pilot keys is called (foundation/crypto). */
const PILOT_AUTHORITY = '电子印章签发';

/**
 * Whether documents are sealed with the platform's own pilot key, not with one certified by a licensed
 * provider (电子签名法 art. 16, 2019-04-23): the document then says that it has no legal effect.
 */
export function isPilotSeal({ keys }: Platform): boolean {
  const { issuer } = new X509Certificate(keys.certificates().document);
  return issuer.includes(PILOT_AUTHORITY);
}

const CHECK_LENGTH = 8;
const checksOf = ({ keys }: Platform, identifier: string): string[] =>
  keys
    .blindIndexes('certificate.printed', identifier)
    .map((bytes) => bytes.toString('base64url').slice(0, CHECK_LENGTH));

/** The short check in a printed code: nobody without the platform's key can make one. */
export const printedCheck = (platform: Platform, identifier: string): string =>
  checksOf(platform, identifier)[0] ?? '';

/** Whether a check belongs to an identifier, also under an earlier key. */
export const isPrintedCheck = (platform: Platform, identifier: string, check: string): boolean =>
  check.length === CHECK_LENGTH && checksOf(platform, identifier).includes(check);

/** The address that the printed code of a certificate leads to. */
export const printedAddress = (platform: Platform, identifier: string): string =>
  `${platform.settings.publicUrl}/verify?i=${identifier}&c=${printedCheck(platform, identifier)}`;

const inChinese = (on: string): string => {
  const [year, month, day] = on.split('-').map(Number);
  return `${year}年${month}月${day}日`;
};

const validity = (from: string, until: string | null): string =>
  until === null ? `${inChinese(from)}起长期有效` : `${inChinese(from)}至${inChinese(until)}`;

type Whole = store.Found & { holderNumberEnc: Buffer; faceEnc: Buffer; definition: string };

/** The face of a certificate as a document. */
function documentOf(platform: Platform, row: Whole, issuer: string): PdfDocument {
  const text = (sealed: Buffer, column: string) =>
    platform.keys.openText(sealed, { table: TABLE, id: row.id, column });
  const { name, template } = typeOf({ version: row.typeVersion, definition: row.definition });
  const values: Record<string, string> = {
    ...(JSON.parse(text(row.faceEnc, 'face_enc')) as Record<string, string>),
    'holder.name': holderName(platform, row),
    'holder.number': text(row.holderNumberEnc, 'holder_number_enc'),
    validity: validity(row.validFromOn, row.validUntilOn),
  };
  const pilot = isPilotSeal(platform);
  return certificateFace({
    language: 'zh-CN',
    createdAt: row.issuedAt.toISOString(),
    title: template.title?.zh ?? name.zh,
    subtitle: template.title?.en ?? name.en,
    number: `证照编号：${row.number}`,
    fields: template.fields
      .map(({ key, label }) => ({ label: label.zh, value: values[key] ?? '' }))
      .filter(({ value }) => value !== ''),
    issuer,
    issuedOn: inChinese(row.issuedOn),
    seal: { name: issuer, purpose: template.sealPurpose ?? '电子证照专用章' },
    qr: {
      text: printedAddress(platform, row.identifier),
      caption: `${t('zh', 'certificate.face.scan')}\n${row.identifier}`,
      alt: t('zh', 'certificate.face.scan'),
    },
    foot: pilot ? t('zh', 'certificate.face.pilot') : template.foot?.zh,
    watermark: pilot ? t('zh', 'certificate.face.pilot_mark') : undefined,
  });
}

/**
 * Draws, seals and stores the PDF of a certificate when it is first opened (contracts.md 28): most are
 * never opened, and drawing costs more than the whole case. Whoever comes second gets the first one's.
 * Runs as the system. @throws {AppError} `pdf.missing_glyph`, `pdf.does_not_fit`, `pdf.busy`.
 */
export async function drawOnce(
  tx: Tx,
  platform: Platform,
  id: string,
): Promise<{ sha256: string; size: number }> {
  await tx.all(store.lockDrawing(id));
  const [drawn, row] = await Promise.all([
    tx.first(store.fileOf(id)),
    tx.first(store.wholeCertificate(id)),
  ]);
  if (drawn) return drawn;
  if (!row) throw errors.unknown();
  const [organization] = await findOrganizations(tx, [row.organizationId]);
  const issuer = organization?.nameZh ?? row.organizationId;
  const sealedAt = tx.call.now;
  const content = await renderSealedPdf(documentOf(platform, row, issuer), platform.keys, {
    sealedAt: sealedAt.toISOString(),
    name: issuer,
    reason: '证照签发',
  });
  const { sha256, size } = await platform.files.put({
    content,
    name: `${id}.pdf`,
    accept: ['pdf'],
  });
  tx.write(
    store.insertFile({
      certificate_id: id,
      sha256,
      size,
      rendered_at: sealedAt,
      ...placeOf(row),
    }),
  );
  return { sha256, size };
}

/** As the system, for what a reader may not do himself; the reader's own idempotency key stays out. */
export const asSystem = (call: Call, part: string): Call => ({
  actor: system(`certificate.${part}`),
  now: call.now,
  traceId: call.traceId,
});

/**
 * The sealed PDF for its holder, or for an officer who may unmask and says why.
 * @throws {AppError} `certificate.unknown`, `forbidden`, `purpose_missing`, and those of `drawOnce`.
 */
export async function openFile(
  platform: Platform,
  call: Call,
  id: string,
): Promise<{ content: Buffer; name: string }> {
  const { row, file } = await withActor(platform.db, call, async (tx) => {
    const [found, drawn] = await Promise.all([
      tx.first(store.certificateById(id)),
      tx.first(store.fileOf(id)),
    ]);
    if (!found || !maySee(call.actor)) throw errors.unknown();
    if (subjectOf(call.actor) !== found.holderId) {
      if (!mayUnmask(call.actor)) throw errors.forbidden();
      if (!call.purpose) throw errors.purpose_missing();
      recordRead(tx, {
        subjectId: found.holderId,
        fields: ['certificate.file'],
        caseId: found.caseId,
        regionCode: found.regionCode,
      });
    }
    return { row: found, file: drawn };
  });
  const { sha256 } =
    file ??
    (await withActor(platform.db, asSystem(call, 'drawing'), (tx) => drawOnce(tx, platform, id)));
  const day = civilDateOf(row.issuedAt);
  return { content: await platform.files.read(sha256), name: `${row.typeZh}-${day}.pdf` };
}
