import { representativeOf, verifyIdentity } from '@yiwang/data/base-register';
import { record } from '@yiwang/foundation/audit';
import { hashPassword } from '@yiwang/foundation/crypto';
import { type Tx, withActor } from '@yiwang/foundation/db';
import { errors as http, type Platform } from '@yiwang/foundation/http';
import { checkIdNumber, problemCode } from '@yiwang/foundation/identifier';
import type { Call } from '@yiwang/foundation/permission';
import { civilDateOf } from '@yiwang/foundation/time';
import { v7 } from 'uuid';
import { asPlatform, asPlatformOnce } from './calls.ts';
import type { Issued } from './cookies.ts';
import { mobileOf, phonePlace, totpPlace } from './phone.ts';
import { errors, passwordProblem } from './rules.ts';
import type { RealName, Register } from './schema.ts';
import { countAttempt, forgive, targetOf } from './service-attempts.ts';
import { checkCode, takeCode } from './service-code.ts';
import { type Device, openSession, rotate, sessionOf } from './service-session.ts';
import * as store from './store.ts';

const REGISTER_PURPOSE = '实名认证：核对本人填写的姓名和公民身份号码';

/** @throws {AppError} `identity.weak_password` with what is wrong at /password. */
function assertStrong(password: string, login: string): void {
  const problem = passwordProblem(password, login);
  if (problem)
    throw errors.weak_password(
      {},
      { fields: [{ pointer: '/password', code: `identity.${problem}` }] },
    );
}

/** Writes a resident's account of level 1. @returns its id; `identity.phone_taken` surfaces at commit. */
function addAccount(tx: Tx, { keys }: Platform, phone: string, passwordHash: string): string {
  const id = v7();
  tx.write(
    store.insertAccount({
      id,
      kind: 'resident',
      phone_enc: keys.seal(phone, phonePlace(id)),
      phone_idx: keys.blindIndex('identity.phone', phone),
      login: null,
      password_hash: passwordHash,
      totp_enc: null,
      subject_id: null,
      auth_level: 1,
      verified_at: null,
      created_at: tx.call.now,
    }),
    { constraint: { accounts_phone: () => errors.phone_taken() } },
  );
  record(tx, { act: 'identity.register', subject: { kind: 'account', id } });
  return id;
}

/** Links an account with the person it was proven to be. */
function link(tx: Tx, accountId: string, personId: string, regionCode: string): void {
  tx.write(store.setSubject(accountId, personId, tx.call.now), {
    rows: 1,
    otherwise: () => errors.already_verified(),
    constraint: { accounts_subject: () => errors.verified_elsewhere() },
  });
  const subject = { kind: 'account', id: accountId };
  record(tx, { act: 'identity.verify-real-name', subject, regionCode });
}

/**
 * Registers a resident by mobile, code and password, and signs her in. Repeated under the same
 * Idempotency-Key it makes no second account, only another session.
 * @throws {AppError} `http.invalid`, `identity.weak_password`, `identity.wrong_code`, `identity.code_expired`,
 * `identity.phone_taken`.
 */
export async function register(
  platform: Platform,
  call: Call,
  input: Register,
  device: Device,
): Promise<{ id: string; issued: Issued }> {
  const { db, keys } = platform;
  const phone = mobileOf(input.phone, '/phone');
  assertStrong(input.password, phone);
  const code = { phone, purpose: 'register', code: input.code } as const;
  const codeId = await checkCode(platform, call, code);
  const hash = await hashPassword(input.password);
  const { id } = await withActor(db, asPlatformOnce(call, keys), async (tx) => {
    takeCode(tx, codeId);
    return { id: addAccount(tx, platform, phone, hash) };
  });
  const issued = await withActor(db, asPlatform(call), (tx) =>
    openSession(tx, platform, { id, kind: 'resident' }, { method: 'registration', device }),
  );
  return { id, issued };
}

/** The number in its 18-digit form. @throws {AppError} `http.invalid` saying what is wrong with it. */
function assertIdNumber(text: string, now: Date): void {
  const checked = checkIdNumber(text, civilDateOf(now));
  if (!checked.ok) {
    const code = problemCode('id_number', checked.problem);
    throw http.invalid({}, { fields: [{ pointer: '/idNumber', code }] });
  }
}

