import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findScreens, readScreens } from './discover.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'screens-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const put = (file: string, screens: string) => {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), `const A = () => <p/>;\nexport const screens = ${screens};`);
};

it('reads screens from the source, from a file or a folder, without running them', async () => {
  put(
    'services/case/portal.tsx',
    `[{ path: '/cases', titleKey: 'case.screen.mine', component: A, nav: { order: 2 } },
      { path: '/cases/$id', titleKey: 'case.screen.one', permission: 'public', component: A }] satisfies Screen[]`,
  );
  put('governance/rating/portal/index.tsx', "[{ path: '/r', titleKey: 'rating.r', component: A }]");
  put('services/case/desk.tsx', "[{ path: '/', titleKey: 'case.desk', component: A }]");
  expect(await findScreens(root, 'portal')).toMatchObject([
    { capability: 'case', path: '/cases', titleKey: 'case.screen.mine', nav: { order: 2 } },
    { capability: 'case', path: '/cases/$id', permission: 'public' },
    { capability: 'rating', path: '/r' },
  ]);
  expect(await findScreens(root, 'desk')).toMatchObject([{ path: '/' }]);
});

it('refuses two owners of one path, and a file beside a folder', async () => {
  put('services/a/portal.tsx', "[{ path: '/x', titleKey: 'a.x', component: A }]");
  put('data/b/portal.tsx', "[{ path: '/x', titleKey: 'b.x', component: A }]");
  await expect(findScreens(root, 'portal')).rejects.toThrow('/x is a screen of');
  put('services/a/portal/index.tsx', '[]');
  await expect(findScreens(root, 'portal')).rejects.toThrow('services/a: both');
});

it.each([
  ["export const screens = [{ path: P, titleKey: 'a.x', component: A }]", 'path must be a literal'],
  ["export const screens = [{ path: 'x', titleKey: 'a.x', component: A }]", 'begin with /'],
  ["export const screens = [{ path: '/x', component: A }]", 'no titleKey'],
  ['export const screens = [...more]', 'as an object in the list'],
  ['export const screen = []', 'no "export const screens'],
  ['export const screens = [', 'x.tsx'],
])('refuses %s', async (code, words) => {
  await expect(readScreens('x.tsx', code)).rejects.toThrow(words);
});
