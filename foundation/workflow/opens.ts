import { at, type Opened, type Program, type State, type Token } from './program.ts';

/** The effect id of work at an element; unique in an instance because token ids are never used again. */
const effectId = (token: Token, element: string): string => `${token.id}.${element}`;

/** The item indexes of a token from the outermost multi-instance inwards. */
function pathOf(tokens: readonly Token[], token: Token): number[] {
  const path: number[] = [];
  for (let one: Token | undefined = token; one; one = tokens.find((t) => t.id === one!.in))
    if (one.item !== undefined) path.unshift(one.item);
  return path;
}

/** True for the token that holds the children of a multi-instance: work stands at the children, timers here. */
export const isBody = (program: Program, token: Token): boolean => {
  const node = at(program.nodes, token.at);
  return node.type === 'task' && node.each !== undefined && token.item === undefined;
};

/** The work, timers and incident that one token holds open. */
export function opensOf(program: Program, tokens: readonly Token[], token: Token): Opened[] {
  const node = at(program.nodes, token.at);
  const opened: Opened[] = [];
  const path = pathOf(tokens, token);
  const place = { token: token.id, ...(path.length > 0 && { path }) };
  if (node.type === 'task' && token.incident?.why !== 'items') {
    const items = node.each?.list && typeof node.each.of === 'string' ? node.each.of : undefined;
    const where = { id: effectId(token, token.at), element: token.at, ...place };
    if (!isBody(program, token))
      opened.push({ ...where, ...node.wait, ...(items !== undefined && { items }) });
    for (const element of token.item === undefined ? node.timers : []) {
      const timer = at(program.nodes, element);
      if (timer.type !== 'timer' || token.fired?.includes(element)) continue;
      const { limit } = timer;
      opened.push({
        kind: 'timer',
        id: effectId(token, element),
        element,
        on: token.at,
        limit,
        ...place,
      });
    }
  }
  if (token.incident)
    opened.push({
      kind: 'incident',
      // '#' cannot occur in an XML id, so no element can have this effect id.
      id: `${token.id}#incident`,
      element: token.at,
      ...place,
      ...token.incident,
    });
  return opened;
}

/**
 * Everything that stands open in a state: tasks, jobs, decisions, timers, messages and incidents.
 * Always equals the effects opened so far less those closed and those answered by an event.
 */
export const opens = (program: Program, state: State): Opened[] =>
  state.tokens.flatMap((token) => opensOf(program, state.tokens, token));
