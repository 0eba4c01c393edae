import type { KeyService } from '@yiwang/foundation/crypto';
import { errors as http } from '@yiwang/foundation/http';
import { checkPhone, problemCode } from '@yiwang/foundation/identifier';

/**
 * The digits of a mobile number, to which codes can be sent.
 * @throws {AppError} `http.invalid` naming the field for anything else, fixed lines included.
 */
export function mobileOf(text: string, pointer: string): string {
  const phone = checkPhone(text);
  if (phone.ok && phone.kind === 'mobile') return phone.number;
  throw http.invalid({}, { fields: [{ pointer, code: problemCode('phone', 'phone') }] });
}

/** By what a number is found, under every version of the index key. */
export const phoneIndexes = (keys: KeyService, phone: string): Buffer[] =>
  keys.blindIndexes('identity.phone', phone);

/** Where an account's number is sealed. */
export const phonePlace = (accountId: string) => ({
  table: 'identity.accounts',
  id: accountId,
  column: 'phone_enc',
});

/** Where an officer's second factor is sealed. */
export const totpPlace = (accountId: string) => ({
  table: 'identity.accounts',
  id: accountId,
  column: 'totp_enc',
});
