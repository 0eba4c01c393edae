import { api, Loaded, useLocale, useQuery, useT } from '@yiwang/foundation/ui/browser';
import { ByDate, DateText, Tag } from '@yiwang/foundation/ui/desk';
import type { DeskView } from '@yiwang/services/case';
import { useState } from 'react';
import { CASE, Part, useDates, useSay, WideTable } from './parts.tsx';

type Line = DeskView['timeline'][number];
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A line of the history in words. */
export function useLineWords(): (line: Line) => string {
  const t = useT();
  const dates = useDates();
  return ({ kind, params }) => {
    const shown = Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' && DAY.test(value) ? dates.on(value) : value,
    ]);
    return t(`review-desk.timeline.${kind}`, Object.fromEntries(shown));
  };
}

/** What happened, the newest first. */
export function History({ view }: { view: DeskView }) {
  const t = useT();
  const say = useSay();
  const words = useLineWords();
  return (
    <section aria-labelledby="history-title">
      <h2 id="history-title">{t('review-desk.case.history')}</h2>
      <ol className="desk-plain desk-history">
        {[...view.timeline].reverse().map((line) => (
          <li key={line.seq}>
            {words(line)}
            <span className="quiet desk-under">
              <DateText at={line.at} />
              {line.organization && ` · ${say(line.organization)}`}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** 文书: each opens as a page to read and print. */
export function Documents({ view }: { view: DeskView }) {
  const t = useT();
  const locale = useLocale();
  const dates = useDates();
  if (view.documents.length === 0) return null;
  return (
    <section aria-labelledby="documents-title">
      <h2 id="documents-title">{t('review-desk.case.documents')}</h2>
      <ul className="desk-plain">
        {view.documents.map(({ id, kind, number, openedAt }) => (
          <li key={id}>
            <a
              href={`${CASE}/${view.id}/documents/${id}/page?lang=${locale}`}
              target="_blank"
              rel="noopener"
            >
              {t(`case.document.${kind}`)}
              <span className="unseen">{t('review-desk.case.new_window')}</span>
            </a>
            <span className="quiet desk-under">
              {number} ·{' '}
              {openedAt === null
                ? t('review-desk.case.document_unread')
                : t('review-desk.case.document_read', { at: dates.at(openedAt) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Where several departments give their opinion: who has answered, and the slow one for all to see. */
export function JointReview({ view }: { view: DeskView }) {
  const t = useT();
  const say = useSay();
  const joint = view.tasks.filter(({ act, state }) => act === 'opine' && state !== 'closed');
  if (joint.length === 0) return null;
  return (
    <Part id="joint" title={t('review-desk.case.joint')}>
      <table className="facts">
        <tbody>
          {joint.map(({ id, department, state, late, dueOn, dueCertain, endedAt }) => {
            const opinion = view.opinions.find(
              (one) => one.kind === 'joint' && one.department.id === department.id,
            );
            return (
              <tr key={id}>
                <th scope="row">{say(department.name)}</th>
                <td>
                  {state === 'open' ? (
                    <Tag tone={late ? 'late' : 'act'}>
                      {t(`review-desk.case.joint_${late ? 'late' : 'open'}`)}
                    </Tag>
                  ) : (
                    <Tag tone="done">{t('review-desk.case.joint_done')}</Tag>
                  )}{' '}
                  {state !== 'open' && late && (
                    <Tag tone="warn">{t('review-desk.case.joint_was_late')}</Tag>
                  )}{' '}
                  {opinion && <b>{t(`review-desk.opinion.${opinion.opinion}`)}</b>}{' '}
                  {endedAt !== null ? (
                    <DateText at={endedAt} />
                  ) : (
                    dueOn && <ByDate on={dueOn} notBefore={!dueCertain} />
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Part>
  );
}

/** What officers said: opinions of departments, the proposal, and who decided why. */
export function Opinions({ view }: { view: DeskView }) {
  const t = useT();
  const say = useSay();
  const { decision, opinions } = view;
  return (
    <>
      {opinions.length > 0 && (
        <Part id="opinions" title={t('review-desk.case.opinions')}>
          <ul className="desk-plain">
            {opinions.map(({ department, officer, opinion, text, at }) => (
              <li key={`${department.id}-${at}`}>
                <b>{t(`review-desk.opinion.${opinion}`)}</b>
                <p className="desk-said">{text}</p>
                <span className="quiet">
                  {say(department.name)} · {officer.name} · <DateText at={at} />
                </span>
              </li>
            ))}
          </ul>
        </Part>
      )}
      {decision && (
        <Part id="decision" title={t('review-desk.case.decision')}>
          <p>
            <b>{t(`review-desk.case.decision_${decision.by}`)}</b>
          </p>
          <ul>
            {decision.reasons.map((reason) => (
              <li key={reason.zh}>{say(reason)}</li>
            ))}
          </ul>
          {decision.clauses.length > 0 && (
            <p>{t('review-desk.case.clauses', { clauses: decision.clauses.join(' · ') })}</p>
          )}
        </Part>
      )}
    </>
  );
}

type Days = {
  days: {
    on: string;
    counted: boolean;
    n?: number;
    why: string;
    clause?: { zh: string; en: string };
  }[];
};

function DayTable({ id, version }: { id: string; version: number }) {
  const t = useT();
  const say = useSay();
  const dates = useDates();
  const query = useQuery({
    queryKey: ['case', 'clock', { id, version }],
    queryFn: ({ signal }) => api.get<Days>(`${CASE}/{id}/clock`, { path: { id }, signal }),
  });
  return (
    <Loaded query={query}>
      {({ days }) => (
        <WideTable
          caption={t('review-desk.case.days')}
          heads={[
            { id: 'on', label: t('review-desk.case.days_on') },
            { id: 'n', label: t('review-desk.case.days_n'), number: true },
            { id: 'why', label: t('review-desk.case.days_why') },
          ]}
          rows={days.map(({ on, n, why, clause }) => ({
            id: on,
            cells: {
              on: dates.on(on, true),
              n: n ?? '',
              why: `${t(`time.why.${why}`)}${clause ? ` ${say(clause)}` : ''}`,
            },
          }))}
        />
      )}
    </Loaded>
  );
}

const LIGHTS = { green: 'plain', yellow: 'warn', red: 'late', grey: 'plain' } as const;

function left(legal: NonNullable<DeskView['legal']>, today: string): [string, object] {
  const { remaining, state, light, dueOn } = legal;
  if (state === 'paused' || light === 'grey') return ['paused', {}];
  if (remaining === null) return ['none', {}];
  const days = Math.ceil(Math.abs(remaining));
  if (remaining < 0) return ['late', { days }];
  return dueOn === today ? ['today', {}] : ['left', { days }];
}

/** The statutory limit: until when, under which clause, and how each day was counted. */
export function Clock({ view }: { view: DeskView }) {
  const t = useT();
  const say = useSay();
  const dates = useDates();
  const [open, setOpen] = useState(false);
  const { legal } = view;
  if (!legal) return null;
  const [word, params] = left(legal, dates.today);
  return (
    <>
      <ByDate on={legal.dueOn} notBefore={!legal.certain} />{' '}
      {legal.state !== 'met' && word !== 'none' && (
        <Tag tone={LIGHTS[legal.light]}>{t(`review-desk.light.${word}`, { ...params })}</Tag>
      )}
      <span className="quiet desk-under">
        {t('review-desk.case.legal_rule', {
          total: legal.total,
          unit: t(`time.unit.${legal.unit}`),
          clause: say(legal.clause),
        })}
        {legal.state === 'paused' && ` · ${t('review-desk.case.legal_paused')}`}
      </span>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t('review-desk.case.days')}</summary>
        {open && <DayTable id={view.id} version={view.version} />}
      </details>
    </>
  );
}
