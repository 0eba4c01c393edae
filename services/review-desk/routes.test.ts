import { at } from '@yiwang/foundation/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Counts, DeskTask, Evidence, Overview, QueueEntry } from './schema.ts';
import { openTown, type Town } from './town.fixture.ts';

const MORNING = at('2026-03-02 09:00');
let town: Town;
let ids: Record<string, string>;
const numbers: Record<string, string> = {};

beforeAll(async () => {
  town = await openTown(MORNING);
  ids = {};
  const add = async (name: string, input: Parameters<Town['addCase']>[0]) => {
    const { id, caseNo } = await town.addCase(input);
    ids[name] = id;
    numbers[name] = caseNo;
  };
  await add('late', { legalOn: '2026-02-27' });
  await add('later', { legalOn: '2026-04-01' });
  // The visit has a limit of its own, two working days: 2026-03-04, before the legal day.
  await add('visit', { process: 'visit', legalOn: '2026-03-30' });
  await add('soon', { legalOn: '2026-03-03', slug: 'road-occupation' });
  await add('paused', { legalOn: '2026-02-25', legalCertain: false, state: 'suspended' });
  await add('fresh', { process: 'accept', legalOn: null, acceptedAt: null, state: 'submitted' });
  await add('joint', { process: 'joint', legalOn: '2026-03-30', slug: 'road-occupation' });
  await add('closed', { closedAt: at('2026-03-02 08:30') });
  await add('yesterday', { closedAt: at('2026-03-01 23:59') });
  await add('far', { organizationId: 'elsewhere' });
});
afterAll(() => town.close());
beforeEach(() => town.set(MORNING));

const nameOf = (id: string) => Object.entries(ids).find(([, one]) => one === id)?.[0];
async function queue(who: string, query = '') {
  const answer = await town.send(who, 'GET', `/queue${query}`);
  expect(answer.status, answer.text).toBe(200);
  const { items, next } = answer.body as { items: QueueEntry[]; next: string | null };
  return { names: items.map((one) => nameOf(one.case.id)), items, next };
}
const entry = async (who: string, name: string) => {
  const found = (await queue(who)).items.find((one) => one.case.id === ids[name]);
  if (!found) throw new Error(name);
  return found;
};

describe('who may', () => {
  test.each(['/queue', '/counts', '/departments', '/inspectors', '/recent', '/templates'])(
    '%s asks for review-desk.read',
    async (path) => {
      expect((await town.send(null, 'GET', path)).status).toBe(401);
      expect((await town.send('resident', 'GET', path)).status).toBe(403);
      expect((await town.send('clerk', 'GET', path)).status).toBe(403);
      expect((await town.send('reviewer', 'GET', path)).status).toBe(200);
    },
  );
});

