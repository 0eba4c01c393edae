/** Levels of the administrative tree with the length of their codes (contracts.md 13): GB/T 2260 to the county, then 9 and 12 digits of the statistical code. */
export const REGION_LEVELS = [
  ['province', 2],
  ['prefecture', 4],
  ['county', 6],
  ['town', 9],
  ['village', 12],
] as const;

export type RegionLevel = (typeof REGION_LEVELS)[number][0];

/** The level that a code's length gives; undefined when it is no region code. */
export function regionLevel(code: string): RegionLevel | undefined {
  if (!/^[1-9]\d+$/.test(code)) return undefined;
  return REGION_LEVELS.find(([, length]) => length === code.length)?.[0];
}

/** Whether a text has the shape of a region code: 2, 4, 6, 9 or 12 digits, not starting with 0. */
export const isRegionCode = (text: string): boolean => regionLevel(text) !== undefined;

/** The codes from the province down to the region itself: `340104` → `34`, `3401`, `340104`. @throws {RangeError} when it is no region code. */
export function regionPath(code: string): string[] {
  if (!isRegionCode(code)) throw new RangeError(`no region code: ${code}`);
  return REGION_LEVELS.filter(([, n]) => n <= code.length).map(([, n]) => code.slice(0, n));
}

/** The region above; undefined for a province. @throws {RangeError} when it is no region code. */
export const parentRegion = (code: string): string | undefined => regionPath(code).at(-2);

/** Whether a region is the given one or lies inside it. */
export const isWithinRegion = (code: string, outer: string): boolean =>
  isRegionCode(code) && isRegionCode(outer) && code.startsWith(outer);

/** The bounds `[from, before)` of all codes inside a region in `C` collation: `:` follows `9`. @throws {RangeError} when it is no region code. */
export function regionRange(code: string): { from: string; before: string } {
  if (!isRegionCode(code)) throw new RangeError(`no region code: ${code}`);
  return { from: code, before: `${code}:` };
}

/** A code padded with zeros, as GB/T 2260 (6) and statistics (12) write it, in the platform's short form: `330000` → `33`, `330106001000` → `330106001`. Undefined when it is none. */
export function shortRegionCode(code: string): string | undefined {
  if (!/^[1-9]\d(?:\d{4}|\d{7}|\d{10})?$/.test(code) && !isRegionCode(code)) return undefined;
  const found = REGION_LEVELS.find(([, n]) => n <= code.length && /^0*$/.test(code.slice(n)));
  return found && code.slice(0, found[1]);
}
