import {
  api,
  beijingDay,
  Empty,
  fieldTexts,
  formatOn,
  Loaded,
  type Page,
  type Screen,
  useAct,
  useCursor,
  useDraft,
  useLocale,
  useNavigate,
  useParams,
  useQuery,
  useQueryClient,
  useT,
} from '@yiwang/foundation/ui/browser';
import {
  ByDate,
  DateText,
  DeskActions,
  DeskColumns,
  ErrorSummary,
  Facts,
  Pager,
  QueueList,
  Tag,
} from '@yiwang/foundation/ui/desk';
import { Button, Form, Input, Radio, Segmented } from 'antd';
import { useState } from 'react';
import type { Answer, ListedDispute, OpenedDispute } from './schema.ts';

const BASE = '/api/data/base-register/disputes';
const LIST = ['base-register', 'disputes'];

type State = ListedDispute['state'];

/** The legal date, in red from the day after it. */
function Due({ dispute }: { dispute: Pick<ListedDispute, 'state' | 'dueOn' | 'dueCertain'> }) {
  const t = useT();
  if (dispute.state === 'answered')
    return <Tag tone="done">{t('base-register.state.answered')}</Tag>;
  const today = beijingDay(new Date());
  const tone = dispute.dueOn < today ? 'late' : dispute.dueOn === today ? 'warn' : 'plain';
  return (
    <Tag tone={tone}>
      <ByDate on={dispute.dueOn} notBefore={!dispute.dueCertain} />
    </Tag>
  );
}

function Queue({ openId }: { openId?: string }) {
  const t = useT();
  const locale = useLocale();
  const [state, setState] = useState<State>('open');
  const cursor = useCursor();
  const input = { state, limit: 20, after: cursor.after };
  const query = useQuery({
    queryKey: [...LIST, input],
    queryFn: ({ signal }) => api.get<Page<ListedDispute>>(BASE, { query: input, signal }),
  });
  return (
    <>
      <Segmented<State>
        aria-label={t('base-register.screen.disputes')}
        value={state}
        options={[
          { value: 'open', label: t('base-register.desk.open') },
          { value: 'answered', label: t('base-register.desk.answered') },
        ]}
        onChange={(chosen) => {
          setState(chosen);
          cursor.reset();
        }}
      />
      <Loaded
        query={query}
        empty={({ items }) => items.length === 0}
        whenEmpty={<Empty title={t('base-register.desk.none')} />}
      >
        {({ items, next }) => (
          <>
            <QueueList
              items={items.map((one) => ({
                id: one.id,
                href: `/desk/base-register/disputes/${one.id}`,
                title: one.label[locale],
                note: one.name,
                light: <Due dispute={one} />,
              }))}
              {...(openId ? { openId } : {})}
            />
            <Pager previous={cursor.previous} next={cursor.next(next)} />
          </>
        )}
      </Loaded>
    </>
  );
}

function Disputes() {
  const t = useT();
  return (
    <>
      <h1 style={{ margin: 0, padding: '12px 16px' }}>{t('base-register.screen.disputes')}</h1>
      <DeskColumns queue={<Queue />} />
    </>
  );
}

function Shown({ dispute }: { dispute: OpenedDispute }) {
  const t = useT();
  const locale = useLocale();
  const origin = `${dispute.source[locale]}，${formatOn(locale, dispute.asOf)}`;
  return (
    <>
      <Facts
        rows={[
          { id: 'name', label: t('base-register.desk.name'), value: dispute.name },
          { id: 'held', label: t('base-register.desk.held'), value: dispute.held },
          {
            id: 'claimed',
            label: t('base-register.desk.claimed'),
            value: <b>{dispute.claimed}</b>,
          },
          { id: 'reason', label: t('base-register.desk.reason'), value: dispute.reason },
          { id: 'source', label: t('base-register.desk.source'), value: origin },
          { id: 'basis', label: t('base-register.desk.basis'), value: dispute.basis },
          {
            id: 'opened',
            label: t('base-register.desk.opened'),
            value: <DateText at={dispute.openedAt} />,
          },
          { id: 'due', label: t('base-register.desk.due'), value: <Due dispute={dispute} /> },
        ]}
      />
      {dispute.masked && <p>{t('base-register.desk.masked')}</p>}
      <p className="quiet">{t('base-register.desk.logged')}</p>
    </>
  );
}

type Typed = { outcome: Answer['outcome'] | ''; value: string; reason: string };

