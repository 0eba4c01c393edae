import type { Prepared } from './conditions.ts';
import { opensOf } from './opens.ts';
import { errors } from './problems.ts';
import type { Effect, Incident, State, Token, Trail, Vars } from './program.ts';

/** More steps in one event than any lawful process needs; reaching it means tokens multiply. */
const MAX_STEPS = 20_000;

/** A token on its way along a flow, within a scope (0 = the process). */
type Move = { flow: string; scope: number };

/**
 * The next state while one event is worked off. Tokens of the old state are replaced, never changed;
 * the queue instead of recursion keeps long processes off the stack.
 */
export type Draft = {
  prepared: Prepared;
  vars: Vars;
  tokens: Token[];
  next: number;
  queue: Move[];
  steps: number;
  effects: Effect[];
  trail: Trail[];
  answered?: string;
  ended?: { status: 'done' | 'error'; code?: string };
};

export const draftOf = (
  prepared: Prepared,
  state: Pick<State, 'tokens' | 'next'>,
  vars: Vars,
): Draft => ({
  prepared,
  vars,
  tokens: [...state.tokens],
  next: state.next,
  queue: [],
  steps: 0,
  effects: [],
  trail: [],
});

/** A new token with the next id. It opens nothing yet. */
export function place(draft: Draft, token: Omit<Token, 'id'>): Token {
  const placed: Token = { id: draft.next, ...token };
  draft.next += 1;
  draft.tokens.push(placed);
  return placed;
}

export function replace(draft: Draft, token: Token): Token {
  draft.tokens = draft.tokens.map((one) => (one.id === token.id ? token : one));
  return token;
}

/** Emits everything the token now holds open. */
export function open(draft: Draft, token: Token): void {
  draft.effects.push(...opensOf(draft.prepared.program, draft.tokens, token));
}

/** Stops a token where it is until an operator has corrected the cause. */
export function stop(draft: Draft, token: Token, incident: Incident): void {
  const stopped = replace(draft, { ...token, incident });
  draft.trail.push({ what: 'incident', element: token.at, token: token.id });
  const opened = opensOf(draft.prepared.program, draft.tokens, stopped);
  draft.effects.push(...opened.filter((effect) => effect.kind === 'incident'));
}

/** Takes a token away: whatever it still holds open is closed, except what the event itself answered. */
export function remove(draft: Draft, token: Token, what: 'completed' | 'cancelled'): void {
  const held = opensOf(draft.prepared.program, draft.tokens, token);
  draft.tokens = draft.tokens.filter((one) => one.id !== token.id);
  for (const { id } of held) if (id !== draft.answered) draft.effects.push({ kind: 'close', id });
  draft.trail.push({ what, element: token.at, token: token.id });
}

/**
 * Cancels every token inside a scope and drops, without a word, those that were only on their way:
 * nothing had been opened for them, so nothing may be closed.
 */
export function cancelInside(draft: Draft, scope: number): void {
  const scopes = new Set([scope]);
  for (const token of draft.tokens) if (scopes.has(token.in)) scopes.add(token.id);
  draft.queue = draft.queue.filter((move) => !scopes.has(move.scope));
  for (const token of draft.tokens.filter((one) => scopes.has(one.in)))
    remove(draft, token, 'cancelled');
}

/** Sends a token along each of the flows. */
export function send(draft: Draft, flows: readonly string[], scope: number): void {
  for (const flow of flows) {
    draft.trail.push({ what: 'taken', element: flow });
    draft.queue.push({ flow, scope });
  }
}

/**
 * Works the queue off, oldest first.
 * @throws {AppError} workflow.too_many_steps; the host's transaction rolls back and nothing has happened
 */
export function drain(draft: Draft, enter: (draft: Draft, move: Move) => void): void {
  for (let move = draft.queue.shift(); move; move = draft.queue.shift()) {
    draft.steps += 1;
    if (draft.steps > MAX_STEPS) throw errors.too_many_steps({ limit: MAX_STEPS });
    enter(draft, move);
  }
}
