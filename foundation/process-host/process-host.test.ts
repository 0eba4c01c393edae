import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Tx } from '../db/index.ts';
import {
  applicant,
  definitions,
  type House,
  officer,
  openHouse,
  platform,
  service,
  sketch,
  task,
} from './testing/house.ts';

let house: House;
const served: string[] = [];
const asked: { instanceId: string; effectId: string; decision: string }[] = [];
beforeAll(async () => {
  house = await openHouse();
  house.host.onService('note', async (_tx, { element }) => void served.push(element));
  house.host.onService('fee', async (_tx, { vars }) => ({ fee: Number(vars.area) * 2 }));
  house.host.onService('fails', async () => {
    throw new Error('the printer is on fire');
  });
  house.host.onDecision(async (tx, context) => {
    asked.push(context);
    if (context.vars.instant === true)
      await house.host.answer(tx, context.instanceId, context.effectId, { grant: true });
  });
});
afterAll(() => house.db.close());

const threeSteps = sketch(
  { S: 'start', A: task('A'), B: task('B', { act: 'visit' }), C: task('C'), E: 'end' },
  ['S A', 'A B', 'B C', 'C E'],
);
const openTask = async (instanceId: string) => {
  const [first] = await house.act(platform, (tx) => house.host.openTasks(tx, [instanceId]));
  return first!;
};

test('a sequence goes from task to task to its end, and the log rebuilds it at every step', async () => {
  const id = await house.start(threeSteps);
  for (const element of ['A', 'B', 'C']) {
    expect(await house.open(id)).toBe(`${element} org-a`);
    expect(await house.faults(id)).toEqual([]);
    await house.done(id, element);
  }
  expect(await house.status(id)).toBe('done');
  expect(await house.faults(id)).toEqual([]);
  const all = await house.act(platform, (tx) => house.host.tasksOf(tx, id));
  expect(all.map(({ element, act, state, endedBy }) => [element, act, state, endedBy])).toEqual([
    ['A', 'review', 'done', 'o1'],
    ['B', 'visit', 'done', 'o1'],
    ['C', 'review', 'done', 'o1'],
  ]);
});

test('rebuild notices a stored state, value or row that the log does not explain', async () => {
  const id = await house.start(threeSteps, { vars: { area: 3 } });
  await house.db.owner(
    `update process_host.instances set state = jsonb_set(state, '{next}', '9'), vars = '{"area":4}' where id = $1`,
    [id],
  );
  await house.db.owner(`update process_host.tasks set state = 'closed' where instance_id = $1`, [
    id,
  ]);
  expect(await house.faults(id)).toEqual(['state', 'vars', 'tasks']);
});

test('a choice follows the values gathered so far, the newest on top', async () => {
  const xml = sketch({ S: 'start', A: task('A'), X: 'xor', B: task('B'), C: task('C'), E: 'end' }, [
    'S A',
    'A X',
    'X B: complete = true and kind = "k1"',
    'X C: else',
    'B E',
    'C E',
  ]);
  const right = await house.start(xml, { vars: { kind: 'k1', complete: false } });
  await house.done(right, 'A', { complete: true });
  expect(await house.open(right)).toBe('B org-a');
  const other = await house.start(xml, { vars: { kind: 'k2' } });
  await house.done(other, 'A', { complete: true });
  expect(await house.open(other)).toBe('C org-a');
  expect(await house.faults(other)).toEqual([]);
});

test('services run one after the other in the act that reached them, and their values count', async () => {
  const xml = sketch(
    {
      S: 'start',
      N: service('N', 'note'),
      F: service('F', 'fee'),
      X: 'xor',
      A: task('A'),
      B: task('B'),
      E: 'end',
    },
    ['S N', 'N F', 'F X', 'X A: fee = 12', 'X B: else', 'A E', 'B E'],
  );
  const id = await house.start(xml, { vars: { area: 6 } });
  expect(served).toEqual(['N']);
  expect(await house.open(id)).toBe('A org-a');
  expect(await house.faults(id)).toEqual([]);
});

