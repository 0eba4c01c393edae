import {
  api,
  Empty,
  Loaded,
  type Page,
  type Screen,
  useCursor,
  useLocale,
  useQuery,
  useT,
} from '@yiwang/foundation/ui/browser';
import { ByDate, DateText, Pager, Tag, type Tone } from '@yiwang/foundation/ui/desk';
import { Table } from 'antd';
import type { Callback } from './schema.ts';

const TONES: Record<Callback['contact']['light'], Tone> = {
  green: 'plain',
  yellow: 'warn',
  red: 'late',
  grey: 'plain',
};

/** A date with its light in words. */
function Due({ due }: { due: Callback['contact'] }) {
  const t = useT();
  return (
    <Tag tone={TONES[due.light]}>
      <ByDate on={due.on} notBefore={!due.certain} /> {t(`rating.light.${due.light}`)}
    </Tag>
  );
}

function What({ callback }: { callback: Callback }) {
  const t = useT();
  const { level, tags, text } = callback;
  return (
    <>
      <b>{t(`rating.level.${level}`)}</b>
      {tags.length > 0 && <div>{tags.map((tag) => t(`rating.tag.${tag}`)).join(' · ')}</div>}
      {text !== null && <div>{text}</div>}
    </>
  );
}

function CallbackTable({ items }: { items: Callback[] }) {
  const t = useT();
  const locale = useLocale();
  const due = (id: 'contact' | 'rectifySimple' | 'rectifyComplex', label: string) => ({
    key: id,
    title: t(`rating.screen.${label}`),
    render: (_: unknown, callback: Callback) => <Due due={callback[id]} />,
  });
  return (
    <Table<Callback>
      dataSource={items}
      rowKey="id"
      pagination={false}
      scroll={{ x: true }}
      columns={[
        {
          key: 'case',
          title: t('rating.screen.case'),
          render: (_, { caseId, caseNo, item, openedAt }) => (
            <>
              <a href={`/desk/cases/${caseId}`}>{item[locale]}</a>
              <div>{caseNo}</div>
              <DateText at={openedAt} />
            </>
          ),
        },
        { key: 'applicant', title: t('rating.screen.applicant'), dataIndex: 'applicant' },
        {
          key: 'rating',
          title: t('rating.screen.rating'),
          render: (_, callback) => <What callback={callback} />,
        },
        due('contact', 'contact'),
        due('rectifySimple', 'rectify_simple'),
        due('rectifyComplex', 'rectify_complex'),
      ]}
    />
  );
}

/** The poor ratings of the region that wait for a call-back, oldest first. */
function Callbacks() {
  const t = useT();
  const cursor = useCursor();
  const input = { limit: 20, after: cursor.after };
  const query = useQuery({
    queryKey: ['rating', 'callbacks', input],
    queryFn: ({ signal }) =>
      api.get<Page<Callback>>('/api/services/rating/callbacks', { query: input, signal }),
  });
  return (
    <>
      <h1>{t('rating.screen.callbacks')}</h1>
      <p className="quiet">{t('rating.screen.callbacks_note')}</p>
      <Loaded
        query={query}
        empty={({ items }) => items.length === 0}
        whenEmpty={<Empty title={t('rating.screen.callbacks_none')} />}
      >
        {({ items, next }) => (
          <>
            <CallbackTable items={items} />
            <Pager previous={cursor.previous} next={cursor.next(next)} />
          </>
        )}
      </Loaded>
    </>
  );
}

export const screens: Screen[] = [
  {
    path: '/ratings/callbacks',
    titleKey: 'rating.screen.callbacks',
    permission: 'rating.read',
    component: Callbacks,
    nav: { order: 60 },
  },
];
