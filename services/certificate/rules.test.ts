import { actingAs } from '@yiwang/foundation/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  assertAllowed,
  assertIssuable,
  assertType,
  composeNumber,
  composeSerial,
  firstIdentifier,
  isEndOf,
  maySee,
  mayUnmask,
  nextIdentifier,
  outcomeOn,
  publicName,
  readIdentifier,
  type StoredState,
  stateOn,
} from './rules.ts';
import { elderCard, newCard } from './sample.fixture.ts';

const codeOf = (fn: () => unknown) => {
  try {
    fn();
  } catch (thrown) {
    return (thrown as { code?: string }).code;
  }
  return undefined;
};

describe('the identifier (GB/T 36904-2018, vectors of live identifiers)', () => {
  test.each([
    ['11100000000013338W011', '11430000006122244L', '20230000403', 'U'],
    ['11100000MB0341032Y002', '11420503087246977F', 'AB12CD34EF56GH78JK90', 'F'],
    ['11100000MB03271699022', '11330100002489559L', '20260101000001', 'E'],
  ])('%s.%s.%s.001 ends in %s', (type, issuer, serial, check) => {
    expect(firstIdentifier(type, issuer, serial)).toBe(
      `1.2.156.3005.2.${type}.${issuer}.${serial}.001.${check}`,
    );
  });

  test('a re-issue keeps the serial, takes the next version and a new check character', () => {
    const first = firstIdentifier('11100000MB03271699022', '11330100002489559L', '20260101000001');
    expect(nextIdentifier(first)).toBe(
      '1.2.156.3005.2.11100000MB03271699022.11330100002489559L.20260101000001.002.C',
    );
    expect(() => nextIdentifier('1.2.156.3005.2.1.2.3.001.X')).toThrow(RangeError);
  });

  test('what people type is read: full-width, blanks, small letters; a wrong check is not', () => {
    const right = firstIdentifier('11100000MB03271699022', '11330100002489559L', '20260101000001');
    expect(readIdentifier(right.toLowerCase())).toBe(right);
    expect(readIdentifier(` ${right.replace('.0', ' .0')}`)).toBe(right);
    expect(readIdentifier(right.replaceAll('2', '２'))).toBe(right);
    expect(readIdentifier(right.replaceAll('.', '.\u200b'))).toBe(right);
    expect(readIdentifier(`${right.slice(0, -1)}M`)).toBeUndefined();
    expect(readIdentifier('')).toBeUndefined();
  });

  test('serials have the day and twelve signs of 36, and do not repeat', () => {
    expect(composeSerial('2026-03-02', () => 35)).toBe('20260302ZZZZZZZZZZZZ');
    let at = 0;
    expect(composeSerial('2026-03-02', () => at++)).toBe('202603020123456789AB');
  });
});

describe('the number on the certificate', () => {
  const values = { on: '2026-03-02', regionCode: '340104', sequence: '42' };
  test.each([
    [undefined, '3401042026000042'],
    ['JY1{region:6}{sequence:6}', 'JY1340104000042'],
    ['合蜀占字〔{year}〕{sequence}号', '合蜀占字〔2026〕42号'],
    ['{region:9}-{sequence:1}', '340104000-42'],
  ])('%s', (template, number) => expect(composeNumber(template, values)).toBe(number));

  test('a long sequence is never cut, so numbers stay unique', () => {
    expect(composeNumber('{sequence:2}', { ...values, sequence: '123456' })).toBe('123456');
  });

  test('only its last four answer for it', () => {
    expect(isEndOf('JY1340104000042', '0042')).toBe(true);
    expect(isEndOf('JY134010400004X', '００4x')).toBe(true);
    expect(isEndOf('JY1340104000042', '00042')).toBe(false);
    expect(isEndOf('JY1340104000042', '')).toBe(false);
    expect(isEndOf('合蜀占字〔2026〕0042号', '0042')).toBe(true);
    expect(isEndOf('合蜀占字', '合蜀占字')).toBe(false);
  });
});

