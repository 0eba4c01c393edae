import { Parser } from 'saxen';

/** An element; `name` is local, `dmn` says whether it stands in a namespace of DMN. Lines count from 1. */
export type XmlElement = {
  readonly name: string;
  readonly dmn: boolean;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  /** Line of the start tag. */
  line: number;
  text: string;
  /** Line on which the content begins. */
  textLine: number;
};

/** The namespaces of the model language by version. Source: DMN 1.1 to 1.5, clause 13. */
export const DMN_VERSIONS: Readonly<Record<string, string>> = {
  'http://www.omg.org/spec/DMN/20151101/dmn.xsd': '1.1',
  'http://www.omg.org/spec/DMN/20180521/MODEL/': '1.2',
  'https://www.omg.org/spec/DMN/20191111/MODEL/': '1.3',
  'https://www.omg.org/spec/DMN/20211108/MODEL/': '1.4',
  'https://www.omg.org/spec/DMN/20230324/MODEL/': '1.5',
};
const PREFIXES = Object.fromEntries(Object.keys(DMN_VERSIONS).map((ns) => [ns, 'dmn']));

/** Five megabytes, in UTF-16 units. */
const MAX_LENGTH = 5 * 1024 * 1024;
const MAX_DEPTH = 200;

export type XmlFault = {
  readonly code: 'xml_too_big' | 'xml_doctype' | 'xml_malformed' | 'xml_too_deep';
  readonly line: number;
};

const TAG =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<\/[^>]*>|<[A-Za-z_\u0080-\uffff](?:"[^"]*"|'[^']*'|[^>"'])*>/g;

/**
 * Sets the lines of the elements of a well-formed document, given in document order. The parser could
 * tell positions too, but counts from the start of the document each time.
 */
function setLines(xml: string, elements: readonly XmlElement[]): void {
  let line = 1;
  let at = 0;
  let next = 0;
  const advance = (to: number): void => {
    for (; at < to; at++) if (xml.charCodeAt(at) === 10) line += 1;
  };
  for (const m of xml.matchAll(TAG)) {
    if (!/^<[^!?/]/.test(m[0])) continue;
    const element = elements[next];
    if (!element) return;
    next += 1;
    advance(m.index);
    element.line = line;
    advance(m.index + m[0].length);
    element.textLine = line;
  }
}

/**
 * Reads a document into a tree. Document type declarations (and with them entities of one's own), texts
 * over 5 MB and more than 200 levels are refused.
 */
export function readXml(xml: string): { root: XmlElement } | { fault: XmlFault } {
  if (xml.length > MAX_LENGTH) return { fault: { code: 'xml_too_big', line: 1 } };
  const open: XmlElement[] = [];
  const elements: XmlElement[] = [];
  let fault: XmlFault | null = null;
  const fail = (code: XmlFault['code'], position: () => { readonly line: number }) => {
    fault ??= { code, line: position().line + 1 };
  };
  const parser = new Parser();
  parser.ns(PREFIXES);
  parser.on('error', (_, position) => fail('xml_malformed', position));
  parser.on('warn', (_, position) => fail('xml_malformed', position));
  parser.on('attention', (_, _decode, position) => fail('xml_doctype', position));
  parser.on('openTag', (qualified, attrs, decode, _selfClosing, position) => {
    if (open.length >= MAX_DEPTH) fail('xml_too_deep', position);
    if (fault) return;
    const attributes = Object.fromEntries(
      Object.entries(attrs()).map(([name, value]) => [name, decode(value)]),
    );
    const name = qualified.slice(qualified.indexOf(':') + 1);
    const dmn = qualified.startsWith('dmn:');
    const element = { name, dmn, attributes, children: [], line: 1, text: '', textLine: 1 };
    const parent = open.at(-1);
    if (parent) parent.children.push(element);
    else if (elements.length > 0) fail('xml_malformed', position);
    elements.push(element);
    open.push(element);
  });
  parser.on('closeTag', () => {
    open.pop();
  });
  const add = (text: string) => {
    const own = open.at(-1);
    if (own) own.text += text;
  };
  parser.on('text', (text, decode) => add(decode(text)));
  parser.on('cdata', add);
  parser.parse(xml);
  if (fault) return { fault };
  const [root] = elements;
  if (!root) return { fault: { code: 'xml_malformed', line: 1 } };
  setLines(xml, elements);
  return { root };
}
