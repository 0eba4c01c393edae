import { closePdf, verifySeal } from '@yiwang/foundation/pdf';
import { at } from '@yiwang/foundation/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CaseView, ClockView, DeskView, DocumentView, Draft } from './schema.ts';
import { openTown, type Town } from './town.fixture.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown(at('2026-03-01 09:00'));
});
afterAll(async () => {
  await town.close();
  await closePdf();
});
/** A Monday; the five working days end on Monday 2026-03-09. */
beforeEach(() => town.set(at('2026-03-02 09:00')));

const answers = async () => ({
  contactName: '李小明',
  contactPhone: '13800000001',
  premises: { region: '340104', detail: '望江路2号' },
  area: 86.5,
  businessType: 'catering',
  projects: ['hot-food', 'cold-food'],
  equipment: '四门冰箱 1 台',
  safetyManager: '李小明',
  staff: [{ who: '李小明', duty: '厨师' }],
  floorPlan: [await town.upload('firm')],
  safetyRules: [await town.upload('firm')],
  truth: true,
});

async function apply() {
  const started = await town.send('firm', 'POST', '/drafts', {
    body: { itemSlug: 'food-licence' },
  });
  expect(started.status, started.text).toBe(201);
  const draft = started.body as unknown as Draft;
  const data = { ...draft.data, ...(await answers()) };
  const body = { data, materials: [{ code: 'health-certificates', materialIds: [], later: true }] };
  await town.send('firm', 'PUT', `/drafts/${draft.id}`, { body, version: 1 });
  const made = await town.send('firm', 'POST', '/cases', { body: { draftId: draft.id } });
  expect(made.status, made.text).toBe(201);
  return String(made.body.id);
}
const view = async (id: string) =>
  (await town.send('firm', 'GET', `/cases/${id}`)).body as unknown as CaseView;
const desk = async (who: string, id: string) =>
  (await town.send(who, 'GET', `/cases/${id}/desk`)).body as unknown as DeskView;

/** Does an act on the open task of the case, in the version that is newest. */
async function act(who: string, id: string, verb: string, body: object = {}) {
  const { tasks, version } = await view(id);
  const open = tasks.find(({ state }) => state === 'open');
  const taskId = open?.id ?? id;
  return town.send(who, 'POST', `/cases/${id}/${verb}`, { body: { taskId, ...body }, version });
}
async function done(who: string, id: string, verb: string, body: object = {}) {
  const answer = await act(who, id, verb, body);
  expect(answer.status, answer.text).toBe(200);
  return answer.body as { state: string; documentId: string | null };
}
const visit = (more: object = {}) => ({
  onDate: '2026-03-04',
  officers: ['market-inspector', 'market-inspector2'],
  findings: '布局合理，冷藏设备齐全',
  testNeeded: false,
  fileIds: [],
  ...more,
});
const order = {
  product: '凉拌菜',
  institution: '合肥市食品药品检验中心',
  expectedWorkingDays: 5,
  text: '需要检测菌落总数',
};
const missing = { items: [{ materialCode: 'floor-plan', text: '平面图没有标注冷藏设备' }] };

async function accepted() {
  const id = await apply();
  await done('window', id, 'accept');
  return id;
}
async function visited(more: object = {}) {
  const id = await accepted();
  town.set(at('2026-03-04 16:00'));
  await done('inspector', id, 'record-visit', visit(more));
  return id;
}

