import type { ModdleElement } from 'bpmn-moddle';
import { type Problem, problem } from './problems.ts';

/** What an element may say: `true` for any value, a list for the only values that change nothing. */
type Allowed = Readonly<Record<string, true | readonly string[]>>;

const NO = ['false', '0'];
const YES = ['true', '1'];
const BASE: Allowed = { id: true, name: true, documentation: true };
const NODE: Allowed = { ...BASE, incoming: true, outgoing: true };
const TASK: Allowed = {
  ...NODE,
  extensionElements: true,
  loopCharacteristics: true,
  isForCompensation: NO,
  startQuantity: ['1'],
  completionQuantity: ['1'],
};
const IMPLEMENTATION = ['##unspecified', '##WebService'];
const EXPRESSION: Allowed = {
  id: true,
  body: true,
  language: ['feel', 'FEEL', 'https://www.omg.org/spec/DMN/20191111/FEEL/'],
};

/** Every element that the engine executes, with all it may say. What is not listed is refused by name. */
const EXECUTED: Readonly<Record<string, Allowed>> = {
  'bpmn:Definitions': {
    ...BASE,
    targetNamespace: true,
    expressionLanguage: EXPRESSION.language!,
    typeLanguage: true,
    exporter: true,
    exporterVersion: true,
    rootElements: true,
    diagrams: true,
  },
  'bpmn:Message': { id: true, name: true, documentation: true },
  'bpmn:Process': {
    ...BASE,
    isExecutable: true,
    isClosed: NO,
    processType: true,
    laneSets: true,
    artifacts: true,
    flowElements: true,
  },
  'bpmn:SequenceFlow': {
    ...BASE,
    sourceRef: true,
    targetRef: true,
    conditionExpression: true,
    isImmediate: YES,
  },
  'bpmn:StartEvent': {
    ...NODE,
    isInterrupting: YES,
    parallelMultiple: NO,
    eventDefinitions: true,
  },
  'bpmn:EndEvent': { ...NODE, eventDefinitions: true },
  'bpmn:TerminateEventDefinition': { id: true },
  'bpmn:UserTask': { ...TASK, implementation: IMPLEMENTATION },
  'bpmn:ServiceTask': { ...TASK, implementation: IMPLEMENTATION },
  'bpmn:BusinessRuleTask': { ...TASK, implementation: IMPLEMENTATION },
  'bpmn:ReceiveTask': {
    ...TASK,
    implementation: IMPLEMENTATION,
    messageRef: true,
    instantiate: NO,
  },
  'bpmn:MultiInstanceLoopCharacteristics': {
    id: true,
    documentation: true,
    extensionElements: true,
    isSequential: NO,
    behavior: ['All'],
    loopCardinality: true,
    completionCondition: true,
  },
  'bpmn:ExclusiveGateway': { ...NODE, default: true, gatewayDirection: true },
  'bpmn:ParallelGateway': { ...NODE, gatewayDirection: true },
  'bpmn:BoundaryEvent': {
    ...NODE,
    extensionElements: true,
    attachedToRef: true,
    cancelActivity: [...YES, ...NO],
    parallelMultiple: NO,
    eventDefinitions: true,
  },
  'bpmn:TimerEventDefinition': { id: true, timeDuration: true },
  'bpmn:Expression': EXPRESSION,
  'bpmn:FormalExpression': EXPRESSION,
};

/** Drawing only: by the specification these never move a token, so they stay in the XML and are not run. */
const DRAWN: ReadonlySet<string> = new Set([
  'bpmn:Collaboration',
  'bpmn:Category',
  'bpmn:TextAnnotation',
  'bpmn:Association',
  'bpmn:Group',
]);

export const isDrawing = (element: ModdleElement): boolean => DRAWN.has(element.$type);

/** The name a reader knows: `bpmn:UserTask` → `userTask`. */
export const nameOf = (element: ModdleElement): string =>
  element.$type.replace(/^bpmn:(\w)/, (_, first: string) => first.toLowerCase());

/** `{ element, id }` of a problem; an element without id is named by the one that holds it. */
export const whereIs = (element: ModdleElement): { element: string; id: string } => ({
  element: nameOf(element),
  id: element.id ?? element.$parent?.id ?? '',
});

/** Reads a child list or single child; attributes that pose as children are left out. */
export const children = (element: ModdleElement, property: string): ModdleElement[] =>
  [element[property]]
    .flat()
    .filter((child): child is ModdleElement => typeof child === 'object' && child !== null);

/** An attribute as text, or undefined where the author did not write it. */
export const text = (element: ModdleElement, property: string): string | undefined => {
  const value = Object.hasOwn(element, property) ? element[property] : undefined;
  return typeof value === 'string' ? value.trim() : undefined;
};

const foreignAttributes = (element: ModdleElement): string[] =>
  Object.keys(element.$attrs ?? {}).filter((name) => !/^(xmlns|xsi:)/.test(name));

/**
 * Names everything an element says that the engine cannot execute: the element itself, a property,
 * a value or a vendor attribute. An empty answer means that nothing of it would be skipped.
 */
export function checkElement(element: ModdleElement): Problem[] {
  const where = whereIs(element);
  const allowed = EXECUTED[element.$type];
  if (!allowed) return [problem('element_not_supported', where)];
  const problems: Problem[] = [];
  // Not Object.keys: moddle hides references (default, operationRef, …) from enumeration.
  for (const property of Object.getOwnPropertyNames(element)) {
    if (property.startsWith('$')) continue;
    const rule = Object.hasOwn(allowed, property) ? allowed[property] : undefined;
    const value = element[property];
    if (!rule) problems.push(problem('property_not_supported', { ...where, property }));
    else if (rule !== true && !rule.includes(String(value).trim()))
      problems.push(
        problem('value_not_supported', { ...where, property, value: String(value).slice(0, 100) }),
      );
  }
  if (element.$type !== 'bpmn:Definitions')
    for (const property of foreignAttributes(element))
      problems.push(problem('property_not_supported', { ...where, property }));
  return problems;
}
