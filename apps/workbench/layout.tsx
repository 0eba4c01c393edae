import { entries } from 'virtual:screens';
import {
  elderMode,
  SignOut,
  setLocale,
  useLocale,
  useLocation,
  useOnline,
  usePreference,
  useSession,
  useStandIns,
  useT,
} from '@yiwang/foundation/ui/browser';
import { DeskTheme, type KeyCommand, KeyHelp, Tag, useKeys } from '@yiwang/foundation/ui/desk';
import { type ReactNode, useRef, useState } from 'react';
import { menuFor } from './menu.ts';

/** The search of the header; `/` puts the cursor into it. The queue at the home page answers `?q=`. */
function Search() {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  const [keys] = useState<KeyCommand[]>(() => [
    { key: '/', labelKey: 'ui.key.search', run: () => input.current?.focus() },
  ]);
  useKeys(keys);
  return (
    <search className="desk-search">
      <form action="/desk/" method="get">
        <input
          ref={input}
          name="q"
          type="search"
          maxLength={100}
          autoComplete="off"
          aria-label={t('ui.desk.search')}
          aria-keyshortcuts="/"
          placeholder={`${t('ui.desk.search')}  /`}
        />
      </form>
    </search>
  );
}

function Menu() {
  const t = useT();
  const { actor } = useSession();
  const pathname = useLocation({ select: (location) => location.pathname });
  const menu = menuFor(entries, actor);
  if (menu.length === 0) return null;
  return (
    <nav className="desk-menu" aria-label={t('ui.shell.menu')}>
      {menu.map(({ path, titleKey, nav }) => (
        <a
          key={path}
          href={`/desk${path}`}
          aria-current={pathname === `/desk${path}` ? 'page' : undefined}
        >
          {t(nav?.labelKey ?? titleKey)}
        </a>
      ))}
    </nav>
  );
}

function Who() {
  const t = useT();
  const { actor } = useSession();
  if (!actor) return <a href="/desk/sign-in">{t('ui.shell.sign_in')}</a>;
  const post = [actor.organizationName, actor.postName].filter(Boolean).join(' · ');
  return (
    <>
      {post && <span className="tag">{post}</span>}
      <span>{actor.name}</span>
      {actor.isStandIn && <Tag tone="warn">{t('ui.shell.stand_in')}</Tag>}
      <SignOut home="/desk/" />
    </>
  );
}

function Header() {
  const t = useT();
  const locale = useLocale();
  const elder = usePreference(elderMode);
  return (
    <header className="desk-top">
      <a className="brand" href="/desk/">
        {t('ui.brand.desk')}
      </a>
      <Menu />
      <Search />
      <div className="desk-end">
        <KeyHelp />
        <button type="button" onClick={() => elderMode.set(!elder)}>
          {t(elder ? 'ui.shell.elder_off' : 'ui.shell.larger')}
        </button>
        <button
          type="button"
          lang={locale === 'zh' ? 'en' : 'zh-CN'}
          onClick={() => setLocale(locale === 'zh' ? 'en' : 'zh')}
        >
          {t('ui.shell.other_language')}
        </button>
        <Who />
      </div>
    </header>
  );
}

/** The frame around every page of the workbench. */
export function DeskLayout({ children }: { children: ReactNode }) {
  const t = useT();
  const online = useOnline();
  const standIns = useStandIns();
  const parts = standIns.join(useLocale() === 'zh' ? '、' : ', ');
  return (
    <DeskTheme>
      <a className="skip" href="#main">
        {t('ui.shell.skip')}
      </a>
      <Header />
      {standIns.length > 0 && (
        <aside className="stand-in" aria-label={t('ui.shell.stand_in')}>
          {t('ui.shell.stand_in_why', { parts })}
        </aside>
      )}
      <div role="status">{!online && <p className="offline">{t('ui.state.offline_why')}</p>}</div>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
    </DeskTheme>
  );
}
