import { record } from '@yiwang/foundation/audit';
import { randomToken, sha256, signToken } from '@yiwang/foundation/crypto';
import type { Tx } from '@yiwang/foundation/db';
import type { Platform } from '@yiwang/foundation/http';
import { t } from '@yiwang/foundation/i18n';
import { qrSvg } from '@yiwang/foundation/pdf';
import { civilDateOf } from '@yiwang/foundation/time';
import { v7 } from 'uuid';
import { errors, outcomeOn, PRESENTATION_SECONDS, publicName } from './rules.ts';
import type { Presentation } from './schema.ts';
import { holderName } from './service.ts';
import { findMine } from './service-holding.ts';
import { insertPresentation } from './store-presentation.ts';

/** Kind of the offline token, in the JOSE header. */
export const OFFLINE_TYPE = 'yw-certificate+jwt';

export const hashOf = (token: string): Buffer => sha256(`certificate.presentation\0${token}`);

/**
 * Makes the codes with which a holder shows a certificate (亮证): an address that is good for three
 * minutes, and a signed statement that a verifier without network can check against `/jwks`.
 * @throws {AppError} `certificate.unknown`; `not_valid` unless it is in force today (params: state).
 */
export async function present(tx: Tx, platform: Platform, id: string): Promise<Presentation> {
  const row = await findMine(tx, id);
  const { now } = tx.call;
  const state = outcomeOn(row, civilDateOf(now));
  if (state !== 'valid') throw errors.not_valid({ state });
  const token = randomToken(24);
  const expiresAt = new Date(now.getTime() + PRESENTATION_SECONDS * 1000);
  const presentationId = v7({ msecs: now.getTime() });
  tx.write(
    insertPresentation({
      id: presentationId,
      certificate_id: id,
      holder_id: row.holderId,
      token_hash: hashOf(token),
      shown_at: now,
      expires_at: expiresAt,
    }),
  );
  const subject = { kind: 'certificate', id };
  record(tx, { act: 'certificate.present', subject, regionCode: row.regionCode });
  const { publicUrl } = platform.settings;
  const url = `${publicUrl}/verify/${token}`;
  const iat = Math.floor(now.getTime() / 1000);
  const jws = signToken(platform.keys, OFFLINE_TYPE, {
    iss: publicUrl,
    sub: row.identifier,
    name: publicName(holderName(platform, row), row.holderKind),
    type: row.typeZh,
    until: row.validUntilOn,
    state,
    iat,
    exp: iat + PRESENTATION_SECONDS,
  });
  return {
    token,
    url,
    svg: qrSvg(url, t('zh', 'certificate.face.scan')),
    expiresAt: expiresAt.toISOString(),
    seconds: PRESENTATION_SECONDS,
    offline: { jws, svg: qrSvg(jws, t('zh', 'certificate.face.scan_offline')) },
  };
}
