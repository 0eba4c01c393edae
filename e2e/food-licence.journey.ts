import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { begin, fillFoodLicence, handIn, submit } from './application.ts';
import { launchBrowser } from './browser.ts';
import { choose, confirm, openCase, write } from './desk.ts';
import { paper } from './files.ts';
import { ask, deskView } from './interface.ts';
import { leave, look, officer, pictures, resident, type Size } from './stage.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const WRONG_PLAN = paper('隔壁店的平面图.pdf');
const RIGHT_PLAN = paper('平面布局图.pdf');
const MISSING = '平面图不是本店的，请换成本店的平面图，标出操作流程';

type Shown = (what: string) => string | undefined;

/** The office asks for what is missing; there is no second time, neither on the screen nor behind it. */
async function askToCorrect(id: string, shown: Shown): Promise<void> {
  const window = await openCase(browser, 'shichang-chuangkou', id);
  await look(window, shown('desk-01-case'));
  await choose(window, '一次告知补正');
  await window.getByLabel('第 1 项：哪一项').selectOption({ label: '经营场所平面布局图' });
  await write(window, '第 1 项：缺什么、怎么补', MISSING);
  await confirm(window, '一次告知补正', shown('desk-02-correction'));
  await leave(window);
}

async function correct(owner: Page, shown: Shown): Promise<void> {
  await owner.reload();
  await owner.getByText('等您补材料（补正）').first().waitFor();
  await owner.getByText(MISSING).first().waitFor();
  await look(owner, shown('03-correct'));
  await owner.getByRole('button', { name: `移除 ${WRONG_PLAN.name}` }).click();
  await handIn(owner, '平面布局图', RIGHT_PLAN);
  await owner.getByRole('button', { name: '补齐了，提交' }).click();
  await owner.getByText('您补齐了材料（补正）').first().waitFor();
  await look(owner);
}

async function acceptAfterwards(id: string, shown: Shown): Promise<void> {
  const window = await openCase(browser, 'shichang-chuangkou', id);
  const second = window.getByRole('button', { name: /^一次告知补正（补正已用过一次/ });
  expect(await second.isDisabled()).toBe(true);
  const { version, taskOf } = await deskView(window, id);
  const again = await ask(window, 'POST', `/api/services/case/cases/${id}/notify-correction`, {
    body: { taskId: taskOf('accept-review'), items: [{ text: '再补一次' }] },
    version,
  });
  expect(again).toMatchObject({ status: 409, body: { code: 'case.correction_used' } });
  await choose(window, '受理，开始计时');
  await confirm(window, '受理，开始计时', shown('desk-03-accept'));
  await leave(window);
}

/** Two officers visit the place and send a sample to be tested. */
async function visit(id: string, shown: Shown): Promise<void> {
  const inspector = await openCase(browser, 'shichang-hecha', id);
  await choose(inspector, '登记现场核查');
  await inspector.getByRole('checkbox', { name: /^刘强/ }).check();
  await inspector.getByRole('checkbox', { name: /^孙伟/ }).check();
  await write(inspector, '核查情况', '布局与平面图一致，三联水池齐全；凉菜间温度偏高');
  await inspector.getByRole('checkbox', { name: '需要检验检测' }).check();
  await confirm(inspector, '登记现场核查', shown('desk-04-visit'));
  await inspector.goto(`/desk/cases/${id}`);
  await choose(inspector, '委托检验，停止计时');
  await write(inspector, '检验什么', '自制凉菜');
  await write(inspector, '检验机构', '合肥市食品药品检验中心');
  await write(inspector, '预计需要几个工作日', '5');
  await write(inspector, '为什么要检验，检验什么', '凉菜间温度偏高，抽样检验菌落总数');
  await confirm(inspector, '委托检验，停止计时', shown('desk-05-test'));
  await leave(inspector);
}

/** The applicant sees that the clock stands still, until when, and the written notice of it. */
async function seePause(owner: Page, shown: Shown): Promise<void> {
  await owner.reload();
  await owner.getByText('等检验检测结果（特别程序）').first().waitFor();
  await owner.getByText('现在时间停着不算').waitFor();
  await look(owner, shown('04-clock-stopped'));
  const [notice] = await Promise.all([
    owner.waitForEvent('popup'),
    owner
      .getByRole('link', { name: /^特别程序告知书/ })
      .first()
      .click(),
  ]);
  await notice.getByText('合肥市食品药品检验中心').first().waitFor();
  await look(notice, shown('05-notice'));
  await notice.close();
}

