import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { begin, fillFoodLicence, submit } from './application.ts';
import { launchBrowser } from './browser.ts';
import { paper } from './files.ts';
import { leave, look, resident, type Size } from './stage.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

describe.each<Size>(['desktop', 'phone'])('at %s size', (size) => {
  test('a food licence, from a wrong floor plan to the rating', async () => {
    const shown = (what: string) => `3-food-licence-${size}-${what}`;
    const owner = await resident(browser, '13900000003', size);
    await begin(owner, 'food-licence', '文博小吃店');
    await fillFoodLicence(owner, paper('去年的平面图.pdf'));
    await look(owner, shown('01-check'));
    const id = await submit(owner);
    await look(owner, shown('02-submitted'));
    await leave(owner);
  });
});
