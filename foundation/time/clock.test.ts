import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nationalCalendar as calendar } from './calendar.ts';
import { addDays, instantOn } from './civil-date.ts';
import { type Clock, type Limit, pauseClock, resumeClock, startClock, stopClock } from './clock.ts';
import { deadline, extendClock } from './deadline.ts';
import { explain } from './explain.ts';
import { licensingLaw, licensingLimits } from './licensing.ts';

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
const code = (name: string) => expect.objectContaining({ code: `time.${name}` });

describe('a decision is due twenty working days after acceptance (行政许可法 arts. 42, 82)', () => {
  const clock = startClock(licensingLimits.decision, at('2026-02-13 09:00'));

  test('make-up Saturdays count, the Spring Festival does not', () =>
    expect(due(clock, '2026-02-13')).toEqual({
      dueOn: '2026-03-19',
      dueAt: '2026-03-19T16:00:00.000Z',
      certain: true,
      total: 20,
      remaining: 20,
      unit: 'workingDay',
      state: 'running',
    }));
  test('the hour of acceptance does not matter', () =>
    expect(
      due(startClock(licensingLimits.decision, at('2026-02-13 23:59')), '2026-02-14').dueOn,
    ).toBe('2026-03-19'));
  test.each([
    ['2026-02-14 08:00', 20, 'running'],
    ['2026-02-16 12:00', 19, 'running'],
    ['2026-03-19 23:59', 1, 'running'],
    ['2026-03-20 00:00', -1, 'overdue'],
    ['2026-03-21 12:00', -1, 'overdue'],
    ['2026-03-24 12:00', -3, 'overdue'],
  ])('on %s %i are left: %s', (now, remaining, state) =>
    expect(due(clock, now)).toMatchObject({ remaining, state, dueOn: '2026-03-19' }),
  );

  test('a decision on the last day meets the limit, one a minute later does not', () => {
    expect(due(stopClock(clock, at('2026-03-19 23:59')), '2026-06-01')).toMatchObject({
      state: 'met',
      remaining: 1,
    });
    expect(due(stopClock(clock, at('2026-03-20 00:00')), '2026-06-01')).toMatchObject({
      state: 'overdue',
      remaining: -1,
    });
  });
  test('ten more days once, while the limit runs', () => {
    const longer = extendClock(calendar, clock, 10, at('2026-03-19 18:00'));
    expect(due(longer, '2026-03-20')).toMatchObject({
      dueOn: '2026-04-02',
      total: 30,
      state: 'running',
    });
    expect(longer.extended).toMatchObject({
      value: 10,
      unit: 'workingDay',
      clause: { article: '42' },
    });
    expect(() => extendClock(calendar, longer, 1, at('2026-03-20'))).toThrow(
      code('already_extended'),
    );
    expect(() => extendClock(calendar, clock, 11, at('2026-03-01'))).toThrow(
      code('extension_out_of_range'),
    );
    expect(() => extendClock(calendar, clock, 0, at('2026-03-01'))).toThrow(
      code('extension_out_of_range'),
    );
    expect(() => extendClock(calendar, clock, 10, at('2026-03-20'))).toThrow(
      code('already_overdue'),
    );
  });
  test('other limits of the law: 45 and 15 days jointly, 10 for delivery without extension', () => {
    const joint = extendClock(
      calendar,
      startClock(licensingLimits.jointDecision, at('2026-03-02')),
      15,
      at('2026-03-03'),
    );
    expect(due(joint, '2026-03-03').total).toBe(60);
    const delivery = startClock(licensingLimits.delivery, at('2026-03-02'));
    expect(due(delivery, '2026-03-03').dueOn).toBe('2026-03-16');
    expect(() => extendClock(calendar, delivery, 1, at('2026-03-03'))).toThrow(
      code('not_extendable'),
    );
  });
});

