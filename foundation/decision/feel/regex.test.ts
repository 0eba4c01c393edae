import { describe, expect, it } from 'vitest';
import { compileCondition } from '../expression.ts';
import { isPattern, pattern } from './regex.ts';
import { longestText } from './regex-work.ts';

const time = (text: string, subject: string): number => {
  const began = performance.now();
  pattern(text, '', subject)?.test(subject);
  return performance.now() - began;
};

describe('regular expressions of rule authors', () => {
  it.each([
    '(a+)+$',
    '(a*)*b',
    '(a|a)*$',
    '(a|ab)*c',
    '(.*)+x',
    '(?:[a-z]+)*!',
    '((ab?)+)+',
    '(\\d|[0-9])+x',
    '(a?){25}a{25}',
    '(x+x+)+y',
    `${'a?'.repeat(30)}b`,
    'a'.repeat(1001),
  ])('%s is refused: its work may double with every character', (text) => {
    expect(isPattern(text, '')).toBe(false);
    expect(pattern(text, '', 'aaaa')).toBeNull();
  });

  it.each([
    ['^[A-Z]{2}\\d{6}$', 'AB123456', true],
    ['^(\\d{1,3}\\.){3}\\d{1,3}$', '10.0.0.1', true],
    ['^\\s*\\d+\\s*-\\s*\\d+\\s*$', ' 1 - 20 ', true],
    ['^(foo|bar)*$', 'foobar', true],
    ['^[\\p{L}·]{2,30}$', '买买提·吐尔逊', true],
    ['^1[3-9]\\d{9}$', '13800000001', true],
    ['(甲|乙|丙)级', '丙级', true],
    ['^(\\d{15}|\\d{17}[\\dXx])$', '34010419580401002X', true],
    ['^.*路.*号$', '长江西路1号', true],
    ['^[^@]+@[^@.]+(\\.[^@.]+)?$', 'a@b.cn', true],
    ['[', '', null],
  ] as const)('%s on %s is %s', (text, subject, expected) => {
    expect(pattern(text, '', subject)?.test(subject) ?? null).toBe(expected);
  });

  it('do not run on texts for which the work is too much', () => {
    expect(longestText('^a*$', 'gu')).toBe(10_000);
    expect(longestText('^.*a.*b.*$', 'gu')).toBe(464);
    expect(pattern('^[a-z]+$', '', 'a'.repeat(10_000))).not.toBeNull();
    expect(pattern('^[a-z]+$', '', 'a'.repeat(10_001))).toBeNull();
    expect(pattern('^.*a.*b.*$', '', 'a'.repeat(465))).toBeNull();
  });

  it.each(['\\s+$', '^.*.*.*x$', '(ab)*c', 'a{1,9}a{1,9}a{1,9}b', '^(a?a?a?a?){4}b$'])(
    'the longest text allowed for %s is done in a second',
    (text) => {
      const longest = longestText(text, 'gu');
      for (const unit of ['a', ' ', 'ab']) {
        const subject = unit.repeat(longest).slice(0, longest);
        expect(time(text, subject)).toBeLessThan(1000);
      }
    },
  );

  it.each([
    ['matches(a, "(a+)+$")', 'decision.pattern'],
    ['matches(input: a, pattern: "(a+)+$")', 'decision.pattern'],
    ['matches(a, "[")', 'decision.pattern'],
    ['matches(a, "a", "q")', 'decision.pattern'],
    ['replace(a, "(a|a)*", "b") = "b"', 'decision.pattern'],
    ['count(split(a, "(,+)+")) = 2', 'decision.pattern'],
    ['matches(a, "^a+$", "i")', undefined],
    ['matches(a, b)', undefined],
  ])('%s is published or refused: %s', (text, code) => {
    const compiled = compileCondition(text, ['a', 'b']);
    expect('error' in compiled ? compiled.error.code : undefined).toBe(code);
  });

  it('from data yield null instead of running on', () => {
    const compiled = compileCondition('matches(a, b)', ['a', 'b']);
    if ('error' in compiled) throw new Error(compiled.error.code);
    expect(compiled.evaluate({ a: 'a'.repeat(40), b: '(a+)+$' })).toBeNull();
    expect(compiled.evaluate({ a: 'a'.repeat(40), b: '^a+$' })).toBe(true);
  });
});
