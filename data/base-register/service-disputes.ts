import { record, recordRead } from '@yiwang/foundation/audit';
import type { Tx } from '@yiwang/foundation/db';
import { emit } from '@yiwang/foundation/events';
import { errors as http, type Platform, page, readCursor } from '@yiwang/foundation/http';
import { findDivisions } from '@yiwang/foundation/region';
import { civilDateOf } from '@yiwang/foundation/time';
import { v7 } from 'uuid';
import {
  answerDueOn,
  assertElement,
  checkValue,
  DISPUTE_READING,
  type ElementId,
  elements,
  errors,
  HIDDEN,
  maskValue,
} from './rules.ts';
import type { Answer, Mine, OpenedDispute, OwnDispute } from './schema.ts';
import { putFact } from './service.ts';
import { displayName, displayNames, isOwn } from './service-reading.ts';
import * as store from './store.ts';
import {
  answerDispute,
  DISPUTES,
  disputeById,
  disputesByDate,
  insertDispute,
  newestDisputes,
} from './store-disputes.ts';

type DisputeRow = NonNullable<Awaited<ReturnType<typeof findRow>>>;
const findRow = (tx: Tx, id: string) => tx.first(disputeById(id));

const sameValue = (pointer: string) =>
  errors.same_value({}, { fields: [{ pointer, code: 'base-register.same_value' }] });

const heldValue = ({ keys }: Platform, fact: { id: string; valueEnc: Buffer }): string =>
  keys.openText(fact.valueEnc, { table: store.FACTS, id: fact.id, column: 'value_enc' });

/**
 * Opens the subject's dispute of a value held about it (PIPL art. 46, 2021-11-01). It goes to the
 * registrar of the value's source; until the answer every reader sees the value marked as disputed.
 * @returns the dispute's id.
 * @throws {AppError} `base-register.element_unknown`, `value_invalid` or `same_value` at /claimed,
 * `nothing_held`, `already_disputed` while one is open.
 */
export async function dispute(
  tx: Tx,
  platform: Platform,
  input: { subjectId: string; element: string; claimed: string; reason: string },
): Promise<string> {
  const { subjectId, element, reason } = input;
  assertElement(element);
  const { actor, now } = tx.call;
  const claimed = checkValue(element, input.claimed, civilDateOf(now), '/claimed');
  const fact = await tx.first(store.currentFact(subjectId, element));
  if (!fact) throw errors.nothing_held({ element });
  if (heldValue(platform, fact) === claimed) throw sameValue('/claimed');
  const id = v7();
  const seal = (text: string, column: string) =>
    platform.keys.seal(text, { table: DISPUTES, id, column });
  const { on, certain } = answerDueOn(platform.calendar(), now);
  const row = {
    id,
    subject_id: subjectId,
    element,
    fact_id: fact.id,
    claimed_enc: seal(claimed, 'claimed_enc'),
    reason_enc: seal(reason, 'reason_enc'),
    organization_id: fact.organizationId,
    region_code: fact.regionCode,
    opened_at: now,
    opened_by: actor.id,
    due_on: on,
    due_certain: certain,
  };
  tx.write(insertDispute(row), {
    constraint: { disputes_one_open: () => errors.already_disputed({ element }) },
  });
  if (!isOwn(tx, subjectId))
    recordRead(tx, {
      subjectId,
      fields: [element],
      ...DISPUTE_READING,
      regionCode: fact.regionCode,
    });
  const { organizationId, regionCode } = fact;
  record(tx, {
    act: 'base-register.dispute',
    subject: { kind: 'dispute', id },
    regionCode,
    detail: { element },
  });
  const data = { subjectId, element, organizationId };
  emit(tx, { type: 'base-register.disputed', subject: id, data });
  return id;
}

/** Whether the actor's post belongs to the organization, or to one above it, that answers for the source. */
const mayAnswer = (tx: Tx, organizationId: string): boolean => {
  const { kind, scope } = tx.call.actor;
  return kind === 'system' || (kind === 'officer' && scope.organizations.includes(organizationId));
};

async function correct(tx: Tx, platform: Platform, row: DisputeRow, value: string): Promise<void> {
  const { subjectId, element } = row;
  const held = await tx.first(store.currentFact(subjectId, element));
  if (!held) throw errors.nothing_held({ element });
  if (heldValue(platform, held) === value) throw sameValue('/value');
  const source = { organizationId: held.organizationId, zh: held.sourceZh, en: held.sourceEn };
  const asOf = civilDateOf(tx.call.now);
  const fact = { subjectId, element, value, source, asOf, basis: held.basis };
  await putFact(tx, platform, fact, '/value');
}

/**
 * Answers a dispute: the value is corrected (a new version; without `value` as claimed) or kept with the
 * reason that the subject is owed (PIPL arts. 46, 50). The subject hears of it by the event
 * `base-register.dispute-answered` { subjectId, element, outcome }.
 * @throws {AppError} `base-register.dispute_unknown`, `not_registrar`, `already_answered`,
 * `value_invalid` or `same_value` at /value; `http.stale` when it is not the version given.
 */
