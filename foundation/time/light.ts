import type { Deadline } from './deadline.ts';

/** The light of electronic supervision (电子监察): grey while lawfully paused. */
export type Light = 'green' | 'yellow' | 'red' | 'grey';

/** When a light turns yellow: `remaining` at most `atLeast`, or at most `share` of the whole limit. Local rules differ. */
export type Thresholds = { share: number; atLeast: number };

/** One unit or a fifth of the limit: common practice of supervision systems, not a rule of law. */
export const defaultThresholds: Thresholds = { share: 0.2, atLeast: 1 };

/** The light of a limit. Red only after its end; yellow also when a year that is not loaded hides what is left. */
export function light(
  { state, remaining, total }: Pick<Deadline, 'state' | 'remaining' | 'total'>,
  { share, atLeast }: Thresholds = defaultThresholds,
): Light {
  if (state === 'overdue') return 'red';
  if (state === 'met') return 'green';
  if (state === 'paused') return 'grey';
  if (remaining === undefined) return 'yellow';
  return remaining > Math.max(atLeast, share * total) ? 'green' : 'yellow';
}

/** How serious a lateness is, in the unit of the limit: 0 not overdue, then 1, 2, … as each bound is passed (seed: 1–3, 4–7, more). */
export function overdueGrade(
  { state, remaining }: Pick<Deadline, 'state' | 'remaining'>,
  bounds: readonly number[] = [3, 7],
): number {
  if (state !== 'overdue') return 0;
  const late = -(remaining ?? 0);
  return 1 + bounds.filter((bound) => late > bound).length;
}