function Answering({ dispute }: { dispute: OpenedDispute }) {
  const t = useT();
  const locale = useLocale();
  const client = useQueryClient();
  const navigate = useNavigate();
  const draft = useDraft<Typed>(`base-register.answer.${dispute.id}`, {
    outcome: '',
    // A masked claim is no value to take over; sent without one, the server takes the claim itself.
    value: dispute.masked ? '' : dispute.claimed,
    reason: '',
  });
  const { outcome, value, reason } = draft.value;
  const act = useAct(
    (typed: Typed, key) =>
      api.post(
        `${BASE}/{id}/answer`,
        {
          outcome: typed.outcome,
          reason: typed.reason,
          ...(typed.outcome === 'corrected' && typed.value ? { value: typed.value } : {}),
        },
        { path: { id: dispute.id }, key, version: dispute.version },
      ),
    {
      onDone: async () => {
        draft.saved();
        await client.invalidateQueries({ queryKey: LIST });
        await navigate({ to: '/base-register/disputes' });
      },
    },
  );
  const texts = act.problem ? fieldTexts(locale, act.problem) : {};
  const fieldOf = (pointer: '/value' | '/reason') => ({
    help: texts[pointer],
    ...(texts[pointer] ? { validateStatus: 'error' as const } : {}),
  });
  return (
    <Form layout="vertical" onFinish={() => act.run(draft.value)}>
      <ErrorSummary problem={act.problem} />
      <Form.Item label={t('base-register.desk.outcome')}>
        <Radio.Group
          value={outcome}
          aria-label={t('base-register.desk.outcome')}
          options={[
            { value: 'corrected', label: t('base-register.desk.correct') },
            { value: 'kept', label: t('base-register.desk.keep') },
          ]}
          onChange={(event) => draft.change({ ...draft.value, outcome: event.target.value })}
        />
      </Form.Item>
      {outcome === 'corrected' && (
        <Form.Item
          label={t('base-register.desk.value')}
          htmlFor="base-register-value"
          {...fieldOf('/value')}
        >
          <Input
            id="base-register-value"
            value={value}
            maxLength={2000}
            onChange={(event) => draft.change({ ...draft.value, value: event.target.value })}
          />
        </Form.Item>
      )}
      <Form.Item
        label={t('base-register.desk.why')}
        htmlFor="base-register-reason"
        {...fieldOf('/reason')}
      >
        <Input.TextArea
          id="base-register-reason"
          rows={4}
          value={reason}
          maxLength={1000}
          onChange={(event) => draft.change({ ...draft.value, reason: event.target.value })}
        />
      </Form.Item>
      <DeskActions>
        <Button
          type="primary"
          htmlType="submit"
          loading={act.pending}
          disabled={outcome === '' || reason.trim().length < 2}
        >
          {t(
            outcome === 'kept' ? 'base-register.desk.send_keep' : 'base-register.desk.send_correct',
          )}
        </Button>
      </DeskActions>
    </Form>
  );
}

function Decision({ dispute }: { dispute: OpenedDispute }) {
  const t = useT();
  if (dispute.state === 'open') return <Answering dispute={dispute} />;
  return (
    <>
      <h2>{t(`base-register.state.${dispute.outcome}`)}</h2>
      <p>{t('base-register.dispute.answer', { answer: dispute.answer })}</p>
      {dispute.answeredAt && <DateText at={dispute.answeredAt} />}
    </>
  );
}

function OneDispute() {
  const t = useT();
  const locale = useLocale();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useQuery({
    queryKey: ['base-register', 'dispute', { id }],
    queryFn: ({ signal }) => api.get<OpenedDispute>(`${BASE}/{id}`, { path: { id }, signal }),
    // Each opening is an entry in somebody's read log: not repeated when the window gets the focus.
    refetchOnWindowFocus: false,
    staleTime: 60_000,
  });
  return (
    <>
      <h1 className="unseen">{t('base-register.screen.dispute')}</h1>
      <Loaded query={query}>
        {(dispute) => (
          <DeskColumns queue={<Queue openId={id} />} decide={<Decision dispute={dispute} />}>
            <h2>{dispute.label[locale]}</h2>
            <Shown dispute={dispute} />
          </DeskColumns>
        )}
      </Loaded>
    </>
  );
}

export const screens: Screen[] = [
  {
    path: '/base-register/disputes',
    titleKey: 'base-register.screen.disputes',
    permission: 'base-register.answer',
    component: Disputes,
    nav: { order: 60 },
  },
  {
    path: '/base-register/disputes/$id',
    titleKey: 'base-register.screen.dispute',
    permission: 'base-register.answer',
    component: OneDispute,
  },
];
