import { getDayDetail } from 'chinese-days';
import { describe, expect, test } from 'vitest';
import {
  addSchedule,
  checkSchedule,
  dayKind,
  isWorkingDay,
  makeCalendar,
  nationalCalendar,
  workingDaysBetween,
} from './calendar.ts';
import { addDays } from './civil-date.ts';
import { addWorkingDays } from './count.ts';
import { type Schedule, stateCouncilSchedules } from './schedules.ts';

const range = (from: string, to: string): string[] => {
  const list: string[] = [];
  for (let on = from; on <= to; on = addDays(on, 1)) list.push(on);
  return list;
};
const of = (year: number): Schedule => {
  const found = stateCouncilSchedules.find((s) => s.year === year);
  if (!found) throw new Error(`no schedule of ${year}`);
  return found;
};

describe('the shipped schedules', () => {
  test('hold the years 2020 to 2026, each with its notice, and no guess of 2027', () => {
    expect([...nationalCalendar.years.keys()]).toEqual([2020, 2021, 2022, 2023, 2024, 2025, 2026]);
    expect(of(2026).source).toEqual([
      {
        title: '国务院办公厅关于2026年部分节假日安排的通知',
        number: '国办发明电〔2025〕7号',
        issuedOn: '2025-11-04',
      },
    ]);
    expect(of(2020).source).toHaveLength(2);
  });

  test('agree with an independent list on every day of 2020 to 2026', () => {
    const different = range('2020-01-01', '2026-12-31').filter(
      (on) => isWorkingDay(nationalCalendar, on) !== getDayDetail(on).work,
    );
    expect(different).toEqual([]);
  });

  test('2025 is the official list', () => {
    expect(of(2025).off).toEqual([
      '2025-01-01',
      ...range('2025-01-28', '2025-02-04'),
      ...range('2025-04-04', '2025-04-06'),
      ...range('2025-05-01', '2025-05-05'),
      ...range('2025-05-31', '2025-06-02'),
      ...range('2025-10-01', '2025-10-08'),
    ]);
    expect(of(2025).worked).toEqual([
      '2025-01-26',
      '2025-02-08',
      '2025-04-27',
      '2025-09-28',
      '2025-10-11',
    ]);
  });

  test('2026 is the official list', () => {
    expect(of(2026).off).toEqual([
      ...range('2026-01-01', '2026-01-03'),
      ...range('2026-02-15', '2026-02-23'),
      ...range('2026-04-04', '2026-04-06'),
      ...range('2026-05-01', '2026-05-05'),
      ...range('2026-06-19', '2026-06-21'),
      ...range('2026-09-25', '2026-09-27'),
      ...range('2026-10-01', '2026-10-07'),
    ]);
    expect(of(2026).worked).toEqual([
      '2026-01-04',
      '2026-02-14',
      '2026-02-28',
      '2026-05-09',
      '2026-09-20',
      '2026-10-10',
    ]);
  });

  test.each([2025, 2026])('%i has 248 working days', (year) =>
    expect(workingDaysBetween(nationalCalendar, `${year - 1}-12-31`, `${year}-12-31`)).toBe(248),
  );

  test('Saturday 1 February 2020 was first to be worked, then off by the second notice', () =>
    expect(dayKind(nationalCalendar, '2020-02-01')).toBe('holiday'));

  test('names what a day is', () => {
    expect(dayKind(nationalCalendar, '2026-02-14')).toBe('make-up-workday');
    expect(dayKind(nationalCalendar, '2026-02-16')).toBe('holiday');
    expect(dayKind(nationalCalendar, '2026-03-07')).toBe('weekend');
    expect(dayKind(nationalCalendar, '2026-03-09')).toBe('working');
    expect(dayKind(nationalCalendar, '2027-03-09')).toBeUndefined();
  });
});

