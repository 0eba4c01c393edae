import { assemble } from './assemble.ts';
import type { Assembly, ConditionCompiler } from './conditions.ts';
import { cyclesWithoutWait, reachableFrom } from './graph.ts';
import { parse } from './parse.ts';
import { type Problem, problem } from './problems.ts';
import type { Node, Program } from './program.ts';
import { checkTokens } from './soundness.ts';

type Compilation = { program?: Program; problems: Problem[] };

const isEnd = (node: Node): boolean => node.type === 'end' || node.type === 'terminate';
const isEvent = (node: Node): boolean => node.type === 'start' || node.type === 'timer';

/** Starts, ends and connections: each element has the flows it needs and none it must not have. */
function checkConnections(program: Program): Problem[] {
  const nodes = Object.entries(program.nodes);
  const problems: Problem[] = [];
  const starts = nodes.filter(([, node]) => node.type === 'start').map(([id]) => id);
  if (starts.length === 0) problems.push(problem('start_missing'));
  if (starts.length > 1) problems.push(problem('start_many', { ids: starts.join(', ') }));
  if (!nodes.some(([, node]) => isEnd(node))) problems.push(problem('end_missing'));
  for (const [id, node] of nodes) {
    if (isEvent(node) && node.in.length > 0) problems.push(problem('incoming_misplaced', { id }));
    if (!isEvent(node) && node.in.length === 0) problems.push(problem('incoming_missing', { id }));
    if (isEnd(node) && node.out.length > 0) problems.push(problem('outgoing_misplaced', { id }));
    if (!isEnd(node) && node.out.length === 0) problems.push(problem('outgoing_missing', { id }));
  }
  return problems;
}

/** Conditions stand on the exits of a choice and nowhere else, and every choice has a default (BPMN 2.0.2 §13.4). */
function checkChoices(program: Program): Problem[] {
  const problems: Problem[] = [];
  const mayHave = new Set<string>();
  for (const [id, node] of Object.entries(program.nodes)) {
    if (node.type !== 'exclusive') continue;
    if (node.default !== undefined && !node.out.includes(node.default))
      problems.push(problem('default_misplaced', { id }));
    if (node.out.length < 2) continue;
    if (node.default === undefined) problems.push(problem('default_missing', { id }));
    for (const flow of node.out.filter((one) => one !== node.default)) {
      mayHave.add(flow);
      if (!program.flows[flow]?.condition)
        problems.push(problem('condition_missing', { id: flow, gateway: id }));
    }
  }
  for (const [id, flow] of Object.entries(program.flows))
    if (flow.condition && !mayHave.has(id)) problems.push(problem('condition_misplaced', { id }));
  return problems;
}

/** Everything can be reached, everything can end, and nothing turns in a circle without waiting. */
function checkPaths(program: Program): Problem[] {
  const ids = Object.keys(program.nodes);
  const ends = ids.filter((id) => isEnd(program.nodes[id]!));
  const reached = reachableFrom(program, [program.start], 'forward');
  const ending = reachableFrom(program, ends, 'backward');
  return [
    ...ids.filter((id) => !reached.has(id)).map((id) => problem('unreachable', { id })),
    ...ids.filter((id) => !ending.has(id)).map((id) => problem('no_way_out', { id })),
    ...cyclesWithoutWait(program).map((cycle) =>
      problem('cycle_without_wait', { ids: cycle.join(', ') }),
    ),
  ];
}

/** All publication checks of a program, the costly one (every marking of the tokens) only on a clean graph. */
export function checkProgram(program: Program): Problem[] {
  const problems = [...checkConnections(program), ...checkChoices(program)];
  if (problems.length > 0) return problems;
  const paths = checkPaths(program);
  return paths.length > 0 ? paths : checkTokens(program);
}

/** 12 hex digits of SHA-256 (FIPS 180-4): enough to tell the versions of one process apart. */
async function fingerprint(xml: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(xml));
  return Buffer.from(digest).toString('hex').slice(0, 12);
}

/** Parses and assembles without the checks on the graph: for tools that show a draft. */
export async function assembleXml(
  xml: string,
  { condition }: { condition: ConditionCompiler },
): Promise<Compilation> {
  const { process, problems } = await parse(xml);
  if (!process) return { problems };
  const assembly: Assembly = { problems, condition };
  const id = `${process.id ?? ''}:${await fingerprint(xml)}`;
  const program = assemble(assembly, process, id);
  return problems.length > 0 ? { problems } : { program, problems };
}

/**
 * Compiles BPMN 2.0 XML into a program, or says by element type and id why it is not published.
 * The program is given only when there is no problem at all; nothing of the text is ever skipped.
 * `condition` compiles the FEEL texts of `conditionExpression` and `completionCondition`.
 */
export async function compile(
  xml: string,
  conditions: { condition: ConditionCompiler },
): Promise<Compilation> {
  const assembled = await assembleXml(xml, conditions);
  if (!assembled.program) return assembled;
  const problems = checkProgram(assembled.program);
  return problems.length > 0 ? { problems } : assembled;
}
