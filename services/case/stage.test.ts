import { allFields } from '@yiwang/foundation/form';
import { expect, test } from 'vitest';
import { certificateTypeOf, faceOf, validityOf } from './certificate-face.ts';
import { writeDocument } from './documents.ts';
import { maskAnswers } from './masking.ts';
import { stages } from './messages-stage.ts';
import { notices } from './notices.ts';
import { ActName, CaseOutcome, CaseState, DocumentKind, TimelineKind } from './schema.ts';
import { nextSteps, stageOf, waitingFor } from './stage.ts';

const known = { state: 'accepted', outcome: null, decidedAt: null } as const;

test.each([
  [{ ...known, state: 'submitted' as const }, ['accept-review'], 'accept-review', 'office'],
  [{ ...known, state: 'correcting' as const }, [], 'correcting', 'applicant'],
  [known, ['review', 'opine'], 'opine', 'office'],
  [known, ['decide'], 'decide', 'office'],
  [known, [], 'checking', 'office'],
  [{ ...known, state: 'suspended' as const }, ['record-test'], 'testing', 'test'],
  [{ ...known, decidedAt: new Date(0) }, [], 'issuing', 'office'],
  [
    { ...known, state: 'closed' as const, outcome: 'refused' as const },
    [],
    'closed-refused',
    'nobody',
  ],
])('%j with %j is at %s, waiting for %s', (at, open, stage, waiting) => {
  expect(stageOf(at, open)).toBe(stage);
  expect(waitingFor(at.state)).toBe(waiting);
});

test('what is still to come never includes what is done or happening now', () => {
  const certificate = {};
  const next = (
    at: Parameters<typeof nextSteps>[0],
    open: string[],
    item: object = { certificate },
  ) => nextSteps(at, stageOf(at, open), item);
  expect(next({ ...known, state: 'correcting' }, [])).toEqual([
    'acceptance',
    'examination',
    'decision',
    'certificate',
  ]);
  expect(next(known, ['visit'])).toEqual(['examination', 'decision', 'certificate']);
  expect(next(known, ['review'])).toEqual(['decision', 'certificate']);
  expect(next(known, ['decide'], {})).toEqual([]);
  expect(next({ ...known, state: 'closed', outcome: 'granted' }, [])).toEqual([]);
});

