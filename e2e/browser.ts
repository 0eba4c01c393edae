import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type Page, chromium as playwright } from 'playwright-core';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);

/** Where distributions install a Chromium. */
const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Writes through a second name, so that two test processes never see half a file. */
function writeWhole(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const half = `${file}.${process.pid}`;
  writeFileSync(half, content);
  renameSync(half, file);
}

/** Chinese letters for machines without any: the font that the platform also writes documents with. */
function fontConfig(): string {
  const folder = dirname(require.resolve('@expo-google-fonts/noto-sans-sc/package.json'));
  const dirs = ['400Regular', '700Bold'].map((weight) => `<dir>${join(folder, weight)}</dir>`);
  const cache = join(root, '.cache', 'fonts');
  const file = join(cache, 'fonts.conf');
  const text = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>${dirs.join('')}<dir>/usr/share/fonts</dir><cachedir>${cache}</cachedir>
<alias><family>sans-serif</family><prefer><family>Noto Sans SC</family></prefer></alias>
</fontconfig>`;
  writeWhole(file, text);
  return file;
}

type Program = { executablePath: string; libraries: readonly string[] };

/**
 * The Chromium that npm brought, unpacked into the temporary folder at first use. Its package carries
 * NSS and other libraries that a bare system lacks, but unpacks them only when this variable is set
 * before the import, and then puts them on LD_LIBRARY_PATH of this process, where only the browser may see them.
 */
async function fromNpm(): Promise<Program> {
  const before = { ...process.env };
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs24.x';
  try {
    const { default: chromium } = await import('@sparticuz/chromium');
    const executablePath = await chromium.executablePath();
    return { executablePath, libraries: [join(tmpdir(), 'al2023', 'lib')] };
  } finally {
    for (const name of ['LD_LIBRARY_PATH', 'AWS_LAMBDA_JS_RUNTIME', 'FONTCONFIG_PATH', 'HOME']) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}

const start = (program: Program, fonts: string): Promise<Browser> =>
  playwright.launch({
    executablePath: program.executablePath,
    args: ['--no-sandbox', '--enable-unsafe-swiftshader'],
    env: {
      ...process.env,
      FONTCONFIG_FILE: fonts,
      LD_LIBRARY_PATH: [...program.libraries, process.env.LD_LIBRARY_PATH]
        .filter(Boolean)
        .join(':'),
    },
  });

/**
 * Starts a browser without a window: the npm-shipped Chromium, else one installed on the machine.
 * @throws {Error} with the reason of the first when neither starts.
 */
export async function launchBrowser(): Promise<Browser> {
  const fonts = fontConfig();
  try {
    return await start(await fromNpm(), fonts);
  } catch (cause) {
    const executablePath = INSTALLED.find((path) => existsSync(path));
    if (!executablePath) throw new Error('no browser starts on this machine', { cause });
    return start({ executablePath, libraries: [] }, fonts);
  }
}

/** The sizes of the journeys: a phone and a desktop. */
export const sizes = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1440, height: 900 },
} as const;

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

/** Checks the page as it stands. @throws {Error} naming every violation of WCAG 2.2 A or AA and where it is. */
export async function axe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
  if (violations.length === 0) return;
  const lines = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, any }) => `${id}: ${help}: ${target.join(' ')} ${any[0]?.message ?? ''}`),
  );
  throw new Error(`${page.url()}\n${lines.join('\n')}`);
}

/** A picture shows at most this many screens of a page, from its top; one where a dialog covers it. */
const SCREENS = 2;

/** Where pictures go: `PICTURES=docs/screenshots npm test` renews those of the documentation. */
const PICTURES = join(root, process.env.PICTURES ?? '.cache/screenshots');

/** Takes a picture of the page from its top. */
export async function shot(page: Page, name: string): Promise<void> {
  const path = join(PICTURES, `${name}.png`);
  mkdirSync(dirname(path), { recursive: true });
  const { width, height } = page.viewportSize() ?? sizes.desktop;
  const screens = (await page.locator('dialog[open], [role="dialog"]').count()) > 0 ? 1 : SCREENS;
  const whole = await page.evaluate('document.documentElement.scrollHeight');
  const clip = { x: 0, y: 0, width, height: Math.min(Number(whole), height * screens) };
  await page.screenshot({ path, fullPage: true, clip, animations: 'disabled' });
}
