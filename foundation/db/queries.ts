import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
} from 'kysely';
import type { Statement } from './tx.ts';

/**
 * A query builder over one capability's own tables. It only compiles: what it builds is run by a `Tx`,
 * so no statement can leave outside of an actor's transaction.
 */
export const queries = <Tables>(): Kysely<Tables> =>
  new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });

const compiler = queries<unknown>();

/** A statement written as text with Kysely's `sql` tag, for what the builder cannot say. */
export const raw = <R>(text: RawBuilder<R>): Statement<R> => ({
  compile: () => text.compile(compiler),
});
