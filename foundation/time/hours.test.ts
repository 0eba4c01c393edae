import { describe, expect, test } from 'vitest';
import { nationalCalendar as calendar } from './calendar.ts';
import { instantOn } from './civil-date.ts';
import { type Clock, type Limit, pauseClock, resumeClock, startClock } from './clock.ts';
import { deadline } from './deadline.ts';
import { explain } from './explain.ts';
import { licensingLaw } from './licensing.ts';

/** An instant in Beijing: `2026-03-02 10:00`. */
const at = (text: string): Date => {
  const [on = '', time = '10:00'] = text.split(' ');
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return instantOn(on, hour * 60 + minute);
};
const art45 = licensingLaw('45');
const limit = (value: number, unit: Limit['unit'], more: Partial<Limit> = {}): Limit => ({
  value,
  unit,
  clause: licensingLaw('42', 1),
  startEvent: 'accepted',
  pausableBy: ['testing'],
  ...more,
});
const test45 = (clock: Clock, from: string, to?: string): Clock => {
  const paused = pauseClock(clock, 'testing', art45, at(from));
  return to === undefined ? paused : resumeClock(paused, at(to));
};
const due = (clock: Clock, now: string) => deadline(calendar, clock, at(now));

describe('hours', () => {
  test.each([
    [2, '2026-03-05 11:00', '2026-03-05 14:00'], // over the noon break
    [7, '2026-03-05 09:00', '2026-03-05 17:00'],
    [4, '2026-03-06 15:00', '2026-03-09 11:00'], // Friday to Monday
    [4, '2026-02-13 15:00', '2026-02-14 11:00'], // to a worked Saturday
    [2, '2026-03-07 10:00', '2026-03-09 11:00'],
  ])('%i working hours from %s end at %s', (value, start, end) =>
    expect(due(startClock(limit(value, 'workingHour'), at(start)), start)).toMatchObject({
      dueAt: at(end).toISOString(),
      unit: 'hour',
      remaining: value,
      certain: true,
    }),
  );
  test('urgent hours run round the clock, holidays too', () =>
    expect(
      due(startClock(limit(12, 'urgentHour'), at('2026-02-16 20:00')), '2026-02-17 02:00'),
    ).toMatchObject({
      dueAt: at('2026-02-17 08:00').toISOString(),
      remaining: 6,
    }));
  test('urgent hours follow the setting, and need no schedule', () => {
    const hours = {
      office: [{ from: '08:30', to: '12:00' }],
      urgent: [{ from: '07:00', to: '22:00' }],
    };
    const clock = startClock(limit(2, 'urgentHour'), at('2027-03-05 21:00'));
    expect(deadline(calendar, clock, at('2027-03-05 21:30'), hours)).toMatchObject({
      dueAt: at('2027-03-06 08:00').toISOString(),
      certain: true,
      remaining: 1.5,
    });
  });
  test('a pause is taken out to the minute', () => {
    const clock = startClock(limit(4, 'workingHour'), at('2026-03-05 09:00'));
    const paused = test45(clock, '2026-03-05 10:00', '2026-03-05 15:00');
    expect(due(paused, '2026-03-05 15:30')).toMatchObject({
      dueAt: at('2026-03-06 10:00').toISOString(),
      remaining: 2.5,
    });
    expect(due(test45(clock, '2026-03-05 10:00'), '2026-04-01 10:00')).toMatchObject({
      state: 'paused',
      remaining: 3,
    });
    expect(explain(calendar, paused, '2026-03-06').map((d) => d.n)).toEqual([3, 4]);
  });
  test('overdue from the next minute on, in working hours', () => {
    const clock = startClock(limit(1, 'workingHour'), at('2026-03-06 15:00'));
    expect(due(clock, '2026-03-06 16:00').state).toBe('running');
    expect(due(clock, '2026-03-09 10:00')).toMatchObject({ state: 'overdue', remaining: -2 });
  });
  test('working hours in a year that is not loaded', () =>
    expect(
      due(startClock(limit(8, 'workingHour'), at('2026-12-31 16:00')), '2026-12-31 16:00'),
    ).toMatchObject({
      certain: false,
      missingYear: 2027,
      dueAt: at('2027-01-01 07:00').toISOString(),
      remaining: 8,
    }));
  test.each([
    [{ from: '09:00', to: '09:00' }],
    [{ from: '9', to: '10:00' }],
    [{ from: '09:00', to: '24:30' }],
  ])('wrong settings %j stop, they do not loop', (window) =>
    expect(() =>
      deadline(calendar, startClock(limit(1, 'workingHour'), at('2026-03-05')), at('2026-03-05'), {
        office: [window],
        urgent: [],
      }),
    ).toThrow(RangeError),
  );
});
