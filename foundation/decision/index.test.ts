import { describe, expect, it } from 'vitest';
import { compileDecision, evaluate, requiredInputs } from './index.ts';
import { messages } from './messages.ts';

const row = (id: string, inputs: string[], outputs: string[], clause = '') =>
  `<rule id="${id}">${inputs.map((t) => `<inputEntry><text><![CDATA[${t}]]></text></inputEntry>`).join('')}
  ${outputs.map((t) => `<outputEntry><text><![CDATA[${t}]]></text></outputEntry>`).join('')}
  <annotationEntry><text>${clause}</text></annotationEntry></rule>`;

type Options = {
  policy?: string;
  ns?: string;
  rows?: string[];
  values?: string;
  standard?: string;
};
const model = ({ policy = 'UNIQUE', ns, rows, values, standard }: Options = {}) =>
  `<?xml version="1.0"?>
<dmn:definitions xmlns:dmn="${ns ?? 'https://www.omg.org/spec/DMN/20230324/MODEL/'}" name="优待证" namespace="urn:x">
<dmn:itemDefinition name="tHousehold"><dmn:typeRef>string</dmn:typeRef>
<dmn:allowedValues><dmn:text>"本地","外地"</dmn:text></dmn:allowedValues></dmn:itemDefinition>
<dmn:inputData id="i1" name="出生日期"><dmn:variable name="出生日期" typeRef="date"/></dmn:inputData>
<dmn:inputData id="i2" name="户籍"><dmn:variable name="户籍" typeRef="tHousehold"/></dmn:inputData>
<dmn:inputData id="i3" name="申请日期"><dmn:variable name="申请日期" typeRef="date"/></dmn:inputData>
<dmn:decision id="d1" name="年龄"><dmn:variable name="年龄" typeRef="number"/>
<dmn:informationRequirement><dmn:requiredInput href="#i1"/></dmn:informationRequirement>
<dmn:informationRequirement><dmn:requiredInput href="#i3"/></dmn:informationRequirement>
<dmn:literalExpression><dmn:text>floor(years and months duration(出生日期, 申请日期) / @"P1Y")</dmn:text></dmn:literalExpression></dmn:decision>
<dmn:decision id="d2" name="能否办理"><dmn:variable name="能否办理" typeRef="string"/>
<dmn:informationRequirement><dmn:requiredDecision href="#d1"/></dmn:informationRequirement>
<dmn:informationRequirement><dmn:requiredInput href="#i2"/></dmn:informationRequirement>
<dmn:decisionTable id="t2" hitPolicy="${policy}">
<dmn:input><dmn:inputExpression typeRef="number"><dmn:text>年龄</dmn:text></dmn:inputExpression></dmn:input>
<dmn:input><dmn:inputExpression typeRef="string"><dmn:text>户籍</dmn:text></dmn:inputExpression></dmn:input>
<dmn:output name="r" typeRef="string"><dmn:outputValues><dmn:text>${values ?? '"准予","不予"'}</dmn:text></dmn:outputValues>${standard ? `<dmn:defaultOutputEntry><dmn:text>${standard}</dmn:text></dmn:defaultOutputEntry>` : ''}</dmn:output>
${(rows ?? [row('r1', ['>= 60', '"本地"'], ['"准予"'], '老年人权益保障法第二条'), row('r2', ['< 60', '-'], ['"不予"'])]).join('\n').replace(/<(\/?)(\w)/g, '<$1dmn:$2')}
</dmn:decisionTable></dmn:decision>
</dmn:definitions>`;

const person = { 出生日期: '1960-03-02', 户籍: '本地', 申请日期: '2026-03-02' };
function run(xml: string, inputs: Record<string, unknown> = person, decision = '能否办理') {
  const { model: compiled, problems } = compileDecision(xml);
  expect(problems).toEqual([]);
  return evaluate(compiled!, decision, inputs);
}
const codes = (xml: string) => compileDecision(xml).problems.map((p) => p.code);

describe('a decision with a required decision', () => {
  it('gives the result and the row that fired with its legal clause', () => {
    expect(run(model())).toEqual({
      result: '准予',
      fired: [
        {
          decision: '能否办理',
          table: 't2',
          rows: [{ index: 1, id: 'r1', annotation: '老年人权益保障法第二条' }],
        },
      ],
      problems: [],
    });
    expect(run(model(), { ...person, 申请日期: '2020-03-01' }).result).toBe('不予');
    expect(run(model(), person, 'd1').result).toBe(66);
  });

  it('names the inputs it needs, also those of required decisions', () => {
    const { model: compiled } = compileDecision(model());
    expect(requiredInputs(compiled!, '能否办理').map((i) => [i.name, i.type])).toEqual([
      ['出生日期', 'date'],
      ['户籍', 'string'],
      ['申请日期', 'date'],
    ]);
    expect(() => evaluate(compiled!, 'nothing', {})).toThrow('decision.unknown_decision');
  });

  it('reports missing, wrong and disallowed inputs', () => {
    const outcome = run(model(), { 出生日期: 'yesterday', 户籍: '外国' });
    expect(outcome.result).toBeNull();
    expect(outcome.problems.map((p) => [p.code, p.params.input])).toEqual([
      ['decision.input_outside', '户籍'],
      ['decision.input_kind', '出生日期'],
      ['decision.input_missing', '申请日期'],
    ]);
  });

  it.each([
    'http://www.omg.org/spec/DMN/20151101/dmn.xsd',
    'http://www.omg.org/spec/DMN/20180521/MODEL/',
    'https://www.omg.org/spec/DMN/20191111/MODEL/',
    'https://www.omg.org/spec/DMN/20211108/MODEL/',
  ])('reads the namespace %s', (ns) => {
    expect(run(model({ ns })).result).toBe('准予');
  });
});

