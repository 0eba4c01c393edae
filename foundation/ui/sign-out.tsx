import { useAct } from './act.ts';
import { problemText } from './problem.ts';
import { signOut } from './session.ts';
import { useLocale, useT } from './words.ts';

/** The button that ends the session and opens `home`; a failure is said beside it. */
export function SignOut({ home }: { home: string }) {
  const t = useT();
  const locale = useLocale();
  const act = useAct(() => signOut(home));
  return (
    <>
      <button type="button" disabled={act.pending} onClick={() => act.run(undefined)}>
        {t('ui.shell.sign_out')}
      </button>
      {act.problem && <span role="alert">{problemText(locale, act.problem)}</span>}
    </>
  );
}
