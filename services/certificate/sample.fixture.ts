import { syntheticIdNumber } from '@yiwang/foundation/identifier';
import { v7 } from 'uuid';
import type { NewCertificate, NewType } from './schema.ts';

/** A type as the seed puts it; the code has the form of live ones. */
export const elderCard: NewType = {
  code: '11100000MB0341032Y002',
  name: { zh: '老年人优待证', en: 'Senior citizen card' },
  definedBy: { zh: '测试定义机构', en: 'Defining authority of the tests' },
  holderKind: 'person',
  template: {
    fields: [
      { key: 'holder.name', label: { zh: '姓名', en: 'Name' } },
      { key: 'sex', label: { zh: '性别', en: 'Sex' } },
      { key: 'birthOn', label: { zh: '出生日期', en: 'Born' } },
      { key: 'holder.number', label: { zh: '公民身份号码', en: 'Citizen ID number' } },
      { key: 'validity', label: { zh: '有效期', en: 'Valid' } },
      { key: 'note', label: { zh: '备注', en: 'Note' }, optional: true },
    ],
    foot: { zh: '老年人权益保障法第五十三条', en: 'Law on the Elderly, art. 53' },
  },
};

export const ISSUER = 'o-elder';
export const OTHER_ISSUER = 'o-other';
export const REGION = '340104';

/** What is issued in the tests: valid from 2026-03-02 to 2027-03-01. */
export const newCard = (who: {
  subjectId: string;
  name: string;
  caseId?: string;
  organizationId?: string;
}): NewCertificate => ({
  typeCode: elderCard.code,
  holder: {
    subjectId: who.subjectId,
    kind: 'person',
    name: who.name,
    number: syntheticIdNumber('340104', '1960-01-01', 1),
  },
  face: { sex: '女', birthOn: '1960年1月1日' },
  organizationId: who.organizationId ?? ISSUER,
  regionCode: REGION,
  caseId: who.caseId ?? v7(),
  validFromOn: '2026-03-02',
  validUntilOn: '2027-03-01',
});
