import { record } from '@yiwang/foundation/audit';
import type { Tx } from '@yiwang/foundation/db';
import type { AppError } from '@yiwang/foundation/errors';
import { emit } from '@yiwang/foundation/events';
import type { Platform } from '@yiwang/foundation/http';
import { checkUscc, type Sex } from '@yiwang/foundation/identifier';
import { type CivilDate, civilDateOf } from '@yiwang/foundation/time';
import { v7 } from 'uuid';
import {
  assertElement,
  assertPast,
  basisOf,
  checkValue,
  type ElementId,
  errors,
  readIdNumber,
} from './rules.ts';
import type { Source } from './schema.ts';
import * as store from './store.ts';

/** Fields of blind indexes; they never change, or nothing is found any more. */
export const ID_NUMBER = 'base-register.idNumber';
export const USCC = 'base-register.uscc';

export type NewPerson = {
  /** UUIDv7 as text; made when absent. */
  id?: string;
  name: string;
  idNumber: string;
  /** Default: as the number says. */
  sex?: Sex;
  /** Default: as the number says. */
  birthOn?: CivilDate;
  residence: string;
  regionCode: string;
  nationality?: string;
  phone?: string;
  /** Whether the source has an identity photo on file. */
  photo?: boolean;
  /** The registrar: it answers disputes. */
  source: Source;
  asOf: CivilDate;
};

export type NewLegalPerson = {
  /** UUIDv7 as text; made when absent. */
  id?: string;
  name: string;
  uscc: string;
  /** Default: the class that the credit code names, such as `individual-business`. */
  kind?: string;
  representative: string;
  /** Subject id of the representative, who may then act for it. */
  representativeId?: string;
  address: string;
  regionCode: string;
  businessScope: string;
  registeredOn: CivilDate;
  source: Source;
  asOf: CivilDate;
};

type Origin = { source: Source; asOf: CivilDate; basis?: string };

type FactInput = Origin & {
  subjectId: string;
  element: ElementId;
  /** Checked already. */
  value: string;
  regionCode: string;
  version: number;
};

/** A fact ready to be stored, its value sealed for its own place. */
function factRow(tx: Tx, { keys }: Platform, input: FactInput): Omit<store.FactRow, 'replaced_at'> {
  const { subjectId, element, value, source, asOf, regionCode, version } = input;
  const id = v7();
  return {
    id,
    subject_id: subjectId,
    element,
    version,
    value_enc: keys.seal(value, { table: store.FACTS, id, column: 'value_enc' }),
    organization_id: source.organizationId,
    source_zh: source.zh,
    source_en: source.en,
    region_code: regionCode,
    as_of_on: asOf,
    basis: input.basis ?? basisOf(element),
    recorded_at: tx.call.now,
  };
}

const taken = (): AppError => errors.already_registered();
const UNIQUE = { persons_one_alive: taken, legal_persons_one_active: taken };

function writeFacts(
  tx: Tx,
  platform: Platform,
  about: Origin & { subjectId: string; regionCode: string },
  values: Partial<Record<ElementId, string | undefined>>,
): void {
  const on = civilDateOf(tx.call.now);
  assertPast(about.asOf, on);
  const rows = Object.entries(values).flatMap(([id, text]) => {
    if (text === undefined) return [];
    const element = id as ElementId;
    const value = checkValue(element, text, on, `/${element.split('.')[1]}`);
    return [factRow(tx, platform, { ...about, element, value, version: 1 })];
  });
  tx.write(store.insertFacts(rows));
}

/**
 * Registers a person with the facts given. @returns the subject id.
 * @throws {AppError} `base-register.value_invalid`; `already_registered` when somebody alive has the number
 * in any region (户口登记条例 art. 6).
 */
