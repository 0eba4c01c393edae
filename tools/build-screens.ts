import { createHash } from 'node:crypto';
import {
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzipSync } from 'node:zlib';
import type { Rolldown, UserConfig } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What a first visit may carry: JavaScript in bytes after gzip. Source: screens.md, first screen. */
const FIRST_LOAD_LIMIT = 200 * 1024;

type App = {
  name: string;
  /** Largest first load in bytes after gzip; unset where officers load once. */
  limit?: number;
};

const APPS: readonly App[] = [{ name: 'portal', limit: FIRST_LOAD_LIMIT }, { name: 'workbench' }];

/** Which files decide about a new build even if the last build did not read them: new screens, words, the shells themselves. */
const ALWAYS = [
  'package-lock.json',
  'tools/build-screens.ts',
  'foundation/ui/**/*.{ts,tsx,css}',
  '{foundation,services,data,governance,office,partners}/*/messages.ts',
  '{services,data,governance,office,partners}/*/{portal,desk}.tsx',
  '{services,data,governance,office,partners}/*/{portal,desk}/**/*.tsx',
];

type Built = { inputs: Record<string, string>; outputs: string[] };

const hashOf = (file: string): string =>
  existsSync(join(root, file))
    ? createHash('sha256')
        .update(readFileSync(join(root, file)))
        .digest('base64url')
    : 'absent';

const recordOf = (app: App): string => join(root, '.cache', 'screens', `${app.name}.json`);
const distOf = (app: App): string => join(root, 'apps', app.name, 'dist');

const wanted = (app: App): string[] =>
  globSync([...ALWAYS, `apps/${app.name}/*`], {
    cwd: root,
    exclude: (name) => name === 'node_modules' || name === 'dist',
  })
    .filter((file) => !file.includes('.test.') && statSync(join(root, file)).isFile())
    .map((file) => file.replaceAll('\\', '/'))
    .sort();

function readRecord(app: App): Built | undefined {
  try {
    return JSON.parse(readFileSync(recordOf(app), 'utf8')) as Built;
  } catch {
    // No record, or half a one after a crash: build again.
    return undefined;
  }
}

/** Whether the last build read exactly these sources and its files still lie there. */
function isFresh(app: App): boolean {
  const built = readRecord(app);
  if (!built) return false;
  if (!built.outputs.every((file) => existsSync(join(distOf(app), file)))) return false;
  if (!wanted(app).every((file) => file in built.inputs)) return false;
  return Object.entries(built.inputs).every(([file, hash]) => hashOf(file) === hash);
}

const sourcesOf = (output: Rolldown.RolldownOutput): string[] =>
  output.output
    .flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []))
    .map((id) => id.split('?')[0] ?? id)
    .filter((id) => id.startsWith(root) && !id.includes('node_modules') && !id.includes('\0'))
    .map((id) => relative(root, id).replaceAll('\\', '/'));

/** The scripts that a first visit loads: the entry and all that it imports at once. */
function firstLoad(output: Rolldown.RolldownOutput): Rolldown.OutputChunk[] {
  const chunks = output.output.filter((part) => part.type === 'chunk');
  const found = new Set(chunks.filter((chunk) => chunk.isEntry));
  for (const chunk of found)
    for (const name of chunk.imports) {
      const next = chunks.find(({ fileName }) => fileName === name);
      if (next) found.add(next);
    }
  return [...found];
}

const compress = promisify(brotliCompress);

/** Writes `<file>.br` beside every text file of 1 kB and more, so that the server only sends them. */
async function precompress(folder: string): Promise<void> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => /\.(js|css|html|svg|json)$/.test(file) && statSync(file).size >= 1024);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 10 };
  await Promise.all(
    files.map(async (file) =>
      writeFileSync(`${file}.br`, await compress(readFileSync(file), { params })),
    ),
  );
}

const kilobytes = (bytes: number): string => `${Math.round(bytes / 1024)} kB`;

/** Runs a build as for production whatever the server runs as: NODE_ENV would choose React's slow build. */
async function asProduction<T>(build: () => Promise<T>): Promise<T> {
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = 'production';
  try {
    return await build();
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  }
}

async function buildApp(app: App, log: (line: string) => void): Promise<void> {
  const started = performance.now();
  const { build } = await import('vite');
  // Hashed before the build reads them: a file that changes meanwhile makes the next start build again.
  const before = new Map(wanted(app).map((file) => [file, hashOf(file)]));
  const file = pathToFileURL(join(root, 'apps', app.name, 'vite.config.ts')).href;
  const config = ((await import(file)) as { default: UserConfig }).default;
  const output = (await asProduction(() =>
    build({
      ...config,
      configFile: false,
      logLevel: 'warn',
      mode: 'production',
      build: { ...config.build, emptyOutDir: true, reportCompressedSize: false },
    }),
  )) as Rolldown.RolldownOutput;
  const bytes = firstLoad(output).reduce((sum, { code }) => sum + gzipSync(code).length, 0);
  if (app.limit && bytes > app.limit)
    throw new Error(
      `${app.name}: the first page carries ${kilobytes(bytes)} of JavaScript after gzip, more than ${kilobytes(app.limit)}.`,
    );
  await precompress(distOf(app));
  for (const source of sourcesOf(output))
    if (!before.has(source)) before.set(source, hashOf(source));
  const outputs = output.output.map(({ fileName }) => fileName);
  mkdirSync(dirname(recordOf(app)), { recursive: true });
  writeFileSync(recordOf(app), JSON.stringify({ inputs: Object.fromEntries(before), outputs }));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  log(`${app.name}: built in ${seconds} s, first page ${kilobytes(bytes)} of JavaScript (gzip)`);
}

/**
 * Builds the portal and the workbench into apps/<name>/dist, each only when one of its sources changed
 * since the last build. `log` gets one line per app.
 * @throws {Error} when a source does not compile or the portal's first page is heavier than 200 kB (gzip).
 */
export async function buildScreens(log: (line: string) => void): Promise<void> {
  for (const app of APPS) {
    if (isFresh(app)) log(`${app.name}: unchanged`);
    else {
      log(`${app.name}: building …`);
      await buildApp(app, log);
    }
  }
}

if (import.meta.main) await buildScreens((line) => console.log(line));
