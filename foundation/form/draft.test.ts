import { expect, test } from 'vitest';
import type { FieldDefinition, FormDefinition, FormValues } from './definition.ts';
import { mergeDraft } from './draft.ts';
import { keepHeld, prefill } from './prefill.ts';
import { everything } from './sample.fixture.ts';

const named = (id: string, more: object = {}) =>
  ({
    id,
    type: 'text',
    label: { zh: `题${id}`, en: `Question ${id}` },
    purpose: { zh: '核对', en: 'To check' },
    basis: '《行政许可法》（2019）第三十一条',
    ...more,
  }) as FieldDefinition;
const form = (version: number, ...fields: FieldDefinition[]): FormDefinition => ({
  id: 'f',
  version,
  title: { zh: '表', en: 'Form' },
  pages: [{ id: 'p', title: { zh: '页', en: 'Page' }, fields }],
});
const choice = (as: string, ...values: string[]) =>
  named('c', {
    type: 'choice',
    as,
    options: values.map((value) => ({ value, label: { zh: value, en: value } })),
  });
const label = (id: string) => ({ zh: `题${id}`, en: `Question ${id}` });

test('a draft under the same questions is unchanged, half-typed answers too', () => {
  const data: FormValues = {
    name: '王',
    seats: '十二',
    opened: '2026--',
    kind: 'shop',
    staff: [{ who: '李四' }, {}],
  };
  const next = { ...everything, version: 2 };
  expect(mergeDraft(everything, next, data)).toEqual({ data, dropped: [], added: [] });
});

test('a question that is gone is named, a new one too', () => {
  const merged = mergeDraft(form(1, named('a'), named('b')), form(2, named('b'), named('d')), {
    a: 'x',
    b: 'y',
  });
  expect(merged).toEqual({
    data: { b: 'y' },
    dropped: [{ id: 'a', label: label('a'), reason: 'removed' }],
    added: [{ id: 'd', label: label('d') }],
  });
});

test('a question that was never answered is not mourned', () => {
  expect(mergeDraft(form(1, named('a')), form(2), {}).dropped).toEqual([]);
});

test('another type of answer is asked again; a longer text is still the text', () => {
  const before = form(1, named('a'), named('b'));
  const after = form(2, named('a', { type: 'longText' }), named('b', { type: 'number' }));
  expect(mergeDraft(before, after, { a: 'x', b: 'y' })).toMatchObject({
    data: { a: 'x' },
    dropped: [{ id: 'b', reason: 'type_changed' }],
  });
});

test('a withdrawn option is dropped, the other choices stay', () => {
  const lost = [{ id: 'c', label: label('c'), reason: 'option_withdrawn' }];
  const one = mergeDraft(form(1, choice('radio', 'x', 'y')), form(2, choice('select', 'x', 'z')), {
    c: 'y',
  });
  expect(one).toEqual({ data: {}, dropped: lost, added: [] });
  const several = mergeDraft(form(1, choice('multi', 'x', 'y')), form(2, choice('multi', 'x')), {
    c: ['x', 'y'],
  });
  expect(several).toEqual({ data: { c: ['x'] }, dropped: lost, added: [] });
});

test('rows keep their place and their remaining columns', () => {
  const rows = (...columns: FieldDefinition[]) => named('t', { type: 'table', columns });
  const merged = mergeDraft(
    form(1, rows(named('x'), named('y'))),
    form(2, rows(named('y'), named('z'))),
    { t: [{ x: '1', y: '2' }, {}] },
  );
  expect(merged).toMatchObject({
    data: { t: [{ y: '2' }, {}] },
    dropped: [{ id: 't', reason: 'column_changed' }],
  });
});

const held = (value: unknown) =>
  ({ value, source: { zh: '人口库', en: 'the population register' }, asOf: '2026-11-01' }) as never;
const bound = form(
  1,
  named('name', { element: 'person.name', required: true, maxLength: 10 }),
  named('id', { type: 'idNumber', element: 'person.idNumber' }),
  { ...choice('radio', 'x', 'y'), element: 'person.kind' } as FieldDefinition,
  named('later', { element: 'person.later', showIf: { field: 'other', filled: true } }),
  named('other'),
);

test('what is held is filled in with source, date and element', () => {
  const { data, provenance } = prefill(bound, {
    'person.name': held(' 王小明 '),
    'person.idNumber': held('11010519491231002x'),
    'person.unasked': held('secret'),
  });
  expect(data).toEqual({ name: '王小明', id: '11010519491231002X' });
  expect(provenance.name).toEqual({
    source: { zh: '人口库', en: 'the population register' },
    asOf: '2026-11-01',
    element: 'person.name',
  });
  expect(Object.keys(provenance)).toEqual(['name', 'id']);
});

test('a held value that the field would refuse is asked for instead', () => {
  const { data, provenance } = prefill(bound, {
    'person.name': held('王'.repeat(11)),
    'person.idNumber': held('110105194912310021'),
    'person.kind': held('z'),
  });
  expect(data).toEqual({});
  expect(provenance).toEqual({});
});

test('nothing held is nothing filled, not an empty answer', () => {
  expect(prefill(bound, { 'person.name': held(null) })).toEqual({ data: {}, provenance: {} });
});

test('a field under a condition is filled ahead, with its origin', () => {
  const { data, provenance } = prefill(bound, { 'person.later': held('x') });
  expect(data).toEqual({ later: 'x' });
  expect(provenance.later?.element).toBe('person.later');
});

test('a held answer that was changed on the way is put back, unless it is disputed', () => {
  const answers = prefill(bound, { 'person.name': held('王小明') });
  const sent = { name: '张三', other: 'x' };
  expect(keepHeld(sent, answers, [])).toEqual({ name: '王小明', other: 'x' });
  expect(keepHeld(sent, answers, ['name'])).toEqual(sent);
  expect(keepHeld({}, answers, ['other'])).toEqual({ name: '王小明' });
});
