import { expect } from 'vitest';
import { advance } from '../advance.ts';
import { type ConditionCompiler, type Prepared, prepare } from '../conditions.ts';
import { opens } from '../opens.ts';
import type { Effect, State, Step, Vars } from '../program.ts';
import { assembleXml, compile } from '../publication.ts';

/** `name = literal`, `name >= number`, joined by `and`: enough FEEL for the tests of the engine. */
export const condition: ConditionCompiler = (text) => {
  const terms = text.split(' and ').map((term) => /^(\w+) (=|>=) (.+)$/.exec(term.trim()));
  if (terms.includes(null)) return { error: `cannot read ${text}` };
  const parts = terms.map((term) => ({
    name: term![1]!,
    op: term![2]!,
    value: JSON.parse(term![3]!) as unknown,
  }));
  const holds = ({ name, op, value }: (typeof parts)[number], vars: Vars): boolean =>
    op === '=' ? vars[name] === value : Number(vars[name]) >= Number(value);
  return {
    reads: parts.map((part) => part.name),
    evaluate: (vars) =>
      parts.some((part) => vars[part.name] === undefined)
        ? null
        : parts.every((part) => holds(part, vars)),
  };
};

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const each = (of: string, until: string | undefined): string => {
  const list = of.startsWith('[');
  const name = list ? of.slice(1, -1) : of;
  return `<multiInstanceLoopCharacteristics>${
    list ? `<extensionElements><yw:items in="${name}"/></extensionElements>` : ''
  }${list ? '' : `<loopCardinality>${name}</loopCardinality>`}${
    until ? `<completionCondition>${escapeXml(until)}</completionCondition>` : ''
  }</multiInstanceLoopCharacteristics>`;
};

const USER = '<yw:task act="review" posts="window"/>';
const BODIES: Record<string, [tag: string, settings: string]> = {
  user: ['userTask', USER],
  service: ['serviceTask', '<yw:service key="certificate.issue"/>'],
  rule: ['businessRuleTask', '<yw:decision key="eligible"/>'],
  receive: ['receiveTask', '<yw:message name="case.corrected"/>'],
};
const PLAIN: Record<string, string> = {
  start: '<startEvent id="ID"/>',
  end: '<endEvent id="ID"/>',
  terminate: '<endEvent id="ID"><terminateEventDefinition/></endEvent>',
  xor: '<exclusiveGateway id="ID"DEFAULT/>',
  and: '<parallelGateway id="ID"/>',
};

/**
 * One element: `user`, `user n until done >= 3` (multi-instance over a count), `user [depts]` (over a
 * list), `timer on A` (interrupting), `reminder on A` (not), or a raw piece of XML.
 */
function element(id: string, spec: string, chosen: string | undefined): string {
  if (spec.startsWith('<')) return spec;
  const [kind = '', first] = spec.split(' ');
  if (kind === 'timer' || kind === 'reminder')
    return `<boundaryEvent id="${id}" attachedToRef="${spec.split(' on ')[1]}" cancelActivity="${kind === 'timer'}"><extensionElements><yw:timer value="5" unit="workingDay"/></extensionElements><timerEventDefinition/></boundaryEvent>`;
  const plain = PLAIN[kind];
  if (plain)
    return plain.replace('ID', id).replace('DEFAULT', chosen ? ` default="${chosen}"` : '');
  const [tag, settings] = BODIES[kind]!;
  const loop = first ? each(first, spec.split(' until ')[1]) : '';
  return `<${tag} id="${id}"><extensionElements>${settings}</extensionElements>${loop}</${tag}>`;
}

