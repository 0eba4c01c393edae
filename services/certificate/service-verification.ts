import { credentialKeys, sha256, verifyToken } from '@yiwang/foundation/crypto';
import { type Tx, withActor } from '@yiwang/foundation/db';
import { AppError } from '@yiwang/foundation/errors';
import type { Platform } from '@yiwang/foundation/http';
import { entriesOf } from '@yiwang/foundation/ledger';
import { verifySeal } from '@yiwang/foundation/pdf';
import type { Actor, Call } from '@yiwang/foundation/permission';
import { civilDateOf } from '@yiwang/foundation/time';
import { v7 } from 'uuid';
import { errors, isEndOf, outcomeOn, publicName, readIdentifier } from './rules.ts';
import type { Method, Outcome, PublicFace, Verdict } from './schema.ts';
import { holderName } from './service.ts';
import { asSystem, isPilotSeal, isPrintedCheck, printedCheck } from './service-document.ts';
import { namesOf, receiptOf } from './service-holding.ts';
import { hashOf, OFFLINE_TYPE } from './service-presentation.ts';
import * as store from './store.ts';
import { insertVerification, presentationByHash } from './store-presentation.ts';

/** What was found out: which certificate, if any, and what is true of it. */
type Finding = {
  readonly outcome: Outcome;
  readonly method: Method;
  readonly row?: store.Found | undefined;
  readonly presentationId?: string;
  readonly receipt?: string;
};

/** Outcomes with which the face is shown: the certificate exists and the verifier has proof of it. */
const SHOWN: readonly Outcome[] = [
  'valid',
  'not_yet',
  'suspended',
  'revoked',
  'expired',
  'superseded',
];

const kindOf = (actor: Actor): string =>
  actor.authLevel === 0 || !['person', 'enterprise', 'officer'].includes(actor.kind)
    ? 'public'
    : actor.kind;

async function faceOf(tx: Tx, platform: Platform, row: store.Found): Promise<PublicFace> {
  const issuer = await namesOf(tx, [row.organizationId]);
  return {
    identifier: row.identifier,
    typeName: { zh: row.typeZh, en: row.typeEn },
    holder: publicName(holderName(platform, row), row.holderKind),
    issuerName: { ...issuer(row.organizationId) },
    issuedOn: row.issuedOn,
    validFromOn: row.validFromOn,
    validUntilOn: row.validUntilOn,
    pilotSeal: isPilotSeal(platform),
  };
}

const isEntered = async (tx: Tx, id: string): Promise<boolean> => {
  const subject = { capability: 'certificate', id };
  const [entry] = await entriesOf(tx, subject, 'certificate.issued');
  return entry?.index !== undefined && entry.index !== null;
};

/** Logs the check for the holder and says what the verifier may know. */
async function answer(
  tx: Tx,
  platform: Platform,
  verifier: Actor,
  finding: Finding,
): Promise<Verdict> {
  const { outcome, method, row, presentationId, receipt } = finding;
  const checkedAt = tx.call.now.toISOString();
  if (row)
    tx.write(
      insertVerification({
        id: v7({ msecs: tx.call.now.getTime() }),
        certificate_id: row.id,
        presentation_id: presentationId ?? null,
        holder_id: row.holderId,
        method,
        outcome,
        verifier_kind: kindOf(verifier),
        verifier_organization_id: verifier.organizationId ?? null,
        at: tx.call.now,
      }),
    );
  if (!row || !SHOWN.includes(outcome))
    return { outcome, checkedAt, certificate: null, receipt: null };
  const certificate = await faceOf(tx, platform, row);
  const entered = receipt !== undefined && (await isEntered(tx, row.id));
  return { outcome, checkedAt, certificate, receipt: entered ? receipt : null };
}

const asVerifier = <T>(platform: Platform, call: Call, fn: (tx: Tx) => Promise<T>): Promise<T> =>
  withActor(platform.db, asSystem(call, 'verification'), fn);

const todayOf = (tx: Tx) => civilDateOf(tx.call.now);

/** The payload of an offline token signed by this platform; undefined for any other. */
function readOffline(platform: Platform, token: string): Record<string, unknown> | undefined {
  try {
    return verifyToken(credentialKeys(platform.keys), OFFLINE_TYPE, token);
  } catch (thrown) {
    if (thrown instanceof AppError) return undefined;
    throw thrown;
  }
}

async function findOffline(tx: Tx, platform: Platform, token: string): Promise<Finding> {
  const method = 'offline';
  const payload = readOffline(platform, token);
  if (!payload) return { outcome: 'forged', method };
  const row = await tx.first(store.certificateByIdentifier(String(payload.sub)));
  if (!row) return { outcome: 'unknown', method };
  const isLate = !(Number(payload.exp) * 1000 > tx.call.now.getTime());
  if (isLate) return { outcome: 'code_expired', method, row };
  return {
    outcome: outcomeOn(row, todayOf(tx)),
    method,
    row,
    receipt: printedReceipt(platform, row),
  };
}

