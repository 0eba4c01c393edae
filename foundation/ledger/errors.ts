import { defineErrors } from '../errors/index.ts';

/** Refusals of this piece that a caller, a holder of a receipt or an operator can act on. */
export const errors = defineErrors('ledger', {
  /** A note, key, checkpoint, receipt, tile or bundle does not have the form its standard demands. */
  malformed: 422,
  /** No signature of a known key, or one of a known key that does not verify. */
  bad_signature: 422,
  /** An inclusion or consistency proof does not lead to the signed root. */
  bad_proof: 422,
  /** The facts shown are not those that were entered. */
  other_facts: 422,
  /** No such entry, tile or bundle, or not yet in a signed checkpoint. */
  unknown: 404,
  /** The log no longer continues an older signed checkpoint of its own: its history was rewritten. */
  rewritten: 422,
  /** The stored log contradicts itself or its checkpoint: nothing more may be signed. */
  broken: 500,
  /** Another sequencer went ahead; this one's batch was not kept. */
  fenced: 409,
});
