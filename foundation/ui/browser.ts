export {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
export { useLocation, useNavigate, useParams, useSearch } from '@tanstack/react-router';
export type { Locale } from '../i18n/browser.ts';
export { setLocale, t } from '../i18n/browser.ts';
export { useAct } from './act.ts';
export type { ActOptions, Answer, Options, Page, Query } from './api.ts';
export { api } from './api.ts';
export { useCursor } from './cursor.ts';
export { clearDrafts, useDraft } from './draft.ts';
export * from './format.ts';
export { Guarded } from './frame.tsx';
export { elderMode, letterKeys, useOnline, usePreference } from './preferences.ts';
export { asProblem, codeText, fieldId, fieldTexts, Problem, problemText } from './problem.ts';
export type { Screen, ScreenEntry, ScreenNav, ScreenPermission } from './screen.ts';
export { safeNext } from './screen.ts';
export type { SessionActor } from './session.ts';
export { useMay, useSession, useSignedIn, useStandIns } from './session.ts';
export type { Shell } from './shell.tsx';
export { mountShell } from './shell.tsx';
export { SignOut } from './sign-out.tsx';
export { Empty, ErrorState, Forbidden, Loaded, Loading, NotFound, Offline } from './states.tsx';
export { useLocale, useT } from './words.ts';
