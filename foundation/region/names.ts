/**
 * Lengths of division codes by level: province, prefecture and county by GB/T 2260-2007, town and
 * village by the coding rules of the National Bureau of Statistics (12 digits).
 */
const LENGTHS = [2, 4, 6, 9, 12] as const;

/** 1 province, 2 prefecture, 3 county, 4 town, 5 village. */
export type Level = 1 | 2 | 3 | 4 | 5;

/** A pattern for schemas: 2, 4, 6, 9 or 12 digits. */
export const CODE_PATTERN = '^(\\d{2}|\\d{4}|\\d{6}|\\d{9}|\\d{12})$';

const CODE = new RegExp(CODE_PATTERN);

/** Tells whether a text has the form of a division code; whether it is in use only the register knows. */
export const isDivisionCode = (text: string): boolean => CODE.test(text);

/** The level of a code by its length. @throws {RangeError} for a text that is no division code. */
export function levelOf(code: string): Level {
  if (!CODE.test(code)) throw new RangeError(`Not a division code: ${code}`);
  return ((LENGTHS as readonly number[]).indexOf(code.length) + 1) as Level;
}

/** The code one level up; undefined above a province. @throws {RangeError} for no division code. */
export function parentOf(code: string): string | undefined {
  const length = LENGTHS[levelOf(code) - 2];
  return length === undefined ? undefined : code.slice(0, length);
}

/**
 * A code and those above it, the province first: `340104` → `34`, `3401`, `340104`.
 * @throws {RangeError} for no division code.
 */
export function lineageOf(code: string): string[] {
  const level = levelOf(code);
  return LENGTHS.slice(0, level).map((length) => code.slice(0, length));
}

/**
 * The code of a division written with zeros to 6, 9 or 12 digits, as GB/T 2260 and statistical lists
 * write it: `340100` → `3401`, `340104006000` → `340104006`. Other texts come back as they are.
 */
export const withoutPadding = (digits: string): string =>
  /^(\d{6}|\d{9}|\d{12})$/.test(digits)
    ? digits
        .replace(/^(\d{9})000$/, '$1')
        .replace(/^(\d{6})000$/, '$1')
        .replace(/^(\d{4})00$/, '$1')
        .replace(/^(\d{2})00$/, '$1')
    : digits;

/** All codes of a scope prefix under the `C` collation: `low` ≤ code < `high`. */
export type CodeRange = { readonly low: string; readonly high: string };

/**
 * The range of codes that begin with a prefix of 0–12 digits; the colon is the character after the
 * nine. The empty prefix is the whole country. @throws {RangeError} for other texts.
 */
export function rangeOf(prefix: string): CodeRange {
  if (!/^\d{0,12}$/.test(prefix)) throw new RangeError(`Not a prefix of division codes: ${prefix}`);
  return { low: prefix, high: `${prefix}:` };
}

/** Tells whether a code lies in a prefix's region, the region itself included. */
export const isWithin = (code: string, prefix: string): boolean => {
  const { low, high } = rangeOf(prefix);
  return code >= low && code < high;
};

/**
 * Names that fill a level of the code only (`1101 市辖区`, `5002 县`, `4190 省直辖县级行政区划`) and are
 * not spoken: they are left out of full names.
 */
const FILLERS = new Set(['市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划']);

/** Tells whether a name only fills a level of the code. */
export const isFiller = (name: string): boolean => FILLERS.has(name);

/**
 * The full name of a division from its own and its parent's: `安徽省合肥市` + `蜀山区`. Fillers and the
 * second name of a city without counties (`4419 东莞市`, `441900 东莞市`) add nothing.
 */
export const fullNameOf = (name: string, parent?: { name: string; fullName: string }): string =>
  FILLERS.has(name) || name === parent?.name
    ? (parent?.fullName ?? name)
    : (parent?.fullName ?? '') + name;