describe('the state on a day', () => {
  const certificate = (state: StoredState, until: string | null = '2026-12-31') => ({
    state,
    validFromOn: '2026-01-01',
    validUntilOn: until,
  });
  test.each([
    ['valid', '2026-12-31', 'valid'],
    ['valid', '2027-01-01', 'expired'],
    ['suspended', '2026-06-01', 'suspended'],
    ['suspended', '2027-01-01', 'expired'],
    ['revoked', '2027-01-01', 'revoked'],
    ['superseded', '2026-06-01', 'superseded'],
  ] as const)('%s on %s is %s', (stored, on, state) =>
    expect(stateOn(certificate(stored), on)).toBe(state),
  );

  test('without last day it never expires; before its first day it is not in force yet', () => {
    expect(stateOn(certificate('valid', null), '9999-12-31')).toBe('valid');
    expect(outcomeOn(certificate('valid'), '2025-12-31')).toBe('not_yet');
    expect(outcomeOn(certificate('revoked'), '2025-12-31')).toBe('revoked');
  });

  test.each([
    ['suspended', 'valid', '2026-06-01', undefined],
    ['suspended', 'suspended', '2026-06-01', 'certificate.wrong_state'],
    ['suspended', 'valid', '2027-06-01', 'certificate.wrong_state'],
    ['resumed', 'suspended', '2026-06-01', undefined],
    ['resumed', 'valid', '2026-06-01', 'certificate.wrong_state'],
    ['resumed', 'suspended', '2027-06-01', 'certificate.wrong_state'],
    ['revoked', 'valid', '2026-06-01', undefined],
    ['revoked', 'suspended', '2026-06-01', undefined],
    ['revoked', 'valid', '2027-06-01', undefined],
    ['revoked', 'revoked', '2026-06-01', 'certificate.wrong_state'],
    ['revoked', 'superseded', '2026-06-01', 'certificate.wrong_state'],
  ] as const)('%s from %s on %s: %s', (act, state, on, code) =>
    expect(codeOf(() => assertAllowed(act, certificate(state), on))).toBe(code),
  );
});

describe('what may be issued', () => {
  const type = { ...elderCard, version: 1 };
  const card = newCard({ subjectId: 's', caseId: 'c', name: '王小明' });
  test('a complete face of the right kind of holder', () =>
    expect(codeOf(() => assertIssuable(type, card))).toBeUndefined());
  test.each([
    ['certificate.holder_kind', { holder: { ...card.holder, kind: 'legal' as const } }],
    ['certificate.period', { validUntilOn: '2026-03-01' }],
    ['certificate.face_incomplete', { face: {} }],
    ['certificate.face_incomplete', { face: { sex: '男', birthOn: '  ' } }],
    ['certificate.face_unknown', { face: { ...card.face, salary: '1' } }],
  ])('%s', (code, change) =>
    expect(codeOf(() => assertIssuable(type, { ...card, ...change }))).toBe(code),
  );
  test.each([
    { ...elderCard, code: '11100000000013338W' },
    { ...elderCard, template: { ...elderCard.template, number: 'JY{region}' } },
    { ...elderCard, template: { ...elderCard.template, number: '{sequence}{who}' } },
    { ...elderCard, template: { ...elderCard.template, fields: [] } },
    {
      ...elderCard,
      template: {
        ...elderCard.template,
        fields: [...elderCard.template.fields, ...elderCard.template.fields],
      },
    },
  ])('a malformed type is refused (%#)', (wrong) =>
    expect(codeOf(() => assertType(wrong))).toBe('certificate.type_malformed'),
  );
});

describe('who sees what', () => {
  test('a stranger sees the first character of a person, and no length', () => {
    expect(publicName('张三', 'person')).toBe('张**');
    expect(publicName('阿不都·热合曼', 'person')).toBe('阿**');
    expect(publicName('𠮷田', 'person')).toBe('𠮷**');
    expect(publicName('蜀山区望江路小吃店', 'legal')).toBe('蜀山区望江路小吃店');
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        (name) => [...publicName(name, 'person')].length <= 3,
      ),
      { numRuns: 200 },
    );
  });
  test('an officer without a permission for it sees nothing, and never unmasked by default', () => {
    const officer = (...permissions: string[]) => actingAs('officer', 'o', { permissions });
    expect(maySee(officer('base-register.answer'))).toBe(false);
    expect(maySee(officer('certificate.revoke'))).toBe(true);
    expect(maySee(actingAs('person', 'p'))).toBe(true);
    expect(mayUnmask(officer('certificate.revoke'))).toBe(false);
    expect(mayUnmask(officer('case.unmask'))).toBe(true);
    expect(mayUnmask(actingAs('person', 'p'))).toBe(false);
  });
});
