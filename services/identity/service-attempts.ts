import { withActor } from '@yiwang/foundation/db';
import type { Platform } from '@yiwang/foundation/http';
import type { Call } from '@yiwang/foundation/permission';
import { asPlatform } from './calls.ts';
import { afterAttempt, errors } from './rules.ts';
import { addAttempts, forgiveAttempt, lockAttempts, setAttempts } from './store.ts';

/** What is being proven: the password of a sign-in name, or the real name of an account. */
export const targetOf = (
  { keys }: Platform,
  proof: 'password' | 'real-name',
  name: string,
): Buffer => keys.blindIndex(`identity.attempts.${proof}`, name);

/**
 * Counts a try as failed before it is made, so that many at once are not all the first; a good one is
 * taken back afterwards. Names nobody has are counted alike.
 * @throws {AppError} `identity.too_many_attempts` (params: seconds) while the name is locked.
 */
export async function countAttempt(platform: Platform, call: Call, target: Buffer): Promise<void> {
  await withActor(platform.db, asPlatform(call), async (tx) => {
    const { now } = tx.call;
    tx.write(addAttempts(target, now));
    const state = await tx.first(lockAttempts(target));
    if (!state) throw new Error('The row that counts attempts is missing.');
    if (state.lockedUntil && state.lockedUntil > now) {
      const seconds = Math.ceil((state.lockedUntil.getTime() - now.getTime()) / 1000);
      throw errors.too_many_attempts({ seconds });
    }
    tx.write(setAttempts(target, afterAttempt(state, now), now));
  });
}

/** Takes one counted try back: the proof was good so far, but is not complete. */
export async function forgive(platform: Platform, call: Call, target: Buffer): Promise<void> {
  await withActor(platform.db, asPlatform(call), async (tx) => tx.write(forgiveAttempt(target)));
}
