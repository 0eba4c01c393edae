import { fillerWords, generalWords } from './dictionary.ts';
import { synonyms } from './synonyms.ts';
import { charactersOf, isHan, isLatin, normalise, piecesOf, wordsOf } from './words.ts';

/**
 * What one term of a search is worth as evidence. `subject`: it names what is meant. `part`: a character or
 * piece of a word, which stands for it when it is misspelt. `general`: it helps to order, and finds nothing alone.
 */
export type QueryTerm = {
  readonly term: string;
  readonly weight: number;
  readonly kind: 'subject' | 'part' | 'general';
};

/** Longer searches are cut: nobody reads what a whole letter finds. */
export const LONGEST_QUERY = 100;
const PART = 0.15;
const GENERAL = 0.3;
const SYNONYM = 1.3;
const SECOND = 0.5;
const EXACT = 3;

/** Words of two characters are worth 1; longer ones say more. */
const worth = (word: string): number => {
  if (isLatin(word)) return /^\d+$/.test(word) ? GENERAL : 1;
  return [1, 1, 1, 1.5][[...word].length] ?? 2;
};

const wordTerm = (word: string, factor: number): QueryTerm =>
  generalWords.has(word) || /^\d+$/.test(word) || word.length === 1
    ? { term: word, weight: GENERAL * factor, kind: 'general' }
    : { term: word, weight: worth(word) * factor, kind: 'subject' };

const fillers = [...fillerWords]
  .filter((word) => isHan(word) && word.length > 1)
  .sort((a, b) => b.length - a.length);
/** A text without the question words of more than one character, whose characters mean nothing either. */
const withoutFillers = (text: string): string =>
  fillers.reduce((rest, word) => rest.replaceAll(word, ' '), text);

/** A saying as a pattern: `…` stands for up to six characters, Latin words are matched whole. */
const patternOf = (said: string): RegExp => {
  const text = said.replaceAll('…', '[^ ]{0,6}?');
  return new RegExp(isHan(said) ? text : `(?<![a-z])${text}s?(?![a-z])`, 'u');
};
const sayings = synonyms.map(({ said, meant }) => ({ meant, patterns: said.map(patternOf) }));

/** The official words that a text means, with their worth: what comes second in a group is meant less often. */
const meantBy = (text: string): { word: string; factor: number }[] =>
  sayings
    .filter(({ patterns }) => patterns.some((pattern) => pattern.test(text)))
    .flatMap(({ meant }) =>
      meant.flatMap((name, i) =>
        wordsOf(name).map((word) => ({ word, factor: i === 0 ? SYNONYM : SECOND })),
      ),
    );

/** The whole of a name or of a search, without blanks: two that are equal mean the same. */
export const wholeOf = (text: string): string =>
  `=${normalise(text).replace(/[^\p{Script=Han}a-z0-9]+/gu, '')}`;

/**
 * The terms of a search in somebody's own words, each once: the words that say something, the official words
 * meant by them, and characters and pieces against typing errors. Question words are left out.
 * Empty when nothing is left; at most the first 100 characters count.
 */
export function queryTokens(text: string): QueryTerm[] {
  const asked = normalise(text.slice(0, LONGEST_QUERY)).trim();
  const words = wordsOf(asked).filter((word) => !fillerWords.has(word));
  const parts = [
    ...charactersOf(withoutFillers(asked)).filter((character) => !fillerWords.has(character)),
    ...words.flatMap(piecesOf),
  ];
  const official = meantBy(asked.replace(/[^\p{Script=Han}a-z0-9]+/gu, ' '));
  const all: QueryTerm[] = [
    ...words.map((word) => wordTerm(word, 1)),
    ...official.map(({ word, factor }) => wordTerm(word, factor)),
    ...parts.map((term): QueryTerm => ({ term, weight: PART, kind: 'part' })),
  ];
  const whole = wholeOf(asked);
  if (all.length > 0) all.push({ term: whole, weight: EXACT, kind: 'subject' });
  // Pinyin initials may be typed with blanks: `sp jyxk`.
  if (/^=[a-z]{4,}$/.test(whole)) all.push({ term: whole.slice(1), weight: 1, kind: 'subject' });
  const best = new Map<string, QueryTerm>();
  for (const one of all) {
    const known = best.get(one.term);
    if (!known || known.weight < one.weight) best.set(one.term, one);
  }
  return [...best.values()];
}
