import { defineErrors } from '@yiwang/foundation/errors';
import {
  composeCertificateIdentifier,
  nextVersion,
  parseCertificateIdentifier,
} from '@yiwang/foundation/identifier';
import type { Actor } from '@yiwang/foundation/permission';
import type { CivilDate } from '@yiwang/foundation/time';
import type { CertificateType, NewCertificate, Outcome, State } from './schema.ts';

export const errors = defineErrors('certificate', {
  unknown: 404,
  type_unknown: 404,
  type_malformed: 422,
  type_put_meanwhile: 409,
  holder_kind: 422,
  face_incomplete: 422,
  face_unknown: 422,
  period: 422,
  issuer_without_code: 422,
  already_issued: 409,
  replaced_already: 409,
  other_replacement: 409,
  wrong_state: 409,
  not_valid: 409,
  not_yet_entered: 409,
  no_file: 422,
  purpose_missing: 422,
  forbidden: 403,
});

/** Seconds a shown code is good: long enough to be scanned, too short to be passed on (domain.md 3.4: 60–180). */
export const PRESENTATION_SECONDS = 180;

/** Checks of certificates a minute and address; every page and act of verification has its own count. */
export const CHECKS_A_MINUTE = 30;

/** Most bytes of a PDF that is handed in for checking; ours have about 60 KB. */
export const LARGEST_PDF = 5 * 1024 * 1024;

/** What the database keeps; `expired` follows from the date. */
export type StoredState = Exclude<State, 'expired'>;

type Period = { readonly validFromOn: CivilDate; readonly validUntilOn: CivilDate | null };

/** The state on a day. Revoked and superseded stay so; a suspended one that has run out is expired. */
export function stateOn(
  certificate: { readonly state: StoredState } & Period,
  on: CivilDate,
): State {
  const { state, validUntilOn } = certificate;
  if (state === 'revoked' || state === 'superseded') return state;
  return validUntilOn !== null && validUntilOn < on ? 'expired' : state;
}

/** What a verifier is told about a certificate on a day: its state, or that its period has not begun. */
export function outcomeOn(
  certificate: { readonly state: StoredState } & Period,
  on: CivilDate,
): Outcome {
  const state = stateOn(certificate, on);
  return state === 'valid' && on < certificate.validFromOn ? 'not_yet' : state;
}

/** The acts on a certificate: from which stored states, and to which. */
export const ACTS = {
  suspended: { from: ['valid'], to: 'suspended' },
  resumed: { from: ['suspended'], to: 'valid' },
  revoked: { from: ['valid', 'suspended'], to: 'revoked' },
} as const satisfies Record<string, { from: readonly StoredState[]; to: StoredState }>;
export type ActName = keyof typeof ACTS;

/**
 * Refuses an act that the present state does not allow. An expired certificate may still be revoked,
 * because a wrong licence is annulled for its whole time (行政许可法 art. 69, 2019-04-23), not suspended.
 * @throws {AppError} `certificate.wrong_state`
 */
export function assertAllowed(
  act: ActName,
  certificate: { readonly state: StoredState } & Period,
  on: CivilDate,
): void {
  const from: readonly StoredState[] = ACTS[act].from;
  const state = stateOn(certificate, on);
  const isLate = state === 'expired' && act !== 'revoked';
  if (isLate || !from.includes(certificate.state)) throw errors.wrong_state({ act, state });
}

const A36 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * A serial of 20 characters: the day and twelve random ones (62 bits). Random, so that no issuer waits
 * for another and nobody can guess the next identifier. `random(n)` gives a whole number below n.
 */
export const composeSerial = (on: CivilDate, random: (below: number) => number): string =>
  on.replaceAll('-', '') + Array.from({ length: 12 }, () => A36[random(36)]).join('');

/** The identifier of a first issue, version 001. Source: GB/T 36904-2018. */
export const firstIdentifier = (type: string, issuer: string, serial: string): string =>
  composeCertificateIdentifier({ type, issuer, serial, version: '001' });

/** The identifier of a re-issue: the same serial in the next version. @throws {RangeError} after 999. */
export function nextIdentifier(identifier: string): string {
  const parts = parseCertificateIdentifier(identifier);
  if (!parts.ok) throw new RangeError(`not a certificate identifier: ${parts.problem}`);
  const { type, issuer, serial, version } = parts;
  return composeCertificateIdentifier({ type, issuer, serial, version: nextVersion(version) });
}

