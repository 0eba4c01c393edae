import type { Text } from '@yiwang/foundation/errors';
import { beijingDay, formatAt, formatOn, useLocale, useT } from '@yiwang/foundation/ui/browser';
import { Tag, type Tone } from '@yiwang/foundation/ui/desk';
import type { ReactNode } from 'react';
import type { Due } from '../schema.ts';

export const DESK = '/api/services/review-desk';
export const CASE = '/api/services/case/cases';
export const MATERIALS = '/api/services/material/materials';

/** Picks the words of the language on the screen. */
export function useSay(): (text: Text) => string {
  const locale = useLocale();
  return (text) => text[locale];
}

/** Dates and instants as people write them, without this year's number. */
export function useDates() {
  const locale = useLocale();
  const today = beijingDay(new Date());
  return {
    today,
    on: (day: string, weekday = false) => formatOn(locale, day, { today, weekday }),
    at: (instant: string) => formatAt(locale, instant, { today }),
  };
}

const TONES: Record<Due['light'], Tone> = {
  green: 'plain',
  yellow: 'warn',
  red: 'late',
  grey: 'plain',
};

/** The light of an entry: a word and a shape beside the colour. */
export function Light({ due }: { due: Due | null }) {
  const t = useT();
  const dates = useDates();
  if (!due) return <Tag>{t('review-desk.light.none')}</Tag>;
  const { light, remaining, on } = due;
  const words = () => {
    if (light === 'grey') return t('review-desk.light.paused');
    if (remaining === null) return t('review-desk.light.not_before', { date: dates.on(on) });
    if (remaining < 0) return t('review-desk.light.late', { days: -remaining });
    return on === dates.today
      ? t('review-desk.light.today')
      : t('review-desk.light.left', { days: remaining });
  };
  return <Tag tone={TONES[light]}>{words()}</Tag>;
}

const STATES: Record<string, Tone> = {
  submitted: 'act',
  correcting: 'warn',
  accepted: 'act',
  suspended: 'warn',
  granted: 'done',
};

/** State of a case in words, with a shape; a closed case shows how it ended. */
export function StateTag({ of }: { of: { state: string; outcome?: string | null } }) {
  const t = useT();
  if (of.state === 'closed' && of.outcome)
    return <Tag tone={STATES[of.outcome] ?? 'plain'}>{t(`review-desk.outcome.${of.outcome}`)}</Tag>;
  return <Tag tone={STATES[of.state] ?? 'plain'}>{t(`review-desk.state.${of.state}`)}</Tag>;
}

/** A section of the middle column with its heading. */
export function Part({
  id,
  title,
  more,
  children,
}: {
  id: string;
  title: string;
  more?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="desk-part" aria-labelledby={`part-${id}`}>
      <h2 id={`part-${id}`}>
        {title} {more}
      </h2>
      {children}
    </section>
  );
}

/** A table that scrolls within itself when it is wide. */
export function WideTable(props: {
  caption: string;
  heads: readonly { id: string; label: string; number?: boolean }[];
  rows: readonly { id: string; cells: Readonly<Record<string, ReactNode>> }[];
}) {
  const { caption, heads, rows } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard
    <section className="table-wide desk-wide" tabIndex={0} aria-label={caption}>
      <table className="table">
        <caption>{caption}</caption>
        <thead>
          <tr>
            {heads.map(({ id, label, number }) => (
              <th key={id} scope="col" className={number ? 'number' : undefined}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id: rowId, cells }) => (
            <tr key={rowId}>
              {heads.map(({ id, number }) => (
                <td key={id} className={number ? 'number' : undefined}>
                  {cells[id]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
