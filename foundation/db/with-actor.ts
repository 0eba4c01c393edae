import { createHash } from 'node:crypto';
import type pg from 'pg';
import { AppError, defineErrors } from '../errors/index.ts';
import type { Actor, Call } from '../permission/index.ts';
import type { Expectation, Statement, Tx } from './tx.ts';

/** The connections of one installation, and how stored answers are sealed. */
export type Database = {
  readonly pool: pg.Pool;
  readonly seal: (text: string) => Buffer;
  readonly open: (sealed: Buffer) => string;
  /** Told about failures that no caller sees. */
  readonly report: (error: unknown, where: string) => void;
};

export const errors = defineErrors('db', {
  key_reused: 409,
  busy: 503,
  disk_full: 507,
});

type Sent = { name?: string; text: string; values: readonly unknown[] };
type Queued = Sent & { expectation?: Expectation };

const names = new Map<string, string>();
const nameOf = (text: string): string => {
  let name = names.get(text);
  if (name === undefined) {
    name = createHash('sha256').update(text).digest('base64url').slice(0, 22);
    names.set(text, name);
  }
  return name;
};

const CONTEXT =
  "select set_config('yw.kind',$1,true), set_config('yw.actor',$2,true), set_config('yw.person',$3,true), " +
  "set_config('yw.organizations',$4,true), set_config('yw.regions',$5,true), set_config('plan_cache_mode',$6,true)";

/** `34` → every code that begins with it: the colon is the character after the nine. */
const ranges = (prefixes: readonly string[]) =>
  `{${prefixes.map((p) => `[${p},${p}:)`).join(',')}}`;

const context = (actor: Actor, plans: Plans): Sent => ({
  name: 'context',
  text: CONTEXT,
  values: [
    actor.kind,
    actor.id,
    actor.actsFor ?? actor.id,
    actor.scope.organizations.join(','),
    ranges(actor.scope.regions),
    plans,
  ],
});

/** Fixed plans for acts, whose statements are all alike; fresh plans for lists and searches. */
type Plans = 'force_generic_plan' | 'auto';

type PgError = Error & { code?: string; constraint?: string; detail?: string };

class Transaction implements Tx {
  readonly call: Call;
  readonly after: (() => void)[] = [];
  private readonly client: pg.PoolClient;
  private readonly plans: Plans;
  private readonly expectations: Expectation[] = [];
  private queue: Queued[] = [];
  private begun = false;
  /** The first thing that went wrong; whatever is sent behind it fails only because of it. */
  private failure: { error: unknown } | undefined;

  constructor(client: pg.PoolClient, call: Call, plans: Plans) {
    this.client = client;
    this.call = call;
    this.plans = plans;
  }

  async all<R>(statement: Statement<R>): Promise<R[]> {
    const { sql, parameters } = statement.compile();
    const result = await this.send({ name: nameOf(sql), text: sql, values: parameters });
    return result.rows as R[];
  }

  async first<R>(statement: Statement<R>): Promise<R | undefined> {
    return (await this.all(statement))[0];
  }

  write(statement: Statement, expectation?: Expectation): void {
    const { sql, parameters } = statement.compile();
    this.enqueue(sql, parameters, expectation);
  }

  enqueue(sql: string, parameters: readonly unknown[], expectation?: Expectation): void {
    let text = sql;
    if (expectation?.rows !== undefined) {
      // The count is checked inside the database, so that a failed one stops the commit sent behind it.
      const which = this.expectations.push(expectation) - 1;
      text = `with done as (${sql} returning 1) select scope.expect_rows((select count(*) from done), ${expectation.rows}, ${which})`;
    }
    this.queue.push({ name: nameOf(text), text, values: parameters, expectation });
  }

  afterCommit(fn: () => void): void {
    this.after.push(fn);
  }

  /** Sends what waits and `last` in one burst; the result is that of `last`. */
  async send(last: Sent): Promise<pg.QueryResult> {
    const burst: Queued[] = [];
    if (!this.begun)
      burst.push({ text: 'begin', values: [] }, context(this.call.actor, this.plans));
    this.begun = true;
    burst.push(...this.queue, last);
    this.queue = [];
    const { stream } = (
      this.client as unknown as { connection: { stream: { cork(): void; uncork(): void } } }
    ).connection;
    stream.cork();
    const answers = burst.map((query) => {
      const answer = this.client.query({ ...query, values: [...query.values] });
      answer.catch((error: PgError) => {
        this.failure ??= { error: this.meaning(error, query.expectation) };
      });
      return answer;
    });
    stream.uncork();
    const settled = await Promise.allSettled(answers);
    if (this.failure) throw this.failure.error;
    return (settled.at(-1) as PromiseFulfilledResult<pg.QueryResult>).value;
  }

