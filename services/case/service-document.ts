import { recordRead } from '@yiwang/foundation/audit';
import type { Tx } from '@yiwang/foundation/db';
import { html, type Markup, type Platform } from '@yiwang/foundation/http';
import type { Locale } from '@yiwang/foundation/i18n';
import { findOrganizations } from '@yiwang/foundation/organization';
import { noticeDocument, renderSealedPdf } from '@yiwang/foundation/pdf';
import { civilDateOf } from '@yiwang/foundation/time';
import { showDay, writeDocument } from './documents.ts';
import { errors } from './rules.ts';
import type { DocumentKind, DocumentView } from './schema.ts';
import { subjectOf } from './service-application.ts';
import { applicantOf } from './service-certificate.ts';
import type { Contents } from './service-record.ts';
import { readAsParty } from './service-view.ts';
import { DOCUMENTS, documentById, markOpened } from './store-record.ts';

/**
 * A notice or decision in one language. The applicant's first opening is kept as the day of electronic
 * delivery; anybody else's is in the applicant's read log.
 * @throws {AppError} `case.unknown`, `case.document_unknown`
 */
export async function openDocument(
  tx: Tx,
  platform: Platform,
  caseId: string,
  documentId: string,
  locale: Locale,
): Promise<DocumentView> {
  const [row, document] = await Promise.all([
    readAsParty(tx, caseId),
    tx.first(documentById(caseId, documentId)),
  ]);
  if (!document) throw errors.document_unknown();
  const [office] = await findOrganizations(tx, [row.organizationId]);
  const place = { table: DOCUMENTS, id: document.id, column: 'content_enc' };
  const content = JSON.parse(
    platform.keys.openText(document.contentEnc, place),
  ) as Contents[DocumentKind];
  const { name } = applicantOf(platform, row);
  if (row.applicantId === subjectOf(tx)) {
    if (document.openedAt === null) tx.write(markOpened(document.id, tx.call.now));
  } else
    recordRead(tx, {
      subjectId: row.applicantId,
      fields: ['applicant', `document.${document.kind}`],
      purpose: tx.call.purpose ?? '办理您的申请',
      basis: '行政许可法第三十四条',
      caseId,
      regionCode: row.regionCode,
    });
  const frame = {
    applicant: name,
    item: { zh: row.itemNameZh, en: row.itemNameEn },
    caseNo: row.caseNo,
    submittedOn: civilDateOf(row.submittedAt),
  };
  const body = writeDocument(document.kind, content, frame, locale);
  return {
    id: document.id,
    kind: document.kind,
    number: document.number,
    issuer: (locale === 'zh' ? office?.nameZh : office?.nameEn) ?? row.organizationId,
    addressee: `${name}${locale === 'zh' ? '：' : ':'}`,
    issuedOn: civilDateOf(document.issuedAt),
    title: body.title,
    paragraphs: [...body.paragraphs],
    items: [...body.items],
    closing: [...body.closing],
  };
}

/** The document as a page to read and print. */
export const documentPage = (view: DocumentView, locale: Locale): Markup => html`<!doctype html>
<html lang="${locale === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${view.title} ${view.number}</title><link rel="stylesheet" href="/assets/page.css"></head>
<body><main class="notice"><p>${view.issuer}</p><h1>${view.title}</h1><p>${view.number}</p>
<p>${view.addressee}</p>
${view.paragraphs.map((text) => html`<p>${text}</p>`)}
${view.items.length > 0 && html`<ul>${view.items.map((text) => html`<li>${text}</li>`)}</ul>`}
${view.closing.map((text) => html`<p>${text}</p>`)}
<p>${view.issuer}<br>${showDay(view.issuedOn, locale)}</p></main></body></html>`;

/** The document as a sealed PDF. Runs in the PDF worker, after the transaction that read it has ended. */
export const documentPdf = (
  platform: Platform,
  view: DocumentView,
  locale: Locale,
  now: Date,
): Promise<Buffer> =>
  renderSealedPdf(
    noticeDocument({
      language: locale === 'zh' ? 'zh-CN' : 'en',
      createdAt: now.toISOString(),
      issuer: view.issuer,
      title: view.title,
      number: view.number,
      addressee: view.addressee,
      paragraphs: [...view.paragraphs, ...view.items],
      closing: view.closing,
      issuedOn: showDay(view.issuedOn, locale),
      seal: { name: view.issuer },
    }),
    platform.keys,
    { sealedAt: now.toISOString(), name: view.issuer, reason: view.title },
  );
