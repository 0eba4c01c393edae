import {
  Component,
  type ComponentType,
  createContext,
  lazy,
  type ReactNode,
  Suspense,
  useContext,
  useEffect,
  useRef,
} from 'react';
import type { ScreenEntry, ScreenPermission } from './screen.ts';
import { answerSignIn, useMay, useSession, useSignInWaiting } from './session.ts';
import { ErrorState, Forbidden, Loading } from './states.tsx';
import { useT } from './words.ts';

/** The screen of a face where people sign in, by convention of its path. */
export const SIGN_IN_PATH = '/sign-in';

/** Keeps a bug in one screen from taking the shell with it. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError = () => ({ failed: true });
  override render() {
    return this.state.failed ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const t = useT();
  return (
    <div className="state" role="alert">
      <p className="state-title">{t('ui.state.error')}</p>
      <p>{t('ui.error.unknown')}</p>
      <button type="button" className="button plain" onClick={() => location.reload()}>
        {t('ui.state.reload')}
      </button>
    </div>
  );
}

const loaded = new Map<ScreenEntry, ComponentType>();

/** The component of a screen, whose code comes with its first use. */
export function screenComponent(entry: ScreenEntry): ComponentType {
  const known = loaded.get(entry);
  if (known) return known;
  const component = lazy(async () => {
    const { screens } = await entry.load();
    const screen = screens.find(({ path }) => path === entry.path);
    if (!screen) throw new Error(`${entry.capability} exports no screen ${entry.path}`);
    return { default: screen.component };
  });
  loaded.set(entry, component);
  return component;
}

const Code = ({ entry }: { entry: ScreenEntry }) => {
  const Screen = screenComponent(entry);
  return (
    <ErrorBoundary>
      <Suspense fallback={<Loading />}>
        <Screen />
      </Suspense>
    </ErrorBoundary>
  );
};

const SignInScreen = createContext<ScreenEntry | undefined>(undefined);

/** Tells everything inside which screen signs people in. */
export const SignInProvider = SignInScreen.Provider;

const SignInForm = () => {
  const t = useT();
  const signIn = useContext(SignInScreen);
  return signIn ? <Code entry={signIn} /> : <p>{t('ui.sign_in.absent')}</p>;
};

/**
 * Shows `children` to those who have the permission, and sign-in in their place to whoever is not
 * signed in. Once admitted they stay, also when the session ends meanwhile, so that nothing typed is
 * lost; the server still refuses each request.
 */
export function Guarded(props: { permission: ScreenPermission; children: ReactNode }) {
  const { permission, children } = props;
  const t = useT();
  const { actor, problem, retry } = useSession();
  const may = useMay(permission) || permission === 'signedIn';
  const admitted = useRef(false);
  if (permission === 'public' || (actor && may)) admitted.current = true;
  if (admitted.current) return children;
  if (problem) return <ErrorState problem={problem} again={retry} />;
  if (actor === undefined) return <Loading />;
  if (actor) return <Forbidden />;
  return (
    <>
      <p className="quiet">{t('ui.sign_in.title')}</p>
      <SignInForm />
    </>
  );
}

/** A screen behind its permission. */
export const ScreenFrame = ({ entry }: { entry: ScreenEntry }) => (
  <Guarded permission={entry.permission ?? 'signedIn'}>
    <Code entry={entry} />
  </Guarded>
);

/** Sign-in over the open page, when a session ends in the middle of something. */
export function SignInAgain() {
  const t = useT();
  const open = useSignInWaiting();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (!open) return dialog.current?.close();
    dialog.current?.showModal();
    // Its form comes later: without this the focus would be on the button that declines.
    dialog.current?.querySelector('h2')?.focus();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby="sign-in-again"
      onClose={() => answerSignIn(false)}
    >
      {open && (
        <>
          <h2 id="sign-in-again" tabIndex={-1}>
            {t('ui.sign_in.again')}
          </h2>
          <p>{t('ui.sign_in.again_why')}</p>
          <SignInForm />
          <p>
            <button type="button" className="button plain" onClick={() => answerSignIn(false)}>
              {t('ui.sign_in.later')}
            </button>
          </p>
        </>
      )}
    </dialog>
  );
}
