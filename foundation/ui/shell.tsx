import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
  useLocation,
} from '@tanstack/react-router';
import { type ComponentType, type ReactNode, StrictMode, useEffect, useRef } from 'react';
import { createRoot } from 'react-dom/client';
import { addMessages } from '../i18n/browser.ts';
import { onSessionEnd } from './api.ts';
import { ErrorBoundary, ScreenFrame, SIGN_IN_PATH, SignInAgain, SignInProvider } from './frame.tsx';
import { applyPreferences } from './preferences.ts';
import { asProblem } from './problem.ts';
import { pathInFace, type ScreenEntry, screenAt } from './screen.ts';
import { askSignInAgain, useActorWatch } from './session.ts';
import { NotFound } from './states.tsx';
import { useT } from './words.ts';

/** What a shell consists of: the frame around all screens, its own start page and the screens it found. */
export type Shell = {
  /** Address prefix of the face, without a slash at the end: empty or `/desk`. */
  base: string;
  entries: readonly ScreenEntry[];
  /** messages.ts of every capability by file path, from an eager glob. */
  messages: Readonly<Record<string, Parameters<typeof addMessages>[1]>>;
  brandKey: string;
  startTitleKey: string;
  Layout: ComponentType<{ children: ReactNode }>;
  /** Shown at `/` unless a capability brings a screen for it. */
  Start: ComponentType;
};

/** Registers messages under the name of the folder they lie in. */
export function registerMessages(messages: Shell['messages']): void {
  for (const [file, words] of Object.entries(messages)) {
    const capability = file.split('/').at(-2);
    if (capability) addMessages(capability, words);
  }
}

const makeClient = () => {
  const retry = (count: number, thrown: unknown) => {
    const { status } = asProblem(thrown);
    return (status === 0 || status >= 502) && count < 2;
  };
  return new QueryClient({
    defaultOptions: {
      queries: { retry, retryDelay: 400, staleTime: 10_000, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
  });
};

/** After each change of page: title and focus follow, so that screen readers notice. */
function useArrival({ entries, base, brandKey, startTitleKey }: Shell): void {
  const t = useT();
  const pathname = useLocation({ select: (location) => location.pathname });
  const first = useRef(true);
  const inFace = pathInFace(base, pathname) ?? '/';
  const key =
    screenAt(entries, inFace)?.titleKey ?? (inFace === '/' ? startTitleKey : 'ui.state.not_found');
  const title = `${t(key)} · ${t(brandKey)}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => {
    if (!first.current) document.getElementById('main')?.focus({ preventScroll: true });
    first.current = false;
  }, [pathname]);
}

function makeRouter(shell: Shell) {
  const { entries, base, Layout, Start } = shell;
  const signIn = entries.find(({ path }) => path === SIGN_IN_PATH);
  const Root = () => {
    useArrival(shell);
    useActorWatch(`${base}/`);
    const pathname = useLocation({ select: (location) => location.pathname });
    return (
      <SignInProvider value={signIn}>
        <Layout>
          <ErrorBoundary key={pathname}>
            <Outlet />
          </ErrorBoundary>
        </Layout>
        <SignInAgain />
      </SignInProvider>
    );
  };
  const root = createRootRoute({
    component: Root,
    notFoundComponent: () => <NotFound home={`${base}/`} />,
  });
  const routes = entries.map((entry) =>
    createRoute({
      getParentRoute: () => root,
      path: entry.path,
      component: () => <ScreenFrame key={entry.path} entry={entry} />,
    }),
  );
  if (!entries.some(({ path }) => path === '/'))
    routes.push(createRoute({ getParentRoute: () => root, path: '/', component: () => <Start /> }));
  return createRouter({
    routeTree: root.addChildren(routes),
    basepath: base || '/',
    scrollRestoration: true,
    parseSearch: readQuery,
    stringifySearch: writeQuery,
  });
}

/** A query as plain text: the router's own reading takes a case number for a number and rounds it. */
const readQuery = (search: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(search));

const writeQuery = (query: Record<string, unknown>): string => {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return text && `?${text}`;
};

type Navigate = { history: { push: (path: string) => void } };

/** Makes plain links to screens of this face change the page without a reload; all others stay as they are. */
function followLinks({ entries, base }: Shell, router: Navigate): void {
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
    if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || event.button !== 0)
      return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if ((link.target && link.target !== '_self') || link.hasAttribute('download')) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin) return;
    if (url.pathname === location.pathname && url.search === location.search && url.hash) return;
    const inFace = pathInFace(base, url.pathname);
    if (inFace === undefined || (inFace !== '/' && !screenAt(entries, inFace))) return;
    event.preventDefault();
    router.history.push(`${url.pathname}${url.search}${url.hash}`);
  });
}

/** Starts a face in `<div id="root">`. */
export function mountShell(shell: Shell): void {
  registerMessages(shell.messages);
  applyPreferences();
  onSessionEnd(askSignInAgain);
  const router = makeRouter(shell);
  followLinks(shell, router);
  const place = document.getElementById('root');
  if (!place) throw new Error('index.html has no element with id root');
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={makeClient()}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
