// Installs what is missing and checks it. Runs under whatever Node the machine has (20 or newer),
// so it uses Node's own modules only; everything after it runs under the pinned Node 24.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, '.cache', 'installed');
const binary = join(
  root,
  'node_modules/node/bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);
const fail = (words) => {
  console.error(`\n✗ ${words}\n`);
  process.exit(1);
};
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

if (Number(process.versions.node.split('.')[0]) < 20)
  fail(
    `Node ${process.versions.node} is too old: install Node 20 or newer, then run the command again.`,
  );

const wanted = sha256(
  `${readFileSync(join(root, 'package-lock.json'))}${process.platform}-${process.arch}`,
);
const installed =
  existsSync(stamp) && existsSync(binary) && readFileSync(stamp, 'utf8').trim() === wanted;

if (!installed) {
  console.log('· Installing packages from the npm registry (about a minute on the first run) …');
  const started = Date.now();
  // `npm ci` refuses a lockfile that lacks packages of other platforms which a mirror does not carry;
  // an install that saves nothing takes every locked version and checks its integrity just the same.
  const args = ['install', '--no-save', '--no-progress', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const [program, ...words] = npm?.endsWith('.js')
    ? [process.execPath, npm, ...args]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm', ...args];
  const { status, error } = spawnSync(program, words, { cwd: root, stdio: 'inherit' });
  if (error || status !== 0)
    fail(
      'The packages could not be installed. Is the npm registry reachable, and is there 3 GB of free disk?',
    );
  console.log(`· Packages installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

// The Node binary arrives by a nested install that the lockfile does not cover.
const hashes = JSON.parse(readFileSync(join(root, 'tools/node-binaries.json'), 'utf8'));
const known = hashes.sha256[`${process.platform}-${process.arch}`];
if (!installed) {
  if (!existsSync(binary))
    fail(`The pinned Node ${hashes.version} was not installed at node_modules/node/bin.`);
  const found = sha256(readFileSync(binary));
  if (!known)
    fail(`No recorded hash of Node ${hashes.version} for ${process.platform}-${process.arch}.`);
  if (found !== known)
    fail(
      `node_modules/node/bin/node is not Node ${hashes.version} as recorded (sha256 ${found}). Delete node_modules and try again.`,
    );
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, `${wanted}\n`);
}