test('a service that throws undoes the whole act, even when its caller swallows the error', async () => {
  const xml = sketch({ S: 'start', A: task('A'), F: service('F', 'fails'), E: 'end' }, [
    'S A',
    'A F',
    'F E',
  ]);
  const id = await house.start(xml);
  await expect(house.done(id, 'A')).rejects.toThrow('on fire');
  const { id: taskId } = await openTask(id);
  const swallowed = house.act(officer('org-a'), async (tx) => {
    await house.host.complete(tx, taskId, {}).catch(() => {});
  });
  await expect(swallowed).rejects.toMatchObject({ code: 'process-host.conflict' });
  expect(await house.open(id)).toBe('A org-a');
  expect(await house.faults(id)).toEqual([]);
});

test('a decision waits for its answer; a second one changes nothing; it may come from the opener itself', async () => {
  const xml = sketch({ S: 'start', D: 'rule', X: 'xor', A: task('A'), B: task('B'), E: 'end' }, [
    'S D',
    'D X',
    'X A: grant = true',
    'X B: else',
    'A E',
    'B E',
  ]);
  const id = await house.start(xml);
  const { effectId, decision } = asked.at(-1)!;
  expect(decision).toBe('eligible');
  const answer = (grant: boolean) =>
    house.act(platform, (tx) => house.host.answer(tx, id, effectId, { grant }));
  await answer(false);
  expect(await house.open(id)).toBe('B org-a');
  await answer(true);
  expect(await house.open(id)).toBe('B org-a');
  await house.act(platform, (tx) => house.host.answer(tx, id, '999.B', { grant: true }));
  expect(await house.faults(id)).toEqual([]);
  const instant = await house.start(xml, { vars: { instant: true } });
  expect(await house.open(instant)).toBe('A org-a');
  expect(await house.faults(instant)).toEqual([]);
});

test('an answer cannot end the task of an officer', async () => {
  const id = await house.start(threeSteps);
  const { effectId } = await openTask(id);
  await house.act(applicant, (tx) => house.host.answer(tx, id, effectId, {}));
  expect(await house.act(applicant, (tx) => house.host.retry(tx, id, effectId, {}))).toBe(false);
  expect(await house.open(id)).toBe('A org-a');
});

test('the applicant moves the process by a message; one that nobody waits for does nothing', async () => {
  const xml = sketch({ S: 'start', A: task('A'), R: 'receive', B: task('B'), E: 'end' }, [
    'S A',
    'A R',
    'R B',
    'B E',
  ]);
  const id = await house.start(xml);
  const correct = () =>
    house.act(applicant, (tx) => house.host.deliver(tx, id, 'case.corrected', { pages: 2 }));
  expect(await correct()).toBe(false);
  await house.done(id, 'A');
  expect(await correct()).toBe(true);
  expect(await correct()).toBe(false);
  expect(await house.open(id)).toBe('B org-a');
  expect(await house.faults(id)).toEqual([]);
});

test('cancelling closes everything and can be repeated', async () => {
  const id = await house.start(threeSteps);
  for (let i = 0; i < 2; i += 1) await house.act(applicant, (tx) => house.host.cancel(tx, id));
  expect(await house.status(id)).toBe('error');
  expect(await house.open(id)).toBe('');
  expect(await house.faults(id)).toEqual([]);
});

test('a start that is repeated is refused as a whole', async () => {
  const id = await house.start(threeSteps);
  await expect(house.start(threeSteps, { instanceId: id })).rejects.toMatchObject({
    code: 'process-host.started',
  });
  expect(await house.open(id)).toBe('A org-a');
});

test('two officers complete one task at the same moment: one does, the other is told 409', async () => {
  const id = await house.start(threeSteps);
  const { id: taskId } = await openTask(id);
  const complete = (who: string) =>
    house.act(officer('org-a', who), (tx) => house.host.complete(tx, taskId, {}));
  const results = await Promise.allSettled([complete('o1'), complete('o2'), complete('o3')]);
  const refused = results.filter((one) => one.status === 'rejected').map((one) => one.reason);
  expect(refused).toHaveLength(2);
  for (const error of refused)
    expect(error).toMatchObject({ code: 'process-host.task_gone', status: 409 });
  expect(await house.open(id)).toBe('B org-a');
  expect(await house.faults(id)).toEqual([]);
});

