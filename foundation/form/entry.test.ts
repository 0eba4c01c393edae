import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FieldDefinition } from './definition.ts';
import { controlId, dateParts, joinDate, readTyped, writeTyped } from './entry.ts';
import { everything } from './sample.fixture.ts';
import { errorLabel, errorText, showDate, showValue } from './words.ts';

const field = (id: string) =>
  everything.pages.flatMap((page) => page.fields).find((one) => one.id === id) as FieldDefinition;

test.each([
  ['12', 12],
  ['1,200', 1200],
  ['１２', 12],
  [' 0.5 ', 0.5],
  ['-3', -3],
  ['12a', '12a'],
  ['1,20', '1,20'],
  ['0x10', '0x10'],
  ['1e3', '1e3'],
  ['12.', '12.'],
  ['', ''],
])('typed number %j → %j', (typed, answer) => {
  expect(readTyped(field('seats'), typed)).toBe(answer);
});

test.each([
  ['12.50', 1250],
  ['12.5', 1250],
  ['0.07', 7],
  ['1,234,567.89', 123_456_789],
  ['-1', -100],
  ['1.005', '1.005'],
  ['十元', '十元'],
])('typed amount %j yuan → %j fen', (typed, answer) => {
  expect(readTyped(field('capital'), typed)).toBe(answer);
});

test('an amount survives being shown and typed again', () => {
  fc.assert(
    fc.property(fc.integer({ min: -(10 ** 15), max: 10 ** 15 }), (fen) => {
      expect(readTyped(field('capital'), writeTyped(field('capital'), fen))).toBe(fen);
    }),
    { numRuns: 200 },
  );
});

test('three boxes make a date, and half a date is kept as typed', () => {
  expect(joinDate(['2026', '3', '9'])).toBe('2026-03-09');
  expect(joinDate(['２０２６', '１１', '０３'])).toBe('2026-11-03');
  expect(joinDate(['', '', ''])).toBe('');
  expect(joinDate(['2026', '13', '1'])).toBe('2026-13-1');
  expect(joinDate(['2026', '', ''])).toBe('2026--');
  expect(dateParts('2026-03-09')).toEqual(['2026', '3', '9']);
  expect(dateParts('2026--')).toEqual(['2026', '', '']);
  expect(dateParts(undefined)).toEqual(['', '', '']);
});

test('answers are shown as people write them', () => {
  expect(showDate('2026-11-03', 'zh')).toBe('2026年11月3日');
  expect(showDate('2026-11-03', 'en')).toBe('3 November 2026');
  expect(showValue(field('capital'), 1_234_567_89, 'zh')).toBe('1,234,567.89 元');
  expect(showValue(field('owner'), '11010519491231002X', 'zh')).toBe('110105********002X');
  expect(showValue(field('kind'), 'shop', 'en')).toBe('Shop');
  expect(showValue(field('days'), ['mon', 'tue'], 'zh')).toBe('mon、tue');
  expect(showValue(field('lease'), { from: '2026-01-01', to: '2026-12-31' }, 'zh')).toBe(
    '2026年1月1日 至 2026年12月31日',
  );
  const names = { region: () => '合肥市蜀山区' };
  const street = { region: '340104', detail: '望江路 1 号' };
  expect(showValue(field('street'), street, 'zh', names)).toBe('合肥市蜀山区望江路 1 号');
  expect(showValue(field('truth'), undefined, 'zh')).toBe('未同意');
  expect(showValue(field('code'), undefined, 'en')).toBe('Not answered');
});

test('an error is said in a sentence and names its place', () => {
  const cell = { pointer: '/staff/1/who', code: 'form.required' };
  expect(errorText(everything, cell, 'zh')).toBe('这一项不能空着。');
  expect(errorLabel(everything, cell, 'zh')).toBe('题staff第 2 行，题who');
  expect(errorLabel(everything, cell, 'en')).toBe('Question staff, row 2, Question who');
  expect(errorLabel(everything, { pointer: '/lease/to', code: 'form.required' }, 'zh')).toBe(
    '题lease · 结束日期',
  );
  const early = { pointer: '/opened', code: 'form.too_early', params: { min: '2000-01-01' } };
  expect(errorText(everything, early, 'zh')).toBe('不能早于 2000年1月1日。');
  const rule = { pointer: '/begins', code: 'form.rule', params: { rule: 'begins-after-opening' } };
  expect(errorText(everything, rule, 'en')).toBe('Business cannot begin before registration.');
  expect(controlId('/staff/1/who')).toBe('f-staff-1-who');
});
