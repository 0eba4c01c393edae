import {
  api,
  Empty,
  Loaded,
  type Page,
  useCursor,
  useQuery,
  useT,
} from '@yiwang/foundation/ui/browser';
import { ByDate, Link, Pager } from '@yiwang/foundation/ui/portal';
import type { CaseRow, DraftSummary } from '../schema.ts';
import { CASE } from './application.ts';
import { StateTag, useAt, useSay } from './parts.tsx';
import { PartySwitch } from './party.tsx';
import './portal.css';

function Drafts() {
  const t = useT();
  const say = useSay();
  const atWords = useAt();
  const query = useQuery({
    queryKey: ['case', 'drafts'],
    queryFn: ({ signal }) => api.get<Page<DraftSummary>>(`${CASE}/drafts`, { signal }),
  });
  const items = query.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section>
      <h2>{t('case.screen.drafts')}</h2>
      <ul className="links">
        {items.map(({ id, item, updatedAt }) => (
          <li key={id}>
            <a href={`/apply/${item.slug}?draft=${id}`}>
              <b>{say(item.name)}</b>
              <span className="quiet">
                {t('case.screen.draft_saved', { at: atWords(updatedAt) })}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Row({ row }: { row: CaseRow }) {
  const t = useT();
  const say = useSay();
  const atWords = useAt();
  return (
    <li>
      <a href={`/cases/${row.id}`}>
        <b>{say(row.item.name)}</b> <StateTag of={row} />
        <span className="quiet">
          {t('case.screen.submitted_at', { at: atWords(row.submittedAt) })}
          {row.state === 'accepted' && row.legalOn && (
            <>
              {' · '}
              {t('case.screen.decision_due')}{' '}
              <ByDate on={row.legalOn} notBefore={!row.legalCertain} />
            </>
          )}
        </span>
      </a>
    </li>
  );
}

/** Own cases and unfinished applications. */
export function Cases() {
  const t = useT();
  const cursor = useCursor();
  const input = { limit: 20, after: cursor.after };
  const query = useQuery({
    queryKey: ['case', 'list', input],
    queryFn: ({ signal }) => api.get<Page<CaseRow>>(`${CASE}/cases`, { query: input, signal }),
  });
  return (
    <>
      <h1>{t('case.screen.mine')}</h1>
      <PartySwitch />
      <Drafts />
      <h2>{t('case.screen.filed')}</h2>
      <Loaded
        query={query}
        empty={({ items }) => items.length === 0}
        whenEmpty={
          <Empty title={t('case.screen.none')}>
            <p>{t('case.screen.none_why')}</p>
            <p>
              <Link href="/guides" look="plain">
                {t('case.action.guides')}
              </Link>
            </p>
          </Empty>
        }
      >
        {({ items, next }) => (
          <>
            <ul className="links">
              {items.map((row) => (
                <Row key={row.id} row={row} />
              ))}
            </ul>
            <Pager previous={cursor.previous} next={cursor.next(next)} />
          </>
        )}
      </Loaded>
    </>
  );
}
