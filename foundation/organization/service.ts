import { v7 } from 'uuid';
import { record } from '../audit/index.ts';
import type { Tx } from '../db/index.ts';
import { defineErrors } from '../errors/index.ts';
import type { Actor, AuthLevel } from '../permission/index.ts';
import * as store from './store.ts';

export const errors = defineErrors('organization', {
  unknown_department: 404,
  no_post: 403,
  staff_no_taken: 409,
});

/** Beijing's civil date of an instant: China has kept UTC+8 without change since 1991. */
const today = (now: Date) => new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

const LEVELS = [2, 4, 6, 9, 12];

/** A region and the regions above it, nearest last: `340104` → `34`, `3401`, `340104`. */
export const upwards = (regionCode: string): string[] =>
  LEVELS.filter((length) => length <= regionCode.length).map((length) =>
    regionCode.slice(0, length),
  );

/** Makes or changes what a kind of post may do. */
export function setPostKind(tx: Tx, kind: store.Row<'organization.post_kinds'>): void {
  tx.write(store.upsertPostKind(kind));
  record(tx, { act: 'organization.set-post-kind', subject: { kind: 'post-kind', id: kind.kind } });
}

/** Whether kinds of posts were ever set up: a platform without them is empty. */
export const isSetUp = async (tx: Tx): Promise<boolean> =>
  (await tx.first(store.anyPostKind())) !== undefined;

export type NewOrganization = {
  id?: string;
  uscc?: string;
  kind: string;
  name: { zh: string; en: string };
  regionCode: string;
  parentId?: string;
  phone?: string;
  address?: string;
};

/** Adds a department or unit. @returns its id. */
export function addOrganization(tx: Tx, input: NewOrganization): string {
  const id = input.id ?? v7();
  const row = {
    id,
    uscc: input.uscc ?? null,
    kind: input.kind,
    name_zh: input.name.zh,
    name_en: input.name.en,
    region_code: input.regionCode,
    parent_id: input.parentId ?? null,
    phone: input.phone ?? null,
    address: input.address ?? null,
    ended_at: null,
  };
  tx.write(store.insertOrganization(row));
  const subject = { kind: 'organization', id };
  record(tx, { act: 'organization.add', subject, regionCode: input.regionCode });
  return id;
}

/** Adds an officer to an organization. @throws {AppError} `organization.staff_no_taken`. */
export function addOfficer(
  tx: Tx,
  input: {
    id?: string;
    organizationId: string;
    name: string;
    staffNo: string;
    enforcementNo?: string;
  },
): string {
  const id = input.id ?? v7();
  const row = {
    id,
    organization_id: input.organizationId,
    name: input.name,
    staff_no: input.staffNo,
    enforcement_no: input.enforcementNo ?? null,
  };
  tx.write(store.insertOfficer(row), {
    constraint: { officers_organization_id_staff_no_key: () => errors.staff_no_taken() },
  });
  record(tx, { act: 'organization.add-officer', subject: { kind: 'officer', id } });
  return id;
}

/** Adds a post of a kind to an organization. @returns its id. */
export function addPost(
  tx: Tx,
  input: { id?: string; organizationId: string; kind: string; name: { zh: string; en: string } },
): string {
  const id = input.id ?? v7();
  const { organizationId, kind, name } = input;
  const row = { id, organization_id: organizationId, kind, name_zh: name.zh, name_en: name.en };
  tx.write(store.insertPost(row));
  record(tx, { act: 'organization.add-post', subject: { kind: 'post', id } });
  return id;
}

/** Gives an officer a post from a day on. */
export function assign(
  tx: Tx,
  input: { officerId: string; postId: string; fromOn: string; untilOn?: string },
) {
  const { officerId, postId, fromOn, untilOn } = input;
  const row = {
    officer_id: officerId,
    post_id: postId,
    from_on: fromOn,
    until_on: untilOn ?? null,
  };
  tx.write(store.insertAssignment(row));
  record(tx, {
    act: 'organization.assign',
    subject: { kind: 'post', id: postId },
    detail: { officerId },
  });
}

/** Departments in bulk, by id. */
export const findOrganizations = (tx: Tx, ids: readonly string[]) =>
  tx.all(store.organizationsByIds([...new Set(ids)]));

/**
 * The department of a kind responsible for a region; the nearest one upwards.
 * @throws {AppError} `organization.unknown_department`.
 */
export async function departmentFor(tx: Tx, kind: string, regionCode: string) {
  const found = await tx.first(store.responsibleFor(kind, upwards(regionCode)));
  if (!found) throw errors.unknown_department({ kind, regionCode });
  return found;
}

export const findOfficers = (tx: Tx, ids: readonly string[]) =>
  tx.all(store.officersByIds([...new Set(ids)]));

/** The posts that an officer holds on the day of the call. */
export const postsOf = (tx: Tx, officerId: string) =>
  tx.all(store.postsHeldBy(officerId, today(tx.call.now)));

/** Who holds posts of a kind in an organization on the day of the call. */
export const holdersOf = (tx: Tx, organizationId: string, postKind: string) =>
  tx.all(store.holdersOf(organizationId, postKind, today(tx.call.now)));

/**
 * An officer in one of his posts, with its permissions and scope.
 * @throws {AppError} `organization.no_post` when he does not hold it today.
 */
export async function officerActor(
  tx: Tx,
  officerId: string,
  postId: string | undefined,
  authLevel: AuthLevel,
): Promise<Actor> {
  const posts = await postsOf(tx, officerId);
  const post = postId === undefined ? posts[0] : posts.find((held) => held.id === postId);
  if (!post) throw errors.no_post();
  const units = await tx.all(store.unitsUnder(post.organizationId));
  return {
    kind: 'officer',
    id: officerId,
    postId: post.id,
    postKind: post.kind,
    organizationId: post.organizationId,
    permissions: post.permissions,
    scope: {
      organizations: units.map((unit) => unit.id),
      regions: post.sees === 'region' ? [post.regionCode] : [],
    },
    authLevel,
  };
}
