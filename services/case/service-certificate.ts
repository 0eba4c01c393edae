import { factsAbout } from '@yiwang/data/base-register';
import type { Tx } from '@yiwang/foundation/db';
import { AppError } from '@yiwang/foundation/errors';
import type { FormValues } from '@yiwang/foundation/form';
import { allFields, isObject } from '@yiwang/foundation/form';
import type { Platform } from '@yiwang/foundation/http';
import { findOrganizations } from '@yiwang/foundation/organization';
import { findDivisions } from '@yiwang/foundation/region';
import { civilDateOf } from '@yiwang/foundation/time';
import { issue, type NewCertificate, putType } from '@yiwang/services/certificate';
import type { ItemCertificate, ItemVersion } from '@yiwang/services/item-catalogue';
import { certificateTypeOf, faceOf, validityOf } from './certificate-face.ts';
import { change, type Held } from './service-hold.ts';
import { note } from './service-record.ts';
import { CASES, type CaseRecord } from './store.ts';

/** The answers of a case in clear. */
export const answersOf = (platform: Platform, row: CaseRecord): FormValues =>
  JSON.parse(
    platform.keys.openText(row.formEnc, { table: CASES, id: row.id, column: 'form_enc' }),
  ) as FormValues;

const openColumn = (
  platform: Platform,
  row: CaseRecord,
  column: 'applicant_name_enc' | 'applicant_number_enc',
  sealed: Buffer | null,
): string => (sealed ? platform.keys.openText(sealed, { table: CASES, id: row.id, column }) : '');

/** Name and identity number of the applicant as the register had them at submission. */
export const applicantOf = (platform: Platform, row: CaseRecord) => ({
  name: openColumn(platform, row, 'applicant_name_enc', row.applicantNameEnc),
  number: openColumn(platform, row, 'applicant_number_enc', row.applicantNumberEnc),
});

/** Codes of divisions in the answers, to be shown by name. */
export function regionsIn({ form }: ItemVersion, data: FormValues): string[] {
  return allFields(form).flatMap(({ id, type }) => {
    const value = data[id];
    const code = type === 'address' && isObject(value) ? value.region : value;
    return (type === 'region' || type === 'address') && typeof code === 'string' ? [code] : [];
  });
}

async function contentOf(
  tx: Tx,
  platform: Platform,
  { row }: Held,
  item: ItemVersion,
  template: ItemCertificate,
): Promise<NewCertificate> {
  const data = answersOf(platform, row);
  const elements = template.face.flatMap(({ source }) =>
    source.from === 'element' && source.name ? [source.name] : [],
  );
  const reading = { purpose: '制作电子证照', basis: '行政许可法第三十九条', caseId: row.id };
  const [held, divisions, organizations] = await Promise.all([
    factsAbout(tx, platform, row.applicantId, elements, reading),
    findDivisions(tx, regionsIn(item, data)),
    findOrganizations(tx, [row.organizationId]),
  ]);
  const issuedOn = civilDateOf(tx.call.now);
  const validity = validityOf(template, data, issuedOn);
  const names = { region: (code: string) => divisions.get(code)?.fullName };
  const issuer = organizations[0]?.nameZh ?? '';
  return {
    typeCode: template.code,
    holder: { subjectId: row.applicantId, kind: row.applicantKind, ...applicantOf(platform, row) },
    face: faceOf(template, { form: item.form, data, held, names, issuedOn, issuer, validity }),
    organizationId: row.organizationId,
    regionCode: row.regionCode,
    caseId: row.id,
    ...validity,
  };
}

/** A type that nobody has put yet, because its item was published a moment ago, is put now. */
async function issueOrPut(
  tx: Tx,
  platform: Platform,
  template: ItemCertificate,
  content: NewCertificate,
) {
  try {
    return await issue(tx, platform, content);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'certificate.type_unknown') throw error;
    await putType(tx, certificateTypeOf(template));
    return await issue(tx, platform, content);
  }
}

/**
 * Issues the certificate that follows from a grant, once per case.
 * Source: 行政许可法 arts. 39, 44 (2019-04-23).
 */
export async function issueCertificate(
  tx: Tx,
  platform: Platform,
  held: Held,
  item: ItemVersion,
): Promise<void> {
  const { certificate } = item;
  if (!certificate || held.row.certificateId !== null) return;
  const content = await contentOf(tx, platform, held, item, certificate);
  const { id } = await issueOrPut(tx, platform, certificate, content);
  change(held, { certificateId: id });
  note(tx, held.row, 'certificate-issued', { certificateId: id });
}
