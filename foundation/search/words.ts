import { createRequire } from 'node:module';
import type { Jieba } from '@node-rs/jieba';
import { governmentTerms } from './dictionary.ts';

const require = createRequire(import.meta.url);
let cutter: Jieba | undefined;

/** jieba and its dictionary take about 60 MB and 0.2 s, so they are loaded at the first use. */
function jieba(): Jieba {
  if (cutter) return cutter;
  const { Jieba: Cutter } = require('@node-rs/jieba') as typeof import('@node-rs/jieba');
  const { dict } = require('@node-rs/jieba/dict.js') as typeof import('@node-rs/jieba/dict.js');
  cutter = Cutter.withDict(dict);
  cutter.loadDict(Buffer.from(governmentTerms.map((word) => `${word} 20000 n\n`).join('')));
  return cutter;
}

const HAN = /\p{Script=Han}/u;
const LATIN = /^[a-z0-9]+$/;

/** One way of writing: compatibility forms and capitals become plain (Ａ, A → a). */
export const normalise = (text: string): string => text.normalize('NFKC').toLowerCase();

export const isHan = (text: string): boolean => HAN.test(text);
export const isLatin = (text: string): boolean => LATIN.test(text);

/** English words with `-s` are the same word without it. */
const singular = (word: string): string =>
  /^[a-z]{4,}s$/.test(word) && !/(ss|us|is)$/.test(word) ? word.slice(0, -1) : word;

/** The words of a text as people read them, overlapping ones included; Latin words in lower case. */
export function wordsOf(text: string): string[] {
  const latin = normalise(text).replace(/[^\p{Script=Han}a-z0-9]+/gu, ' ');
  return jieba()
    .cutForSearch(latin, false)
    .map((word) => word.trim())
    .filter((word) => (isHan(word) ? [...word].length > 1 : isLatin(word)))
    .map(singular);
}

/** The single Chinese characters of a text: what two spellings still share when one has a typing error. */
export const charactersOf = (text: string): string[] => [...normalise(text)].filter(isHan);

/** The three-letter pieces of a Latin word of four letters or more, marked with `~`: its part in typing errors. */
export const piecesOf = (word: string): string[] =>
  /^[a-z]{4,}$/.test(word)
    ? Array.from({ length: word.length - 2 }, (_, i) => `~${word.slice(i, i + 3)}`)
    : [];

/**
 * Everything a text is found by: its words, cut by jieba with a dictionary of government terms, and its
 * single characters. With repeats, in the order of the text; the same function serves index and search.
 */
export const tokens = (text: string): string[] => {
  const words = wordsOf(text);
  return [...words, ...charactersOf(text), ...words.flatMap(piecesOf)];
};

const FIRST = [...'阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥扨它穵夕丫帀'];
const LETTERS = 'abcdefghjklmnopqrstwxyz';
const byPinyin = new Intl.Collator('zh-u-co-pinyin');

/** The first letter of a character's commonest reading, by the place it has in the order of pinyin. */
const letterOf = (character: string): string => {
  const at = FIRST.findLastIndex((first) => byPinyin.compare(character, first) >= 0);
  return LETTERS[at] ?? '';
};

/**
 * The pinyin initials of a name, as people type them: 食品经营许可 → `spjyxk`. Characters with several readings
 * give the commonest. Other letters are left out.
 */
export const initialsOf = (name: string): string => charactersOf(name).map(letterOf).join('');
