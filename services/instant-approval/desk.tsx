import {
  api,
  beijingDay,
  Empty,
  Loaded,
  type Page,
  problemText,
  type Screen,
  useAct,
  useCursor,
  useDraft,
  useLocale,
  useMay,
  useQuery,
  useQueryClient,
  useT,
} from '@yiwang/foundation/ui/browser';
import { DateText, Pager } from '@yiwang/foundation/ui/desk';
import { Button, Input, Table } from 'antd';
import { useState } from 'react';
import type { Answer, Reopening, Sample } from './schema.ts';

const API = '/api/services/instant-approval';

/** The answer to a request: both acts say what they will do. */
function AnswerForm({ reopening }: { reopening: Reopening }) {
  const t = useT();
  const locale = useLocale();
  const client = useQueryClient();
  const { id, version } = reopening;
  const draft = useDraft(`instant-approval.answer.${id}`, { text: '' });
  const act = useAct(
    (input: Answer, key) => api.post(`${API}/reopenings/${id}/answer`, input, { key, version }),
    {
      onDone: () => {
        draft.saved();
        client.invalidateQueries({ queryKey: ['instant-approval'] });
      },
    },
  );
  const { text } = draft.value;
  const send = (outcome: Answer['outcome']) => act.run({ outcome, text });
  const isEmpty = text.trim() === '';
  return (
    <div>
      <Input.TextArea
        aria-label={t('instant-approval.screen.answer_text')}
        placeholder={t('instant-approval.screen.answer_text')}
        rows={3}
        maxLength={2000}
        value={text}
        onChange={(event) => draft.change({ text: event.target.value })}
      />
      {act.problem && <p role="alert">{problemText(locale, act.problem)}</p>}
      <p className="quiet">{t('instant-approval.screen.change_effect')}</p>
      <Button type="primary" disabled={isEmpty} loading={act.pending} onClick={() => send('kept')}>
        {t('instant-approval.screen.keep')}
      </Button>{' '}
      <Button danger disabled={isEmpty} loading={act.pending} onClick={() => send('changed')}>
        {t('instant-approval.screen.change')}
      </Button>
    </div>
  );
}

function ReopeningTable({ items }: { items: Reopening[] }) {
  const t = useT();
  const locale = useLocale();
  const mayAnswer = useMay('instant-approval.answer');
  return (
    <Table<Reopening>
      dataSource={items}
      rowKey="id"
      pagination={false}
      scroll={{ x: true }}
      expandable={{
        rowExpandable: () => mayAnswer,
        expandedRowRender: (reopening) => <AnswerForm reopening={reopening} />,
      }}
      columns={[
        {
          key: 'case',
          title: t('instant-approval.screen.case'),
          render: (_, { caseId, caseNo, item }) => (
            <>
              <a href={`/desk/cases/${caseId}`}>{item[locale]}</a>
              <div>{caseNo}</div>
            </>
          ),
        },
        {
          key: 'asked',
          title: t('instant-approval.screen.asked_at'),
          render: (_, { askedAt }) => <DateText at={askedAt} />,
        },
        {
          key: 'why',
          title: t('instant-approval.screen.why'),
          render: (_, { reason }) => reason ?? t('instant-approval.screen.no_reason'),
        },
      ]}
    />
  );
}

/** Decisions by rule that people want a person to look at, oldest first. */
function Reopenings() {
  const t = useT();
  const cursor = useCursor();
  const input = { limit: 20, after: cursor.after };
  const query = useQuery({
    queryKey: ['instant-approval', 'reopenings', input],
    queryFn: ({ signal }) =>
      api.get<Page<Reopening>>(`${API}/reopenings`, { query: input, signal }),
  });
  return (
    <>
      <h1>{t('instant-approval.screen.reopenings')}</h1>
      <Loaded
        query={query}
        empty={({ items }) => items.length === 0}
        whenEmpty={<Empty title={t('instant-approval.screen.reopenings_none')} />}
      >
        {({ items, next }) => (
          <>
            <ReopeningTable items={items} />
            <Pager previous={cursor.previous} next={cursor.next(next)} />
          </>
        )}
      </Loaded>
    </>
  );
}

