import type { ModdleElement } from 'bpmn-moddle';
import { type Assembly, assembleCondition } from './conditions.ts';
import { checkElement, children, text, whereIs } from './elements.ts';
import { problem } from './problems.ts';
import { type DrawnLimit, type Each, MAX_ITEMS, type Wait } from './program.ts';
import { isoLimit, key, keys, limit, type Reading, settings, variable } from './settings.ts';

const lacks = (reading: Reading, setting: string): undefined => {
  reading.problems.push(problem('setting_missing', { ...whereIs(reading.element), setting }));
};

function userWait(reading: Reading): Wait | undefined {
  const from = settings(reading, 'task');
  if (!from) return lacks(reading, 'yw:task');
  const act = key(reading, from, 'act');
  const posts = keys(reading, from, 'posts');
  if (posts.length === 0) lacks(reading, 'task/@posts');
  const organization = text(from, 'organization') ?? 'handling';
  if (organization !== 'handling' && organization !== 'item') {
    const params = { ...whereIs(reading.element), setting: 'organization', value: organization };
    reading.problems.push(problem('setting_wrong', params));
    return undefined;
  }
  const form = text(from, 'form') === undefined ? undefined : key(reading, from, 'form');
  const due = limit(reading, from, 'due');
  if (!act) return undefined;
  return { kind: 'task', act, posts, organization, ...(form && { form }), ...(due && { due }) };
}

/** The name of a message: `yw:message`, or the standard `messageRef`; both must agree. */
function messageWait(reading: Reading): Wait | undefined {
  const own = settings(reading, 'message');
  const referred = reading.element.messageRef as ModdleElement | undefined;
  const standard = referred && text(referred, 'name');
  const name = own ? key(reading, own, 'name') : standard;
  if (!own && !standard) return lacks(reading, 'yw:message');
  if (own && standard && standard !== name) {
    const params = { ...whereIs(reading.element), setting: 'messageRef', value: standard };
    reading.problems.push(problem('setting_wrong', params));
  }
  return name ? { kind: 'message', name } : undefined;
}

/** What a task waits for; undefined when its settings are missing or wrong. */
export function assembleWait(assembly: Assembly, element: ModdleElement): Wait | undefined {
  const reading: Reading = { element, problems: assembly.problems };
  switch (element.$type) {
    case 'bpmn:UserTask':
      return userWait(reading);
    case 'bpmn:ReceiveTask':
      return messageWait(reading);
    case 'bpmn:ServiceTask': {
      const from = settings(reading, 'service');
      const service = from ? key(reading, from, 'key') : lacks(reading, 'yw:service');
      return service ? { kind: 'job', service } : undefined;
    }
    default: {
      const from = settings(reading, 'decision');
      const decision = from ? key(reading, from, 'key') : lacks(reading, 'yw:decision');
      return decision ? { kind: 'decide', decision } : undefined;
    }
  }
}

/** The count or list of a parallel multi-instance: exactly one of `loopCardinality` and `yw:items`. */
export function assembleEach(assembly: Assembly, task: ModdleElement): Each | undefined {
  const [loop] = children(task, 'loopCharacteristics');
  if (!loop) return undefined;
  const refused = checkElement(loop);
  assembly.problems.push(...refused);
  if (refused.length > 0) return undefined;
  const reading: Reading = { element: loop, problems: assembly.problems };
  const items = settings(reading, 'items');
  const [cardinality] = children(loop, 'loopCardinality');
  const until = assembleCondition(assembly, loop, 'completionCondition');
  if (cardinality) assembly.problems.push(...checkElement(cardinality));
  if (!items === !cardinality) return lacks(reading, 'loopCardinality | yw:items');
  const body = text(items ?? cardinality!, items ? 'in' : 'body') ?? '';
  const rest = { list: items !== undefined, ...(until && { until }) };
  if (cardinality && /^\d{1,9}$/.test(body)) {
    const of = Number(body);
    if (of >= 1 && of <= MAX_ITEMS) return { of, ...rest };
    const params = { ...whereIs(loop), setting: 'loopCardinality', value: body };
    assembly.problems.push(problem('setting_wrong', params));
    return undefined;
  }
  const of = variable(reading, items ? 'items/@in' : 'loopCardinality', body);
  return of ? { of, ...rest } : undefined;
}

/** The limit of a boundary timer: `yw:timer` on the event or the standard `timeDuration`, not both. */
export function assembleLimit(assembly: Assembly, event: ModdleElement): DrawnLimit | undefined {
  const reading: Reading = { element: event, problems: assembly.problems };
  const own = settings(reading, 'timer');
  const [definition] = children(event, 'eventDefinitions');
  const [duration] = definition ? children(definition, 'timeDuration') : [];
  if (duration) assembly.problems.push(...checkElement(duration));
  if (own && duration) assembly.problems.push(problem('timer_twice', { id: event.id! }));
  if (own) return limit(reading, own, 'value') ?? lacks(reading, 'timer/@value');
  if (duration) return isoLimit(reading, text(duration, 'body') ?? '');
  assembly.problems.push(problem('timer_missing', { id: event.id! }));
  return undefined;
}
