import { describe, expect, it } from 'vitest';
import { fill } from '../i18n/index.ts';
import { messages } from './messages.ts';
import { compile } from './publication.ts';
import { around, condition, problemsOf, USER_SETTINGS as USER, user } from './testing/sketch.ts';

const wrong = async (xml: string) => expect(await problemsOf(xml));

describe('what the engine cannot run is refused by name', () => {
  it.each([
    'task',
    'manualTask',
    'scriptTask',
    'sendTask',
    'subProcess',
    'transaction',
    'adHocSubProcess',
    'callActivity',
    'inclusiveGateway',
    'eventBasedGateway',
    'complexGateway',
    'intermediateThrowEvent',
    'intermediateCatchEvent',
  ])('%s', async (type) => {
    const { problems } = await compile(around(`<${type} id="A"/>`), { condition });
    expect(problems).toContainEqual({
      code: 'workflow.element_not_supported',
      params: { element: type, id: 'A' },
    });
  });

  it.each([
    ['<startEvent id="X"><messageEventDefinition/></startEvent>', 'messageEventDefinition'],
    ['<startEvent id="X"><timerEventDefinition/></startEvent>', 'timerEventDefinition'],
    ['<endEvent id="X"><errorEventDefinition/></endEvent>', 'errorEventDefinition'],
    ['<endEvent id="X"><timerEventDefinition/></endEvent>', 'timerEventDefinition'],
    [
      '<endEvent id="X"><terminateEventDefinition/><terminateEventDefinition/></endEvent>',
      'terminateEventDefinition',
    ],
    [
      '<intermediateThrowEvent id="X"><linkEventDefinition name="L"/></intermediateThrowEvent>',
      'intermediateThrowEvent',
    ],
    [
      '<boundaryEvent id="X" attachedToRef="A"><errorEventDefinition/></boundaryEvent>',
      'errorEventDefinition',
    ],
    [
      '<boundaryEvent id="X" attachedToRef="A"><messageEventDefinition/></boundaryEvent>',
      'messageEventDefinition',
    ],
    ['<dataObject id="X"/>', 'dataObject'],
  ])('%s', async (xml, element) => {
    const { program, problems } = await compile(around(user(), xml), { condition });
    expect(program).toBeUndefined();
    expect(problems).toContainEqual({
      code: 'workflow.element_not_supported',
      params: { element, id: 'X' },
    });
  });

  it.each([
    ['startQuantity="2"', '', 'value_not_supported A'],
    ['startQuantity="many"', '', 'value_not_supported A'],
    ['isForCompensation="true"', '', 'value_not_supported A'],
    ['isForCompensation="1"', '', 'value_not_supported A'],
    ['default="f2"', '', 'property_not_supported A'],
    ['v:assignee="me"', '', 'property_not_supported A'],
    ['', '<ioSpecification/>', 'property_not_supported A'],
    ['', '<potentialOwner/>', 'property_not_supported A'],
    ['', '<standardLoopCharacteristics/>', 'element_not_supported A'],
    [
      '',
      '<multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>',
      'value_not_supported A',
    ],
    [
      '',
      '<multiInstanceLoopCharacteristics isSequential="1"><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>',
      'value_not_supported A',
    ],
    [
      '',
      '<multiInstanceLoopCharacteristics behavior="None"><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>',
      'value_not_supported A',
    ],
    ['', '<multiInstanceLoopCharacteristics/>', 'setting_missing A'],
    [
      '',
      '<multiInstanceLoopCharacteristics><loopCardinality>1 + 1</loopCardinality></multiInstanceLoopCharacteristics>',
      'setting_wrong A',
    ],
    [
      '',
      '<multiInstanceLoopCharacteristics><loopCardinality>0</loopCardinality></multiInstanceLoopCharacteristics>',
      'setting_wrong A',
    ],
    [
      '',
      '<multiInstanceLoopCharacteristics><loopCardinality>5000</loopCardinality></multiInstanceLoopCharacteristics>',
      'setting_wrong A',
    ],
  ])('on a task: %s %s', async (attributes, inner, code) =>
    (await wrong(around(user(inner, attributes)))).toContain(code),
  );

  it('a reference that moddle hides from enumeration', async () => {
    const xml =
      '<serviceTask id="A" operationRef="f2"><extensionElements><yw:service key="k"/></extensionElements></serviceTask>';
    (await wrong(around(xml))).toEqual(['property_not_supported A']);
  });

  it('other root elements, and another expression language', async () => {
    const xml = around(user());
    const add = (root: string) => xml.replace('</definitions>', `${root}</definitions>`);
    (await wrong(add('<signal id="x" name="n"/>'))).toEqual(['element_not_supported x']);
    (await wrong(add('<process id="q"/>'))).toEqual(['process_many p, q']);
    const other = xml.replace('id="d"', 'id="d" expressionLanguage="http://www.w3.org/1999/XPath"');
    (await wrong(other)).toEqual(['value_not_supported d']);
  });

  it('drawings stay: lanes, notes, groups, a collaboration, shapes', async () => {
    const more =
      '<laneSet id="ls"><lane id="l" name="窗口"><flowNodeRef>A</flowNodeRef></lane></laneSet><textAnnotation id="ta"><text>注</text></textAnnotation><association id="as" sourceRef="A" targetRef="ta"/>';
    const xml = around(user(), more).replace(
      '<process',
      '<collaboration id="c"><participant id="pt" processRef="p"/></collaboration><process',
    );
    (await wrong(xml)).toEqual([]);
  });
});