describe('the queue', () => {
  test('holds what waits for the post, by the day that comes first: of the task or of the law', async () => {
    const { names, items } = await queue('reviewer');
    expect(names).toEqual(['paused', 'late', 'soon', 'visit', 'joint', 'later']);
    expect(items.map(({ due }) => due?.on)).toEqual([
      '2026-02-25',
      '2026-02-27',
      '2026-03-03',
      '2026-03-04',
      '2026-03-05',
      '2026-04-01',
    ]);
    expect(items.map(({ due }) => due?.light)).toEqual([
      'grey',
      'red',
      'yellow',
      'green',
      'green',
      'green',
    ]);
  });

  test('shows item, place and the masked applicant, and the look is on record', async () => {
    const found = await entry('reviewer', 'late');
    expect(found).toMatchObject({
      applicant: '王*明',
      item: { slug: 'food-licence', name: { zh: '食品经营许可' } },
      case: { caseNo: numbers.late, state: 'accepted' },
      task: { act: 'review', claimed: null },
      // Saturday 28 February is a working day in exchange for the Spring Festival.
      due: { remaining: -2 },
    });
    const [read] = (await town.db.owner(
      `select filter, count, actor_id from audit.reads where filter = 'review-desk.queue' order by id desc limit 1`,
    )) as unknown as { filter: string; count: number; actor_id: string }[];
    expect(read).toMatchObject({ count: 6, actor_id: 'market-reviewer' });
  });

  test('another post, department or region has another queue', async () => {
    expect((await queue('window')).names).toEqual(['fresh']);
    expect((await queue('traffic')).names).toEqual(['joint']);
    expect((await queue('elsewhere')).names).toEqual(['far']);
    expect((await queue('monitor')).names).toEqual([]);
  });

  test.each([
    ['?act=visit', ['visit']],
    ['?item=road-occupation', ['soon', 'joint']],
    ['?overdue=true', ['late']],
    [`?q=${encodeURIComponent('道路')}`, ['soon', 'joint']],
    ['?q=%25', []],
    ['?mine=true', []],
  ])('filter %s', async (query, names) => {
    expect((await queue('reviewer', query)).names).toEqual(names);
  });

  test('is found by case number', async () => {
    expect((await queue('reviewer', `?q=${numbers.visit?.toLowerCase()}`)).names).toEqual([
      'visit',
    ]);
  });

  test('pages one after the other hold everything once', async () => {
    const seen: unknown[] = [];
    let after = '';
    for (let pages = 0; pages < 9; pages += 1) {
      const { names, next } = await queue('reviewer', `?limit=2${after && `&after=${after}`}`);
      seen.push(...names);
      if (next === null) break;
      after = next;
    }
    expect(seen).toEqual(['paused', 'late', 'soon', 'visit', 'joint', 'later']);
  });

  test.each(['?after=rubbish', '?limit=0', '?limit=101', '?act=nothing', '?item=A%20B'])(
    'refuses %s',
    async (query) => {
      expect([400, 422]).toContain((await town.send('reviewer', 'GET', `/queue${query}`)).status);
    },
  );

  test('refuses a cursor whose parts are not a day and an id', async () => {
    const after = Buffer.from(JSON.stringify(['2026-03-03', "x' or true"])).toString('base64url');
    expect((await town.send('reviewer', 'GET', `/queue?after=${after}`)).status).toBe(400);
  });

  test('follows the legal day when it moves', async () => {
    const { id } = await town.addCase({ legalOn: '2026-05-06', organizationId: 'traffic' });
    await town.changeCase(id, '2026-03-03');
    const { items } = await queue('traffic');
    expect(items[0]).toMatchObject({ case: { id }, due: { on: '2026-03-03' } });
  });
});

describe('taking a task', () => {
  const act = (who: string, verb: string, { id, version }: DeskTask) =>
    town.send(who, 'POST', `/tasks/${id}/${verb}`, { version });

  test('shows the name to colleagues, refuses a second officer, and ends with giving it back', async () => {
    const { task } = await entry('reviewer', 'later');
    expect((await town.send('reviewer', 'POST', `/tasks/${task.id}/claim`)).status).toBe(428);
    const taken = await act('reviewer', 'claim', task);
    expect(taken.body).toMatchObject({ claimed: { name: '张market-reviewer', mine: true } });
    expect((await queue('reviewer', '?mine=true')).names).toEqual(['later']);
    expect(await entry('reviewer2', 'later')).toMatchObject({ task: { claimed: { mine: false } } });
    const second = await act('reviewer2', 'claim', taken.body as DeskTask);
    expect([second.status, second.body.code]).toEqual([409, 'process-host.claimed']);
    expect((await act('reviewer', 'release', task)).body.code).toBe('process-host.changed');
    expect((await act('reviewer', 'release', taken.body as DeskTask)).body).toMatchObject({
      claimed: null,
    });
  });

  test('is not for other posts and departments', async () => {
    const { task } = await entry('reviewer', 'later');
    expect((await act('window', 'claim', task)).body.code).toBe('process-host.not_candidate');
    expect((await act('traffic', 'claim', task)).body.code).toBe('process-host.task_unknown');
  });
});

describe('counts of today', () => {
  const counts = async (who: string) =>
    (await town.send(who, 'GET', '/counts')).body as unknown as Counts;

  test('are those of the own department, by the civil day in Beijing', async () => {
    expect(await counts('reviewer')).toMatchObject({
      open: 7,
      overdue: 1,
      dueToday: 0,
      closedToday: 1,
    });
    town.set(at('2026-03-03 00:01'));
    expect(await counts('reviewer')).toMatchObject({ overdue: 1, dueToday: 1, closedToday: 0 });
  });

  test('are those of the region for a monitor', async () => {
    const seen = await counts('monitor');
    expect(seen.overdue).toBe(1);
    expect(seen.open).toBeGreaterThanOrEqual(8);
    expect(seen.items.map(({ slug }) => slug).sort()).toEqual(['food-licence', 'road-occupation']);
  });
});

