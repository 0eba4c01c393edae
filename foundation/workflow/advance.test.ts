import { describe, expect, it } from 'vitest';
import { closed, Instance, sketch } from './testing/sketch.ts';

const THREE = sketch({ S: 'start', A: 'user', B: 'user', C: 'user', E: 'end' }, [
  'S A',
  'A B',
  'B C',
  'C E',
]);

describe('R1 parallel join', () => {
  it('never fires when a branch is not taken: nothing left to do is a deadlock, not an end', async () => {
    const xml = sketch({ S: 'start', X: 'xor', A: 'user', B: 'user', J: 'and', E: 'end' }, [
      'S X',
      'X A: c = true',
      'X B: else',
      'A J',
      'B J',
      'J E',
    ]);
    const run = await Instance.start(xml, { c: true }, 'draft');
    expect(run.trace).toBe('A');
    run.done('A');
    expect(run.trace).toBe('!deadlock J');
    expect(run.state?.status).toBe('running');
    const effects = run.apply({ kind: 'cancel' });
    expect(effects.map((one) => one.kind)).toEqual(['close', 'ended']);
  });

  it('takes one token per flow; a second token on the same flow does not replace the missing one', async () => {
    const xml = sketch(
      { S: 'start', P: 'and', m: 'xor', A: 'user', B: 'user', J: 'and', Z: 'user', E: 'end' },
      ['S P', 'P m', 'P m', 'P B', 'm A', 'A J', 'B J', 'J Z', 'Z E'],
    );
    const run = await Instance.start(xml, {}, 'draft');
    expect(run.trace).toBe('A,A,B');
    run.done('A');
    run.done('A');
    expect(run.trace).toBe('B');
    run.done('B');
    expect(run.trace).toBe('Z');
    expect(run.state?.tokens.filter((token) => token.via)).toHaveLength(1);
    run.done('Z');
    expect(run.trace).toBe('!deadlock J');
  });

  it('waits for all three branches in any order', async () => {
    const xml = sketch(
      { S: 'start', P: 'and', A: 'user', B: 'service', C: 'rule', J: 'and', D: 'user', E: 'end' },
      ['S P', 'P A', 'P B', 'P C', 'A J', 'B J', 'C J', 'J D', 'D E'],
    );
    const run = await Instance.start(xml);
    for (const [done, trace] of [
      ['C', 'A,B'],
      ['A', 'B'],
      ['B', 'D'],
      ['D', ''],
    ] as const) {
      run.done(done);
      expect(run.trace).toBe(trace);
    }
    expect(run.state).toMatchObject({ status: 'done', tokens: [], events: 5 });
  });
});

describe('R4 boundary timers', () => {
  const xml = sketch(
    {
      S: 'start',
      A: 'user',
      N: 'reminder on A',
      I: 'timer on A',
      R: 'user',
      X: 'user',
      E: 'end',
      E2: 'end',
    },
    ['S A', 'A E', 'N R', 'R E2', 'I X', 'X E'],
  );

  it('a reminder leaves the task open and fires once; a deadline takes the task back', async () => {
    const run = await Instance.start(xml);
    expect(run.open.map((one) => one.id)).toEqual(['1.A', '1.N', '1.I']);
    expect(run.fire('N').map((one) => one.kind)).toEqual(['task']);
    expect(run.trace).toBe('A,R');
    const before = run.state;
    expect(run.apply({ kind: 'fire', id: '1.N', vars: {} })).toEqual([]);
    expect(run.state).toBe(before);
    expect(closed(run.fire('I'))).toEqual(['1.A']);
    expect(run.trace).toBe('R,X');
  });

  it('both timers are closed when the task is done', async () => {
    const run = await Instance.start(xml);
    expect(closed(run.done('A'))).toEqual(['1.N', '1.I']);
    expect(run.state?.status).toBe('done');
  });

  it('stands on every kind of task and on the body of a multi-instance, once', async () => {
    for (const task of ['service', 'rule', 'receive', 'user n']) {
      const one = sketch({ S: 'start', A: task, I: 'timer on A', X: 'user', E: 'end' }, [
        'S A',
        'A E',
        'I X',
        'X E',
      ]);
      const run = await Instance.start(one, { n: 3 });
      expect(run.open.filter((open) => open.kind === 'timer')).toHaveLength(1);
      const open = run.open.filter((other) => other.kind !== 'timer').map((other) => other.id);
      expect(closed(run.fire('I'))).toEqual(open);
      expect(run.trace).toBe('X');
    }
  });
});

