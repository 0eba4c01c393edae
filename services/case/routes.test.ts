import { dispute } from '@yiwang/data/base-register';
import { withActor } from '@yiwang/foundation/db';
import { entriesOf } from '@yiwang/foundation/ledger';
import { at, callOf } from '@yiwang/foundation/testing';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applicationOf, casesByIds, completeRule, reopenForOfficer } from './index.ts';
import type { CaseView, Draft } from './schema.ts';
import { openTown, type Town } from './town.fixture.ts';

const START = at('2026-03-02 09:00');
let town: Town;
beforeAll(async () => {
  town = await openTown(START);
});
afterAll(() => town.close());

const startCard = async (who = 'old') => {
  const started = await town.send(who, 'POST', '/drafts', { body: { itemSlug: 'elder-card' } });
  expect(started.status, started.text).toBe(201);
  return started.body as unknown as Draft;
};
const fill = async (who: string, draft: Draft, more: object = {}) => {
  const data = { ...draft.data, mobile: '13800000002', truth: true, ...more };
  const saved = await town.send(who, 'PUT', `/drafts/${draft.id}`, {
    body: { data, materials: [{ code: 'photo', materialIds: [], later: true }] },
    version: draft.version,
  });
  expect(saved.status, saved.text).toBe(200);
};
const submitCard = async (who = 'old') => {
  const draft = await startCard(who);
  await fill(who, draft);
  const made = await town.send(who, 'POST', '/cases', { body: { draftId: draft.id } });
  expect(made.status, made.text).toBe(201);
  return made.body as { id: string; caseNo: string; queryCode: string };
};
const view = async (who: string, id: string) =>
  (await town.send(who, 'GET', `/cases/${id}`)).body as unknown as CaseView;
const ruleDue = async (id: string) => {
  const rows = await town.db.owner<{ data: { effectId: string; decision: string } }>(
    `select data from events.outbox where subject = $1 and type = 'case.rule-due' order by seq`,
    [id],
  );
  return rows.at(-1)!.data;
};
const answerRule = async (id: string, outcome: 'granted' | 'manual') => {
  const { effectId } = await ruleDue(id);
  const reasons = [{ zh: '年满六十周岁', en: 'Sixty years old' }];
  await town.asSystem((tx) =>
    completeRule(tx, town.platform, { caseId: id, effectId, outcome, reasons, fired: ['1'] }),
  );
};

describe('drafts', () => {
  test('begin filled with what government holds, each value with source and date', async () => {
    const draft = await startCard();
    expect(draft.data).toMatchObject({ name: '王秀英', birthOn: '1958-04-01' });
    expect(draft.provenance.name).toMatchObject({
      source: { zh: '合肥市公安局蜀山分局' },
      asOf: '2026-01-05',
      element: 'person.name',
    });
    const card = draft.requirements.find(({ code }) => code === 'id-card');
    expect(card?.reuse).toMatchObject({ kind: 'register' });
  });

  test('are seen by their owner only', async () => {
    const { id } = await startCard();
    expect((await town.send('young', 'GET', `/drafts/${id}`)).status).toBe(404);
    expect((await town.send('window', 'GET', `/drafts/${id}`)).status).toBe(404);
    expect((await town.send(null, 'GET', `/drafts/${id}`)).status).toBe(401);
    const { items } = (await town.send('old', 'GET', '/drafts')).body as { items: Draft[] };
    expect(items.map((draft) => draft.id)).toContain(id);
  });

  test('keep what was typed, whole, and refuse a version that is not the newest', async () => {
    const draft = await startCard();
    await fill('old', draft, { livesHere: 'yes' });
    const again = (await town.send('old', 'GET', `/drafts/${draft.id}`)).body as unknown as Draft;
    expect(again).toMatchObject({ version: 2, data: { livesHere: 'yes', mobile: '13800000002' } });
    const late = await town.send('old', 'PUT', `/drafts/${draft.id}`, {
      body: { data: {}, materials: [] },
      version: 1,
    });
    expect([late.status, late.body.code]).toEqual([412, 'case.draft_changed']);
    const blind = await town.send('old', 'PUT', `/drafts/${draft.id}`, {
      body: { data: {}, materials: [] },
    });
    expect(blind.status).toBe(428);
  });

  test('can be thrown away', async () => {
    const { id } = await startCard();
    expect((await town.send('old', 'DELETE', `/drafts/${id}`)).status).toBe(204);
    expect((await town.send('old', 'GET', `/drafts/${id}`)).status).toBe(404);
  });

  test('need a real name, an item that exists, and the right kind of applicant', async () => {
    const start = (who: string, itemSlug: string) =>
      town.send(who, 'POST', '/drafts', { body: { itemSlug } });
    expect((await start('stranger', 'elder-card')).body.code).toBe('http.level_too_low');
    expect((await start('old', 'no-such-item')).status).toBe(404);
    expect((await start('old', 'food-licence')).body.code).toBe('case.not_served');
    expect((await start('firm', 'elder-card')).body.code).toBe('case.not_served');
    expect((await town.send('old', 'POST', '/drafts', { body: {} })).status).toBe(422);
    const outside = { itemSlug: 'road-occupation', regionCode: '110101' };
    const answer = await town.send('old', 'POST', '/drafts', { body: outside });
    expect([404, 422]).toContain(answer.status);
  });
});

