import type { Browser, Page } from 'playwright-core';
import { look, officer } from './stage.ts';

/** An officer finds a case in the queue and opens it. */
export async function openCase(browser: Browser, login: string, id: string): Promise<Page> {
  const page = await officer(browser, login);
  await page.goto('/desk/');
  await look(page);
  await page.locator(`a[href="/desk/cases/${id}"]`).first().click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

/** Presses the button of a decision; its form opens. */
export const choose = (page: Page, act: string): Promise<void> =>
  page.getByRole('button', { name: act, exact: true }).click();

/** Confirms the decision that is open, and waits until it is done; the picture shows what was filled in. */
export async function confirm(page: Page, act: string, shown?: string): Promise<void> {
  await look(page, shown);
  await page.getByRole('button', { name: `确定：${act}` }).click();
  await page.getByText(`已完成：${act}。`).waitFor();
}

/** Types into the box of the decision that is open. */
export const write = (page: Page, label: string, text: string): Promise<void> =>
  page.getByRole('textbox', { name: label, exact: true }).fill(text);
