import { DMN_VERSIONS, type XmlElement } from './xml.ts';

/** A FEEL text of the model and the line on which it begins. */
export type Text = { readonly text: string; readonly line: number };

export type ItemDefinition = {
  readonly name: string;
  readonly type: string | null;
  readonly collection: boolean;
  /** Holds for the value, or for each element of a collection. */
  readonly allowed: Text | null;
  /** Holds for the whole value (DMN 1.4 and later). */
  readonly constraint: Text | null;
  readonly components: readonly ItemDefinition[];
  readonly line: number;
};

export type TableInput = {
  readonly label: string;
  readonly expression: Text;
  readonly type: string | null;
  readonly values: Text | null;
};
export type TableOutput = {
  readonly name: string | null;
  readonly type: string | null;
  readonly values: Text | null;
  readonly standard: Text | null;
  readonly line: number;
};
export type TableRule = {
  readonly id: string | null;
  readonly inputs: readonly Text[];
  readonly outputs: readonly Text[];
  readonly annotation: string | null;
  readonly line: number;
};
export type Table = {
  readonly id: string | null;
  readonly hitPolicy: string;
  readonly inputs: readonly TableInput[];
  readonly outputs: readonly TableOutput[];
  readonly rules: readonly TableRule[];
  readonly line: number;
};

/** What decides; an element that this engine does not run is carried by name, to be refused by name. */
export type Logic =
  | { readonly kind: 'literal'; readonly expression: Text; readonly type: string | null }
  | { readonly kind: 'table'; readonly table: Table }
  | { readonly kind: 'unsupported'; readonly element: string; readonly line: number };

export type Requirement = {
  readonly kind: 'input' | 'decision' | 'knowledge';
  readonly id: string;
  readonly line: number;
};
export type InputData = {
  readonly id: string;
  readonly name: string;
  readonly type: string | null;
  readonly line: number;
};
export type DecisionNode = InputData & {
  readonly requires: readonly Requirement[];
  readonly logic: Logic | null;
};

/** One DMN file, versions 1.1 to 1.5, as far as it decides. */
export type Definitions = {
  readonly name: string;
  readonly namespace: string;
  readonly version: string;
  readonly items: readonly ItemDefinition[];
  readonly inputs: readonly InputData[];
  readonly decisions: readonly DecisionNode[];
  /** Elements at the top that decide something and are not run. */
  readonly unsupported: readonly { readonly element: string; readonly line: number }[];
};

const all = (e: XmlElement, name: string): XmlElement[] =>
  e.children.filter((c) => c.dmn && c.name === name);
const one = (e: XmlElement, name: string): XmlElement | undefined => all(e, name)[0];

const textOf = (e: XmlElement): Text => ({ text: e.text, line: e.textLine });

/** The content of the `text` child; of an empty text where the element has none. */
function innerText(e: XmlElement | undefined): Text | null {
  if (!e) return null;
  const t = one(e, 'text');
  return t ? textOf(t) : { text: '', line: e.line };
}

/** A type reference without the prefix that DMN 1.1 writes (`feel:string`). */
const typeName = (ref: string | undefined): string | null => {
  const name = ref?.trim().replace(/^[A-Za-z_][\w.-]*:/, '');
  return name ? name : null;
};
/** The type of an element: an attribute since 1.1, a child element in item definitions. */
const typeRef = (e: XmlElement): string | null =>
  typeName(e.attributes.typeRef ?? one(e, 'typeRef')?.text);

function itemDefinition(e: XmlElement): ItemDefinition {
  return {
    name: e.attributes.name ?? '',
    type: typeRef(e),
    collection: e.attributes.isCollection === 'true',
    allowed: innerText(one(e, 'allowedValues')),
    constraint: innerText(one(e, 'typeConstraint')),
    components: all(e, 'itemComponent').map(itemDefinition),
    line: e.line,
  };
}

function annotationOf(rule: XmlElement): string | null {
  const entries = all(rule, 'annotationEntry').map((a) => innerText(a)?.text.trim() ?? '');
  const written = entries.filter((t) => t !== '').join('\n');
  return written || one(rule, 'description')?.text.trim() || null;
}

