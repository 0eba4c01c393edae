import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { capabilities, pieces } from '../../capabilities.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folders = [
  ...Object.keys(pieces).map((piece) => `foundation/${piece}`),
  ...Object.keys(capabilities),
].filter((folder) => {
  try {
    return readdirSync(`${root}/${folder}`).includes('messages.ts');
  } catch {
    return false;
  }
});

test.each(folders)('%s says everything in both languages, in the words of each', async (folder) => {
  const { messages } = (await import(`${root}/${folder}/messages.ts`)) as {
    messages: Record<string, { zh: string; en: string }>;
  };
  for (const [key, text] of Object.entries(messages)) {
    expect(text.zh.trim(), `${key} zh`).not.toBe('');
    expect(text.en.trim(), `${key} en`).not.toBe('');
    const places = (words: string) => [...words.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort();
    expect(places(text.en), `${key}: the same places in both languages`).toEqual(places(text.zh));
    // English punctuation after a Chinese character is a slip of the keyboard.
    expect(text.zh, `${key}: full-width punctuation`).not.toMatch(
      /[\u4e00-\u9fff][,;:?!](\s|$|[\u4e00-\u9fff])/,
    );
    expect(text.en, `${key}: no Chinese punctuation`).not.toMatch(/[，。；：？！]/);
  }
});
