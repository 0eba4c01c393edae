import type { QueryTerm } from './query.ts';
import { wholeOf } from './query.ts';
import { initialsOf, tokens, wordsOf } from './words.ts';

/** One term of a document, and how much the document is about it: from 0 to below 2.2. */
export type DocumentTerm = { readonly term: string; readonly weight: number };

/**
 * A text of a document. `weight`: how much it says about the subject. `name`: it is also found whole and by the
 * beginning of its pinyin initials. `names` and `name`: it is found with typing errors too; other texts by whole words.
 */
export type Field = {
  readonly text: string;
  readonly weight: number;
  readonly kind: 'name' | 'names' | 'text';
};

const SATURATION = 1.2;
/** Length in terms at which a field is neither favoured nor held back. */
const USUAL_LENGTH = 20;
const LENGTH_SHARE = 0.4;
const SHORTEST_INITIALS = 4;

function add(sums: Map<string, number>, { text, weight, kind }: Field): void {
  const terms = kind === 'text' ? wordsOf(text) : tokens(text);
  const size = 1 - LENGTH_SHARE + (LENGTH_SHARE * terms.length) / USUAL_LENGTH;
  const once = (term: string, value: number) => sums.set(term, (sums.get(term) ?? 0) + value);
  for (const term of terms) once(term, weight / size);
  if (kind !== 'name') return;
  once(wholeOf(text), weight);
  const initials = initialsOf(text);
  for (let end = SHORTEST_INITIALS; end <= initials.length; end += 1)
    once(initials.slice(0, end), weight);
}

/** The terms of a document with their weights, after Robertson and Zaragoza's BM25F (2009): fields add up, repeats count less and less. */
export function documentTerms(fields: readonly Field[]): DocumentTerm[] {
  const sums = new Map<string, number>();
  for (const field of fields) add(sums, field);
  return [...sums].map(([term, sum]) => ({
    term,
    weight: ((SATURATION + 1) * sum) / (SATURATION + sum),
  }));
}

/** Added to the number of documents, so that the rarity of words means something in a small collection too. */
export const PRIOR = 500;

/** How rare a term is: the natural logarithm of documents over documents that have it. */
export const rarity = (documents: number, having: number): number =>
  Math.log(1 + (documents + PRIOR) / (having + 1));

/** Without a subject word, this share of the parts must be there: below it the likeness is chance. */
export const ENOUGH_PARTS = 0.6;

export type Ranked<T> = { readonly document: T; readonly score: number };

/**
 * The documents that a search finds, best first. A document counts when it has a subject word, or most of the parts.
 * For lists in memory; tables rank by the same formula in SQL.
 */
export function rank<T extends { readonly terms: readonly DocumentTerm[] }>(
  query: readonly QueryTerm[],
  documents: readonly T[],
): Ranked<T>[] {
  const having = new Map<string, number>();
  for (const { terms } of documents)
    for (const { term } of terms) having.set(term, (having.get(term) ?? 0) + 1);
  const allParts = query.filter(({ kind }) => kind === 'part').length;
  const scored = documents.map((document) => {
    const weights = new Map(document.terms.map(({ term, weight }) => [term, weight]));
    const matched = query.filter(({ term }) => weights.has(term));
    const parts = matched.filter(({ kind }) => kind === 'part').length;
    const counts =
      matched.some(({ kind }) => kind === 'subject') ||
      (allParts > 0 && parts >= ENOUGH_PARTS * allParts);
    const score = matched.reduce(
      (sum, { term, weight }) =>
        sum + weight * rarity(documents.length, having.get(term) ?? 0) * (weights.get(term) ?? 0),
      0,
    );
    return { document, score, counts };
  });
  return scored
    .filter(({ counts }) => counts)
    .map(({ document, score }) => ({ document, score }))
    .sort((a, b) => b.score - a.score);
}
