import type { Tx } from '@yiwang/foundation/db';
import { errors as http, type Platform } from '@yiwang/foundation/http';
import { civilDateOf } from '@yiwang/foundation/time';
import { ACTS, type ActName, assertAllowed, errors } from './rules.ts';
import type { Act } from './schema.ts';
import { tell } from './service.ts';
import { certificateById, changeState } from './store.ts';

/** An act on a certificate; `version` is the one its officer looked at. */
type Doing = Act & { readonly version?: number };

/** Does one act. @returns the new version. */
async function act(tx: Tx, name: ActName, id: string, { reason, basis, version }: Doing) {
  const found = await tx.first(certificateById(id));
  if (!found) throw errors.unknown();
  if (version !== undefined && version !== found.version) throw http.stale();
  assertAllowed(name, found, civilDateOf(tx.call.now));
  tx.write(changeState(id, found.version, ACTS[name].to), {
    rows: 1,
    otherwise: () => http.stale(),
  });
  tell(tx, found, { act: name, reason, basis });
  return found.version + 1;
}

/**
 * Takes a certificate out of force for a time (暂扣). @returns its new version.
 * @throws {AppError} `certificate.unknown`, `certificate.wrong_state`, `http.stale`
 */
export const suspend = (tx: Tx, _platform: Platform, id: string, doing: Doing): Promise<number> =>
  act(tx, 'suspended', id, doing);

/** Puts a suspended certificate back in force. Answers and errors as `suspend`. */
export const resume = (tx: Tx, _platform: Platform, id: string, doing: Doing): Promise<number> =>
  act(tx, 'resumed', id, doing);

/** Ends a certificate for good (撤销、吊销、注销). Answers and errors as `suspend`. */
export const revoke = (tx: Tx, _platform: Platform, id: string, doing: Doing): Promise<number> =>
  act(tx, 'revoked', id, doing);
