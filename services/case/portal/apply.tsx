import {
  api,
  Empty,
  Loaded,
  type Page,
  problemText,
  useAct,
  useLocale,
  useNavigate,
  useParams,
  useQuery,
  useQueryClient,
  useSearch,
  useSession,
  useT,
} from '@yiwang/foundation/ui/browser';
import { Button, Link, RadioGroup } from '@yiwang/foundation/ui/portal';
import type { ItemVersion } from '@yiwang/services/item-catalogue';
import { useState } from 'react';
import type { Draft, DraftSummary } from '../schema.ts';
import { CASE } from './application.ts';
import { Flow } from './flow.tsx';
import { useAt, useSay } from './parts.tsx';
import { type Resident, useParties, useSwitch } from './party.tsx';

const draftsQuery = { queryKey: ['case', 'drafts'] as const };

/** Switches to whom the application is for, then goes on with the draft there is, or begins one. */
function useBegin(slug: string, now: string) {
  const change = useSwitch();
  const client = useQueryClient();
  const navigate = useNavigate();
  return useAct(
    async (party: string, key) => {
      if (party !== now) await change(party);
      const { items } = await api.get<Page<DraftSummary>>(`${CASE}/drafts`);
      const open = items.find(({ item }) => item.slug === slug);
      return open ?? (await api.post<Draft>(`${CASE}/drafts`, { itemSlug: slug }, { key }));
    },
    {
      onDone: ({ id }) => {
        client.invalidateQueries(draftsQuery);
        navigate({ to: `/apply/${slug}`, search: { draft: id } as never, replace: true });
      },
    },
  );
}

function Begin({ item, actor }: { item: ItemVersion; actor: Resident }) {
  const t = useT();
  const say = useSay();
  const atWords = useAt();
  const locale = useLocale();
  const { choices, now, pending } = useParties(actor, item.servedParties);
  const [chosen, setChosen] = useState<string>();
  const begin = useBegin(item.slug, now);
  const drafts = useQuery({
    ...draftsQuery,
    queryFn: ({ signal }) => api.get<Page<DraftSummary>>(`${CASE}/drafts`, { signal }),
  });
  const fallback = choices.some(({ value }) => value === now) ? now : choices[0]?.value;
  const party = chosen ?? fallback;
  const open = drafts.data?.items.find((one) => one.item.slug === item.slug);
  const goesOn = open !== undefined && party === now;
  if (!pending && party === undefined)
    return (
      <Empty title={t('case.screen.no_firm')}>
        <p>{t('case.screen.no_firm_why')}</p>
      </Empty>
    );
  return (
    <>
      <div className="lead">
        <p>{say(item.summary)}</p>
      </div>
      {choices.length > 1 && party !== undefined && (
        <RadioGroup
          pointer="/party"
          label={t('case.field.party')}
          value={party}
          onChange={setChosen}
          choices={choices}
        />
      )}
      {choices.length === 1 && !item.servedParties.includes('person') && (
        <p>{t('case.screen.for_firm', { name: choices[0]?.label })}</p>
      )}
      <p>{t('case.screen.begin_why')}</p>
      {goesOn && <p>{t('case.screen.draft_open', { at: atWords(open.updatedAt) })}</p>}
      {begin.problem && (
        <p className="field-error" role="alert">
          {problemText(locale, begin.problem)}
        </p>
      )}
      <div className="row">
        <Button
          pending={begin.pending || pending}
          onPress={() => party !== undefined && begin.run(party)}
        >
          {t(goesOn ? 'case.action.go_on' : 'case.action.begin')}
        </Button>
        <Link href={`/guides/${item.slug}`} look="plain">
          {t('case.action.guide')}
        </Link>
      </div>
    </>
  );
}

function DraftOf({ id, item }: { id: string; item: ItemVersion }) {
  const query = useQuery({
    queryKey: ['case', 'draft', { id }],
    queryFn: ({ signal }) => api.get<Draft>(`${CASE}/drafts/{id}`, { path: { id }, signal }),
    // What was typed lives in the screen; only the way back in asks the server again.
    staleTime: 60_000,
  });
  return <Loaded query={query}>{(draft) => <Flow key={id} draft={draft} item={item} />}</Loaded>;
}

function Gate({ item }: { item: ItemVersion }) {
  const t = useT();
  const say = useSay();
  const { actor } = useSession();
  const { draft } = useSearch({ strict: false }) as { draft?: string };
  if (!actor) return null;
  if (actor.authLevel < item.requiredAuthLevel)
    return (
      <>
        <h1>{say(item.name)}</h1>
        <Empty title={t('case.screen.level')}>
          <p>{t('case.screen.level_why')}</p>
          <p>
            <Link href={`/real-name?next=${encodeURIComponent(`/apply/${item.slug}`)}`} look="main">
              {t('case.action.verify')}
            </Link>
          </p>
        </Empty>
      </>
    );
  if (draft) return <DraftOf id={String(draft)} item={item} />;
  return (
    <>
      <h1>{say(item.name)}</h1>
      <Begin item={item} actor={actor} />
    </>
  );
}

/** Application for an item: who it is for, the form page by page, materials, check, submission. */
export function Apply() {
  const { slug = '' } = useParams({ strict: false }) as { slug?: string };
  const query = useQuery({
    queryKey: ['item-catalogue', 'item', { slug }],
    queryFn: ({ signal }) =>
      api.get<ItemVersion>('/api/services/item-catalogue/items/{code}', {
        path: { code: slug },
        signal,
      }),
    staleTime: 300_000,
  });
  return <Loaded query={query}>{(item) => <Gate item={item} />}</Loaded>;
}
