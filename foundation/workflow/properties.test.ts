import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, opens, prepare, type State, type Step, type WorkflowEvent } from './index.ts';
import type { Program } from './program.ts';
import { compile } from './publication.ts';
import { condition, sketch } from './testing/sketch.ts';

/** A well-structured piece of a process with one way in and at most one way out. */
type Block =
  | {
      kind: 'task';
      as: 'user' | 'service' | 'rule' | 'receive' | 'user n until go = true' | 'user n';
    }
  | { kind: 'sequence' | 'choice' | 'parallel'; parts: Block[] }
  | { kind: 'deadline' | 'reminder' | 'loop'; part: Block }
  | { kind: 'abort' };

const blocks = fc.letrec<{ block: Block }>((tie) => ({
  block: fc.oneof(
    { maxDepth: 5, depthSize: 'max' },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('task' as const),
        as: fc.constantFrom(
          'user',
          'service',
          'rule',
          'receive',
          'user n until go = true',
          'user n',
        ),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constantFrom('sequence', 'choice', 'parallel', 'parallel'),
        parts: fc.array(tie('block'), { minLength: 2, maxLength: 3, size: 'max' }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constantFrom('deadline', 'reminder', 'loop'),
        part: tie('block'),
      }),
    },
    { weight: 1, arbitrary: fc.constant<Block>({ kind: 'abort' }) },
  ) as fc.Arbitrary<Block>,
})).block;

const processes = fc.array(blocks, { minLength: 1, maxLength: 4, size: 'max' });

/** Draws a block as BPMN: every block becomes elements between an entry and an exit. */
class Canvas {
  readonly elements: Record<string, string> = { S: 'start' };
  readonly flows: string[] = [];
  private count = 0;

  add(spec: string): string {
    this.count += 1;
    const id = `${spec[0]}${this.count}`;
    this.elements[id] = spec;
    return id;
  }

  join(from: string, to: string, text = ''): void {
    this.flows.push(`${from} ${to}${text && `: ${text}`}`);
  }

  /** Draws after `from` and returns the element the next piece follows. */
  draw(block: Block, from: string, text = ''): string {
    const enter = (spec: string) => {
      const id = this.add(spec);
      this.join(from, id, text);
      return id;
    };
    switch (block.kind) {
      case 'task':
        return enter(block.as);
      case 'sequence':
        return block.parts.reduce((at, part) => this.draw(part, at), enter('and'));
      case 'choice':
      case 'parallel': {
        const kind = block.kind === 'choice' ? 'xor' : 'and';
        const split = enter(kind);
        const join = this.add(kind);
        block.parts.forEach((part, index) => {
          const last = index === block.parts.length - 1;
          const guard = kind === 'and' ? '' : last ? 'else' : `r = ${index}`;
          this.join(this.draw(part, split, guard), join);
        });
        return join;
      }
      case 'deadline': {
        const task = enter('user n');
        const merge = this.add('xor');
        this.join(task, merge);
        this.join(this.draw(block.part, this.add(`timer on ${task}`)), merge);
        return merge;
      }
      case 'reminder': {
        const task = enter('service');
        this.join(this.draw(block.part, this.add(`reminder on ${task}`)), this.add('end'));
        return task;
      }
      case 'loop': {
        const merge = enter('xor');
        const task = this.add('user');
        this.join(merge, task);
        const again = this.add('xor');
        this.join(this.draw(block.part, task), again);
        this.join(again, merge, 'r = 0');
        const out = this.add('user');
        this.join(again, out, 'else');
        return out;
      }
      case 'abort': {
        const choice = enter('xor');
        this.join(choice, this.add('terminate'), 'r = 3');
        const on = this.add('rule');
        this.join(choice, on, 'else');
        return on;
      }
    }
  }
}

function render(block: Block): string {
  const canvas = new Canvas();
  canvas.join(canvas.draw(block, 'S'), canvas.add('end'));
  return sketch(canvas.elements, canvas.flows);
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null)
    for (const one of Object.values(value)) freeze(one);
  return Object.freeze(value);
}

/** A copy through JSON with the keys in the order PostgreSQL's jsonb keeps them: by length, then by bytes. */
function throughJsonb<T>(value: T): T {
  const sorted = (_key: string, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(
          Object.entries(one).sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1)),
        )
      : one;
  return JSON.parse(JSON.stringify(value, sorted)) as T;
}

/** What stands open by the effects alone: opened, less closed, less answered. */
class Ledger {
  readonly open = new Set<string>();
  readonly issued = new Set<string>();

