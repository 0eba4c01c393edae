import { displayName, legalPersonsOf } from '@yiwang/data/base-register';
import { readsAbout } from '@yiwang/foundation/audit';
import { type Tx, withActor } from '@yiwang/foundation/db';
import { type Platform, page, readCursor } from '@yiwang/foundation/http';
import type { Locale } from '@yiwang/foundation/i18n';
import { maskPhone } from '@yiwang/foundation/identifier';
import { findOfficers, findOrganizations, postsOf } from '@yiwang/foundation/organization';
import type { Actor, Call } from '@yiwang/foundation/permission';
import { asPlatform } from './calls.ts';
import { phonePlace } from './phone.ts';
import { fieldsInWords } from './read-fields.ts';
import { errors, SESSION_LIFE } from './rules.ts';
import type { Device, Post, Reading, SessionActor } from './schema.ts';
import { accountById, openSessions } from './store.ts';

async function officerView(tx: Tx, actor: Actor, locale: Locale): Promise<SessionActor> {
  const [officer] = await findOfficers(tx, [actor.id]);
  const post = (await postsOf(tx, actor.id)).find(({ id }) => id === actor.postId);
  const zh = locale === 'zh';
  return {
    kind: 'officer',
    id: actor.id,
    name: officer?.name ?? '',
    permissions: [...(actor.permissions ?? [])],
    authLevel: actor.authLevel,
    ...(post && {
      postId: post.id,
      postName: zh ? post.nameZh : post.nameEn,
      organizationId: post.organizationId,
      organizationName: zh ? post.organizationZh : post.organizationEn,
    }),
  };
}

async function residentView(tx: Tx, platform: Platform, actor: Actor): Promise<SessionActor> {
  const account = await tx.first(accountById(actor.id));
  if (!account?.phone_enc) throw new Error('A session without its account.');
  const { subject_id: subjectId, phone_enc: phone } = account;
  const name = subjectId
    ? (await displayName(tx, platform, subjectId)).zh
    : maskPhone(platform.keys.openText(phone, phonePlace(account.id)));
  const firms =
    subjectId && actor.kind === 'enterprise' ? await legalPersonsOf(tx, platform, subjectId) : [];
  const firm = firms.find(({ id }) => id === actor.actsFor);
  return {
    kind: actor.kind === 'enterprise' ? 'enterprise' : 'person',
    id: actor.id,
    name,
    permissions: [],
    authLevel: actor.authLevel,
    ...(subjectId && { subjectId }),
    ...(firm && { actsFor: { id: firm.id, name: firm.name } }),
  };
}

/** Who is signed in, in words for the shell; names of residents are masked. */
export const whoIs = (platform: Platform, call: Call, locale: Locale): Promise<SessionActor> =>
  withActor(platform.db, asPlatform(call), (tx) =>
    call.actor.kind === 'officer'
      ? officerView(tx, call.actor, locale)
      : residentView(tx, platform, call.actor),
  );

type Paging = { limit: number; after?: string | undefined };

/** The actor's own open sessions, newest first; `currentId` is the one that asks. */
export async function sessions(tx: Tx, currentId: string, { limit, after }: Paging) {
  const { actor, now } = tx.call;
  const parts = readCursor(after, 2);
  const below = parts && { at: new Date(String(parts[0])), id: String(parts[1]) };
  const { idle } = SESSION_LIFE[actor.kind === 'officer' ? 'officer' : 'resident'];
  const seenAfter = new Date(now.getTime() - idle);
  const rows = await tx.all(openSessions(actor.id, now, seenAfter, limit + 1, below));
  const devices = rows.map(
    (row): Device => ({
      id: row.id,
      device: row.device,
      method: row.method,
      createdAt: row.createdAt.toISOString(),
      seenAt: row.seenAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      current: row.id === currentId,
    }),
  );
  return page(devices, limit, (row) => [row.createdAt, row.id]);
}

/** The posts that the officer may act in today. @throws {AppError} `identity.officers_only`. */
export async function posts(tx: Tx): Promise<{ items: Post[]; next: string | null }> {
  const { actor } = tx.call;
  if (actor.kind !== 'officer') throw errors.officers_only();
  const held = await postsOf(tx, actor.id);
  const items = held.map((post) => ({
    id: post.id,
    kind: post.kind,
    name: { zh: post.nameZh, en: post.nameEn },
    organizationId: post.organizationId,
    organizationName: { zh: post.organizationZh, en: post.organizationEn },
    current: post.id === actor.postId,
  }));
  return { items, next: null };
}

/** Names of the posts that officers hold today, by post id. */
async function postNames(tx: Tx, officerIds: readonly string[]) {
  const names = new Map<string, { zh: string; en: string }>();
  for (const id of new Set(officerIds))
    for (const post of await postsOf(tx, id))
      names.set(post.id, { zh: post.nameZh, en: post.nameEn });
  return names;
}

const READERS = new Map([
  ['officer', 'officer'],
  ['person', 'resident'],
  ['enterprise', 'resident'],
] as const);

/** Who looked at the data of the subject that the actor is or acts for, newest first. */
export async function readsOfMine(
  tx: Tx,
  { limit, after }: Paging,
): Promise<{ items: Reading[]; next: string | null }> {
  const { actor } = tx.call;
  if (actor.kind === 'officer') throw errors.residents_only();
  if (actor.actsFor === undefined) return { items: [], next: null };
  const { items, next } = await readsAbout(tx, actor.actsFor, limit, after);
  const present = <T>(value: T | null): value is T => value !== null;
  const organizations = await findOrganizations(
    tx,
    items.map(({ organizationId }) => organizationId).filter(present),
  );
  const officers = items.filter(({ postId }) => postId !== null).map(({ actorId }) => actorId);
  const names = await postNames(tx, officers);
  const readings = items.map((item): Reading => {
    const organization = organizations.find(({ id }) => id === item.organizationId);
    return {
      id: item.id,
      at: item.at.toISOString(),
      by: READERS.get(item.actorKind as 'officer' | 'person' | 'enterprise') ?? 'system',
      organizationName: organization ? { zh: organization.nameZh, en: organization.nameEn } : null,
      postName: names.get(item.postId ?? '') ?? null,
      purpose: item.purpose,
      basis: item.basis,
      caseId: item.caseId,
      fields: item.fields,
      fieldNames: fieldsInWords(item.fields),
    };
  });
  return { items: readings, next };
}
