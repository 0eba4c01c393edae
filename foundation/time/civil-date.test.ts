import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  addYears,
  ageOn,
  civilDateOf,
  dayNumber,
  daysBetween,
  fromDayNumber,
  instantOn,
  isCivilDate,
  parseCivilDate,
  weekday,
} from './civil-date.ts';

const invalid = expect.objectContaining({ code: 'time.date_invalid', status: 422 });

describe('reading a date', () => {
  test.each(['2026-02-28', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])(
    '%s exists',
    (on) => expect(parseCivilDate(on)).toBe(on),
  );
  test.each([
    '2026-02-29',
    '1900-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '0000-01-01',
    '2026-1-5',
    '20260105',
    '2026-01-05T00:00:00Z',
    ' 2026-01-05',
    '',
    '２０２６-01-05',
  ])('%j is refused', (on) => {
    expect(isCivilDate(on)).toBe(false);
    expect(() => parseCivilDate(on)).toThrow(invalid);
  });
  test('arithmetic refuses what is no date, instead of answering NaN', () => {
    expect(() => addDays('2026-02-30', 1)).toThrow(invalid);
    expect(() => addMonths('soon', 1)).toThrow(invalid);
    expect(() => addYears('9999-01-01', 1)).toThrow(invalid);
    expect(() => addDays('9999-12-31', 1)).toThrow(invalid);
    expect(() => addDays('2026-01-01', Number.NaN)).toThrow(invalid);
  });
});

describe('the day in China of an instant', () => {
  test.each([
    ['2026-03-04T15:59:59.999Z', '2026-03-04'],
    ['2026-03-04T16:00:00.000Z', '2026-03-05'],
    ['2025-12-31T16:00:00Z', '2026-01-01'],
    ['1988-07-01T14:59:59Z', '1988-07-01'],
    ['1988-07-01T15:00:00Z', '1988-07-02'], // summer time, UTC+9
    ['1991-09-14T15:30:00Z', '1991-09-15'], // the last summer time
    ['1991-09-14T17:00:00Z', '1991-09-15'],
    ['1970-01-01T15:59:00Z', '1970-01-01'],
  ])('%s → %s', (at, on) => expect(civilDateOf(new Date(at))).toBe(on));

  test('agrees with the time zone database around every change', () => {
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' });
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1930, 0), max: Date.UTC(2060, 0) }), (ms) => {
        expect(civilDateOf(new Date(ms))).toBe(format.format(new Date(ms)));
      }),
      { numRuns: 500 },
    );
  });
  test('an invalid Date is a bug of the caller', () =>
    expect(() => civilDateOf(new Date(Number.NaN))).toThrow(RangeError));
  test('a day begins and ends at midnight in Beijing', () => {
    expect(instantOn('2026-03-05').toISOString()).toBe('2026-03-04T16:00:00.000Z');
    expect(instantOn('2026-03-05', 1440).toISOString()).toBe('2026-03-05T16:00:00.000Z');
    expect(() => instantOn('1990-01-01')).toThrow(RangeError);
  });
});

describe('arithmetic', () => {
  test.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2026-05-31', 12, '2027-05-31'],
    ['2026-08-31', 6, '2027-02-28'],
  ])('%s plus %i months is %s', (on, months, result) => expect(addMonths(on, months)).toBe(result));

  test.each([
    ['2024-02-29', 1, '2025-02-28'],
    ['2024-02-29', 4, '2028-02-29'],
    ['2026-06-01', 5, '2031-06-01'],
  ])('%s plus %i years is %s', (on, years, result) => expect(addYears(on, years)).toBe(result));

  test('day numbers and dates are one to one', () => {
    expect(dayNumber('1970-01-01')).toBe(0);
    expect(fromDayNumber(dayNumber('0001-01-01'))).toBe('0001-01-01');
    fc.assert(
      fc.property(
        fc.integer({ min: -700_000, max: 2_900_000 }),
        fc.integer({ min: -400, max: 400 }),
        (n, d) => {
          const on = fromDayNumber(n);
          expect(dayNumber(on)).toBe(n);
          expect(daysBetween(on, addDays(on, d))).toBe(d);
        },
      ),
      { numRuns: 300 },
    );
  });
  test.each([
    ['2026-03-02', 1],
    ['2026-03-07', 6],
    ['2026-03-08', 7],
    ['1900-01-01', 1],
    ['1969-12-31', 3],
  ])('%s is weekday %i', (on, day) => expect(weekday(on)).toBe(day));
});

describe('age in full years', () => {
  test.each([
    ['1966-03-05', '2026-03-04', 59],
    ['1966-03-05', '2026-03-05', 60],
    ['2008-02-29', '2026-02-27', 17],
    ['2008-02-29', '2026-02-28', 18],
    ['2008-02-29', '2028-02-28', 19],
    ['2026-03-05', '2026-03-05', 0],
    ['2026-03-05', '2026-03-04', -1],
    ['2026-12-31', '2025-01-01', -1],
  ])('born %s, on %s: %i', (birth, on, age) => expect(ageOn(birth, on)).toBe(age));
});
