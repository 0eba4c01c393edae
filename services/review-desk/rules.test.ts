import { nationalCalendar } from '@yiwang/foundation/time';
import { describe, expect, test } from 'vitest';
import { dueOf, likePattern } from './rules.ts';

const due = (on: string | null, today: string, more: object = {}) =>
  dueOf(nationalCalendar, { on, certain: true, paused: false, from: '2026-03-02', ...more }, today);

describe('how much time is left', () => {
  test.each([
    ['2026-03-30', '2026-03-02', 20, 'green'],
    ['2026-03-30', '2026-03-24', 5, 'green'],
    ['2026-03-30', '2026-03-25', 4, 'yellow'],
    ['2026-03-30', '2026-03-27', 2, 'yellow'],
    ['2026-03-30', '2026-03-28', 1, 'yellow'],
    ['2026-03-30', '2026-03-30', 1, 'yellow'],
    ['2026-03-30', '2026-03-31', -1, 'red'],
    // Qingming: the fourth to the sixth of April are off.
    ['2026-04-03', '2026-04-07', -1, 'red'],
    ['2026-04-03', '2026-04-05', -1, 'red'],
    ['2026-03-30', '2026-04-08', -6, 'red'],
  ])('until %s, on %s: %i working days, %s', (on, today, remaining, light) => {
    expect(due(on, today)).toEqual({ on, certain: true, remaining, light });
  });

  test('without a day there is no light', () => {
    expect(due(null, '2026-03-02')).toBeNull();
  });

  test('while the clock stands still the light is grey and nothing is counted', () => {
    const paused = { certain: false, paused: true };
    expect(due('2026-03-02', '2026-03-09', paused)).toMatchObject({
      light: 'grey',
      remaining: null,
    });
  });

  test('a day behind a year without schedule is never late', () => {
    const beyond = { certain: false };
    expect(due('2027-01-05', '2026-12-30', beyond)).toMatchObject({
      light: 'yellow',
      remaining: null,
    });
    expect(due('2027-01-05', '2026-12-30')).toMatchObject({ light: 'yellow', remaining: null });
  });
});

test('what is typed is searched for literally', () => {
  expect(likePattern(' 100%_\\ ')).toBe('%100\\%\\_\\\\%');
});