  async commit(): Promise<void> {
    if (!this.begun && this.queue.length === 0) return;
    const { command } = await this.send({ text: 'commit', values: [] });
    if (command !== 'COMMIT') throw new Error('The transaction was not committed.');
  }

  async rollback(): Promise<void> {
    this.queue = [];
    if (this.begun) await this.client.query('rollback');
    this.begun = false;
    this.failure = undefined;
  }

  private meaning(error: PgError, expectation: Expectation | undefined): unknown {
    if (error.code === 'YW001') {
      const expected = this.expectations[Number(error.detail)];
      if (expected?.otherwise) return expected.otherwise();
    }
    const known = error.constraint && expectation?.constraint?.[error.constraint];
    if (known) return known();
    if (error.code === '53100') return errors.disk_full({}, { cause: error });
    if (error.code === '53300') return errors.busy({}, { cause: error });
    return error;
  }
}

const KEEP_KEY =
  'insert into db.idempotency_keys (actor_id, route, key, body_hash, answer_enc, answered_at) values ($1,$2,$3,$4,$5,$6)';
const FIND_KEY =
  'select body_hash, answer_enc from db.idempotency_keys where actor_id = $1 and route = $2 and key = $3';

/** The answer that this very act got before, if it did. @throws {AppError} `db.key_reused` for another body. */
async function earlierAnswer(
  tx: Transaction,
  db: Database,
): Promise<{ answer: unknown } | undefined> {
  const { idempotency, actor } = tx.call;
  if (!idempotency) return undefined;
  const { rows } = await tx.send({
    text: FIND_KEY,
    values: [actor.id, idempotency.route, idempotency.key],
  });
  const [row] = rows as { body_hash: string; answer_enc: Buffer | null }[];
  if (!row) return undefined;
  if (row.body_hash !== idempotency.hash) throw errors.key_reused();
  return { answer: row.answer_enc ? JSON.parse(db.open(row.answer_enc)) : undefined };
}

async function perform<T>(
  db: Database,
  call: Call,
  plans: Plans,
  fn: (tx: Tx) => Promise<T>,
): Promise<T> {
  const client = await db.pool.connect();
  const tx = new Transaction(client, call, plans);
  let broken: Error | undefined;
  try {
    const answer = await fn(tx);
    const { idempotency, actor, now } = call;
    if (idempotency) {
      const sealed = answer === undefined ? null : db.seal(JSON.stringify(answer));
      const values = [actor.id, idempotency.route, idempotency.key, idempotency.hash, sealed, now];
      tx.enqueue(KEEP_KEY, values);
    }
    await tx.commit();
    for (const act of tx.after) {
      try {
        act();
      } catch (error) {
        db.report(error, 'after commit');
      }
    }
    return answer;
  } catch (error) {
    try {
      await tx.rollback();
      // Looked up only now: the happy path pays no round trip for it.
      const earlier = await earlierAnswer(tx, db);
      if (earlier) {
        await tx.commit();
        return earlier.answer as T;
      }
      await tx.rollback();
    } catch (second) {
      if (second instanceof AppError) {
        await tx.rollback();
        throw second;
      }
      broken = second as Error;
    }
    throw error;
  } finally {
    client.release(broken);
  }
}

/**
 * Runs one act under an actor's scope in one transaction; the only way to the database for a request.
 * Returns after the commit is durable. A repeated Idempotency-Key returns the first answer and does nothing.
 * @throws {AppError} what `fn` or a write's expectation says; `db.key_reused`, `db.busy`, `db.disk_full`.
 */
export const withActor = <T>(db: Database, call: Call, fn: (tx: Tx) => Promise<T>): Promise<T> =>
  perform(db, call, 'force_generic_plan', fn);

/** As `withActor`, with plans made for the values at hand: for lists, searches and reports. */
export const readAs = <T>(db: Database, call: Call, fn: (tx: Tx) => Promise<T>): Promise<T> =>
  perform(db, call, 'auto', fn);
