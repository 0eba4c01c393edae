import type { Moment } from './story-days.ts';
import type { Stage, Who } from './story-stage.ts';

/** Something that happens at one moment of the story. */
export type Scene = Moment & { readonly play: (stage: Stage) => Promise<void> };

type Filled = {
  readonly data: Readonly<Record<string, unknown>>;
  readonly materials?: readonly object[];
};
type Draft = { id: string; version: number; data: Record<string, unknown> };

/** Opens a draft, fills in what the registers did not know, and submits it. @returns the id of the case. */
export async function apply(
  stage: Stage,
  who: Who,
  itemSlug: string,
  { data, materials = [] }: Filled,
): Promise<string> {
  const drafts = '/api/services/case/drafts';
  const draft = await stage.send<Draft>(who, 'POST', drafts, { body: { itemSlug } });
  const body = { data: { ...draft.data, ...data }, materials };
  await stage.send(who, 'PUT', `${drafts}/${draft.id}`, { body, version: draft.version });
  const submitted = { body: { draftId: draft.id } };
  const { id } = await stage.send<{ id: string }>(
    who,
    'POST',
    '/api/services/case/cases',
    submitted,
  );
  return id;
}

/** Shows a certificate on a screen to somebody who checks it without signing in. */
export async function show(stage: Stage, who: Who, certificateId: string): Promise<void> {
  const path = `/api/services/certificate/certificates/${certificateId}/presentations`;
  const { token } = await stage.send<{ token: string }>(who, 'POST', path);
  const check = '/api/services/certificate/verifications';
  await stage.send(undefined, 'POST', check, { body: { token } });
}

/** A finished case as its applicant sees it. */
export const outcomeOf = (stage: Stage, who: Who, caseId: string) =>
  stage.send<{ state: string; certificateId: string | null }>(
    who,
    'GET',
    `/api/services/case/cases/${caseId}`,
  );

/** Rates a finished case; 1 is very satisfied, 4 and 5 are called back. */
export async function rate(
  stage: Stage,
  who: Who,
  rating: { caseId: string; level: number; tags: readonly string[]; text: string },
): Promise<void> {
  await stage.send(who, 'POST', '/api/services/rating/ratings', { body: rating });
}
