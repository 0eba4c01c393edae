import { BpmnModdle, type ModdleElement, type ModdleWarning } from 'bpmn-moddle';
import { checkElement, children, isDrawing, text, whereIs } from './elements.ts';
import { type Problem, problem } from './problems.ts';
import { inspectXml } from './xml.ts';

/** The one process of a text, ready to be assembled, and everything about the text that cannot run. */
export type Parsed = { process?: ModdleElement; problems: Problem[] };

/**
 * A moddle whose booleans and numbers arrive as the text the author wrote. Its own coercion reads
 * the legal `cancelActivity="1"` as false (interrupting becomes non-interrupting) and turns a bad
 * number into NaN, both without a warning. It also calls `messageVisibleKind="initiating"` a default.
 */
function literalModdle(): BpmnModdle {
  const moddle = new BpmnModdle();
  for (const type of Object.values(moddle.registry.typeMap))
    for (const property of type.properties ?? []) {
      if (['Boolean', 'Integer', 'Real'].includes(property.type)) property.type = 'String';
      if (/messageVisibleKind/.test(property.name)) delete property.default;
    }
  return moddle;
}

const moddle = literalModdle();

const fromWarning = ({ message, element, property, value }: ModdleWarning): Problem =>
  message.startsWith('unresolved reference') && element
    ? problem('unresolved_reference', {
        ...whereIs(element),
        property: (property ?? '').replace(/^bpmn:/, ''),
        reference: value ?? '',
      })
    : problem('unreadable', { detail: message.replace(/\s+/g, ' ').slice(0, 300) });

/** A warning on the drawing (a shape of a deleted element) does not touch execution, yet nothing is dropped in silence. */
async function load(xml: string): Promise<{ root?: ModdleElement; problems: Problem[] }> {
  try {
    const { rootElement, warnings } = await moddle.fromXML(xml);
    return { root: rootElement, problems: warnings.map(fromWarning) };
  } catch (e) {
    const detail = (e instanceof Error ? e.message : String(e)).replace(/\s+/g, ' ').slice(0, 300);
    return { problems: [problem('unreadable', { detail })] };
  }
}

/** Reads BPMN 2.0 XML; a model with any warning is not handed on (the compiler never guesses). */
export async function parse(xml: string): Promise<Parsed> {
  const bare = inspectXml(xml);
  if (bare.length > 0) return { problems: bare };
  const { root, problems } = await load(xml);
  if (!root || problems.length > 0) return { problems };
  problems.push(...checkElement(root));
  const processes: ModdleElement[] = [];
  for (const element of children(root, 'rootElements')) {
    if (element.$type === 'bpmn:Process') processes.push(element);
    else if (!isDrawing(element)) problems.push(...checkElement(element));
  }
  const [process] = processes;
  if (!process) return { problems: [...problems, problem('process_missing')] };
  if (processes.length > 1) {
    const ids = processes.map((one) => one.id ?? '?').join(', ');
    return { problems: [...problems, problem('process_many', { ids })] };
  }
  problems.push(...checkElement(process));
  if (!process.id) problems.push(problem('id_missing', { element: 'process' }));
  if (!['true', '1'].includes(text(process, 'isExecutable') ?? ''))
    problems.push(problem('process_not_executable', { id: process.id ?? '' }));
  for (const artifact of children(process, 'artifacts'))
    if (!isDrawing(artifact)) problems.push(...checkElement(artifact));
  return { process, problems };
}
