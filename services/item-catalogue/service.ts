import { createHash } from 'node:crypto';
import { record } from '@yiwang/foundation/audit';
import type { Tx } from '@yiwang/foundation/db';
import type { DecisionModel } from '@yiwang/foundation/decision';
import { emit } from '@yiwang/foundation/events';
import type { Platform } from '@yiwang/foundation/http';
import { regionPath } from '@yiwang/foundation/identifier';
import { civilDateOf } from '@yiwang/foundation/time';
import { registerElements } from './register.ts';
import { errors } from './rules.ts';
import { checkPackage, modelOf } from './rules-package.ts';
import type {
  ItemPackage,
  ItemSummary,
  ItemVersion,
  PackageProblem,
  VersionRow,
} from './schema.ts';
import * as store from './store.ts';

const regionsFor = (regionCode?: string) =>
  regionCode === undefined ? [] : regionPath(regionCode);

const versions = new Map<string, ItemVersion>();
const CACHED = 1000;

type Row = NonNullable<Awaited<ReturnType<typeof readRow>>>;
const readRow = (tx: Tx, itemId: string, version: number) =>
  tx.first(store.versionRow(itemId, version));

function assemble({ itemId, version, definition, form, programId, decisionXml }: Row): ItemVersion {
  const { decision, ...elements } = definition;
  const { certificate, jointBodies } = elements;
  return {
    ...elements,
    itemId,
    version,
    form,
    process: { programId },
    ...(decision && decisionXml !== null && { decision: { ...decision, xml: decisionXml } }),
    ...(certificate && {
      certificateType: { code: certificate.code, validity: certificate.validity },
    }),
    ...(jointBodies.length > 0 && { departments: jointBodies.map(({ kind }) => kind) }),
  };
}

/**
 * A published version, whether or not it is still in force: cases stay on the version they began with.
 * Kept in memory, because versions never change.
 * @throws {AppError} `item-catalogue.version_unknown` (404)
 */
export async function findItemVersion(
  tx: Tx,
  itemId: string,
  version: number,
): Promise<ItemVersion> {
  const key = `${itemId}@${version}`;
  const known = versions.get(key);
  if (known) return known;
  const row = await readRow(tx, itemId, version);
  if (!row) throw errors.version_unknown({ itemId, version });
  const found = assemble(row);
  // What this very transaction publishes may still be rolled back.
  const committed = row.publishedAt.getTime() !== tx.call.now.getTime();
  if (committed && versions.size < CACHED) versions.set(key, found);
  return found;
}

/**
 * The item with a slug, implementation code or handling code, in the version in force on a civil day;
 * with `regionCode` that of the nearest region upwards.
 * @throws {AppError} `item-catalogue.item_unknown` (404)
 */
export async function findItem(
  tx: Tx,
  slugOrCode: string,
  { on, regionCode }: { on: string; regionCode?: string | undefined },
): Promise<ItemVersion> {
  const found = await tx.first(store.versionInForce(slugOrCode, on, regionsFor(regionCode)));
  if (!found) throw errors.item_unknown({ item: slugOrCode });
  return findItemVersion(tx, found.itemId, found.version);
}

/** Items in force on a day, in the order of their ids: at most `limit` behind the id `after`. */
export async function listItems(
  tx: Tx,
  query: { on: string; regionCode?: string | undefined; limit: number; after?: string | undefined },
): Promise<ItemSummary[]> {
  const { on, regionCode, limit, after = '' } = query;
  const rows = await tx.all(store.itemsInForce(on, regionsFor(regionCode), limit, after));
  return rows.map(({ itemId, version, definition }) => ({ itemId, version, ...definition }));
}

/** The versions of an item, newest first. @throws {AppError} `item-catalogue.item_unknown` (404). */
export async function listVersions(
  tx: Tx,
  slugOrCode: string,
  regionCode?: string,
): Promise<VersionRow[]> {
  const item = await tx.first(store.itemNamed(slugOrCode, regionsFor(regionCode)));
  if (!item) throw errors.item_unknown({ item: slugOrCode });
  const rows = await tx.all(store.versionsOf(item.id));
  return rows.map(({ version, effectiveOn, endedOn, publishedAt }) => ({
    version,
    effectiveOn,
    endedOn,
    publishedAt: publishedAt.toISOString(),
  }));
}

