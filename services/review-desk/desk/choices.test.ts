import type { DeskView } from '@yiwang/services/case';
import { describe, expect, test } from 'vitest';
import { bodyOf, nothingTyped, offersFor } from './choices.ts';

const at = (act: string, acts: string[], more: object = {}) =>
  ({
    mine: [{ id: 'task-1', act }],
    acts,
    state: 'accepted',
    correctionUsed: false,
    test: null,
    ...more,
  }) as unknown as DeskView;
const shown = (view: DeskView) =>
  offersFor(view).map(({ id, why }) => (why ? `${id}: ${why}` : id));

describe('what an officer may choose', () => {
  test('one correction notice only: the second is shown with its reason (行政许可法 art. 32)', () => {
    const used = { state: 'submitted', correctionUsed: true };
    expect(shown(at('accept-review', ['accept', 'refuse-acceptance'], used))).toEqual([
      'accept',
      'notify-correction: correction_used',
      'refuse-acceptance',
    ]);
  });

  test('after five working days of silence only acceptance is left (art. 32)', () => {
    expect(shown(at('accept-review', ['accept'], { state: 'submitted' }))).toEqual([
      'accept',
      'notify-correction: presumed',
      'refuse-acceptance: presumed',
    ]);
  });

  test('a failed test cannot be followed by a grant (art. 55)', () => {
    const failed = { test: { result: 'failed' } };
    expect(shown(at('decide', ['decide'], failed))).toEqual(['grant: test_failed', 'refuse']);
  });

  test('who reviewed does not decide; while a test is awaited nobody does', () => {
    expect(shown(at('decide', []))).toEqual(['grant: four_eyes', 'refuse: four_eyes']);
    expect(shown(at('decide', [], { state: 'suspended' }))).toEqual([
      'grant: suspended',
      'refuse: suspended',
    ]);
  });

  test('an extension needs no task; without task and act there is nothing', () => {
    expect(shown(at('decide', ['decide', 'extend']))).toEqual(['grant', 'refuse', 'extend']);
    expect(shown(at('nothing', []))).toEqual([]);
  });
});

describe('what is sent', () => {
  const typed = { ...nothingTyped('2026-03-02'), text: ' 面积不足 \n\n 材料过期 ' };

  test('each line is a reason', () => {
    expect(bodyOf('refuse', { ...typed, clauses: '食品安全法 第三十三条' })).toEqual({
      decision: 'refuse',
      reasons: ['面积不足', '材料过期'],
      clauses: ['食品安全法 第三十三条'],
    });
    expect(bodyOf('grant', { ...typed, text: ' \n ' })).toEqual({ decision: 'grant', reasons: [] });
  });

  test('a correction names material, field or neither', () => {
    const items = [
      { about: 'material:plan', text: '缺尺寸' },
      { about: 'field:area', text: '与平面图不符' },
      { about: 'other', text: '签字' },
    ];
    expect(bodyOf('notify-correction', { ...typed, items })).toEqual({
      items: [
        { materialCode: 'plan', text: '缺尺寸' },
        { fieldId: 'area', text: '与平面图不符' },
        { text: '签字' },
      ],
    });
  });

  test('what is no number goes to the server as it was typed, to be refused there', () => {
    expect(bodyOf('extend', { ...typed, days: '十' }).days).toBe('十');
    expect(bodyOf('order-test', { ...typed, expected: '15' }).expectedWorkingDays).toBe(15);
  });

  test.each([
    ['opine-agree', 'agree'],
    ['opine-agree-with-conditions', 'agree-with-conditions'],
    ['opine-disagree', 'disagree'],
  ] as const)('%s', (id, opinion) => {
    expect(bodyOf(id, typed)).toMatchObject({ opinion });
  });
});