describe('submission', () => {
  test('checks the form on the server and names every wrong answer', async () => {
    const draft = await startCard();
    const bad = await town.send('old', 'POST', '/cases', { body: { draftId: draft.id } });
    expect([bad.status, bad.body.code]).toEqual([422, 'form.invalid']);
    expect(bad.body.errors).toContainEqual(expect.objectContaining({ pointer: '/truth' }));
  });

  test('puts the register’s values back, whatever the browser sends', async () => {
    const draft = await startCard();
    await fill('old', draft, { birthOn: '1940-01-01', name: '冒名' });
    const made = await town.send('old', 'POST', '/cases', { body: { draftId: draft.id } });
    const { data } = await view('old', String(made.body.id));
    expect(data).toMatchObject({ birthOn: '1958-04-01', name: '王秀英' });
  });

  test('lets a disputed value be changed, and says that it is disputed', async () => {
    const claim = {
      element: 'person.residence',
      claimed: '合肥市蜀山区望江路9号',
      reason: '已搬家',
    };
    await withActor(town.db, callOf(town.people.young!, town.now()), (tx) =>
      dispute(tx, town.platform, { subjectId: town.subjects.young, ...claim }),
    );
    const other = { ...claim, element: 'person.birthOn', claimed: '1960-01-02' };
    await withActor(town.db, callOf(town.people.young!, town.now()), (tx) =>
      dispute(tx, town.platform, { subjectId: town.subjects.young, ...other }),
    );
    const draft = await startCard('young');
    expect(draft.provenance.birthOn).toMatchObject({ disputed: true });
    expect(draft.provenance.name).not.toHaveProperty('disputed');
    await fill('young', draft, { birthOn: '1960-01-02', mobile: '13800000001' });
    const made = await town.send('young', 'POST', '/cases', { body: { draftId: draft.id } });
    expect(made.status, made.text).toBe(201);
    const { data } = await view('young', String(made.body.id));
    expect(data).toMatchObject({ birthOn: '1960-01-02', name: '李小明' });
  });

  test('repeated with the same key is the same case; the draft is gone', async () => {
    const draft = await startCard();
    await fill('old', draft);
    const key = v7();
    const submit = (once: string) =>
      town.send('old', 'POST', '/cases', { body: { draftId: draft.id }, key: once });
    const [one, two] = [await submit(key), await submit(key)];
    expect([one.status, two.status]).toEqual([201, 201]);
    expect(two.body).toEqual(one.body);
    expect((await submit(v7())).body.code).toBe('case.draft_unknown');
    const rows = await town.db.owner('select 1 from "case".cases where case_no = $1', [
      one.body.caseNo,
    ]);
    expect(rows).toHaveLength(1);
  });

  test('two clicks at the same time make one case', async () => {
    const draft = await startCard();
    await fill('old', draft);
    const submit = () => town.send('old', 'POST', '/cases', { body: { draftId: draft.id } });
    const answers = await Promise.all([submit(), submit(), submit()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 404, 404]);
  });

  test('stores no personal data in clear, and enters the ledger', async () => {
    const { id, caseNo } = await submitCard();
    expect(caseNo).toMatch(/^340104\d{4}20260302\d{6}$/);
    const rows = await town.db.owner<Record<string, unknown>>(
      `select row_to_json(c)::text as c, (select string_agg(t.params::text, '') from "case".timeline t
         where t.case_id = c.id) as t, (select string_agg(o.data::text, '') from events.outbox o
         where o.subject = c.id::text) as e from "case".cases c where id = $1`,
      [id],
    );
    expect(JSON.stringify(rows)).not.toMatch(/王秀英|19580401|13800000002/);
    const entries = await town.asSystem((tx) => entriesOf(tx, { capability: 'case', id }));
    expect(entries.map(({ kind }) => kind)).toEqual(['case.submitted', 'case.accepted']);
  });
});