describe('hit policies', () => {
  const two = (second: string) => [
    row('r1', ['>= 60', '-'], ['"准予"']),
    row('r2', ['-', '"本地"'], [second]),
  ];
  it('unique: two rows are a problem and no result', () => {
    const outcome = run(model({ rows: two('"准予"') }));
    expect(outcome.result).toBeNull();
    expect(outcome.problems).toEqual([
      { code: 'decision.unique_violated', params: { decision: '能否办理', rows: ['1', '2'] } },
    ]);
  });
  it('any: rows may overlap while they agree', () => {
    const outcome = run(model({ policy: 'ANY', rows: two('"准予"') }));
    expect(outcome.result).toBe('准予');
    expect(outcome.fired[0]!.rows.map((r) => r.id)).toEqual(['r1', 'r2']);
    const broken = run(model({ policy: 'ANY', rows: two('"不予"') }));
    expect([broken.result, broken.problems[0]!.code]).toEqual([null, 'decision.any_violated']);
  });
  it('first: the first row decides', () => {
    const outcome = run(model({ policy: 'FIRST', rows: two('"不予"') }));
    expect(outcome.result).toBe('准予');
    expect(outcome.fired[0]!.rows.map((r) => r.index)).toEqual([1]);
  });
  it('no row: the default output, else null', () => {
    const rows = [row('r1', ['> 100', '-'], ['"准予"'])];
    expect(run(model({ rows })).result).toBeNull();
    expect(run(model({ rows, standard: '"不予"' })).result).toBe('不予');
  });
});

describe('publication refuses', () => {
  const cell = (test: string, output = '"准予"') =>
    model({ rows: [row('r1', [test, '-'], [output])] });
  it.each([
    ['a broken cell', cell('>= '), 'decision.syntax'],
    ['a cell with two signs', cell('>= = 60'), 'decision.syntax'],
    [
      'a cell with a pattern that may never end',
      cell('matches("a", "(a+)+$")'),
      'decision.pattern',
    ],
    ['a broken expression', model().replace('>floor(', '>= = floor('), 'decision.syntax'],
    ['an unknown name', cell('>= 门槛'), 'decision.unknown_name'],
    ['a cell of another type', cell('"sixty"'), 'decision.cell_kind'],
    ['an unsupported hit policy', model({ policy: 'COLLECT' }), 'decision.hit_policy_unsupported'],
    ['a missing output', cell('> 1', ''), 'decision.output_missing'],
    ['an output of another type', cell('> 1', '5'), 'decision.output_kind_differs'],
    ['an output outside its values', cell('> 1', '"待定"'), 'decision.output_not_allowed'],
    ['a short row', model({ rows: [row('r1', ['> 1'], ['"准予"'])] }), 'decision.row_length'],
    [
      'a model without decisions',
      model().replace(/<dmn:decision [\s\S]*<\/dmn:decision>/, ''),
      'decision.no_decision',
    ],
    ['a foreign root', '<a/>', 'decision.not_dmn'],
    ['broken XML', '<a><b></a>', 'decision.xml_malformed'],
    ['a DOCTYPE', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'decision.xml_doctype'],
    ['a huge file', ' '.repeat(6_000_000), 'decision.xml_too_big'],
    [
      'a context',
      model().replace(/<dmn:literalExpression>.*<\/dmn:literalExpression>/, '<dmn:context/>'),
      'decision.logic_unsupported',
    ],
    [
      'a missing requirement',
      model().replace('href="#i2"', 'href="#i9"'),
      'decision.requirement_unknown',
    ],
    [
      'a cycle',
      model().replace('<dmn:requiredInput href="#i1"/>', '<dmn:requiredDecision href="#d2"/>'),
      'decision.decision_cycle',
    ],
  ])('%s', (_, xml, code) => {
    expect(codes(xml)).toContain(code);
    expect(compileDecision(xml).model).toBeUndefined();
  });

  it('with decision, row, column and line', () => {
    const xml = cell('>= 门槛');
    const [problem] = compileDecision(xml).problems;
    expect(problem!.params).toMatchObject({
      decision: '能否办理',
      row: 1,
      column: 1,
      name: '门槛',
    });
    expect(xml.split('\n')[problem!.line! - 1]).toContain('门槛');
  });

  it('in words for every code', async () => {
    const sources = await Promise.all(
      [
        'problem',
        'table',
        'decision-model',
        'evaluate',
        'item',
        'xml',
        'feel/parse',
        'feel/compile',
        'feel/call',
        'feel/operators',
        'feel/collections',
        'feel/scope',
        'feel/unary',
      ].map((f) =>
        import('node:fs').then((fs) =>
          fs.readFileSync(new URL(`${f}.ts`, import.meta.url), 'utf8'),
        ),
      ),
    );
    const used = sources.flatMap((s) =>
      [...s.matchAll(/(?:problem|report|fail|Fault)\(\s*'([a-z_]+)'/g)].map((m) => m[1]!),
    );
    expect(used.length).toBeGreaterThan(20);
    expect(used.filter((name) => !(`error.${name}` in messages))).toEqual([]);
  });
});
