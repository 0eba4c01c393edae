import { newCode, sameSecret } from '@yiwang/foundation/crypto';
import { type Tx, withActor } from '@yiwang/foundation/db';
import type { Platform } from '@yiwang/foundation/http';
import { send } from '@yiwang/foundation/message';
import type { Call } from '@yiwang/foundation/permission';
import { v7 } from 'uuid';
import { asPlatform, asPlatformOnce } from './calls.ts';
import { mobileOf, phoneIndexes } from './phone.ts';
import { CODE_GUESSES, CODE_LIFE, CODE_PAUSE, CODE_WINDOW, codeWait, errors } from './rules.ts';
import * as store from './store.ts';

const codeField = (id: string) => `identity.one_time_codes.${id}`;

/**
 * Sends a one-time code to a number, known or not: the answer tells nobody who has an account.
 * @throws {AppError} `identity.too_many_attempts` (params: seconds), `http.invalid` for a wrong number.
 */
export function sendCode(
  platform: Platform,
  call: Call,
  input: { phone: string; purpose: store.Purpose; address: string },
): Promise<{ expiresAt: string; resendAt: string }> {
  const { db, keys } = platform;
  const phone = mobileOf(input.phone, '/phone');
  return withActor(db, asPlatformOnce(call, keys), async (tx) => {
    const { now } = tx.call;
    const since = new Date(now.getTime() - CODE_WINDOW);
    const phones = phoneIndexes(keys, phone);
    const phoneIdx = keys.blindIndex('identity.phone', phone);
    const addresses = keys.blindIndexes('identity.address', input.address);
    await tx.all(store.lockNumber(phoneIdx));
    const toPhone = await tx.all(store.codesSince('phone_idx', phones, since));
    const fromAddress = await tx.all(store.codesSince('address_idx', addresses, since));
    const times = (rows: readonly { sentAt: Date }[]) => rows.map(({ sentAt }) => sentAt);
    const seconds = codeWait({ toPhone: times(toPhone), fromAddress: times(fromAddress) }, now);
    if (seconds > 0) throw errors.too_many_attempts({ seconds });
    const code = newCode();
    const id = v7();
    const expiresAt = new Date(now.getTime() + CODE_LIFE);
    tx.write(
      store.insertCode({
        id,
        purpose: input.purpose,
        phone_idx: phoneIdx,
        address_idx: keys.blindIndex('identity.address', input.address),
        code_idx: keys.blindIndex(codeField(id), code),
        attempts: 0,
        sent_at: now,
        expires_at: expiresAt,
        used_at: null,
      }),
    );
    send(tx, platform, {
      to: { phone },
      channel: 'sms',
      template: 'identity.message.code',
      params: { code, minutes: CODE_LIFE / 60_000 },
      goodUntil: expiresAt,
    });
    const resendAt = new Date(now.getTime() + CODE_PAUSE);
    return { expiresAt: expiresAt.toISOString(), resendAt: resendAt.toISOString() };
  });
}

/**
 * Compares a code with the newest one of the number; every comparison is counted and kept, whatever
 * follows. The caller then uses it up in its own transaction with `takeCode`. @returns the code's id.
 * @throws {AppError} `identity.wrong_code`, `identity.code_expired` also after too many guesses.
 */
export async function checkCode(
  platform: Platform,
  call: Call,
  input: { phone: string; purpose: store.Purpose; code: string },
): Promise<string> {
  const { db, keys } = platform;
  const outcome = await withActor(db, asPlatform(call), async (tx) => {
    const latest = await tx.first(store.latestCode(phoneIndexes(keys, input.phone), input.purpose));
    if (!latest) return 'wrong';
    if (latest.expires_at <= tx.call.now || latest.attempts >= CODE_GUESSES) return 'expired';
    tx.write(store.countGuess(latest.id));
    const given = keys.blindIndexes(codeField(latest.id), input.code);
    return given.some((index) => sameSecret(index, latest.code_idx)) ? { id: latest.id } : 'wrong';
  });
  const fields = (code: string) => ({ fields: [{ pointer: '/code', code }] });
  if (outcome === 'expired') throw errors.code_expired({}, fields('identity.code_expired'));
  if (outcome === 'wrong') throw errors.wrong_code({}, fields('identity.wrong_code'));
  return outcome.id;
}

/** Uses a code up; one that was used before makes the transaction fail with `identity.wrong_code`. */
export function takeCode(tx: Tx, id: string): void {
  tx.write(store.useCode(id, tx.call.now), { rows: 1, otherwise: () => errors.wrong_code() });
}
