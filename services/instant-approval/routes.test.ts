import { dispute } from '@yiwang/data/base-register';
import { emit } from '@yiwang/foundation/events';
import { at } from '@yiwang/foundation/testing';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Explanation } from './schema.ts';
import { openTown, type Resident, type Town } from './town.fixture.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown(at('2026-03-02 21:40'));
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
const first = async (who: string, caseId: string): Promise<Explanation> => {
  const [evaluation] = await explained(who, caseId);
  if (!evaluation) throw new Error('not evaluated');
  return evaluation;
};
const inputOf = ({ inputs }: Explanation, name: string) =>
  inputs.find((input) => input.name === name);

describe('an application that meets the conditions', () => {
  test('is granted within seconds of its submission, at night too', async () => {
    const began = performance.now();
    const id = await town.apply('wang');
    const submitted = performance.now();
    while ((await town.find(id)).state !== 'closed') {
      expect(performance.now() - submitted).toBeLessThan(5000);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const closed = performance.now();
    console.info(
      `submitted → closed ${Math.round(closed - submitted)} ms, begun → closed ${Math.round(closed - began)} ms`,
    );
    expect(await town.find(id)).toMatchObject({ outcome: 'granted', state: 'closed' });
  });

  test('is explained to its applicant: reason, clause, values with source and date, version', async () => {
    const id = await decide('wang');
    const evaluation = await first('wang', id);
    expect(evaluation).toMatchObject({
      caseId: id,
      outcome: 'manual',
      reason: { code: 'card-held' },
    });
    const other = await decide('zhao');
    const granted = await first('zhao', other);
    expect(granted).toMatchObject({
      outcome: 'granted',
      reason: { code: 'eligible', text: { zh: '年满六十周岁，户籍在本区，信息一致' } },
      masked: false,
      rule: { item: { zh: '老年人优待证办理' }, itemVersion: 1 },
      reopening: null,
    });
    expect(granted.rule.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(granted.rows).toEqual([
      {
        decision: 'elder-card',
        row: 7,
        clause: expect.stringContaining('《老年人权益保障法》第二条'),
      },
    ]);
    expect(inputOf(granted, 'age')).toMatchObject({
      from: 'age',
      about: { zh: '出生日期' },
      value: 75,
      source: { zh: '合肥市公安局蜀山分局' },
      asOf: '2026-01-05',
    });
    expect(inputOf(granted, 'hasValidCard')).toMatchObject({
      about: { zh: '老年人优待证' },
      value: false,
      source: { zh: '电子证照库' },
      asOf: '2026-03-02',
    });
    expect(inputOf(granted, 'photoPresent')).toMatchObject({ value: true });
  });

  test('leaves no value in clear, and its readings in the applicant’s log', async () => {
    const [row] = await town.db.owner<{ text: string; id: string }>(
      `select e::text as text, e.case_id as id from instant_approval.evaluations e
       where outcome = 'granted' and applicant_id = $1`,
      [town.subjects.zhao],
    );
    expect(row?.text).not.toMatch(/赵德明|1950-11-30|namesMatch/);
    const reads = await town.db.owner<{ fields: string[]; basis: string; actor_kind: string }>(
      `select fields, basis, actor_kind from audit.reads
       where case_id = $1 and subject_id = $2 and purpose = '秒办规则判断：老年人优待证办理'`,
      [row?.id, town.subjects.zhao],
    );
    const fields = reads.flatMap((read) => read.fields);
    expect(fields).toEqual(
      expect.arrayContaining([
        'person.birthOn',
        'person.regionCode',
        'person.name',
        'person.photo',
      ]),
    );
    for (const { basis, actor_kind } of reads) {
      expect(basis).toContain('第十三条第一款第三项');
      expect(actor_kind).toBe('system');
    }
  });
});

describe('an application that rules cannot settle goes to an officer', () => {
  test.each([
    ['li', 'under-age'],
    ['sun', 'photo-missing'],
    ['qian', 'lives-elsewhere'],
  ] as const)('%s: %s', async (who, reason) => {
    const id = await decide(who);
    const found = await town.find(id);
    expect([found.state, found.outcome]).toEqual(['accepted', null]);
    const evaluation = await first(who, id);
    expect(evaluation).toMatchObject({ outcome: 'manual', reason: { code: reason } });
    const tasks = await town.asSystem((tx) =>
      town.platform.processes.openTasks(tx, [found.processInstanceId]),
    );
    expect(tasks.map(({ act }) => act)).toEqual(['decide']);
    const asked = await town.send(who, 'POST', `/evaluations/${evaluation.id}/reopen`, {
      body: {},
    });
    expect([asked.status, asked.body.code]).toEqual([409, 'instant-approval.not_by_rule']);
  });

  test('a disputed value is not used', async () => {
    const claim = { element: 'person.birthOn', claimed: '1965-04-01', reason: '登记错了' };
    await town.as('li', (tx) =>
      dispute(tx, town.platform, { subjectId: town.subjects.li, ...claim }),
    );
    const evaluation = await first('li', await decide('li'));
    expect(evaluation).toMatchObject({ outcome: 'manual', reason: { code: 'undetermined' } });
    expect(inputOf(evaluation, 'age')).toMatchObject({ value: null, disputed: true });
  });
});

describe('who sees an explanation', () => {
  test('the applicant whole, officers of the department masked and recorded, nobody else', async () => {
    const id = await decide('sun');
    expect(inputOf(await first('sun', id), 'age')).toMatchObject({ value: 77 });
    const masked = await first('approver', id);
    expect(masked.masked).toBe(true);
    expect(inputOf(masked, 'age')).toMatchObject({ value: '******' });
    expect(inputOf(masked, 'registered')).toMatchObject({ value: true });
    const reads = await town.db.owner<{ fields: string[] }>(
      `select fields from audit.reads where case_id = $1 and actor_id = 'civil-officer'`,
      [id],
    );
    expect(reads).toMatchObject([{ fields: expect.arrayContaining(['rule.age']) }]);
    const path = `/evaluations?caseId=${id}`;
    expect((await town.send('wang', 'GET', path)).status).toBe(404);
    expect((await town.send('elsewhere', 'GET', path)).status).toBe(404);
    expect((await town.send('clerk', 'GET', path)).body.code).toBe('http.forbidden');
    expect((await town.send(null, 'GET', path)).status).toBe(401);
    expect((await town.send('sun', 'GET', `/evaluations?caseId=${v7()}`)).status).toBe(404);
    expect((await town.send('sun', 'GET', '/evaluations')).status).toBe(400);
  });

  test('row-level security keeps strangers out and lets nobody rewrite what was said', async () => {
    const caseId = await decide('qian');
    const count = async (kind: string, person: string, organizations = '') => {
      const client = await town.db.pool.connect();
      try {
        await client.query('begin');
        const settings = {
          'yw.kind': kind,
          'yw.person': person,
          'yw.organizations': organizations,
        };
        for (const [name, value] of Object.entries(settings))
          await client.query('select set_config($1, $2, true)', [name, value]);
        const sql = 'select 1 from instant_approval.evaluations where case_id = $1';
        return (await client.query(sql, [caseId])).rowCount;
      } finally {
        await client.query('rollback');
        client.release();
      }
    };
    expect(await count('person', town.subjects.qian)).toBe(1);
    expect(await count('person', town.subjects.wang)).toBe(0);
    expect(await count('officer', 'o', 'civil')).toBe(1);
    expect(await count('officer', 'o', 'other')).toBe(0);
    await expect(
      town.db.owner(`update instant_approval.evaluations set reason = 'eligible'`),
    ).rejects.toThrow(/only grows/);
  });
});

describe('the event delivered again', () => {
  test('changes nothing', async () => {
    const id = await decide('sun');
    const before = await town.find(id);
    const [due] = await town.db.owner<{ data: Record<string, string> }>(
      `select data from events.outbox where subject = $1 and type = 'case.rule-due'`,
      [id],
    );
    await town.asSystem(async (tx) =>
      emit(tx, { type: 'case.rule-due', subject: id, data: due?.data ?? {} }),
    );
    await town.drain();
    expect(await explained('sun', id)).toHaveLength(1);
    expect(await town.find(id)).toEqual(before);
  });
});

describe('a person is asked for', () => {
  let caseId: string;
  let evaluation: Explanation;
  let reopening: { id: string; version: number };
  beforeAll(async () => {
    const [row] = await town.db.owner<{ id: string }>(
      `select case_id as id from instant_approval.evaluations
       where outcome = 'granted' and applicant_id = $1`,
      [town.subjects.zhao],
    );
    caseId = row?.id ?? '';
    evaluation = await first('zhao', caseId);
  });
  const ask = (who: string, body: object = { reason: '我觉得登记的年龄不对' }) =>
    town.send(who, 'POST', `/evaluations/${evaluation.id}/reopen`, { body });

  test('by the applicant, once; the decision stays in force', async () => {
    expect((await ask('wang')).body.code).toBe('instant-approval.unknown');
    expect((await ask('approver')).status).toBe(404);
    const asked = await ask('zhao');
    expect(asked.status, asked.text).toBe(201);
    expect(asked.body).toMatchObject({ state: 'open', reason: '我觉得登记的年龄不对' });
    expect((await ask('zhao')).body.code).toBe('instant-approval.already_asked');
    expect((await town.find(caseId)).outcome).toBe('granted');
    const events = await town.db.owner(
      `select 1 from events.outbox where subject = $1 and type = 'instant-approval.reopen-requested'`,
      [caseId],
    );
    expect(events).toHaveLength(1);
    const [stored] = await town.db.owner<{ text: string }>(
      'select r::text as text from instant_approval.reopenings r',
    );
    expect(stored?.text).not.toContain('年龄');
  });

  test('officers of the department list it', async () => {
    const { body } = await town.send('approver', 'GET', '/reopenings?limit=5');
    expect(body.items).toMatchObject([
      { caseId, reason: '我觉得登记的年龄不对', state: 'open', item: { zh: '老年人优待证办理' } },
    ]);
    reopening = (body.items as { id: string; version: number }[])[0] as typeof reopening;
    expect((await town.send('elsewhere', 'GET', '/reopenings')).body.items).toEqual([]);
    expect((await town.send('zhao', 'GET', '/reopenings')).status).toBe(403);
    expect((await town.send('approver', 'GET', '/reopenings?after=x')).status).toBe(400);
  });

  test('only an approver answers, once and with words; the applicant reads them', async () => {
    const answer = (who: string, body: object, version = reopening.version) =>
      town.send(who, 'POST', `/reopenings/${reopening.id}/answer`, { body, version });
    const kept = { outcome: 'kept', text: '已核对户籍底册，年龄无误。' };
    expect((await answer('reader', kept)).status).toBe(403);
    expect((await answer('zhao', kept)).status).toBe(403);
    expect((await answer('elsewhere', kept)).body.code).toBe('instant-approval.reopening_unknown');
    expect((await answer('approver', { outcome: 'kept', text: ' ' })).status).toBe(422);
    expect((await answer('approver', kept, 9)).status).toBe(409);
    const done = await answer('approver', kept);
    expect([done.status, done.body.state], done.text).toEqual([200, 'kept']);
    expect((await answer('approver', kept, 2)).body.code).toBe('instant-approval.already_answered');
    const { reopening: own } = await first('zhao', caseId);
    expect(own).toMatchObject({ state: 'kept', answer: '已核对户籍底册，年龄无误。' });
    expect((await town.find(caseId)).state).toBe('closed');
  });

  test('a decision that is taken back goes to an officer, and no rule looks at it again', async () => {
    const [row] = await town.db.owner<{ id: string; case_id: string }>(
      `select id, case_id from instant_approval.evaluations
       where outcome = 'granted' and applicant_id = $1`,
      [town.subjects.wang],
    );
    const id = row?.case_id ?? '';
    town.set(at('2026-03-02 22:30'));
    const asked = await town.send('wang', 'POST', `/evaluations/${row?.id}/reopen`, { body: {} });
    expect([asked.status, asked.body.reason], asked.text).toEqual([201, null]);
    const done = await town.send('approver', 'POST', `/reopenings/${asked.body.id}/answer`, {
      body: { outcome: 'changed', text: '登记信息有疑问，重新审核。' },
      version: 1,
    });
    expect(done.status, done.text).toBe(200);
    await town.drain();
    const found = await town.find(id);
    expect(found).toMatchObject({ state: 'accepted', outcome: null, humanOnly: true });
    const [latest, earlier] = await explained('wang', id);
    expect(latest).toMatchObject({
      outcome: 'manual',
      reason: { code: 'human-asked' },
      inputs: [],
    });
    expect(earlier?.reopening).toMatchObject({ state: 'changed' });
    const again = await town.send('wang', 'POST', `/evaluations/${row?.id}/reopen`, { body: {} });
    expect(again.body.code).toBe('instant-approval.not_by_rule');
  });
});

describe('samples', () => {
  test('are the same for everybody who draws them, with figures by version of the rules', async () => {
    const period = 'from=2026-03-01&to=2026-03-31';
    const one = await town.send('approver', 'GET', `/samples?${period}&size=1`);
    const two = await town.send('monitor', 'GET', `/samples?${period}&size=1`);
    expect(one.status, one.text).toBe(200);
    expect(two.body.items).toEqual(one.body.items);
    expect(one.body).toMatchObject({ seed: '2026-03-01/2026-03-31', total: 2 });
    expect(one.body.statistics).toMatchObject([
      { itemId: 'elder-card.340104', itemVersion: 1, granted: 2, reopened: 2, changed: 1 },
    ]);
    expect(one.text).not.toMatch(/赵德明|王秀英/);
    const whole = await town.send('monitor', 'GET', `/samples?${period}`);
    expect(whole.body.items).toHaveLength(2);
    const none = await town.send('elsewhere', 'GET', `/samples?${period}`);
    expect(none.body).toMatchObject({ total: 0, items: [], statistics: [] });
    const early = await town.send('monitor', 'GET', '/samples?from=2025-01-01&to=2025-12-31');
    expect(early.body).toMatchObject({ total: 0 });
    const wrong = await town.send('monitor', 'GET', '/samples?from=2026-03-31&to=2026-03-01');
    expect(wrong.body.code).toBe('instant-approval.period_wrong');
    expect((await town.send('wang', 'GET', `/samples?${period}`)).status).toBe(403);
  });
});
