import {
  api,
  Loaded,
  type Page,
  useCursor,
  useLocale,
  useQuery,
  useSession,
  useT,
} from '@yiwang/foundation/ui/browser';
import { DateText, Link, Pager, Table } from '@yiwang/foundation/ui/portal';
import type { Reading } from '../schema.ts';
import { at } from './form.tsx';

function By({ reading }: { reading: Reading }) {
  const t = useT();
  const locale = useLocale();
  if (reading.by !== 'officer') return t(`identity.reads.by_${reading.by}`);
  const department = reading.organizationName?.[locale] ?? t('identity.reads.by_office');
  return (
    <>
      {department}
      {reading.postName && <span className="quiet"> · {reading.postName[locale]}</span>}
    </>
  );
}

function Purpose({ reading }: { reading: Reading }) {
  const t = useT();
  return (
    <>
      {reading.purpose}
      {reading.basis && <span className="quiet"> · {reading.basis}</span>}
      {reading.caseId && (
        <>
          {' '}
          <Link href={`/cases/${reading.caseId}`}>{t('identity.reads.open_case')}</Link>
        </>
      )}
    </>
  );
}

function Readings() {
  const t = useT();
  const locale = useLocale();
  const cursor = useCursor();
  const query = useQuery({
    queryKey: ['identity', 'reads', cursor.after],
    queryFn: ({ signal }) =>
      api.get<Page<Reading>>(at('/reads'), { query: { limit: 20, after: cursor.after }, signal }),
  });
  const columns = [
    { id: 'at', label: t('identity.reads.at'), cell: (row: Reading) => <DateText at={row.at} /> },
    { id: 'by', label: t('identity.reads.by'), cell: (row: Reading) => <By reading={row} /> },
    {
      id: 'purpose',
      label: t('identity.reads.purpose'),
      cell: (row: Reading) => <Purpose reading={row} />,
    },
    {
      id: 'fields',
      label: t('identity.reads.fields'),
      cell: (row: Reading) =>
        row.fieldNames.map((name) => name[locale]).join(locale === 'zh' ? '、' : ', '),
    },
  ];
  return (
    <Loaded query={query}>
      {(page) =>
        page.items.length === 0 ? (
          <p className="state">{t('identity.reads.empty')}</p>
        ) : (
          <>
            {/* Words stay whole; a table that is too wide scrolls in its frame. */}
            <div style={{ overflowWrap: 'break-word' }}>
              <Table
                caption={t('identity.table.newest')}
                columns={columns}
                rows={page.items}
                rowKey={(row) => row.id}
              />
            </div>
            <Pager previous={cursor.previous} next={cursor.next(page.next)} />
          </>
        )
      }
    </Loaded>
  );
}

/** Who looked at my data: each look with department, post, reason and case. */
export function ReadsScreen() {
  const t = useT();
  const { actor } = useSession();
  const verified = (actor?.authLevel ?? 0) >= 2;
  return (
    <>
      <h1>{t('identity.screen.reads')}</h1>
      <p>{t('identity.reads.why')}</p>
      {verified ? (
        <Readings />
      ) : (
        <p>
          {t('identity.reads.not_verified')}{' '}
          <Link href="/real-name">{t('identity.account.verify')}</Link>
        </p>
      )}
      <p className="quiet">{t('identity.reads.law')}</p>
      <p className="quiet">{t('identity.reads.question')}</p>
    </>
  );
}