describe('acceptance (行政许可法 art. 32)', () => {
  test('starts the statutory limit and is certified in writing', async () => {
    const id = await apply();
    expect(await view(id)).toMatchObject({
      state: 'submitted',
      noticeDueOn: '2026-03-09',
      legal: null,
      acts: ['withdraw'],
    });
    const { documentId } = await done('window', id, 'accept');
    const now = await view(id);
    expect(now).toMatchObject({
      state: 'accepted',
      stage: 'visit',
      presumed: false,
      noticeDueOn: null,
      promisedOn: '2026-03-16',
      legal: { dueOn: '2026-03-30', certain: true, total: 20, state: 'running', light: 'green' },
    });
    expect(now.documents).toMatchObject([{ id: documentId, kind: 'acceptance-notice' }]);
  });

  test('one correction notice; a second is refused; the corrected case is accepted', async () => {
    const id = await apply();
    const { documentId } = await done('window', id, 'notify-correction', missing);
    const correcting = await view(id);
    expect(correcting).toMatchObject({
      state: 'correcting',
      waitingFor: 'applicant',
      acts: ['correct', 'withdraw'],
      correction: { dueOn: '2026-04-01', items: [{ materialCode: 'floor-plan' }] },
    });
    const notice = await town.send('firm', 'GET', `/cases/${id}/documents/${documentId}`);
    expect(notice.body).toMatchObject({ title: '补正材料通知书' });
    expect((notice.body as unknown as DocumentView).items[0]).toContain('平面图');
    town.set(at('2026-03-03 10:05'));
    const data = { ...correcting.data, ...(await answers()) };
    const corrected = await town.send('firm', 'POST', `/cases/${id}/correct`, {
      body: { data, materials: correcting.materials },
      version: correcting.version,
    });
    expect(corrected.status, corrected.text).toBe(200);
    const back = await view(id);
    expect(back).toMatchObject({ state: 'submitted', noticeDueOn: '2026-03-10' });
    const again = await act('window', id, 'notify-correction', missing);
    expect([again.status, again.body.code]).toEqual([409, 'case.correction_used']);
    expect((await desk('window', id)).acts).toEqual(['accept', 'refuse-acceptance']);
    await done('window', id, 'accept');
  });

  test('nothing can be corrected unasked, and not with wrong answers', async () => {
    const id = await apply();
    const correct = async (data: object) =>
      town.send('firm', 'POST', `/cases/${id}/correct`, {
        body: { data, materials: [] },
        version: (await view(id)).version,
      });
    expect((await correct({})).body.code).toBe('case.not_correcting');
    await done('window', id, 'notify-correction', missing);
    expect((await correct({})).body.code).toBe('form.invalid');
    const stolen = { ...(await view(id)).data, floorPlan: [await town.upload('old')] };
    expect((await correct(stolen)).status).toBe(404);
    expect((await view(id)).state).toBe('correcting');
  });

  test('five working days of silence are acceptance from the day the materials came', async () => {
    const id = await apply();
    town.set(at('2026-03-10 09:00'));
    for (const [verb, body] of [
      ['notify-correction', missing],
      ['refuse-acceptance', { reason: '不予受理' }],
    ] as const) {
      const late = await act('window', id, verb, body);
      expect([late.status, late.body.code]).toEqual([409, 'case.presumed_accepted']);
    }
    await town.platform.processes.fireDue(town.now());
    const presumed = await view(id);
    expect(presumed).toMatchObject({ state: 'accepted', presumed: true, stage: 'visit' });
    expect(presumed.acceptedAt).toBe(at('2026-03-02 09:00').toISOString());
    expect(presumed.legal?.dueOn).toBe('2026-03-30');
  });

  test('an officer who accepts on the sixth day accepts from the first', async () => {
    const id = await apply();
    town.set(at('2026-03-10 00:00'));
    await done('window', id, 'accept');
    expect(await view(id)).toMatchObject({ presumed: true, legal: { dueOn: '2026-03-30' } });
  });

  test('refused acceptance closes the case and names remedies', async () => {
    const id = await apply();
    const why = { reason: '不属于本机关职权范围', rightAuthority: '包河区市场监督管理局' };
    const { documentId } = await done('window', id, 'refuse-acceptance', why);
    expect(await view(id)).toMatchObject({
      state: 'closed',
      outcome: 'not_accepted',
      closingCode: '1',
    });
    const notice = await town.send('firm', 'GET', `/cases/${id}/documents/${documentId}`);
    expect(notice.text).toContain('60日内');
    expect(notice.text).toMatch(/包河区市场监督管理局[\s\S]*行政复议[\s\S]*6个月/);
  });

  test('what is not corrected in time is closed with code 5', async () => {
    const id = await apply();
    await done('window', id, 'notify-correction', missing);
    town.set(at('2026-04-02 00:01'));
    const { version } = await view(id);
    const late = await town.send('firm', 'POST', `/cases/${id}/correct`, {
      body: { data: {}, materials: [] },
      version,
    });
    expect(late.body.code).toBe('case.correction_over');
    await town.platform.processes.fireDue(town.now());
    expect(await view(id)).toMatchObject({
      state: 'closed',
      outcome: 'correction_missed',
      closingCode: '5',
    });
  });
});