describe('R6 parallel multi-instance', () => {
  const xml = (spec: string) =>
    sketch({ S: 'start', A: spec, T: 'timer on A', B: 'user', X: 'user', E: 'end' }, [
      'S A',
      'A B',
      'T X',
      'X E',
      'B E',
    ]);

  it('three of five are enough: two closed, the next step opened once', async () => {
    const run = await Instance.start(xml('user n until done >= 3'), { n: 5 });
    expect(run.trace).toBe('A,A,A,A,A');
    run.done('A');
    run.done('A');
    const effects = run.done('A');
    expect(closed(effects)).toEqual(['5.A', '6.A', '1.T']);
    expect(run.trace).toBe('B');
    const before = run.state;
    expect(run.apply({ kind: 'done', token: 6, vars: {} })).toEqual([]);
    expect(run.state).toBe(before);
  });

  it('the refusal of one department closes the rest, with the data of that very event', async () => {
    const depts = ['urban', 'traffic', 'fire'];
    const run = await Instance.start(xml('user [depts] until refused = true'), { depts });
    run.done('A', { refused: false });
    expect(run.trace).toBe('A,A');
    expect(closed(run.done('A', { refused: true }))).toEqual(['4.A', '1.T']);
    expect(run.trace).toBe('B');
  });

  it('names the item of each task so that the host finds its department', async () => {
    const run = await Instance.start(xml('user [depts]'), { depts: ['a', 'b'] });
    expect(run.open).toMatchObject([
      { kind: 'timer', id: '1.T', limit: { value: 5, unit: 'workingDay' } },
      { id: '2.A', path: [0], items: 'depts' },
      { id: '3.A', path: [1], items: 'depts' },
    ]);
  });

  it('no item at all is left at once and arms nothing', async () => {
    const run = await Instance.start(xml('user n'), { n: 0 });
    expect(run.last?.effects.map((one) => one.id)).toEqual(['2.B']);
  });

  it.each([undefined, -1, 1.5, Number.NaN, '3', 1001, null])(
    'the count %s stops with an incident and goes on when corrected',
    async (n) => {
      const run = await Instance.start(xml('user n'), { n });
      expect(run.trace).toBe('!items A');
      const before = run.state;
      expect(run.done('A', { n })).toEqual([]);
      expect(run.state).toBe(before);
      expect(closed(run.done('A', { n: 2 }))).toEqual(['1#incident']);
      expect(run.trace).toBe('A,A');
    },
  );

  it('the count is fixed on entry; a list is demanded where a list was drawn', async () => {
    expect((await Instance.start(xml('user [depts]'), { depts: 3 })).trace).toBe('!items A');
    const run = await Instance.start(xml('user n'), { n: 2 });
    run.done('A', { n: 50 });
    run.done('A', { n: 50 });
    expect(run.trace).toBe('B');
  });

  it('the timer belongs to the whole review: no item has one, and none is armed before the count is known', async () => {
    const run = await Instance.start(xml('user n'), { n: 2 });
    const before = run.state;
    expect(run.apply({ kind: 'fire', id: '2.T', vars: {} })).toEqual([]);
    expect(run.state).toBe(before);
    const stopped = await Instance.start(xml('user n'), {});
    const standing = stopped.state;
    expect(stopped.apply({ kind: 'fire', id: '1.T', vars: {} })).toEqual([]);
    expect(stopped.state).toBe(standing);
  });

  it('an interrupting timer takes all open items back', async () => {
    const run = await Instance.start(xml('user n'), { n: 3 });
    run.done('A');
    expect(closed(run.fire('T'))).toEqual(['3.A', '4.A']);
    expect(run.trace).toBe('X');
  });
});

