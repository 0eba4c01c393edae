import { defineErrors } from '../errors/index.ts';

/** Why a file is not taken or not given. */
export const errors = defineErrors('files', {
  /** More bytes than allowed (params: limitMb). */
  too_large: 413,
  empty: 422,
  /** Not one of the kinds taken here (params: accepted). */
  type_refused: 422,
  /** The name or the declared type says one thing, the bytes another (params: claimed, found). */
  disguised: 422,
  /** Cut short or damaged: cannot be opened (params: reason). */
  broken: 422,
  /** Needs a password to be opened. */
  locked: 422,
  /** Carries a program: JavaScript or a launch action. */
  active: 422,
  /** Pictures beyond any scanner's size (params: width, height). */
  oversized_image: 422,
  /** The virus scanner found something (params: name). */
  infected: 422,
  /** No file has this address. */
  unknown: 404,
  /** The stored bytes were altered or cut: restore them from the backup (params: sha256). */
  damaged: 500,
});