describe('an immediate item', () => {
  test('is accepted at once, decided by rule, and its certificate issued', async () => {
    const { id } = await submitCard();
    const before = await view('old', id);
    expect(before).toMatchObject({ state: 'accepted', stage: 'checking', waitingFor: 'office' });
    expect(before.legal?.dueOn).toBe('2026-03-30');
    await answerRule(id, 'granted');
    const after = await view('old', id);
    expect(after).toMatchObject({
      state: 'closed',
      outcome: 'granted',
      closingCode: '0',
      stage: 'closed-granted',
      waitingFor: 'nobody',
      acts: [],
      decision: { by: 'rule', reasons: [{ zh: '年满六十周岁' }] },
    });
    expect(after.timeline.map(({ kind }) => kind)).toEqual([
      'submitted',
      'accepted',
      'granted-by-rule',
      'certificate-issued',
      'closed',
    ]);
    const held = await town.db.owner(
      'select holder_id from certificate.certificates where id = $1',
      [after.certificateId],
    );
    expect(held).toEqual([{ holder_id: town.subjects.old }]);
    await answerRule(id, 'granted');
    expect((await view('old', id)).version).toBe(after.version);
  });

  test('goes to a person when the rules do not decide it', async () => {
    const { id } = await submitCard();
    await answerRule(id, 'manual');
    await answerRule(id, 'manual');
    const open = await view('old', id);
    expect(open).toMatchObject({ state: 'accepted', stage: 'decide' });
    const handed = open.timeline.filter(({ kind }) => kind === 'handed-to-officer');
    expect(handed).toHaveLength(1);
    const desk = await town.send('civilApprover', 'GET', `/cases/${id}/desk`);
    expect(desk.body).toMatchObject({ acts: ['decide'], masked: true });
  });

  test('is decided again by a person when its applicant asks for one', async () => {
    const { id } = await submitCard();
    await answerRule(id, 'granted');
    const first = await view('old', id);
    await town.asSystem((tx) => reopenForOfficer(tx, town.platform, id));
    await answerRule(id, 'granted');
    const open = await view('old', id);
    expect(open).toMatchObject({ state: 'accepted', stage: 'decide', outcome: null });
    const [task] = open.tasks;
    const decided = await town.send('civilApprover', 'POST', `/cases/${id}/decide`, {
      body: { taskId: task?.id, decision: 'grant', reasons: [] },
      version: open.version,
    });
    expect(decided.status, decided.text).toBe(200);
    const closed = await view('old', id);
    expect(closed).toMatchObject({ state: 'closed', decision: { by: 'officer' } });
    expect(closed.certificateId).toBe(first.certificateId);
    await expect(
      town.asSystem((tx) => reopenForOfficer(tx, town.platform, id)),
    ).rejects.toMatchObject({ code: 'case.not_by_rule' });
  });
});

