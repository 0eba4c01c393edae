import { hash, verify } from '@node-rs/argon2';
import { randomToken } from './digest.ts';
import { errors } from './errors.ts';

/** argon2id with 19 MiB, 2 passes, 1 lane. Source: OWASP Password Storage Cheat Sheet; RFC 9106. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** A check takes 50 ms of a core and 19 MiB: two at a time leave the machine to everybody else. */
const AT_ONCE = 2;
const LONGEST_QUEUE = 200;

/** Longest password in UTF-8 bytes. */
const LONGEST_PASSWORD = 1024;

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running < AT_ONCE) running++;
  else {
    if (waiting.length >= LONGEST_QUEUE) throw errors.busy();
    // Whoever finishes hands its place over, so `running` stays as it is.
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

const tooLong = (password: string) => Buffer.byteLength(password) > LONGEST_PASSWORD;

/** PHC string of a password (argon2id, NFKC). @throws {AppError} crypto.busy */
export async function hashPassword(password: string): Promise<string> {
  if (password === '' || tooLong(password))
    throw new RangeError(`A password has 1 to ${LONGEST_PASSWORD} bytes.`);
  return inTurn(() => hash(password.normalize('NFKC'), COST));
}

let nobody: Promise<string> | undefined;

/**
 * Whether the password fits the PHC string. For an unknown user pass undefined: the same work is
 * done and the answer is false, so that the time taken does not tell who has an account.
 * @throws {AppError} crypto.busy
 */
export async function verifyPassword(
  stored: string | undefined,
  password: string,
): Promise<boolean> {
  if (tooLong(password)) return false;
  nobody ??= hash(randomToken(), COST);
  const phc = stored ?? (await nobody);
  const good = await inTurn(() => verify(phc, password.normalize('NFKC')));
  return stored !== undefined && good;
}

/** Whether a stored hash was made with other costs than today's and should be made anew at sign-in. */
export const isOutdated = (stored: string): boolean =>
  !stored.startsWith(
    `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$`,
  );
