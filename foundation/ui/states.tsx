import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { asProblem, type Problem, problemText } from './problem.ts';
import { useLocale, useT } from './words.ts';

type StateProps = { title: string; children?: ReactNode; role?: 'alert' | 'status' };

const State = ({ title, children, role }: StateProps) => (
  <div className="state" role={role}>
    <p className="state-title">{title}</p>
    {children}
  </div>
);

/** Nothing to show: says so, and what can be done instead. */
export function Empty({ title, children }: { title?: string; children?: ReactNode }) {
  const t = useT();
  return <State title={title ?? t('ui.state.empty')}>{children}</State>;
}

/** Waiting for an answer; shown after 300 ms so that quick answers do not flicker, with a word after 5 s. */
export function Loading() {
  const t = useT();
  const [ms, setMs] = useState(0);
  useEffect(() => {
    const timers = [300, 5000].map((wait) => setTimeout(() => setMs(wait), wait));
    return () => timers.forEach(clearTimeout);
  }, []);
  return (
    <div className="state" role="status">
      {ms >= 300 && <p>{t('ui.state.loading')}</p>}
      {ms >= 5000 && <p>{t('ui.state.slow')}</p>}
    </div>
  );
}

/** No network or no server. */
export function Offline({ again }: { again?: (() => unknown) | undefined }) {
  const t = useT();
  return (
    <State role="alert" title={t('ui.state.offline')}>
      <p>{t('ui.state.offline_why')}</p>
      <Again again={again} />
    </State>
  );
}

/** The one signed in has no permission for this. */
export function Forbidden() {
  const t = useT();
  return (
    <State title={t('ui.state.forbidden')}>
      <p>{t('ui.state.forbidden_why')}</p>
    </State>
  );
}

/** No such page, or nothing there for this reader. */
export function NotFound({ home }: { home: string }) {
  const t = useT();
  return (
    <State title={t('ui.state.not_found')}>
      <p>{t('ui.state.not_found_why')}</p>
      <p>
        <a href={home}>{t('ui.state.home')}</a>
      </p>
    </State>
  );
}

const Again = ({ again }: { again?: (() => unknown) | undefined }) => {
  const t = useT();
  return again ? (
    <button type="button" className="button plain" onClick={() => again()}>
      {t('ui.state.again')}
    </button>
  ) : null;
};

/** A refusal or failure in words, by its kind: offline and forbidden have their own look. */
export function ErrorState({ problem, again }: { problem: Problem; again?: () => unknown }) {
  const t = useT();
  const locale = useLocale();
  if (problem.status === 0) return <Offline again={again} />;
  if (problem.status === 403) return <Forbidden />;
  return (
    <State role="alert" title={t('ui.state.error')}>
      <p>{problemText(locale, problem)}</p>
      {problem.traceId && (
        <p className="quiet">{t('ui.state.trace', { traceId: problem.traceId })}</p>
      )}
      <Again again={problem.status === 404 ? undefined : again} />
    </State>
  );
}

/** A query in all its states; `children` gets the data, `empty` says when there is nothing in it. */
export function Loaded<T>(props: {
  query: UseQueryResult<T>;
  empty?: (data: T) => boolean;
  whenEmpty?: ReactNode;
  children: (data: T) => ReactNode;
}) {
  const { query, empty, whenEmpty, children } = props;
  if (query.data !== undefined)
    return empty?.(query.data) ? (whenEmpty ?? <Empty />) : children(query.data);
  if (query.error) return <ErrorState problem={asProblem(query.error)} again={query.refetch} />;
  return <Loading />;
}