/** BPMN XML from elements and flows: `A B` is a flow, `A B: c = 1` a condition, `A B: else` the default. */
export function sketch(elements: Record<string, string>, flows: string[]): string {
  const chosen: Record<string, string> = {};
  const drawn = flows.map((flow, index) => {
    const [ends = '', text] = flow.split(': ');
    const [from = '', to] = ends.split(' ');
    const id = `f${index + 1}`;
    if (text === 'else') chosen[from] = id;
    const inner =
      text && text !== 'else'
        ? `<conditionExpression>${escapeXml(text)}</conditionExpression>`
        : '';
    return `<sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}">${inner}</sequenceFlow>`;
  });
  const nodes = Object.entries(elements).map(([id, spec]) => element(id, spec, chosen[id]));
  return definitions(
    `<process id="p" isExecutable="true">${[...nodes, ...drawn].join('')}</process>`,
  );
}

/** A BPMN document around the given root elements. */
export const definitions = (inner: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:yw="https://yiwang.dev/bpmn" xmlns:v="http://vendor.example/x" id="d" targetNamespace="t">${inner}</definitions>`;

export const USER_SETTINGS =
  '<extensionElements><yw:task act="review" posts="window"/></extensionElements>';

/** A process S → A → E with `a` as the XML of A and more XML after it. */
export const around = (a: string, more = '', attributes = 'isExecutable="true"'): string =>
  definitions(
    `<process id="p" ${attributes}><startEvent id="S"/>${a}<endEvent id="E"/><sequenceFlow id="f1" sourceRef="S" targetRef="A"/><sequenceFlow id="f2" sourceRef="A" targetRef="E"/>${more}</process>`,
  );

/** The user task A with more XML inside and more attributes. */
export const user = (inner = '', attributes = ''): string =>
  `<userTask id="A" ${attributes}>${USER_SETTINGS}${inner}</userTask>`;

/** The codes of all publication problems of a text, each with the id it names. */
export async function problemsOf(xml: string): Promise<string[]> {
  const { program, problems } = await compile(xml, { condition });
  expect(program === undefined, 'a program is given only without problems').toBe(
    problems.length > 0,
  );
  return problems.map(
    ({ code, params }) => `${code.slice('workflow.'.length)} ${params.id ?? params.ids ?? ''}`,
  );
}

/** A running instance for hand-written cases: work is named by its element, in the order it was opened. */
export class Instance {
  readonly prepared: Prepared;
  state: State | null = null;
  last: Step | undefined;
  constructor(prepared: Prepared) {
    this.prepared = prepared;
  }

  /** Compiles with all publication checks, or without those on the graph (`draft`), and starts. */
  static async start(xml: string, vars: Vars = {}, draft?: 'draft'): Promise<Instance> {
    const { program, problems } = await (draft ? assembleXml : compile)(xml, { condition });
    expect(problems).toEqual([]);
    const instance = new Instance(prepare(program!, { condition }));
    instance.apply({ kind: 'start', vars });
    return instance;
  }

  apply(event: Parameters<typeof advance>[2]): Effect[] {
    this.last = advance(this.prepared, this.state, event);
    this.state = this.last.state;
    return this.last.effects;
  }

  get open() {
    return opens(this.prepared.program, this.state!);
  }

  /** Open work as text: `A`, `!no-flow X` for an incident; boundary timers are left out. */
  get trace(): string {
    return this.open
      .filter((one) => one.kind !== 'timer')
      .map((one) => (one.kind === 'incident' ? `!${one.why} ${one.element}` : one.element))
      .sort()
      .join(',');
  }

  /** Ends the oldest open work (or retries the incident) at an element. */
  done(id: string, vars: Vars = {}): Effect[] {
    const work = this.open.find((one) => one.element === id && one.kind !== 'timer');
    return this.apply({ kind: 'done', token: work!.token, vars });
  }

  /** Fires the open timer or message of an element. */
  fire(id: string, vars: Vars = {}): Effect[] {
    const work = this.open.find((one) => one.element === id);
    return this.apply({ kind: 'fire', id: work!.id, vars });
  }
}

export const closed = (effects: Effect[]): string[] =>
  effects.filter((one) => one.kind === 'close').map((one) => one.id);
