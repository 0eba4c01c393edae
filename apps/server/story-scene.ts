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
