import { defineErrors } from '../errors/index.ts';

/** Why a document is not made. */
export const errors = defineErrors('pdf', {
  /** The font has no shape for these characters (params: characters, each with its code point). */
  missing_glyph: 422,
  /** A text is too long for its place even in the smallest print (params: field). */
  does_not_fit: 422,
  /** The bytes given to be sealed are no PDF that can be read. */
  unreadable: 422,
  /** The PDF bears a seal already; writing into it would break that one. */
  already_sealed: 409,
  /** Too many documents wait already. */
  busy: 503,
});
