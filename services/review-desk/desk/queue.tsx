import {
  api,
  Empty,
  keepPreviousData,
  Loaded,
  type Page,
  useCursor,
  useMay,
  useNavigate,
  useQuery,
  useSearch,
  useT,
} from '@yiwang/foundation/ui/browser';
import { DateText, Pager, QueueList } from '@yiwang/foundation/ui/desk';
import { useMemo } from 'react';
import type { Counts, QueueEntry, RecentCase } from '../schema.ts';
import { DESK, Light, StateTag, useSay } from './parts.tsx';

const ACTS = ['accept-review', 'visit', 'order-test', 'record-test', 'opine', 'review', 'decide'];
const PAGE = 20;

type Filter = { act?: string; item?: string; q?: string; overdue?: boolean; mine?: boolean };

/** The queue under a filter, page by page. */
export function useQueue(filter: Filter, after?: string, limit = PAGE) {
  const query = { ...filter, limit, after };
  return useQuery({
    queryKey: ['review-desk', 'queue', query],
    queryFn: ({ signal }) => api.get<Page<QueueEntry>>(`${DESK}/queue`, { query, signal }),
    placeholderData: keepPreviousData,
    // Each reading of the list is on record: a page is not read again without need.
    staleTime: 30_000,
  });
}

/** The entries as a list to walk through with j, k and Enter. */
export function Entries({ items, openId }: { items: readonly QueueEntry[]; openId?: string }) {
  const t = useT();
  const say = useSay();
  const entries = useMemo(
    () =>
      items.map(({ task, case: { id }, item, applicant, region, due }) => {
        const { claimed } = task;
        const taken =
          claimed &&
          (claimed.mine
            ? t('review-desk.queue.taken_mine')
            : t('review-desk.queue.taken', { name: claimed.name }));
        const step = t(`review-desk.task.${task.act}`);
        return {
          id,
          href: `/desk/cases/${id}`,
          title: `${say(item.name)} · ${step}`,
          note: [region, applicant, taken].filter(Boolean).join(' · '),
          light: <Light due={due} />,
        };
      }),
    [items, t, say],
  );
  return <QueueList items={entries} {...(openId !== undefined && { openId })} />;
}

/** The queue beside an open case. */
export function QueuePane({ openId }: { openId: string }) {
  const query = useQueue({});
  const t = useT();
  return (
    <Loaded
      query={query}
      empty={(page) => page.items.length === 0}
      whenEmpty={<p className="desk-empty">{t('review-desk.queue.empty')}</p>}
    >
      {(page) => <Entries items={page.items} openId={openId} />}
    </Loaded>
  );
}

function useCounts() {
  return useQuery({
    queryKey: ['review-desk', 'counts'],
    queryFn: ({ signal }) => api.get<Counts>(`${DESK}/counts`, { signal }),
    refetchInterval: 60_000,
  });
}

type Search = {
  act?: string;
  item?: string;
  q?: string | number;
  overdue?: unknown;
  mine?: unknown;
};

/** The filter stands in the address: it survives a reload and can be sent to a colleague. */
function useFilter(): [Filter, (next: Filter) => void] {
  const search: Search = useSearch({ strict: false });
  const navigate = useNavigate();
  const { act, item, q } = search;
  const filter: Filter = {
    ...(act && ACTS.includes(act) && { act }),
    ...(item && { item: String(item) }),
    ...(q !== undefined && String(q).trim() !== '' && { q: String(q) }),
    ...(search.overdue !== undefined && { overdue: true }),
    ...(search.mine !== undefined && { mine: true }),
  };
  const change = (next: Filter) => {
    const { overdue, mine, ...rest } = next;
    const kept = { ...rest, ...(overdue && { overdue: 1 }), ...(mine && { mine: 1 }) };
    void navigate({ to: '/', search: kept as never, replace: true });
  };
  return [filter, change];
}

