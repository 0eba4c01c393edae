import type { Text } from '@yiwang/foundation/errors';
import type {
  FormDefinition,
  FormValues,
  LoadRegions,
  Names,
} from '@yiwang/foundation/form/browser';
import {
  api,
  beijingDay,
  formatAt,
  type Page,
  useLocale,
  useQuery,
  useT,
} from '@yiwang/foundation/ui/browser';
import { Tag, type Tone } from '@yiwang/foundation/ui/portal';
import type { CaseOutcome, CaseRow, CaseState, MaterialRequirement } from '../schema.ts';

const MATERIALS = '/api/services/material/materials';
const DIVISIONS = '/api/foundation/region/divisions';

/** Picks the words of the language on the screen. */
export function useSay(): (text: Text) => string {
  const locale = useLocale();
  return (text) => text[locale];
}

/** An instant as people write it, without the year when it is this one. */
export function useAt(): (at: string) => string {
  const locale = useLocale();
  const today = beijingDay(new Date());
  return (at) => formatAt(locale, at, { today });
}

/** The form without the file questions that are listed among the materials. */
export function withoutMaterials(
  form: FormDefinition,
  requirements: readonly MaterialRequirement[],
): FormDefinition {
  const listed = new Set(requirements.map(({ field }) => field));
  const pages = form.pages.map(({ fields, ...page }) => ({
    ...page,
    fields: fields.filter(({ id }) => !listed.has(id)),
  }));
  return { ...form, pages };
}

const TONES: Readonly<Record<CaseState | CaseOutcome, Tone>> = {
  submitted: 'act',
  correcting: 'warn',
  accepted: 'act',
  suspended: 'warn',
  closed: 'plain',
  granted: 'done',
  refused: 'plain',
  not_accepted: 'plain',
  withdrawn: 'plain',
  correction_missed: 'plain',
};

/** State of a case in words, with a shape; a closed case shows how it ended. */
export function StateTag({ of }: { of: Pick<CaseRow, 'state' | 'outcome'> }) {
  const t = useT();
  if (of.state === 'closed' && of.outcome)
    return <Tag tone={TONES[of.outcome]}>{t(`case.outcome.${of.outcome}`)}</Tag>;
  return <Tag tone={TONES[of.state]}>{t(`case.state.${of.state}`)}</Tag>;
}

type Division = { code: string; name: string; fullName: string };

const PAGE = 100;

/** The areas directly below a division, all of them. */
export const loadRegions: LoadRegions = async (parent) => {
  const found: Division[] = [];
  let after: string | undefined;
  do {
    const query = { limit: PAGE, after, parent: parent || undefined };
    const page = await api.get<Page<Division>>(DIVISIONS, { query });
    found.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return found;
};

function regionsIn({ pages }: FormDefinition, data: FormValues): string[] {
  const codes = pages
    .flatMap(({ fields }) => fields)
    .flatMap(({ id, type }) => {
      const value = data[id];
      if (type === 'region' && typeof value === 'string') return [value];
      if (type !== 'address' || typeof value !== 'object' || value === null) return [];
      return 'region' in value && typeof value.region === 'string' ? [value.region] : [];
    })
    .filter((code) => /^\d{2,12}$/.test(code));
  return [...new Set(codes)].sort();
}

/** The names of the areas in a form's answers; codes until they have come. */
export function useRegionNames(form: FormDefinition, data: FormValues): Names {
  const codes = regionsIn(form, data);
  const query = useQuery({
    queryKey: ['region', 'names', { codes }],
    queryFn: async ({ signal }) => {
      const read = (code: string) =>
        api.get<Division>(`${DIVISIONS}/{code}`, { path: { code }, signal });
      const found = await Promise.all(codes.map(read));
      return Object.fromEntries(found.map(({ code, fullName }) => [code, fullName]));
    },
    enabled: codes.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return { region: (code) => query.data?.[code] };
}

function FileLink({ id }: { id: string }) {
  const t = useT();
  const query = useQuery({
    queryKey: ['material', 'material', { id }],
    queryFn: ({ signal }) =>
      api.get<{ name: string }>(`${MATERIALS}/{id}`, { path: { id }, signal }),
  });
  const name = query.data?.name ?? t('case.screen.file');
  return (
    <a href={`${MATERIALS}/${id}/content`} target="_blank" rel="noopener">
      {name}
      <span className="unseen">{t('case.screen.new_window')}</span>
    </a>
  );
}

/** Files by name, each a link that opens it. */
export function FileLinks({ ids }: { ids: readonly string[] }) {
  return (
    <ul className="files">
      {ids.map((id) => (
        <li key={id}>
          <FileLink id={id} />
        </li>
      ))}
    </ul>
  );
}