const ruleOf = ({ itemVersion, sha256 }: { itemVersion: number; sha256: string }) =>
  `${itemVersion} · ${sha256.slice(0, 12)}`;

function Drawn({ found }: { found: Sample }) {
  const t = useT();
  const locale = useLocale();
  const count = (id: 'granted' | 'manual' | 'reopened' | 'changed') => ({
    key: id,
    title: t(`instant-approval.screen.count_${id}`),
    dataIndex: id,
    align: 'right' as const,
  });
  return (
    <>
      <p>{t('instant-approval.screen.total', { count: found.total, size: found.items.length })}</p>
      <Table<Sample['items'][number]>
        dataSource={found.items}
        rowKey="evaluationId"
        pagination={false}
        columns={[
          {
            key: 'case',
            title: t('instant-approval.screen.case'),
            render: (_, { caseId, caseNo }) => <a href={`/desk/cases/${caseId}`}>{caseNo}</a>,
          },
          {
            key: 'item',
            title: t('instant-approval.screen.item'),
            render: (_, { item, itemVersion }) => `${item[locale]} · ${itemVersion}`,
          },
          {
            key: 'at',
            title: t('instant-approval.screen.decided_at'),
            render: (_, { at }) => <DateText at={at} />,
          },
        ]}
      />
      <Table<Sample['statistics'][number]>
        dataSource={found.statistics}
        rowKey={(row) => `${row.itemId} ${ruleOf(row)}`}
        pagination={false}
        columns={[
          {
            key: 'item',
            title: t('instant-approval.screen.item'),
            render: (_, { item }) => item[locale],
          },
          {
            key: 'rule',
            title: t('instant-approval.screen.rule'),
            render: (_, row) => ruleOf(row),
          },
          count('granted'),
          count('manual'),
          count('reopened'),
          count('changed'),
        ]}
      />
    </>
  );
}

/** Spot checks of decisions by rule; the month until today to begin with. */
function Samples() {
  const t = useT();
  const today = beijingDay(new Date());
  const [typed, setTyped] = useState({ from: `${today.slice(0, 8)}01`, to: today, seed: '' });
  const [asked, setAsked] = useState(typed);
  const { from, to, seed } = asked;
  const input = { from, to, ...(seed !== '' && { seed }) };
  const query = useQuery({
    queryKey: ['instant-approval', 'samples', input],
    queryFn: ({ signal }) => api.get<Sample>(`${API}/samples`, { query: input, signal }),
  });
  const field = (id: keyof typeof typed) => (
    <label>
      {t(`instant-approval.screen.${id}`)}{' '}
      <input
        type={id === 'seed' ? 'text' : 'date'}
        value={typed[id]}
        onChange={(event) => setTyped({ ...typed, [id]: event.target.value })}
      />
    </label>
  );
  return (
    <>
      <h1>{t('instant-approval.screen.samples')}</h1>
      <p className="quiet">{t('instant-approval.screen.samples_lead')}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(typed);
        }}
      >
        {field('from')} {field('to')} {field('seed')}{' '}
        <Button htmlType="submit">{t('instant-approval.screen.draw')}</Button>
      </form>
      <Loaded
        query={query}
        empty={({ statistics }) => statistics.length === 0}
        whenEmpty={<Empty title={t('instant-approval.screen.samples_none')} />}
      >
        {(found) => <Drawn found={found} />}
      </Loaded>
    </>
  );
}

export const screens: Screen[] = [
  {
    path: '/instant-approval/reopenings',
    titleKey: 'instant-approval.screen.reopenings',
    permission: 'instant-approval.read',
    component: Reopenings,
    nav: { order: 50 },
  },
  {
    path: '/instant-approval/samples',
    titleKey: 'instant-approval.screen.samples',
    permission: 'instant-approval.read',
    component: Samples,
    nav: { order: 51 },
  },
];
