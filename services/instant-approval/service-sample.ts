import type { Tx } from '@yiwang/foundation/db';
import { addDays, daysBetween, instantOn } from '@yiwang/foundation/time';
import { errors, LONGEST_PERIOD } from './rules.ts';
import type { Sample, SampleQuery } from './schema.ts';
import * as store from './store.ts';

/**
 * A sample of the grants by rule in a period, for spot checks by people, and what each version of the
 * rules did in it: what the officer's scope shows, without personal data. The order is that of a hash
 * with the seed, so that nobody picks the cases and anybody can draw the same ones.
 * @throws {AppError} `instant-approval.period_wrong`
 */
export async function sample(tx: Tx, query: SampleQuery): Promise<Sample> {
  const { from, to, size = 20, seed = `${from}/${to}` } = query;
  if (to < from || daysBetween(from, to) > LONGEST_PERIOD)
    throw errors.period_wrong({ days: LONGEST_PERIOD });
  const period = { from: instantOn(from, 0), before: instantOn(addDays(to, 1), 0) };
  const [rows, counts] = await Promise.all([
    tx.all(store.sampled(period, seed, size)),
    tx.all(store.countsByRule(period)),
  ]);
  return {
    seed,
    total: counts.reduce((sum, { granted }) => sum + granted, 0),
    items: rows.map(({ id, itemZh, itemEn, at, ...row }) => ({
      ...row,
      evaluationId: id,
      item: { zh: itemZh, en: itemEn },
      at: at.toISOString(),
    })),
    statistics: counts.map(({ itemZh, itemEn, ...row }) => ({
      ...row,
      item: { zh: itemZh, en: itemEn },
    })),
  };
}
