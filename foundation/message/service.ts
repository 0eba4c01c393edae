import { v7 } from 'uuid';
import type { Tx } from '../db/index.ts';
import { defineErrors, type Text } from '../errors/index.ts';
import { cursor, readCursor } from '../http/paging.ts';
import type { Platform } from '../http/platform.ts';
import { t } from '../i18n/index.ts';
import { type Channel, insertMessage, messagesSeen, setRead } from './store.ts';

export const errors = defineErrors('message', { unknown: 404 });

const TABLE = 'message.messages';

/** Values put into the places of a template. Sealed in the database, so they may be personal. */
export type MessageParams = Readonly<Record<string, string | number>>;

export type NewMessage = {
  readonly to: {
    /** Account or subject; needed in-app. */
    readonly recipientId?: string;
    /** Digits of a mobile; needed for SMS. */
    readonly phone?: string;
  };
  readonly channel: Channel;
  /** Key of the words: `<capability>.message.<name>`. */
  readonly template: string;
  readonly params?: MessageParams;
  /** After this instant the message is of no use any more and is given up. */
  readonly goodUntil?: Date;
};

/** The address of a message's column in the key service. */
export const placeOf = (id: string, column: 'params_enc' | 'address_enc') => ({
  table: TABLE,
  id,
  column,
});

/**
 * Writes a message in the caller's transaction: it goes out if and only if the act is kept. An in-app
 * message has arrived with the commit; an SMS waits for `deliverPending`. @returns its id.
 * @throws {TypeError} when the address that the channel needs is missing.
 */
export function send(tx: Tx, { keys }: Pick<Platform, 'keys'>, message: NewMessage): string {
  const { to, channel, template, params = {}, goodUntil } = message;
  if (channel === 'in-app' ? !to.recipientId : !to.phone)
    throw new TypeError(`A message by ${channel} lacks its address.`);
  const id = v7();
  const { now } = tx.call;
  const arrived = channel === 'in-app';
  tx.write(
    insertMessage({
      id,
      recipient_id: to.recipientId ?? null,
      channel,
      template,
      params_enc: keys.seal(JSON.stringify(params), placeOf(id, 'params_enc')),
      address_enc:
        channel === 'sms' && to.phone ? keys.seal(to.phone, placeOf(id, 'address_enc')) : null,
      state: arrived ? 'sent' : 'queued',
      reason: null,
      attempts: 0,
      at: now,
      next_at: now,
      good_until: goodUntil ?? null,
      sent_at: arrived ? now : null,
      read_at: null,
    }),
  );
  return id;
}

export type Message = {
  readonly id: string;
  readonly template: string;
  readonly text: Text;
  readonly at: string;
  readonly readAt: string | null;
};

/** The actor's own in-app messages, newest first: those to the account and those to the subject it acts for. */
export async function mine(
  tx: Tx,
  { keys }: Pick<Platform, 'keys'>,
  { limit, after }: { limit: number; after?: string },
): Promise<{ items: Message[]; next: string | null }> {
  const parts = readCursor(after, 2);
  const below = parts && { at: new Date(String(parts[0])), id: String(parts[1]) };
  const rows = await tx.all(messagesSeen(limit + 1, below));
  const items = rows.slice(0, limit).map((row) => {
    const params = JSON.parse(keys.openText(row.params_enc, placeOf(row.id, 'params_enc')));
    return {
      id: row.id,
      template: row.template,
      text: { zh: t('zh', row.template, params), en: t('en', row.template, params) },
      at: row.at.toISOString(),
      readAt: row.read_at?.toISOString() ?? null,
    };
  });
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? cursor(last.at, last.id) : null };
}

/** Notes that the recipient has read a message; a second time changes nothing. @throws {AppError} `message.unknown`. */
export function markRead(tx: Tx, id: string): void {
  tx.write(setRead(id, tx.call.now), { rows: 1, otherwise: () => errors.unknown() });
}