export async function answer(
  tx: Tx,
  platform: Platform,
  id: string,
  input: Answer,
  version: number,
): Promise<void> {
  // Locked: of two officers answering at once the second finds it answered.
  const row = await tx.first(disputeById(id).forUpdate());
  if (!row) throw errors.dispute_unknown();
  if (!mayAnswer(tx, row.organizationId)) throw errors.not_registrar();
  if (row.state !== 'open') throw errors.already_answered();
  if (row.version !== version) throw http.stale();
  const { outcome, reason } = input;
  const claimed = () =>
    platform.keys.openText(row.claimedEnc, { table: DISPUTES, id, column: 'claimed_enc' });
  if (outcome === 'corrected') {
    const wanted = input.value ?? claimed();
    const on = civilDateOf(tx.call.now);
    await correct(tx, platform, row, checkValue(row.element as ElementId, wanted, on));
  }
  const { actor, now } = tx.call;
  const sealed = platform.keys.seal(reason, { table: DISPUTES, id, column: 'answer_enc' });
  tx.write(
    answerDispute(id, version, {
      outcome,
      answer_enc: sealed,
      answered_at: now,
      answered_by: actor.id,
    }),
    { rows: 1, otherwise: () => errors.already_answered() },
  );
  const { subjectId, element, regionCode } = row;
  record(tx, {
    act: 'base-register.answer',
    subject: { kind: 'dispute', id },
    regionCode,
    detail: { element, outcome },
  });
  const data = { subjectId, element, outcome };
  emit(tx, { type: 'base-register.dispute-answered', subject: id, data });
}

function ownView({ keys }: Platform, row: DisputeRow): OwnDispute {
  const { id, element, state, outcome, dueOn, dueCertain } = row;
  const open = (sealed: Buffer, column: string) =>
    keys.openText(sealed, { table: DISPUTES, id, column });
  return {
    id,
    element,
    claimed: open(row.claimedEnc, 'claimed_enc'),
    reason: open(row.reasonEnc, 'reason_enc'),
    state,
    outcome,
    answer: row.answerEnc && open(row.answerEnc, 'answer_enc'),
    openedAt: row.openedAt.toISOString(),
    dueOn,
    dueCertain,
    answeredAt: row.answeredAt?.toISOString() ?? null,
  };
}

/**
 * Everything that the register holds about the actor's own subject, with the newest dispute of each
 * element; nothing is logged, it is its own (PIPL art. 45). Empty before real-name verification.
 */
export async function mine(tx: Tx, platform: Platform): Promise<Mine> {
  const subjectId = tx.call.actor.actsFor ?? tx.call.actor.id;
  if (!isOwn(tx, subjectId)) throw errors.not_yours();
  const facts = await tx.all(store.currentFacts(subjectId));
  const disputes = await tx.all(newestDisputes(subjectId));
  const order = Object.keys(elements);
  const values = new Map(facts.map((fact) => [fact.id, heldValue(platform, fact)]));
  const codes = facts
    .filter(({ element }) => element.endsWith('.regionCode'))
    .map(({ id }) => values.get(id) ?? '');
  const regions = await findDivisions(tx, codes);
  const items = facts
    .toSorted((a, b) => order.indexOf(a.element) - order.indexOf(b.element))
    .map((fact) => {
      const own = disputes.find(({ element }) => element === fact.element);
      const value = values.get(fact.id) ?? '';
      const isRegion = fact.element.endsWith('.regionCode');
      return {
        element: fact.element,
        label: elements[fact.element as ElementId].label,
        value,
        shown: (isRegion && regions.get(value)?.fullName) || null,
        source: { zh: fact.sourceZh, en: fact.sourceEn },
        asOf: fact.asOfOn,
        basis: fact.basis,
        version: fact.version,
        dispute: own ? ownView(platform, own) : null,
      };
    });
  return { subjectId, items };
}

/** A page of the disputes that the registrar answers, by last day; masked, so one row in the read log. */
export async function listDisputes(
  tx: Tx,
  platform: Platform,
  query: { state?: 'open' | 'answered'; limit?: number; after?: string },
) {
  const { state = 'open', limit = 20 } = query;
  const parts = readCursor(query.after, 2);
  const after = parts && { dueOn: String(parts[0]), id: String(parts[1]) };
  const rows = await tx.all(disputesByDate(state, limit + 1, after));
  const { items, next } = page(rows, limit, (row) => [row.dueOn, row.id]);
  const names = await displayNames(
    tx,
    platform,
    items.map((row) => row.subjectId),
  );
  if (items.length > 0)
    recordRead(tx, {
      ...DISPUTE_READING,
      filter: `disputes state=${state}`,
      count: items.length,
    });
  return {
    next,
    items: items.map(({ subjectId, openedAt, ...row }) => ({
      ...row,
      label: elements[row.element as ElementId].label,
      name: names.get(subjectId)?.zh ?? HIDDEN,
      openedAt: openedAt.toISOString(),
    })),
  };
}

/**
 * One dispute with the held value, for its registrar. Whole values need the permission
 * `base-register.unmask`; the purpose is the dispute itself unless the reader gives another. Each opening
 * is in the subject's read log. @throws {AppError} `base-register.dispute_unknown`.
 */
export async function openDispute(tx: Tx, platform: Platform, id: string): Promise<OpenedDispute> {
  const row = await findRow(tx, id);
  const fact = row && (await tx.first(store.factById(row.factId)));
  if (!row || !fact) throw errors.dispute_unknown();
  const { subjectId, element, regionCode, version } = row;
  const name = await displayName(tx, platform, subjectId);
  const masked = !tx.call.actor.permissions?.includes('base-register.unmask');
  recordRead(tx, {
    subjectId,
    fields: [element],
    ...DISPUTE_READING,
    purpose: tx.call.purpose ?? DISPUTE_READING.purpose,
    regionCode,
  });
  const own = ownView(platform, row);
  const held = heldValue(platform, fact);
  const shown = masked
    ? {
        held: maskValue(element, held),
        claimed: maskValue(element, own.claimed),
        reason: HIDDEN,
        answer: own.answer && HIDDEN,
      }
    : { held };
  return {
    ...own,
    ...shown,
    label: elements[element as ElementId].label,
    name: name.zh,
    source: { zh: fact.sourceZh, en: fact.sourceEn },
    asOf: fact.asOfOn,
    basis: fact.basis,
    version,
    masked,
  } as OpenedDispute;
}