export async function addPerson(tx: Tx, platform: Platform, input: NewPerson): Promise<string> {
  const { source, asOf, regionCode } = input;
  const id = input.id ?? v7();
  const on = civilDateOf(tx.call.now);
  const number = readIdNumber(checkValue('person.idNumber', input.idNumber, on, '/idNumber'), on);
  if (!number.ok) throw errors.value_invalid({ element: 'person.idNumber' });
  // The unique index sees the newest key only; while a key is replaced the older ones are asked too.
  const indexes = platform.keys.blindIndexes(ID_NUMBER, number.number);
  if (indexes.length > 1 && (await tx.first(store.findPerson(indexes, 'registration'))))
    throw taken();
  const row = { id, region_code: regionCode, organization_id: source.organizationId };
  tx.write(store.insertPerson({ ...row, id_number_idx: indexes[0]! }), { constraint: UNIQUE });
  writeFacts(
    tx,
    platform,
    { subjectId: id, regionCode, source, asOf },
    {
      'person.name': input.name,
      'person.idNumber': number.number,
      'person.birthOn': input.birthOn ?? number.birthOn,
      'person.sex': input.sex ?? number.sex,
      'person.nationality': input.nationality,
      'person.residence': input.residence,
      'person.regionCode': regionCode,
      'person.phone': input.phone,
      'person.photo': input.photo === undefined ? undefined : input.photo ? 'yes' : 'no',
    },
  );
  record(tx, { act: 'base-register.add-person', subject: { kind: 'person', id }, regionCode });
  return id;
}

/**
 * Registers a legal person or individual business with the facts given. @returns the subject id.
 * @throws {AppError} `base-register.value_invalid`, `base-register.already_registered`.
 */
export async function addLegalPerson(
  tx: Tx,
  platform: Platform,
  input: NewLegalPerson,
): Promise<string> {
  const { source, asOf, regionCode } = input;
  const id = input.id ?? v7();
  const uscc = checkValue('legal.uscc', input.uscc, civilDateOf(tx.call.now), '/uscc');
  const read = checkUscc(uscc);
  const row = {
    id,
    uscc_idx: platform.keys.blindIndex(USCC, uscc),
    representative_id: input.representativeId ?? null,
    region_code: regionCode,
    organization_id: source.organizationId,
  };
  tx.write(store.insertLegalPerson(row), {
    constraint: {
      ...UNIQUE,
      legal_persons_representative_id_fkey: () => errors.subject_unknown(),
    },
  });
  writeFacts(
    tx,
    platform,
    { subjectId: id, regionCode, source, asOf },
    {
      'legal.name': input.name,
      'legal.uscc': uscc,
      'legal.kind': input.kind ?? (read.ok ? read.kind : undefined),
      'legal.representative': input.representative,
      'legal.address': input.address,
      'legal.regionCode': regionCode,
      'legal.businessScope': input.businessScope,
      'legal.registeredOn': input.registeredOn,
    },
  );
  const subject = { kind: 'legal-person', id };
  record(tx, { act: 'base-register.add-legal-person', subject, regionCode });
  return id;
}

type Subject = { id: string; regionCode: string; kind: 'person' | 'legal' };

async function subjectOf(tx: Tx, id: string): Promise<Subject> {
  const found = await tx.first(store.subjectById(id));
  if (!found) throw errors.subject_unknown();
  return found;
}

/** What look-ups use follows the facts: the numbers, the region, and who may act for a firm. */
function followFact(
  tx: Tx,
  { keys }: Platform,
  id: string,
  element: ElementId,
  value: string,
): void {
  const expectation = { rows: 1, otherwise: () => errors.not_registrar(), constraint: UNIQUE };
  if (element === 'person.idNumber')
    tx.write(
      store.changePerson(id, { id_number_idx: keys.blindIndex(ID_NUMBER, value) }),
      expectation,
    );
  else if (element === 'person.regionCode')
    tx.write(store.changePerson(id, { region_code: value }), expectation);
  else if (element === 'legal.uscc')
    tx.write(store.changeLegalPerson(id, { uscc_idx: keys.blindIndex(USCC, value) }), expectation);
  else if (element === 'legal.regionCode')
    tx.write(store.changeLegalPerson(id, { region_code: value }), expectation);
  // Another name may be another person: nobody acts for the firm until `setRepresentative` says who.
  else if (element === 'legal.representative')
    tx.write(store.changeLegalPerson(id, { representative_id: null }), expectation);
}

