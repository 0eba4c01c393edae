import type { FormDefinition } from '@yiwang/foundation/form';
import { at } from '@yiwang/foundation/testing';
import { publish, readPackages } from '@yiwang/services/item-catalogue';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CaseView, DeskView, Draft } from './schema.ts';
import { openTown, type Town } from './town.fixture.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown(at('2026-03-01 09:00'));
});
afterAll(() => town.close());
beforeEach(() => town.set(at('2026-03-02 09:00')));

const answers = async (who: string) => ({
  road: '黄山路',
  place: '黄山路与肥西路交口以东 50 米',
  part: ['footway'],
  area: 36,
  period: { from: '2026-04-01', to: '2026-04-20' },
  reason: 'repair',
  reasonText: '外立面修缮',
  siteManager: '李小明',
  sitePhone: '13800000001',
  sitePlan: [await town.upload(who)],
  trafficPlan: [await town.upload(who)],
  restore: true,
  truth: true,
});

async function start(who = 'young') {
  const answer = await town.send(who, 'POST', '/drafts', { body: { itemSlug: 'road-occupation' } });
  expect(answer.status, answer.text).toBe(201);
  return answer.body as unknown as Draft;
}
async function save(draft: Draft, data: object, who = 'young') {
  const body = { data: { ...draft.data, ...data }, materials: [] };
  const { id, version } = draft;
  return town.send(who, 'PUT', `/drafts/${id}`, { body, version });
}
async function apply(who = 'young') {
  const draft = await start(who);
  await save(draft, await answers(who), who);
  const made = await town.send(who, 'POST', '/cases', { body: { draftId: draft.id } });
  expect(made.status, made.text).toBe(201);
  return String(made.body.id);
}
const view = async (id: string, who = 'young') =>
  (await town.send(who, 'GET', `/cases/${id}`)).body as unknown as CaseView;
const desk = async (who: string, id: string) =>
  (await town.send(who, 'GET', `/cases/${id}/desk`)).body as unknown as DeskView;
const taskOf = async (id: string, department: string) =>
  (await view(id)).tasks.find((one) => one.state === 'open' && one.department.id === department);

async function act(who: string, id: string, verb: string, department: string, body: object = {}) {
  const task = await taskOf(id, department);
  const { version } = await view(id);
  return town.send(who, 'POST', `/cases/${id}/${verb}`, {
    body: { taskId: task?.id ?? id, ...body },
    version,
  });
}
const opine = (who: string, id: string, department: string, opinion = 'agree') =>
  act(who, id, 'opine', department, { opinion, text: '不影响通行' });

describe('并联审批: three departments at once (行政许可法 art. 26)', () => {
  const accepted = async () => {
    const id = await apply();
    const answer = await act('urbanWindow', id, 'accept', 'urban');
    expect(answer.status, answer.text).toBe(200);
    return id;
  };

  test('each gets a task with its own date; the slow one is visible to all', async () => {
    const id = await accepted();
    const open = (await view(id)).tasks.filter(({ state }) => state === 'open');
    expect(open.map(({ department }) => department.id).sort()).toEqual([
      'planning',
      'traffic',
      'urban',
    ]);
    expect(new Set(open.map(({ dueOn }) => dueOn))).toEqual(new Set(['2026-03-05']));
    expect((await opine('planningReviewer', id, 'planning')).status).toBe(200);
    town.set(at('2026-03-06 09:00'));
    for (const who of ['young', 'planningReviewer', 'urbanReviewer']) {
      const tasks = (who === 'young' ? await view(id) : await desk(who, id)).tasks;
      const late = tasks.filter((task) => task.late).map(({ department }) => department.id);
      expect(late.sort(), who).toEqual(['traffic', 'urban']);
    }
  });

  test('each sees the opinions of the others; the applicant sees that they were given', async () => {
    const id = await accepted();
    await opine('planningReviewer', id, 'planning', 'agree-with-conditions');
    const seen = await desk('trafficReviewer', id);
    expect(seen.opinions).toMatchObject([
      { kind: 'joint', department: { id: 'planning' }, opinion: 'agree-with-conditions' },
    ]);
    const own = await town.send('young', 'GET', `/cases/${id}`);
    expect(own.text).toContain('opinion-given');
    expect(own.text).not.toContain('不影响通行');
  });

  test('departments that answer at the same time do not hinder each other', async () => {
    const id = await accepted();
    const answers = await Promise.all([
      opine('planningReviewer', id, 'planning'),
      opine('trafficReviewer', id, 'traffic'),
      opine('urbanReviewer', id, 'urban'),
    ]);
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [200, undefined],
      [200, undefined],
      [200, undefined],
    ]);
    expect(await view(id)).toMatchObject({ stage: 'review' });
  });

  test('a department acts on its own task only, and others not at all', async () => {
    const id = await accepted();
    const foreign = await act('planningReviewer', id, 'opine', 'traffic', {
      opinion: 'agree',
      text: '代答',
    });
    expect(foreign.body.code).toBe('process-host.task_unknown');
    expect((await town.send('window', 'GET', `/cases/${id}/desk`)).status).toBe(404);
    const early = await act('urbanApprover', id, 'decide', 'urban', {
      decision: 'grant',
      reasons: [],
    });
    expect(early.status).toBeGreaterThanOrEqual(400);
    expect((await view(id)).decidedAt).toBeNull();
    const extend = await act('trafficApprover', id, 'extend', 'urban', { days: 5, reason: '代延' });
    expect([extend.status, extend.body.code]).toEqual([403, 'case.not_handling']);
  });

  test('after all opinions it is reviewed and granted for the period asked for', async () => {
    const id = await accepted();
    await opine('planningReviewer', id, 'planning');
    await opine('trafficReviewer', id, 'traffic');
    await opine('urbanReviewer', id, 'urban');
    const proposal = { proposal: 'grant', text: '各部门同意' };
    expect((await act('urbanReviewer', id, 'review', 'urban', proposal)).status).toBe(200);
    const grant = { decision: 'grant', reasons: [] };
    const decided = await act('urbanApprover', id, 'decide', 'urban', grant);
    expect(decided.status, decided.text).toBe(200);
    const closed = await view(id);
    const rows = await town.db.owner(
      `select valid_from_on::text as f, valid_until_on::text as u, holder_kind as k
       from certificate.certificates where id = $1`,
      [closed.certificateId],
    );
    expect(rows).toEqual([{ f: '2026-04-01', u: '2026-04-20', k: 'person' }]);
  });

  test('a firm may apply too; its register entry makes the extract needless', async () => {
    const id = await apply('firm');
    const { tasks, materials, state } = await view(id, 'firm');
    expect(state).toBe('submitted');
    expect(materials).toContainEqual({ code: 'applicant-register', materialIds: [] });
    expect(tasks).toHaveLength(1);
  });
});

