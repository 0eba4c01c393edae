import type { Tx } from '../db/index.ts';
import { defineErrors } from '../errors/index.ts';
import { errors as http, page, readCursor } from '../http/index.ts';
import { lineageOf, rangeOf, withoutPadding } from './names.ts';
import { childrenOf, type Division, divisionsOf, foundBy } from './store.ts';
import { gramsOfWords, patternOf, wordsOf } from './words.ts';

export const errors = defineErrors('region', {
  unknown: 404,
  word_short: 422,
  too_many_words: 422,
});

/** The most words of one search. */
export const MAX_WORDS = 6;
/** The most divisions of one page. */
export const MAX_LIMIT = 100;

export type DivisionPage = { items: Division[]; next: string | null };

const bounded = (limit: number): number => Math.min(Math.max(Math.trunc(limit), 1), MAX_LIMIT);

const malformedCursor = () => http.malformed({ where: 'after' });

/** The division of a code, also one that has ended; undefined when the register has none. */
export const findDivision = (tx: Tx, code: string): Promise<Division | undefined> =>
  tx.first(divisionsOf([code]));

/** Many divisions in one query, by code; codes that the register does not have are missing. */
export async function findDivisions(
  tx: Tx,
  codes: readonly string[],
): Promise<Map<string, Division>> {
  if (codes.length === 0) return new Map();
  const rows = await tx.all(divisionsOf([...new Set(codes)]));
  return new Map(rows.map((row) => [row.code, row]));
}

/**
 * One page of the divisions right below `parentCode`, of the provinces when it is null, by code.
 * `limit` 1–100. @throws {AppError} `http.malformed` for a cursor that is not from here.
 */
export async function children(
  tx: Tx,
  parentCode: string | null,
  { limit = 20, after }: { limit?: number; after?: string } = {},
): Promise<DivisionPage> {
  const [from = ''] = readCursor(after, 1) ?? [];
  if (typeof from !== 'string' || !/^\d{0,12}$/.test(from)) throw malformedCursor();
  const most = bounded(limit);
  const rows = await tx.all(childrenOf(parentCode, from, tx.call.now, most + 1));
  return page(rows, most, (row) => [row.code]);
}

/**
 * A division and those above it, the province first: 安徽省 › 合肥市 › 蜀山区.
 * @throws {AppError} `region.unknown`. @throws {RangeError} for a text that is no division code.
 */
export async function path(tx: Tx, code: string): Promise<Division[]> {
  const rows = await tx.all(divisionsOf(lineageOf(code)));
  if (rows.at(-1)?.code !== code) throw errors.unknown({ code });
  return rows;
}

/** The longer of two prefixes when one begins with the other; undefined when their regions are apart. */
const innerOf = (a: string, b: string): string | undefined =>
  b.startsWith(a) ? b : a.startsWith(b) ? a : undefined;

/** Where a page of a search begins: behind a level and a code, with the way in which the first page was found. */
function searchStart(after: string | undefined) {
  const [level, code, way] = readCursor(after, 3) ?? [0, '', 'own'];
  if (typeof level !== 'number' || level < 0 || level > 5) throw malformedCursor();
  if (typeof code !== 'string' || !/^\d{0,12}$/.test(code)) throw malformedCursor();
  if (way !== 'own' && way !== 'across') throw malformedCursor();
  return { level, code, across: way === 'across' };
}

/** Refuses words that no index helps to find. */
function checkWords(words: readonly string[]): void {
  if (words.length > MAX_WORDS) throw errors.too_many_words({ limit: MAX_WORDS });
  const above = words.slice(0, -1);
  if (words.length === 0 || above.some((word) => Array.from(word).length < 2))
    throw errors.word_short();
}

type Start = ReturnType<typeof searchStart>;

async function foundPage(
  tx: Tx,
  words: readonly string[],
  prefix: string,
  start: Start,
  limit: number,
): Promise<DivisionPage> {
  const rows = await tx.all(
    foundBy({
      last: words.at(-1) ?? '',
      above: words.slice(0, -1).map(patternOf),
      ...gramsOfWords(words, start.across),
      across: start.across,
      range: rangeOf(prefix),
      after: start,
      now: tx.call.now,
      limit: limit + 1,
    }),
  );
  return page(rows, limit, (row) => [row.level, row.code, start.across ? 'across' : 'own']);
}

/**
 * One page of the divisions that a text names, provinces first, then by code. Several words go from
 * large to small, as addresses are written: in `合肥 蜀山 五里墩` the last word is in the division's own
 * name, the others anywhere in its full name; when nothing is found so, the last word may be written
 * together from several names (`合肥市蜀山区五里墩`). Digits are the beginning of a code, with or without
 * the zeros that GB/T 2260 writes behind it. `within` is a prefix of codes; `limit` 1–100.
 * @throws {AppError} `region.word_short` for no word, or one character before another word;
 * `region.too_many_words`; `http.malformed` for a cursor that is not from here.
 * @throws {RangeError} for a `within` that is no prefix.
 */
export async function search(
  tx: Tx,
  text: string,
  { within = '', limit = 20, after }: { within?: string; limit?: number; after?: string } = {},
): Promise<DivisionPage> {
  const start = searchStart(after);
  const most = bounded(limit);
  const words = wordsOf(text);
  const [first = ''] = words;
  if (words.length === 1 && /^\d{2,12}$/.test(first)) {
    const prefix = innerOf(within, withoutPadding(first));
    return prefix === undefined
      ? { items: [], next: null }
      : await foundPage(tx, [], prefix, start, most);
  }
  checkWords(words);
  const found = await foundPage(tx, words, within, start, most);
  const together = Array.from(words.at(-1) ?? '').length > 2;
  return found.items.length > 0 || after !== undefined || !together
    ? found
    : await foundPage(tx, words, within, { ...start, across: true }, most);
}
