import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useSyncExternalStore } from 'react';
import { api } from './api.ts';
import { clearDrafts } from './draft.ts';
import { asProblem, Problem } from './problem.ts';
import { safeNext } from './screen.ts';

/** Who is signed in, as the identity capability tells it. */
export type SessionActor = {
  kind: 'person' | 'enterprise' | 'officer';
  id: string;
  name: string;
  postName?: string;
  organizationName?: string;
  permissions: readonly string[];
  /** Strength of the identity proof: 1 account, 2 real name, 3 real person, 4 legal certificate. */
  authLevel: number;
  isStandIn?: boolean;
};

type Session = { actor: SessionActor | null };

const SESSION = '/api/services/identity/session';
const sessionKey = ['identity', 'session'];

/** The account last signed in at this tab; kept over a reload, so that nobody else continues her form. */
const LAST = 'yw.actor';
const lastActorId = (): string | null => sessionStorage.getItem(LAST);

/**
 * Notes who is signed in. Somebody else than before, also from another tab of this browser, starts
 * from the home page without the former's drafts; true in that case.
 */
function noteActor(actor: SessionActor | null | undefined, home: string): boolean {
  if (!actor) return false;
  const before = lastActorId();
  sessionStorage.setItem(LAST, actor.id);
  if (before === null || before === actor.id) return false;
  clearDrafts();
  answerSignIn(false);
  location.assign(home);
  return true;
}

const readSession = (): Promise<Session> => api.get<Session>(SESSION);

/** The session: `actor` is null when nobody is signed in and undefined until the server answered. */
export function useSession() {
  const query = useQuery({
    queryKey: sessionKey,
    queryFn: readSession,
    staleTime: Infinity,
    // Somebody may have signed in or out in another tab.
    refetchOnWindowFocus: 'always',
  });
  return {
    actor: query.data?.actor,
    pending: query.isPending,
    problem: query.error instanceof Problem ? query.error : undefined,
    retry: query.refetch,
  };
}

/** Watches who is signed in, for the whole face. */
export function useActorWatch(home: string): void {
  const { actor } = useSession();
  useEffect(() => {
    noteActor(actor, home);
  }, [actor, home]);
}

/** Whether the one signed in holds a permission `<capability>.<verb>`. */
export function useMay(permission: string): boolean {
  return useSession().actor?.permissions.includes(permission) ?? false;
}

/** The stand-ins that this installation uses for outside systems; empty in production. */
export function useStandIns(): readonly string[] {
  const query = useQuery({
    queryKey: ['platform', 'standIns'],
    queryFn: () => api.get<{ standIns: string[] }>('/api/platform'),
    staleTime: Infinity,
  });
  return query.data?.standIns ?? [];
}

/** Ends the session, forgets drafts and cached answers, and opens the start page. @throws {Problem} when it did not end. */
export async function signOut(home: string): Promise<void> {
  await api.delete(SESSION).catch((thrown: unknown) => {
    // Ended before: that is what was wanted.
    if (asProblem(thrown).status !== 401) throw thrown;
  });
  clearDrafts();
  sessionStorage.removeItem(LAST);
  location.assign(home);
}

type Waiting = { promise: Promise<boolean>; answer: (again: boolean) => void };
let waiting: Waiting | undefined;
const listeners = new Set<() => void>();
const tellAll = () => {
  for (const tell of listeners) tell();
};

/**
 * Asks for sign-in over the open page; requests that met the ended session wait for the answer together.
 * False at once when nobody had been signed in at this tab.
 */
export function askSignInAgain(): Promise<boolean> {
  if (lastActorId() === null) return Promise.resolve(false);
  if (!waiting) {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    waiting = { promise, answer: resolve };
    tellAll();
  }
  return waiting.promise;
}

/** Ends the waiting; false leaves the page as it is, with what was typed. */
export function answerSignIn(again: boolean): void {
  waiting?.answer(again);
  waiting = undefined;
  tellAll();
}

const listen = (tell: () => void) => {
  listeners.add(tell);
  return () => listeners.delete(tell);
};

/** Whether a request waits for sign-in. */
export const useSignInWaiting = (): boolean =>
  useSyncExternalStore(listen, () => waiting !== undefined);

/**
 * What the sign-in screen calls after the server accepted it. On its own page it goes to `?next=`; in
 * place of a screen that needs sign-in the screen appears; over an open page the waiting requests go
 * on if it is the same person. Another person starts from the home page without the former's drafts.
 */
export function useSignedIn(): () => Promise<void> {
  const client = useQueryClient();
  const router = useRouter();
  return async () => {
    const { actor } = await client.fetchQuery({
      queryKey: sessionKey,
      queryFn: readSession,
      staleTime: 0,
    });
    const home = router.basepath === '/' ? '/' : `${router.basepath}/`;
    if (noteActor(actor, home)) return;
    // What was read as nobody may look different now.
    await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
    if (waiting) return answerSignIn(true);
    const onOwnPage = location.pathname === `${home}sign-in`;
    const next = new URLSearchParams(location.search).get('next');
    if (onOwnPage) router.history.push(next ? safeNext(next) : home);
  };
}
