import { sql } from 'kysely';
import { queries, raw } from '../db/index.ts';

export type Channel = 'in-app' | 'sms';
export type State = 'queued' | 'sent' | 'failed' | 'read';

type Tables = {
  'message.messages': {
    id: string;
    recipient_id: string | null;
    channel: Channel;
    template: string;
    params_enc: Buffer;
    address_enc: Buffer | null;
    state: State;
    reason: string | null;
    attempts: number;
    at: Date;
    next_at: Date;
    good_until: Date | null;
    sent_at: Date | null;
    read_at: Date | null;
  };
  'message.mailbox': {
    id: string;
    phone_enc: Buffer;
    phone_idx: Buffer;
    text_enc: Buffer;
    at: Date;
  };
};
const q = queries<Tables>();

export type MessageRow = Tables['message.messages'];

export const insertMessage = (row: MessageRow) => q.insertInto('message.messages').values(row);

/** In-app messages that the scope lets the actor see, newest first. */
export const messagesSeen = (limit: number, below?: { at: Date; id: string }) =>
  q
    .selectFrom('message.messages')
    .select(['id', 'template', 'params_enc', 'state', 'at', 'read_at'])
    .where('channel', '=', 'in-app')
    .where(sql<boolean>`recipient_id in ((select scope.person()), (select scope.actor()))`)
    .$if(below !== undefined, (b) =>
      b.where(sql<boolean>`(at, id) < (${below?.at ?? null}, ${below?.id ?? null}::uuid)`),
    )
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit);

export const setRead = (id: string, now: Date) =>
  q
    .updateTable('message.messages')
    .set({ state: 'read', read_at: sql`coalesce(read_at, ${now})` })
    .where('id', '=', id)
    .where('channel', '=', 'in-app')
    .where(sql<boolean>`recipient_id in ((select scope.person()), (select scope.actor()))`);

/**
 * Takes the messages that are due, at most `limit`, for one delivery attempt each. Two processes never
 * take the same; who dies in between leaves them to be tried again at `leaseUntil`.
 */
export const takeDue = (now: Date, leaseUntil: Date, limit: number) =>
  raw(sql<
    Pick<MessageRow, 'id' | 'template' | 'params_enc' | 'attempts' | 'good_until'> & {
      address_enc: Buffer;
    }
  >`update message.messages set attempts = attempts + 1, next_at = ${leaseUntil}
    where id in (select id from message.messages where state = 'queued' and next_at <= ${now}
      order by next_at, id limit ${limit} for update skip locked)
    returning id, template, params_enc, address_enc, attempts, good_until`);

/** Says of all that wait why they wait, without using up an attempt. */
export const holdQueued = (reason: string) =>
  q
    .updateTable('message.messages')
    .set({ reason })
    .where('state', '=', 'queued')
    .where(sql<boolean>`reason is distinct from ${reason}`);

export const setOutcome = (
  id: string,
  outcome: Partial<Pick<MessageRow, 'state' | 'reason' | 'next_at' | 'sent_at'>>,
) =>
  q.updateTable('message.messages').set(outcome).where('id', '=', id).where('state', '=', 'queued');

/** Delivery as an operator sees it: how many are in each state, why, and since when. */
export const countByState = () =>
  raw(sql<{ state: State; reason: string | null; count: number; oldest: Date }>`
    select state, reason, count(*) as count, min(at) as oldest from message.messages
    where channel = 'sms' group by state, reason order by state, reason limit 100`);

export const insertMail = (row: Tables['message.mailbox']) =>
  q
    .insertInto('message.mailbox')
    .values(row)
    .onConflict((c) => c.doNothing());

/** The newest messages that the stand-in took, for one number or for all. */
export const mails = (limit: number, phones?: readonly Buffer[]) =>
  q
    .selectFrom('message.mailbox')
    .select(['id', 'phone_enc', 'text_enc', 'at'])
    .$if(phones !== undefined, (b) => b.where('phone_idx', 'in', [...(phones ?? [])]))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit);
