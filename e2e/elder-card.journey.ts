import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { idNumberOf, PASSWORD, people } from '../apps/server/demo-county.ts';
import { launchBrowser } from './browser.ts';
import { photo } from './files.ts';
import { codeSentTo, leave, look, pictures, type Size, somebody } from './stage.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const personOf = (key: string) => {
  const found = people.find((one) => one.key === key);
  if (!found) throw new Error(`nobody is called ${key}`);
  return { ...found, idNumber: idNumberOf(found) };
};
type Elder = ReturnType<typeof personOf>;

/** Registers by mobile, one question a page, with the keyboard. */
async function register(page: Page, { phone }: Elder): Promise<void> {
  await page.goto('/register');
  await page.getByRole('heading', { name: '您的手机号是多少？' }).waitFor();
  await look(page);
  await page.getByLabel('手机号').fill(phone);
  await page.keyboard.press('Enter');
  await page.getByLabel('短信验证码').waitFor();
  await look(page);
  await page.getByLabel('短信验证码').fill(await codeSentTo(phone));
  await page.keyboard.press('Enter');
  await page.getByLabel('密码').fill(PASSWORD);
  await look(page);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: '实名认证' }).waitFor();
}

async function verifyRealName(
  page: Page,
  { name, idNumber }: Elder,
  shown?: string,
): Promise<void> {
  await page.getByLabel('姓名').fill(name);
  // One digit wrong: the form says so itself, whoever the number belongs to.
  await page
    .getByLabel('身份证号码')
    .fill(`${idNumber.slice(0, 17)}${idNumber.endsWith('0') ? 1 : 0}`);
  await page.getByRole('button', { name: '核对并认证' }).click();
  await page.getByRole('alert').getByText('可能有一位输错').waitFor();
  await look(page, shown);
  await page.getByLabel('身份证号码').fill(idNumber);
  await page.getByRole('button', { name: '核对并认证' }).click();
  await page.getByRole('heading', { level: 1, name: '实名认证已完成' }).waitFor();
  await look(page);
}

/** Finds the guide by its name and in her own words, and reads it. */
async function findGuide(page: Page, shown: (what: string) => string | undefined): Promise<void> {
  for (const words of ['老年人优待证', '我妈想办坐公交的老年卡']) {
    await page.goto('/');
    await look(page, words.startsWith('老') ? shown('01-start') : undefined);
    await page.getByRole('searchbox').fill(words);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^找到与/ }).waitFor();
    const found = page.getByRole('main').getByRole('link', { name: /办理$/ });
    expect(await found.first().textContent()).toBe('老年人优待证办理');
    await look(page, words.startsWith('我') ? shown('02-found') : undefined);
  }
  await page.getByRole('link', { name: '老年人优待证办理' }).click();
  await page.getByRole('heading', { level: 1, name: '老年人优待证' }).waitFor();
  await page.getByText('当日（同一个工作日）').first().waitFor();
  await look(page, shown('03-guide'));
}

/** Checks what is filled in already, adds what is missing, and submits. */
async function apply(
  page: Page,
  elder: Elder,
  shown: (what: string) => string | undefined,
): Promise<void> {
  await page.getByRole('link', { name: '在线办理' }).first().click();
  await page.getByRole('button', { name: '开始填写' }).click();
  await page.getByRole('button', { name: /去第 1 步/ }).waitFor();
  await look(page);
  await page.getByRole('button', { name: /去第 1 步/ }).click();
  const name = page.getByRole('group', { name: '姓名' });
  await name.getByText(elder.name).waitFor();
  await name.getByText(/来自公安分局人口库 · .+核对/).waitFor();
  await page.getByRole('button', { name: '姓名不对？' }).waitFor();
  await look(page, shown('04-filled-in'));
  await page.getByRole('button', { name: '出生日期不对？' }).click();
  await page.getByRole('dialog').getByText('公安分局人口库').first().waitFor();
  await look(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '继续' }).click();
  await page.getByRole('heading', { name: '照片和声明' }).waitFor();
  const photos = page.getByRole('group', { name: /近期免冠照片/ });
  if (elder.photo) await page.getByText('政府已经有了').waitFor();
  else {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      photos.getByRole('button', { name: /选择文件/ }).click(),
    ]);
    await chooser.setFiles(photo('登记照.png'));
    await photos.getByRole('link', { name: /登记照\.png/ }).waitFor();
  }
  await page.getByRole('radio', { name: '不常住或者户籍就在本区' }).check();
  await page.getByRole('checkbox', { name: '我确认以上信息属实' }).check();
  await look(page, shown('05-photo'));
  await page.getByRole('button', { name: '继续' }).click();
  await page.getByRole('heading', { level: 1, name: '材料' }).waitFor();
  await look(page);
  await page.getByRole('button', { name: '继续' }).click();
  await page.getByRole('heading', { level: 1, name: '核对后提交' }).waitFor();
  await look(page, shown('06-check'));
  await page.getByRole('button', { name: /^提交给/ }).click();
}

