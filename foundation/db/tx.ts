import type { CompiledQuery } from 'kysely';
import type { AppError } from '../errors/index.ts';
import type { Call } from '../permission/index.ts';

/** Anything Kysely can compile: a builder made from `queries<Tables>()`, or `sql` with types. */
export type Statement<R = unknown> = { compile(): CompiledQuery<R> };

/** What a deferred write must do, or the act fails with the error given and nothing is kept. */
export type Expectation = {
  /** Exactly this many rows; otherwise `otherwise()` is thrown. */
  rows?: number;
  otherwise?: () => AppError;
  /** Name of a unique, check or foreign-key constraint → the error it means. */
  constraint?: Readonly<Record<string, () => AppError>>;
};

/**
 * One transaction under one actor's scope. Reads are awaited; writes are queued and leave together
 * with the next read or the commit, so an act costs two bursts on the wire and not one round trip a
 * statement. A read after a write sees it. Nothing is durable before `withActor` has returned.
 */
export interface Tx {
  readonly call: Call;
  /** All rows. The statement must carry its own limit. */
  all<R>(statement: Statement<R>): Promise<R[]>;
  /** The first row, or undefined. */
  first<R>(statement: Statement<R>): Promise<R | undefined>;
  /** Queues a write; its failure surfaces at the next read or at commit. */
  write(statement: Statement, expectation?: Expectation): void;
  /** Runs after a successful commit; a failure here is logged and changes nothing. */
  afterCommit(fn: () => void): void;
}