  book(step: Step, event: WorkflowEvent, program: Program, before: State | null): void {
    const ids = step.effects.filter((one) => one.kind !== 'close').map((one) => one.id);
    for (const id of ids) {
      expect(this.issued.has(id), `effect ${id} is issued once`).toBe(false);
      this.issued.add(id);
    }
    if (step.state === before) return;
    if (event.kind === 'fire') this.answer(event.id);
    const token = event.kind === 'done' && before?.tokens.find((one) => one.id === event.token);
    if (token) {
      const id = `${token.id}.${token.at}`;
      if (this.open.has(id)) this.answer(id);
    }
    for (const one of step.effects) {
      if (one.kind === 'close') this.answer(one.id);
      else if (one.kind !== 'ended') this.open.add(one.id);
    }
    const real = opens(program, step.state).map((one) => one.id);
    expect([...this.open].sort(), 'opened − closed − answered = opens').toEqual(real.sort());
  }

  private answer(id: string): void {
    expect(this.open.delete(id), `${id} was open`).toBe(true);
  }
}

function checkState(program: Program, state: State): void {
  const ids = new Set(state.tokens.map((token) => token.id));
  expect(ids.size).toBe(state.tokens.length);
  for (const token of state.tokens) {
    expect(token.id).toBeLessThan(state.next);
    expect(token.in === 0 || ids.has(token.in), 'every token lies in a living scope').toBe(true);
    expect(Object.hasOwn(program.nodes, token.at)).toBe(true);
    if (token.count) {
      const children = state.tokens.filter((one) => one.in === token.id).length;
      expect(children, 'children = total − done').toBe(token.count[0] - token.count[1]);
    }
  }
  if (state.status !== 'running') expect(state.tokens).toEqual([]);
  else
    expect(opens(program, state).length, 'a running instance waits for something').toBeGreaterThan(
      0,
    );
}

/** The event that a driver picks: some open effect is answered; now and then a job fails first. */
function pick(
  program: Program,
  state: State,
  dice: number,
  vars: Record<string, unknown>,
): WorkflowEvent {
  const open = opens(program, state);
  const one = open[dice % open.length]!;
  if (one.kind === 'timer' || one.kind === 'message') return { kind: 'fire', id: one.id, vars };
  const failed = open.some((other) => other.kind === 'incident' && other.token === one.token);
  if (one.kind === 'job' && dice % 7 === 0 && !failed)
    return { kind: 'error', token: one.token, code: 'unreachable' };
  return { kind: 'done', token: one.token, vars };
}

const dice = fc.array(
  fc.record({
    pick: fc.nat(1000),
    r: fc.nat(3),
    n: fc.constantFrom(0, 1, 3, 'bad'),
    go: fc.boolean(),
  }),
  { minLength: 1, maxLength: 60, size: 'max' },
);

describe('random structured processes, through XML and the compiler', () => {
  it('end, keep their ledger, and give the same answer again', { timeout: 60_000 }, async () => {
    let events = 0;
    await fc.assert(
      fc.asyncProperty(processes, dice, async (parts, throws) => {
        const xml = render({ kind: 'sequence', parts });
        const { program, problems } = await compile(xml, { condition });
        expect(problems).toEqual([]);
        const prepared = prepare(freeze(program!), { condition });
        const copy = prepare(throughJsonb(program!), { condition });
        const ledger = new Ledger();
        const log: WorkflowEvent[] = [];
        let state: State | null = null;
        for (let turn = 0; state === null || state.status === 'running'; turn += 1) {
          expect(turn, 'every process ends').toBeLessThan(5000);
          const { pick: number, ...thrown } = throws[turn % throws.length]!;
          // After the random part the values lead out of every loop and incident.
          const vars = turn < throws.length ? thrown : { r: 1, n: 1, go: true };
          const event: WorkflowEvent = freeze(
            state ? pick(program!, state, number + turn, vars) : { kind: 'start', vars },
          );
          const step: Step = freeze(advance(prepared, state, event));
          ledger.book(step, event, program!, state);
          expect(throughJsonb(advance(copy, throughJsonb(state), event))).toEqual(
            throughJsonb(step),
          );
          checkState(program!, step.state);
          const changed = step.state !== state;
          state = step.state;
          expect(state.events).toBe(log.length + (changed ? 1 : 0));
          if (changed) log.push(event);
          const again: Step = advance(prepared, state, event);
          expect(again.state, 'the same event again gives the same state object').toBe(state);
          expect([again.effects, again.trail]).toEqual([[], []]);
        }
        let replayed: State | null = null;
        for (const event of log) replayed = advance(prepared, replayed, event).state;
        expect(replayed).toEqual(state);
        events += log.length;
      }),
      { numRuns: 200 },
    );
    expect(events).toBeGreaterThan(1000);
  });
});
