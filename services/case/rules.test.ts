import { nationalCalendar, startClock } from '@yiwang/foundation/time';
import { describe, expect, test } from 'vitest';
import {
  acceptance,
  assertDecision,
  assertMay,
  assertMayCorrect,
  assertMayNotify,
  assertMayRefuseAcceptance,
  assertVisit,
  closingCode,
  mayAct,
  type Standing,
} from './rules.ts';
import type { ActName, CaseState } from './schema.ts';

const on = (text: string) => new Date(`${text.replace(' ', 'T')}+08:00`);
const refused = (name: string, params?: object) =>
  expect.objectContaining({
    code: `case.${name}`,
    ...(params && { params: expect.objectContaining(params) }),
  });
/** Monday 2026-03-02; the five working days end on Monday 2026-03-09. */
const submitted: Standing = {
  state: 'submitted',
  outcome: null,
  receivedAt: on('2026-03-02 09:12'),
  acceptedAt: null,
  decidedAt: null,
  correctionUsed: false,
  reviewedBy: null,
  testResult: null,
};
const accepted: Standing = {
  ...submitted,
  state: 'accepted',
  acceptedAt: on('2026-03-03 10:00'),
};
const known = { materials: ['plan'], fields: ['area'] };

describe('行政许可法 art. 32: acceptance', () => {
  test('accepted within five working days counts from the act', () => {
    const at = on('2026-03-09 17:59');
    expect(acceptance(nationalCalendar, submitted.receivedAt, at)).toMatchObject({
      at,
      presumed: false,
    });
  });

  test('silence for five working days is acceptance from the day the materials came', () => {
    const late = acceptance(nationalCalendar, submitted.receivedAt, on('2026-03-10 08:00'));
    expect(late).toMatchObject({ at: submitted.receivedAt, presumed: true });
    expect(late.clause).toMatchObject({ article: '32', paragraph: 1, item: 4 });
  });

  test('holidays do not count: received before National Day, five working days end on 13 October', () => {
    const receivedAt = on('2026-09-30 09:00');
    const may = (day: string) =>
      acceptance(nationalCalendar, receivedAt, on(`${day} 09:00`)).presumed;
    expect([may('2026-10-13'), may('2026-10-14')]).toEqual([false, true]);
  });

  test('a year whose holidays are not announced presumes nothing', () => {
    const receivedAt = on('2026-12-30 09:00');
    expect(acceptance(nationalCalendar, receivedAt, on('2027-02-01 09:00')).presumed).toBe(false);
  });

  test('one correction notice on the fifth day is lawful, on the sixth it is not', () => {
    const notify = (now: string) => () =>
      assertMayNotify(nationalCalendar, submitted, [{ materialCode: 'plan' }], known, on(now));
    expect(notify('2026-03-09 23:59')).not.toThrow();
    expect(notify('2026-03-10 00:00')).toThrow(
      refused('presumed_accepted', { noticeDueOn: '2026-03-09', acceptedOn: '2026-03-02' }),
    );
  });

  test('a second correction notice is refused, also after the correction came', () => {
    const again = { ...submitted, correctionUsed: true };
    for (const standing of [again, { ...again, state: 'correcting' as const }])
      expect(() =>
        assertMayNotify(nationalCalendar, standing, [], known, on('2026-03-03 09:00')),
      ).toThrow(refused('correction_used', { article: '32' }));
  });

  test('a notice may name only materials and fields that were asked for', () => {
    const notify = (item: object) => () =>
      assertMayNotify(nationalCalendar, submitted, [item], known, on('2026-03-03 09:00'));
    expect(notify({ fieldId: 'area' })).not.toThrow();
    expect(notify({})).not.toThrow();
    expect(notify({ materialCode: 'bribe' })).toThrow(refused('correction_item_unknown'));
    expect(notify({ fieldId: 'bribe' })).toThrow(refused('correction_item_unknown'));
  });

  test('acceptance cannot be refused any more once silence has accepted', () => {
    const refuse = (now: string) => () =>
      assertMayRefuseAcceptance(nationalCalendar, submitted, on(now));
    expect(refuse('2026-03-09 12:00')).not.toThrow();
    expect(refuse('2026-03-10 12:00')).toThrow(refused('presumed_accepted'));
  });
});

describe('correcting', () => {
  const limit = {
    value: 10,
    unit: 'workingDay' as const,
    clause: { law: 'x', article: '1', effectiveOn: '2020-01-01', verified: false },
    startEvent: 'notified',
    pausableBy: [],
  };
  const clock = startClock(limit, on('2026-03-04 15:40'));
  const correcting: Standing = { ...submitted, state: 'correcting', correctionUsed: true };

  test('until the last day at midnight', () => {
    const correct = (now: string) => () =>
      assertMayCorrect(nationalCalendar, correcting, clock, on(now));
    expect(correct('2026-03-18 23:59')).not.toThrow();
    expect(correct('2026-03-19 00:01')).toThrow(
      refused('correction_over', { dueOn: '2026-03-18' }),
    );
  });

  test('only when asked to', () => {
    expect(() =>
      assertMayCorrect(nationalCalendar, accepted, clock, on('2026-03-05 09:00')),
    ).toThrow(refused('not_correcting'));
  });
});

