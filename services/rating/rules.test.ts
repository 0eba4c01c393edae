import { at } from '@yiwang/foundation/testing';
import { nationalCalendar } from '@yiwang/foundation/time';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assertMayRate, countsOf, dueOf, isPoor, openClocks } from './rules.ts';

const closed = {
  applicantId: 's-wang',
  state: 'closed',
  closedAt: '2026-03-02T01:00:00Z',
} as const;
const refusal = (code: string) => expect.objectContaining({ code: `rating.${code}` });

describe('who may rate what', () => {
  test('the applicant rates a finished case', () => {
    expect(() => assertMayRate(closed, 's-wang', false)).not.toThrow();
  });
  test('somebody else’s case is not told apart from none', () => {
    expect(() => assertMayRate(closed, 's-li', false)).toThrow(refusal('case_unknown'));
  });
  test('a running case is not rated', () => {
    const running = { ...closed, state: 'accepted', closedAt: null } as const;
    expect(() => assertMayRate(running, 's-wang', false)).toThrow(refusal('not_closed'));
  });
  test('one case, one rating', () => {
    expect(() => assertMayRate(closed, 's-wang', true)).toThrow(refusal('already_rated'));
  });
});

test('levels 4 and 5 are poor: 1 is best, not worst', () => {
  expect([1, 2, 3, 4, 5].filter(isPoor)).toEqual([4, 5]);
});

describe('the clocks of a call-back', () => {
  test('one, five and fifteen working days, the day of the rating not counted', () => {
    const clocks = openClocks(at('2026-03-06 17:00')); // a Friday
    const due = (clock: (typeof clocks)['contact'], now = '2026-03-06 18:00') =>
      dueOf(nationalCalendar, clock, at(now));
    expect(due(clocks.contact).on).toBe('2026-03-09');
    expect(due(clocks.rectifySimple).on).toBe('2026-03-13');
    expect(due(clocks.rectifyComplex).on).toBe('2026-03-27');
  });
  test('the light is yellow on the last day and red after it', () => {
    const { contact } = openClocks(at('2026-03-02 09:00'));
    const lightAt = (now: string) => dueOf(nationalCalendar, contact, at(now)).light;
    expect(lightAt('2026-03-03 23:59')).toBe('yellow');
    expect(lightAt('2026-03-04 00:00')).toBe('red');
  });
  test('a national holiday is not counted', () => {
    const { contact } = openClocks(at('2026-09-30 16:00'));
    expect(dueOf(nationalCalendar, contact, at('2026-09-30 17:00')).on).toBe('2026-10-08');
  });
});

describe('published numbers', () => {
  test('an unrated case counts as closed and never as good', () => {
    expect(countsOf({ closed: 10, byLevel: [1, 1, 0, 1, 1] })).toEqual({
      closed: 10,
      rated: 4,
      levels: { 1: 1, 2: 1, 3: 0, 4: 1, 5: 1 },
      activeRate: 0.4,
      satisfiedRate: 0.5,
    });
  });
  test('without ratings there is no rate of satisfaction, without cases no rate at all', () => {
    expect(countsOf({ closed: 3, byLevel: [0, 0, 0, 0, 0] })).toMatchObject({
      activeRate: 0,
      satisfiedRate: null,
    });
    expect(countsOf({ closed: 0, byLevel: [] })).toMatchObject({
      rated: 0,
      activeRate: null,
      satisfiedRate: null,
    });
  });
  test('the levels always add up to the ratings', () => {
    const counts = fc.array(fc.nat(1000), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(counts, fc.nat(1000), (byLevel, unrated) => {
        const sum = byLevel.reduce((a, b) => a + b, 0);
        const found = countsOf({ closed: sum + unrated, byLevel });
        expect(Object.values(found.levels).reduce((a, b) => a + b, 0)).toBe(found.rated);
        expect(found.activeRate ?? 0).toBeLessThanOrEqual(1);
      }),
      { numRuns: 200 },
    );
  });
});