/** The compiled rules of a version; undefined when it is not decided by rule. */
export const decisionOf = ({ decision }: ItemVersion): DecisionModel | undefined =>
  decision && modelOf(decision.xml);

/** All reasons why a package could not be published here; also those that only the running process host knows. */
export async function check(
  platform: Pick<Platform, 'processes'>,
  pack: unknown,
  elements: readonly string[] = registerElements,
): Promise<PackageProblem[]> {
  const problems = await checkPackage(pack, elements);
  if (problems.length > 0) return problems;
  const found = await platform.processes.check((pack as ItemPackage).process);
  return found.map(({ code, params }) => ({
    pointer: '/process',
    code,
    params: params as PackageProblem['params'],
  }));
}

const idOf = ({ slug, regionCode }: ItemPackage['item']) => `${slug}.${regionCode}`;

/**
 * Publishes a package as the next version of its item: it is in force from its `effectiveOn`, and the
 * version before ends on that day. The same package again changes nothing. A later version may not reach
 * back before the day of publication: who applied under the old one relied on it.
 * @throws {AppError} `item-catalogue.not_publishable` (422, one field error a reason),
 * `item-catalogue.not_later` (409), `item-catalogue.retroactive` (409), `process-host.refused`.
 */
export async function publish(
  tx: Tx,
  platform: Pick<Platform, 'processes'>,
  pack: ItemPackage,
  elements: readonly string[] = registerElements,
): Promise<{ itemId: string; version: number }> {
  const problems = await checkPackage(pack, elements);
  if (problems.length > 0)
    throw errors.not_publishable({ count: problems.length }, { fields: problems });
  const { item } = pack;
  const itemId = idOf(item);
  const fingerprint = createHash('sha256').update(JSON.stringify(pack)).digest('hex');
  const [newest] = await tx.all(store.versionsOf(itemId));
  if (newest?.fingerprint === fingerprint) return { itemId, version: newest.version };
  if (newest && item.effectiveOn <= newest.effectiveOn)
    throw errors.not_later({ effectiveOn: newest.effectiveOn });
  if (newest && item.effectiveOn < civilDateOf(tx.call.now)) throw errors.retroactive();
  const { programId } = await platform.processes.publish(tx, pack.process);
  const version = (newest?.version ?? 0) + 1;
  keep(tx, pack, { itemId, version, programId, fingerprint });
  return { itemId, version };
}

function keep(
  tx: Tx,
  { item, form, process, rules }: ItemPackage,
  made: { itemId: string; version: number; programId: string; fingerprint: string },
): void {
  const { itemId, version, programId, fingerprint } = made;
  const { slug, code, handlingCode, baseCode, regionCode, organizationKind, effectiveOn } = item;
  tx.write(
    store.upsertItem({
      id: itemId,
      slug,
      code,
      handling_code: handlingCode,
      base_code: baseCode,
      region_code: regionCode,
      organization_kind: organizationKind,
    }),
  );
  tx.write(store.endVersions(itemId, effectiveOn));
  const row = {
    item_id: itemId,
    version,
    effective_on: effectiveOn,
    ended_on: item.endsOn ?? null,
    definition: JSON.stringify(item),
    form: JSON.stringify(form),
    process_xml: process,
    process_program_id: programId,
    decision_xml: rules ?? null,
    fingerprint,
    published_at: tx.call.now,
    published_by: tx.call.actor.id,
  };
  tx.write(store.insertVersion(row), {
    constraint: {
      versions_pkey: () => errors.not_later({ effectiveOn }),
      versions_item_id_effective_on_key: () => errors.not_later({ effectiveOn }),
    },
  });
  const subject = { kind: 'item', id: itemId };
  record(tx, { act: 'item-catalogue.publish', subject, regionCode, detail: { version } });
  emit(tx, {
    type: 'item-catalogue.published',
    subject: itemId,
    data: { version, slug, effectiveOn },
  });
}