describe('what stops a limit (行政许可法 art. 45)', () => {
  const clock = startClock(licensingLimits.decision, at('2026-03-02'));

  test('a visit to the place does not', () =>
    expect(() => pauseClock(clock, 'site-visit', art45, at('2026-03-04'))).toThrow(
      expect.objectContaining({
        code: 'time.not_pausable',
        status: 409,
        params: { reason: 'site-visit' },
      }),
    ));
  test('the limit for the correction notice knows no pause', () =>
    expect(() =>
      pauseClock(
        startClock(licensingLimits.correctionNotice, at('2026-03-02')),
        'testing',
        art45,
        at('2026-03-03'),
      ),
    ).toThrow(code('not_pausable')));

  test('whole working days inside the pause are taken out; the days of pausing and resuming count', () => {
    expect(due(clock, '2026-03-03').dueOn).toBe('2026-03-30');
    const tested = test45(clock, '2026-03-04 09:00', '2026-03-11 16:00'); // inside: 5, 6, 9, 10 March
    expect(due(tested, '2026-03-11').dueOn).toBe('2026-04-03');
  });
  test.each([
    ['2026-03-04 09:00', '2026-03-04 16:00'],
    ['2026-03-04 16:55', '2026-03-05 08:50'],
    ['2026-03-06 16:55', '2026-03-09 08:50'], // Friday to Monday
  ])('a pause from %s to %s takes no whole working day and gives the office none', (from, to) =>
    expect(due(test45(clock, from, to), '2026-03-11').dueOn).toBe('2026-03-30'),
  );

  test('a pause over the holiday takes out working days only', () => {
    const early = startClock(licensingLimits.decision, at('2026-02-11'));
    const before = due(early, '2026-02-11').dueOn;
    const tested = test45(early, '2026-02-13', '2026-02-25'); // inside and worked: Sat 14, Tue 24
    expect([before, due(tested, '2026-02-26').dueOn]).toEqual(['2026-03-17', '2026-03-19']);
  });
  test('while it lasts the date is “not before” and nothing becomes overdue', () => {
    const open = test45(clock, '2026-03-04');
    expect(due(open, '2026-03-04')).toMatchObject({
      state: 'paused',
      certain: false,
      uncertain: 'paused',
      dueOn: '2026-03-30',
    });
    expect(due(open, '2026-03-11')).toMatchObject({
      state: 'paused',
      remaining: 18,
      dueOn: '2026-04-03',
    });
    expect(due(open, '2026-08-03')).toMatchObject({ state: 'paused', remaining: 18 });
  });
  test('a pause begun on the last day leaves the day of resuming, not less', () => {
    const last = startClock(limit(3, 'workingDay'), at('2026-03-02'));
    expect(due(last, '2026-03-05').dueOn).toBe('2026-03-05');
    const open = test45(last, '2026-03-05 15:00');
    expect(due(open, '2026-03-20').state).toBe('paused');
    const resumed = resumeClock(open, at('2026-03-20 09:00'));
    expect(due(resumed, '2026-03-20 17:00')).toMatchObject({
      dueOn: '2026-03-20',
      state: 'running',
      remaining: 1,
    });
    expect(due(resumed, '2026-03-21').state).toBe('overdue');
  });
  test('a pause begun after the end hides nothing', () => {
    const late = test45(startClock(limit(3, 'workingDay'), at('2026-03-02')), '2026-03-06');
    expect(due(late, '2026-03-10')).toMatchObject({
      state: 'overdue',
      dueOn: '2026-03-05',
      certain: true,
    });
  });
  test('two pauses add up', () => {
    const twice = test45(test45(clock, '2026-03-04', '2026-03-06'), '2026-03-06', '2026-03-11');
    expect(due(twice, '2026-03-11').dueOn).toBe('2026-04-02'); // 5, 9, 10 March; the 6th counts
  });
  test('pausing is not kinder to the office than the time it took', () => {
    const day = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 25 }), day, day, (value, a, b) => {
        const start = startClock(limit(value, 'workingDay'), at('2026-03-02'));
        const from = addDays('2026-03-02', Math.min(a, b));
        const to = addDays('2026-03-02', Math.max(a, b));
        const plain = due(start, '2026-03-02').dueOn;
        const paused = due(test45(start, `${from} 11:00`, `${to} 11:00`), to).dueOn;
        expect(paused >= plain).toBe(true);
        if (from > plain) expect(paused).toBe(plain);
        else expect(paused >= to).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('order of acts', () => {
  const clock = startClock(limit(20, 'workingDay'), at('2026-03-02'));
  const open = test45(clock, '2026-03-04');
  test.each([
    ['already_paused', () => test45(open, '2026-03-05')],
    ['not_paused', () => resumeClock(clock, at('2026-03-05'))],
    ['out_of_order', () => test45(clock, '2026-03-01')],
    ['out_of_order', () => resumeClock(open, at('2026-03-03'))],
    ['stopped', () => stopClock(stopClock(clock, at('2026-03-05')), at('2026-03-06'))],
    ['stopped', () => test45(stopClock(clock, at('2026-03-05')), '2026-03-06')],
    ['limit_invalid', () => startClock(limit(-1, 'workingDay'), at('2026-03-02'))],
    ['limit_invalid', () => startClock(limit(1.5, 'month'), at('2026-03-02'))],
  ])('%s is refused', (name, act) => expect(act).toThrow(code(name)));
  test('stopping ends a pause, and the state is plain JSON', () => {
    const stopped = stopClock(open, at('2026-03-20'));
    expect(stopped.pauses[0]?.to).toBe(stopped.stoppedAt);
    expect(due(JSON.parse(JSON.stringify(stopped)), '2026-05-01')).toEqual(
      due(stopped, '2026-05-01'),
    );
    expect(due(stopped, '2026-05-01').state).toBe('met');
    expect(clock.pauses).toEqual([]);
  });
});

describe('natural days, months, years', () => {
  test.each([
    [30, 'naturalDay', '2026-03-02', '2026-04-01'],
    [7, 'naturalDay', '2026-03-01', '2026-03-09'], // the 8th is a Sunday
    [7, 'naturalDay', '2026-02-07', '2026-02-14'], // a Saturday that is worked
    [10, 'naturalDay', '2026-02-06', '2026-02-24'], // into the Spring Festival
    [1, 'month', '2026-01-31', '2026-02-28'], // month's end, a worked Saturday
    [6, 'month', '2026-03-31', '2026-09-30'],
    [60, 'naturalDay', '2026-08-03', '2026-10-08'], // 2 October is off
    [1, 'year', '2024-02-29', '2025-02-28'],
    [0, 'workingDay', '2026-03-07', '2026-03-09'],
  ] as const)('%i %s from %s end on %s', (value, unit, start, end) =>
    expect(due(startClock(limit(value, unit), at(start)), start)).toMatchObject({
      dueOn: end,
      certain: true,
    }),
  );

  test('a year ahead that is not loaded leaves the end open', () => {
    expect(due(startClock(limit(5, 'year'), at('2026-03-02')), '2026-03-02')).toMatchObject({
      dueOn: '2031-03-02',
      certain: false,
      uncertain: 'year-not-loaded',
      missingYear: 2031,
      state: 'running',
    });
  });
  test('whole days inside a pause are added', () => {
    const month = startClock(limit(1, 'month'), at('2026-03-02'));
    expect(due(test45(month, '2026-03-10', '2026-03-20'), '2026-03-20').dueOn).toBe('2026-04-13'); // 11 April is a Saturday
  });
  test('what is left counts today', () => {
    const clock = startClock(limit(10, 'naturalDay'), at('2026-03-02'));
    expect(due(clock, '2026-03-02').remaining).toBe(10);
    expect(due(clock, '2026-03-12')).toMatchObject({ remaining: 1, state: 'running' });
    expect(due(clock, '2026-03-14')).toMatchObject({ remaining: -2, state: 'overdue' });
  });
});

describe('a deadline in a year without schedule', () => {
  const clock = startClock(licensingLimits.decision, at('2026-12-21'));
  test('shows the earliest day, the year to load, and never overdue', () => {
    expect(due(clock, '2026-12-22')).toMatchObject({
      dueOn: '2027-01-12',
      certain: false,
      uncertain: 'year-not-loaded',
      missingYear: 2027,
      remaining: 20,
    });
    expect(due(clock, '2027-01-01')).toMatchObject({ remaining: 12, state: 'running' });
    expect(due(clock, '2027-05-01')).toMatchObject({
      remaining: undefined,
      state: 'running',
      certain: false,
    });
  });
  test('a pause that lasts does not hide the missing year', () =>
    expect(due(test45(clock, '2026-12-30'), '2026-12-31')).toMatchObject({
      state: 'paused',
      uncertain: 'year-not-loaded',
    }));
});

describe('the explanation', () => {
  const clock = startClock(limit(5, 'workingDay'), at('2026-02-12'));
  test('gives every day its reason', () => {
    const days = explain(calendar, clock, '2026-02-28');
    expect(days.map((d) => [d.on.slice(5), d.n ?? 0, d.why])).toEqual([
      ['02-12', 0, 'start-day'],
      ['02-13', 1, 'working'],
      ['02-14', 2, 'make-up-workday'],
      ...[15, 16, 17, 18, 19, 20, 21, 22, 23].map((d) => [`02-${d}`, 0, 'holiday']),
      ['02-24', 3, 'working'],
      ['02-25', 4, 'working'],
      ['02-26', 5, 'working'],
      ['02-27', 6, 'working'],
      ['02-28', 7, 'make-up-workday'],
    ]);
  });
  test('a paused day carries the clause of its pause', () => {
    const days = explain(
      calendar,
      test45(startClock(limit(5, 'workingDay'), at('2026-03-02')), '2026-03-03', '2026-03-06'),
      '2026-03-06',
    );
    expect(days.map((d) => [d.n ?? 0, d.why, d.clause?.article])).toEqual([
      [0, 'start-day', undefined],
      [1, 'working', undefined],
      [0, 'paused', '45'],
      [0, 'paused', '45'],
      [2, 'working', undefined],
    ]);
  });
  test('ends where the clock was stopped, and marks days nobody knows', () => {
    expect(explain(calendar, stopClock(clock, at('2026-02-13')), '2026-03-01').at(-1)?.on).toBe(
      '2026-02-13',
    );
    const open = explain(
      calendar,
      startClock(limit(5, 'workingDay'), at('2026-12-30')),
      '2027-01-02',
    );
    expect(open.map((d) => d.why)).toEqual(['start-day', 'working', 'not-loaded', 'not-loaded']);
  });
  test('natural days: the last day off moves', () => {
    const days = explain(
      calendar,
      startClock(limit(5, 'naturalDay'), at('2026-03-02')),
      '2026-03-09',
    );
    expect(days.map((d) => [d.n ?? 0, d.why])).toEqual([
      [0, 'start-day'],
      [1, 'natural'],
      [2, 'natural'],
      [3, 'natural'],
      [4, 'natural'],
      [5, 'natural'],
      [0, 'weekend'],
      [0, 'moved'],
    ]);
  });
  test('always says the same as the deadline', () => {
    const gap = fc.integer({ min: 0, max: 15 });
    const unit = fc.constantFrom('workingDay', 'naturalDay', 'month' as const);
    fc.assert(
      fc.property(
        unit,
        fc.integer({ min: 1, max: 12 }),
        gap,
        gap,
        gap,
        gap,
        (u, value, a, b, c, d) => {
          const start = '2026-01-20';
          const [p, q] = [addDays(start, a), addDays(start, a + b)];
          const [r, s] = [addDays(q, c), addDays(q, c + d)];
          const run = test45(
            test45(startClock(limit(u === 'month' ? 1 : value, u), at(start)), p, q),
            r,
            s,
          );
          const { dueOn, total } = due(run, s);
          const days = explain(calendar, run, dueOn);
          expect(days.at(-1)?.on).toBe(dueOn);
          expect(days.filter((day) => day.counted)).toHaveLength(total);
          expect(['working', 'make-up-workday', 'natural', 'moved']).toContain(days.at(-1)?.why);
        },
      ),
      { numRuns: 400 },
    );
  });
});
