import type { FieldDefinition, FormDefinition } from './definition.ts';

const about = (id: string) => ({
  id,
  label: { zh: `题${id}`, en: `Question ${id}` },
  purpose: { zh: '核对资格', en: 'To check eligibility' },
  basis: '《食品经营许可和备案管理办法》（2023）第十二条',
});

const first: readonly FieldDefinition[] = [
  {
    ...about('name'),
    type: 'text',
    required: true,
    minLength: 2,
    maxLength: 10,
    help: { zh: '与身份证一致', en: 'As on the identity card' },
    example: '王小明',
  },
  { ...about('code'), type: 'text', pattern: '[A-Z]{2}|[0-9]{3}' },
  { ...about('plan'), type: 'longText', maxLength: 30 },
  {
    ...about('seats'),
    type: 'number',
    required: true,
    min: 1,
    max: 50,
    unit: { zh: '个', en: 'seats' },
  },
  { ...about('area'), type: 'number', decimals: 2, min: 0.5 },
  { ...about('capital'), type: 'money', required: true, minFen: 100, maxFen: 10_000_000 },
  { ...about('opened'), type: 'date', required: true, when: 'past', min: '2000-01-01' },
  { ...about('begins'), type: 'date', when: 'future', max: '2027-12-31' },
  { ...about('lease'), type: 'period', required: true },
];

const second: readonly FieldDefinition[] = [
  {
    ...about('kind'),
    type: 'choice',
    as: 'radio',
    required: true,
    options: [
      { value: 'stall', label: { zh: '摊位', en: 'Stall' } },
      {
        value: 'shop',
        label: { zh: '门店', en: 'Shop' },
        help: { zh: '有固定门面', en: 'With a shop front' },
      },
    ],
  },
  {
    ...about('trade'),
    type: 'choice',
    as: 'select',
    options: [
      { value: 'hot', label: { zh: '热食', en: 'Hot food' } },
      { value: 'cold', label: { zh: '冷食', en: 'Cold food' } },
    ],
  },
  {
    ...about('days'),
    type: 'choice',
    as: 'multi',
    required: true,
    min: 1,
    max: 2,
    options: ['mon', 'tue', 'wed'].map((value) => ({ value, label: { zh: value, en: value } })),
  },
  {
    ...about('street'),
    type: 'address',
    required: true,
    showIf: { field: 'kind', equals: 'shop' },
  },
  { ...about('division'), type: 'region', level: 'county' },
  { ...about('owner'), type: 'idNumber', required: true, element: 'person.idNumber' },
  {
    ...about('firm'),
    type: 'uscc',
    required: true,
    showIf: {
      and: [
        { field: 'kind', equals: 'shop' },
        { field: 'seats', atLeast: 10 },
      ],
    },
  },
  { ...about('mobile'), type: 'phone', required: true },
  {
    ...about('desk'),
    type: 'phone',
    landline: true,
    showIf: { or: [{ field: 'days', includes: 'mon' }, { not: { field: 'trade', filled: true } }] },
  },
];

const third: readonly FieldDefinition[] = [
  { ...about('photos'), type: 'file', required: true, min: 1, max: 2 },
  {
    ...about('staff'),
    type: 'table',
    required: true,
    max: 3,
    columns: [
      { ...about('who'), type: 'text', required: true, maxLength: 8 },
      { ...about('id'), type: 'idNumber' },
      { ...about('since'), type: 'date', when: 'past' },
      { ...about('stay'), type: 'period' },
      {
        ...about('task'),
        type: 'choice',
        as: 'multi',
        options: ['cook', 'serve'].map((value) => ({ value, label: { zh: value, en: value } })),
      },
    ],
  },
  { ...about('fee'), type: 'money', computed: 'seats * 100' },
  { ...about('waiver'), type: 'text', required: true, showIf: { field: 'fee', less: 500 } },
  { ...about('truth'), type: 'declaration' },
];

/** A form with every type of field, conditions of every kind, a computed field and a rule. */
export const everything: FormDefinition = {
  id: 'everything',
  version: 1,
  title: { zh: '什么都问', en: 'Everything' },
  pages: [
    {
      id: 'one',
      title: { zh: '经营情况', en: 'The business' },
      fields: first,
      sections: [{ id: 'money', title: { zh: '资金', en: 'Money' }, fields: ['capital'] }],
    },
    { id: 'two', title: { zh: '地点和人', en: 'Place and people' }, fields: second },
    { id: 'three', title: { zh: '材料', en: 'Materials' }, fields: third },
  ],
  rules: [
    {
      id: 'begins-after-opening',
      must: { field: 'begins', greater: { field: 'opened' } },
      at: 'begins',
      message: {
        zh: '开始营业不能早于开业登记。',
        en: 'Business cannot begin before registration.',
      },
    },
  ],
};
