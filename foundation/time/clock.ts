import type { Clause } from './clause.ts';
import { errors } from './errors.ts';

/** Units of a limit (contracts.md 10). Hours of work run in office hours, urgent hours as the settings say. */
export type Unit = 'workingDay' | 'naturalDay' | 'workingHour' | 'urgentHour' | 'month' | 'year';

/** A limit of law: how long, by which clause, from which event, and what may stop it. */
export type Limit = {
  /** Whole number from 0 on; 0 working days means on the same working day (即办). */
  value: number;
  unit: Unit;
  clause: Clause;
  startEvent: string;
  /** Reasons that the law lets stop this limit. */
  pausableBy: readonly string[];
  /** The one extension that the law allows, in the limit's own unit; absent when it allows none. */
  extension?: { atMost: number; clause: Clause };
};

/** A pause: instants in ISO 8601 with `Z`; `to` is absent while it lasts. */
export type Pause = { from: string; to?: string; reason: string; clause: Clause };

/** A running limit as plain data, to be stored as JSON. Change it only by the functions of this file. */
export type Clock = {
  limit: Limit;
  startedAt: string;
  pauses: readonly Pause[];
  extended?: { value: number; unit: Unit; at: string; clause: Clause };
  stoppedAt?: string;
};

/** @throws {AppError} `time.limit_invalid` when the value is no whole number from 0 to 100 000. */
export function checkLimit(limit: Limit): void {
  const { value, extension } = limit;
  const whole = (n: number): boolean => Number.isInteger(n) && n >= 0 && n <= 100_000;
  if (!whole(value) || (extension && !whole(extension.atMost)))
    throw errors.limit_invalid({ value });
}

/** The pause that still lasts. */
export function openPause(clock: Clock): Pause | undefined {
  const last = clock.pauses.at(-1);
  return last && last.to === undefined ? last : undefined;
}

function lastAct({ startedAt, pauses, extended, stoppedAt }: Clock): string {
  const last = pauses.at(-1);
  const acts = [startedAt, last?.from, last?.to, extended?.at, stoppedAt];
  return acts.reduce<string>((max, at) => (at !== undefined && at > max ? at : max), startedAt);
}

/** Checks that a clock can take an act at an instant and gives that instant as text. */
export function actAt(clock: Clock, at: Date): string {
  if (clock.stoppedAt !== undefined) throw errors.stopped({ stoppedAt: clock.stoppedAt });
  const text = at.toISOString();
  if (text < lastAct(clock)) throw errors.out_of_order({ at: text });
  return text;
}

/** Starts a limit at the instant of its start event; that day is not counted. @throws {AppError} `time.limit_invalid`. */
export function startClock(limit: Limit, at: Date): Clock {
  checkLimit(limit);
  return { limit, startedAt: at.toISOString(), pauses: [] };
}

/**
 * Stops the count for a reason that the law names, for instance a product test (行政许可法 art. 45,
 * 2019-04-23); the applicant must be told in writing.
 * @throws {AppError} `time.not_pausable`, `time.already_paused`, `time.stopped`, `time.out_of_order`.
 */
export function pauseClock(clock: Clock, reason: string, clause: Clause, at: Date): Clock {
  const from = actAt(clock, at);
  if (!clock.limit.pausableBy.includes(reason)) throw errors.not_pausable({ reason });
  if (openPause(clock)) throw errors.already_paused();
  return { ...clock, pauses: [...clock.pauses, { from, reason, clause }] };
}

const endPause = (clock: Clock, to: string): Clock => ({
  ...clock,
  pauses: clock.pauses.map((pause) => (pause.to === undefined ? { ...pause, to } : pause)),
});

/** Lets the count go on. @throws {AppError} `time.not_paused`, `time.stopped`, `time.out_of_order`. */
export function resumeClock(clock: Clock, at: Date): Clock {
  const to = actAt(clock, at);
  if (!openPause(clock)) throw errors.not_paused();
  return endPause(clock, to);
}

/** Ends the clock: what the limit asks for has been done, or the matter has ended. A pause that lasts ends too. @throws {AppError} `time.stopped`, `time.out_of_order`. */
export function stopClock(clock: Clock, at: Date): Clock {
  const stoppedAt = actAt(clock, at);
  return { ...endPause(clock, stoppedAt), stoppedAt };
}
