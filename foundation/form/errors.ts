import { defineErrors } from '../errors/index.ts';

/** Refusals of forms: answers that are wrong, a definition that may not be published. */
export const errors = defineErrors('form', { invalid: 422, not_publishable: 422 });
