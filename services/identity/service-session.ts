import { legalPersonsOf } from '@yiwang/data/base-register';
import { record } from '@yiwang/foundation/audit';
import {
  hashPassword,
  isOutdated,
  randomToken,
  sha256,
  verifyPassword,
  verifyTotp,
} from '@yiwang/foundation/crypto';
import { type Tx, withActor } from '@yiwang/foundation/db';
import { errors as http, type Platform } from '@yiwang/foundation/http';
import { checkPhone } from '@yiwang/foundation/identifier';
import { officerActor } from '@yiwang/foundation/organization';
import type { Call } from '@yiwang/foundation/permission';
import { v7 } from 'uuid';
import { asPlatform } from './calls.ts';
import type { Issued } from './cookies.ts';
import { phoneIndexes, totpPlace } from './phone.ts';
import { errors, SESSION_LIFE } from './rules.ts';
import type { SignIn } from './schema.ts';
import { countAttempt, forgive, targetOf } from './service-attempts.ts';
import { checkCode, takeCode } from './service-code.ts';
import { cacheOf } from './session-cache.ts';
import * as store from './store.ts';

/** The device that asks: what it is, and the token it had before. */
export type Device = { readonly name: string; readonly token?: string | undefined };

const noteSignIn = (tx: Tx, act: string, accountId: string, sessionId?: string) =>
  record(tx, {
    act: `identity.${act}`,
    subject: { kind: 'account', id: accountId },
    detail: sessionId === undefined ? {} : { sessionId },
  });

/** Opens a session with a token of its own; what the device had before ends. */
export async function openSession(
  tx: Tx,
  platform: Platform,
  account: Pick<store.Account, 'id' | 'kind'>,
  how: { method: store.Method; device: Device; postId?: string | undefined },
): Promise<Issued> {
  const { now } = tx.call;
  const { device, method, postId } = how;
  const before = device.token && (await tx.first(store.sessionByToken(sha256(device.token))));
  if (before) {
    tx.write(store.endSession(before.id, 'replaced', now));
    tx.afterCommit(() => cacheOf(platform).drop(before.id));
  }
  const token = randomToken();
  const expiresAt = new Date(now.getTime() + SESSION_LIFE[account.kind].whole);
  const id = v7();
  tx.write(
    store.insertSession({
      id,
      account_id: account.id,
      token_hash: sha256(token),
      method,
      device: device.name,
      post_id: postId ?? null,
      acts_for: null,
      created_at: now,
      seen_at: now,
      expires_at: expiresAt,
      ended_at: null,
      end_reason: null,
    }),
  );
  noteSignIn(tx, 'sign-in', account.id, id);
  return { token, expiresAt };
}

/** Gives a session a new token after its powers have changed; the former one is worth nothing any more. */
export function rotate(
  tx: Tx,
  platform: Platform,
  session: { id: string; expiresAt: Date },
  change: { post_id?: string; acts_for?: string | null } = {},
): Issued {
  const token = randomToken();
  tx.write(store.changeSession(session.id, { ...change, token_hash: sha256(token) }), {
    rows: 1,
    otherwise: () => http.sign_in_required(),
  });
  tx.afterCommit(() => cacheOf(platform).drop(session.id));
  return { token, expiresAt: session.expiresAt };
}

/** The open session of a token. @throws {AppError} `http.sign_in_required` when another request has just changed it. */
export async function sessionOf(tx: Tx, token: string | undefined) {
  const session = token && (await tx.first(store.sessionByToken(sha256(token))));
  if (!session || session.endedAt) throw http.sign_in_required();
  return session;
}

async function byCode(platform: Platform, call: Call, phone: string, code: string, device: Device) {
  const { db, keys } = platform;
  const codeId = await checkCode(platform, call, { phone, purpose: 'sign-in', code });
  return withActor(db, asPlatform(call), async (tx) => {
    const account = await tx.first(store.accountByPhone(phoneIndexes(keys, phone)));
    if (!account) throw errors.not_registered();
    takeCode(tx, codeId);
    return openSession(tx, platform, account, { method: 'code', device });
  });
}

/** Writes the second factor's step down, so that its code is worth nothing any more. */
async function useSecondFactor(tx: Tx, platform: Platform, account: store.Account, code: string) {
  const secret = account.totp_enc && platform.keys.open(account.totp_enc, totpPlace(account.id));
  const used = await tx.first(store.lastStep(account.id));
  const step = secret ? verifyTotp(secret, code, tx.call.now, used?.step) : undefined;
  const refusal = () =>
    errors.wrong_code({}, { fields: [{ pointer: '/code', code: 'identity.wrong_code' }] });
  if (step === undefined) throw refusal();
  tx.write(store.insertStep(account.id, step, tx.call.now), {
    constraint: { totp_steps_once: refusal },
  });
}

async function findAccount(platform: Platform, call: Call, login: string, phone?: string) {
  const { db, keys } = platform;
  return withActor(db, asPlatform(call), (tx) =>
    tx.first(
      phone
        ? store.accountByPhone(phoneIndexes(keys, phone))
        : store.accountByLogin(login.trim().toLowerCase()),
    ),
  );
}