describe('examination', () => {
  test('a visit by one officer, or without enforcement number, is refused', async () => {
    const id = await accepted();
    town.set(at('2026-03-04 16:00'));
    const refusal = async (more: object) =>
      (await act('inspector', id, 'record-visit', visit(more))).body.code;
    expect(await refusal({ officers: ['market-inspector'] })).toBe('case.two_officers');
    expect(await refusal({ officers: ['market-inspector', 'police-inspector'] })).toBe(
      'case.visitor_foreign',
    );
    expect(await refusal({ officers: ['market-inspector', 'market-clerk'] })).toBe(
      'case.enforcement_number_missing',
    );
    expect(await refusal({ onDate: '2026-03-05' })).toBe('case.day_wrong');
    await done('inspector', id, 'record-visit', visit());
    expect(await view(id)).toMatchObject({ stage: 'review', legal: { state: 'running' } });
  });

  test('a test stops the clock with written notice; its result lets it go on', async () => {
    const id = await visited({ testNeeded: true });
    const { documentId } = await done('inspector', id, 'order-test', order);
    const stopped = await view(id);
    expect(stopped).toMatchObject({
      state: 'suspended',
      stage: 'testing',
      waitingFor: 'test',
      legal: { state: 'paused', light: 'grey', certain: false, uncertain: 'paused' },
    });
    const notice = await town.send('firm', 'GET', `/cases/${id}/documents/${documentId}?lang=en`);
    expect(notice.text).toMatch(/5 working days/);
    town.set(at('2026-03-11 10:00'));
    await done('inspector', id, 'record-test', {
      result: 'passed',
      reportNo: 'R-1',
      onDate: '2026-03-11',
      text: '',
    });
    expect((await view(id)).legal).toMatchObject({ dueOn: '2026-04-03', state: 'running' });
    const clock = (await town.send('firm', 'GET', `/cases/${id}/clock`))
      .body as unknown as ClockView;
    const paused = clock.days.filter(({ why }) => why === 'paused').map(({ on }) => on);
    expect(paused).toContain('2026-03-05');
    expect(clock.days.find(({ why }) => why === 'paused')?.clause?.zh).toContain('第四十五条');
  });

  test('the limit is extended once, told in writing', async () => {
    const id = await accepted();
    const extend = (days: number) => act('approver', id, 'extend', { days, reason: '案情复杂' });
    expect((await extend(11)).body.code).toBe('time.extension_out_of_range');
    expect((await extend(10)).status).toBe(200);
    expect((await view(id)).legal).toMatchObject({ dueOn: '2026-04-14', total: 30 });
    expect((await extend(1)).body.code).toBe('time.already_extended');
  });
});

