import { describe, expect, it } from 'vitest';
import { compile } from './publication.ts';
import { condition, Instance, problemsOf, sketch } from './testing/sketch.ts';

describe('checks on the graph', () => {
  const base = { S: 'start', A: 'user', E: 'end' };
  it.each<[string, Record<string, string>, string[], string[]]>([
    ['no start', { A: 'user', E: 'end' }, ['A E'], ['start_missing ', 'incoming_missing A']],
    ['two starts', { ...base, S2: 'start' }, ['S A', 'S2 A', 'A E'], ['start_many S, S2']],
    ['no end', { S: 'start', A: 'user' }, ['S A'], ['end_missing ', 'outgoing_missing A']],
    [
      'loose task',
      { ...base, B: 'user' },
      ['S A', 'A E'],
      ['incoming_missing B', 'outgoing_missing B'],
    ],
    ['timer to nowhere', { ...base, T: 'timer on A' }, ['S A', 'A E'], ['outgoing_missing T']],
    ['flow to start', base, ['S A', 'A E', 'A S'], ['incoming_misplaced S']],
    ['flow from end', base, ['S A', 'A E', 'E A'], ['outgoing_misplaced E']],
    [
      'island',
      { ...base, B: 'user', C: 'user' },
      ['S A', 'A E', 'B C', 'C B'],
      ['unreachable B', 'unreachable C', 'no_way_out B', 'no_way_out C'],
    ],
    [
      'no way out',
      { ...base, X: 'xor', B: 'user', C: 'user' },
      ['S A', 'A X', 'X E: else', 'X B: c = 1', 'B C', 'C B'],
      ['no_way_out B', 'no_way_out C'],
    ],
    ['condition after a task', base, ['S A', 'A E: c = 1'], ['condition_misplaced f2']],
    [
      'condition on the only exit',
      { ...base, X: 'xor' },
      ['S X', 'X A: c = 1', 'A E'],
      ['condition_misplaced f2'],
    ],
    [
      'exit without condition',
      { ...base, X: 'xor' },
      ['S X', 'X A', 'X E: else', 'A E'],
      ['condition_missing f2'],
    ],
    [
      'choice without default',
      { ...base, X: 'xor' },
      ['S X', 'X A: c = 1', 'X E: c = 2', 'A E'],
      ['default_missing X'],
    ],
    [
      'condition that does not compile',
      { ...base, X: 'xor' },
      ['S X', 'X A: c <> 1', 'X E: else', 'A E'],
      ['condition_wrong f2'],
    ],
    [
      'circle of choices',
      { ...base, M: 'xor', X: 'xor' },
      ['S M', 'M X', 'X M: c = 1', 'X A: else', 'A E'],
      ['cycle_without_wait M, X'],
    ],
    [
      'circle over a list that may be empty',
      { S: 'start', M: 'xor', A: 'user [l]', X: 'xor', E: 'end' },
      ['S M', 'M A', 'A X', 'X M: c = 1', 'X E: else'],
      ['cycle_without_wait M, A, X'],
    ],
    [
      'choice into a parallel join',
      { S: 'start', X: 'xor', A: 'user', B: 'user', J: 'and', E: 'end' },
      ['S X', 'X A: c = 1', 'X B: else', 'A J', 'B J', 'J E'],
      ['join_may_wait_forever J'],
    ],
    [
      'trap 4: reminder merged back before a join',
      {
        S: 'start',
        P: 'and',
        A: 'user',
        B: 'user',
        N: 'reminder on A',
        M: 'xor',
        J: 'and',
        E: 'end',
      },
      ['S P', 'P A', 'P B', 'A M', 'N M', 'M J', 'B J', 'J E'],
      ['join_may_wait_forever J'],
    ],
    [
      'deadline past a join',
      { S: 'start', P: 'and', A: 'user', B: 'user', T: 'timer on A', J: 'and', E: 'end' },
      ['S P', 'P A', 'P B', 'A J', 'B J', 'T E', 'J E'],
      ['join_may_wait_forever J'],
    ],
    [
      'split inside a loop',
      { S: 'start', M: 'xor', A: 'user', P: 'and', X: 'xor', E: 'end' },
      ['S M', 'M A', 'A P', 'P X', 'P M', 'X M: c = 1', 'X E: else'],
      ['tokens_multiply M'],
    ],
  ])('%s', async (_name, elements, flows, expected) => {
    const found = await problemsOf(sketch(elements, flows));
    expect(found).toEqual(expected);
  });

  it('lets sound processes pass: loop around a join, deadline ended by terminate, twelve parallel branches', async () => {
    const loop = sketch(
      {
        S: 'start',
        M: 'xor',
        P: 'and',
        A: 'user',
        B: 'receive',
        T: 'timer on B',
        K: 'terminate',
        N: 'reminder on A',
        R: 'user',
        E2: 'end',
        J: 'and',
        X: 'xor',
        E: 'end',
      },
      [
        'S M',
        'M P',
        'P A',
        'P B',
        'A J',
        'B J',
        'T K',
        'N R',
        'R E2',
        'J X',
        'X M: c = 1',
        'X E: else',
      ],
    );
    expect(await problemsOf(loop)).toEqual([]);
    const ids = Array.from({ length: 12 }, (_, index) => `B${index}`);
    const wide = sketch(
      {
        S: 'start',
        P: 'and',
        J: 'and',
        E: 'end',
        ...Object.fromEntries(
          ids.flatMap((id) => [
            [id, 'user'],
            [`N${id}`, `reminder on ${id}`],
            [`E${id}`, 'end'],
          ]),
        ),
      },
      ['S P', 'J E', ...ids.flatMap((id) => [`P ${id}`, `${id} J`, `N${id} E${id}`])],
    );
    expect(await problemsOf(wide)).toEqual([]);
  });
});

describe('the program', () => {
  it('is plain JSON, names the text it came from and what it reads', async () => {
    const xml = sketch(
      {
        S: 'start',
        A: 'user depts until refused = true and done >= 2',
        X: 'xor',
        B: 'user',
        E: 'end',
      },
      ['S A', 'A X', 'X B: level >= 3', 'X E: else', 'B E'],
    );
    const { program } = await compile(xml, { condition });
    expect(program).toEqual(JSON.parse(JSON.stringify(program)));
    expect(program?.reads).toEqual(['depts', 'level', 'refused']);
    expect(program?.id).toMatch(/^p:[0-9a-f]{12}$/);
    const again = await compile(xml, { condition });
    expect(again.program).toEqual(program);
    const other = await compile(xml.replace('level >= 3', 'level >= 4'), { condition });
    expect(other.program?.id).not.toBe(program?.id);
  });

  it('takes ids such as __proto__ and constructor as plain names', async () => {
    const xml = sketch({ constructor: 'start', ['__proto__']: 'user', toString: 'end' }, [
      'constructor __proto__',
      '__proto__ toString',
    ]);
    const run = await Instance.start(xml);
    expect(run.trace).toBe('__proto__');
    run.done('__proto__');
    expect(run.state?.status).toBe('done');
  });
});
