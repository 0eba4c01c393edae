import { describe, expect, it } from 'vitest';
import { opens } from './index.ts';
import type { DrawnLimit } from './program.ts';
import { around, Instance, problemsOf, user } from './testing/sketch.ts';

const wrong = async (xml: string) => expect(await problemsOf(xml));

describe('settings', () => {
  const task = (setting: string) =>
    around(`<userTask id="A"><extensionElements>${setting}</extensionElements></userTask>`);

  it('a user task carries its act, posts, form and due limit into the effect', async () => {
    const xml = task(
      '<yw:task act="accept-review" posts="window head" form="food.accept" due="5" unit="workingDay" from="case.submitted" clause="行政许可法32" pausableBy="correction inspection"/>',
    );
    const run = await Instance.start(xml);
    expect(run.last?.effects).toEqual([
      {
        kind: 'task',
        id: '1.A',
        token: 1,
        element: 'A',
        act: 'accept-review',
        posts: ['window', 'head'],
        organization: 'handling',
        form: 'food.accept',
        due: {
          value: 5,
          unit: 'workingDay',
          clause: '行政许可法32',
          startEvent: 'case.submitted',
          pausableBy: ['correction', 'inspection'],
        },
      },
    ]);
    expect(opens(run.prepared.program, run.state!)).toEqual(run.last?.effects);
  });

  it.each([
    ['<yw:task posts="window"/>', 'setting_missing A'],
    ['<yw:task act="a"/>', 'setting_missing A'],
    ['<yw:task act="a b" posts="window"/>', 'setting_wrong A'],
    ['<yw:task act="a" posts="窗口"/>', 'setting_wrong A'],
    ['<yw:task act="a" posts="w" organization="other"/>', 'setting_wrong A'],
    ['<yw:task act="a" posts="w" organization="item"/>', 'item_without_list A'],
    ['<yw:task act="a" posts="w" due="5"/>', 'setting_missing A'],
    ['<yw:task act="a" posts="w" unit="month"/>', 'setting_missing A'],
    ['<yw:task act="a" posts="w" due="05" unit="month"/>', 'setting_wrong A'],
    ['<yw:task act="a" posts="w" due="-1" unit="month"/>', 'setting_wrong A'],
    ['<yw:task act="a" posts="w" due="NaN" unit="month"/>', 'setting_wrong A'],
    ['<yw:task act="a" posts="w" due="5" unit="day"/>', 'setting_wrong A'],
    ['<yw:task act="a" posts="w" colour="red"/>', 'extension_not_supported A'],
    ['<yw:task act="a" posts="w">text</yw:task>', 'extension_not_supported A'],
    ['<yw:task act="a" posts="w"><yw:more/></yw:task>', 'extension_not_supported A'],
    ['<yw:task act="a" posts="w"/><yw:task act="b" posts="w"/>', 'extension_not_supported A'],
    ['<yw:task act="a" posts="w"/><v:io/>', 'extension_not_supported A'],
    ['<yw:service key="a"/>', 'setting_missing A'],
    ['', 'setting_missing A'],
  ])('%s', async (setting, code) => (await wrong(task(setting))).toContain(code));

  it('a namespace counts, not its prefix', async () => {
    const xml = task('<q:task xmlns:q="https://yiwang.dev/bpmn" act="a" posts="w"/>');
    (await wrong(xml)).toEqual([]);
    (await wrong(xml.replaceAll('https://yiwang.dev/bpmn', 'https://other.dev'))).not.toEqual([]);
  });

  it('service, decision and message name their counterpart', async () => {
    (await wrong(around('<serviceTask id="A"/>'))).toEqual(['setting_missing A']);
    (await wrong(around('<businessRuleTask id="A"/>'))).toEqual(['setting_missing A']);
    (await wrong(around('<receiveTask id="A"/>'))).toEqual(['setting_missing A']);
    const message = (setting: string) =>
      around(`<receiveTask id="A" messageRef="m">${setting}</receiveTask>`).replace(
        '<process',
        '<message id="m" name="case.corrected"/><process',
      );
    expect((await Instance.start(message(''))).open).toMatchObject([{ name: 'case.corrected' }]);
    const other = '<extensionElements><yw:message name="x"/></extensionElements>';
    (await wrong(message(other))).toEqual(['setting_wrong A']);
  });
});

describe('timers', () => {
  const timer = (setting: string, inner: string) =>
    around(
      user(),
      `<boundaryEvent id="T" attachedToRef="A">${setting && `<extensionElements>${setting}</extensionElements>`}<timerEventDefinition>${inner}</timerEventDefinition></boundaryEvent><endEvent id="E2"/><sequenceFlow id="f3" sourceRef="T" targetRef="E2"/>`,
    );
  const iso = (text: string) => timer('', `<timeDuration>${text}</timeDuration>`);
  const limitOf = async (xml: string) => {
    const run = await Instance.start(xml);
    return run.open.find((one) => one.kind === 'timer')?.limit;
  };

  it.each(['workingDay', 'naturalDay', 'workingHour', 'urgentHour', 'month', 'year'] as const)(
    'in %s',
    async (unit) =>
      expect(await limitOf(timer(`<yw:timer value="20" unit="${unit}"/>`, ''))).toEqual({
        value: 20,
        unit,
      }),
  );

  it('0 working days is the same working day', async () => {
    const same = timer('<yw:timer value="0" unit="workingDay"/>', '');
    expect(await limitOf(same)).toEqual({ value: 0, unit: 'workingDay' });
  });

  it.each<[string, DrawnLimit]>([
    ['P5D', { value: 5, unit: 'naturalDay' }],
    ['P2W', { value: 14, unit: 'naturalDay' }],
    ['P3M', { value: 3, unit: 'month' }],
    ['P1Y', { value: 1, unit: 'year' }],
    ['PT2H', { value: 2, unit: 'urgentHour' }],
  ])('ISO %s', async (text, limit) => expect(await limitOf(iso(text))).toEqual(limit));

  it.each([
    [iso('P1M5D'), 'setting_wrong T'],
    [iso('PT30M'), 'setting_wrong T'],
    [iso('P0D'), 'setting_wrong T'],
    [iso('-P5D'), 'setting_wrong T'],
    [iso('5 days'), 'setting_wrong T'],
    [iso(''), 'setting_wrong T'],
    [timer('', ''), 'timer_missing T'],
    [timer('<yw:timer/>', ''), 'setting_missing T'],
    [
      timer('<yw:timer value="5" unit="workingDay"/>', '<timeDuration>P5D</timeDuration>'),
      'timer_twice T',
    ],
    [timer('', '<timeDate>2026-01-01</timeDate>'), 'property_not_supported T'],
    [timer('', '<timeCycle>R/P1D</timeCycle>'), 'property_not_supported T'],
    [around(user(), '<boundaryEvent id="T" attachedToRef="A"/>'), 'timer_missing T'],
    [
      around(
        user(),
        '<exclusiveGateway id="G"/><boundaryEvent id="T" attachedToRef="G"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>',
      ),
      'unreadable ',
    ],
  ])('refused: case %#', async (xml, code) => {
    const found = await problemsOf(xml);
    expect(
      found.some((one) => one === code || (code === 'unreadable ' && one === 'attached_wrong T')),
    ).toBe(true);
  });
});
