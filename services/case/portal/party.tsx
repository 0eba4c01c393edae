import {
  api,
  type Page,
  problemText,
  type SessionActor,
  useAct,
  useLocale,
  useQuery,
  useQueryClient,
  useSession,
  useSignedIn,
  useT,
} from '@yiwang/foundation/ui/browser';
import { RadioGroup } from '@yiwang/foundation/ui/portal';

/** The session as identity tells it to residents: for which firm they act now. */
export type Resident = SessionActor & {
  readonly actsFor?: { readonly id: string; readonly name: string };
};
type Agency = { readonly id: string; readonly name: string; readonly uscc: string };

const IDENTITY = '/api/services/identity';
/** Level from which somebody is known to represent firms. */
const KNOWN = 2;
const MYSELF = 'myself';

export type Served = 'person' | 'legal';

/** For whom somebody may act: themselves, and the firms that they represent. */
export function useParties(actor: Resident, served: readonly Served[]) {
  const t = useT();
  const firmsToo = served.includes('legal') && actor.authLevel >= KNOWN;
  const agencies = useQuery({
    queryKey: ['identity', 'agencies'],
    queryFn: ({ signal }) => api.get<Page<Agency>>(`${IDENTITY}/agencies`, { signal }),
    enabled: firmsToo,
  });
  const firms = firmsToo ? (agencies.data?.items ?? []) : [];
  const choices = [
    ...(served.includes('person') ? [{ value: MYSELF, label: t('case.screen.for_myself') }] : []),
    ...firms.map(({ id, name, uscc }) => ({ value: id, label: `${name}（${uscc}）` })),
  ];
  return { choices, now: actor.actsFor?.id ?? MYSELF, pending: firmsToo && agencies.isPending };
}

/** Acts for somebody else from now on: everything read before is read anew. */
export function useSwitch(): (party: string) => Promise<void> {
  const signedIn = useSignedIn();
  const client = useQueryClient();
  return async (party) => {
    const legalPersonId = party === MYSELF ? null : party;
    await api.post(`${IDENTITY}/session/act-for`, { legalPersonId });
    await signedIn();
    // Nothing of the former may stay on the screen, not even for a moment.
    await client.resetQueries({ queryKey: ['case'] });
  };
}

/** Whose cases are on the screen, for those who represent a firm. */
export function PartySwitch() {
  const { actor } = useSession();
  return actor ? <Switch actor={actor} /> : null;
}

function Switch({ actor }: { actor: Resident }) {
  const t = useT();
  const locale = useLocale();
  const { choices, now } = useParties(actor, ['person', 'legal']);
  const change = useSwitch();
  const act = useAct((party: string) => change(party));
  if (choices.length < 2) return null;
  return (
    <>
      <RadioGroup
        pointer="/party"
        label={t('case.field.whose')}
        value={now}
        disabled={act.pending}
        onChange={(party) => act.run(party)}
        choices={choices}
      />
      {act.problem && (
        <p className="field-error" role="alert">
          {problemText(locale, act.problem)}
        </p>
      )}
    </>
  );
}
