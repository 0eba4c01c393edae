import { expect, test } from 'vitest';
import type { Condition } from './condition.ts';
import type { FieldDefinition, FormDefinition } from './definition.ts';
import { assertPublishable, lint, type RegisterElement } from './lint.ts';
import { messages } from './messages.ts';
import { everything } from './sample.fixture.ts';

const register: RegisterElement[] = [
  { id: 'person.name', names: ['姓名', 'Name'] },
  { id: 'person.idNumber', names: ['身份证号', '公民身份号码'] },
];

const named = (id: string, more: object = {}) =>
  ({
    id,
    type: 'text',
    label: { zh: `题${id}`, en: `Question ${id}` },
    purpose: { zh: '核对', en: 'To check' },
    basis: '《行政许可法》（2019）第三十一条',
    ...more,
  }) as FieldDefinition;

const form = (...fields: FieldDefinition[]): FormDefinition => ({
  id: 'f',
  version: 1,
  title: { zh: '表', en: 'Form' },
  pages: [{ id: 'p', title: { zh: '页', en: 'Page' }, fields }],
});

const found = (definition: FormDefinition) =>
  lint(definition, register).map(({ pointer, code }) => [pointer, code]);

test('a complete form may be published', () => {
  expect(lint(everything, register)).toEqual([]);
  expect(() => assertPublishable(everything, register)).not.toThrow();
});

const shown = (showIf: Condition) => form(named('a'), named('b', { showIf }), named('c'));
const choice = (...values: string[]) =>
  named('a', {
    type: 'choice',
    as: 'radio',
    options: values.map((value) => ({ value, label: { zh: value, en: value } })),
  });
const table = (column: object) =>
  form(named('t', { type: 'table', columns: [named('x', column)] }));

test.each<[string, FormDefinition, string, string]>([
  [
    'no English label',
    form(named('a', { label: { zh: '甲', en: ' ' } })),
    '/pages/0/fields/0/label',
    'words',
  ],
  [
    'no purpose',
    form(named('a', { purpose: { zh: '核对', en: '' } })),
    '/pages/0/fields/0/purpose',
    'purpose',
  ],
  ['no basis', form(named('a', { basis: '' })), '/pages/0/fields/0/basis', 'basis'],
  ['id twice', form(named('a'), named('a')), '/pages/0/fields/1/id', 'id_twice'],
  ['id with a slash', form(named('a/b')), '/pages/0/fields/0/id', 'id'],
  ['id every object has', form(named('constructor')), '/pages/0/fields/0/id', 'id'],
  [
    'asks for the name by label',
    form(named('a', { label: { zh: '姓名', en: 'What is your name' } })),
    '/pages/0/fields/0',
    'register_holds',
  ],
  ['asks for the name by id', form(named('personName')), '/pages/0/fields/0', 'register_holds'],
  [
    'bound to something else',
    form(named('a', { label: { zh: '姓 名', en: 'N' }, element: 'person.nmae' })),
    '/pages/0/fields/0',
    'register_holds',
  ],
  [
    'the same fact twice',
    form(named('a', { element: 'person.sex' }), named('b', { element: 'person.sex' })),
    '/pages/0/fields/1/element',
    'element_twice',
  ],
  [
    'condition on nothing',
    shown({ field: 'z', filled: true }),
    '/pages/0/fields/1/showIf',
    'condition_unknown',
  ],
  [
    'condition on a later field',
    shown({ not: { field: 'c', filled: true } }),
    '/pages/0/fields/1/showIf',
    'condition_later',
  ],
  [
    'condition on itself',
    shown({ field: 'b', filled: true }),
    '/pages/0/fields/1/showIf',
    'condition_later',
  ],
  [
    'condition that compares dates',
    shown({ field: 'a', less: '2026-01-01' }),
    '/pages/0/fields/1/showIf',
    'condition_comparison',
  ],
  ['broken pattern', form(named('a', { pattern: '(' })), '/pages/0/fields/0/pattern', 'pattern'],
  [
    'limits the wrong way round',
    form(named('a', { minLength: 5, maxLength: 4 })),
    '/pages/0/fields/0',
    'limits',
  ],
  ['one option is no choice', form(choice('x')), '/pages/0/fields/0/options', 'options'],
  ['option twice', form(choice('x', 'x')), '/pages/0/fields/0/options/1/value', 'option_twice'],
  ['column without basis', table({ basis: '' }), '/pages/0/fields/0/columns/0/basis', 'basis'],
  [
    'conditional column',
    table({ showIf: { field: 'a', filled: true } }),
    '/pages/0/fields/0/columns/0',
    'condition_column',
  ],
  [
    'computed and bound',
    form(named('a', { computed: '1', element: 'person.sex' })),
    '/pages/0/fields/0',
    'computed_asked',
  ],
  ['nothing asked', form(), '/pages/0/fields', 'empty'],
])('%s', (_, definition, pointer, code) => {
  expect(found(definition)).toContainEqual([pointer, `form.lint_${code}`]);
});

test('bound to its element, the same question may be asked', () => {
  const name = named('a', { label: { zh: '姓名', en: 'Name' }, element: 'person.name' });
  expect(lint(form(name), register)).toEqual([]);
});

test('the name of another person in a table may be asked', () => {
  expect(lint(table({ label: { zh: '姓名', en: 'Name' } }), register)).toEqual([]);
});

test('rules and sections name fields that exist', () => {
  const definition: FormDefinition = {
    ...form(named('a')),
    rules: [
      { id: 'r', must: { field: 'z', filled: true }, at: 'a', message: { zh: '错', en: 'No' } },
    ],
  };
  expect(found(definition)).toEqual([['/rules/0', 'form.lint_rule_unknown']]);
  const page = {
    ...form(named('a')).pages[0]!,
    sections: [{ id: 's', title: { zh: '节', en: 'S' }, fields: ['z'] }],
  };
  expect(found({ ...form(), pages: [page] })).toEqual([
    ['/pages/0/sections/0', 'form.lint_section'],
  ]);
});

test('a refusal to publish names every problem', () => {
  expect(() => assertPublishable(form(named('a', { basis: '' })), register)).toThrowError(
    expect.objectContaining({
      code: 'form.not_publishable',
      fields: [
        { pointer: '/pages/0/fields/0/basis', code: 'form.lint_basis', params: { field: 'a' } },
      ],
    }),
  );
});

test('every message has words in both languages and the same places', () => {
  for (const [key, { zh, en }] of Object.entries(messages)) {
    const places = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();
    expect(places(zh), key).toEqual(places(en));
    expect(zh, key).toMatch(/\p{Script=Han}|\{/u);
    expect(en, key).not.toMatch(/\p{Script=Han}/u);
  }
});
