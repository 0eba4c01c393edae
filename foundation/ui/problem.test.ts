import { expect, it } from 'vitest';
import { addMessages, pickLocale } from '../i18n/browser.ts';
import { ActKey } from './act-key.ts';
import { commandFor, type KeyCommand } from './keys.ts';
import { messages } from './messages.ts';
import { asProblem, codeText, fieldId, fieldTexts, Problem, readProblem } from './problem.ts';
import { matchesScreen, pathInFace, safeNext, screenAt } from './screen.ts';

addMessages('ui', messages);
addMessages('case', {
  'error.closed': { zh: '办件 {caseNo} 已办结', en: 'Case {caseNo} is closed' },
});

it('reads a problem document with its fields', () => {
  const problem = readProblem(422, {
    status: 422,
    code: 'case.closed',
    params: { caseNo: 'A1', hidden: { deep: true } },
    traceId: 'f00',
    errors: [
      { pointer: '/a', code: 'case.closed', params: { caseNo: 'B2' } },
      { pointer: 3 },
      null,
    ],
  });
  expect(problem).toMatchObject({ status: 422, code: 'case.closed', traceId: 'f00' });
  expect(problem.params).toEqual({ caseNo: 'A1' });
  expect(fieldTexts('zh', problem)).toEqual({ '/a': '办件 B2 已办结' });
  expect(fieldTexts('en', undefined)).toEqual({});
});

it('makes a problem of answers that are none', () => {
  for (const body of [undefined, null, '<html>', [], { code: 7 }])
    expect(readProblem(502, body).code).toBe('ui.unknown');
  expect(readProblem(401, '').code).toBe('ui.not_signed_in');
  expect(asProblem(new TypeError('x')).code).toBe('ui.unknown');
  const problem = new Problem(409, 'case.closed');
  expect(asProblem(problem)).toBe(problem);
});

it('never shows a bare code', () => {
  expect(codeText('zh', 'nobody.knows')).toBe(messages['error.unknown'].zh);
});

it('gives each pointer a DOM id', () => {
  expect(fieldId('/applicant/name')).toBe('field-applicant-name');
  expect(fieldId('/items/0/')).toBe('field-items-0');
});

it('keeps the idempotency key while no definite answer came', () => {
  let made = 0;
  const keys = new ActKey(() => `key-${++made}`);
  expect(keys.for({ a: 1 })).toBe('key-1');
  for (const status of [0, 401, 429, 500, 503]) {
    keys.answered(status);
    expect(keys.for({ a: 1 })).toBe('key-1');
  }
  expect(keys.for({ a: 2 })).toBe('key-2');
  keys.answered(409);
  expect(keys.for({ a: 2 })).toBe('key-3');
  keys.answered(201);
  expect(keys.for({ a: 2 })).toBe('key-4');
});

it('goes after sign-in only to this site', () => {
  expect(safeNext('/cases/1?a=b#c')).toBe('/cases/1?a=b#c');
  for (const bad of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:1',
    '',
  ])
    expect(safeNext(bad), bad).toBe('/');
});

it('knows which paths are screens', () => {
  expect(matchesScreen('/cases/$id', '/cases/7')).toBe(true);
  expect(matchesScreen('/cases/$id', '/cases')).toBe(false);
  expect(matchesScreen('/cases/$id', '/cases/7/files')).toBe(false);
  expect(matchesScreen('/files/$', '/files/a/b')).toBe(true);
  expect(matchesScreen('/', '/')).toBe(true);
  expect(matchesScreen('/cases', '/guides')).toBe(false);
  const entries = [{ path: '/cases/$id' }, { path: '/cases/new' }];
  expect(screenAt(entries, '/cases/new')?.path).toBe('/cases/new');
  expect(screenAt(entries, '/cases/7')?.path).toBe('/cases/$id');
  expect(pathInFace('/desk', '/desk')).toBe('/');
  expect(pathInFace('/desk', '/desk/a')).toBe('/a');
  expect(pathInFace('/desk', '/desktop')).toBeUndefined();
  expect(pathInFace('', '/cases')).toBe('/cases');
});

it('leaves keys to whoever types, and can switch letters off', () => {
  const command = (key: string): KeyCommand => ({ key, labelKey: key, run: () => {} });
  const commands = [command('j'), command('Enter'), { ...command('j'), labelKey: 'later' }];
  const free = { typing: false, onControl: false, letters: true };
  const press = (key: string, ctrlKey = false) => ({ key, ctrlKey, metaKey: false, altKey: false });
  expect(commandFor(press('j'), commands, free)?.labelKey).toBe('later');
  expect(commandFor(press('j', true), commands, free)).toBeUndefined();
  expect(commandFor(press('j'), commands, { ...free, typing: true })).toBeUndefined();
  expect(commandFor(press('j'), commands, { ...free, letters: false })).toBeUndefined();
  expect(commandFor(press('Enter'), commands, { ...free, letters: false })).toBeDefined();
  expect(commandFor(press('Enter'), commands, { ...free, onControl: true })).toBeUndefined();
});

it('takes the stored language, then the first that the browser asks for', () => {
  expect(pickLocale('en', ['zh-CN'])).toBe('en');
  expect(pickLocale(null, ['fr', 'en-GB', 'zh'])).toBe('en');
  expect(pickLocale('xx', ['zh-Hans'])).toBe('zh');
  expect(pickLocale(null, ['fr'])).toBe('zh');
});
