import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * `npm test`: format, types, walls, tests and journeys, one after the other on two cores. Prints how long
 * each part took and, as its last line, `N passed, N failed, N skipped`.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const results = join(root, '.cache', 'test-results');
const bin = (path: string) => join(root, 'node_modules', path);

type Counts = { passed: number; failed: number; skipped: number };
type Part = { name: string; args: string[]; report?: string };

const vitest = (name: string, config: string): Part => {
  const report = join(results, `${name}.json`);
  const output = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return { name, args: [bin('vitest/vitest.mjs'), 'run', '--config', config, ...output], report };
};

const parts: readonly Part[] = [
  {
    name: 'format and lint',
    args: [bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'],
  },
  { name: 'types', args: [bin('ts7/bin/tsc'), '--noEmit', '-p', '.'] },
  vitest('tests', 'vitest.config.ts'),
  vitest('journeys', 'e2e/vitest.config.ts'),
];

const run = (args: string[]) =>
  new Promise<number>((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, FORCE_COLOR: '0', NODE_ENV: 'test' },
    });
    child.on('close', (code) => resolve(code ?? 1));
  });

/** Counts of a vitest report; a file that could not be loaded counts as one failure. */
function countsOf(report: string): Counts {
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    testResults: { status: string; assertionResults: { status: string }[] }[];
  };
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const file of testResults) {
    if (
      file.status === 'failed' &&
      file.assertionResults.every(({ status }) => status === 'passed')
    )
      counts.failed += 1;
    for (const { status } of file.assertionResults) {
      if (status === 'passed') counts.passed += 1;
      else if (status === 'failed') counts.failed += 1;
      else counts.skipped += 1;
    }
  }
  return counts;
}

async function measure(part: Part, total: Counts): Promise<string> {
  const started = performance.now();
  console.log(`\n── ${part.name}`);
  const code = await run(part.args);
  let counts: Counts = { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  if (part.report) {
    try {
      counts = countsOf(part.report);
      if (code !== 0 && counts.failed === 0) counts.failed = 1;
    } catch {
      counts = { passed: 0, failed: 1, skipped: 0 };
    }
  }
  for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += counts[key];
  const seconds = Math.round((performance.now() - started) / 1000);
  return `${code === 0 ? '✓' : '✗'} ${part.name.padEnd(16)} ${String(seconds).padStart(4)} s  ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const only = process.argv.slice(2);
const total: Counts = { passed: 0, failed: 0, skipped: 0 };
const lines: string[] = [];
for (const part of parts.filter(({ name }) => only.length === 0 || only.includes(name)))
  lines.push(await measure(part, total));
console.log(`\n${lines.join('\n')}\n`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;