/** The account whose password was given; whether the name exists can be told neither by answer nor by time. */
async function byPassword(
  platform: Platform,
  call: Call,
  login: string,
  phone: string | undefined,
  password: string,
): Promise<store.Account> {
  const account = await findAccount(platform, call, login, phone);
  if (await verifyPassword(account?.password_hash, password)) return account as store.Account;
  await withActor(platform.db, asPlatform(call), async (tx) =>
    noteSignIn(tx, 'sign-in-failed', account?.id ?? 'unknown'),
  );
  throw errors.wrong_credentials();
}

/**
 * Signs in: residents by mobile and password or by mobile and code, officers by sign-in name, password and second factor.
 * @throws {AppError} `identity.wrong_credentials`, `identity.second_factor_needed`, `identity.wrong_code`,
 * `identity.code_expired`, `identity.not_registered`, `identity.too_many_attempts`, `organization.no_post`.
 */
export async function signIn(
  platform: Platform,
  call: Call,
  input: SignIn,
  device: Device,
): Promise<Issued> {
  const { login, password, code } = input;
  const found = checkPhone(login);
  const phone = found.ok && found.kind === 'mobile' ? found.number : undefined;
  if (password === undefined) {
    if (phone && code !== undefined) return byCode(platform, call, phone, code, device);
    throw errors.wrong_credentials();
  }
  const target = targetOf(platform, 'password', phone ?? login);
  await countAttempt(platform, call, target);
  const account = await byPassword(platform, call, login, phone, password);
  if (account.kind === 'officer' && code === undefined) {
    await forgive(platform, call, target);
    throw errors.second_factor_needed();
  }
  const fresh = isOutdated(account.password_hash) ? await hashPassword(password) : undefined;
  return withActor(platform.db, asPlatform(call), async (tx) => {
    let postId: string | undefined;
    if (account.kind === 'officer') {
      await useSecondFactor(tx, platform, account, code ?? '');
      ({ postId } = await officerActor(tx, account.id, undefined, 2));
    }
    const method = account.kind === 'officer' ? 'password-totp' : 'password';
    const issued = await openSession(tx, platform, account, { method, device, postId });
    if (fresh) tx.write(store.setPasswordHash(account.id, fresh));
    tx.write(store.setAttempts(target, { failed: 0, lockedUntil: null }, tx.call.now));
    return issued;
  });
}

/** Ends the session of a token. */
export const signOut = (platform: Platform, call: Call, token: string | undefined) =>
  withActor(platform.db, asPlatform(call), async (tx) => {
    const session = await sessionOf(tx, token);
    tx.write(store.endSession(session.id, 'signed-out', tx.call.now));
    noteSignIn(tx, 'sign-out', session.accountId, session.id);
    tx.afterCommit(() => cacheOf(platform).drop(session.id));
  });

/** Ends one of the actor's own sessions. @throws {AppError} `identity.session_unknown` for anybody else's. */
export function revoke(tx: Tx, platform: Platform, id: string): void {
  tx.write(store.endSession(id, 'revoked', tx.call.now), {
    rows: 1,
    otherwise: () => errors.session_unknown(),
  });
  noteSignIn(tx, 'revoke-session', tx.call.actor.id, id);
  tx.afterCommit(() => cacheOf(platform).drop(id));
}

/** Acts in another of the officer's posts from now on. @throws {AppError} `organization.no_post`, `identity.officers_only`. */
export function switchPost(
  platform: Platform,
  call: Call,
  token: string | undefined,
  postId: string,
): Promise<Issued> {
  if (call.actor.kind !== 'officer') throw errors.officers_only();
  return withActor(platform.db, asPlatform(call), async (tx) => {
    const session = await sessionOf(tx, token);
    await officerActor(tx, session.accountId, postId, 2);
    record(tx, {
      act: 'identity.switch-post',
      subject: { kind: 'account', id: session.accountId },
      detail: { postId },
    });
    return rotate(tx, platform, session, { post_id: postId });
  });
}

/**
 * The legal persons whose representative the resident is (法定代表人), whomever she acts for at the moment.
 * @throws {AppError} `identity.residents_only`, `identity.real_name_needed`.
 */
export function agencies(platform: Platform, call: Call) {
  if (call.actor.kind === 'officer') throw errors.residents_only();
  return withActor(platform.db, asPlatform(call), async (tx) => {
    const account = await tx.first(store.accountById(call.actor.id));
    if (!account?.subject_id) throw errors.real_name_needed();
    return legalPersonsOf(tx, platform, account.subject_id);
  });
}

/** Acts for a legal person from now on, or for herself again with null. @throws {AppError} `identity.not_representative`. */
export async function actFor(
  platform: Platform,
  call: Call,
  token: string | undefined,
  legalPersonId: string | null,
): Promise<Issued> {
  const own = await agencies(platform, call);
  if (legalPersonId !== null && !own.some(({ id }) => id === legalPersonId))
    throw errors.not_representative();
  return withActor(platform.db, asPlatform(call), async (tx) => {
    const session = await sessionOf(tx, token);
    record(tx, {
      act: 'identity.act-for',
      subject: { kind: 'account', id: session.accountId },
      detail: { legalPersonId },
    });
    return rotate(tx, platform, session, { acts_for: legalPersonId });
  });
}
