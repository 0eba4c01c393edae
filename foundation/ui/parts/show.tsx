import { type ReactNode, useEffect, useRef } from 'react';
import { beijingDay, formatAt, formatMoney, formatOn } from '../format.ts';
import { fieldId, fieldTexts, type Problem, problemText } from '../problem.ts';
import { useLocale, useT } from '../words.ts';

export type Tone = 'plain' | 'act' | 'done' | 'warn' | 'late';

const SHAPES: Record<Tone, string> = { plain: '', act: '● ', done: '✓ ', warn: '▲ ', late: '! ' };

/** A state in words, with a shape beside the colour. */
export function Tag({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={tone === 'plain' ? 'tag' : `tag ${tone}`}>
      <span aria-hidden="true">{SHAPES[tone]}</span>
      {children}
    </span>
  );
}

/** A civil date, or an instant in Beijing time, as people write it, with the weekday when asked for. */
export function DateText(
  props: { on: string; weekday?: boolean } | { at: string; weekday?: boolean },
) {
  const locale = useLocale();
  const style = { weekday: props.weekday ?? false, today: beijingDay(new Date()) };
  return 'on' in props ? (
    <time dateTime={props.on}>{formatOn(locale, props.on, style)}</time>
  ) : (
    <time dateTime={props.at}>{formatAt(locale, props.at, style)}</time>
  );
}

/**
 * The date by which the law obliges somebody: `最晚 11月30日（周一）`. With `notBefore` the year's
 * schedule of working days is not published yet and the date may still move (contracts.md 10).
 */
export function ByDate({ on, notBefore }: { on: string; notBefore?: boolean }) {
  const locale = useLocale();
  const t = useT();
  const date = formatOn(locale, on, { weekday: true, today: beijingDay(new Date()) });
  return (
    <b>
      <time dateTime={on}>{t(notBefore ? 'ui.part.not_before' : 'ui.part.by_date', { date })}</time>
    </b>
  );
}

/** An amount in fen, shown in yuan. */
export function Money({ fen }: { fen: number }) {
  return <span className="number">{formatMoney(useLocale(), fen)}</span>;
}

export type Step = {
  id: string;
  title: ReactNode;
  state: 'done' | 'now' | 'next';
  /** When, by whom, what to prepare. */
  note?: ReactNode;
};

/** What has happened, what is happening and what comes, from above to below. */
export function Timeline({ steps }: { steps: readonly Step[] }) {
  const t = useT();
  return (
    <ol className="timeline">
      {steps.map(({ id, title, state, note }) => (
        <li key={id} className={state} aria-current={state === 'now' ? 'step' : undefined}>
          <span className="unseen">{t(`ui.part.step_${state}`)} </span>
          {state === 'now' ? <b>{title}</b> : title}
          {note && <span className="when">{note}</span>}
        </li>
      ))}
    </ol>
  );
}

/** Answers already known, each with its source and a way to dispute it. */
export function SummaryList(props: {
  rows: readonly {
    id: string;
    label: string;
    value: ReactNode;
    source?: ReactNode;
    action?: ReactNode;
  }[];
}) {
  return (
    <dl className="summary">
      {props.rows.map(({ id, label, value, source, action }) => (
        <SummaryRow key={id} label={label} value={value} source={source} action={action} />
      ))}
    </dl>
  );
}

const SummaryRow = (row: {
  label: string;
  value: ReactNode;
  source: ReactNode;
  action: ReactNode;
}) => (
  <>
    <dt>{row.label}</dt>
    <dd>
      {row.value}
      {(row.source || row.action) && (
        <span className="quiet">
          {' '}
          {row.source}
          {row.source && row.action ? ' · ' : ''}
          {row.action}
        </span>
      )}
    </dd>
  </>
);

/**
 * What is wrong with a form, on top of it, with a link to each field; takes the focus when it appears.
 * `labels` names the fields by JSON Pointer.
 */
export function ErrorSummary(props: {
  problem: Problem | undefined;
  labels?: Readonly<Record<string, string>>;
}) {
  const { problem, labels = {} } = props;
  const box = useRef<HTMLDivElement>(null);
  const t = useT();
  const locale = useLocale();
  useEffect(() => {
    if (problem) box.current?.focus();
  }, [problem]);
  if (!problem) return null;
  const fields = Object.entries(fieldTexts(locale, problem));
  const title =
    fields.length > 0
      ? t('ui.part.error_summary', { count: fields.length })
      : problemText(locale, problem);
  const toField = (pointer: string) => {
    const field = document.getElementById(fieldId(pointer));
    field?.scrollIntoView({ block: 'center' });
    (field?.querySelector('input') ?? field)?.focus();
  };
  return (
    <div ref={box} className="error-summary" role="alert" tabIndex={-1}>
      <h2>{title}</h2>
      {fields.length > 0 && (
        <ul>
          {fields.map(([pointer, words]) => (
            <li key={pointer}>
              <a
                href={`#${fieldId(pointer)}`}
                onClick={(event) => {
                  event.preventDefault();
                  toField(pointer);
                }}
              >
                {labels[pointer] ? `${labels[pointer]}：${words}` : words}
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

export type Column<T> = {
  id: string;
  label: string;
  cell: (row: T) => ReactNode;
  /** Numbers stand at the right. */
  number?: boolean;
};

/** A simple table with a caption; wide ones scroll inside their own frame. */
export function Table<T>(props: {
  caption: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
}) {
  const { caption, columns, rows, rowKey } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard
    <section className="table-wide" tabIndex={0} aria-label={caption}>
      <table className="table">
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ id, label, number }) => (
              <th key={id} scope="col" className={number ? 'number' : undefined}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map(({ id, cell, number }) => (
                <td key={id} className={number ? 'number' : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Previous and next of a list paged by cursor (contracts.md 3); shows nothing when there is one page. */
export function Pager(props: {
  previous?: (() => void) | undefined;
  next?: (() => void) | undefined;
}) {
  const t = useT();
  const { previous, next } = props;
  if (!previous && !next) return null;
  return (
    <nav className="row" aria-label={t('ui.part.pages')}>
      {previous && (
        <button type="button" className="button plain" onClick={previous}>
          ← {t('ui.part.previous')}
        </button>
      )}
      {next && (
        <button type="button" className="button plain" onClick={next}>
          {t('ui.part.next')} →
        </button>
      )}
    </nav>
  );
}

/** How far a task list is, in words: `第 3 步，共 7 步`. */
export function Progress({ at, of }: { at: number; of: number }) {
  return <p className="quiet">{useT()('ui.part.progress', { at, of })}</p>;
}
