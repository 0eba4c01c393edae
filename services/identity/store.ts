import { queries, raw } from '@yiwang/foundation/db';
import { sql } from 'kysely';
import type { AccountKind } from './rules.ts';

export type Purpose = 'register' | 'sign-in';
export type Method = 'password' | 'code' | 'password-totp' | 'registration';
export type EndReason = 'signed-out' | 'revoked' | 'replaced';

type Tables = {
  'identity.accounts': {
    id: string;
    kind: AccountKind;
    phone_enc: Buffer | null;
    phone_idx: Buffer | null;
    login: string | null;
    password_hash: string;
    totp_enc: Buffer | null;
    subject_id: string | null;
    auth_level: number;
    verified_at: Date | null;
    created_at: Date;
  };
  'identity.sessions': {
    id: string;
    account_id: string;
    token_hash: Buffer;
    method: Method;
    device: string;
    post_id: string | null;
    acts_for: string | null;
    created_at: Date;
    seen_at: Date;
    expires_at: Date;
    ended_at: Date | null;
    end_reason: EndReason | null;
  };
  'identity.one_time_codes': {
    id: string;
    purpose: Purpose;
    phone_idx: Buffer;
    address_idx: Buffer;
    code_idx: Buffer;
    attempts: number;
    sent_at: Date;
    expires_at: Date;
    used_at: Date | null;
  };
  'identity.totp_steps': { account_id: string; step: number; used_at: Date };
  'identity.attempts': {
    target_idx: Buffer;
    failed: number;
    last_at: Date;
    locked_until: Date | null;
  };
};
const q = queries<Tables>();

export type Account = Tables['identity.accounts'];
export type SessionRow = Tables['identity.sessions'];

export const insertAccount = (row: Account) => q.insertInto('identity.accounts').values(row);

export const accountById = (id: string) =>
  q.selectFrom('identity.accounts').selectAll().where('id', '=', id);

export const accountByPhone = (phones: readonly Buffer[]) =>
  q
    .selectFrom('identity.accounts')
    .selectAll()
    .where('phone_idx', 'in', [...phones])
    .limit(1);

export const accountByLogin = (login: string) =>
  q.selectFrom('identity.accounts').selectAll().where('login', '=', login);

export const setPasswordHash = (id: string, hash: string) =>
  q.updateTable('identity.accounts').set({ password_hash: hash }).where('id', '=', id);

/** Links an account with a person; only one that is linked with none. */
export const setSubject = (id: string, subjectId: string, now: Date) =>
  q
    .updateTable('identity.accounts')
    .set({ subject_id: subjectId, auth_level: 2, verified_at: now })
    .where('id', '=', id)
    .where('subject_id', 'is', null);

export const contactOf = (subjectId: string) =>
  raw(sql<{ id: string; phone_enc: Buffer }>`select * from identity.contact_of(${subjectId})`);

export const insertSession = (row: SessionRow) => q.insertInto('identity.sessions').values(row);

/** The session of a token with what of its account decides who acts. */
export const sessionByToken = (hash: Buffer) =>
  q
    .selectFrom('identity.sessions as s')
    .innerJoin('identity.accounts as a', 'a.id', 's.account_id')
    .select(['s.id', 's.account_id as accountId', 's.post_id as postId', 's.acts_for as actsFor'])
    .select(['s.seen_at as seenAt', 's.expires_at as expiresAt', 's.ended_at as endedAt'])
    .select(['a.kind', 'a.subject_id as subjectId', 'a.auth_level as authLevel'])
    .where('s.token_hash', '=', hash);

/** Notes a use, unless another process has just done so. */
export const setSeen = (id: string, now: Date, notSince: Date) =>
  q
    .updateTable('identity.sessions')
    .set({ seen_at: now })
    .where('id', '=', id)
    .where('seen_at', '<=', notSince)
    .where('ended_at', 'is', null);

export const changeSession = (
  id: string,
  change: Partial<Pick<SessionRow, 'token_hash' | 'post_id' | 'acts_for'>>,
) =>
  q.updateTable('identity.sessions').set(change).where('id', '=', id).where('ended_at', 'is', null);

