import type { Prepared } from './conditions.ts';
import { cancelInside, type Draft, draftOf, drain, remove, replace, send, stop } from './draft.ts';
import { completeItem, enter, leave, retry } from './enter.ts';
import { isBody } from './opens.ts';
import { errors } from './problems.ts';
import { at, type State, type Step, type Token, type WorkflowEvent } from './program.ts';

/** The task that stands open at a token; undefined at joins, choices and multi-instance bodies. */
function taskAt(draft: Draft, token: Token) {
  const node = at(draft.prepared.program.nodes, token.at);
  return node.type === 'task' && !isBody(draft.prepared.program, token) ? node : undefined;
}

function complete(draft: Draft, token: Token): void {
  draft.answered = `${token.id}.${token.at}`;
  const body = draft.tokens.find((one) => one.id === token.in);
  if (token.item !== undefined && body) completeItem(draft, token, body);
  else leave(draft, token);
}

/** `done`: ends the work at a token, or tries again where it stands still. False when nothing of it is open. */
function onDone(draft: Draft, token: Token): boolean {
  const task = taskAt(draft, token);
  if (!task) return token.incident ? retry(draft, token) : false;
  if (task.wait.kind === 'message') return false;
  complete(draft, token);
  return true;
}

/** `fire`: a message for a receive task, or a boundary timer (BPMN 2.0.2 §13.5); false when that effect is not open. */
function onFire(draft: Draft, id: string): boolean {
  const dot = id.indexOf('.');
  const element = id.slice(dot + 1);
  const token = draft.tokens.find((one) => String(one.id) === id.slice(0, dot));
  if (!token) return false;
  const { nodes } = draft.prepared.program;
  if (element === token.at) {
    if (taskAt(draft, token)?.wait.kind !== 'message') return false;
    draft.trail.push({ what: 'fired', element, token: token.id });
    complete(draft, token);
    return true;
  }
  const timer = Object.hasOwn(nodes, element) ? nodes[element] : undefined;
  const armed = token.item === undefined && token.incident?.why !== 'items';
  if (timer?.type !== 'timer' || timer.on !== token.at || !armed) return false;
  if (token.fired?.includes(element)) return false;
  draft.trail.push({ what: 'fired', element, token: token.id });
  draft.answered = id;
  if (timer.interrupting) {
    cancelInside(draft, token.id);
    remove(draft, token, 'cancelled');
  } else replace(draft, { ...token, fired: [...(token.fired ?? []), element] });
  send(draft, timer.out, token.in);
  return true;
}

/** `error`: no error event catches in a process yet, so the task stays open with an incident. */
function onError(draft: Draft, token: Token, code: string): boolean {
  if (!taskAt(draft, token) || token.incident) return false;
  stop(draft, token, { why: 'error', code });
  return true;
}

/** Applies one event to the draft; false when it is stale, repeated or changes nothing. */
function apply(draft: Draft, event: WorkflowEvent): boolean {
  switch (event.kind) {
    case 'start':
      return false;
    case 'fire':
      return onFire(draft, event.id);
    case 'cancel':
      cancelInside(draft, 0);
      draft.ended = { status: 'error', code: 'cancelled' };
      return true;
    default: {
      const token = draft.tokens.find((one) => one.id === event.token);
      if (!token) return false;
      return event.kind === 'done' ? onDone(draft, token) : onError(draft, token, event.code);
    }
  }
}

/** Moves all tokens as far as they go, then ends the instance or marks a deadlock (BPMN 2.0.2 §13.4, §13.5). */
function settle(draft: Draft, events: number): Step {
  drain(draft, enter);
  const { program } = draft.prepared;
  if (draft.tokens.length === 0) draft.ended ??= { status: 'done' };
  const [first] = draft.tokens;
  // Every token but one at a join holds something open; with only joins left, nothing can move again.
  if (first && draft.tokens.every((one) => one.via !== undefined && !one.incident))
    stop(draft, first, { why: 'deadlock' });
  if (draft.ended) draft.effects.push({ kind: 'ended', id: 'ended', ...draft.ended });
  const state: State = {
    v: 1,
    program: program.id,
    events,
    next: draft.next,
    status: draft.ended?.status ?? 'running',
    tokens: draft.tokens,
  };
  return { state, effects: draft.effects, trail: draft.trail };
}

/**
 * The engine: one event takes an instance to its next state and names what the host must do. Pure: no
 * clock, no I/O, nothing of the input is changed. A repeated or stale event returns the very same state
 * object and no effects. `null` is an instance that has not begun; only `start` may come then.
 * @throws {AppError} workflow.not_started, workflow.other_program (state of another version),
 *   workflow.too_many_steps
 */
export function advance(prepared: Prepared, state: State | null, event: WorkflowEvent): Step {
  const { program } = prepared;
  const vars = 'vars' in event ? event.vars : {};
  if (state === null) {
    if (event.kind !== 'start') throw errors.not_started();
    const draft = draftOf(prepared, { tokens: [], next: 1 }, vars);
    draft.trail.push({ what: 'completed', element: program.start });
    send(draft, at(program.nodes, program.start).out, 0);
    return settle(draft, 1);
  }
  if (state.program !== program.id)
    throw errors.other_program({ expected: state.program, given: program.id });
  const draft = draftOf(prepared, state, vars);
  if (state.status !== 'running' || !apply(draft, event)) return { state, effects: [], trail: [] };
  return settle(draft, state.events + 1);
}