describe('R7 error of a task', () => {
  it('is an incident; the task stays open and can still be done', async () => {
    const run = await Instance.start(
      sketch({ S: 'start', A: 'service', E: 'end' }, ['S A', 'A E']),
    );
    const effects = run.apply({ kind: 'error', token: 1, code: 'timeout' });
    expect(effects).toMatchObject([
      { kind: 'incident', id: '1#incident', why: 'error', code: 'timeout' },
    ]);
    expect(run.open.map((one) => one.id)).toEqual(['1.A', '1#incident']);
    const before = run.state;
    run.apply({ kind: 'error', token: 1, code: 'again' });
    expect(run.state).toBe(before);
    expect(closed(run.done('A'))).toEqual(['1#incident']);
    expect(run.state?.status).toBe('done');
  });
});

describe('R9 end and terminate', () => {
  const xml = sketch({ S: 'start', P: 'and', X: 'user', Y: 'user', T: 'terminate', E: 'end' }, [
    'S P',
    'P X',
    'P Y',
    'X T',
    'Y E',
  ]);

  it('an end takes one token; the process goes on while another stands', async () => {
    const run = await Instance.start(xml);
    run.done('Y');
    expect(run.trace).toBe('X');
    expect(run.done('X')).toEqual([{ kind: 'ended', id: 'ended', status: 'done' }]);
  });

  it('a terminate end closes the rest and completes normally', async () => {
    const run = await Instance.start(xml);
    expect(run.done('X')).toEqual([
      { kind: 'close', id: '3.Y' },
      { kind: 'ended', id: 'ended', status: 'done' },
    ]);
  });

  it('trap 2: tokens still on their way are dropped without a close', async () => {
    const both = sketch(
      { S: 'start', A: 'user', P: 'and', T: 'terminate', M: 'xor', Y: 'user', E: 'end' },
      ['S A', 'A P', 'P T', 'P M', 'M Y', 'Y E'],
    );
    const run = await Instance.start(both);
    const effects = run.done('A');
    expect(effects).toEqual([{ kind: 'ended', id: 'ended', status: 'done' }]);
    expect(run.state?.tokens).toEqual([]);
  });
});

describe('R13 choice', () => {
  const xml = (last: string) =>
    sketch({ S: 'start', X: 'xor', A: 'user', B: 'user', E: 'end' }, [
      'S X',
      'X A: c = 1',
      last,
      'A E',
      'B E',
    ]);

  it('without a true flow and without default stops, and is tried again with corrected data', async () => {
    const run = await Instance.start(xml('X B: c = 2'), {}, 'draft');
    expect(run.trace).toBe('!no-flow X');
    const before = run.state;
    expect(run.done('X', { c: 7 })).toEqual([]);
    expect(run.state).toBe(before);
    run.done('X', { c: 1 });
    expect(run.trace).toBe('A');
  });

  it('takes the first true flow in the order of the document, null counts as not true, else the default', async () => {
    expect((await Instance.start(xml('X B: else'), { c: 1 })).trace).toBe('A');
    expect((await Instance.start(xml('X B: else'), {})).trace).toBe('B');
    const both = await Instance.start(xml('X B: c >= 1'), { c: 1 }, 'draft');
    expect(both.trace).toBe('A');
  });
});

describe('R14 cancelling', () => {
  it('closes everything and ends with the code cancelled', async () => {
    const run = await Instance.start(THREE);
    run.done('A');
    expect(run.apply({ kind: 'cancel' })).toEqual([
      { kind: 'close', id: '2.B' },
      { kind: 'ended', id: 'ended', status: 'error', code: 'cancelled' },
    ]);
    const before = run.state;
    expect(run.apply({ kind: 'cancel' })).toEqual([]);
    expect(run.state).toBe(before);
  });
});

