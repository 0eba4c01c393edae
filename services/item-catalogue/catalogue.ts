import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ItemPackage } from './schema.ts';

const FOLDER = join(import.meta.dirname, 'catalogue');

/** The packages that ship with the platform, one for each folder of catalogue/, in the order of their slugs. */
export const readPackages = (): ItemPackage[] =>
  readdirSync(FOLDER)
    .sort()
    .map((slug) => {
      const path = (name: string) => join(FOLDER, slug, name);
      const read = (name: string) => readFileSync(path(name), 'utf8');
      return {
        item: JSON.parse(read('item.json')),
        form: JSON.parse(read('form.json')),
        process: read('process.bpmn'),
        ...(existsSync(path('rules.dmn')) && { rules: read('rules.dmn') }),
      };
    });
