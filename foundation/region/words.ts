import { isFiller } from './names.ts';

/** Keeps the numbers of pairs in own names apart from those of pairs in full names. */
const OWN = 0x5bd1_e995;

const number = (character: string): number => (character.codePointAt(0) ?? 0) & 0xffff;

/** The neighbouring pairs of a text as 32-bit numbers. Rare characters may collide: the text is compared too. */
function pairs(text: string, salt = 0): number[] {
  const numbers = Array.from(text, number);
  return numbers.slice(1).map((second, i) => (((numbers[i] ?? 0) << 16) | second) ^ salt);
}

/** The grams of a word in an own name: its pairs, or the character itself when it has only one. */
const ownGrams = (word: string): number[] => {
  const found = pairs(word, OWN);
  return found.length > 0 ? found : Array.from(word, number);
};

/**
 * What a division is found by: the pairs of its full name, the pairs of its own name and the single
 * characters of its own name. A filler (`1101 市辖区`) is found by its code only.
 */
export const gramsOf = (name: string, fullName: string): number[] =>
  isFiller(name)
    ? []
    : [...new Set([...pairs(fullName), ...pairs(name, OWN), ...Array.from(name, number)])];

/** The grams that a search demands, see region.search_divisions. */
export type SearchGrams = {
  /** Of the last word in the own name; with `across`, of the last word in the full name. */
  readonly own: readonly number[];
  /** Of the words before it in the full name. */
  readonly whole: readonly number[];
  /** Of the word before the last, in the own name. */
  readonly beside: readonly number[];
};

/**
 * The grams of the words of a search. `across`: the last word is written together from several names
 * (`合肥市蜀山区五里墩`), so only its last character must be in the own name.
 */
export function gramsOfWords(words: readonly string[], across: boolean): SearchGrams {
  const last = words.at(-1) ?? '';
  const own = across ? [...pairs(last), ...Array.from(last, number).slice(-1)] : ownGrams(last);
  const whole = words.slice(0, -1).flatMap((word) => pairs(word));
  return { own, whole, beside: ownGrams(words.at(-2) ?? '') };
}

/** A LIKE pattern for texts that have a word anywhere. */
export const patternOf = (word: string): string => `%${word.replace(/[\\%_]/g, '\\$&')}%`;

/** The words of a search text, from large to small as addresses are written; blanks, commas, › and / part them. */
export const wordsOf = (text: string): string[] =>
  text
    .normalize('NFC')
    .split(/[\s,，、›/]+/u)
    .filter((word) => word !== '');
