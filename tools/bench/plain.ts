import { withClient } from '@yiwang/foundation/db';
import pg from 'pg';

/** A write as the server sent it: its text and values. */
export type Write = { text: string; values: unknown[] };

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/**
 * Every table of the database with its exact number of rows.
 */
export async function rowCounts(database: string): Promise<Map<string, number>> {
  return await withClient(database, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name from pg_class c
       join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p') and not c.relispartition
         and n.nspname not in ('pg_catalog', 'information_schema')`,
    );
    const counts = new Map<string, number>();
    for (const { name } of rows) {
      const { rows: found } = await client.query(`select count(*)::int as n from ${name}`);
      counts.set(name, (found[0] as { n: number }).n);
    }
    return counts;
  });
}

/** What grew between two counts. */
export const growth = (before: Map<string, number>, after: Map<string, number>) =>
  [...after]
    .map(([name, n]) => [name, n - (before.get(name) ?? 0)] as const)
    .filter(([, n]) => n !== 0)
    .sort();

/** A fresh copy of one life: new ids everywhere, the same ids in the same places. */
function renew(writes: readonly Write[][], life: number): Write[][] {
  const ids = new Map<string, string>();
  const hex = life.toString(16).padStart(8, '0');
  const fresh = (id: string) => {
    let made = ids.get(id);
    if (!made) {
      // Time-ordered like UUIDv7, so that indexes grow as they do for the server.
      made = `${hex}-${id.slice(9, 13)}-7${ids.size.toString(16).padStart(3, '0')}-8${id.slice(20, 23)}-${id.slice(24)}`;
      ids.set(id, made);
    }
    return made;
  };
  const value = (v: unknown): unknown => {
    if (typeof v === 'string')
      return v
        .replace(UUID, fresh)
        .replaceAll('@life@', String(life))
        .replaceAll('@serial@', hex.toUpperCase().padStart(12, '0'));
    if (Array.isArray(v)) return v.map(value);
    if (Buffer.isBuffer(v) || v instanceof Date || v === null || typeof v !== 'object') return v;
    return JSON.parse(JSON.stringify(v).replace(UUID, fresh));
  };
  return writes.map((step) =>
    step.map(({ text, values }) => ({ text, values: values.map(value) })),
  );
}

const named = new Map<string, string>();
const nameOf = (text: string) => {
  const name = named.get(text) ?? `p${named.size}`;
  named.set(text, name);
  return name;
};

/**
 * Writes the same rows with plain SQL: one transaction per step, named statements one after the other,
 * eight connections, past row-level security; nothing is read, checked or decided.
 */
export class PlainSql {
  private readonly pool: pg.Pool;
  private life = Math.floor(Date.now() / 1000) % 0x7fff_ffff;
  private readonly steps: readonly Write[][];

  constructor(database: string, steps: readonly Write[][]) {
    this.steps = steps;
    this.pool = new pg.Pool({
      connectionString: database,
      max: 8,
      options: '-c plan_cache_mode=force_generic_plan -c yw.kind=system',
    });
    this.pool.on('connect', (client) => client.on('error', () => {}));
    this.pool.on('error', () => {});
  }

  /** Plays whole lives, sixteen at a time, step by step as the server is measured. @returns seconds per step, without the drafts. */
  async play(lives: number): Promise<number[]> {
    const first = this.life;
    this.life += lives;
    const made = Array.from({ length: lives }, (_, i) => renew(this.steps, first + i));
    const seconds: number[] = [];
    for (const step of this.steps.keys()) {
      const started = performance.now();
      let next = 0;
      const worker = async () => {
        for (let i = next++; i < lives; i = next++) await this.transaction(made[i]?.[step] ?? []);
      };
      await Promise.all(Array.from({ length: 16 }, worker));
      seconds.push((performance.now() - started) / 1000);
    }
    return seconds.slice(1);
  }

  private async transaction(writes: readonly Write[]): Promise<void> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      for (const { text, values } of writes)
        await client.query({ name: nameOf(text), text, values });
      await client.query('commit');
      client.release();
    } catch (error) {
      client.release(error as Error);
      throw error;
    }
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}
