import { withActor } from '../db/index.ts';
import type { Platform } from '../http/platform.ts';
import { type Call, system } from '../permission/index.ts';
import type { SmsGateway } from './delivery.ts';
import { insertMail, mails } from './store.ts';

const INDEX = 'message.mailbox.phone';

const place = (id: string, column: 'phone_enc' | 'text_enc') => ({
  table: 'message.mailbox',
  id,
  column,
});

const callOf = (platform: Platform): Call => ({
  actor: system('message'),
  now: platform.clock(),
  traceId: '0'.repeat(32),
});

/** The stand-in for the SMS gateway outside production: keeps each message for /dev/mailbox. */
export const mailboxGateway = (platform: Platform): SmsGateway => ({
  send: async (phone, text, messageId) => {
    const { db, keys } = platform;
    await withActor(db, callOf(platform), async (tx) =>
      tx.write(
        insertMail({
          id: messageId,
          phone_enc: keys.seal(phone, place(messageId, 'phone_enc')),
          phone_idx: keys.blindIndex(INDEX, phone),
          text_enc: keys.seal(text, place(messageId, 'text_enc')),
          at: tx.call.now,
        }),
      ),
    );
  },
});

export type Mail = {
  readonly id: string;
  readonly phone: string;
  readonly text: string;
  readonly at: string;
};

/** What the stand-in has taken, newest first, at most 50; for one number, or for all. */
export async function mailbox(platform: Platform, phone?: string): Promise<Mail[]> {
  const { db, keys } = platform;
  const phones = phone === undefined ? undefined : keys.blindIndexes(INDEX, phone);
  const rows = await withActor(db, callOf(platform), (tx) => tx.all(mails(50, phones)));
  return rows.map((row) => ({
    id: row.id,
    phone: keys.openText(row.phone_enc, place(row.id, 'phone_enc')),
    text: keys.openText(row.text_enc, place(row.id, 'text_enc')),
    at: row.at.toISOString(),
  }));
}
