import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { actingAs } from '../testing/index.ts';
import {
  applicant,
  type House,
  officer,
  openHouse,
  platform,
  regionCode,
  sketch,
  task,
} from './testing/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.db.close());

const joint = (until?: string) =>
  sketch(
    {
      S: 'start',
      J: task('J', {
        act: 'opinion',
        organization: 'item',
        each: 'departments',
        ...(until && { until }),
      }),
      D: task('D', { act: 'decide' }),
      E: 'end',
    },
    ['S J', 'J D', 'D E'],
  );
const departments = ['org-roads', 'org-police', 'org-green'];
const startJoint = (until?: string) =>
  house.start(joint(until), { organizations: { departments }, vars: { departments: ['org-x'] } });
const see = async (actor: Parameters<House['act']>[0], id: string) =>
  (await house.act(actor, (tx) => house.host.openTasks(tx, [id])))
    .map((one) => one.organizationId)
    .sort();
const queueOf = async (actor: Parameters<House['act']>[0], more = {}) =>
  (await house.act(actor, (tx) => house.host.queue(tx, { limit: 50, ...more }))).items;

test('a joint review asks all departments at once; each has its own task and all see the slow one', async () => {
  const id = await startJoint();
  expect(await house.open(id)).toBe('J org-green, J org-police, J org-roads');
  const [mine, ...others] = await queueOf(officer('org-police'));
  expect(others).toEqual([]);
  expect(mine).toMatchObject({ organizationId: 'org-police', item: 1, act: 'opinion' });
  for (const organization of ['org-roads', 'org-police']) {
    const { id: taskId } = (await queueOf(officer(organization)))[0]!;
    await house.act(officer(organization, `of ${organization}`), (tx) =>
      house.host.complete(tx, taskId, {}),
    );
  }
  for (const actor of [applicant, officer('org-roads'), officer('org-a'), platform])
    expect(await see(actor, id)).toEqual(['org-green']);
  const told = await house.act(officer('org-roads'), (tx) => house.host.tasksOf(tx, id));
  expect(
    told.map(({ organizationId, state, endedBy }) => [organizationId, state, endedBy]),
  ).toEqual([
    ['org-roads', 'done', 'of org-roads'],
    ['org-police', 'done', undefined],
    ['org-green', 'open', undefined],
  ]);
  await house.done(id, 'J');
  expect(await house.open(id)).toBe('D org-a');
  expect(await house.faults(id)).toEqual([]);
});

test('an officer closes the tasks of other departments when the process needs them no more', async () => {
  const id = await startJoint('refused = true');
  const { id: taskId } = (await queueOf(officer('org-police')))[0]!;
  await house.act(officer('org-police'), (tx) =>
    house.host.complete(tx, taskId, { refused: true }),
  );
  expect(await house.open(id)).toBe('D org-a');
  expect(await queueOf(officer('org-green'))).toEqual([]);
  expect(await house.faults(id)).toEqual([]);
  const other = await startJoint();
  await house.act(applicant, (tx) => house.host.cancel(tx, other));
  expect(await house.open(other)).toBe('');
  expect(await house.faults(other)).toEqual([]);
});

test('strangers see nothing, in any table, and move nothing', async () => {
  const id = await startJoint();
  const [{ id: taskId } = { id: '' }] = await house.act(platform, (tx) =>
    house.host.openTasks(tx, [id]),
  );
  const strangers = [
    actingAs('person', 'person-2'),
    actingAs('enterprise', 'org-green'),
    officer('org-z'),
    actingAs('officer', 'far', { scope: { regions: ['36'], organizations: [] } }),
  ];
  const { host } = house;
  for (const stranger of strangers) {
    expect(await see(stranger, id)).toEqual([]);
    await expect(house.act(stranger, (tx) => host.cancel(tx, id))).rejects.toMatchObject({
      status: 404,
    });
    for (const act of [host.complete, host.claim])
      await expect(house.act(stranger, (tx) => act(tx, taskId, {} as never))).rejects.toMatchObject(
        { code: 'process-host.task_unknown' },
      );
    for (const table of ['instances', 'event_log', 'tasks', 'timers', 'waits']) {
      const rows = await house.act(stranger, (tx) =>
        tx.all({
          compile: () => ({ sql: `select * from process_host.${table}`, parameters: [] }),
        } as never),
      );
      expect(rows, table).toEqual([]);
    }
    const close = house.act(stranger, (tx) =>
      tx.all({
        compile: () => ({
          sql: 'select process_host.close_tasks($1, $2, now())',
          parameters: [id, ['2.J', '3.J', '4.J']],
        }),
      } as never),
    );
    await close;
  }
  expect(await house.open(id)).toBe('J org-green, J org-police, J org-roads');
});