export const endSession = (id: string, reason: EndReason, now: Date) =>
  q
    .updateTable('identity.sessions')
    .set({ ended_at: now, end_reason: reason })
    .where('id', '=', id)
    .where('ended_at', 'is', null);

/** Open sessions that the scope lets the actor see, newest first. */
export const openSessions = (
  accountId: string,
  now: Date,
  seenAfter: Date,
  limit: number,
  below?: { at: Date; id: string },
) =>
  q
    .selectFrom('identity.sessions')
    .select(['id', 'method', 'device', 'created_at as createdAt', 'seen_at as seenAt'])
    .select('expires_at as expiresAt')
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .where('seen_at', '>', seenAfter)
    .$if(below !== undefined, (b) =>
      b.where(sql<boolean>`(created_at, id) < (${below?.at ?? null}, ${below?.id ?? null}::uuid)`),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit);

/** Makes requests for one number wait for each other, so that two at once are not both the first. */
export const lockNumber = (phone: Buffer) =>
  raw(sql`select pg_advisory_xact_lock(hashtextextended(${phone.toString('hex')}, 71))`);

export const insertCode = (row: Tables['identity.one_time_codes']) =>
  q.insertInto('identity.one_time_codes').values(row);

export const codesSince = (
  column: 'phone_idx' | 'address_idx',
  values: readonly Buffer[],
  since: Date,
) =>
  q
    .selectFrom('identity.one_time_codes')
    .select('sent_at as sentAt')
    .where(column, 'in', [...values])
    .where('sent_at', '>', since)
    .orderBy('sent_at', 'desc')
    .limit(100);

/** The newest code of a number for a purpose, locked while it is compared. */
export const latestCode = (phones: readonly Buffer[], purpose: Purpose) =>
  q
    .selectFrom('identity.one_time_codes')
    .select(['id', 'code_idx', 'attempts', 'expires_at', 'used_at'])
    .where('phone_idx', 'in', [...phones])
    .where('purpose', '=', purpose)
    .orderBy('sent_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .forUpdate();

export const countGuess = (id: string) =>
  q
    .updateTable('identity.one_time_codes')
    .set({ attempts: sql`attempts + 1` })
    .where('id', '=', id);

export const useCode = (id: string, now: Date) =>
  q
    .updateTable('identity.one_time_codes')
    .set({ used_at: now })
    .where('id', '=', id)
    .where('used_at', 'is', null);

export const lastStep = (accountId: string) =>
  q
    .selectFrom('identity.totp_steps')
    .select('step')
    .where('account_id', '=', accountId)
    .orderBy('step', 'desc')
    .limit(1);

export const insertStep = (accountId: string, step: number, now: Date) =>
  q.insertInto('identity.totp_steps').values({ account_id: accountId, step, used_at: now });

/** Makes sure that there is a row to lock. */
export const addAttempts = (target: Buffer, now: Date) =>
  q
    .insertInto('identity.attempts')
    .values({ target_idx: target, failed: 0, last_at: now, locked_until: null })
    .onConflict((c) => c.doNothing());

export const lockAttempts = (target: Buffer) =>
  q
    .selectFrom('identity.attempts')
    .select(['failed', 'last_at as lastAt', 'locked_until as lockedUntil'])
    .where('target_idx', '=', target)
    .forUpdate();

export const setAttempts = (
  target: Buffer,
  state: { failed: number; lockedUntil: Date | null },
  now: Date,
) =>
  q
    .updateTable('identity.attempts')
    .set({ failed: state.failed, locked_until: state.lockedUntil, last_at: now })
    .where('target_idx', '=', target);

/** Takes one counted failure back, with the lock that it made. */
export const forgiveAttempt = (target: Buffer) =>
  q
    .updateTable('identity.attempts')
    .set({ failed: sql`greatest(failed - 1, 0)`, locked_until: null })
    .where('target_idx', '=', target);
