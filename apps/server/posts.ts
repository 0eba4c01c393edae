import type { Tx } from '@yiwang/foundation/db';
import { setPostKind } from '@yiwang/foundation/organization';

type Kind = { zh: string; en: string; sees: 'organization' | 'region'; may: readonly string[] };

const atTheDesk = ['review-desk.read', 'case.read', 'material.read'];

/**
 * What each kind of post may do when a platform is first set up: as little as its work needs (F2). An
 * administrator changes it afterwards in the database's own table; this list is only its beginning.
 */
export const postKinds: Readonly<Record<string, Kind>> = {
  window: {
    zh: '综合窗口',
    en: 'Counter',
    sees: 'organization',
    may: [...atTheDesk, 'case.accept', 'case.unmask'],
  },
  inspector: {
    zh: '现场核查',
    en: 'Inspector',
    sees: 'organization',
    may: [...atTheDesk, 'case.visit', 'case.order-test', 'case.unmask'],
  },
  reviewer: {
    zh: '审查',
    en: 'Reviewer',
    sees: 'organization',
    may: [...atTheDesk, 'case.opine', 'case.review', 'case.unmask', 'instant-approval.read'],
  },
  approver: {
    zh: '审批',
    en: 'Approver',
    sees: 'organization',
    may: [
      ...atTheDesk,
      'case.decide',
      'case.extend',
      'case.unmask',
      'certificate.suspend',
      'certificate.revoke',
      'instant-approval.read',
      'instant-approval.answer',
    ],
  },
  monitor: {
    zh: '电子监察',
    en: 'Monitor',
    sees: 'region',
    may: ['review-desk.read', 'case.read', 'instant-approval.read', 'rating.read'],
  },
  registrar: {
    zh: '数据管理',
    en: 'Registrar',
    sees: 'organization',
    may: ['base-register.answer', 'base-register.unmask'],
  },
  'catalogue-editor': {
    zh: '事项管理',
    en: 'Catalogue editor',
    sees: 'region',
    may: ['item-catalogue.publish', 'working-calendar.import'],
  },
};

/** Writes the first table of post kinds; run once, with the seed. */
export function setUpPosts(tx: Tx): void {
  for (const [kind, { zh, en, sees, may }] of Object.entries(postKinds))
    setPostKind(tx, { kind, name_zh: zh, name_en: en, permissions: [...may], sees });
}
