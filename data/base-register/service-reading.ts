import { errors as auditErrors, record, recordRead } from '@yiwang/foundation/audit';
import type { Tx } from '@yiwang/foundation/db';
import type { Platform } from '@yiwang/foundation/http';
import { type IdNumberProblem, maskName } from '@yiwang/foundation/identifier';
import { civilDateOf } from '@yiwang/foundation/time';
import { assertElement, errors, readIdNumber, sameName } from './rules.ts';
import type { Facts, FactView } from './schema.ts';
import { ID_NUMBER } from './service.ts';
import * as store from './store.ts';

/**
 * What a verification found. `reason` is for the caller's own records: a stranger is told one answer
 * for `not_found` and `different`, or he learns which numbers exist. `invalid` is a mistyped number.
 */
export type Verification =
  | { match: true; personId: string; regionCode: string }
  | { match: false; reason: 'not_found' | 'different' }
  | { match: false; reason: 'invalid'; problem: IdNumberProblem };

/** Why personal data is read (contracts.md 21). `basis`: the clause; `caseId`: the case it is for. */
export type Reading = { purpose: string; basis?: string; caseId?: string };

const openValue = ({ keys }: Platform, fact: { id: string; valueEnc: Buffer }): string =>
  keys.openText(fact.valueEnc, { table: store.FACTS, id: fact.id, column: 'value_enc' });

function assertPurpose(purpose: string): void {
  if (purpose.trim() === '') throw auditErrors.purpose_missing();
}

/** Whether the actor is that subject, or acts for that firm. */
export const isOwn = (tx: Tx, subjectId: string): boolean => {
  const { kind, id, actsFor } = tx.call.actor;
  return (kind === 'person' || kind === 'enterprise') && (actsFor ?? id) === subjectId;
};

/**
 * Compares a name and an ID number with the population register: the number's own check first, then the
 * person alive who has it. Every look at a registered person is in that person's read log, also when the
 * name differs; so the caller answers a mismatch and lets the transaction commit, it does not throw inside.
 * @throws {AppError} `audit.purpose_missing`.
 */
export async function verifyIdentity(
  tx: Tx,
  platform: Platform,
  input: { name: string; idNumber: string; purpose: string },
): Promise<Verification> {
  assertPurpose(input.purpose);
  const number = readIdNumber(input.idNumber, civilDateOf(tx.call.now));
  if (!number.ok) return { match: false, reason: 'invalid', problem: number.problem };
  const indexes = platform.keys.blindIndexes(ID_NUMBER, number.number);
  const person = await tx.first(store.findPerson(indexes, input.purpose));
  if (!person) return { match: false, reason: 'not_found' };
  const { id: personId, regionCode } = person;
  const held = openValue(platform, { id: person.factId, valueEnc: person.nameEnc });
  const match = sameName(held, input.name);
  const fields = ['person.name', 'person.idNumber'];
  recordRead(tx, { subjectId: personId, fields, purpose: input.purpose, regionCode });
  const subject = { kind: 'person', id: personId };
  record(tx, { act: 'base-register.verify', subject, regionCode, detail: { match } });
  return match ? { match, personId, regionCode } : { match, reason: 'different' };
}

const viewOf = (platform: Platform, row: store.Read): FactView => ({
  value: openValue(platform, row),
  source: { zh: row.sourceZh, en: row.sourceEn },
  asOf: row.asOfOn,
  basis: row.basis,
  ...(row.disputed ? { disputed: true as const } : {}),
});

function logReads(tx: Tx, reading: Reading, read: ReadonlyMap<string, Facts>): void {
  for (const [subjectId, facts] of read)
    recordRead(tx, {
      subjectId,
      fields: Object.keys(facts),
      purpose: reading.purpose,
      ...(reading.basis === undefined ? {} : { basis: reading.basis }),
      ...(reading.caseId === undefined ? {} : { caseId: reading.caseId }),
    });
}