describe('decision', () => {
  const reviewed = async (more: object = {}) => {
    const id = await visited(more);
    await done('reviewer', id, 'review', { proposal: 'grant', text: '符合条件' });
    return id;
  };

  test('grants, issues the licence for five years, and says so to the applicant', async () => {
    const id = await reviewed();
    const { documentId } = await done('approver', id, 'decide', { decision: 'grant', reasons: [] });
    const closed = await view(id);
    expect(closed).toMatchObject({ state: 'closed', outcome: 'granted', legal: { state: 'met' } });
    const [licence] = await town.db.owner<{ valid_until_on: string }>(
      'select valid_until_on::text from certificate.certificates where id = $1',
      [closed.certificateId],
    );
    expect(licence?.valid_until_on).toBe('2031-03-03');
    const page = await town.send('firm', 'GET', `/cases/${id}/documents/${documentId}/page`);
    expect(page.text).toMatch(/准予行政许可决定书[\s\S]*蜀山区老王面馆/);
    const opened = (await view(id)).documents.find((one) => one.id === documentId);
    expect(opened?.openedAt).toBe(town.now().toISOString());
  });

  test('a refusal needs reasons and names both remedies with their clauses', async () => {
    const id = await reviewed();
    const refuse = (reasons: string[]) => ({ decision: 'refuse', reasons });
    expect((await act('approver', id, 'decide', refuse([]))).body.code).toBe(
      'case.reasons_missing',
    );
    const { documentId } = await done('approver', id, 'decide', refuse(['冷藏设备不足']));
    const notice = (await town.send('firm', 'GET', `/cases/${id}/documents/${documentId}`)).text;
    expect(notice).toMatch(/冷藏设备不足/);
    expect(notice).toMatch(/60日内[\s\S]*《行政复议法》第二十条（2024-01-01 版）/);
    expect(notice).toMatch(/6个月内[\s\S]*《行政诉讼法》第四十六条（2017-07-01 版）/);
    expect(await view(id)).toMatchObject({
      state: 'closed',
      outcome: 'refused',
      certificateId: null,
    });
  });

  test('a failed test cannot be granted, and its refusal names the standard', async () => {
    const id = await visited({ testNeeded: true });
    await done('inspector', id, 'order-test', order);
    const result = { result: 'failed', reportNo: 'R-2', onDate: '2026-03-04', text: '' };
    await done('inspector', id, 'record-test', result);
    await done('reviewer', id, 'review', { proposal: 'refuse', text: '检测不合格' });
    const decide = (body: object) => act('approver', id, 'decide', body);
    const refuse = { decision: 'refuse', reasons: ['菌落总数超标'] };
    expect((await decide({ decision: 'grant', reasons: [] })).body.code).toBe('case.test_failed');
    expect((await decide(refuse)).body.code).toBe('case.standards_missing');
    expect((await decide({ ...refuse, clauses: ['GB 31654-2021'] })).status).toBe(200);
  });

  test('who reviewed may not decide', async () => {
    const id = await visited();
    const person = town.people.approver!;
    town.people.double = { ...person, postKind: 'reviewer' };
    await done('double', id, 'review', { proposal: 'grant', text: '符合条件' });
    const decided = await act('approver', id, 'decide', { decision: 'grant', reasons: [] });
    expect([decided.status, decided.body.code]).toEqual([409, 'case.four_eyes']);
  });

  test('two officers deciding at once: one decision, one conflict', async () => {
    const id = await reviewed();
    const grant = { decision: 'grant', reasons: [] };
    const answers = await Promise.all([
      act('approver', id, 'decide', grant),
      act('approver2', id, 'decide', { decision: 'refuse', reasons: ['不同意'] }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const rows = await town.db.owner(
      `select 1 from "case".documents where case_id = $1 and kind like '%-decision'`,
      [id],
    );
    expect(rows).toHaveLength(1);
    const later = await act('approver2', id, 'decide', grant);
    expect([later.status, later.body.code]).toEqual([409, 'case.already_decided']);
  });

  test('an act in an old version of the case, on a foreign task or by another post is refused', async () => {
    const [id, other] = [await apply(), await apply()];
    const { tasks, version } = await view(id);
    const send = (who: string, taskId: string | undefined, at: number) =>
      town.send(who, 'POST', `/cases/${id}/accept`, { body: { taskId }, version: at });
    expect((await send('window', tasks[0]?.id, version + 1)).body.code).toBe('http.stale');
    const foreign = (await view(other)).tasks[0]?.id;
    expect((await send('window', foreign, version)).body.code).toBe('case.wrong_task');
    expect((await send('approver', tasks[0]?.id, version)).body.code).toBe(
      'process-host.not_candidate',
    );
    expect((await send('elsewhere', tasks[0]?.id, version)).status).toBe(404);
    expect([(await view(id)).version, (await view(other)).version]).toEqual([1, 1]);
  });

  test('the applicant takes it back before the decision, not after', async () => {
    const id = await reviewed();
    const take = async () =>
      town.send('firm', 'POST', `/cases/${id}/withdraw`, {
        body: {},
        version: (await view(id)).version,
      });
    expect((await take()).status).toBe(200);
    expect(await view(id)).toMatchObject({
      state: 'closed',
      outcome: 'withdrawn',
      closingCode: '2',
    });
    expect((await take()).body.code).toBe('case.closed');
    expect((await desk('approver', id)).mine).toEqual([]);
  });
});

test('a notice is a sealed PDF that verifies', async () => {
  const id = await accepted();
  const [notice] = (await view(id)).documents;
  const file = await town.file('firm', `/cases/${id}/documents/${notice?.id}/file`);
  const { anchors } = town.platform.keys.certificates();
  expect(await verifySeal(file, anchors, town.now())).toMatchObject({ valid: true });
});

test('unmasked only with the permission and a purpose', async () => {
  const id = await accepted();
  const open = async (who: string, purpose?: string) =>
    (await town.send(who, 'GET', `/cases/${id}/desk`, { ...(purpose && { purpose }) }))
      .body as unknown as DeskView;
  expect((await open('approver')).masked).toBe(true);
  expect((await open('window', '电话联系')).masked).toBe(true);
  const whole = await open('approver', '电话联系申请人');
  expect(whole).toMatchObject({ masked: false, data: { contactPhone: '13800000001' } });
  expect((await open('approver')).data.contactPhone).toBe('138****0001');
});
