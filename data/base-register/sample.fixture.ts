import type { Tx } from '@yiwang/foundation/db';
import { syntheticIdNumber, syntheticUscc } from '@yiwang/foundation/identifier';
import { addOrganization } from '@yiwang/foundation/organization';
import { actingAs, at } from '@yiwang/foundation/testing';
import type { NewLegalPerson, NewPerson } from './service.ts';

/** A working day in a year whose schedule is loaded. */
export const NOW = at('2026-03-02 09:00');

export const police = {
  organizationId: 'police',
  zh: '合肥市公安局蜀山分局',
  en: 'Shushan police',
};
export const market = {
  organizationId: 'market',
  zh: '蜀山区市场监管局',
  en: 'Shushan market office',
};

/** The departments of the samples. */
export function addDepartments(tx: Tx): void {
  for (const [source, kind] of [
    [police, 'police'],
    [market, 'market'],
  ] as const)
    addOrganization(tx, {
      id: source.organizationId,
      kind,
      name: { zh: source.zh, en: source.en },
      regionCode: '340104',
    });
}

/** A synthetic person; `n` 0–999 makes the number. */
export const person = (n: number, more: Partial<NewPerson> = {}): NewPerson => ({
  name: '买买提·吐尔逊',
  idNumber: syntheticIdNumber('340104', '1958-04-01', n),
  residence: '安徽省合肥市蜀山区长江西路1号',
  regionCode: '340104',
  source: police,
  asOf: '2026-01-05',
  ...more,
});

/** A synthetic individual business; `body` is eight characters of its organisation code. */
export const business = (body: string, more: Partial<NewLegalPerson> = {}): NewLegalPerson => ({
  name: '蜀山区老王面馆',
  uscc: syntheticUscc('92', '340104', body),
  representative: '买买提·吐尔逊',
  address: '安徽省合肥市蜀山区望江路2号',
  regionCode: '340104',
  businessScope: '餐饮服务',
  registeredOn: '2020-05-06',
  source: market,
  asOf: '2026-01-05',
  ...more,
});

/** A resident whose account is linked to a subject. */
export const resident = (subjectId: string) =>
  actingAs('person', `account-${subjectId}`, { actsFor: subjectId });

/** An officer of a department with a post that sees its own organization's rows. */
export const officer = (organizationId: string, permissions: readonly string[] = []) =>
  actingAs('officer', `officer-${organizationId}`, {
    organizationId,
    postId: `post-${organizationId}`,
    permissions,
    scope: { regions: [], organizations: [organizationId] },
  });
