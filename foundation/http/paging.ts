import { type TSchema, Type } from 'typebox';
import { errors } from './route.ts';

/** `?limit=20&after=…` of every list (contracts.md 3). */
export const Page = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
  after: Type.Optional(
    Type.String({ maxLength: 512, description: 'the `next` of the page before' }),
  ),
});

/** The answer of a list: its items and the cursor of the next page, or null at the end. */
export const ListOf = <T extends TSchema>(item: T) =>
  Type.Object({ items: Type.Array(item), next: Type.Union([Type.String(), Type.Null()]) });

/** Turns the sort key and id of the last row into an opaque cursor. */
export const cursor = (...parts: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(parts)).toString('base64url');

/**
 * Reads a cursor of `length` parts. @throws {AppError} `http.malformed` for anything else.
 */
export function readCursor(
  text: string | undefined,
  length: number,
): (string | number)[] | undefined {
  if (text === undefined) return undefined;
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    const sound =
      Array.isArray(parts) &&
      parts.length === length &&
      parts.every((part) => typeof part === 'string' || Number.isSafeInteger(part));
    if (sound) return parts as (string | number)[];
  } catch {
    // falls through to the refusal
  }
  throw errors.malformed({ where: 'after' });
}

/** Cuts a page out of `limit + 1` rows and makes its cursor. */
export function page<T>(
  rows: readonly T[],
  limit: number,
  key: (row: T) => readonly (string | number)[],
) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? cursor(...key(last)) : null };
}
