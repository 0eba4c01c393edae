import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, fillFoodLicence, submit } from './application.ts';
import { launchBrowser } from './browser.ts';
import { openCase } from './desk.ts';
import { paper } from './files.ts';
import { leave, look, resident } from './stage.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const PURPOSE = '核对经营者与平面图是否为同一家店';

test('a resident finds every look at his data: which department and post, why, in which case', async () => {
  const owner = await resident(browser, '13900000003');
  await begin(owner, 'food-licence', '文博小吃店');
  await fillFoodLicence(owner, paper('平面布局图.pdf'));
  const id = await submit(owner);

  const window = await openCase(browser, 'shichang-chuangkou', id);
  await window.getByText('个人信息已遮盖').first().click();
  await window.getByLabel('为什么要看').fill(PURPOSE);
  await window.keyboard.press('Enter');
  await window.getByText(`正在显示完整信息：${PURPOSE}`).waitFor();
  await look(window, '5-who-looked-01-unmasked');
  await window
    .getByRole('link', { name: /平面布局图\.pdf/ })
    .first()
    .waitFor();
  await leave(window);

  await owner.goto('/account');
  await look(owner);
  await owner.getByRole('link', { name: '谁看过我的数据' }).click();
  await owner.getByRole('heading', { level: 1, name: '谁看过我的数据' }).waitFor();
  const mine = owner.getByRole('row').filter({ has: owner.locator(`a[href="/cases/${id}"]`) });
  const unmasked = mine.filter({ hasText: PURPOSE }).first();
  await unmasked.getByText('蜀山区市场监督管理局').waitFor();
  await unmasked.getByText('综合窗口').waitFor();
  expect(await mine.filter({ hasText: '综合窗口' }).count()).toBeGreaterThan(1);
  expect(await owner.getByRole('table').textContent()).not.toMatch(/[a-z]+\.[a-z]+/i);
  await look(owner, '5-who-looked-02-reads');
  await unmasked.getByRole('link', { name: '打开办件' }).click();
  await owner.getByRole('heading', { level: 1, name: '食品经营许可（新办）' }).waitFor();
  await leave(owner);
});
