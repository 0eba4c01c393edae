import { compileDecision } from '@yiwang/foundation/decision';
import type { ItemVersion } from '@yiwang/services/item-catalogue';
import { describe, expect, test } from 'vitest';
import { type Ground, inputsOf, judge, maskInputs, neededFor } from './rules.ts';

const NOW = new Date('2026-03-02T01:00:00Z');
const CARD = '113400000030049985001';
const words = (zh: string) => ({ zh, en: zh });
const fact = (value: string, more = {}) => ({
  value,
  source: words('公安'),
  asOf: '2026-01-05',
  basis: '《户口登记条例》第四条',
  ...more,
});

/** As much of an item as rules look at. */
const itemWith = (inputs: object[]): ItemVersion =>
  ({
    itemId: 'card.340104',
    version: 1,
    regionCode: '340104',
    certificate: { code: CARD, name: words('优待证') },
    materials: [
      { code: 'photo', name: words('照片'), elements: ['person.photo', 'legal.name'] },
      { code: 'permit', name: words('居住证'), certificateType: 'permit-type' },
    ],
    form: {
      pages: [
        {
          id: 'p',
          title: words('信息'),
          fields: [
            { id: 'name', type: 'text', label: words('姓名') },
            { id: 'livesHere', type: 'text', label: words('常住') },
          ],
        },
      ],
    },
    decision: { name: 'd', inputs, reasons: [{ code: 'fine', text: words('好') }], xml: '' },
  }) as unknown as ItemVersion;

const ground = (inputs: object[], more: Partial<Ground> = {}): Ground => ({
  item: itemWith(inputs),
  kind: 'person',
  answers: { name: '买买提•吐尔逊', livesHere: 'yes' },
  provenance: {},
  materials: [],
  facts: {
    'person.name': fact('买买提·吐尔逊'),
    'person.birthOn': fact('1966-03-03'),
    'person.regionCode': fact('340104001'),
    'person.photo': fact('yes'),
  },
  certificates: [],
  appliedOn: '2026-03-02',
  on: '2026-03-05',
  ...more,
});
const found = (input: object, more: Partial<Ground> = {}) =>
  inputsOf(ground([{ name: 'x', ...input }], more)).values.x;
const disputed = (element: string, value: string) => ({
  facts: { [element]: fact(value, { disputed: true as const }) },
});

describe('a value for the rules', () => {
  const age = { from: 'age', element: 'person.birthOn' };
  test('age: full years on the day of application, not of the evaluation', () => {
    expect(found(age)).toBe(59);
    expect(found(age, { appliedOn: '2026-03-03' })).toBe(60);
    expect(found(age, { facts: {} })).toBeNull();
    expect(found(age, { facts: { 'person.birthOn': fact('2027-01-01') } })).toBeNull();
  });

  test('known, same, within, element', () => {
    expect(found({ from: 'known', element: 'person.name' })).toBe(true);
    expect(found({ from: 'known', element: 'person.phone' })).toBe(false);
    const same = { from: 'same', element: 'person.name', field: 'name' };
    expect(found(same)).toBe(true);
    expect(found(same, { answers: { name: '王五' } })).toBe(false);
    expect(found(same, { answers: {} })).toBeNull();
    expect(found(same, { facts: {} })).toBeNull();
    const within = { from: 'within', element: 'person.regionCode' };
    expect(found(within)).toBe(true);
    expect(found(within, { facts: { 'person.regionCode': fact('340111') } })).toBe(false);
    expect(found(within, { facts: {} })).toBeNull();
    expect(found({ from: 'element', element: 'person.birthOn' })).toBe('1966-03-03');
    expect(found({ from: 'field', field: 'livesHere' })).toBe('yes');
    expect(found({ from: 'field', field: 'nothing' })).toBeNull();
  });

  test('what its subject disputes is not known', () => {
    expect(found(age, disputed('person.birthOn', '1950-01-01'))).toBeNull();
    const known = { from: 'known', element: 'person.birthOn' };
    expect(found(known, disputed('person.birthOn', '1950-01-01'))).toBeNull();
    const photo = { from: 'material', material: 'photo' };
    expect(found(photo, disputed('person.photo', 'yes'))).toBe(false);
  });

  const held = (more = {}) => ({
    id: '1',
    identifier: 'i',
    typeCode: CARD,
    typeName: words('优待证'),
    state: 'valid' as const,
    issuedOn: '2026-01-01',
    validFromOn: '2026-01-01',
    validUntilOn: null,
    holderName: '王',
    ...more,
  });
  test('certificate: one that is valid that day', () => {
    const card = { from: 'certificate', certificateType: CARD };
    expect(found(card)).toBe(false);
    expect(found(card, { certificates: [held()] })).toBe(true);
    expect(found(card, { certificates: [held({ state: 'revoked' })] })).toBe(false);
    expect(found(card, { certificates: [held({ validFromOn: '2026-03-06' })] })).toBe(false);
    expect(found(card, { certificates: [held({ typeCode: 'other' })] })).toBe(false);
  });

  test('material: handed in, or waived by the register or a certificate', () => {
    const photo = { from: 'material', material: 'photo' };
    expect(found(photo)).toBe(true);
    const none = { facts: { 'person.photo': fact('no') } };
    expect(found(photo, none)).toBe(false);
    const later = [{ code: 'photo', materialIds: [], later: true }];
    expect(found(photo, { ...none, materials: later })).toBe(false);
    const given = [{ code: 'photo', materialIds: ['m1'] }];
    expect(found(photo, { ...none, materials: given })).toBe(true);
    const permit = { from: 'material', material: 'permit' };
    expect(found(permit)).toBe(false);
    expect(found(permit, { certificates: [held({ typeCode: 'permit-type' })] })).toBe(true);
  });

  test('only what the rules ask is read', () => {
    const inputs = [
      { name: 'a', ...age },
      { name: 'b', from: 'material', material: 'photo' },
      { name: 'c', from: 'material', material: 'permit' },
      { name: 'd', from: 'certificate', certificateType: CARD },
    ];
    expect(neededFor(itemWith(inputs), 'person')).toEqual({
      elements: ['person.birthOn', 'person.photo'],
      certificateTypes: [CARD, 'permit-type'],
    });
  });

  test('officers see whether something holds, not what it is', () => {
    const inputs = [
      { name: 'a', ...age },
      { name: 'b', from: 'known', element: 'person.name' },
      { name: 'c', from: 'field', field: 'livesHere' },
    ];
    const masked = maskInputs(inputsOf(ground(inputs)).inputs);
    expect(masked.map(({ value }) => value)).toEqual(['******', true, '******']);
  });
});

