import { defineErrors } from '@yiwang/foundation/errors';

export const errors = defineErrors('identity', {
  wrong_credentials: 401,
  second_factor_needed: 401,
  wrong_code: 422,
  code_expired: 422,
  too_many_attempts: 429,
  phone_taken: 409,
  not_registered: 409,
  not_matched: 422,
  already_verified: 409,
  verified_elsewhere: 409,
  real_name_needed: 403,
  not_representative: 403,
  weak_password: 422,
  session_unknown: 404,
  officers_only: 403,
  residents_only: 403,
});

export type AccountKind = 'resident' | 'officer';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * How long a session lives, in milliseconds: without use (`idle`) and at most (`whole`). Officers see other
 * people's data on desks that others pass, so half an hour and a working day; residents use their own
 * device and come back to a half-filled form, so half a day and a week.
 */
export const SESSION_LIFE: Readonly<Record<AccountKind, { idle: number; whole: number }>> = {
  officer: { idle: 30 * MINUTE, whole: 12 * HOUR },
  resident: { idle: 12 * HOUR, whole: 7 * DAY },
};

/** Use of a session is noted at most this often, in milliseconds, so that reading writes little. */
export const SEEN_EVERY = MINUTE;

/** Whether a session may still be used at an instant. */
export const isAlive = (
  session: { kind: AccountKind; seenAt: Date; expiresAt: Date; endedAt: Date | null },
  now: Date,
): boolean =>
  session.endedAt === null &&
  now < session.expiresAt &&
  now.getTime() - session.seenAt.getTime() < SESSION_LIFE[session.kind].idle;

/** Shortest password in characters: our choice between the 8 (beside a second factor) and 15 (alone) of NIST SP 800-63B-4 section 3.1.1. */
export const SHORTEST_PASSWORD = 10;

/** Passwords of ten and more characters that guessing programs try first; compared in lower case. */
const COMMON = new Set(
  `0123456789 1234567890 12345678910 123456789a 1234567899 0987654321 9876543210 a123456789 a1234567890
  aa123456789 abc1234567 abc12345678 abc123456789 abcd123456 abcd1234567 abcdefghij abcdefg123 admin12345
  admin123456 administrator asdf123456 asdfghjkl123 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc 1qazxsw23edc
  iloveyou123 iloveyou1314 p@ssw0rd123 p@ssword123 passw0rd123 password12 password123 password1234
  q123456789 qaz123456789 qazwsxedcrfv qq123456789 qwe123456789 qwer123456 qwer12345678 qwert12345
  qwerty1234 qwerty12345 qwerty123456 qwertyuiop qwertyuiop123 woaini1314 woaini1314520 woaini520520
  woaini521521 5201314520 1314520520 z123456789 zxc123456789 zxcvbnm123 zxcvbnm12345 zhang123456
  wang123456 welcome123 welcome1234 letmein123 yiwang1234 yiwang123456`.split(/\s+/),
);

const isRun = (text: string, step: number): boolean =>
  [...text].every(
    (character, i, all) =>
      i === 0 || (character.codePointAt(0) ?? 0) - (all[i - 1]?.codePointAt(0) ?? 0) === step,
  );

/** What makes a password too weak; undefined when it may be used. `login` is the phone or sign-in name. */
export function passwordProblem(
  password: string,
  login: string,
): 'password_short' | 'password_is_login' | 'password_common' | undefined {
  const text = password.normalize('NFKC');
  if ([...text].length < SHORTEST_PASSWORD) return 'password_short';
  const low = text.toLowerCase();
  const name = login.toLowerCase();
  const digits = low.replace(/\D/g, '');
  if (low === name || low === name.repeat(2) || (/^\d+$/.test(name) && digits === name))
    return 'password_is_login';
  const monotonous = new Set(low).size < 4 || isRun(low, 1) || isRun(low, -1);
  return COMMON.has(low) || monotonous ? 'password_common' : undefined;
}

const FREE_ATTEMPTS = 5;
const FIRST_LOCK_SECONDS = 60;
const LONGEST_LOCK_SECONDS = 15 * 60;

/** Failed proofs of one name are forgotten after this time in milliseconds without another. */
export const ATTEMPTS_KEPT = DAY;

/**
 * Seconds for which nothing more is tried after so many failures in a row: none for the first four, then
 * a minute, doubling to a quarter of an hour. Never for ever: that would let anybody shut others out.
 */
export const lockSeconds = (failed: number): number =>
  failed < FREE_ATTEMPTS
    ? 0
    : Math.min(
        FIRST_LOCK_SECONDS * 2 ** Math.min(failed - FREE_ATTEMPTS, 10),
        LONGEST_LOCK_SECONDS,
      );

/** What a failed proof leads to: the new count and until when nothing more is tried. */
export function afterAttempt(
  before: { failed: number; lastAt: Date; lockedUntil: Date | null },
  now: Date,
): { failed: number; lockedUntil: Date | null } {
  const forgotten = now.getTime() - before.lastAt.getTime() >= ATTEMPTS_KEPT;
  const failed = (forgotten ? 0 : before.failed) + 1;
  const seconds = lockSeconds(failed);
  return { failed, lockedUntil: seconds > 0 ? new Date(now.getTime() + seconds * 1000) : null };
}

/** Life of a one-time code in milliseconds. */
export const CODE_LIFE = 5 * MINUTE;

/** Wrong guesses that a code bears: at five in a million nobody guesses it. */
export const CODE_GUESSES = 5;

/** Pause between two codes to one number, and how many an hour one number and one network address get. */
export const CODE_PAUSE = MINUTE;
export const CODE_WINDOW = HOUR;
const CODES_PER_PHONE = 5;
/** A whole hall of a service centre may share one address. */
const CODES_PER_ADDRESS = 60;

/** Seconds until another code may be sent, 0 for at once, from the instants of the last hour's codes. */
export function codeWait(
  sent: { toPhone: readonly Date[]; fromAddress: readonly Date[] },
  now: Date,
): number {
  const until = (instants: readonly Date[], most: number): number => {
    const oldestThatCounts = [...instants].sort((a, b) => b.getTime() - a.getTime())[most - 1];
    return oldestThatCounts ? oldestThatCounts.getTime() + CODE_WINDOW - now.getTime() : 0;
  };
  const last = Math.max(0, ...sent.toPhone.map((at) => at.getTime() + CODE_PAUSE - now.getTime()));
  const wait = Math.max(
    last,
    until(sent.toPhone, CODES_PER_PHONE),
    until(sent.fromAddress, CODES_PER_ADDRESS),
  );
  return Math.ceil(wait / 1000);
}

const SYSTEMS: readonly [RegExp, string][] = [
  [/MicroMessenger/i, 'WeChat'],
  [/HarmonyOS|OpenHarmony/i, 'HarmonyOS'],
  [/Android/i, 'Android'],
  [/iPhone|iPad|iOS/i, 'iOS'],
  [/Windows/i, 'Windows'],
  [/Mac OS X|Macintosh/i, 'macOS'],
  [/Linux/i, 'Linux'],
];
const BROWSERS: readonly [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

/** The device of a User-Agent in two words for its owner, `Chrome · Windows`; the header itself is not kept. */
export function deviceOf(userAgent: string | undefined): string {
  const find = (list: readonly [RegExp, string][]) =>
    list.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1];
  return [find(BROWSERS), find(SYSTEMS)].filter(Boolean).join(' · ') || '–';
}