describe('events', () => {
  it('a message task answers its message, not a done; unknown and stale events change nothing', async () => {
    const run = await Instance.start(
      sketch({ S: 'start', A: 'receive', E: 'end' }, ['S A', 'A E']),
    );
    const before = run.state;
    for (const event of [
      { kind: 'start', vars: {} },
      { kind: 'done', token: 1, vars: {} },
      { kind: 'done', token: 99, vars: {} },
      { kind: 'fire', id: '1.constructor', vars: {} },
      { kind: 'fire', id: '1', vars: {} },
      { kind: 'fire', id: '', vars: {} },
      { kind: 'fire', id: '01.A', vars: {} },
      { kind: 'error', token: 7, code: 'x' },
    ] as const) {
      expect(run.apply(event)).toEqual([]);
      expect(run.state).toBe(before);
    }
    expect(run.apply({ kind: 'fire', id: '1.A', vars: {} }).map((one) => one.id)).toEqual([
      'ended',
    ]);
  });

  it('a loop draws new token ids, so the answer of the first round cannot end the second', async () => {
    const xml = sketch({ S: 'start', M: 'xor', A: 'user', X: 'xor', E: 'end' }, [
      'S M',
      'M A',
      'A X',
      'X M: again = true',
      'X E: else',
    ]);
    const run = await Instance.start(xml);
    run.done('A', { again: true });
    expect(run.open.map((one) => one.id)).toEqual(['2.A']);
    const before = run.state;
    run.apply({ kind: 'done', token: 1, vars: { again: false } });
    expect(run.state).toBe(before);
  });

  it('refuses an event before the start and a state of another version', async () => {
    const run = await Instance.start(THREE);
    const other = { ...run.state!, program: 'p:other' };
    run.state = null;
    expect(() => run.apply({ kind: 'cancel' })).toThrow('workflow.not_started');
    run.state = other;
    expect(() => run.apply({ kind: 'cancel' })).toThrow('workflow.other_program');
  });

  it('trap 1: an endless circle is stopped by the step limit, without a stack overflow', async () => {
    const xml = sketch({ S: 'start', M: 'xor', X: 'xor', A: 'user', E: 'end' }, [
      'S M',
      'M X',
      'X M: c = 1',
      'X A: else',
      'A E',
    ]);
    await expect(Instance.start(xml, { c: 1 }, 'draft')).rejects.toThrow('workflow.too_many_steps');
  });

  it('a chain of 4 000 choices is one event and no recursion', async () => {
    const ids = Array.from({ length: 4000 }, (_, index) => `x${index}`);
    const xml = sketch(
      { S: 'start', ...Object.fromEntries(ids.map((id) => [id, 'xor'])), A: 'user', E: 'end' },
      ['S x0', ...ids.slice(1).map((id, index) => `x${index} ${id}`), 'x3999 A', 'A E'],
    );
    expect((await Instance.start(xml)).trace).toBe('A');
  });
});

describe('size of the state as JSON', () => {
  const size = (run: Instance) => JSON.stringify(run.state).length;

  it('a three-task instance stays under 200 bytes', async () => {
    const run = await Instance.start(THREE);
    for (const id of ['A', 'B', 'C']) {
      expect(size(run)).toBeLessThan(200);
      run.done(id);
    }
    expect(size(run)).toBeLessThan(200);
  });

  it('a joint review of twelve departments stays under 1 kB', async () => {
    const xml = sketch(
      {
        S: 'start',
        Review: 'user [depts]',
        N: 'reminder on Review',
        R: 'user',
        E: 'end',
        E2: 'end',
      },
      ['S Review', 'Review E', 'N R', 'R E2'],
    );
    const depts = Array.from({ length: 12 }, (_, index) => `dept-${index}`);
    const run = await Instance.start(xml, { depts });
    run.fire('N');
    expect(run.open).toHaveLength(13);
    expect(size(run)).toBeLessThan(1000);
  });
});