describe('what moddle hides', () => {
  const timer = (attributes: string) =>
    around(
      user(),
      `<boundaryEvent id="T" attachedToRef="A" ${attributes}><timerEventDefinition><timeDuration>P5D</timeDuration></timerEventDefinition></boundaryEvent><endEvent id="E2"/><sequenceFlow id="f3" sourceRef="T" targetRef="E2"/>`,
    );

  it.each([
    ['', true],
    ['cancelActivity="1"', true],
    ['cancelActivity="true"', true],
    ['cancelActivity="0"', false],
    ['cancelActivity="false"', false],
  ])(
    'booleans written 1 and 0 are read as XML Schema says: %s',
    async (attributes, interrupting) => {
      const { program } = await compile(timer(attributes), { condition });
      expect(program?.nodes.T).toMatchObject({ type: 'timer', on: 'A', interrupting });
    },
  );

  it('a boolean that is none is refused', async () =>
    (await wrong(timer('cancelActivity="yes"'))).toEqual(['value_not_supported T']));

  it('executable may be written 1, and must be written', async () => {
    (await wrong(around(user(), '', 'isExecutable="1"'))).toEqual([]);
    (await wrong(around(user(), '', 'isExecutable="0"'))).toEqual(['process_not_executable p']);
    (await wrong(around(user(), '', ''))).toEqual(['process_not_executable p']);
  });

  it('repeated children, of which moddle would keep the last only', async () => {
    (await wrong(around(user(USER)))).toEqual(['xml_repeated ']);
    const both =
      '<standardLoopCharacteristics/><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>';
    (await wrong(around(user(both)))).toEqual(['xml_repeated ']);
  });

  it('an attribute once with and once without prefix', async () => {
    const twice = USER.replace('act="review"', 'act="review" yw:act="other"');
    (await wrong(around(`<userTask id="A">${twice}</userTask>`))).not.toEqual([]);
  });

  it('dangling references, doubled and broken ids, stray vendor elements', async () => {
    const flow = '<sequenceFlow id="f3" sourceRef="A" targetRef="nobody"/>';
    (await wrong(around(user(), flow))).toEqual(['unresolved_reference f3']);
    (await wrong(around(user(), '<endEvent id="S"/>'))).not.toEqual([]);
    (await wrong(around(user(), '<endEvent id="1x"/>'))).not.toEqual([]);
    (await wrong(around(user('<v:x/>')))).not.toEqual([]);
  });

  it('a flow list that contradicts the flows', async () =>
    (await wrong(around(user('<incoming>f2</incoming>')))).toEqual(['flow_lists_differ A']));
});

describe('bounded XML', () => {
  it.each([
    ['', 'xml_malformed '],
    ['<a/>', 'unreadable '],
    ['not xml', 'xml_malformed '],
    [around(user()).replace('</process>', ''), 'xml_malformed '],
    [`<!DOCTYPE x [<!ENTITY e "y">]>${around(user())}`, 'xml_doctype '],
    [
      around(user(`<documentation>${'x'.repeat(5 * 1024 * 1024)}</documentation>`)),
      'xml_too_large ',
    ],
    [
      around(user(`<documentation>${'字'.repeat(2 * 1024 * 1024)}</documentation>`)),
      'xml_too_large ',
    ],
    [around(`${'<subProcess id="x">'.repeat(70)}${'</subProcess>'.repeat(70)}`), 'xml_too_deep '],
    [around(user(), '<textAnnotation/>'.repeat(50_000)), 'xml_too_large '],
  ])('case %#', async (xml, code) => (await wrong(xml)).toContain(code));
});

describe('messages', () => {
  it('fills every place of both languages from the parameters of real problems', async () => {
    const texts: Record<string, { zh: string; en: string }> = messages;
    const { problems } = await compile(
      around('<subProcess id="A"/>', '<endEvent id="X" v:y="1"/>'),
      { condition },
    );
    expect(problems.length).toBeGreaterThan(1);
    for (const { code, params } of problems) {
      const text = texts[code.replace('workflow.', 'error.')]!;
      for (const one of [text.zh, text.en]) expect(fill(one, params)).not.toMatch(/\{\w+\}/);
    }
  });
});
