import type { Program } from './program.ts';

/** The elements a token can go to next: along flows, and from a task to its boundary timers. */
export function successors(program: Program, id: string): string[] {
  const node = program.nodes[id]!;
  const next = node.out.map((flow) => program.flows[flow]!.to);
  return node.type === 'task' ? [...next, ...node.timers] : next;
}

function predecessors(program: Program, id: string): string[] {
  const node = program.nodes[id]!;
  const before = node.in.map((flow) => program.flows[flow]!.from);
  return node.type === 'timer' ? [...before, node.on] : before;
}

/** Every element on a path from the given ones (forward) or to them (backward), these included. */
export function reachableFrom(
  program: Program,
  from: readonly string[],
  direction: 'forward' | 'backward',
): Set<string> {
  const next = direction === 'forward' ? successors : predecessors;
  const seen = new Set(from);
  const open = [...from];
  for (let id = open.pop(); id !== undefined; id = open.pop())
    for (const other of next(program, id))
      if (!seen.has(other)) {
        seen.add(other);
        open.push(other);
      }
  return seen;
}

/** A task waits, except a multi-instance whose list may be empty: then it is left at once. */
const waits = (program: Program, id: string): boolean => {
  const node = program.nodes[id]!;
  return node.type === 'task' && typeof node.each?.of !== 'string';
};

/**
 * The sets of elements that a token can circle in without ever waiting: what stays of the graph of
 * non-waiting elements after elements without a predecessor or successor have been peeled off.
 */
export function cyclesWithoutWait(program: Program): string[][] {
  const left = new Set(Object.keys(program.nodes).filter((id) => !waits(program, id)));
  const along = (id: string) => program.nodes[id]!.out.map((flow) => program.flows[flow]!.to);
  const against = (id: string) => program.nodes[id]!.in.map((flow) => program.flows[flow]!.from);
  const inside = (ids: string[]) => ids.some((id) => left.has(id));
  for (let size = -1; size !== left.size; ) {
    size = left.size;
    for (const id of left) if (!inside(along(id)) || !inside(against(id))) left.delete(id);
  }
  return left.size > 0 ? [[...left]] : [];
}

/** Numbers the elements in depth-first order from the start, so that a branch is numbered before its neighbour. */
export function depthFirstOrder(program: Program): Map<string, number> {
  const order = new Map<string, number>();
  const open = [program.start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (order.has(id)) continue;
    order.set(id, order.size);
    open.push(...successors(program, id));
  }
  return order;
}
