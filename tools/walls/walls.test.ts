import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const bin = fileURLToPath(
  new URL('../../node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', import.meta.url),
);
const seeded = fileURLToPath(new URL('./seeded', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

const rooms = ['foundation', 'services', 'data', 'governance', 'office', 'partners', 'apps'];

type Report = {
  summary: {
    totalCruised: number;
    violations: { rule: { name: string }; from: string; to: string }[];
  };
};

const cruise = (cwd: string, targets: string[]): Report => {
  const args = [bin, '--config', '.dependency-cruiser.mjs', '--output-type', 'json', ...targets];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (!stdout.startsWith('{')) throw new Error(stderr);
  return JSON.parse(stdout) as Report;
};

test('every wall stops the violation that was seeded for it', () => {
  const found = cruise(seeded, ['foundation', 'services', 'apps']).summary.violations.map(
    ({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`,
  );
  expect(found).toEqual(
    expect.arrayContaining([
      'foundation-knows-no-wing: foundation/clock/index.ts -> services/alpha/index.ts',
      'no-cycles: services/alpha/service.ts -> services/alpha/store.ts',
      'one-door: services/beta/index.ts -> services/alpha/service.ts',
      'rules-are-pure: services/beta/rules.ts -> foundation/db/index.ts',
      expect.stringMatching(/^sql-in-store: services\/beta\/service.ts -> .*kysely/),
      'screens-stay-in-the-browser: services/beta/portal.tsx -> services/beta/service.ts',
      'screens-embed-screens: services/gamma/store.ts -> services/beta/portal.tsx',
      'embeds:services/gamma: services/gamma/portal.tsx -> services/beta/portal.tsx',
      'uses:services/gamma: services/gamma/index.ts -> services/beta/index.ts',
      'wings-know-no-app: services/gamma/service.ts -> apps/server/main.ts',
      expect.stringMatching(
        /^(resolvable|declared-packages-only): services\/gamma\/service.ts -> phantom-package/,
      ),
    ]),
  );
});

test('the house has no violation, and the tool has read all of it', () => {
  const sources = rooms.flatMap((room) =>
    readdirSync(`${root}/${room}`, { recursive: true, encoding: 'utf8' }).filter(
      (file) => /\.tsx?$/.test(file) && !/(^|\/)(dist|node_modules)\//.test(file),
    ),
  );
  const { summary } = cruise(root, rooms);
  expect(summary.violations.map((v) => `${v.rule.name}: ${v.from} -> ${v.to}`)).toEqual([]);
  // With no readable TypeScript the tool passes everything: it must have seen at least our own files.
  expect(summary.totalCruised).toBeGreaterThanOrEqual(sources.length);
  expect(sources.length).toBeGreaterThan(50);
});
