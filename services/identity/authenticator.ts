import { legalPersonsOf } from '@yiwang/data/base-register';
import { sha256 } from '@yiwang/foundation/crypto';
import { type Tx, withActor } from '@yiwang/foundation/db';
import { AppError } from '@yiwang/foundation/errors';
import type { Authenticator, Platform } from '@yiwang/foundation/http';
import { officerActor } from '@yiwang/foundation/organization';
import type { Actor, Call } from '@yiwang/foundation/permission';
import { asPlatform, selfActor } from './calls.ts';
import { csrfOf, tokenOf } from './cookies.ts';
import { isAlive, SEEN_EVERY, SESSION_LIFE } from './rules.ts';
import { cacheOf, type Known } from './session-cache.ts';
import { changeSession, sessionByToken, setSeen } from './store.ts';

/** Officers prove themselves with a second factor and were identified when they were appointed. */
const OFFICER_LEVEL = 2;

type Row = {
  id: string;
  accountId: string;
  kind: 'resident' | 'officer';
  subjectId: string | null;
  authLevel: number;
  postId: string | null;
  actsFor: string | null;
  seenAt: Date;
  expiresAt: Date;
  endedAt: Date | null;
};

function actorOf(tx: Tx, row: Row): Promise<Actor> | Actor {
  if (row.kind === 'officer')
    return officerActor(tx, row.accountId, row.postId ?? undefined, OFFICER_LEVEL);
  const self = selfActor({ id: row.accountId, subjectId: row.subjectId, authLevel: row.authLevel });
  return row.actsFor === null ? self : { ...self, kind: 'enterprise', actsFor: row.actsFor };
}

/** Whether the resident still represents the legal person that she acts for. */
async function stillActsFor(tx: Tx, platform: Platform, row: Row): Promise<boolean> {
  const firms = row.subjectId === null ? [] : await legalPersonsOf(tx, platform, row.subjectId);
  return firms.some(({ id }) => id === row.actsFor);
}

/**
 * Reads a session and notes its use, at most once a minute; then it is also asked whether a resident still
 * represents the legal person she acts for, so that a change of representative ends that within a minute.
 */
const read = (platform: Platform, call: Call, hash: Buffer): Promise<Known | undefined> =>
  withActor(platform.db, asPlatform(call), async (tx) => {
    const { now } = call;
    const row: Row | undefined = await tx.first<Row>(sessionByToken(hash));
    if (!row || !isAlive(row, now)) return undefined;
    const due = now.getTime() - row.seenAt.getTime() >= SEEN_EVERY;
    const ended = due && row.actsFor !== null && !(await stillActsFor(tx, platform, row));
    if (due) tx.write(setSeen(row.id, now, new Date(now.getTime() - SEEN_EVERY)));
    if (ended) tx.write(changeSession(row.id, { acts_for: null }));
    const actor = await actorOf(tx, ended ? { ...row, actsFor: null } : row);
    const idleAt = (due ? now : row.seenAt).getTime() + SESSION_LIFE[row.kind].idle;
    const deadAt = new Date(Math.min(idleAt, row.expiresAt.getTime()));
    return { sessionId: row.id, actor, deadAt };
  });

/** The session of a token: who acts, and its id. Undefined when it has ended, expired or its officer lost the post. */
export async function knownSession(
  platform: Platform,
  call: Call,
  token: string,
): Promise<Known | undefined> {
  const hash = sha256(token);
  try {
    return await cacheOf(platform).find(hash.toString('base64url'), call.now, () =>
      read(platform, call, hash),
    );
  } catch (error) {
    if (error instanceof AppError && error.code === 'organization.no_post') return undefined;
    throw error;
  }
}

/** Finds out who sends a request, from the session cookie. */
export const authenticator =
  (platform: Platform): Authenticator =>
  async (request) => {
    const token = tokenOf(request, platform.settings);
    const known = token && (await knownSession(platform, request.call, token));
    return known ? { actor: known.actor, csrf: csrfOf(token) } : undefined;
  };