function table(e: XmlElement): Table {
  return {
    id: e.attributes.id ?? null,
    hitPolicy: e.attributes.hitPolicy ?? 'UNIQUE',
    line: e.line,
    inputs: all(e, 'input').map((i) => {
      const expression = one(i, 'inputExpression');
      return {
        label: i.attributes.label ?? '',
        expression: innerText(expression) ?? { text: '', line: i.line },
        type: expression ? typeRef(expression) : null,
        values: innerText(one(i, 'inputValues')),
      };
    }),
    outputs: all(e, 'output').map((o) => ({
      name: o.attributes.name ?? null,
      type: typeRef(o),
      values: innerText(one(o, 'outputValues')),
      standard: innerText(one(o, 'defaultOutputEntry')),
      line: o.line,
    })),
    rules: all(e, 'rule').map((r) => ({
      id: r.attributes.id ?? null,
      inputs: all(r, 'inputEntry').map((x) => innerText(x)!),
      outputs: all(r, 'outputEntry').map((x) => innerText(x)!),
      annotation: annotationOf(r),
      line: r.line,
    })),
  };
}

const BOXED = [
  'invocation',
  'context',
  'relation',
  'list',
  'functionDefinition',
  'conditional',
  'filter',
  'for',
  'some',
  'every',
];

function logic(e: XmlElement): Logic | null {
  for (const c of e.children) {
    if (!c.dmn) continue;
    if (c.name === 'literalExpression') {
      const language = c.attributes.expressionLanguage;
      if (one(c, 'importedValues') || (language && !/FEEL/i.test(language))) {
        return { kind: 'unsupported', element: language ?? 'importedValues', line: c.line };
      }
      const expression = innerText(c) ?? { text: '', line: c.line };
      return { kind: 'literal', expression, type: typeRef(c) };
    }
    if (c.name === 'decisionTable') return { kind: 'table', table: table(c) };
    if (BOXED.includes(c.name)) return { kind: 'unsupported', element: c.name, line: c.line };
  }
  return null;
}

function node(e: XmlElement): InputData {
  const variable = one(e, 'variable');
  return {
    id: e.attributes.id ?? '',
    name: e.attributes.name ?? variable?.attributes.name ?? '',
    type: (variable && typeRef(variable)) ?? null,
    line: e.line,
  };
}

const REQUIRED: ReadonlyMap<string, Requirement['kind']> = new Map([
  ['requiredInput', 'input'],
  ['requiredDecision', 'decision'],
  ['requiredKnowledge', 'knowledge'],
]);

function requirements(e: XmlElement): Requirement[] {
  const groups = [...all(e, 'informationRequirement'), ...all(e, 'knowledgeRequirement')];
  return groups.flatMap((g) =>
    g.children.flatMap((c) => {
      const kind = c.dmn ? REQUIRED.get(c.name) : undefined;
      const href = c.attributes.href ?? '';
      return kind ? [{ kind, id: href.startsWith('#') ? href.slice(1) : href, line: c.line }] : [];
    }),
  );
}

const REFUSED = ['businessKnowledgeModel', 'decisionService', 'import'];

/** The model in a document; null when its root is no `definitions` of a known DMN namespace. */
export function readModel(root: XmlElement): Definitions | null {
  if (!root.dmn || root.name !== 'definitions') return null;
  const uri = Object.values(root.attributes).find((value) => Object.hasOwn(DMN_VERSIONS, value));
  return {
    name: root.attributes.name ?? '',
    namespace: root.attributes.namespace ?? '',
    version: DMN_VERSIONS[uri ?? ''] ?? '',
    items: all(root, 'itemDefinition').map(itemDefinition),
    inputs: all(root, 'inputData').map(node),
    decisions: all(root, 'decision').map((d) => ({
      ...node(d),
      requires: requirements(d),
      logic: logic(d),
    })),
    unsupported: root.children
      .filter((c) => c.dmn && REFUSED.includes(c.name))
      .map((c) => ({ element: c.name, line: c.line })),
  };
}
