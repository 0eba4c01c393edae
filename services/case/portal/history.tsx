import {
  api,
  beijingDay,
  formatOn,
  Loaded,
  useLocale,
  useQuery,
  useT,
} from '@yiwang/foundation/ui/browser';
import { ByDate, type Step, Table, Tag, Timeline } from '@yiwang/foundation/ui/portal';
import { type ReactNode, useState } from 'react';
import type { CaseView, ClockView, TaskView } from '../schema.ts';
import { CASE } from './application.ts';
import { useAt, useSay } from './parts.tsx';

type Line = CaseView['timeline'][number];

/** Words of a code when there are any, else nothing: a bare code is never shown. */
const useWords = () => {
  const t = useT();
  return (key: string): string | undefined => {
    const words = t(key);
    return words === key ? undefined : words;
  };
};

/** Values of a line as people write them: days as dates, codes in words. */
function useLineParams() {
  const locale = useLocale();
  const words = useWords();
  const today = beijingDay(new Date());
  return (params: Line['params']): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(params).map(([name, value]) => {
        if (typeof value !== 'string') return [name, value];
        if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return [name, formatOn(locale, value, { today })];
        return [name, words(`case.${name}.${value}`) ?? value];
      }),
    );
}

/** Documents that belong to a line of the timeline. */
const ISSUED: Partial<Record<Line['kind'], CaseView['documents'][number]['kind']>> = {
  accepted: 'acceptance-notice',
  'presumed-accepted': 'acceptance-notice',
  'correction-notified': 'correction-notice',
  'not-accepted': 'non-acceptance-notice',
  'test-ordered': 'special-procedure-notice',
  extended: 'extension-notice',
  granted: 'grant-decision',
  'granted-by-rule': 'grant-decision',
  refused: 'refusal-decision',
};

/** The link to a notice or decision; it opens as a page of its own, to read and print. */
export function DocumentLink(props: {
  view: CaseView;
  document: CaseView['documents'][number];
  format?: 'page' | 'file';
}) {
  const t = useT();
  const locale = useLocale();
  const { view, document, format = 'page' } = props;
  const name = t(`case.document.${document.kind}`);
  return (
    <a
      href={`${CASE}/cases/${view.id}/documents/${document.id}/${format}?lang=${locale}`}
      target="_blank"
      rel="noopener"
    >
      {format === 'file' ? t('case.action.save_pdf') : name}
      <span className="unseen">
        {format === 'file' && name}
        {t('case.screen.new_window')}
      </span>
    </a>
  );
}

function LineNote({ view, line }: { view: CaseView; line: Line }) {
  const say = useSay();
  const atWords = useAt();
  const kind = ISSUED[line.kind];
  const document = view.documents.find(
    (one) => one.kind === kind && Math.abs(Date.parse(one.issuedAt) - Date.parse(line.at)) < 60_000,
  );
  return (
    <>
      {atWords(line.at)}
      {line.organization && ` · ${say(line.organization)}`}
      {document && (
        <>
          {' · '}
          <DocumentLink view={view} document={document} />
        </>
      )}
    </>
  );
}

function useNow(view: CaseView): { title: string; note?: ReactNode } | undefined {
  const t = useT();
  const say = useSay();
  if (view.state === 'closed') return undefined;
  const open = view.tasks.filter(({ state }) => state === 'open');
  const who = [...new Set(open.map(({ department }) => say(department.name)))];
  return {
    title: t(`case.stage.${view.stage}`),
    ...(who.length > 0 && { note: t('case.screen.by', { who: who.join(t('case.screen.joint')) }) }),
  };
}

/** What happened, what is happening and what comes. */
export function History({ view }: { view: CaseView }) {
  const t = useT();
  const params = useLineParams();
  const now = useNow(view);
  const steps: Step[] = view.timeline.map((line) => ({
    id: String(line.seq),
    title: t(`case.timeline.${line.kind}`, params(line.params)),
    state: 'done',
    note: <LineNote view={view} line={line} />,
  }));
  if (now) steps.push({ id: 'now', state: 'now', ...now });
  for (const step of view.next)
    steps.push({ id: step, title: t(`case.step.${step}`), state: 'next' });
  return <Timeline steps={steps} />;
}

function TaskState({ task }: { task: TaskView }) {
  const t = useT();
  if (task.state === 'open')
    return task.late ? (
      <Tag tone="late">{t('case.screen.task_late')}</Tag>
    ) : (
      <Tag tone="act">{t('case.screen.task_open')}</Tag>
    );
  return (
    <>
      <Tag tone="done">{t('case.screen.task_done')}</Tag>
      {task.late && <Tag tone="warn">{t('case.screen.task_was_late')}</Tag>}
    </>
  );
}

/** Where several departments give their opinion: who has answered and who is slow. */
export function Departments({ tasks }: { tasks: readonly TaskView[] }) {
  const t = useT();
  const say = useSay();
  const atWords = useAt();
  const joint = tasks.filter(({ act }) => act === 'opine');
  if (joint.length === 0) return null;
  return (
    <section>
      <h2>{t('case.screen.departments')}</h2>
      <ul className="departments">
        {joint.map((task) => (
          <li key={task.id}>
            <b>{say(task.department.name)}</b> <TaskState task={task} />
            <span className="quiet">
              {task.endedAt
                ? t('case.screen.task_ended', { at: atWords(task.endedAt) })
                : task.dueOn && <ByDate on={task.dueOn} notBefore={!task.dueCertain} />}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Days({ id }: { id: string }) {
  const t = useT();
  const say = useSay();
  const locale = useLocale();
  const query = useQuery({
    queryKey: ['case', 'clock', { id }],
    queryFn: ({ signal }) =>
      api.get<ClockView>(`${CASE}/cases/{id}/clock`, { path: { id }, signal }),
  });
  return (
    <Loaded query={query}>
      {({ legal, days }) => (
        <>
          <p>
            {t('case.screen.clock_rule', {
              total: legal.total,
              unit: t(`time.unit.${legal.unit}`),
              clause: say(legal.clause),
            })}
          </p>
          <Table
            caption={t('case.screen.clock_days')}
            columns={[
              {
                id: 'on',
                label: t('case.screen.clock_on'),
                cell: (day) => formatOn(locale, day.on, { weekday: true }),
              },
              {
                id: 'n',
                label: t('case.screen.clock_n'),
                cell: (day) => day.n ?? '',
                number: true,
              },
              {
                id: 'why',
                label: t('case.screen.clock_why'),
                cell: (day) => (
                  <>
                    {t(`time.why.${day.why}`)}
                    {day.clause && <span className="quiet"> {say(day.clause)}</span>}
                  </>
                ),
              },
            ]}
            rows={days}
            rowKey={(day) => day.on}
          />
        </>
      )}
    </Loaded>
  );
}

/** How the date by which the office must decide is counted, day by day. */
export function Clock({ view }: { view: CaseView }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  if (!view.legal) return null;
  return (
    <details className="more" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('case.screen.clock')}</summary>
      {open && <Days id={view.id} />}
    </details>
  );
}
