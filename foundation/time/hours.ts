import { addDays, type CivilDate, civilDateOf, instantOn } from './civil-date.ts';

/** Part of a day, `HH:MM` in Beijing time; `24:00` is midnight at the end. */
export type Window = { from: string; to: string };

/** When hours run. `office` on working days; `urgent` on every day of the year. */
export type WorkingHours = { office: readonly Window[]; urgent: readonly Window[] };

/** 09:00–12:00 and 13:00–17:00 on working days; urgent hours (紧急工作时) round the clock. Local rules differ, so both are settings; the urgent rule is unverified. */
export const defaultHours: WorkingHours = {
  office: [
    { from: '09:00', to: '12:00' },
    { from: '13:00', to: '17:00' },
  ],
  urgent: [{ from: '00:00', to: '24:00' }],
};

/** A stretch of time in milliseconds since 1970, end not included. */
export type Span = readonly [number, number];

function minutes(text: string): number {
  const found = /^(\d{2}):(\d{2})$/.exec(text);
  const value = found ? Number(found[1]) * 60 + Number(found[2]) : Number.NaN;
  if (!(value <= 1440) || Number(found?.[2]) > 59) throw new RangeError(`no time of day: ${text}`);
  return value;
}

function read(windows: readonly Window[]): (readonly [number, number])[] {
  const list = windows.map((w) => [minutes(w.from), minutes(w.to)] as const);
  list.forEach(([from, to], i) => {
    if (from >= to || from < (list[i - 1]?.[1] ?? 0))
      throw new RangeError('windows of a day must be in order and not empty');
  });
  if (list.length === 0) throw new RangeError('a day needs at least one window');
  return list;
}

/** Yields the open time after `fromMs` without the holes, in order; returns the first instant of a day that `opens` does not know. */
function* openTime(
  windows: readonly Window[],
  opens: (on: CivilDate) => boolean | undefined,
  fromMs: number,
  holes: readonly Span[],
): Generator<Span, number> {
  const list = read(windows);
  for (let on = civilDateOf(new Date(fromMs)); ; on = addDays(on, 1)) {
    const open = opens(on);
    if (open === undefined) return Math.max(fromMs, instantOn(on).getTime());
    if (!open) continue;
    for (const [from, to] of list) {
      let a = Math.max(fromMs, instantOn(on, from).getTime());
      const b = instantOn(on, to).getTime();
      for (const [holeFrom, holeTo] of holes) {
        if (holeTo <= a || holeFrom >= b) continue;
        if (holeFrom > a) yield [a, holeFrom];
        a = Math.max(a, holeTo);
      }
      if (a < b) yield [a, b];
    }
  }
}

export type OpenHours = {
  windows: readonly Window[];
  /** Whether time runs on a day; undefined when nobody knows. */
  opens: (on: CivilDate) => boolean | undefined;
  /** Pauses, in order and not overlapping. */
  holes: readonly Span[];
};

/** The instant at which `needMs` of open time are used up; with `missingOn` the earliest it can be, when open time meets an unknown day. */
export function reach(
  { windows, opens, holes }: OpenHours,
  fromMs: number,
  needMs: number,
): { at: number; missingOn?: CivilDate } {
  if (needMs === 0) return { at: fromMs };
  let left = needMs;
  const spans = openTime(windows, opens, fromMs, holes);
  for (let step = spans.next(); ; step = spans.next()) {
    if (step.done) return { at: step.value + left, missingOn: civilDateOf(new Date(step.value)) };
    const [a, b] = step.value;
    if (left <= b - a) return { at: a + left };
    left -= b - a;
  }
}

/** Open time between two instants in milliseconds; undefined when it meets an unknown day. */
export function spent(
  { windows, opens, holes }: OpenHours,
  fromMs: number,
  toMs: number,
): number | undefined {
  let sum = 0;
  const spans = openTime(windows, opens, fromMs, holes);
  for (let step = spans.next(); ; step = spans.next()) {
    if (step.done) return step.value >= toMs ? sum : undefined;
    const [a, b] = step.value;
    if (a >= toMs) return sum;
    sum += Math.min(b, toMs) - a;
    if (b >= toMs) return sum;
  }
}