/**
 * Raises an account to level 2 when name and ID number agree with the base register; the session gets a
 * new token. A refusal does not say whether the number or the name was wrong.
 * @throws {AppError} `http.invalid`, `identity.not_matched`, `identity.already_verified`,
 * `identity.verified_elsewhere`, `identity.too_many_attempts`, `identity.residents_only`.
 */
export async function verifyRealName(
  platform: Platform,
  call: Call,
  token: string | undefined,
  input: RealName,
): Promise<Issued> {
  const { db } = platform;
  const { actor, now } = call;
  if (actor.kind === 'officer') throw errors.residents_only();
  if (actor.actsFor !== undefined) throw errors.already_verified();
  assertIdNumber(input.idNumber, now);
  const target = targetOf(platform, 'real-name', actor.id);
  await countAttempt(platform, call, target);
  const issued = await withActor(db, asPlatform(call), async (tx) => {
    const session = await sessionOf(tx, token);
    const found = await verifyIdentity(tx, platform, { ...input, purpose: REGISTER_PURPOSE });
    // Not thrown here: the look at the register stays on record.
    if (!found.match) return undefined;
    link(tx, actor.id, found.personId, found.regionCode);
    return rotate(tx, platform, session);
  });
  if (!issued) throw errors.not_matched();
  await forgive(platform, call, target);
  return issued;
}

/**
 * Makes a resident's account without a code, for a first set-up in the platform's name; with name and ID
 * number it is verified against the base register as everybody's is.
 * @throws {AppError} `http.invalid`, `identity.weak_password`, `identity.not_matched`; at commit
 * `identity.phone_taken`, `identity.verified_elsewhere`.
 */
export async function addResident(
  tx: Tx,
  platform: Platform,
  input: { phone: string; password: string; name?: string; idNumber?: string },
): Promise<{ accountId: string; subjectId?: string }> {
  const phone = mobileOf(input.phone, '/phone');
  assertStrong(input.password, phone);
  const { name, idNumber } = input;
  const accountId = addAccount(tx, platform, phone, await hashPassword(input.password));
  if (name === undefined || idNumber === undefined) return { accountId };
  const proof = { name, idNumber, purpose: REGISTER_PURPOSE };
  const found = await verifyIdentity(tx, platform, proof);
  if (!found.match) throw errors.not_matched();
  link(tx, accountId, found.personId, found.regionCode);
  return { accountId, subjectId: found.personId };
}

/**
 * Lets an officer sign in by name, password and second factor (RFC 6238, secret of 20 bytes). Sign-in
 * names are compared without regard to capitals. @throws {AppError} `identity.weak_password`.
 */
export async function addOfficerAccount(
  tx: Tx,
  platform: Platform,
  input: { officerId: string; login: string; password: string; totpSecret: Uint8Array },
): Promise<void> {
  const { officerId: id, password, totpSecret } = input;
  const login = input.login.trim().toLowerCase();
  assertStrong(password, login);
  tx.write(
    store.insertAccount({
      id,
      kind: 'officer',
      phone_enc: null,
      phone_idx: null,
      login,
      password_hash: await hashPassword(password),
      totp_enc: platform.keys.seal(totpSecret, totpPlace(id)),
      subject_id: null,
      auth_level: 2,
      verified_at: tx.call.now,
      created_at: tx.call.now,
    }),
  );
  record(tx, { act: 'identity.add-officer', subject: { kind: 'account', id } });
}

/**
 * Where a message to a subject goes: the account and mobile of the person, or of a legal person's
 * representative. Undefined when that person has no account. The number is for sending, never to be shown.
 */
export async function contactOf(
  tx: Tx,
  platform: Platform,
  subjectId: string,
): Promise<{ accountId: string; phone: string } | undefined> {
  let found = await tx.first(store.contactOf(subjectId));
  if (!found) {
    const personId = await representativeOf(tx, subjectId);
    found = personId === undefined ? undefined : await tx.first(store.contactOf(personId));
  }
  if (!found) return undefined;
  return {
    accountId: found.id,
    phone: platform.keys.openText(found.phone_enc, phonePlace(found.id)),
  };
}
