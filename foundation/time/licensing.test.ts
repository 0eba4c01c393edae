import { describe, expect, test } from 'vitest';
import { nationalCalendar as calendar } from './calendar.ts';
import { chineseNumeral, clauseText } from './clause.ts';
import { article45, licensingLaw, licensingLimits, presumedAccepted } from './licensing.ts';
import { light, overdueGrade } from './light.ts';

describe('silence for five working days is acceptance (行政许可法 art. 32)', () => {
  test.each([
    // received, today, notice sent, presumed
    ['2026-03-02', '2026-03-09', undefined, false],
    ['2026-03-02', '2026-03-10', undefined, true],
    ['2026-03-02', '2026-03-20', '2026-03-09', false],
    ['2026-03-02', '2026-03-20', '2026-03-10', true],
    ['2026-03-02', '2026-03-02', '2026-03-02', false],
    ['2026-02-13', '2026-02-27', undefined, false], // Saturday 14th counts, the festival does not
    ['2026-02-13', '2026-02-28', undefined, true],
  ])('received %s, today %s, notice %s → %s', (received, today, notice, presumed) => {
    const result = presumedAccepted(calendar, received, today, notice);
    expect(result).toMatchObject({ presumed, certain: true });
    if (result.presumed) expect(result.acceptedOn).toBe(received);
  });
  test('names the last day for the notice and the text of the law', () =>
    expect(presumedAccepted(calendar, '2026-03-02', '2026-03-03')).toMatchObject({
      noticeDueOn: '2026-03-09',
      clause: { law: '行政许可法', article: '32', effectiveOn: '2019-04-23', verified: true },
    }));
  test('where the schedule is missing nothing is presumed', () =>
    expect(presumedAccepted(calendar, '2026-12-30', '2027-03-01')).toMatchObject({
      presumed: false,
      certain: false,
      noticeDueOn: '2027-01-04',
    }));
});

test('a visit to the place is not among what stops the clock, and only arts. 42–44 can stop', () => {
  expect(article45).not.toContain('site-visit');
  expect(licensingLimits.inspectionStart.pausableBy).toEqual([]);
  expect(licensingLimits.correctionNotice.pausableBy).toEqual([]);
});

describe('the light', () => {
  test.each([
    ['running', 20, 20, 'green'],
    ['running', 5, 20, 'green'],
    ['running', 4, 20, 'yellow'],
    ['running', 1, 20, 'yellow'],
    ['running', 2, 3, 'green'],
    ['running', 1, 3, 'yellow'],
    ['running', undefined, 20, 'yellow'],
    ['overdue', -1, 20, 'red'],
    ['overdue', 0, 20, 'red'],
    ['paused', 1, 20, 'grey'],
    ['met', 1, 20, 'green'],
  ] as const)('%s with %s of %i is %s', (state, remaining, total, color) =>
    expect(light({ state, remaining, total })).toBe(color),
  );
  test('thresholds are the place’s own', () =>
    expect(light({ state: 'running', remaining: 9, total: 20 }, { share: 0.5, atLeast: 2 })).toBe(
      'yellow',
    ));
  test.each([
    [0, 1],
    [-1, 1],
    [-3, 1],
    [-4, 2],
    [-7, 2],
    [-8, 3],
  ])('%i left is grade %i', (remaining, grade) =>
    expect(overdueGrade({ state: 'overdue', remaining })).toBe(grade),
  );
  test('what is not overdue has no grade', () =>
    expect(overdueGrade({ state: 'met', remaining: 2 })).toBe(0));
});

describe('citing a clause', () => {
  test.each([
    [1, '一'],
    [10, '十'],
    [12, '十二'],
    [20, '二十'],
    [32, '三十二'],
    [100, '一百'],
    [105, '一百零五'],
    [110, '一百一十'],
    [1260, '一千二百六十'],
    [1005, '一千零五'],
  ])('%i is %s', (value, text) => expect(chineseNumeral(value)).toBe(text));
  test('with its version, and openly when it was not verified', () => {
    expect(clauseText('zh', licensingLaw('32', 1, 4))).toBe(
      '《行政许可法》第三十二条第一款第四项（2019-04-23 版）',
    );
    expect(clauseText('en', licensingLaw('32', 1, 4))).toBe(
      '《行政许可法》 art. 32(1)(4), version of 2019-04-23',
    );
    expect(clauseText('zh', { ...licensingLaw('45'), verified: false })).toContain('未核实');
    expect(clauseText('en', { ...licensingLaw('45'), verified: false })).toContain('unverified');
  });
});
