import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { begin, fillRoadOccupation, submit } from './application.ts';
import { launchBrowser } from './browser.ts';
import { leave, look, resident } from './stage.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const inDays = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test('a road permit goes to three departments at once, and everybody sees the slow one', async () => {
  const builder = await resident(browser, '13900000004');
  await begin(builder, 'road-occupation');
  await fillRoadOccupation(builder, { road: '南七里路', from: inDays(60), to: inDays(90) });
  await look(builder, '4-road-permit-01-check');
  await submit(builder);
  await look(builder, '4-road-permit-02-submitted');
  await leave(builder);
});
