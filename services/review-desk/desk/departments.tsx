import { api, Empty, Loaded, useQuery, useT } from '@yiwang/foundation/ui/browser';
import { DateText, Tag } from '@yiwang/foundation/ui/desk';
import type { DepartmentRow, JointRow, Overview } from '../schema.ts';
import { DESK, Light, useDates, useSay, WideTable } from './parts.tsx';

const COLUMNS = [
  ['open', 'open'],
  ['overdue', 'overdue'],
  ['dueSoon', 'due_soon'],
  ['unaccepted', 'unaccepted'],
  ['paused', 'paused'],
  ['opinionsOpen', 'opinions'],
  ['opinionsLate', 'opinions_late'],
  ['closedToday', 'closed_today'],
  ['closedMonth', 'closed_month'],
] as const satisfies readonly (readonly [keyof DepartmentRow, string])[];

const ALARMS: readonly string[] = ['overdue', 'opinionsLate'];

function Departments({ rows }: { rows: readonly DepartmentRow[] }) {
  const t = useT();
  const say = useSay();
  return (
    <WideTable
      caption={t('review-desk.department.load')}
      heads={[
        { id: 'name', label: t('review-desk.department.name') },
        ...COLUMNS.map(([id, label]) => ({
          id,
          label: t(`review-desk.department.${label}`),
          number: true,
        })),
      ]}
      rows={rows.map((row) => ({
        id: row.id,
        cells: {
          name: say(row.name),
          ...Object.fromEntries(
            COLUMNS.map(([id]) => [
              id,
              ALARMS.includes(id) && row[id] > 0 ? <Tag tone="late">{row[id]}</Tag> : row[id],
            ]),
          ),
        },
      }))}
    />
  );
}

function Joint({ rows }: { rows: readonly JointRow[] }) {
  const t = useT();
  const say = useSay();
  if (rows.length === 0) return <p>{t('review-desk.department.joint_none')}</p>;
  return (
    <WideTable
      caption={t('review-desk.department.joint')}
      heads={['name', 'due', 'case', 'asked'].map((id) => ({
        id,
        label: t(`review-desk.department.${id}`),
      }))}
      rows={rows.map((row) => ({
        id: row.taskId,
        cells: {
          name: <b>{say(row.department)}</b>,
          due: (
            <>
              {row.due && <DateText on={row.due.on} weekday />} <Light due={row.due} />
            </>
          ),
          case: (
            <>
              <a href={`/desk/cases/${row.caseId}`}>{say(row.item.name)}</a>
              <span className="quiet desk-under">
                {row.caseNo} · {say(row.office)}
              </span>
            </>
          ),
          asked: <DateText at={row.askedAt} />,
        },
      }))}
    />
  );
}

/** The monitor's screen: each department's load and lateness, and who holds up the joint reviews. */
export function DepartmentScreen() {
  const t = useT();
  const dates = useDates();
  const query = useQuery({
    queryKey: ['review-desk', 'departments'],
    queryFn: ({ signal }) => api.get<Overview>(`${DESK}/departments`, { signal }),
    refetchInterval: 60_000,
  });
  return (
    <>
      <h1>{t('review-desk.screen.departments')}</h1>
      <Loaded
        query={query}
        empty={({ departments }) => departments.length === 0}
        whenEmpty={<Empty />}
      >
        {({ departments, joint, countedAt }) => (
          <>
            <p className="quiet">
              {t('review-desk.department.counted', { at: dates.at(countedAt) })}
            </p>
            <Departments rows={departments} />
            <div className="desk-second">
              <Joint rows={joint} />
            </div>
          </>
        )}
      </Loaded>
    </>
  );
}
