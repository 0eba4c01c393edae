import {
  elderMode,
  SignOut,
  setLocale,
  useLocale,
  useOnline,
  usePreference,
  useSession,
  useStandIns,
  useT,
} from '@yiwang/foundation/ui/browser';
import { type ReactNode, useEffect, useState } from 'react';

/** Reads the page's text with the voice of the device, in elder mode. */
function ReadAloud() {
  const t = useT();
  const locale = useLocale();
  const [speaking, setSpeaking] = useState(false);
  useEffect(() => () => globalThis.speechSynthesis?.cancel(), []);
  if (!('speechSynthesis' in globalThis)) return null;
  const toggle = () => {
    speechSynthesis.cancel();
    if (speaking) return setSpeaking(false);
    // biome-ignore lint/performance/useDomNodeTextContent: hidden text must not be read
    const words = new SpeechSynthesisUtterance(document.getElementById('main')?.innerText ?? '');
    words.lang = locale === 'zh' ? 'zh-CN' : 'en';
    words.onend = () => setSpeaking(false);
    speechSynthesis.speak(words);
    setSpeaking(true);
  };
  return (
    <button type="button" aria-pressed={speaking} onClick={toggle}>
      {t(speaking ? 'ui.shell.read_stop' : 'ui.shell.read_aloud')}
    </button>
  );
}

/** Who is signed in, or the way to sign in. */
function Who() {
  const t = useT();
  const { actor } = useSession();
  if (!actor) return <a href="/sign-in">{t('ui.shell.sign_in')}</a>;
  return (
    <>
      <a href="/account" aria-label={t('ui.shell.account', { name: actor.name })}>
        {actor.name}
      </a>
      <SignOut home="/" />
    </>
  );
}

function Header() {
  const t = useT();
  const locale = useLocale();
  const elder = usePreference(elderMode);
  return (
    <header className="top">
      <div>
        <a className="brand" href="/">
          {t('ui.brand.portal')}
        </a>
        <nav aria-label={t('ui.shell.menu')}>
          {elder && <ReadAloud />}
          <button type="button" onClick={() => elderMode.set(!elder)}>
            {t(elder ? 'ui.shell.elder_off' : 'ui.shell.elder_on')}
          </button>
          <button
            type="button"
            lang={locale === 'zh' ? 'en' : 'zh-CN'}
            onClick={() => setLocale(locale === 'zh' ? 'en' : 'zh')}
          >
            {t('ui.shell.other_language')}
          </button>
          <Who />
        </nav>
      </div>
    </header>
  );
}

function Footer() {
  const t = useT();
  return (
    <footer className="bottom">
      <div>
        <p>{t('ui.shell.footer')}</p>
        <nav aria-label={t('ui.shell.footer_links')}>
          <ul>
            <li>
              <a href="/guides">{t('ui.shell.guides')}</a>
            </li>
            <li>
              <a href="/verify">{t('ui.shell.verify')}</a>
            </li>
            <li>
              <a href="/desk/">{t('ui.shell.desk_link')}</a>
            </li>
          </ul>
        </nav>
      </div>
    </footer>
  );
}

/** The frame around every page of the portal. */
export function PortalLayout({ children }: { children: ReactNode }) {
  const t = useT();
  const online = useOnline();
  const standIns = useStandIns();
  const parts = standIns.join(useLocale() === 'zh' ? '、' : ', ');
  return (
    <>
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
      <Footer />
    </>
  );
}
