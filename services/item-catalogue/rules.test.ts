import { describe, expect, it } from 'vitest';
import { readPackages } from './catalogue.ts';
import { messages } from './messages.ts';
import { registerElements } from './register.ts';
import { checkPackage } from './rules-package.ts';
import type { ItemPackage } from './schema.ts';

const packages = readPackages();
const copy = (slug: string): ItemPackage =>
  structuredClone(packages.find(({ item }) => item.slug === slug)!);

type Deep<T> = { -readonly [K in keyof T]: Deep<T[K]> };
type Draft = Deep<ItemPackage>;
/** Codes of all problems of a package after one change. */
async function codesAfter(slug: string, change: (pack: Draft) => void): Promise<string[]> {
  const pack = copy(slug);
  change(pack as Draft);
  const problems = await checkPackage(pack, registerElements);
  return [...new Set(problems.map(({ code }) => code))];
}
const field = (pack: Draft, id: string) =>
  pack.form.pages.flatMap((page) => page.fields).find((one) => one.id === id)!;
const food = 'food-licence';
const elder = 'elder-card';
const road = 'road-occupation';

describe('the shipped packages', () => {
  it.each(packages.map((pack) => [pack.item.slug, pack] as const))(
    '%s passes every check',
    async (_slug, pack) => {
      expect(await checkPackage(pack, registerElements)).toEqual([]);
    },
  );
});

describe('each consistency check refuses what it is for (domain.md 1.8)', () => {
  it.each<[string, string, (pack: Draft) => void]>([
    ['r1', elder, ({ item }) => (item.caseType = 'promised')],
    ['r1', elder, ({ item }) => (item.reviewType = 'reviewThenApprove')],
    ['r1', food, ({ item }) => (item.caseType = 'immediate')],
    ['r2', food, ({ item }) => (item.limits.promised.value = 21)],
    ['r2', food, ({ item }) => (item.limits.promised.unit = 'naturalDay')],
    ['r3', road, ({ item }) => (item.visits.reason = { zh: '现场', en: 'on the spot' })],
    [
      'r4',
      road,
      ({ item }) => {
        item.online.available = false;
        item.online.depth = 'I';
      },
    ],
    ['r6', road, ({ item }) => (item.fees.basis = [])],
    ['r6', road, ({ item }) => delete item.fees.payOnline],
    ['r6', food, ({ item }) => (item.fees.payOnline = true)],
    ['r7', food, ({ item }) => (item.contacts.complain.phone = item.contacts.consult.phone)],
    ['r7', food, ({ item }) => (item.contacts.consult.phone = '12345')],
    ['r8', food, ({ item }) => (item.themes.legal = [])],
    ['r8', food, ({ item }) => (item.themes.person = ['其他'])],
    ['r9', food, ({ item }) => (item.faqs = [])],
    ['r9', food, ({ item }) => (item.steps = item.steps.filter(({ kind }) => kind !== 'deliver'))],
    ['r10', food, ({ item }) => delete item.result.sample],
  ])('%s: %s', async (code, slug, change) => {
    expect(await codesAfter(slug, change)).toEqual([`item-catalogue.${code}`]);
  });

  it('r5: wholly online and yet one visit', async () => {
    const codes = await codesAfter(food, ({ item }) => {
      item.visits = { times: 1, reason: { zh: '核对原件', en: 'originals are compared' } };
    });
    expect(codes).toEqual(['item-catalogue.r5']);
  });

  it('r10: a certificate without its type; the process would issue nothing', async () => {
    const codes = await codesAfter(food, ({ item }) => {
      delete item.certificate;
      item.unverified = item.unverified.filter((at) => !at.startsWith('/certificate'));
    });
    expect(codes).toEqual(['item-catalogue.r10', 'item-catalogue.certificate_never_issued']);
  });

  it('r4 is content when the application may come by courier', async () => {
    const codes = await codesAfter(road, ({ item }) => {
      item.online = { available: false, depth: 'I', services: [], singleSignOn: false };
      item.channels = ['4'];
    });
    expect(codes).toEqual([]);
  });
});