function Filters(props: {
  filter: Filter;
  counts: Counts | undefined;
  onChange: (f: Filter) => void;
}) {
  const t = useT();
  const say = useSay();
  const { filter, counts, onChange } = props;
  const pick = (name: 'act' | 'item') => (value: string) => {
    const { [name]: _before, ...rest } = filter;
    onChange(value === '' ? rest : { ...rest, [name]: value });
  };
  const flag = (name: 'overdue' | 'mine') => (on: boolean) => {
    const { [name]: _before, ...rest } = filter;
    onChange(on ? { ...rest, [name]: true } : rest);
  };
  const isOn = Object.keys(filter).length > 0;
  return (
    <fieldset className="desk-filters">
      <legend className="unseen">{t('review-desk.queue.filters')}</legend>
      <label>
        {t('review-desk.queue.act')}{' '}
        <select value={filter.act ?? ''} onChange={(event) => pick('act')(event.target.value)}>
          <option value="">{t('review-desk.queue.all')}</option>
          {ACTS.map((act) => (
            <option key={act} value={act}>
              {t(`review-desk.task.${act}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('review-desk.queue.item')}{' '}
        <select value={filter.item ?? ''} onChange={(event) => pick('item')(event.target.value)}>
          <option value="">{t('review-desk.queue.all')}</option>
          {counts?.items.map(({ slug, name }) => (
            <option key={slug} value={slug}>
              {say(name)}
            </option>
          ))}
        </select>
      </label>
      {(['overdue', 'mine'] as const).map((name) => (
        <label key={name} className="desk-check">
          <input
            type="checkbox"
            checked={filter[name] ?? false}
            onChange={(event) => flag(name)(event.target.checked)}
          />{' '}
          {t(`review-desk.queue.${name}`)}
        </label>
      ))}
      {filter.q && <span>{t('review-desk.queue.search', { q: filter.q })}</span>}
      {isOn && (
        <button type="button" className="button plain" onClick={() => onChange({})}>
          {t('review-desk.queue.clear')}
        </button>
      )}
    </fieldset>
  );
}

function Recent() {
  const t = useT();
  const say = useSay();
  const query = useQuery({
    queryKey: ['review-desk', 'recent'],
    queryFn: ({ signal }) => api.get<Page<RecentCase>>(`${DESK}/recent`, { signal }),
  });
  if (!query.data || query.data.items.length === 0) return null;
  return (
    <aside className="desk-recent" aria-labelledby="recent-title">
      <h2 id="recent-title">{t('review-desk.queue.recent')}</h2>
      <ul>
        {query.data.items.map(({ id, caseNo, item, openedAt, ...of }) => (
          <li key={id}>
            <a href={`/desk/cases/${id}`}>{say(item.name)}</a> <StateTag of={of} />
            <span className="quiet">
              {caseNo} · <DateText at={openedAt} />
            </span>
          </li>
        ))}
      </ul>
    </aside>
  );
}

function Results({ filter }: { filter: Filter }) {
  const t = useT();
  const cursor = useCursor();
  const query = useQueue(filter, cursor.after);
  const isFiltered = Object.keys(filter).length > 0;
  const isWatching = useMay('rating.read');
  return (
    <Loaded
      query={query}
      empty={(page) => page.items.length === 0}
      whenEmpty={
        <Empty title={t(`review-desk.queue.${isFiltered ? 'empty_filtered' : 'empty'}`)}>
          {isWatching && !isFiltered && (
            <p>
              <a href="/desk/departments">{t('review-desk.queue.overview')}</a>
            </p>
          )}
        </Empty>
      }
    >
      {(page) => (
        <>
          <div className="desk-list">
            <Entries items={page.items} />
          </div>
          <Pager previous={cursor.previous} next={cursor.next(page.next)} />
        </>
      )}
    </Loaded>
  );
}

/** The first page of the workbench: what waits for this post, by legal date. */
export function Home() {
  const t = useT();
  const [filter, change] = useFilter();
  const counts = useCounts().data;
  const { open = 0, dueToday = 0, overdue = 0, closedToday = 0 } = counts ?? {};
  return (
    <div className="desk-home">
      <div>
        <h1>{t('review-desk.screen.queue')}</h1>
        <p className="quiet" role="status">
          {counts && t('review-desk.queue.today', { open, dueToday, overdue, closedToday })}
        </p>
        <Filters filter={filter} counts={counts} onChange={change} />
        <Results key={JSON.stringify(filter)} filter={filter} />
        <p className="quiet desk-hint">{t('review-desk.queue.hint')}</p>
      </div>
      <Recent />
    </div>
  );
}