test('every state, outcome, act, kind of line and of document has words in both languages', () => {
  const values = (schema: unknown) => (schema as { enum: string[] }).enum;
  const keys = [
    ...values(CaseState).map((name) => `state.${name}`),
    ...values(CaseOutcome).flatMap((name) => [`outcome.${name}`, `stage.closed-${name}`]),
    ...values(TimelineKind).map((name) => `timeline.${name}`),
    ...values(DocumentKind).map((name) => `document.${name}`),
    ...values(ActName).map((name) => `action.${name}`),
  ];
  for (const key of keys) expect(stages, key).toHaveProperty([key]);
  for (const text of [...Object.values(stages), ...Object.values(notices)]) {
    const places = (words: string) =>
      [...words.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();
    expect(new Set(places(text.en)), text.en).toEqual(new Set(places(text.zh)));
  }
});

const words = (text: string) => ({ zh: text, en: text });
const frame = {
  applicant: '王秀英',
  item: words('食品经营许可'),
  caseNo: '1',
  submittedOn: '2026-03-02',
};

test('documents leave no place unfilled, in either language', () => {
  const remedy = { body: words('蜀山区人民政府'), address: words('望江西路') };
  const remedies = { reconsideration: remedy, litigation: remedy };
  const on = { legalOn: '2026-03-30', legalCertain: true };
  for (const locale of ['zh', 'en'] as const) {
    const bodies = [
      writeDocument(
        'acceptance-notice',
        { acceptedOn: '2026-03-02', presumed: true, ...on, promisedOn: '2026-03-16' },
        frame,
        locale,
      ),
      writeDocument(
        'correction-notice',
        { items: [{ label: words('平面图'), text: '不清' }], dueOn: '2026-04-01', certain: false },
        frame,
        locale,
      ),
      writeDocument(
        'non-acceptance-notice',
        { reason: '无权', rightAuthority: '市局', ...remedies },
        frame,
        locale,
      ),
      writeDocument(
        'special-procedure-notice',
        {
          kind: 'expert-review',
          product: '菜',
          institution: '院',
          expectedWorkingDays: 5,
          text: '需要',
        },
        frame,
        locale,
      ),
      writeDocument('extension-notice', { days: 10, reason: '复杂', ...on }, frame, locale),
      writeDocument(
        'grant-decision',
        { reasons: [words('符合')], byRule: true, certificate: words('许可证') },
        frame,
        locale,
      ),
      writeDocument(
        'refusal-decision',
        { reasons: [words('不符')], clauses: ['GB 1'], ...remedies },
        frame,
        locale,
      ),
    ];
    for (const body of bodies) {
      const text = JSON.stringify(body);
      expect(text).not.toMatch(/\{\w+\}|undefined/);
    }
  }
});

test('masking hides numbers, names and addresses at any depth, and what the form does not know', () => {
  const about = { label: words('x'), purpose: words('x'), basis: 'x' };
  const form = {
    id: 'f',
    version: 1,
    title: words('f'),
    pages: [
      {
        id: 'p',
        title: words('p'),
        fields: [
          { ...about, id: 'name', type: 'text', element: 'person.name' },
          { ...about, id: 'born', type: 'date', element: 'person.birthOn' },
          { ...about, id: 'home', type: 'address' },
          {
            ...about,
            id: 'staff',
            type: 'table',
            columns: [{ ...about, id: 'no', type: 'idNumber' }],
          },
          { ...about, id: 'area', type: 'number' },
        ],
      },
    ],
  } as const;
  expect(allFields(form)).toHaveLength(5);
  expect(
    maskAnswers(form, {
      name: '王秀英',
      born: '1958-04-01',
      home: { region: '340104', detail: '望江路2号' },
      staff: [{ no: '340104195804010021' }],
      area: 5,
      gone: 'secret',
    }),
  ).toEqual({
    name: '王*英',
    born: '1958-**-**',
    home: { region: '340104', detail: '******' },
    staff: [{ no: '340104********0021' }],
    area: 5,
    gone: '******',
  });
});

const template = {
  code: '11100000MB0341032Y002',
  name: words('许可证'),
  title: words('许可证'),
  definingAuthority: { name: words('总局'), uscc: '11100000MB0341032Y' },
  holderKind: 'both' as const,
  validity: { rule: 'years' as const, years: 5, basis: [] },
  face: [
    { id: 'holder.name', name: words('姓名'), source: { from: 'issue' as const } },
    { id: 'sex', name: words('性别'), source: { from: 'element' as const, name: 'person.sex' } },
    { id: 'use', name: words('用途'), source: { from: 'fixed' as const, text: words('优待') } },
    {
      id: 'born',
      name: words('出生'),
      source: { from: 'element' as const, name: 'person.birthOn' },
    },
  ],
};

test('a certificate is valid to the day before the same day of its last year; a period never begins before its issue', () => {
  expect(validityOf(template, {}, '2026-03-04')).toEqual({
    validFromOn: '2026-03-04',
    validUntilOn: '2031-03-03',
  });
  expect(validityOf(template, {}, '2028-02-29').validUntilOn).toBe('2033-02-27');
  const period = { ...template, validity: { rule: 'period' as const, field: 'p', basis: [] } };
  const asked = { p: { from: '2026-01-01', to: '2026-04-20' } };
  expect(validityOf(period, asked, '2026-03-04')).toEqual({
    validFromOn: '2026-03-04',
    validUntilOn: '2026-04-20',
  });
  const permanent = { ...template, validity: { rule: 'permanent' as const, basis: [] } };
  expect(validityOf(permanent, {}, '2026-03-04').validUntilOn).toBeNull();
});

test('the face is made of register, answers and fixed texts; what nobody knows is left out', () => {
  const form = { id: 'f', version: 1, title: words('f'), pages: [] };
  const face = faceOf(template, {
    form,
    data: {},
    held: { 'person.sex': { value: 'female' } },
    names: {},
    issuedOn: '2026-03-04',
    issuer: '市场监管局',
    validity: { validFromOn: '2026-03-04', validUntilOn: null },
  });
  expect(face).toEqual({ sex: '女', use: '优待' });
  const { fields } = certificateTypeOf(template).template;
  expect(fields.map(({ key, optional }) => [key, optional])).toEqual([
    ['holder.name', undefined],
    ['sex', true],
    ['use', undefined],
    ['born', true],
  ]);
});