describe('which act is lawful when', () => {
  const ALL: ActName[] = [
    'accept',
    'notify-correction',
    'refuse-acceptance',
    'record-visit',
    'order-test',
    'record-test',
    'opine',
    'review',
    'decide',
    'extend',
    'correct',
    'withdraw',
  ];
  const lawful = (state: CaseState, more: Partial<Standing> = {}) =>
    ALL.filter((act) => mayAct(act, { ...accepted, state, ...more }));

  test.each([
    ['submitted', ['accept', 'notify-correction', 'refuse-acceptance', 'withdraw']],
    ['correcting', ['correct', 'withdraw']],
    ['accepted', ['record-visit', 'order-test', 'opine', 'review', 'decide', 'extend', 'withdraw']],
    ['suspended', ['record-visit', 'record-test', 'opine', 'withdraw']],
    ['closed', []],
  ] as [CaseState, ActName[]][])('%s', (state, acts) => {
    expect(lawful(state)).toEqual(acts);
  });

  test('after the decision nothing is lawful, not even withdrawing', () => {
    const decided = { ...accepted, decidedAt: on('2026-03-20 09:00'), outcome: 'granted' as const };
    expect(lawful('accepted', decided)).toEqual([]);
    for (const act of ALL)
      expect(() => assertMay(act, decided)).toThrow(
        refused('already_decided', { outcome: 'granted' }),
      );
  });

  test.each([
    ['decide', 'submitted', 'not_accepted_yet'],
    ['review', 'correcting', 'waiting_for_correction'],
    ['accept', 'accepted', 'already_accepted'],
    ['accept', 'correcting', 'waiting_for_correction'],
    ['decide', 'suspended', 'suspended'],
    ['extend', 'suspended', 'suspended'],
    ['record-test', 'accepted', 'not_suspended'],
    ['correct', 'submitted', 'not_correcting'],
    ['withdraw', 'closed', 'closed'],
  ] as [ActName, CaseState, string][])('%s in state %s → %s', (act, state, name) => {
    expect(() => assertMay(act, { ...accepted, state })).toThrow(refused(name));
  });
});

describe('行政许可法 art. 34 (3): the visit', () => {
  const officer = (id: string, more = {}) => ({
    id,
    organizationId: 'market',
    enforcementNo: `E${id}`,
    ...more,
  });
  const visit = {
    onDate: '2026-03-05',
    asked: ['a', 'b'],
    found: [officer('a'), officer('b')],
    parties: ['market'],
    numbered: true,
  };
  const now = on('2026-03-06 09:00');

  test('two officers with numbers', () => {
    expect(() => assertVisit(accepted, visit, now)).not.toThrow();
  });
  test('one officer, also named twice, is not two', () => {
    for (const asked of [['a'], ['a', 'a']])
      expect(() => assertVisit(accepted, { ...visit, asked }, now)).toThrow(
        refused('two_officers', { article: '34' }),
      );
  });
  test('strangers and officers of other departments do not count', () => {
    const found = [officer('a'), officer('b', { organizationId: 'police' })];
    expect(() => assertVisit(accepted, { ...visit, found }, now)).toThrow(
      refused('visitor_foreign'),
    );
    expect(() => assertVisit(accepted, { ...visit, found: [officer('a')] }, now)).toThrow(
      refused('visitor_foreign'),
    );
  });
  test('the number of the enforcement certificate is demanded where the item says so', () => {
    const found = [officer('a'), officer('b', { enforcementNo: null })];
    expect(() => assertVisit(accepted, { ...visit, found }, now)).toThrow(
      refused('enforcement_number_missing'),
    );
    expect(() => assertVisit(accepted, { ...visit, found, numbered: false }, now)).not.toThrow();
  });
  test.each(['2026-03-02', '2026-03-07'])(
    'not on %s: before acceptance or in the future',
    (onDate) => {
      expect(() => assertVisit(accepted, { ...visit, onDate }, now)).toThrow(refused('day_wrong'));
    },
  );
});

describe('行政许可法 arts. 38 and 55: the decision', () => {
  const refuse = (more: object = {}) => ({ decision: 'refuse' as const, reasons: ['x'], ...more });
  test('a refusal without reasons is refused', () => {
    expect(() => assertDecision(accepted, refuse({ reasons: [] }), 'o')).toThrow(
      refused('reasons_missing', { article: '38' }),
    );
    expect(() => assertDecision(accepted, refuse(), 'o')).not.toThrow();
  });
  test('a refusal after a failed test names the technical standards', () => {
    const failed = { ...accepted, testResult: 'failed' as const };
    expect(() => assertDecision(failed, refuse(), 'o')).toThrow(refused('standards_missing'));
    expect(() => assertDecision(failed, refuse({ clauses: ['GB 2726-2016'] }), 'o')).not.toThrow();
  });
  test('a failed test cannot be followed by a grant', () => {
    const failed = { ...accepted, testResult: 'failed' as const };
    expect(() => assertDecision(failed, { decision: 'grant', reasons: [] }, 'o')).toThrow(
      refused('test_failed'),
    );
  });
  test('who reviewed does not decide', () => {
    const reviewed = { ...accepted, reviewedBy: 'o' };
    expect(() => assertDecision(reviewed, refuse(), 'o')).toThrow(refused('four_eyes'));
    expect(() => assertDecision(reviewed, refuse(), 'p')).not.toThrow();
  });
});

test('closing codes', () => {
  expect(
    (['granted', 'refused', 'not_accepted', 'withdrawn', 'correction_missed'] as const).map(
      closingCode,
    ),
  ).toEqual(['0', '1', '1', '2', '5']);
});
