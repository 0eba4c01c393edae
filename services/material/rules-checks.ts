import type { Text } from '@yiwang/foundation/errors';
import { maskAddress, maskIdNumber, maskName, maskPhone } from '@yiwang/foundation/identifier';
import type { CivilDate } from '@yiwang/foundation/time';
import type { Check, CheckCode, Provided } from './schema.ts';

/** A value that the register holds. */
export type HeldFact = {
  readonly value: string;
  readonly source: Text;
  readonly asOf: CivilDate;
  readonly disputed?: true;
};
export type SameName = (a: string, b: string) => boolean;

/** A certificate as the check needs it. */
export type CheckedCertificate = {
  readonly id: string;
  readonly typeCode: string;
  readonly state: string;
  readonly validFromOn: CivilDate;
  readonly validUntilOn: CivilDate | null;
  readonly holderName: string;
};

/** A file of the case; `condition` says how reading its bytes went. */
export type CheckedFile = {
  readonly id: string;
  readonly name: string;
  readonly sha256: string;
  readonly condition: 'sound' | 'damaged' | 'missing';
};

const REGISTER: Text = { zh: '基础库', en: 'Base register' };
const CERTIFICATES: Text = { zh: '电子证照库', en: 'Certificate register' };
const FILES: Text = { zh: '材料库', en: 'File store' };
const NAMES = ['person.name', 'legal.name'];
const REPRESENTATIVE = 'legal.representative';

type Outcome = Pick<Check, 'state' | 'reason'>;
const ok: Outcome = { state: 'ok', reason: null };
const attention = (reason: string): Outcome => ({ state: 'attention', reason });
const unknown = (reason: string): Outcome => ({ state: 'unknown', reason });

const compared = (what: string, left: string | null, right: string | null) => ({
  what,
  left,
  right,
});
const plain = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '').toUpperCase();

function statedOutcome(
  element: string,
  stated: string,
  held: HeldFact | undefined,
  sameName: SameName,
): Outcome {
  if (!held) return unknown('not-held');
  const isName = NAMES.includes(element) || element === REPRESENTATIVE;
  const same = isName ? sameName(stated, held.value) : plain(stated) === plain(held.value);
  if (same) return ok;
  // What the subject disputes cannot convict the subject: a person has to look.
  return held.disputed ? unknown('disputed') : attention('different');
}

/**
 * What the form states against what the register holds, one check an element; the name is always among
 * them, also as "could not be checked". `on` dates the answer "nothing is held".
 */
export function statedChecks(
  facts: Readonly<Record<string, string>>,
  held: Readonly<Record<string, HeldFact>>,
  on: CivilDate,
  sameName: SameName,
): Check[] {
  const checks = Object.entries(facts).map(([element, stated]): Check => {
    const fact = held[element];
    return {
      code: element === REPRESENTATIVE ? 'representative-matches' : 'stated-equals-register',
      ...statedOutcome(element, stated, fact, sameName),
      materialCode: null,
      compared: compared(element, stated, fact?.value ?? null),
      source: fact?.source ?? REGISTER,
      asOf: fact?.asOf ?? on,
    };
  });
  if (NAMES.some((element) => facts[element] !== undefined)) return checks;
  const element = NAMES.find((name) => held[name] !== undefined) ?? 'person.name';
  const fact = held[element];
  const nothing: Check = {
    code: 'stated-equals-register',
    ...unknown('not-stated'),
    materialCode: null,
    compared: compared(element, null, fact?.value ?? null),
    source: fact?.source ?? REGISTER,
    asOf: fact?.asOf ?? on,
  };
  return [nothing, ...checks];
}

/** Why a certificate does not hold on a day; undefined when it does. The last day is still valid. */
function whyNot(certificate: CheckedCertificate, on: CivilDate): string | undefined {
  const { state, validFromOn, validUntilOn } = certificate;
  if (['suspended', 'revoked', 'superseded'].includes(state)) return state;
  if (validFromOn > on) return 'not-yet-valid';
  if (validUntilOn !== null && validUntilOn < on) return 'expired';
  return undefined;
}

function holderOutcome(
  certificate: CheckedCertificate,
  name: HeldFact | undefined,
  sameName: SameName,
): Outcome {
  if (!name) return unknown('not-held');
  if (sameName(certificate.holderName, name.value)) return ok;
  return name.disputed ? unknown('disputed') : attention('different');
}

