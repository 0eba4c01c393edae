import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
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

const INSTANCES = 160;
const AT_ONCE = 8;
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.db.close());

test('start, three tasks and end: the rate is printed', async () => {
  const xml = sketch({ S: 'start', A: task('A'), B: task('B'), C: task('C'), E: 'end' }, [
    'S A',
    'A B',
    'B C',
    'C E',
  ]);
  const { programId } = await house.act(platform, (tx) => house.host.publish(tx, xml));
  const me = officer('org-a');
  const live = async () => {
    const instanceId = v7();
    const subject = { kind: 'case', id: instanceId };
    const where = { regionCode, organizationId: 'org-a', applicantId: applicant.id };
    await house.act(applicant, (tx) =>
      house.host.start(tx, { instanceId, programId, subject, ...where, vars: {} }),
    );
    for (let i = 0; i < 3; i += 1) {
      const [next] = await house.act(me, (tx) => house.host.openTasks(tx, [instanceId]));
      await house.act(me, (tx) => house.host.complete(tx, next!.id, { i }));
    }
  };
  const lane = async (n: number) => {
    for (let i = 0; i < n; i += 1) await live();
  };
  await lane(5);
  const from = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, () => lane(INSTANCES / AT_ONCE)));
  const seconds = (performance.now() - from) / 1000;
  console.log(
    `process host: ${Math.round(INSTANCES / seconds)} instances/s, ${Math.round((INSTANCES * 4) / seconds)} acts/s (fsync off, ${AT_ONCE} at once)`,
  );
  const [row] = await house.db.owner(
    `select count(*)::int as n from process_host.instances where status = 'done' and events = 4`,
  );
  expect(row?.n).toBe(INSTANCES + 5);
});
