import { type ItemPackage, readPackages } from '@yiwang/services/item-catalogue';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PASSWORD } from '../apps/server/demo-county.ts';
import { begin, next, submit } from './application.ts';
import { launchBrowser } from './browser.ts';
import { paper } from './files.ts';
import { ask, deskView } from './interface.ts';
import { client, leave, look, officer, resident, signIn } from './stage.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

/** Signs a resident out everywhere, from another device. */
async function signOutElsewhere(phone: string): Promise<void> {
  const other = client();
  await other.signInResident(phone, PASSWORD);
  const path = '/api/services/identity/sessions';
  const { items } = await other.ask<{ items: { id: string; current: boolean }[] }>('GET', path);
  for (const { id, current } of items)
    if (!current) await other.ask('POST', `${path}/${id}/revoke`);
}

test('a session that ends in the middle of a form costs nothing that was typed', async () => {
  const phone = '13900000004';
  const builder = await resident(browser, phone);
  await begin(builder, 'road-occupation');
  await builder.getByLabel('道路名称').fill('望江西路');
  await signOutElsewhere(phone);
  await builder.getByLabel('占用地点').fill('望江西路与潜山路交口西侧');
  // Leaving a field saves: both wait for the session, then must not overtake each other.
  await builder.keyboard.press('Tab');
  await builder.keyboard.press('Tab');
  const again = builder.getByRole('dialog', { name: '请重新登录' });
  await again.getByLabel('手机号').waitFor();
  await look(builder, '6-session-ended');
  await signIn(builder, phone);
  await again.waitFor({ state: 'hidden' });
  await builder.getByText(/^已保存/).waitFor();
  await builder.reload();
  await builder.getByRole('heading', { level: 1, name: '占用情况' }).waitFor();
  expect(await builder.getByLabel('道路名称').inputValue()).toBe('望江西路');
  expect(await builder.getByLabel('占用地点').inputValue()).toBe('望江西路与潜山路交口西侧');
  await leave(builder);
});

/** The elder card with another question about where somebody lives, in force today. */
function nextElderCard(): ItemPackage {
  const found = readPackages().find(({ item }) => item.slug === 'elder-card');
  if (!found) throw new Error('the elder card is not shipped');
  const effectiveOn = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const form = JSON.parse(
    JSON.stringify(found.form)
      .replaceAll('"value":"yes"', '"value":"permit"')
      .replaceAll('"equals":"yes"', '"equals":"permit"')
      .replace('"zh":"常住本区"', '"zh":"常住本区，有居住证"'),
  );
  return { ...found, item: { ...found.item, effectiveOn }, form: { ...form, version: 2 } };
}

async function publishMeanwhile(): Promise<void> {
  const editor = await officer(browser, 'zhengwu-shixiang');
  const body = { package: nextElderCard() };
  const published = await ask(editor, 'POST', '/api/services/item-catalogue/items', { body });
  expect(published).toMatchObject({ status: 201, body: { version: 2 } });
  await leave(editor);
}

async function fillElderCard(page: Page): Promise<void> {
  await begin(page, 'elder-card');
  await next(page, '照片和声明');
  await page.getByRole('radio', { name: '常住本区', exact: true }).check();
  await page.getByRole('checkbox', { name: '我确认以上信息属实' }).check();
  await next(page, '材料');
  await next(page, '核对后提交');
}

let toDecide = '';

test('a form published meanwhile: nothing goes in unseen, and what still fits is kept', async () => {
  const young = await resident(browser, '13900000005');
  await fillElderCard(young);
  await publishMeanwhile();
  await young.getByRole('button', { name: /^提交给/ }).click();
  await young.getByRole('alert').getByText('表格更新了').waitFor();
  await look(young);
  await young.reload();
  await young.getByRole('heading', { name: '这张表更新了' }).waitFor();
  await young.getByText('请重选').waitFor();
  await look(young, '6-form-changed');
  await young.getByRole('link', { name: /全部步骤$/ }).click();
  await young.getByRole('link', { name: /照片和声明/ }).click();
  await young.getByRole('radio', { name: '不常住或者户籍就在本区' }).check();
  expect(await young.getByRole('checkbox', { name: '我确认以上信息属实' }).isChecked()).toBe(true);
  await next(young, '材料');
  await next(young, '核对后提交');
  toDecide = await submit(young);
  await young.getByText('规则不能直接决定，转给工作人员看').waitFor();
  await look(young);
  await leave(young);
});

test('two decisions at the same moment: one stands, the other is told', async () => {
  const approver = await officer(browser, 'minzheng-shenpi');
  const { version, taskOf } = await deskView(approver, toDecide);
  const decide = (decision: 'grant' | 'refuse') =>
    ask(approver, 'POST', `/api/services/case/cases/${toDecide}/decide`, {
      body: { taskId: taskOf('decide'), decision, reasons: ['不满六十周岁'] },
      version,
    });
  const answers = await Promise.all([decide('refuse'), decide('refuse')]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  await leave(approver);
});

test('an officer of another department does not learn that a case exists', async () => {
  const stranger = await officer(browser, 'shichang-chuangkou');
  const path = `/api/services/case/cases/${toDecide}/desk`;
  expect((await ask(stranger, 'GET', path)).status).toBe(404);
  await stranger.goto(`/desk/cases/${toDecide}`);
  await stranger.getByText('没有找到').first().waitFor();
  await look(stranger, '6-outside-the-scope');
  await leave(stranger);
});

test('files that are too large, disguised or broken are refused in words', async () => {
  const builder = await resident(browser, '13900000004');
  await builder.goto('/cases');
  await builder.getByRole('heading', { name: '没填完的申请' }).waitFor();
  await look(builder);
  await builder.getByRole('link', { name: /临时占用城市道路许可.*保存/ }).click();
  await builder.getByRole('link', { name: /材料和声明/ }).click();
  const plan = builder.getByRole('group', { name: '占用位置平面图' }).last();
  const offer = async (name: string, mimeType: string, buffer: Buffer, words: string) => {
    const [chooser] = await Promise.all([
      builder.waitForEvent('filechooser'),
      plan.getByRole('button', { name: '选择文件' }).click(),
    ]);
    await chooser.setFiles({ name, mimeType, buffer });
    await plan.getByRole('alert').getByText(words).waitFor();
  };
  const program = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(500)]);
  const { buffer } = paper('一半.pdf');
  const large = Buffer.concat([buffer, Buffer.alloc(21 * 1024 * 1024)]);
  await offer('平面图.pdf', 'application/pdf', large, '超过了 20.0 MB');
  await offer('一半.pdf', 'application/pdf', buffer.subarray(0, 200), '文件不完整或已损坏');
  await offer('平面图.pdf', 'application/pdf', program, '内容却不是');
  await look(builder, '6-file-refused');
  await leave(builder);
});
