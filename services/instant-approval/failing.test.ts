import { at } from '@yiwang/foundation/testing';
import { publish } from '@yiwang/services/item-catalogue';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Explanation } from './schema.ts';
import { cardPackage, openTown, type Resident, type Town } from './town.fixture.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown(at('2026-03-02 09:00'));
});
afterAll(() => town.close());

const decide = async (who: Resident): Promise<string> => {
  const id = await town.apply(who);
  await town.drain();
  return id;
};
const explained = async (who: string, caseId: string): Promise<Explanation[]> => {
  const { status, body, text } = await town.send(who, 'GET', `/evaluations?caseId=${caseId}`);
  expect(status, text).toBe(200);
  return body.items as Explanation[];
};
const first = async (who: string, caseId: string) => (await explained(who, caseId))[0];

describe('rules that fail', () => {
  test('two rows where one may fire: an officer decides', async () => {
    const pack = cardPackage();
    pack.item.effectiveOn = '2026-03-03';
    pack.rules = pack.rules?.replace('hitPolicy="FIRST"', 'hitPolicy="UNIQUE"');
    await town.asSystem((tx) => publish(tx, town.platform, pack));
    town.set(at('2026-03-03 08:00'));
    const id = await decide('sun');
    expect(await first('sun', id)).toMatchObject({
      outcome: 'manual',
      reason: { code: 'rules-failed' },
      rule: { itemVersion: 2 },
    });
    const [row] = await town.db.owner(
      'select problems from instant_approval.evaluations where case_id = $1',
      [id],
    );
    expect(row).toEqual({ problems: ['decision.unique_violated'] });
    expect((await town.find(id)).outcome).toBeNull();
  });

  test('values that cannot be read: an officer decides, and the case does not stand still', async () => {
    await town.db.owner('alter function base_register.read_facts rename to read_facts_away');
    try {
      const id = await decide('sun');
      expect(await first('sun', id)).toMatchObject({
        outcome: 'manual',
        reason: { code: 'rules-failed', text: { zh: expect.stringContaining('由工作人员决定') } },
        inputs: [],
      });
      const found = await town.find(id);
      expect([found.state, found.outcome]).toEqual(['accepted', null]);
      const tasks = await town.asSystem((tx) =>
        town.platform.processes.openTasks(tx, [found.processInstanceId]),
      );
      expect(tasks.map(({ act }) => act)).toEqual(['decide']);
    } finally {
      await town.db.owner('alter function base_register.read_facts_away rename to read_facts');
    }
  });

  test('a grant that cannot be carried out is undone whole: an officer decides', async () => {
    town.set(at('2026-03-03 09:00'));
    const pack = cardPackage();
    pack.item.effectiveOn = '2026-03-04';
    await town.asSystem((tx) => publish(tx, town.platform, pack));
    town.set(at('2026-03-04 09:00'));
    await town.db.owner('alter table certificate.certificates rename to certificates_away');
    await town.db.owner(
      `create view certificate.certificates as select * from certificate.certificates_away`,
    );
    await town.db.owner('grant select on certificate.certificates to yiwang_app');
    let id = '';
    try {
      id = await decide('wu');
    } finally {
      await town.db.owner('drop view certificate.certificates');
      await town.db.owner('alter table certificate.certificates_away rename to certificates');
    }
    const all = await explained('wu', id);
    expect(all).toHaveLength(1);
    expect(all[0]?.inputs).toContainEqual(expect.objectContaining({ name: 'age', value: 73 }));
    const reads = await town.db.owner(
      `select 1 from audit.reads where case_id = $1 and purpose like '秒办规则判断%'`,
      [id],
    );
    expect(reads.length).toBeGreaterThan(0);
    expect(all[0]).toMatchObject({ outcome: 'manual', reason: { code: 'rules-failed' } });
    expect(await town.find(id)).toMatchObject({ state: 'accepted', outcome: null });
    const done = await decide('wu');
    expect(await first('wu', done)).toMatchObject({ outcome: 'granted' });
    expect(await town.find(done)).toMatchObject({ state: 'closed', outcome: 'granted' });
  });
});
