import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { totpCode, totpStep } from '@yiwang/foundation/crypto';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { expect, onTestFailed } from 'vitest';
import { officers, PASSWORD, TOTP_SECRET } from '../apps/server/demo-county.ts';
import { Client } from '../tools/http/client.ts';
import { axe, shot, sizes } from './browser.ts';

/** The address of the server that `server.ts` started. */
export const base = process.env.YIWANG_JOURNEYS ?? '';

export type Size = keyof typeof sizes;

/** What went wrong in the pages of a context without anybody seeing it: exceptions, refused scripts and styles. */
const faults = new WeakMap<BrowserContext, string[]>();

/** Somebody at a device of their own: a browser without cookies, in Chinese, at Beijing time. */
export async function somebody(
  browser: Browser,
  size: Size = 'desktop',
  signedIn?: string,
): Promise<Page> {
  const context = await browser.newContext({
    ...(signedIn !== undefined && { storageState: signedIn }),
    baseURL: base,
    viewport: sizes[size],
    hasTouch: size === 'phone',
    isMobile: size === 'phone',
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  });
  context.setDefaultTimeout(15_000);
  const found: string[] = [];
  faults.set(context, found);
  context.on('weberror', (fault) => found.push(String(fault.error())));
  context.on('console', (message) => {
    // Refusals that the journeys provoke are logged by the browser too; they are not faults.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      found.push(`${message.page()?.url()}: ${message.text()}`);
  });
  const page = await context.newPage();
  onTestFailed(() => keepSight(page));
  return page;
}

const SIGHTS = fileURLToPath(new URL('../.cache/journeys', import.meta.url));

/** When a journey fails: what each of its people had before them, as picture and text. */
async function keepSight(page: Page): Promise<void> {
  if (page.isClosed()) return;
  const name = join(
    SIGHTS,
    `${page.viewportSize()?.width}-${new URL(page.url()).pathname.replaceAll('/', '_')}`,
  );
  await page.screenshot({ path: `${name}.png`, fullPage: true });
  writeFileSync(`${name}.txt`, `${page.url()}\n${await page.locator('body').ariaSnapshot()}`);
}

/** Closes the device. @throws when anything went wrong behind the screens meanwhile */
export async function leave(page: Page): Promise<void> {
  const found = faults.get(page.context()) ?? [];
  await page.context().close();
  expect(found).toEqual([]);
}

/** The page as it stands: checked against WCAG 2.2 AA and, with a name, kept as a picture. */
export async function look(page: Page, name?: string): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await axe(page);
  if (name !== undefined) await shot(page, name);
}

/** Names the pictures of a journey that are kept in docs/screenshots; the other steps are only checked. */
export const pictures =
  (journey: string, kept: readonly string[]) =>
  (what: string): string | undefined =>
    kept.includes(what) ? `${journey}-${what}` : undefined;

/** A person at an interface instead of a screen. */
export const client = (): Client => new Client(base);

/** The newest code that was sent to a phone. */
export async function codeSentTo(phone: string): Promise<string> {
  const path = `/api/foundation/message/mailbox?phone=${phone}`;
  let code = '';
  await expect
    .poll(async () => {
      const { items } = await client().ask<{ items: { text: string }[] }>('GET', path);
      code = items[0]?.text.match(/\d{6}/)?.[0] ?? '';
      return code;
    })
    .not.toBe('');
  return code;
}

/** A resident signs in on the screen that asks for it. */
export async function signIn(page: Page, phone: string): Promise<void> {
  await page.getByLabel('手机号').fill(phone);
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

/** A resident who is signed in already, at the first page. */
export async function resident(browser: Browser, phone: string, size?: Size): Promise<Page> {
  const page = await somebody(browser, size);
  await page.goto('/sign-in');
  await look(page);
  await signIn(page, phone);
  await page.getByRole('heading', { level: 1, name: '您想办什么事？' }).waitFor();
  return page;
}

/** Where the sessions of officers lie between the files of a run: a used authenticator code is refused. */
const kept = (login: string): string =>
  join(process.env.YIWANG_JOURNEYS_HOME ?? '', `${login}.json`);

/** Signs in with both factors, as an officer does at the beginning of the day. */
async function signInOfficer(page: Page, login: string): Promise<void> {
  await page.goto('/desk/sign-in');
  await look(page);
  await page.getByLabel('用户名').fill(login);
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByLabel('动态口令').waitFor();
  await look(page);
  await page.getByLabel('动态口令').fill(totpCode(TOTP_SECRET, totpStep(new Date())));
  await page.keyboard.press('Enter');
}

/** An officer at the workbench: signs in the first time, and is still signed in afterwards. */
export async function officer(browser: Browser, login: string): Promise<Page> {
  const found = officers.find((one) => one.login === login);
  if (!found) throw new Error(`no officer ${login}`);
  const before = existsSync(kept(login)) ? kept(login) : undefined;
  const page = await somebody(browser, 'desktop', before);
  if (before === undefined) await signInOfficer(page, login);
  else await page.goto('/desk/');
  await page.getByText(found.name, { exact: true }).first().waitFor();
  if (before === undefined) await page.context().storageState({ path: kept(login) });
  return page;
}

/** The row of a list of terms that is about `label`. */
export const rowOf = (page: Page, label: string): Locator =>
  page.locator('dl > div').filter({ has: page.locator('dt', { hasText: label }) });
