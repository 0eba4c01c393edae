import { Parser } from 'saxen';
import { type Problem, problem } from './problems.ts';

/** The namespace of our settings inside `extensionElements`; the usual prefix is `yw`. */
export const SETTINGS_NAMESPACE = 'https://yiwang.dev/bpmn';

const BPMN_NAMESPACE = 'http://www.omg.org/spec/BPMN/20100524/MODEL';
const MAX_BYTES = 5 * 1024 * 1024;
const MAX_DEPTH = 64;
const MAX_ELEMENTS = 50_000;

/** Children of which moddle silently keeps only the last; two names of one slot also replace each other. */
const SINGLE: Readonly<Record<string, string>> = {
  'bpmn:extensionElements': 'extensionElements',
  'bpmn:conditionExpression': 'conditionExpression',
  'bpmn:completionCondition': 'completionCondition',
  'bpmn:loopCardinality': 'loopCardinality',
  'bpmn:timeDuration': 'timeDuration',
  'bpmn:multiInstanceLoopCharacteristics': 'loopCharacteristics',
  'bpmn:standardLoopCharacteristics': 'loopCharacteristics',
};

/**
 * Problems of the bare text, found before moddle reads it: size, depth, DOCTYPE, broken XML and the
 * repeated children that moddle would drop without a warning.
 */
export function inspectXml(xml: string): Problem[] {
  if (xml.length > MAX_BYTES || new TextEncoder().encode(xml).length > MAX_BYTES)
    return [problem('xml_too_large', { limit: 5, of: 'MB' })];
  const problems: Problem[] = [];
  const open: { name: string; slots: Set<string> }[] = [];
  let elements = 0;
  const malformed = (e: Error, context: () => { line: number }) => {
    problems.push(problem('xml_malformed', { line: context().line + 1, detail: e.message }));
  };
  const parser = new Parser().ns({ [BPMN_NAMESPACE]: 'bpmn', [SETTINGS_NAMESPACE]: 'yw' });
  parser
    .on('error', malformed)
    .on('warn', malformed)
    .on('attention', () => {
      problems.push(problem('xml_doctype'));
    })
    .on('closeTag', () => {
      open.pop();
    })
    .on('openTag', (name, attributes, _decode, _selfClosing, context) => {
      elements += 1;
      // saxen reports a doubled attribute only when the attributes are asked for.
      const foreign = Object.keys(attributes()).filter((key) => /^(?!xmlns:).*:/.test(key));
      if (name.startsWith('yw:'))
        for (const extension of foreign)
          problems.push(problem('extension_not_supported', { element: name, id: '', extension }));
      const parent = open.at(-1);
      const slot = SINGLE[name];
      if (parent && slot) {
        if (parent.slots.has(slot)) {
          const line = context().line + 1;
          problems.push(problem('xml_repeated', { line, element: parent.name, child: name }));
        }
        parent.slots.add(slot);
      }
      open.push({ name, slots: new Set() });
      if (open.length === MAX_DEPTH + 1)
        problems.push(problem('xml_too_deep', { limit: MAX_DEPTH }));
    });
  parser.parse(xml);
  if (elements > MAX_ELEMENTS)
    problems.push(problem('xml_too_large', { limit: MAX_ELEMENTS, of: 'elements' }));
  return problems;
}