describe('publication also refuses', () => {
  it.each<[string, string, (pack: Draft) => void]>([
    ['malformed', food, ({ item }) => delete (item as Partial<Draft['item']>).remedies],
    ['malformed', food, ({ item }) => Object.assign(item, { misspelt: 1 })],
    ['malformed', food, ({ item }) => (item.effectiveOn = '2026-02-30')],
    ['malformed', food, ({ item }) => (item.conditions = [])],
    ['codes_differ', food, ({ item }) => (item.exerciseLevel = '3')],
    [
      'codes_differ',
      food,
      ({ item }) => (item.handlingCode = item.handlingCode.replace('01', '02')),
    ],
    ['region_wrong', food, ({ item }) => (item.regionCode = '3401045')],
    ['ends_before', food, ({ item }) => (item.endsOn = item.effectiveOn)],
    ['served_codes', food, ({ item }) => (item.servedPartyCodes = ['1', '2'])],
    ['theme_unknown', food, ({ item }) => (item.themes.legal = ['开店'])],
    ['material_twice', food, ({ item }) => (item.materials[1]!.code = 'safety-rules')],
    ['material_no_way', food, ({ item }) => (item.materials[1]!.accept = [])],
    ['material_no_way', elder, ({ item }) => (item.decision!.inputs[5]!.material = 'picture')],
    ['field_unknown', food, ({ item }) => (item.materials[1]!.field = 'plan')],
    ['field_unknown', food, ({ item }) => (item.certificate!.face[4]!.source.name = 'place')],
    ['field_unknown', road, ({ item }) => (item.certificate!.validity.field = 'time')],
    ['element_unknown', food, ({ item }) => (item.materials[0]!.elements = ['legal.shape'])],
    ['element_unknown', food, (pack) => (field(pack, 'contactName').element = 'legal.contact')],
    ['certificate_code', food, ({ item }) => (item.certificate!.code = '11100000000013338W002')],
    ['certificate_validity', food, ({ item }) => delete item.certificate!.validity.years],
    ['certificate_face', food, ({ item }) => (item.certificate!.face[0]!.source.from = 'fixed')],
    [
      'certificate_face',
      food,
      ({ item }) => (item.certificate!.face[2]!.source = { from: 'issue' }),
    ],
    ['correction_differs', food, ({ item }) => (item.limits.correction.value = 15)],
    ['joint_review_differs', food, ({ item }) => (item.jointBodies = copy(road).item.jointBodies)],
    ['unverified_nowhere', food, ({ item }) => item.unverified.push('/limits/rectify')],
    ['clause_unmarked', food, ({ item }) => (item.basis[0]!.verified = false)],
    ['rules_differ', food, (pack) => (pack.rules = copy(elder).rules)],
    ['rules_inputs', elder, ({ item }) => item.decision!.inputs.pop()],
    ['form_malformed', food, (pack) => Object.assign(field(pack, 'area'), { showIf: { and: 1 } })],
  ])('%s: %s', async (code, slug, change) => {
    expect(await codesAfter(slug, change)).toEqual([`item-catalogue.${code}`]);
  });

  it('a question that the register already answers', async () => {
    const codes = await codesAfter(elder, (pack) => delete field(pack, 'mobile').element);
    expect(codes).toEqual(['form.lint_register_holds']);
  });
  it('a field without a legal basis', async () => {
    const codes = await codesAfter(food, (pack) => (field(pack, 'area').basis = ' '));
    expect(codes).toEqual(['form.lint_basis']);
  });
  it('a process that does not compile', async () => {
    const codes = await codesAfter(food, (pack) => {
      pack.process = pack.process.replace('testNeeded = true', 'testNeeded = ');
    });
    expect(codes).toEqual(['workflow.condition_wrong']);
  });
  it('a process that asks another rule', async () => {
    const codes = await codesAfter(elder, (pack) => {
      pack.process = pack.process.replace('key="elder-card"', 'key="other"');
    });
    expect(codes).toEqual(['item-catalogue.rules_differ']);
  });
  it('rules that do not compile, or in which nothing has the wanted name', async () => {
    const broken = await codesAfter(elder, (pack) => {
      pack.rules = pack.rules!.replace('&lt; 60', '&lt; sixty');
    });
    expect(broken).toEqual(['decision.unknown_name']);
    const renamed = await codesAfter(elder, (pack) => {
      pack.rules = pack.rules!.replace(
        '<decision id="elderCard" name="elder-card">',
        '<decision id="elderCard" name="x">',
      );
    });
    expect(renamed).toEqual(['item-catalogue.rules_differ']);
  });
  it('anything that is no package at all', async () => {
    for (const nothing of [null, 7, {}, { item: {}, form: {}, process: '' }])
      expect((await checkPackage(nothing, registerElements))[0]!.code).toBe(
        'item-catalogue.malformed',
      );
  });
});

it('every code of a national list that an item uses has words', () => {
  for (const { item } of packages) {
    const used = [
      `type.${item.type.code}`,
      `exerciseLevel.${item.exerciseLevel}`,
      `powerSource.${item.powerSource}`,
      `nature.${item.implementer.nature}`,
      `caseType.${item.caseType}`,
      `reviewType.${item.reviewType}`,
      `depth.${item.online.depth}`,
      `resultType.${item.result.type}`,
      ...item.online.services.map((code) => `onlineService.${code}`),
      ...item.servedPartyCodes.map((code) => `servedParty.${code}`),
      ...item.channels.map((code) => `channel.${code}`),
      ...item.materials.flatMap(({ necessity, type, form, source }) => [
        `necessity.${necessity}`,
        `materialType.${type}`,
        `materialForm.${form}`,
        `source.${source}`,
      ]),
    ];
    expect(used.filter((key) => !messages[key])).toEqual([]);
  }
});
