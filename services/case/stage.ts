import type { CaseOutcome, CaseState, CaseView } from './schema.ts';

type Known = {
  readonly state: CaseState;
  readonly outcome: CaseOutcome | null;
  readonly decidedAt: Date | null;
};

/** Acts of tasks in the order in which a case goes through them. */
const EXAMINED = ['visit', 'order-test', 'record-test', 'opine', 'review', 'decide'];

/**
 * What is happening now, as a key of words: `closed-<outcome>`, `issuing`, `accept-review`, `correcting`,
 * `testing`, the act of the first open task, or `checking` while the rules are at work.
 */
export function stageOf({ state, outcome, decidedAt }: Known, openActs: readonly string[]): string {
  if (state === 'closed') return `closed-${outcome}`;
  if (decidedAt !== null) return 'issuing';
  if (state === 'submitted') return 'accept-review';
  if (state === 'correcting') return 'correcting';
  if (state === 'suspended') return 'testing';
  return EXAMINED.find((act) => openActs.includes(act)) ?? 'checking';
}

/** Who has to act. */
export function waitingFor(state: CaseState): CaseView['waitingFor'] {
  if (state === 'closed') return 'nobody';
  if (state === 'correcting') return 'applicant';
  return state === 'suspended' ? 'test' : 'office';
}

/** Steps that are still to come, the present one left out. */
export function nextSteps(
  known: Known,
  stage: string,
  item: { readonly certificate?: unknown },
): CaseView['next'] {
  const certificate: CaseView['next'] = item.certificate === undefined ? [] : ['certificate'];
  const { state, decidedAt } = known;
  if (state === 'closed') return [];
  if (decidedAt !== null) return certificate;
  if (stage === 'decide') return certificate;
  if (stage === 'review' || stage === 'checking') return ['decision', ...certificate];
  if (state === 'accepted' || state === 'suspended')
    return ['examination', 'decision', ...certificate];
  if (state === 'correcting') return ['acceptance', 'examination', 'decision', ...certificate];
  return ['examination', 'decision', ...certificate];
}