test('an act that dies between its steps leaves the process where it was', async () => {
  const id = await house.start(threeSteps);
  const { id: taskId } = await openTask(id);
  const dying = house.act(officer('org-a'), async (tx) => {
    await house.host.complete(tx, taskId, {});
    await house.host.tasksOf(tx, id);
    throw new Error('killed');
  });
  await expect(dying).rejects.toThrow('killed');
  expect(await house.open(id)).toBe('A org-a');
  expect(await house.faults(id)).toEqual([]);
});

test('one act may move the process several times', async () => {
  const id = await house.start(threeSteps);
  await house.act(officer('org-a'), async (tx) => {
    for (let i = 0; i < 3; i += 1) {
      const [next] = await house.host.openTasks(tx, [id]);
      await house.host.complete(tx, next!.id, { i });
    }
  });
  expect(await house.status(id)).toBe('done');
  expect(await house.faults(id)).toEqual([]);
});

test('publication refuses by name what cannot run, and the same text twice is one program', async () => {
  const xml = sketch({ S: 'start', F: service('F', 'no.such'), X: 'xor', A: task('A'), E: 'end' }, [
    'S F',
    'F X',
    'X A: a = 1',
    'X E: b = 2',
    'A E',
  ]);
  const publish = (text: string) => house.act(platform, (tx) => house.host.publish(tx, text));
  await expect(publish(xml)).rejects.toMatchObject({
    code: 'process-host.refused',
    status: 422,
    fields: [{ pointer: '/xml', code: 'workflow.default_missing', params: { id: 'X' } }],
  });
  const sound = sketch({ S: 'start', F: service('F', 'no.such'), A: task('A'), E: 'end' }, [
    'S F',
    'F A',
    'A E',
  ]);
  expect(await house.host.check(sound)).toEqual([
    { code: 'process-host.service_unknown', params: { id: 'F', key: 'no.such' } },
  ]);
  const script = definitions(
    '<process id="p" isExecutable="true"><startEvent id="S"/><scriptTask id="J"/><endEvent id="E"/><sequenceFlow id="a" sourceRef="S" targetRef="J"/><sequenceFlow id="b" sourceRef="J" targetRef="E"/></process>',
  );
  expect(await house.host.check(script)).toMatchObject([
    { code: 'workflow.element_not_supported', params: { id: 'J' } },
  ]);
  const twice = await Promise.all([publish(threeSteps), publish(threeSteps)]);
  expect(twice[0]).toEqual(twice[1]);
});

test('a process without a way on stands still, is reported, and goes on with corrected values', async () => {
  const xml = sketch(
    {
      S: 'start',
      A: `<userTask id="A"><extensionElements><yw:task act="review" posts="window" organization="item"/></extensionElements><multiInstanceLoopCharacteristics><extensionElements><yw:items in="departments"/></extensionElements></multiInstanceLoopCharacteristics></userTask>`,
      E: 'end',
    },
    ['S A', 'A E'],
  );
  const id = await house.start(xml);
  const [wait] = await house.db.owner<{ effect_id: string; kind: string; name: string }>(
    `select effect_id, kind, name from process_host.waits where instance_id = $1`,
    [id],
  );
  expect(wait).toMatchObject({ kind: 'incident', name: 'items' });
  expect(house.reported.join()).toContain('stands still at A: items');
  const retry = (departments: string[]) =>
    house.act(platform, (tx) => house.host.retry(tx, id, wait!.effect_id, { departments }));
  expect(await retry(['org-b', 'org-c'])).toBe(true);
  expect(await retry(['org-b'])).toBe(false);
  expect(await house.open(id)).toBe('A org-b, A org-c');
  expect(await house.faults(id)).toEqual([]);
});

test('an unknown program, process or task is said to be unknown', async () => {
  const input = { instanceId: v7(), programId: 'p:none', subject: { kind: 'case', id: '1' } };
  const where = { regionCode: '34', organizationId: 'org-a', vars: {} };
  const { host } = house;
  const acts = {
    'process-host.program_unknown': (tx: Tx) => host.start(tx, { ...input, ...where }),
    'process-host.instance_unknown': (tx: Tx) => host.cancel(tx, v7()),
    'process-host.task_unknown': (tx: Tx) => host.complete(tx, v7(), {}),
  };
  for (const [code, act] of Object.entries(acts)) {
    const tried = house.act<unknown>(platform, act);
    await expect(tried).rejects.toMatchObject({ code });
  }
});
