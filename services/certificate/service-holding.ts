import { recordRead } from '@yiwang/foundation/audit';
import type { Tx } from '@yiwang/foundation/db';
import type { Text } from '@yiwang/foundation/errors';
import { cursor, type Platform, readCursor } from '@yiwang/foundation/http';
import { maskIdNumber, maskName } from '@yiwang/foundation/identifier';
import { entriesOf, opening, receipt } from '@yiwang/foundation/ledger';
import { findOrganizations } from '@yiwang/foundation/organization';
import { civilDateOf } from '@yiwang/foundation/time';
import { errors, maySee, mayUnmask, stateOn, subjectOf } from './rules.ts';
import type { Certificate, Summary, Verification } from './schema.ts';
import { factsOf, holderName, TABLE, typeOf } from './service.ts';
import { isPilotSeal } from './service-document.ts';
import * as store from './store.ts';
import { verificationsOf } from './store-presentation.ts';

const HIDDEN = '******';

/** Names of departments by id; an unknown one is shown by its id. */
export async function namesOf(tx: Tx, ids: readonly string[]): Promise<(id: string) => Text> {
  const found = ids.length > 0 ? await findOrganizations(tx, ids) : [];
  const names = new Map(found.map((each) => [each.id, { zh: each.nameZh, en: each.nameEn }]));
  return (id) => names.get(id) ?? { zh: id, en: id };
}

const summaryOf = (row: store.Found, holder: string, issuerName: Text, on: string): Summary => ({
  id: row.id,
  identifier: row.identifier,
  number: row.number,
  typeCode: row.typeCode,
  typeName: { zh: row.typeZh, en: row.typeEn },
  state: stateOn(row, on),
  holderName: holder,
  issuerName: { ...issuerName },
  issuedOn: row.issuedOn,
  validFromOn: row.validFromOn,
  validUntilOn: row.validUntilOn,
});

const instantAndId = (after: string | undefined) => {
  const parts = readCursor(after, 2);
  return parts && { at: new Date(String(parts[0])), id: String(parts[1]) };
};

/** The certificates of the one who asks, newest first: one page. */
export async function listMine(tx: Tx, platform: Platform, limit: number, after?: string) {
  const holderId = subjectOf(tx.call.actor);
  const rows = await tx.all(store.certificatesOf(holderId, limit + 1, instantAndId(after)));
  const shown = rows.slice(0, limit);
  const issuer = await namesOf(
    tx,
    shown.map((row) => row.organizationId),
  );
  const on = civilDateOf(tx.call.now);
  const last = shown.at(-1);
  return {
    items: shown.map((row) =>
      summaryOf(row, holderName(platform, row), issuer(row.organizationId), on),
    ),
    next: rows.length > limit && last ? cursor(last.issuedAt.toISOString(), last.id) : null,
  };
}

/** Whether the reader sees a certificate unmasked; an officer's look is written in the holder's reading log. */
export function look(tx: Tx, row: store.Found, fields: readonly string[]): { masked: boolean } {
  const { actor, purpose } = tx.call;
  if (subjectOf(actor) === row.holderId || actor.kind === 'system') return { masked: false };
  if (!maySee(actor)) throw errors.unknown();
  const masked = !(mayUnmask(actor) && purpose);
  recordRead(tx, {
    subjectId: row.holderId,
    fields: masked ? [] : fields,
    purpose: purpose ?? '查看电子证照（已脱敏）',
    caseId: row.caseId,
    regionCode: row.regionCode,
  });
  return { masked };
}

const shownOf = (key: string, face: Record<string, string>, own: Record<string, string>) =>
  own[key] ?? face[key] ?? '';

/**
 * One certificate with its face and history; officers see it masked unless they may unmask and say why.
 * @throws {AppError} `certificate.unknown` also outside of the scope.
 */
export async function openCertificate(
  tx: Tx,
  platform: Platform,
  id: string,
): Promise<Certificate> {
  const row = await tx.first(store.wholeCertificate(id));
  if (!row) throw errors.unknown();
  const history = await tx.all(store.eventsOf(id));
  const { masked } = look(tx, row, ['certificate.holder', 'certificate.face']);
  const issuer = await namesOf(tx, [row.organizationId]);
  const text = (sealed: Buffer, column: string) =>
    platform.keys.openText(sealed, { table: TABLE, id, column });
  const name = holderName(platform, row);
  const number = text(row.holderNumberEnc, 'holder_number_enc');
  const face = JSON.parse(text(row.faceEnc, 'face_enc')) as Record<string, string>;
  // A citizen's number is never whole on a screen, under whatever key; a credit code is public.
  const shownNumber = row.holderKind === 'person' ? maskIdNumber(number) : number;
  const own = { 'holder.name': name, 'holder.number': shownNumber };
  const { fields } = typeOf({ version: row.typeVersion, definition: row.definition }).template;
  const isMaskedName = masked && row.holderKind === 'person';
  return {
    ...summaryOf(
      row,
      isMaskedName ? maskName(name) : name,
      issuer(row.organizationId),
      civilDateOf(tx.call.now),
    ),
    holderNumber: shownNumber,
    face: fields
      .filter(({ key }) => key !== 'validity' && shownOf(key, face, own) !== '')
      .map(({ key, label }) => ({
        key,
        label: { ...label },
        value: masked ? HIDDEN : shownOf(key, face, own).replaceAll(number, shownNumber),
      })),
    masked,
    pilotSeal: isPilotSeal(platform),
    caseId: row.caseId,
    history: history.map(({ at, ...entry }) => ({ ...entry, at: at.toISOString() })),
    version: row.version,
  };
}

/** A certificate that the reader may see, without its face. @throws {AppError} `certificate.unknown` */
export async function findMine(tx: Tx, id: string): Promise<store.Found> {
  const row = await tx.first(store.certificateById(id));
  if (!row || subjectOf(tx.call.actor) !== row.holderId) throw errors.unknown();
  return row;
}

const subject = (id: string) => ({ capability: 'certificate', id });

/**
 * The ledger receipt of the issue, as tlog-proof text. The caller has decided that it may be shown.
 * @throws {AppError} `certificate.not_yet_entered` for the first instants, until a checkpoint covers it.
 */
export async function receiptOf(tx: Tx, id: string): Promise<string> {
  const [entry] = await entriesOf(tx, subject(id), 'certificate.issued');
  if (entry?.index === undefined || entry.index === null) throw errors.not_yet_entered();
  return await receipt(tx, entry.index);
}

/** What shows that the ledger's entry is about this certificate: salt and facts. */
export const openingOf = (tx: Tx, { id, identifier }: { id: string; identifier: string }) =>
  opening(tx, { kind: 'certificate.issued', subject: subject(id), facts: factsOf(identifier) });

/** Where a certificate was used: the checks of it, newest first, for its holder. */
export async function listVerifications(tx: Tx, id: string, limit: number, after?: string) {
  await findMine(tx, id);
  const rows = await tx.all(verificationsOf(id, limit + 1, instantAndId(after)));
  const shown = rows.slice(0, limit);
  const ids = shown.flatMap(({ organizationId }) => organizationId ?? []);
  const nameOf = await namesOf(tx, ids);
  const last = shown.at(-1);
  const items: Verification[] = shown.map(({ organizationId, at, ...row }) => ({
    ...row,
    at: at.toISOString(),
    organizationName: organizationId === null ? null : { ...nameOf(organizationId) },
  }));
  return {
    items,
    next: rows.length > limit && last ? cursor(last.at.toISOString(), last.id) : null,
  };
}
