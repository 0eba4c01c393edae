import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { capabilities, pieces } from '../../capabilities.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folders = [
  ...Object.keys(pieces).map((piece) => `foundation/${piece}`),
  ...Object.keys(capabilities),
].filter((folder) => existsSync(`${root}/${folder}`));
const schemaOf = (folder: string) => folder.split('/')[1]?.replaceAll('-', '_') ?? '';
const schemas = folders.map(schemaOf);
/** The schema that everybody may name: functions and policies of row-level security. */
const shared = new Set(['scope']);

const filesOf = (folder: string): string[] =>
  readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /(^|\/)store[^/]*\.ts$/.test(file) || file.endsWith('.sql'),
  );

test.each(folders)('%s speaks of no other schema than its own', (folder) => {
  for (const file of filesOf(folder)) {
    const text = readFileSync(`${root}/${folder}/${file}`, 'utf8').replace(
      /--.*$|\/\/.*$|^\s*\*.*$/gm,
      '',
    );
    const foreign = schemas.filter(
      (schema) =>
        schema !== schemaOf(folder) &&
        !shared.has(schema) &&
        new RegExp(`(?<![\\w./@'-])"?${schema}"?\\."?[a-z_]+"?(?!\\w*\\s*\\()`).test(text) &&
        new RegExp(
          `(from|join|into|update|table|references|on|exists|procedure|call)\\s+"?${schema}"?\\.|'"?${schema}"?\\.`,
          'i',
        ).test(text),
    );
    expect(foreign, `${folder}/${file}`).toEqual([]);
  }
});