describe('seeing a case', () => {
  test('its applicant lists own cases only, newest first, page by page', async () => {
    await submitCard();
    await submitCard();
    const one = await town.send('old', 'GET', '/cases?limit=1');
    const [newest] = one.body.items as { id: string }[];
    const two = await town.send('old', 'GET', `/cases?limit=1&after=${String(one.body.next)}`);
    const [older] = two.body.items as { id: string }[];
    expect(newest?.id).not.toBe(older?.id);
    expect((await town.send('firm', 'GET', '/cases')).body.items).toEqual([]);
    expect((await town.send('young', 'GET', `/cases/${newest?.id}`)).status).toBe(404);
    expect((await town.send('old', 'GET', '/cases?after=x')).status).toBe(400);
  });

  test('an officer outside the scope sees nothing; a resident has no desk', async () => {
    const { id } = await submitCard();
    expect((await town.send('elsewhere', 'GET', `/cases/${id}/desk`)).status).toBe(404);
    expect((await town.send('window', 'GET', `/cases/${id}/desk`)).status).toBe(404);
    expect((await town.send('old', 'GET', `/cases/${id}/desk`)).status).toBe(403);
    expect((await town.send('civilApprover', 'GET', `/cases/${id}`)).status).toBe(404);
    const editor = { ...town.people.civilApprover!, permissions: ['item-catalogue.publish'] };
    town.people.editor = editor;
    for (const path of ['desk', 'clock', `documents/${id}`])
      expect((await town.send('editor', 'GET', `/cases/${id}/${path}`)).status, path).toBe(403);
  });

  test('the officer sees it masked, and the resident finds that reading', async () => {
    const { id } = await submitCard();
    const desk = await town.send('civilApprover', 'GET', `/cases/${id}/desk`);
    expect(desk.body).toMatchObject({ masked: true, applicant: { name: '王*英' } });
    expect(desk.text).not.toMatch(/王秀英|19580401|1958-04-01|13800000002/);
    const reads = await town.db.owner<Record<string, unknown>>(
      `select subject_id, fields, purpose, organization_id, post_id from audit.reads
       where case_id = $1 and organization_id = 'civil'`,
      [id],
    );
    expect(reads).toMatchObject([
      { subject_id: town.subjects.old, purpose: '办理您的申请', post_id: 'civil-approver' },
    ]);
    expect(reads[0]?.fields).toContain('person.idNumber');
  });

  test('rules read what was filed, and that reading is recorded; lists hold no content', async () => {
    const { id } = await submitCard();
    const reading = { purpose: '按规则核对' };
    const { data, item } = await town.asSystem((tx) =>
      applicationOf(tx, town.platform, id, reading),
    );
    expect([data.name, item.slug]).toEqual(['王秀英', 'elder-card']);
    const reads = await town.db.owner(
      `select 1 from audit.reads where case_id = $1 and purpose = '按规则核对'`,
      [id],
    );
    expect(reads).toHaveLength(1);
    const listed = (who: string) =>
      withActor(town.db, callOf(town.people[who]!, town.now()), (tx) => casesByIds(tx, [id]));
    expect(await listed('civilApprover')).toMatchObject([{ id, itemId: 'elder-card.340104' }]);
    expect(JSON.stringify(await listed('civilApprover'))).not.toContain('王秀英');
    expect(await listed('elsewhere')).toEqual([]);
  });

  test('number and query code show the state without signing in, nothing else does', async () => {
    const { caseNo, queryCode } = await submitCard();
    const ask = (no: string, code: string) =>
      town.send(null, 'GET', `/status?caseNo=${no}&queryCode=${code}`);
    const shown = await ask(caseNo, queryCode.toLowerCase());
    expect(shown.body).toMatchObject({ state: 'accepted', legalOn: '2026-03-30' });
    expect(shown.text).not.toMatch(/王|account|subject/);
    expect((await ask(caseNo, 'AAAAAAAA')).status).toBe(404);
    expect((await ask('1', queryCode)).status).toBe(404);
  });
});
