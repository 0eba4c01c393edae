import type { FormValues } from '@yiwang/foundation/form/browser';

/** What came of two people, or one person on two devices, filling in the same draft. */
export type Merged = {
  readonly data: FormValues;
  /** Fields that only the other side had changed: taken over. */
  readonly taken: readonly string[];
  /** Fields that both sides had changed differently: the own answer stays until the person says otherwise. */
  readonly clashing: readonly string[];
};

/** Whether two answers are the same; the order of keys counts, as both come from the same form. */
export const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/**
 * Brings together what was typed here and what was saved elsewhere, field by field, seen from the last
 * answers that both knew. Nothing typed here is ever lost.
 */
export function mergeAnswers(base: FormValues, mine: FormValues, theirs: FormValues): Merged {
  const data: Record<string, FormValues[string]> = {};
  const taken: string[] = [];
  const clashing: string[] = [];
  const ids = new Set([...Object.keys(mine), ...Object.keys(theirs), ...Object.keys(base)]);
  for (const id of ids) {
    const [before, here, there] = [base[id], mine[id], theirs[id]];
    const changedHere = !isSame(before, here);
    const changedThere = !isSame(before, there) && !isSame(here, there);
    if (changedHere && changedThere) clashing.push(id);
    if (!changedHere && changedThere) taken.push(id);
    const kept = changedHere ? here : there;
    if (kept !== undefined) data[id] = kept;
  }
  return { data, taken, clashing };
}