/** The checks of one requirement that is answered by a certificate instead of a file. */
export function certificateChecks(input: {
  readonly provided: Provided;
  readonly certificate: CheckedCertificate | undefined;
  /** The kind of certificate that the requirement names. */
  readonly typeCode?: string | undefined;
  readonly held: Readonly<Record<string, HeldFact>>;
  /** The day on which it must be valid, and on which the register was asked. */
  readonly on: CivilDate;
  readonly askedOn: CivilDate;
  readonly neededUntilOn?: CivilDate | undefined;
  readonly sameName: SameName;
}): Check[] {
  const { provided, certificate, held, on, askedOn, neededUntilOn } = input;
  const check = (code: CheckCode, outcome: Outcome, pair: Check['compared']): Check => ({
    code,
    ...outcome,
    materialCode: provided.code,
    compared: pair,
    source: CERTIFICATES,
    asOf: askedOn,
  });
  if (!certificate)
    return [check('certificate-valid', attention('not-held'), compared('validity', on, null))];
  const isOther = input.typeCode !== undefined && input.typeCode !== certificate.typeCode;
  const why = isOther ? 'other-type' : whyNot(certificate, on);
  const until = certificate.validUntilOn;
  const element = NAMES.find((name) => held[name] !== undefined) ?? 'person.name';
  const name = held[element];
  const checks = [
    check(
      'certificate-holder',
      holderOutcome(certificate, name, input.sameName),
      compared(element, certificate.holderName, name?.value ?? null),
    ),
    check(
      'certificate-valid',
      why === undefined ? ok : attention(why),
      compared('validity', on, until),
    ),
  ];
  if (neededUntilOn === undefined) return checks;
  const covers = until === null || until >= neededUntilOn;
  const pair = compared('validity', neededUntilOn, until);
  return [...checks, check('certificate-covers', covers ? ok : attention('ends-before'), pair)];
}

/** Whether each file can be read, and that no machine has read what is written in it. */
export function fileChecks(
  provided: readonly Provided[],
  files: ReadonlyMap<string, CheckedFile>,
  on: CivilDate,
): Check[] {
  return provided.flatMap(({ code: materialCode, materialIds }) => {
    const base = { materialCode, source: FILES, asOf: on };
    const readable = materialIds.map((id): Check => {
      const file = files.get(id);
      const condition = file?.condition ?? 'missing';
      return {
        code: 'file-readable',
        ...(condition === 'sound' ? ok : attention(condition)),
        ...base,
        compared: compared('content', file?.name ?? null, null),
      };
    });
    if (readable.length === 0) return [];
    const unread: Check = {
      code: 'file-content',
      ...unknown('not-read'),
      ...base,
      compared: compared('content', null, null),
    };
    return [...readable, unread];
  });
}

/** Files of equal content that answer different requirements, one check a pair; one `ok` when there is none. */
export function duplicateChecks(
  provided: readonly Provided[],
  files: ReadonlyMap<string, CheckedFile>,
  on: CivilDate,
): Check[] {
  const base = { code: 'file-duplicate' as const, source: FILES, asOf: on };
  const first = new Map<string, { code: string; name: string }>();
  const pairs: Check[] = [];
  let looked = 0;
  for (const { code, materialIds } of provided)
    for (const id of materialIds) {
      const file = files.get(id);
      if (!file) continue;
      looked += 1;
      const earlier = first.get(file.sha256);
      if (!earlier) first.set(file.sha256, { code, name: file.name });
      else
        pairs.push({
          ...base,
          ...attention(earlier.code === code ? 'sent-twice' : 'same-content'),
          materialCode: code,
          compared: compared('content', file.name, earlier.name),
        });
    }
  if (pairs.length > 0 || looked < 2) return pairs;
  return [{ ...base, ...ok, materialCode: null, compared: compared('content', null, null) }];
}

const MASKS: Readonly<Record<string, (value: string) => string>> = {
  'person.name': maskName,
  'legal.representative': maskName,
  'person.idNumber': maskIdNumber,
  'person.phone': maskPhone,
  'person.residence': maskAddress,
};
const hide = (value: string): string => (value === '' ? '' : '****');

/** A check with the personal values hidden; what a firm registers is public and stays. */
export function masked(check: Check): Check {
  const { what, left, right } = check.compared;
  const mask = MASKS[what] ?? (what.startsWith('person.') ? hide : undefined);
  if (!mask) return check;
  return {
    ...check,
    compared: { what, left: left && mask(left), right: right && mask(right) },
  };
}
