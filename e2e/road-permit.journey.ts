import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { begin, fillRoadOccupation, submit } from './application.ts';
import { launchBrowser } from './browser.ts';
import { choose, confirm, openCase, write } from './desk.ts';
import { leave, look, officer, resident } from './stage.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const inDays = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const AGREE = '同意，答复主办部门';

async function opine(login: string, id: string, text: string, shown?: string): Promise<void> {
  const page = await openCase(browser, login, id);
  await choose(page, AGREE);
  await write(page, '意见', text);
  await confirm(page, AGREE, shown);
  await leave(page);
}

const CITY = '蜀山区城市管理局';
const TRAFFIC = '蜀山区公安交通管理大队';
const PLANNING = '蜀山区自然资源和规划分局';

/** Waits until a page says how far a department is. */
const stands = (page: Page, department: string, words: '正在看' | '已答复'): Promise<void> =>
  page
    .getByRole('listitem')
    .filter({ has: page.getByText(department, { exact: true }) })
    .getByText(words)
    .first()
    .waitFor();

test('a road permit goes to three departments at once, and everybody sees the slow one', async () => {
  const builder = await resident(browser, '13900000004');
  await begin(builder, 'road-occupation');
  await fillRoadOccupation(builder, { road: '南七里路', from: inDays(60), to: inDays(90) });
  await look(builder);
  const id = await submit(builder);

  const window = await openCase(browser, 'chengguan-chuangkou', id);
  await choose(window, '受理，开始计时');
  await confirm(window, '受理，开始计时');
  await leave(window);
  await builder.reload();
  for (const department of [CITY, TRAFFIC, PLANNING]) await stands(builder, department, '正在看');

  await opine('chengguan-shencha', id, '占用面积合理，施工围挡方案可行');
  await opine('jiaojing-shencha', id, '交通组织方案可行，保留行人通道', '4-road-permit-01-opinion');
  await builder.reload();
  await stands(builder, CITY, '已答复');
  await stands(builder, TRAFFIC, '已答复');
  await stands(builder, PLANNING, '正在看');
  await look(builder, '4-road-permit-02-slow-for-applicant');
  for (const login of ['chengguan-shencha', 'jiaojing-shencha', 'guihua-shencha']) {
    const page = await officer(browser, login);
    await page.goto(`/desk/cases/${id}`);
    await page.getByRole('row', { name: `${PLANNING} 正在看` }).waitFor();
    await look(page, login === 'guihua-shencha' ? '4-road-permit-03-slow-for-all' : undefined);
    await leave(page);
  }
  const monitor = await officer(browser, 'zhengwu-jiancha');
  await monitor.goto('/desk/departments');
  await monitor.getByRole('table', { name: '并联审批：谁还没有答复' }).waitFor();
  await look(monitor, '4-road-permit-04-departments');
  await leave(monitor);

  await opine('guihua-shencha', id, '不影响规划道路');
  const reviewer = await openCase(browser, 'chengguan-shencha', id);
  await choose(reviewer, '建议准予，送审批');
  await write(reviewer, '意见', '三个部门均同意');
  await confirm(reviewer, '建议准予，送审批');
  await leave(reviewer);
  const approver = await openCase(browser, 'chengguan-shenpi', id);
  await choose(approver, '准予，签发证照');
  await confirm(approver, '准予，签发证照');
  await leave(approver);
  await builder.reload();
  await builder.getByText('办完了，同意（准予）').first().waitFor();
  await look(builder, '4-road-permit-05-granted');
  await leave(builder);
});