/** The rules decide within seconds; the page says why, and leads to the certificate. */
async function getCertificate(
  page: Page,
  shown: (what: string) => string | undefined,
): Promise<void> {
  const submittedAt = performance.now();
  await page.getByText('办完了，同意（准予）').first().waitFor();
  expect(performance.now() - submittedAt).toBeLessThan(10_000);
  await page.getByRole('heading', { name: '为什么这样决定' }).waitFor();
  await page.getByText('这是系统按公布的规则自动决定的').waitFor();
  await look(page, shown('07-decided'));
  await page.getByRole('link', { name: '查看证照' }).click();
  await page.getByRole('heading', { level: 1, name: '老年人优待证' }).waitFor();
}

/** The sealed PDF, as the browser saves it. */
async function savePdf(page: Page): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '保存 PDF' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^老年人优待证-\d{4}-\d{2}-\d{2}\.pdf$/);
  const path = await download.path();
  expect((await readFile(path)).subarray(0, 5).toString()).toBe('%PDF-');
  return path;
}

/** Somebody without a session checks a file and a code. */
async function verify(pdf: string, address: string, elder: Elder, shown?: string): Promise<void> {
  const stranger = await somebody(browser, 'phone');
  await stranger.goto('/verify');
  await look(stranger);
  await stranger.getByLabel(/PDF/).setInputFiles(pdf);
  await stranger.getByRole('button', { name: /核验/ }).first().click();
  await stranger.locator('[data-outcome="valid"]').waitFor();
  await look(stranger);
  await stranger.goto(address);
  await stranger.locator('[data-outcome="valid"]').getByText('有效').first().waitFor();
  await stranger.getByText('老年人优待证').waitFor();
  const whole = await stranger.getByRole('main').textContent();
  expect(whole).not.toContain(elder.name);
  expect(whole).not.toContain(elder.idNumber);
  await look(stranger, shown);
  const forged = address.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  await stranger.goto(forged);
  await stranger.locator('[data-outcome="unknown"], [data-outcome="forged"]').waitFor();
  await look(stranger);
  expect(await stranger.context().cookies()).toEqual([]);
  await leave(stranger);
}

/** Shows the code of a certificate. The address that it holds. */
async function showCode(page: Page, shown?: string): Promise<string> {
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.url().endsWith('/presentations')),
    page.getByRole('button', { name: '出示二维码' }).click(),
  ]);
  const { url } = (await answer.json()) as { url: string };
  await page.getByRole('img', { name: '证照二维码' }).waitFor();
  await look(page, shown);
  return url;
}

const kept: Readonly<Record<Size, readonly string[]>> = {
  desktop: ['01-start', '03-guide', '04-filled-in', '07-decided', '08-certificate', '09-stranger'],
  phone: ['00-real-name', '02-found', '05-photo', '06-check', '07-decided', '08-certificate'],
};

const elders: readonly [Size, string][] = [
  ['desktop', 'elder'],
  ['phone', 'elder3'],
];

describe.each(elders)('at %s size', (size, key) => {
  test('registers, applies in a few minutes, and anybody can verify the card', async () => {
    const elder = personOf(key);
    const shown = pictures(`2-elder-card-${size}`, kept[size]);
    const page = await somebody(browser, size);
    await register(page, elder);
    await verifyRealName(page, elder, shown('00-real-name'));
    await findGuide(page, shown);
    await apply(page, elder, shown);
    await getCertificate(page, shown);
    const pdf = await savePdf(page);
    const address = await showCode(page, shown('08-certificate'));
    await verify(pdf, address, elder, shown('09-stranger'));
    await page.reload();
    await page.getByRole('cell', { name: '未登录的人' }).first().waitFor();
    await page.goto('/privacy/reads');
    await page.getByText('系统自动核对').first().waitFor();
    await look(page, shown('10-reads'));
    await leave(page);
  });
});