test('a limit that crosses into a year without schedule is shown as not before', async () => {
  town.set(at('2026-12-15 09:00'));
  const id = await apply();
  await act('urbanWindow', id, 'accept', 'urban');
  const { legal, timeline } = await view(id);
  expect(legal).toMatchObject({ certain: false, uncertain: 'year-not-loaded' });
  expect(timeline.at(-1)?.params).toMatchObject({ certain: false });
  const rows = await town.db.owner('select legal_certain from "case".cases where id = $1', [id]);
  expect(rows).toEqual([{ legal_certain: false }]);
});

test('under a foreign scope no table of cases shows a row', async () => {
  await apply();
  const tables = await town.db.owner<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'case'`,
  );
  expect(tables).toHaveLength(6);
  const client = await town.db.pool.connect();
  try {
    await client.query('begin');
    await client.query(
      `select set_config('yw.kind', 'officer', true), set_config('yw.actor', 'x', true),
        set_config('yw.person', 'x', true), set_config('yw.organizations', '{nowhere}', true),
        set_config('yw.regions', '{[99,99:)}', true)`,
    );
    for (const { name } of tables) {
      const { rows } = await client.query(`select 1 from ${name} limit 1`);
      expect(rows, name).toEqual([]);
    }
  } finally {
    await client.query('rollback');
    client.release();
  }
});

describe('bad input', () => {
  test('files of somebody else, missing files and unknown fields are refused', async () => {
    const submit = async (more: object) => {
      const draft = await start();
      await save(draft, { ...(await answers('young')), ...more });
      return town.send('young', 'POST', '/cases', { body: { draftId: draft.id } });
    };
    expect((await submit({ sitePlan: [await town.upload('old')] })).body.code).toBe(
      'material.unknown',
    );
    expect((await submit({ sitePlan: [] })).body.code).toBe('form.invalid');
    expect((await submit({ secret: 1 })).body.code).toBe('form.invalid');
    expect((await submit({ period: { from: '2026-04-20', to: '2026-04-01' } })).status).toBe(422);
    const none = { body: { draftId: '00000000-0000-7000-8000-000000000000' } };
    expect((await town.send('young', 'POST', '/cases', none)).body.code).toBe('case.draft_unknown');
  });

  test('a form published while a draft is open: told what changed, nothing typed is lost', async () => {
    const draft = await start();
    await save(draft, await answers('young'));
    const pack = readPackages().find(({ item }) => item.slug === 'road-occupation')!;
    const extra = {
      id: 'night',
      type: 'choice' as const,
      as: 'radio' as const,
      required: true,
      label: { zh: '夜间施工', en: 'Night work' },
      purpose: { zh: '核实影响', en: 'To see the effect' },
      basis: pack.form.pages[0]!.fields[0]!.basis,
      options: ['yes', 'no'].map((value) => ({ value, label: { zh: value, en: value } })),
    };
    const [first, ...rest] = pack.form.pages;
    const fields = first!.fields.filter(({ id }) => id !== 'place');
    const form: FormDefinition = {
      ...pack.form,
      version: pack.form.version + 1,
      pages: [{ ...first!, fields: [...fields, extra] }, ...rest],
    };
    const face = pack.item.certificate!.face.filter(({ id }) => id !== 'place');
    const certificate = { ...pack.item.certificate!, face };
    const item = { ...pack.item, certificate, effectiveOn: '2026-03-03' };
    await town.asSystem((tx) => publish(tx, town.platform, { ...pack, item, form }));
    town.set(at('2026-03-03 09:00'));
    const submit = () => town.send('young', 'POST', '/cases', { body: { draftId: draft.id } });
    expect((await submit()).body.code).toBe('case.form_changed');
    const open = (await town.send('young', 'GET', `/drafts/${draft.id}`)).body as unknown as Draft;
    expect(open.changed).toMatchObject({
      dropped: [{ id: 'place', reason: 'removed' }],
      added: [{ id: 'night' }],
    });
    expect(open.data).toMatchObject({ road: '黄山路', area: 36 });
    expect((await save(open, { night: 'no' })).status).toBe(200);
    expect((await submit()).status).toBe(201);
  });
});
