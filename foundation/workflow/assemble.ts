import type { ModdleElement } from 'bpmn-moddle';
import { assembleEach, assembleLimit, assembleWait } from './activity.ts';
import { type Assembly, assembleCondition } from './conditions.ts';
import { checkElement, children, nameOf, text, whereIs } from './elements.ts';
import { problem } from './problems.ts';
import type { Flow, Node, Program } from './program.ts';

/** A node without its flows, which are linked at the end. */
type NodeKind = Node extends infer N ? (N extends Node ? Omit<N, 'in' | 'out'> : never) : never;

/** True when the event has the one definition of this type; anything else in it is refused by name. */
function definedBy(assembly: Assembly, event: ModdleElement, type?: string): boolean {
  const definitions = children(event, 'eventDefinitions');
  for (const [index, definition] of definitions.entries())
    if (definition.$type === type && index === 0)
      assembly.problems.push(...checkElement(definition));
    else assembly.problems.push(problem('element_not_supported', whereIs(definition)));
  return definitions[0]?.$type === type;
}

function assembleTimer(assembly: Assembly, event: ModdleElement): NodeKind | undefined {
  const on = event.attachedToRef as ModdleElement | undefined;
  if (!definedBy(assembly, event, 'bpmn:TimerEventDefinition')) {
    if (children(event, 'eventDefinitions').length === 0)
      assembly.problems.push(problem('timer_missing', { id: event.id! }));
    return undefined;
  }
  const limit = assembleLimit(assembly, event);
  if (!on?.id || !/Task$/.test(on.$type)) {
    assembly.problems.push(problem('attached_wrong', { id: event.id! }));
    return undefined;
  }
  const interrupting = !['false', '0'].includes(text(event, 'cancelActivity') ?? 'true');
  return limit && { type: 'timer', on: on.id, interrupting, limit };
}

/** The node of one flow element, without its flows; undefined when it is refused. */
function assembleNode(assembly: Assembly, element: ModdleElement): NodeKind | undefined {
  const chosen = element.default as ModdleElement | undefined;
  switch (element.$type) {
    case 'bpmn:StartEvent':
      definedBy(assembly, element);
      return { type: 'start' };
    case 'bpmn:EndEvent':
      return definedBy(assembly, element, 'bpmn:TerminateEventDefinition')
        ? { type: 'terminate' }
        : { type: 'end' };
    case 'bpmn:ExclusiveGateway':
      return { type: 'exclusive', ...(chosen?.id && { default: chosen.id }) };
    case 'bpmn:ParallelGateway':
      return { type: 'parallel' };
    case 'bpmn:BoundaryEvent':
      return assembleTimer(assembly, element);
    default: {
      const wait = assembleWait(assembly, element);
      const each = assembleEach(assembly, element);
      if (wait?.kind === 'task' && wait.organization === 'item' && !each?.list)
        assembly.problems.push(problem('item_without_list', { id: element.id! }));
      return wait && { type: 'task', wait, timers: [], ...(each && { each }) };
    }
  }
}

/** `incoming`/`outgoing` repeat what the flows say; where written they must agree. */
function checkLists(assembly: Assembly, nodes: Iterable<ModdleElement>, flows: ModdleElement[]) {
  for (const [property, end] of [
    ['incoming', 'targetRef'],
    ['outgoing', 'sourceRef'],
  ] as const) {
    const real = Map.groupBy(flows, (flow) => flow[end]);
    for (const node of nodes) {
      const listed = children(node, property);
      const expected = new Set(real.get(node));
      if (listed.length > 0 && expected.symmetricDifference(new Set(listed)).size > 0)
        assembly.problems.push(problem('flow_lists_differ', { ...whereIs(node), property }));
    }
  }
}

function assembleFlow(
  assembly: Assembly,
  flow: ModdleElement,
  nodes: ReadonlySet<ModdleElement>,
): Flow | undefined {
  const [from, to] = [flow.sourceRef, flow.targetRef] as (ModdleElement | undefined)[];
  for (const [property, end] of [
    ['sourceRef', from],
    ['targetRef', to],
  ] as const)
    if (!end || !nodes.has(end))
      assembly.problems.push(problem('flow_end_wrong', { id: flow.id!, property }));
  const condition = assembleCondition(assembly, flow, 'conditionExpression');
  return from?.id && to?.id
    ? { from: from.id, to: to.id, ...(condition && { condition }) }
    : undefined;
}

/** The names that conditions and multi-instance counts read; total, done and active come from the engine. */
function namesRead(nodes: Node[], flows: Flow[]): string[] {
  const reads = flows.flatMap((flow) => flow.condition?.reads ?? []);
  for (const node of nodes)
    if (node.type === 'task' && node.each) {
      if (typeof node.each.of === 'string') reads.push(node.each.of);
      const own = ['total', 'done', 'active'];
      reads.push(...(node.each.until?.reads ?? []).filter((name) => !own.includes(name)));
    }
  return [...new Set(reads)].sort();
}

/** Links boundary timers to their tasks and flows to their nodes, both in the order of the document. */
function link(nodes: Map<string, Node>, flows: Map<string, Flow>): void {
  for (const [id, flow] of flows) {
    nodes.get(flow.from)?.out.push(id);
    nodes.get(flow.to)?.in.push(id);
  }
  for (const [id, node] of nodes) {
    const task = node.type === 'timer' ? nodes.get(node.on) : undefined;
    if (task?.type === 'task') task.timers.push(id);
  }
}

/**
 * Builds the program of a process. Every flow element becomes part of it or a problem names it;
 * the program is complete only when `assembly.problems` stays empty.
 */
export function assemble(assembly: Assembly, process: ModdleElement, id: string): Program {
  const elements = children(process, 'flowElements');
  const flowElements = elements.filter((element) => element.$type === 'bpmn:SequenceFlow');
  const ends = new Set(elements.filter((element) => element.$type !== 'bpmn:SequenceFlow'));
  const nodes = new Map<string, Node>();
  const flows = new Map<string, Flow>();
  for (const element of elements) {
    const refused = checkElement(element);
    if (!element.id) refused.push(problem('id_missing', { element: nameOf(element) }));
    assembly.problems.push(...refused);
    if (!element.id || refused.some((one) => one.code === 'workflow.element_not_supported'))
      continue;
    if (!ends.has(element)) {
      const flow = assembleFlow(assembly, element, ends);
      if (flow) flows.set(element.id, flow);
    } else {
      const node = assembleNode(assembly, element);
      if (node) nodes.set(element.id, { in: [], out: [], ...node });
    }
  }
  checkLists(assembly, ends, flowElements);
  link(nodes, flows);
  const start = [...nodes].find(([, node]) => node.type === 'start')?.[0] ?? '';
  return {
    v: 1,
    id,
    start,
    reads: namesRead([...nodes.values()], [...flows.values()]),
    nodes: Object.fromEntries(nodes),
    flows: Object.fromEntries(flows),
  };
}
