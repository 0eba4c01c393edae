export { auditLog, type LogReader } from './audit.ts';
export { type Checkpoint, openCheckpoint } from './checkpoint.ts';
export {
  checkOpening,
  type Entry,
  type Facts,
  type Opening,
  parseEntry,
  type Subject,
} from './entry.ts';
export { errors } from './errors.ts';
export { consistencyProof, inclusionProof, verifyConsistency } from './merkle.ts';
export { messages } from './messages.ts';
export { formatVkey, type LedgerKey, parseVkey, type Verifier, verifiersOf } from './note.ts';
export { type Included, parseReceipt, verifyReceipt } from './proof.ts';
export { default, type LedgerDeps } from './routes.ts';
export {
  type Sequencer,
  type SequencerOptions,
  sequence,
  startSequencer,
  verifyOwn,
} from './sequencer.ts';
export { type Act, enter, entriesOf, type Found, forget, opening, receipt } from './service.ts';
export { decodeBundle, HASH_BYTES, tilePath } from './tiles.ts';