const table = (rules: string, policy = 'UNIQUE') =>
  `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="d" namespace="urn:d">
  <inputData id="i" name="age"><variable name="age" typeRef="number"/></inputData>
  <decision id="dd" name="d"><informationRequirement><requiredInput href="#i"/></informationRequirement>
  <decisionTable id="t" hitPolicy="${policy}">
  <input><inputExpression typeRef="number"><text>age</text></inputExpression></input>
  <output name="outcome" typeRef="string"/><output name="reason" typeRef="string"/>
  ${rules}</decisionTable></decision></definitions>`;
const rule = (when: string, outcome: string, reason = 'fine') =>
  `<rule><inputEntry><text><![CDATA[${when}]]></text></inputEntry>
  <outputEntry><text>"${outcome}"</text></outputEntry><outputEntry><text>"${reason}"</text></outputEntry>
  <annotationEntry><text>某法第二条</text></annotationEntry></rule>`;
const verdict = (rules: string, values: Record<string, number | string | null>) => {
  const { model, problems } = compileDecision(table(rules));
  expect(problems).toEqual([]);
  return judge(itemWith([]), model, values, NOW);
};

describe('rules', () => {
  test('grant with the clause of the row', () => {
    expect(verdict(rule('>= 60', 'granted'), { age: 60 })).toEqual({
      outcome: 'granted',
      reason: 'fine',
      problems: [],
      rows: [{ decision: 'd', row: 1, clause: '某法第二条' }],
    });
  });

  test.each([
    [
      'two rows fire',
      rule('>= 60', 'granted') + rule('>= 50', 'manual'),
      { age: 70 },
      'decision.unique_violated',
    ],
    ['no row fires', rule('>= 60', 'granted'), { age: 50 }, 'instant-approval.result_unknown'],
    ['an input is missing', rule('>= 60', 'granted'), {}, 'decision.input_missing'],
    [
      'an input is of another kind',
      rule('>= 60', 'granted'),
      { age: 'sixty' },
      'decision.input_kind',
    ],
    ['a row refuses', rule('-', 'refused'), { age: 50 }, 'instant-approval.result_unknown'],
    [
      'the reason is unknown',
      rule('-', 'granted', 'other'),
      { age: 70 },
      'instant-approval.result_unknown',
    ],
  ])('hand over to a person when %s', (_, rules, values, problem) => {
    expect(verdict(rules, values)).toMatchObject({
      outcome: 'manual',
      reason: 'rules-failed',
      problems: [problem],
    });
  });

  test('hand over when a value is not known, and when there are no rules', () => {
    expect(verdict(rule('>= 60', 'granted'), { age: null }).outcome).toBe('manual');
    expect(judge(itemWith([]), undefined, {}, NOW)).toMatchObject({
      outcome: 'manual',
      reason: 'rules-missing',
    });
  });
});
