import { defineErrors } from '../errors/index.ts';

/** Refusals of this piece that a caller or an operator can act on. */
export const errors = defineErrors('crypto', {
  /** Ciphertext altered, cut short, moved to another row or column, or made with a destroyed key. */
  unreadable: 500,
  /** Too many password checks wait already; try again in a moment. */
  busy: 503,
  /** A signed token is malformed, altered, of another kind or signed by an unknown key. */
  token_invalid: 422,
});
