import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { at } from '../testing/index.ts';
import { addSchedule, nationalCalendar } from '../time/index.ts';
import { createProcessHost } from './index.ts';
import {
  applicant,
  type House,
  openHouse,
  platform,
  service,
  sketch,
  task,
  timer,
} from './testing/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  house.host.onService('shaky', async () => {
    if (broken) throw new Error('not today');
  });
});
afterAll(() => house.db.close());
let broken = true;
// Every test begins without a running process, on a Monday morning.
afterEach(async () => {
  const running = await house.db.owner<{ id: string }>(
    `select id from process_host.instances where status = 'running'`,
  );
  for (const { id } of running) await house.act(platform, (tx) => house.host.cancel(tx, id));
  house.now = at('2026-03-02 09:00');
  house.calendar = nationalCalendar;
  house.reported.length = 0;
});

const withTimer = (limit: string, still = false) =>
  sketch(
    {
      S: 'start',
      A: task('A', { due: limit }),
      T: timer('T', 'A', limit, still),
      B: task('B'),
      E: 'end',
    },
    ['S A', 'A E', 'T B', 'B E'],
  );
const dueOf = async (instanceId: string) => {
  const [row] = await house.db.owner<{ due_at: Date; certain: boolean }>(
    `select due_at, certain from process_host.timers where instance_id = $1`,
    [instanceId],
  );
  const [one] = await house.act(platform, (tx) => house.host.tasksOf(tx, instanceId));
  return {
    at: row!.due_at,
    certain: row!.certain,
    taskOn: one!.dueOn,
    taskCertain: one!.dueCertain,
  };
};

test.each([
  // From Thursday 12 February 2026: the Spring Festival (15–23 February) does not count, Saturday 14 is worked.
  ['5 workingDay', '2026-02-12 10:00', '2026-02-26', '2026-02-26 24:00'],
  ['0 workingDay', '2026-03-02 09:00', '2026-03-02', '2026-03-02 24:00'],
  ['10 naturalDay', '2026-03-02 09:00', '2026-03-12', '2026-03-12 24:00'],
  ['1 month', '2026-01-31 09:00', '2026-02-28', '2026-02-28 24:00'],
  ['2 workingHour', '2026-03-02 16:00', '2026-03-03', '2026-03-03 10:00'],
  ['3 urgentHour', '2026-03-07 23:00', '2026-03-08', '2026-03-08 02:00'],
])('%s from %s ends on %s', async (limit, from, on, end) => {
  house.now = at(from);
  const id = await house.start(withTimer(limit));
  const instant = end.endsWith('24:00')
    ? new Date(at(`${on} 00:00`).getTime() + 86_400_000)
    : at(end);
  expect(await dueOf(id)).toEqual({ at: instant, certain: true, taskOn: on, taskCertain: true });
  expect(await house.host.fireDue(new Date(instant.getTime() - 1))).toBe(0);
  expect(await house.host.fireDue(instant)).toBe(1);
  expect(await house.open(id)).toBe('B org-a');
  expect(await house.faults(id)).toEqual([]);
});

test('a reminder leaves its task open and fires once; a task done in time takes the timer away', async () => {
  const id = await house.start(withTimer('1 workingDay', true));
  const intime = await house.start(withTimer('1 workingDay'));
  await house.done(intime, 'A');
  const later = at('2026-03-04 00:00');
  expect(await house.host.fireDue(later)).toBe(1);
  expect(await house.host.fireDue(later)).toBe(0);
  expect(await house.open(id)).toBe('A org-a, B org-a');
  expect(await house.status(intime)).toBe('done');
  expect(await house.faults(id)).toEqual([]);
});

test('two processes fire every timer exactly once', async () => {
  const ids: string[] = [];
  for (let i = 0; i < 8; i += 1) ids.push(await house.start(withTimer('1 workingDay')));
  const other = createProcessHost({
    db: house.db,
    calendar: () => nationalCalendar,
    report: (error) => house.reported.push(String(error)),
  });
  const later = at('2026-03-04 00:00');
  const [a, b] = await Promise.all([house.host.fireDue(later), other.fireDue(later)]);
  const rest = await house.host.fireDue(later);
  expect(a + b + rest).toBe(8);
  expect(house.reported).toEqual([]);
  for (const id of ids) expect(await house.open(id)).toBe('B org-a');
  for (const id of ids) expect(await house.faults(id)).toEqual([]);
});

test('in a year without schedule a timer is not certain and does not fire until the schedule has come', async () => {
  house.now = at('2026-12-29 09:00');
  const id = await house.start(withTimer('5 workingDay'));
  expect(await dueOf(id)).toEqual({
    at: at('2027-01-04 00:00'),
    certain: false,
    taskOn: '2027-01-03',
    taskCertain: false,
  });
  const late = at('2027-02-01 00:00');
  expect(await house.host.fireDue(late)).toBe(0);
  expect(await house.host.recomputeTimers(house.now)).toBe(0);
  house.calendar = addSchedule(nationalCalendar, {
    year: 2027,
    source: [{ title: 'a notice of the test', number: '1', issuedOn: '2026-11-01' }],
    off: ['2027-01-01', '2027-01-04'],
    worked: [],
  });
  expect(await house.host.recomputeTimers(house.now)).toBe(2);
  expect(await dueOf(id)).toEqual({
    at: at('2027-01-08 00:00'),
    certain: true,
    taskOn: '2027-01-07',
    taskCertain: true,
  });
  expect(await house.host.fireDue(late)).toBe(1);
});

test('a timer that fails holds up no other, is reported, and is tried again later', async () => {
  const xml = sketch(
    {
      S: 'start',
      A: task('A'),
      T: timer('T', 'A', '1 workingDay'),
      F: service('F', 'shaky'),
      B: task('B'),
      E: 'end',
    },
    ['S A', 'A E', 'T F', 'F B', 'B E'],
  );
  const bad = await house.start(xml);
  const good = await house.start(withTimer('1 workingDay'));
  const later = at('2026-03-04 00:00');
  expect(await house.host.fireDue(later)).toBe(1);
  expect(await house.open(good)).toBe('B org-a');
  expect(await house.open(bad)).toBe('A org-a');
  expect(house.reported.join()).toContain('not today');
  broken = false;
  expect(await house.host.fireDue(later)).toBe(0);
  expect(await house.host.fireDue(new Date(later.getTime() + 1000))).toBe(1);
  expect(await house.open(bad)).toBe('B org-a');
  expect(await house.faults(bad)).toEqual([]);
});

test('cancelling takes the timers away', async () => {
  const id = await house.start(withTimer('1 workingDay'));
  await house.act(applicant, (tx) => house.host.cancel(tx, id));
  expect(await house.host.fireDue(at('2026-03-04 00:00'))).toBe(0);
  expect(await house.faults(id)).toEqual([]);
});
