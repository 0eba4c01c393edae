import { sql } from 'kysely';
import { queries, raw } from '../db/index.ts';

type Tables = {
  'events.outbox': {
    id: string;
    type: string;
    subject: string;
    at: Date;
    actor: string;
    trace_id: string;
    data: string;
  };
  'events.consumers': { name: string; xid: string; seq: number };
  'events.handled': { consumer: string; event_id: string; at: Date };
  'events.parked': {
    consumer: string;
    event_id: string;
    subject: string;
    seq: number;
    attempts: number;
    error: string;
    retry_at: Date;
  };
};
const q = queries<Tables>();

export type OutboxRow = {
  id: string;
  type: string;
  subject: string;
  seq: number;
  xid: string;
  at: Date;
  actor: { kind: string; id: string };
  traceId: string;
  v: number;
  data: Record<string, unknown>;
};

const COLUMNS = sql`o.id, o.type, o.subject, o.seq, o.xid::text as xid, o.at, o.actor, o.trace_id as "traceId", o.v, o.data`;

export const insertEvent = (row: Tables['events.outbox']) =>
  q.insertInto('events.outbox').values(row);

export const addConsumer = (name: string) =>
  q
    .insertInto('events.consumers')
    .values({ name, xid: '0', seq: 0 })
    .onConflict((c) => c.doNothing());

/** The next events of a consumer, only those before every transaction that still runs. */
export const nextEvents = (consumer: string, types: readonly string[], limit: number) =>
  raw(sql<OutboxRow>`select ${COLUMNS} from events.outbox o, events.consumers c
    where c.name = ${consumer} and (o.xid, o.seq) > (c.xid, c.seq)
      and o.xid < pg_snapshot_xmin(pg_current_snapshot()) and o.type = any(${[...types]}::text[])
    order by o.xid, o.seq limit ${limit}`);

/** Locks the consumer for this transaction, so that one process at a time moves it. */
export const lockConsumer = (name: string) =>
  q.selectFrom('events.consumers').select('seq').where('name', '=', name).forUpdate();

export const moveConsumer = (name: string, xid: string, seq: number) =>
  raw(sql`update events.consumers set xid = ${xid}::xid8, seq = ${seq}
    where name = ${name} and (xid, seq) < (${xid}::xid8, ${seq}::bigint)`);

export const insertHandled = (consumer: string, eventId: string, at: Date) =>
  q
    .insertInto('events.handled')
    .values({ consumer, event_id: eventId, at })
    .onConflict((c) => c.doNothing())
    .returning('event_id');

export const parkedBefore = (consumer: string, subject: string) =>
  q
    .selectFrom('events.parked')
    .select('event_id')
    .where('consumer', '=', consumer)
    .where('subject', '=', subject)
    .limit(1);

export const park = (row: Tables['events.parked']) =>
  q
    .insertInto('events.parked')
    .values(row)
    .onConflict((c) =>
      c.columns(['consumer', 'event_id']).doUpdateSet({
        attempts: row.attempts,
        error: row.error,
        retry_at: row.retry_at,
      }),
    );

/** The first parked event of every subject that may be tried again. */
export const dueParked = (consumer: string, now: Date, limit: number) =>
  raw(sql<OutboxRow & { attempts: number }>`select ${COLUMNS}, p.attempts from (
      select distinct on (subject) * from events.parked where consumer = ${consumer} order by subject, seq
    ) p join events.outbox o on o.id = p.event_id
    where p.retry_at <= ${now} order by o.seq limit ${limit}`);

export const unpark = (consumer: string, eventId: string) =>
  q.deleteFrom('events.parked').where('consumer', '=', consumer).where('event_id', '=', eventId);

export const parkedCount = () =>
  raw(sql<{ consumer: string; n: number }>`select consumer, count(*) as n from events.parked
    where attempts >= 5 group by consumer limit 1000`);

export const forgetBefore = (at: Date) =>
  raw(sql`delete from events.outbox where at < ${at}
    and (xid, seq) <= (select xid, seq from events.consumers order by xid, seq limit 1)`);

/** Whether something waits for a consumer, also what an unfinished transaction still holds back. */
export const hasWaiting = (consumer: string, types: readonly string[]) =>
  raw(sql<{ n: number }>`select 1 as n from events.outbox o, events.consumers c
    where c.name = ${consumer} and (o.xid, o.seq) > (c.xid, c.seq)
      and o.type = any(${[...types]}::text[]) limit 1`);
