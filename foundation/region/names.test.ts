import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  fullNameOf,
  isDivisionCode,
  isWithin,
  levelOf,
  lineageOf,
  parentOf,
  rangeOf,
  withoutPadding,
} from './names.ts';
import { gramsOf, gramsOfWords, patternOf, wordsOf } from './words.ts';

const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length });
const codes = fc
  .constantFrom(2, 4, 6, 9, 12)
  .chain(digits)
  .map((all) => all.join(''));

describe('codes', () => {
  test('the level follows from the length', () => {
    expect(['34', '3401', '340104', '340104006', '340104006001'].map(levelOf)).toEqual([
      1, 2, 3, 4, 5,
    ]);
    for (const wrong of ['', '3', '340', '34010', '3401040', '34010a', '３４', '34 ', '34\n'])
      expect(() => levelOf(wrong)).toThrow(RangeError);
  });

  test('the parent is one level up, and a province has none', () => {
    expect(parentOf('340104006001')).toBe('340104006');
    expect(parentOf('340104006')).toBe('340104');
    expect(parentOf('340104')).toBe('3401');
    expect(parentOf('34')).toBeUndefined();
    expect(lineageOf('340104006')).toEqual(['34', '3401', '340104', '340104006']);
  });

  test('a code lies in the range of a prefix exactly when it begins with it', () => {
    fc.assert(
      fc.property(codes, codes, (code, other) => {
        const { low, high } = rangeOf(other);
        const inRange = code >= low && code < high;
        expect(inRange).toBe(code.startsWith(other));
        expect(isWithin(code, other)).toBe(inRange);
        expect(isWithin(code, code.slice(0, 2))).toBe(true);
      }),
      { numRuns: 300 },
    );
    expect(() => rangeOf('34%')).toThrow(RangeError);
    expect(isWithin('340104', '')).toBe(true);
  });

  test('zeros written behind a code are taken off, also where a zero belongs to the code', () => {
    expect(withoutPadding('340000')).toBe('34');
    expect(withoutPadding('340100')).toBe('3401');
    expect(withoutPadding('340104')).toBe('340104');
    expect(withoutPadding('340104006000')).toBe('340104006');
    expect(withoutPadding('340104000000')).toBe('340104');
    expect(withoutPadding('340000000000')).toBe('34');
    expect(withoutPadding('340100006')).toBe('340100006');
    expect(withoutPadding('4600')).toBe('4600');
    fc.assert(
      fc.property(codes, (code) => isDivisionCode(withoutPadding(code))),
      { numRuns: 300 },
    );
  });
});

describe('full names', () => {
  test('names that only fill a level are not spoken', () => {
    const beijing = { name: '北京市', fullName: '北京市' };
    const filler = { name: '市辖区', fullName: fullNameOf('市辖区', beijing) };
    expect(fullNameOf('东城区', filler)).toBe('北京市东城区');
    const dongguan = { name: '东莞市', fullName: '广东省东莞市' };
    expect(fullNameOf('东莞市', dongguan)).toBe('广东省东莞市');
  });
});

describe('words', () => {
  test('a text is parted at blanks of any kind, commas and ›', () => {
    expect(wordsOf(' 合肥　蜀山,五里墩 ')).toEqual(['合肥', '蜀山', '五里墩']);
    expect(wordsOf('安徽省 › 合肥市')).toEqual(['安徽省', '合肥市']);
    expect(wordsOf(' ')).toEqual([]);
  });

  test('a division has every gram that any part of its name demands', () => {
    const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(name, name, fc.nat(7), fc.nat(7), (above, own, from, length) => {
        const grams = new Set(gramsOf(own, above + own));
        const part = Array.from(own).slice(from, from + length + 1);
        if (part.length === 0) return;
        const demanded = gramsOfWords([above, part.join('')], false);
        for (const gram of [...demanded.own, ...demanded.whole]) expect(grams).toContain(gram);
        const across = gramsOfWords([Array.from(above).slice(-2).join('') + own], true);
        for (const gram of across.own) expect(grams).toContain(gram);
      }),
      { numRuns: 300 },
    );
  });

  test('the signs of LIKE stand for themselves', () => {
    expect(patternOf('100%_\\')).toBe('%100\\%\\_\\\\%');
  });
});