const PLACE = /\{(year|region|sequence)(?::(\d{1,2}))?\}/g;
const STANDARD_NUMBER = '{region:6}{year}{sequence:6}';

/** The number on a certificate (证照编号) by the template of its type. */
export function composeNumber(
  template: string = STANDARD_NUMBER,
  values: { readonly on: CivilDate; readonly regionCode: string; readonly sequence: string },
): string {
  return template.replace(PLACE, (_place, name: string, width = '0') => {
    if (name === 'year') return values.on.slice(0, 4);
    if (name === 'region')
      return values.regionCode.slice(0, Number(width) || 12).padEnd(Number(width), '0');
    return values.sequence.padStart(Number(width), '0');
  });
}

/** Keys of the face that come from the certificate itself. */
export const OWN_KEYS = ['holder.name', 'holder.number', 'validity'];

/** @throws {AppError} `certificate.type_malformed` (params: what) */
export function assertType(type: Omit<CertificateType, 'version'>): void {
  const { number = STANDARD_NUMBER, fields } = type.template;
  if (!/^[0-9A-Z]{18}\d{3}$/.test(type.code)) throw errors.type_malformed({ what: 'code' });
  if (!number.includes('{sequence')) throw errors.type_malformed({ what: 'number' });
  if (/[{}]/.test(number.replace(PLACE, ''))) throw errors.type_malformed({ what: 'number' });
  const keys = fields.map(({ key }) => key);
  if (keys.length === 0 || keys.length > 12 || new Set(keys).size < keys.length)
    throw errors.type_malformed({ what: 'fields' });
}

/** @throws {AppError} `certificate.holder_kind`, `period`, `face_incomplete` or `face_unknown` (params: fields). */
export function assertIssuable(type: CertificateType, input: NewCertificate): void {
  const { holder, face, validFromOn, validUntilOn } = input;
  if (type.holderKind !== 'both' && type.holderKind !== holder.kind) throw errors.holder_kind();
  if (validUntilOn !== null && validUntilOn < validFromOn) throw errors.period();
  const { fields } = type.template;
  const missing = fields.filter(
    ({ key, optional }) => !optional && !OWN_KEYS.includes(key) && !face[key]?.trim(),
  );
  if (missing.length > 0) throw errors.face_incomplete({ fields: missing.map(({ key }) => key) });
  const unknown = Object.keys(face).filter((key) => !fields.some((field) => field.key === key));
  if (unknown.length > 0) throw errors.face_unknown({ fields: unknown });
}

/**
 * A holder's name as a stranger sees it: 张三 → 张**, always two stars so that its length tells nothing;
 * the name of a firm is public (企业信息公示暂行条例 art. 7, 2014-08-07) and stays.
 */
export const publicName = (name: string, kind: 'person' | 'legal'): string =>
  kind === 'legal' ? name : `${[...name.trim()][0] ?? ''}**`;

const lettersAndDigits = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '');

/** Whether what a verifier typed are the last four letters or digits of the certificate's number. */
export const isEndOf = (number: string, typed: string): boolean =>
  lettersAndDigits(typed).length === 4 &&
  lettersAndDigits(number).slice(-4) === lettersAndDigits(typed);

/** An identifier as people type it: full-width signs, blanks and small letters are forgiven. */
export function readIdentifier(typed: string): string | undefined {
  const text = typed
    .normalize('NFKC')
    .replace(/[\s\u200b]/g, '')
    .toUpperCase();
  const parts = parseCertificateIdentifier(text);
  return parts.ok ? parts.identifier : undefined;
}

/** Whether an officer may open certificates of his scope at all; residents see their own by the row policy. */
export const maySee = (actor: Actor): boolean =>
  actor.kind !== 'officer' ||
  (actor.permissions ?? []).some((held) => held.startsWith('certificate.') || held === 'case.read');

/** Whether an officer may see a certificate unmasked; he also says why (X-Purpose). */
export const mayUnmask = (actor: Actor): boolean =>
  (actor.permissions ?? []).some((held) => held === 'certificate.unmask' || held === 'case.unmask');

/** The person or legal person whose affairs these are. */
export const subjectOf = (actor: Actor): string => actor.actsFor ?? actor.id;
