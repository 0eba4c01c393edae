import { mod3736 } from './mod-check.ts';

/** The parts of an electronic certificate's identifier (电子证照标识). */
export type CertificateParts = {
  /** 21 characters: credit code of the authority that defines the type, and a three-digit sequence. */
  type: string;
  /** Credit code of the issuing authority; a six-digit division in older data. */
  issuer: string;
  /** Capital letters and digits, 1 to 64, unique within issuer and type. */
  serial: string;
  /** `001` at first issue, one more at every change. */
  version: string;
};

export type CertificateIdentifierProblem =
  | 'shape'
  | 'type'
  | 'issuer'
  | 'serial'
  | 'version'
  | 'check_digit';

/** OID of electronic certificates. */
export const CERTIFICATE_ROOT = '1.2.156.3005.2';

const RULES = [
  ['type', /^[0-9A-Z]{18}\d{3}$/],
  ['issuer', /^([0-9A-Z]{18}|\d{6})$/],
  ['serial', /^[0-9A-Z]{1,64}$/],
  ['version', /^(?!000)\d{3}$/],
] as const;

const wrongPart = (parts: CertificateParts): keyof CertificateParts | undefined =>
  RULES.find(([name, rule]) => !rule.test(parts[name]))?.[0];

/** The check character over type, issuer, serial and version joined without dots: ISO/IEC 7064 MOD 37,36; the root is not included. */
const checkOf = ({ type, issuer, serial, version }: CertificateParts): string =>
  mod3736(type + issuer + serial + version);

/** Writes an identifier with root and check character. Source: GB/T 36904-2018. @throws {RangeError} naming the part that is not allowed. */
export function composeCertificateIdentifier(parts: CertificateParts): string {
  const wrong = wrongPart(parts);
  if (wrong) throw new RangeError(`certificate identifier: ${wrong} ${parts[wrong]}`);
  const { type, issuer, serial, version } = parts;
  return [CERTIFICATE_ROOT, type, issuer, serial, version, checkOf(parts)].join('.');
}

/** Reads an identifier, with or without the root. The first problem is named. Source: GB/T 36904-2018. */
export function parseCertificateIdentifier(
  text: string,
):
  | ({ ok: true; identifier: string } & CertificateParts)
  | { ok: false; problem: CertificateIdentifierProblem } {
  const trimmed = text.trim();
  const body = trimmed.startsWith(`${CERTIFICATE_ROOT}.`)
    ? trimmed.slice(CERTIFICATE_ROOT.length + 1)
    : trimmed;
  const pieces = body.split('.');
  const [type, issuer, serial, version, check] = pieces;
  if (pieces.length !== 5 || !type || !issuer || !serial || !version || !check)
    return { ok: false, problem: 'shape' };
  const parts = { type, issuer, serial, version };
  const wrong = wrongPart(parts);
  if (wrong) return { ok: false, problem: wrong };
  if (checkOf(parts) !== check) return { ok: false, problem: 'check_digit' };
  return { ok: true, identifier: `${CERTIFICATE_ROOT}.${body}`, ...parts };
}

/** The version after this one: `001` → `002`. @throws {RangeError} after `999` or for what is no version. */
export function nextVersion(version: string): string {
  const next = Number(version) + 1;
  if (!/^\d{3}$/.test(version) || next > 999) throw new RangeError(`no version after ${version}`);
  return String(next).padStart(3, '0');
}