describe('a year that is not loaded', () => {
  test.each(['2019-12-31', '2027-01-01', '2027-06-15'])('%s is refused, never guessed', (on) =>
    expect(() => isWorkingDay(nationalCalendar, on)).toThrow(
      expect.objectContaining({
        code: 'time.year_not_loaded',
        status: 409,
        params: { year: Number(on.slice(0, 4)) },
      }),
    ),
  );
  test('a deadline that crosses into it is “not before” the earliest day it can be', () => {
    expect(addWorkingDays(nationalCalendar, '2026-12-25', 5)).toMatchObject({
      on: '2027-01-01',
      certain: false,
      notBefore: true,
      missing: { year: 2027, left: 1, knownUntil: '2026-12-31' },
    });
    const far = addWorkingDays(nationalCalendar, '2026-12-30', 20);
    expect(far).toMatchObject({ on: '2027-01-19', certain: false });
    expect(far.counted.map((day) => day.on)).toEqual(['2026-12-31']);
  });
  test('a deadline on the last working day of the loaded year is certain', () =>
    expect(addWorkingDays(nationalCalendar, '2026-12-25', 4)).toMatchObject({
      on: '2026-12-31',
      certain: true,
    }));
  test('becomes certain, and never earlier than shown, when its schedule is imported', () => {
    const notice = { title: 't', number: 'n', issuedOn: '2026-11-05' };
    const loaded = addSchedule(nationalCalendar, {
      year: 2027,
      source: [notice],
      off: range('2027-01-01', '2027-01-03'),
      worked: [],
    });
    for (let n = 0; n <= 30; n += 1) {
      const before = addWorkingDays(nationalCalendar, '2026-12-20', n);
      const after = addWorkingDays(loaded, '2026-12-20', n);
      expect(after.certain).toBe(true);
      expect(after.on >= before.on).toBe(true);
      if (before.certain) expect(after.on).toBe(before.on);
    }
    expect(nationalCalendar.years.has(2027)).toBe(false);
  });
  test('the notice of a year may still change the December before', () => {
    const calendar = addSchedule(nationalCalendar, {
      year: 2027,
      source: [{ title: 't', number: 'n', issuedOn: '2026-11-05' }],
      off: ['2026-12-31', '2027-01-01'],
      worked: ['2026-12-27'],
    });
    expect(dayKind(calendar, '2026-12-31')).toBe('holiday');
    expect(dayKind(calendar, '2026-12-27')).toBe('make-up-workday');
  });
});

describe('adding working days', () => {
  test.each([
    ['2025-01-24', 5, '2025-02-07'],
    ['2025-04-25', 3, '2025-04-29'],
    ['2025-09-26', 5, '2025-10-10'],
    ['2025-09-29', 20, '2025-11-03'],
    ['2025-12-31', 1, '2026-01-04'],
    ['2025-12-31', 2, '2026-01-05'],
    ['2026-02-13', 5, '2026-02-27'],
    ['2026-02-13', 20, '2026-03-19'],
    ['2026-04-29', 5, '2026-05-09'],
    ['2026-09-18', 5, '2026-09-24'],
    ['2026-09-30', 5, '2026-10-13'],
  ])('%s plus %i is %s', (start, n, on) => {
    const result = addWorkingDays(nationalCalendar, start, n);
    expect(result).toMatchObject({ on, certain: true, notBefore: false });
    expect(result.counted).toHaveLength(n);
    expect(result.counted.at(-1)).toMatchObject({ on, n, counted: true });
    expect(workingDaysBetween(nationalCalendar, start, on)).toBe(n);
  });
  test('zero is the same working day, or the next one after a day off', () => {
    expect(addWorkingDays(nationalCalendar, '2026-03-05', 0).on).toBe('2026-03-05');
    expect(addWorkingDays(nationalCalendar, '2026-03-07', 0).on).toBe('2026-03-09');
    expect(addWorkingDays(nationalCalendar, '2026-02-14', 0).on).toBe('2026-02-14');
  });
  test.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('%d days are refused', (n) =>
    expect(() => addWorkingDays(nationalCalendar, '2026-03-05', n)).toThrow(
      expect.objectContaining({ code: 'time.limit_invalid' }),
    ),
  );
});

describe('importing a schedule', () => {
  const good: Schedule = {
    year: 2027,
    source: [{ title: 't', number: 'n', issuedOn: '2026-11-05' }],
    off: ['2027-01-01'],
    worked: ['2027-02-20'],
  };
  test('a sound one passes', () => expect(() => checkSchedule(good)).not.toThrow());
  test.each([
    ['date', { off: ['2027-02-29', '2027-01-01'] }],
    ['other-year', { off: ['2027-01-01', '2028-01-01'] }],
    ['other-year', { off: ['2027-01-01', '2026-11-30'] }],
    ['twice', { off: ['2027-01-01', '2027-02-20'] }],
    ['twice', { off: ['2027-01-01', '2027-01-01'] }],
    ['worked-weekday', { worked: ['2027-02-22'] }],
    ['off', { off: [] }],
    ['source', { source: [] }],
    ['year', { year: 2027.5 }],
  ])('%s: %j is refused', (reason, change) =>
    expect(() => makeCalendar([{ ...good, ...change }])).toThrow(
      expect.objectContaining({
        code: 'time.schedule_invalid',
        params: expect.objectContaining({ reason }),
      }),
    ),
  );
});
