import type { KeyService } from '@yiwang/foundation/crypto';
import { type Actor, type Call, noScope, system } from '@yiwang/foundation/permission';

/**
 * The same act in the platform's own name: who signs in has no scope yet. Its answers are not kept under
 * an Idempotency-Key, because they open sessions.
 */
export const asPlatform = (call: Call): Call => {
  const { idempotency: _, ...rest } = call;
  return { ...rest, actor: system('identity') };
};

/**
 * As `asPlatform`, but a repeated Idempotency-Key gets the first answer. The hash of the body, which holds
 * a password or a telephone number, is replaced by a keyed one: a plain one could be guessed from a copy of the database.
 */
export const asPlatformOnce = (call: Call, keys: KeyService): Call => ({
  ...asPlatform(call),
  ...(call.idempotency && {
    idempotency: {
      ...call.idempotency,
      hash: keys.blindIndex('identity.bodies', call.idempotency.hash).toString('base64url'),
    },
  }),
});

/** A resident as herself, whomever she acts for at the moment. */
export const selfActor = (account: {
  id: string;
  subjectId: string | null;
  authLevel: number;
}): Actor => ({
  kind: 'person',
  id: account.id,
  ...(account.subjectId !== null && { actsFor: account.subjectId }),
  scope: noScope,
  authLevel: account.authLevel as Actor['authLevel'],
});