async function finish(id: string, shown: Shown): Promise<void> {
  const inspector = await openCase(browser, 'shichang-hecha', id);
  await choose(inspector, '登记检验结果，恢复计时');
  await write(inspector, '报告编号', 'HF-2026-0815');
  await confirm(inspector, '登记检验结果，恢复计时');
  await leave(inspector);
  const reviewer = await openCase(browser, 'shichang-shencha', id);
  await choose(reviewer, '建议准予，送审批');
  await write(reviewer, '意见', '材料齐全，核查和检验均符合条件');
  await confirm(reviewer, '建议准予，送审批', shown('desk-06-review'));
  await leave(reviewer);
  const approver = await openCase(browser, 'shichang-shenpi', id);
  await approver.getByRole('button', { name: '准予，签发证照', exact: true }).waitFor();
  await approver.keyboard.press('y');
  await confirm(approver, '准予，签发证照', shown('desk-07-decide'));
  await leave(approver);
}

/** Every step in plain words; then the licence, and what he thinks of the service. */
async function seeResult(owner: Page, shown: Shown): Promise<void> {
  await owner.reload();
  await owner.getByText('办完了，同意（准予）').first().waitFor();
  for (const line of [
    '提交申请',
    /通知您补材料，共 1 项/,
    '您补齐了材料（补正）',
    '收下申请，开始算时间（受理）',
    /2 名工作人员于 .+ 上门看过/,
    /送去检验检测，预计 5 个工作日/,
    '检验检测结果已出，继续算时间',
    '审查完成',
    '电子证照已发',
  ])
    await owner.getByText(line).first().waitFor();
  await look(owner, shown('06-granted'));
  await owner.getByText('不满意', { exact: true }).click();
  await owner.getByLabel(/^还想说什么/).fill('检验等得太久');
  await owner.getByRole('button', { name: '提交评价' }).click();
  await owner.getByRole('heading', { name: '您已评价' }).waitFor();
  await look(owner);
  await owner.getByRole('link', { name: '查看证照' }).click();
  await owner.getByRole('heading', { level: 1, name: '食品经营许可证' }).waitFor();
  await look(owner, shown('07-licence'));
}

async function seeCallBack(caseNo: string, shown: Shown): Promise<void> {
  const monitor = await officer(browser, 'zhengwu-jiancha');
  await monitor.goto('/desk/ratings/callbacks');
  await monitor.getByRole('row').filter({ hasText: caseNo }).getByText('不满意').waitFor();
  await look(monitor, shown('desk-08-call-back'));
  await leave(monitor);
}

const kept: Readonly<Record<Size, readonly string[]>> = {
  desktop: [
    'desk-01-case',
    'desk-02-correction',
    'desk-03-accept',
    'desk-04-visit',
    'desk-05-test',
    'desk-07-decide',
    'desk-08-call-back',
    '06-granted',
  ],
  phone: ['01-check', '03-correct', '04-clock-stopped', '05-notice', '06-granted'],
};

describe.each<Size>(['desktop', 'phone'])('at %s size', (size) => {
  test('a food licence, from a wrong floor plan to the rating', async () => {
    const shown = pictures(`3-food-licence-${size}`, kept[size]);
    const owner = await resident(browser, '13900000003', size);
    await begin(owner, 'food-licence', '文博小吃店');
    await fillFoodLicence(owner, WRONG_PLAN);
    await look(owner, shown('01-check'));
    const id = await submit(owner);
    await look(owner);
    const numbers = await owner.getByText(/^办件编号/).textContent();
    const caseNo = numbers?.match(/\d{20,}/)?.[0] ?? '';
    await askToCorrect(id, shown);
    await correct(owner, shown);
    await acceptAfterwards(id, shown);
    await owner.reload();
    await owner.getByText('等工作人员上门看（现场核查）').first().waitFor();
    await owner
      .getByText(/作出决定：/)
      .getByText(/最晚/)
      .first()
      .waitFor();
    await visit(id, shown);
    await seePause(owner, shown);
    await finish(id, shown);
    await seeResult(owner, shown);
    await seeCallBack(caseNo, shown);
    await leave(owner);
  });
});
