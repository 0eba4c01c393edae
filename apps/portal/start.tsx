import { entries } from 'virtual:screens';
import { useT } from '@yiwang/foundation/ui/browser';

const MINE = [
  { href: '/cases', word: 'cases' },
  { href: '/certificates', word: 'certificates' },
  { href: '/privacy/reads', word: 'reads' },
] as const;

const EVENTS = ['birth', 'school', 'work', 'business', 'home', 'old'] as const;

/** Screens that capabilities offer for the list of own things, beside the three that are always there. */
const offered = entries
  .filter(({ nav, path }) => nav && !MINE.some(({ href }) => href === path))
  .sort((a, b) => (a.nav?.order ?? 0) - (b.nav?.order ?? 0));

/** The first page: one search box, what is mine, six life events, and nothing that moves. */
export function Start() {
  const t = useT();
  return (
    <>
      <h1>
        <label htmlFor="q">{t('ui.start.question')}</label>
      </h1>
      <search>
        <form className="search" action="/guides" method="get">
          <input
            id="q"
            name="q"
            type="search"
            className="input"
            required
            maxLength={100}
            autoComplete="off"
            aria-describedby="q-hint"
          />
          <button type="submit" className="button">
            {t('ui.start.search')}
          </button>
        </form>
      </search>
      <p id="q-hint" className="quiet">
        {t('ui.start.search_hint')}
      </p>
      <h2>{t('ui.start.mine')}</h2>
      <ul className="links">
        {MINE.map(({ href, word }) => (
          <li key={href}>
            <a href={href}>
              <b>{t(`ui.start.${word}`)}</b>
              <span className="quiet">{t(`ui.start.${word}_why`)}</span>
            </a>
          </li>
        ))}
        {offered.map(({ path, titleKey, nav }) => (
          <li key={path}>
            <a href={path}>
              <b>{t(nav?.labelKey ?? titleKey)}</b>
            </a>
          </li>
        ))}
      </ul>
      <h2>{t('ui.start.events')}</h2>
      <ul className="events">
        {EVENTS.map((event) => (
          <li key={event}>
            <a href={`/guides?q=${encodeURIComponent(t(`ui.start.event_${event}`))}`}>
              {t(`ui.start.event_${event}`)}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