const printedReceipt = (platform: Platform, { identifier }: { identifier: string }): string =>
  `/verify/receipt?i=${identifier}&c=${printedCheck(platform, identifier)}`;

async function findByToken(tx: Tx, platform: Platform, token: string): Promise<Finding> {
  if (token.includes('.')) return await findOffline(tx, platform, token);
  const method = 'code';
  const shown = await tx.first(presentationByHash(hashOf(token)));
  const row = shown && (await tx.first(store.certificateById(shown.certificateId)));
  if (!row) return { outcome: 'unknown', method };
  const found = { method, row, presentationId: shown.id } as const;
  if (shown.expiresAt <= tx.call.now) return { ...found, outcome: 'code_expired' };
  return { ...found, outcome: outcomeOn(row, todayOf(tx)), receipt: `/verify/${token}/receipt` };
}

/** The certificate that somebody names by identifier and proves to have seen by the check or the number's end. */
async function findNamed(
  tx: Tx,
  platform: Platform,
  typed: string,
  code: string,
): Promise<Finding> {
  const isPrinted = code.length > 4;
  const method = isPrinted ? 'printed' : 'number';
  const identifier = readIdentifier(typed);
  if (isPrinted && !(identifier && isPrintedCheck(platform, identifier, code)))
    return { outcome: 'forged', method };
  const row = identifier && (await tx.first(store.certificateByIdentifier(identifier)));
  if (!row || !(isPrinted || isEndOf(row.number, code))) return { outcome: 'unknown', method };
  const receipt = printedReceipt(platform, row);
  return { outcome: outcomeOn(row, todayOf(tx)), method, row, receipt };
}

/** Checks a shown code: the token of the address, or the offline statement. */
export const checkToken = (platform: Platform, call: Call, token: string): Promise<Verdict> =>
  asVerifier(platform, call, async (tx) =>
    answer(tx, platform, call.actor, await findByToken(tx, platform, token)),
  );

/** Checks an identifier with the last four of the number, or with the check of the printed code. */
export const checkIdentifier = (
  platform: Platform,
  call: Call,
  identifier: string,
  code: string,
): Promise<Verdict> =>
  asVerifier(platform, call, async (tx) =>
    answer(tx, platform, call.actor, await findNamed(tx, platform, identifier, code)),
  );

/** What the seal of a PDF says that is not on record here. */
function strangeFile(platform: Platform, bytes: Buffer, now: Date): Outcome {
  const { problems } = verifySeal(bytes, platform.keys.certificates().anchors, now);
  // No seal, or a good one on a document that is no certificate.
  if (problems.length === 0 || problems.includes('no_seal')) return 'unknown';
  return problems.every((problem) => problem === 'untrusted') ? 'forged' : 'tampered';
}

/**
 * Checks a PDF: it must be, byte for byte, the file that was issued, its seal must hold at the instant
 * of sealing, and the record must say that the certificate is in force.
 */
export async function checkFile(platform: Platform, call: Call, bytes: Buffer): Promise<Verdict> {
  const digest = sha256(bytes).toString('hex');
  return await asVerifier(platform, call, async (tx) => {
    const row = await tx.first(store.certificateByFile(digest));
    const method = 'file';
    if (!row) {
      const outcome = strangeFile(platform, bytes, tx.call.now);
      return await answer(tx, platform, call.actor, { outcome, method });
    }
    const seal = verifySeal(bytes, platform.keys.certificates().anchors, row.renderedAt);
    const outcome = seal.valid ? outcomeOn(row, todayOf(tx)) : 'tampered';
    const receipt = printedReceipt(platform, row);
    return await answer(tx, platform, call.actor, { outcome, method, row, receipt });
  });
}

/** The ledger receipt for somebody who holds a shown code, also after it has run out. */
export const receiptByToken = (platform: Platform, call: Call, token: string): Promise<string> =>
  asVerifier(platform, call, async (tx) => {
    const shown = await tx.first(presentationByHash(hashOf(token)));
    if (!shown) throw errors.unknown();
    return await receiptOf(tx, shown.certificateId);
  });

/** The ledger receipt for somebody who holds a printed code or the file. */
export const receiptByCheck = (
  platform: Platform,
  call: Call,
  typed: string,
  check: string,
): Promise<string> =>
  asVerifier(platform, call, async (tx) => {
    const identifier = readIdentifier(typed);
    if (!identifier || !isPrintedCheck(platform, identifier, check)) throw errors.unknown();
    const row = await tx.first(store.certificateByIdentifier(identifier));
    if (!row) throw errors.unknown();
    return await receiptOf(tx, row.id);
  });
