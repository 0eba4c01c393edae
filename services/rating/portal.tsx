import {
  api,
  asProblem,
  fieldTexts,
  Loaded,
  type Screen,
  useAct,
  useLocale,
  useQuery,
  useQueryClient,
  useT,
} from '@yiwang/foundation/ui/browser';
import {
  Button,
  CheckboxGroup,
  DateText,
  ErrorSummary,
  RadioGroup,
  SummaryList,
  Table,
  TextField,
} from '@yiwang/foundation/ui/portal';
import { type FormEvent, useState } from 'react';
import type { Counts, Mine, NewRating, Rating, Statistics } from './schema.ts';

const API = '/api/services/rating';
const LEVELS = ['1', '2', '3', '4', '5'] as const;
const TAGS = ['speed', 'clarity', 'attitude', 'visits', 'materials', 'result', 'system'] as const;
type Tag = (typeof TAGS)[number];

const hasTouch = (): boolean => globalThis.matchMedia?.('(pointer: coarse)').matches ?? false;

function Rated({ rating }: { rating: Rating }) {
  const t = useT();
  const { level, tags, text, ratedAt } = rating;
  const rows = [
    { id: 'level', label: t('rating.screen.rating'), value: t(`rating.level.${level}`) },
    ...(tags.length > 0
      ? [
          {
            id: 'tags',
            label: t('rating.screen.tags'),
            value: tags.map((tag) => t(`rating.tag.${tag}`)).join(' · '),
          },
        ]
      : []),
    ...(text === null ? [] : [{ id: 'text', label: t('rating.screen.text'), value: text }]),
    { id: 'at', label: t('rating.screen.rated_at'), value: <DateText at={ratedAt} /> },
  ];
  return (
    <>
      <h2>{t('rating.screen.thanks')}</h2>
      <SummaryList rows={rows} />
    </>
  );
}

function RateForm({ caseId }: { caseId: string }) {
  const t = useT();
  const locale = useLocale();
  const client = useQueryClient();
  const [level, setLevel] = useState('');
  const [tags, setTags] = useState<string[]>([]);
  const [text, setText] = useState('');
  const [isMissing, setMissing] = useState(false);
  const act = useAct(
    (input: NewRating, key) => api.post<Rating>(`${API}/ratings`, input, { key }),
    { onDone: () => client.invalidateQueries({ queryKey: ['rating', 'mine', { caseId }] }) },
  );
  const wrong = fieldTexts(locale, act.problem);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(level === '');
    if (level === '') return;
    act.run({
      caseId,
      level: Number(level),
      tags: tags as Tag[],
      text,
      channel: hasTouch() ? 'mobile' : 'pc',
    });
  };
  return (
    <form onSubmit={submit} noValidate>
      <h2>{t('rating.screen.rate')}</h2>
      <ErrorSummary problem={act.problem} />
      <RadioGroup
        pointer="/level"
        label={t('rating.screen.level')}
        hint={t('rating.screen.poor_hint')}
        value={level}
        onChange={setLevel}
        error={isMissing && level === '' ? t('rating.screen.choose') : wrong['/level']}
        choices={LEVELS.map((value) => ({ value, label: t(`rating.level.${value}`) }))}
      />
      <CheckboxGroup
        pointer="/tags"
        label={t('rating.screen.tags')}
        optional
        value={tags}
        onChange={setTags}
        choices={TAGS.map((value) => ({ value, label: t(`rating.tag.${value}`) }))}
      />
      <TextField
        pointer="/text"
        label={t('rating.screen.text')}
        hint={t('rating.screen.text_hint')}
        optional
        lines={3}
        maxLength={500}
        value={text}
        onChange={setText}
        error={wrong['/text']}
      />
      <p className="quiet">{t('rating.screen.once')}</p>
      <Button type="submit" pending={act.pending}>
        {t('rating.screen.send')}
      </Button>
    </form>
  );
}

/** The rating on the page of a finished case: the form once, then what was given; nothing while the case runs. */
export function RateCase({ caseId }: { caseId: string }) {
  const query = useQuery({
    queryKey: ['rating', 'mine', { caseId }],
    queryFn: ({ signal }) => api.get<Mine>(`${API}/ratings/mine`, { query: { caseId }, signal }),
  });
  // A page of an officer or a helper shows no rating: it is the applicant's own.
  if (query.error && asProblem(query.error).status === 404) return null;
  return (
    <Loaded query={query}>
      {({ rateable, rating }) =>
        rating ? <Rated rating={rating} /> : rateable ? <RateForm caseId={caseId} /> : null
      }
    </Loaded>
  );
}

type Row = Counts & { slug: string; name: string };

function StatisticsTable({ found }: { found: Statistics }) {
  const t = useT();
  const locale = useLocale();
  const percent = (rate: number | null) =>
    rate === null ? t('rating.screen.no_rate') : `${(rate * 100).toFixed(1)}%`;
  const rows: Row[] = [
    { ...found, slug: '', name: t('rating.screen.all_items') },
    ...found.items.map((item) => ({ ...item, name: item.name[locale] })),
  ];
  const levels = [1, 2, 3, 4, 5] as const;
  return (
    <Table
      caption={t('rating.screen.statistics')}
      rows={rows}
      rowKey={({ slug }) => slug}
      columns={[
        { id: 'item', label: t('rating.screen.item'), cell: ({ name }) => name },
        { id: 'closed', label: t('rating.screen.closed'), number: true, cell: (r) => r.closed },
        { id: 'rated', label: t('rating.screen.rated'), number: true, cell: (r) => r.rated },
        ...levels.map((level) => ({
          id: `level-${level}`,
          label: t(`rating.level.${level}`),
          number: true,
          cell: (row: Row) => row.levels[level],
        })),
        {
          id: 'active',
          label: t('rating.screen.active_rate'),
          number: true,
          cell: (row) => percent(row.activeRate),
        },
        {
          id: 'satisfied',
          label: t('rating.screen.satisfied_rate'),
          number: true,
          cell: (row) => percent(row.satisfiedRate),
        },
      ]}
    />
  );
}

function PublicStatistics() {
  const t = useT();
  const [typed, setTyped] = useState('');
  const [region, setRegion] = useState('');
  const input = region === '' ? {} : { region };
  const query = useQuery({
    queryKey: ['rating', 'statistics', input],
    queryFn: ({ signal }) => api.get<Statistics>(`${API}/statistics`, { query: input, signal }),
  });
  const isCode = typed === '' || /^\d{2,12}$/.test(typed);
  return (
    <>
      <h1>{t('rating.screen.statistics')}</h1>
      <p className="lead">{t('rating.screen.statistics_lead')}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isCode) setRegion(typed);
        }}
        noValidate
      >
        <TextField
          pointer="/region"
          label={t('rating.screen.region')}
          hint={t('rating.screen.region_hint')}
          kind="number"
          optional
          short
          value={typed}
          onChange={setTyped}
          error={isCode ? undefined : t('rating.screen.region_hint')}
        />
        <Button type="submit" look="plain">
          {t('rating.screen.show')}
        </Button>
      </form>
      <Loaded
        query={query}
        empty={({ closed }) => closed === 0}
        whenEmpty={<p>{t('rating.screen.none')}</p>}
      >
        {(found) => (
          <>
            <StatisticsTable found={found} />
            <p className="quiet">
              {t('rating.screen.counted_at')} <DateText at={found.countedAt} />
            </p>
          </>
        )}
      </Loaded>
    </>
  );
}

export const screens: Screen[] = [
  {
    path: '/ratings',
    titleKey: 'rating.screen.statistics',
    permission: 'public',
    component: PublicStatistics,
  },
];