describe('the departments', () => {
  const overview = async (who: string) =>
    (await town.send(who, 'GET', '/departments')).body as unknown as Overview;

  test('a monitor sees load and lateness of each, and which opinion is missing', async () => {
    town.set(at('2026-03-06 09:00'));
    const { departments, joint } = await overview('monitor');
    const market = departments.find(({ id }) => id === 'market');
    expect(market).toMatchObject({
      name: { zh: 'market局' },
      open: 7,
      overdue: 2,
      unaccepted: 1,
      paused: 1,
      closedMonth: 2,
      opinionsOpen: 1,
      opinionsLate: 1,
    });
    expect(departments.find(({ id }) => id === 'elsewhere')).toBeUndefined();
    expect(joint.map(({ department }) => department.zh).sort()).toEqual(['market局', 'traffic局']);
    expect(joint[0]).toMatchObject({
      caseNo: numbers.joint,
      office: { zh: 'market局' },
      due: { on: '2026-03-05', light: 'red', remaining: -1 },
    });
  });

  test('a department of the joint review sees the slow one too; another region nothing of it', async () => {
    expect((await overview('traffic')).joint.length).toBe(2);
    expect((await overview('elsewhere')).joint).toEqual([]);
  });
});

describe('beside a case', () => {
  test('stand the own tasks and the checks; not for another region', async () => {
    const answer = await town.send('traffic', 'GET', `/cases/${ids.joint}/evidence`);
    const seen = answer.body as unknown as Evidence;
    expect(seen.tasks.map(({ act }) => act)).toEqual(['opine']);
    expect(seen).toMatchObject({ masked: true, checks: [] });
    const far = await town.send('elsewhere', 'GET', `/cases/${ids.joint}/evidence`);
    expect([far.status, far.body.code]).toEqual([404, 'case.unknown']);
  });

  test('clear only with the permission and a purpose', async () => {
    const purpose = '核对申请人身份';
    const path = `/cases/${ids.late}/evidence`;
    expect((await town.send('reviewer', 'GET', path, { purpose })).body.masked).toBe(false);
    expect((await town.send('reviewer', 'GET', path)).body.masked).toBe(true);
    expect((await town.send('reviewer2', 'GET', path, { purpose })).body.masked).toBe(true);
  });

  test('files that are not there are missing; what is no id is refused', async () => {
    const path = `/cases/${ids.late}/files`;
    const nothing = await town.send('reviewer', 'GET', `${path}?ids=${ids.late}`);
    expect(nothing.body).toEqual({ items: [], next: null });
    expect((await town.send('reviewer', 'GET', `${path}?ids=1`)).status).toBe(400);
  });

  test('what was opened last comes first, for the officer alone', async () => {
    for (const name of ['late', 'soon', 'late'])
      expect((await town.send('reviewer', 'PUT', `/recent/${ids[name]}`)).status).toBe(204);
    town.set(at('2026-03-02 09:05'));
    await town.send('reviewer', 'PUT', `/recent/${ids.soon}`);
    const own = (await town.send('reviewer', 'GET', '/recent')).body.items as { id: string }[];
    expect(own.map(({ id }) => nameOf(id))).toEqual(['soon', 'late']);
    expect((await town.send('reviewer2', 'GET', '/recent')).body.items).toEqual([]);
    expect((await town.send('elsewhere', 'PUT', `/recent/${ids.late}`)).status).toBe(404);
  });

  test('inspectors are those of the own department who hold the post today', async () => {
    const found = (await town.send('reviewer', 'GET', '/inspectors')).body.items;
    expect(found).toEqual([
      { id: 'market-i1', name: '张market-i1', enforcementNo: 'E-1' },
      { id: 'market-i2', name: '张market-i2', enforcementNo: null },
    ]);
  });
});