/** A value to be recorded, with where it comes from. `basis`: default the element's own clause. */
export type NewFact = Origin & { subjectId: string; element: string; value: string };

/**
 * Records a value; a former one stays as an earlier version. The same value with a newer date is a
 * version too: it was confirmed. @returns the version.
 * @throws {AppError} `base-register.element_unknown`, `value_invalid`, `subject_unknown`;
 * `changed_meanwhile`; `not_registrar` when the value is another department's or the actor may not change
 * what depends on it.
 */
export async function putFact(
  tx: Tx,
  platform: Platform,
  input: NewFact,
  pointer?: string,
): Promise<number> {
  const { subjectId, element } = input;
  assertElement(element);
  const on = civilDateOf(tx.call.now);
  const value = checkValue(element, input.value, on, pointer);
  assertPast(input.asOf, on);
  const subject = await subjectOf(tx, subjectId);
  if (!element.startsWith(subject.kind)) throw errors.element_unknown({ element });
  const former = await tx.first(store.currentFact(subjectId, element));
  if (former)
    tx.write(store.replaceFact(former.id, tx.call.now), {
      rows: 1,
      otherwise: () => errors.changed_meanwhile(),
    });
  const version = (former?.version ?? 0) + 1;
  const fact = { ...input, element, value, version, regionCode: subject.regionCode };
  tx.write(store.insertFacts([factRow(tx, platform, fact)]), {
    constraint: { facts_current: () => errors.not_registrar() },
  });
  followFact(tx, platform, subjectId, element, value);
  record(tx, {
    act: 'base-register.put-fact',
    subject: { kind: subject.kind === 'person' ? 'person' : 'legal-person', id: subjectId },
    regionCode: subject.regionCode,
    detail: { element, version },
  });
  emit(tx, {
    type: 'base-register.fact-changed',
    subject: subjectId,
    data: { element, version },
  });
  return version;
}

/**
 * Notes a death, a move out of the area of this register, a deregistration or a revocation.
 * @throws {AppError} `base-register.subject_unknown`; `already_registered` when somebody else has the
 * number by now.
 */
export function changeState(
  tx: Tx,
  change:
    | { personId: string; state: store.PersonState }
    | { legalPersonId: string; state: store.LegalState },
): void {
  const isPerson = 'personId' in change;
  const id = isPerson ? change.personId : change.legalPersonId;
  tx.write(
    isPerson
      ? store.changePerson(id, { state: change.state })
      : store.changeLegalPerson(id, { state: change.state }),
    { rows: 1, otherwise: () => errors.subject_unknown(), constraint: UNIQUE },
  );
  const { state } = change;
  const kind = isPerson ? 'person' : 'legal-person';
  record(tx, { act: 'base-register.change-state', subject: { kind, id }, detail: { state } });
  emit(tx, { type: 'base-register.state-changed', subject: id, data: { state } });
}

/** Registers who represents a firm; the former one may not act for it any more. */
export async function setRepresentative(
  tx: Tx,
  platform: Platform,
  input: Origin & { legalPersonId: string; personId: string; name: string },
): Promise<void> {
  const { legalPersonId, personId, name, source, asOf } = input;
  const fact = { subjectId: legalPersonId, element: 'legal.representative', value: name };
  await putFact(tx, platform, { ...fact, source, asOf });
  tx.write(store.changeLegalPerson(legalPersonId, { representative_id: personId }), {
    rows: 1,
    otherwise: () => errors.not_registrar(),
    constraint: { legal_persons_representative_id_fkey: () => errors.subject_unknown() },
  });
}
