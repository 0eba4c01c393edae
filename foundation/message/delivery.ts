import { withActor } from '../db/index.ts';
import type { Platform } from '../http/platform.ts';
import { t } from '../i18n/index.ts';
import { type Call, system } from '../permission/index.ts';
import { mailboxGateway } from './mailbox.ts';
import { placeOf } from './service.ts';
import { countByState, holdQueued, setOutcome, takeDue } from './store.ts';

/** Sends one text message. A throw means that it did not go out and may be tried again. */
export interface SmsGateway {
  send(phone: string, text: string, messageId: string): Promise<void>;
}

const BATCH = 20;

/** Longer than any gateway takes to answer: a process that died meanwhile leaves its messages to another. */
const LEASE_MS = 60_000;

const MOST_ATTEMPTS = 8;
const FIRST_RETRY_MS = 5000;
const LONGEST_RETRY_MS = 10 * 60_000;

/** Pause after a failed attempt in milliseconds, doubling from 5 s to 10 min; undefined when it was the last. */
export const retryAfter = (attempts: number): number | undefined =>
  attempts >= MOST_ATTEMPTS
    ? undefined
    : Math.min(FIRST_RETRY_MS * 2 ** (attempts - 1), LONGEST_RETRY_MS);

const gateways = new WeakMap<Platform, SmsGateway>();

/** Connects a real SMS gateway; from then on nothing goes to the development mailbox. */
export const useGateway = (platform: Platform, gateway: SmsGateway): void => {
  gateways.set(platform, gateway);
};

const gatewayOf = (platform: Platform): SmsGateway | undefined =>
  gateways.get(platform) ?? (platform.settings.production ? undefined : mailboxGateway(platform));

/**
 * Message keys of what stands in for an outside channel here, or of what is missing in production;
 * empty when a real gateway is connected.
 */
export function standIns(platform: Platform): string[] {
  if (gateways.has(platform)) return [];
  return [platform.settings.production ? 'message.stand_in.sms_unsent' : 'message.stand_in.sms'];
}

const callOf = (platform: Platform): Call => ({
  actor: system('message'),
  now: platform.clock(),
  traceId: '0'.repeat(32),
});

type Due = {
  id: string;
  template: string;
  params_enc: Buffer;
  address_enc: Buffer;
  attempts: number;
  good_until: Date | null;
};

type Outcome = Parameters<typeof setOutcome>[1];

const afterFailure = (attempts: number, now: Date): Outcome => {
  const pause = retryAfter(attempts);
  return pause === undefined
    ? { state: 'failed', reason: 'gateway_failed' }
    : { reason: 'gateway_failed', next_at: new Date(now.getTime() + pause) };
};

async function attempt(platform: Platform, gateway: SmsGateway, due: Due): Promise<Outcome> {
  const { keys } = platform;
  const now = platform.clock();
  if (due.good_until && due.good_until <= now) return { state: 'failed', reason: 'too_late' };
  const params = JSON.parse(keys.openText(due.params_enc, placeOf(due.id, 'params_enc')));
  // Text messages are in Chinese: whom a bare number belongs to, and which language she reads, is unknown.
  const text = t('zh', due.template, params);
  if (text === due.template) return { state: 'failed', reason: 'template_unknown' };
  try {
    await gateway.send(
      keys.openText(due.address_enc, placeOf(due.id, 'address_enc')),
      text,
      due.id,
    );
    return { state: 'sent', reason: null, sent_at: platform.clock() };
  } catch (error) {
    platform.db.report(error, 'sms gateway');
    return afterFailure(due.attempts, now);
  }
}

/**
 * Sends the text messages that are due, one attempt each, at least once. Without a gateway they stay
 * queued with the reason `no_gateway`. @returns how many went out.
 */
export async function deliverPending(
  platform: Platform,
  gateway: SmsGateway | undefined = gatewayOf(platform),
): Promise<number> {
  const { db } = platform;
  if (!gateway) {
    await withActor(db, callOf(platform), async (tx) => tx.write(holdQueued('no_gateway')));
    return 0;
  }
  let sent = 0;
  for (;;) {
    const now = platform.clock();
    const lease = new Date(now.getTime() + LEASE_MS);
    const batch = await withActor(db, callOf(platform), (tx) => tx.all(takeDue(now, lease, BATCH)));
    for (const due of batch) {
      const outcome = await attempt(platform, gateway, due);
      await withActor(db, callOf(platform), async (tx) => tx.write(setOutcome(due.id, outcome)));
      if (outcome.state === 'sent') sent += 1;
    }
    if (batch.length < BATCH) return sent;
  }
}

/** How many text messages are in each state and why, for those who run the platform. */
export const deliveryState = (platform: Platform) =>
  withActor(platform.db, callOf(platform), (tx) => tx.all(countByState()));
