import { depthFirstOrder } from './graph.ts';
import { type Problem, problem } from './problems.ts';
import type { Program } from './program.ts';

const MAX_MARKINGS = 20_000;
const MAX_SAME_PLACE = 8;

/**
 * Where tokens stand, with how many: `>flow` for a token that has come along a flow, `task|timers`
 * for an open task with its non-interrupting timers that have not fired yet.
 */
type Marking = ReadonlyMap<string, number>;

const keyOf = (marking: Marking): string =>
  [...marking]
    .map(([place, count]) => `${place}*${count}`)
    .sort()
    .join(' ');

function moved(marking: Marking, take: readonly string[], put: readonly string[]): Marking {
  const next = new Map(marking);
  for (const place of take) {
    const count = next.get(place)! - 1;
    if (count > 0) next.set(place, count);
    else next.delete(place);
  }
  for (const place of put) next.set(place, (next.get(place) ?? 0) + 1);
  return next;
}

const arrivals = (flows: readonly string[]): string[] => flows.map((flow) => `>${flow}`);

/** The ways on from an open task: it is done, or one of its timers fires. */
function fromTask(program: Program, marking: Marking, place: string): Marking[] {
  const [id = '', ...armed] = place.split('|');
  const task = program.nodes[id]!;
  const next = [moved(marking, [place], arrivals(task.out))];
  for (const timer of task.type === 'task' ? task.timers : []) {
    const node = program.nodes[timer]!;
    const after = arrivals(node.out);
    if (node.type === 'timer' && node.interrupting) next.push(moved(marking, [place], after));
    else if (armed.includes(timer)) {
      const rest = [id, ...armed.filter((one) => one !== timer)].join('|');
      next.push(moved(marking, [place], [rest, ...after]));
    }
  }
  return next;
}

/** The ways on from one place, or undefined where a join still waits for another flow. */
function fromPlace(program: Program, marking: Marking, place: string): Marking[] | undefined {
  if (!place.startsWith('>')) return fromTask(program, marking, place);
  const id = program.flows[place.slice(1)]!.to;
  const node = program.nodes[id]!;
  switch (node.type) {
    case 'task': {
      const armed = node.timers.filter((timer) => {
        const one = program.nodes[timer]!;
        return one.type === 'timer' && !one.interrupting;
      });
      return [moved(marking, [place], [[id, ...armed].join('|')])];
    }
    case 'exclusive':
      return node.out.map((flow) => moved(marking, [place], [`>${flow}`]));
    case 'parallel': {
      const taken = arrivals(node.in);
      if (!taken.every((one) => marking.has(one))) return undefined;
      return [moved(marking, taken, arrivals(node.out))];
    }
    case 'terminate':
      return [new Map()];
    default:
      return [moved(marking, [place], arrivals(node.out))];
  }
}

/** The element at which a place stands. */
const elementAt = (program: Program, place: string): string =>
  place.startsWith('>') ? program.flows[place.slice(1)]!.to : place.split('|')[0]!;

/**
 * Plays every choice and timer and reports joins that can wait for ever or keep an excess token
 * (BPMN 2.0.2 §13.4; also non-interrupting branches merged back before a join), and places where tokens multiply.
 * The model is a free-choice net, so following one movable place at a time, with all its
 * alternatives, still finds every dead end (stubborn sets); conditions count as independent.
 */
export function checkTokens(program: Program): Problem[] {
  const order = depthFirstOrder(program);
  const first: Marking = new Map(
    arrivals(program.nodes[program.start]!.out).map((place) => [place, 1]),
  );
  const seen = new Set([keyOf(first)]);
  const open = [first];
  const stuck = new Set<string>();
  for (let marking = open.pop(); marking; marking = open.pop()) {
    const crowded = [...marking].find(([, count]) => count > MAX_SAME_PLACE);
    if (crowded) return [problem('tokens_multiply', { id: elementAt(program, crowded[0]) })];
    if (seen.size > MAX_MARKINGS) return [problem('too_complex', { limit: MAX_MARKINGS })];
    // The deepest place first: a branch runs to its join before its neighbour begins.
    const places = [...marking.keys()].sort(
      (a, b) => order.get(elementAt(program, b))! - order.get(elementAt(program, a))!,
    );
    const next = places.values().map((place) => fromPlace(program, marking, place));
    const ways = next.find((one) => one !== undefined);
    if (!ways) for (const place of places) stuck.add(elementAt(program, place));
    for (const one of ways ?? []) {
      const key = keyOf(one);
      if (!seen.has(key)) {
        seen.add(key);
        open.push(one);
      }
    }
  }
  return [...stuck].map((id) => problem('join_may_wait_forever', { id }));
}