/**
 * Facts about several subjects in one statement, by subject id; subjects and elements without a value
 * are missing. Each subject that something was read about gets one row in its read log, unless the actor
 * is that subject or acts for that firm.
 * @throws {AppError} `audit.purpose_missing`; `base-register.element_unknown`; `not_yours` when a resident
 * asks about somebody else.
 */
export async function factsOfMany(
  tx: Tx,
  platform: Platform,
  subjectIds: readonly string[],
  elements: readonly string[],
  reading: Reading,
): Promise<Map<string, Facts>> {
  assertPurpose(reading.purpose);
  for (const element of elements) assertElement(element);
  const [first] = subjectIds;
  if (first === undefined || elements.length === 0) return new Map();
  const { kind } = tx.call.actor;
  const own = subjectIds.length === 1 && isOwn(tx, first);
  if (!own && (kind === 'person' || kind === 'enterprise')) throw errors.not_yours();
  const rows = await tx.all(
    own ? store.ownFacts(first, elements) : store.readFacts(subjectIds, elements, reading.purpose),
  );
  const read = new Map<string, Record<string, FactView>>();
  for (const row of rows) {
    const facts = read.get(row.subjectId) ?? {};
    facts[row.element] = viewOf(platform, row);
    read.set(row.subjectId, facts);
  }
  if (!own) logReads(tx, reading, read);
  return read;
}

/** `factsOfMany` about one subject. */
export const factsAbout = async (
  tx: Tx,
  platform: Platform,
  subjectId: string,
  elements: readonly string[],
  reading: Reading,
): Promise<Facts> =>
  (await factsOfMany(tx, platform, [subjectId], elements, reading)).get(subjectId) ?? {};

/**
 * Names for lists and headings, by subject id: masked for persons (王*明), whole for firms, whose
 * registration is public (企业信息公示暂行条例 art. 6, 2014-10-01). Unknown subjects are missing.
 */
export async function displayNames(
  tx: Tx,
  platform: Platform,
  subjectIds: readonly string[],
): Promise<Map<string, { zh: string }>> {
  if (subjectIds.length === 0) return new Map();
  const rows = await tx.all(store.namesOf([...new Set(subjectIds)]));
  return new Map(
    rows.map((row) => {
      const name = openValue(platform, row);
      return [row.subjectId, { zh: row.element === 'person.name' ? maskName(name) : name }];
    }),
  );
}

/** The name of one subject as `displayNames` gives it. @throws {AppError} `base-register.subject_unknown`. */
export async function displayName(
  tx: Tx,
  platform: Platform,
  subjectId: string,
): Promise<{ zh: string }> {
  const name = (await displayNames(tx, platform, [subjectId])).get(subjectId);
  if (!name) throw errors.subject_unknown();
  return name;
}

/**
 * The active firms that a person represents, at most 100, by id. Empty for anybody but the platform,
 * officers and the person, who may just be acting for one of the firms.
 */
export async function legalPersonsOf(
  tx: Tx,
  platform: Platform,
  personId: string,
): Promise<{ id: string; name: string; uscc: string }[]> {
  const rows = await tx.all(store.representedBy(personId));
  const firms = new Map<string, { id: string; name: string; uscc: string }>();
  for (const row of rows) {
    const firm = firms.get(row.subjectId) ?? { id: row.subjectId, name: '', uscc: '' };
    const value = openValue(platform, row);
    firms.set(
      row.subjectId,
      row.element === 'legal.name' ? { ...firm, name: value } : { ...firm, uscc: value },
    );
  }
  return [...firms.values()];
}

/**
 * Subject id of the person who represents an active firm; undefined when the register links nobody, the
 * firm is not active, or the actor is neither the platform, an officer, the firm nor the representative.
 */
export const representativeOf = async (
  tx: Tx,
  legalPersonId: string,
): Promise<string | undefined> => (await tx.first(store.representativeOf(legalPersonId)))?.personId;