test('only the organization and the posts that a task names may take it', async () => {
  const id = await house.start(
    sketch({ S: 'start', A: task('A', { posts: 'reviewer' }), E: 'end' }, ['S A', 'A E']),
  );
  const [{ id: taskId } = { id: '' }] = await house.act(platform, (tx) =>
    house.host.openTasks(tx, [id]),
  );
  const complete = (actor: Parameters<House['act']>[0]) =>
    house.act(actor, (tx) => house.host.complete(tx, taskId, {}));
  const refusal = { code: 'process-host.not_candidate', status: 403 };
  await expect(complete(officer('org-a', 'o1', 'window'))).rejects.toMatchObject(refusal);
  const supervisor = actingAs('officer', 's', {
    postKind: 'reviewer',
    scope: { regions: ['34'], organizations: ['org-s'] },
  });
  await expect(complete(supervisor)).rejects.toMatchObject(refusal);
  await expect(complete(applicant)).rejects.toMatchObject({ status: 404 });
  await complete(officer('org-a', 'o1', 'reviewer'));
  expect(await house.status(id)).toBe('done');
});

test('a claimed task is its claimer’s until it is released', async () => {
  const id = await house.start(sketch({ S: 'start', A: task('A'), E: 'end' }, ['S A', 'A E']));
  const [{ id: taskId, version } = { id: '', version: 0 }] = await house.act(platform, (tx) =>
    house.host.openTasks(tx, [id]),
  );
  const { host } = house;
  const claim = (who: string, v = version) =>
    house.act(officer('org-a', who), (tx) => host.claim(tx, taskId, v));
  const both = await Promise.allSettled([claim('o1'), claim('o2')]);
  expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
  const winner = both[0]?.status === 'fulfilled' ? 'o1' : 'o2';
  const loser = winner === 'o1' ? 'o2' : 'o1';
  expect(both.find((one) => one.status === 'rejected')).toMatchObject({
    reason: { code: 'process-host.claimed', status: 409 },
  });
  expect((await claim(winner)).version).toBe(version + 1);
  const mine = { claimedBy: winner };
  expect((await queueOf(officer('org-a', winner), mine)).map((one) => one.id)).toEqual([taskId]);
  const complete = house.act(officer('org-a', loser), (tx) => host.complete(tx, taskId, {}));
  await expect(complete).rejects.toMatchObject({ code: 'process-host.claimed' });
  const release = (v: number) =>
    house.act(officer('org-a', winner), (tx) => host.release(tx, taskId, v));
  await expect(release(version)).rejects.toMatchObject({ code: 'process-host.changed' });
  const released = await release(version + 1);
  expect(released.claimedBy).toBeUndefined();
  await house.act(officer('org-a', loser), (tx) => host.complete(tx, taskId, {}));
  expect(await house.status(id)).toBe('done');
});

test('the queue pages by date, undated last, over the organizations of the scope only', async () => {
  const mixed = (due?: string, act = 'page') =>
    sketch({ S: 'start', A: task('A', { act, ...(due && { due }) }), E: 'end' }, ['S A', 'A E']);
  for (let i = 0; i < 3; i += 1)
    for (const organizationId of ['org-q1', 'org-q2', 'org-q3'])
      for (const due of ['9 workingDay', '2 workingDay', undefined])
        await house.start(mixed(due), { organizationId });
  await house.start(mixed('1 workingDay', 'other'), { organizationId: 'org-q1' });
  const me = actingAs('officer', 'q', {
    postKind: 'window',
    scope: { regions: [], organizations: ['org-q1', 'org-q2', 'org-none'] },
  });
  const seen: { id: string; dueOn?: string; organizationId: string }[] = [];
  const filter = { act: 'page', posts: ['window'], limit: 4 };
  for (let after: string | undefined; ; ) {
    const page = await house.act(me, (tx) =>
      house.host.queue(tx, { ...filter, ...(after && { after }) }),
    );
    expect(page.items.length).toBeLessThanOrEqual(4);
    seen.push(...page.items);
    if (page.next === null) break;
    after = page.next;
  }
  expect(new Set(seen.map((one) => one.id)).size).toBe(18);
  expect(new Set(seen.map((one) => one.organizationId))).toEqual(new Set(['org-q1', 'org-q2']));
  expect(seen.map((one) => one.dueOn)).toEqual([
    ...Array(6).fill('2026-03-04'),
    ...Array(6).fill('2026-03-13'),
    ...Array(6).fill(undefined),
  ]);
  expect(await queueOf(me, { dueBefore: '2026-03-04' })).toMatchObject([{ act: 'other' }]);
  expect(await queueOf(me, { posts: ['reviewer'] })).toEqual([]);
  for (const after of ['x', Buffer.from('["now","1"]').toString('base64url')])
    await expect(queueOf(me, { after })).rejects.toMatchObject({ code: 'http.malformed' });
});

test('a process cannot be started for somebody else’s affairs', async () => {
  const { programId } = await house.act(platform, (tx) => house.host.publish(tx, joint()));
  const start = house.act(actingAs('person', 'person-2'), (tx) =>
    house.host.start(tx, {
      instanceId: v7(),
      programId,
      subject: { kind: 'case', id: 'c' },
      regionCode,
      organizationId: 'org-a',
      applicantId: 'person-1',
      vars: {},
      organizations: { departments },
    }),
  );
  await expect(start).rejects.toThrow(/row-level security/);
  const nobody = house.start(joint(), { organizations: { departments: ['org-a', ''] } });
  await expect(nobody).rejects.toMatchObject({
    code: 'process-host.organization_missing',
    params: { element: 'J', list: 'departments', item: 2 },
  });
});
