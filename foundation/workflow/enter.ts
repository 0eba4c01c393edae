import { cancelInside, type Draft, open, place, remove, replace, send, stop } from './draft.ts';
import { at, type Each, MAX_ITEMS, type TaskNode, type Token } from './program.ts';

/** The exit of a choice: the first true condition in the order of the document, else the default. */
function exitOf(draft: Draft, id: string): string | undefined {
  const { program, isTrue } = draft.prepared;
  const node = at(program.nodes, id);
  if (node.type !== 'exclusive') return undefined;
  if (node.out.length === 1) return node.out[0];
  const chosen = node.out.find((flow) => {
    const { condition } = at(program.flows, flow);
    return condition !== undefined && isTrue(condition, draft.vars);
  });
  return chosen ?? node.default;
}

/** Number of items, or undefined when the value is missing, no count or no list, or above the limit. */
function countItems(draft: Draft, each: Each): number | undefined {
  if (typeof each.of === 'number') return each.of;
  const value = Object.hasOwn(draft.vars, each.of) ? draft.vars[each.of] : undefined;
  const count = Array.isArray(value) ? value.length : each.list ? undefined : value;
  return typeof count === 'number' && Number.isInteger(count) && count >= 0 && count <= MAX_ITEMS
    ? count
    : undefined;
}

/** Leaves an activity: what it holds is closed, and a token goes along each outgoing flow. */
export function leave(draft: Draft, token: Token): void {
  remove(draft, token, 'completed');
  send(draft, at(draft.prepared.program.nodes, token.at).out, token.in);
}

/** Opens the children of a multi-instance (BPMN 2.0.2 §13.3): the count is fixed here; no item at all leaves at once. */
function openBody(draft: Draft, token: Token, total: number): void {
  if (total === 0) {
    // Nothing was armed for this body: its timers must not be closed either.
    draft.tokens = draft.tokens.filter((one) => one.id !== token.id);
    draft.trail.push({ what: 'completed', element: token.at, token: token.id });
    send(draft, at(draft.prepared.program.nodes, token.at).out, token.in);
    return;
  }
  const body = replace(draft, { ...token, count: [total, 0] });
  open(draft, body);
  for (let item = 0; item < total; item += 1)
    open(draft, place(draft, { at: token.at, in: token.id, item }));
}

function enterTask(draft: Draft, id: string, node: TaskNode, scope: number): void {
  const token = place(draft, { at: id, in: scope });
  draft.trail.push({ what: 'entered', element: id, token: token.id });
  const total = node.each && countItems(draft, node.each);
  if (!node.each) open(draft, token);
  else if (total === undefined) stop(draft, token, { why: 'items' });
  else openBody(draft, token, total);
}

/** Parallel join (BPMN 2.0.2 §13.4): one token of the same scope on each incoming flow; excess tokens stay. */
function enterParallel(draft: Draft, id: string, flow: string, scope: number): void {
  const node = at(draft.prepared.program.nodes, id);
  place(draft, { at: id, in: scope, via: flow });
  const waiting = node.in.map((via) =>
    draft.tokens.find((token) => token.at === id && token.in === scope && token.via === via),
  );
  if (waiting.includes(undefined)) return;
  draft.tokens = draft.tokens.filter((token) => !waiting.includes(token));
  draft.trail.push({ what: 'completed', element: id });
  send(draft, node.out, scope);
}

/** Moves a token along a flow into its target. */
export function enter(draft: Draft, { flow, scope }: { flow: string; scope: number }): void {
  const id = at(draft.prepared.program.flows, flow).to;
  const node = at(draft.prepared.program.nodes, id);
  if (node.type === 'task') enterTask(draft, id, node, scope);
  else if (node.type === 'parallel') enterParallel(draft, id, flow, scope);
  else if (node.type === 'exclusive') {
    const exit = exitOf(draft, id);
    if (exit === undefined) stop(draft, place(draft, { at: id, in: scope }), { why: 'no-flow' });
    else send(draft, [exit], scope);
  } else {
    draft.trail.push({ what: 'completed', element: id });
    if (node.type === 'terminate') cancelInside(draft, scope);
    else send(draft, node.out, scope);
  }
}

/**
 * Tries an element again where an incident stands, with corrected values (BPMN 2.0.2 §13.4).
 * False when the cause is still there, so that nothing has happened.
 */
export function retry(draft: Draft, token: Token): boolean {
  const node = at(draft.prepared.program.nodes, token.at);
  if (node.type === 'exclusive') {
    const exit = exitOf(draft, token.at);
    if (exit === undefined) return false;
    remove(draft, token, 'completed');
    send(draft, [exit], token.in);
    return true;
  }
  const total = node.type === 'task' && node.each ? countItems(draft, node.each) : undefined;
  if (total === undefined) return false;
  const { incident: _solved, ...free } = token;
  draft.effects.push({ kind: 'close', id: `${token.id}#incident` });
  openBody(draft, replace(draft, free), total);
  return true;
}

/** Completes one item (BPMN 2.0.2 §13.3): it is counted first, then the condition is asked; the body is left once. */
export function completeItem(draft: Draft, child: Token, body: Token): void {
  const [total, before] = body.count!;
  const done = before + 1;
  remove(draft, child, 'completed');
  const counted = replace(draft, { ...body, count: [total, done] });
  const node = at(draft.prepared.program.nodes, body.at);
  const until = node.type === 'task' ? node.each?.until : undefined;
  const vars = { ...draft.vars, total, done, active: total - done };
  if (done < total && !(until && draft.prepared.isTrue(until, vars))) return;
  cancelInside(draft, body.id);
  leave(draft, counted);
}
