import type { ComponentType } from 'react';

/** Who may open a screen: everybody, whoever is signed in, or holders of a permission `<capability>.<verb>`. */
export type ScreenPermission = 'public' | 'signedIn' | (string & {});

/** Where a screen is offered by the shell. */
export type ScreenNav = {
  /** Position in the menu (workbench) or in the list of own things on the start page (portal); small first. */
  order: number;
  /** Message key of the entry; the screen's title when absent. */
  labelKey?: string;
};

/**
 * A screen of a capability. `path` is relative to its face (`/cases/$id`; the workbench puts `/desk`
 * before it), in the notation of TanStack Router. The shells read path, titleKey, permission and nav
 * from the source without running it, so these must be literals.
 */
export type Screen = {
  path: string;
  titleKey: string;
  /** Default `signedIn`. */
  permission?: ScreenPermission;
  component: ComponentType;
  nav?: ScreenNav;
};

/** A screen as the shell knows it before its code is loaded. */
export type ScreenEntry = Omit<Screen, 'component'> & {
  capability: string;
  load: () => Promise<{ screens: readonly Screen[] }>;
};

/** Whether a path of the face is one of its screens; `$name` stands for one segment, a last `$` for the rest. */
export function matchesScreen(pattern: string, pathname: string): boolean {
  const want = pattern.split('/').filter(Boolean);
  const have = pathname.split('/').filter(Boolean);
  if (want.at(-1) === '$') {
    want.pop();
    have.length = Math.min(have.length, want.length);
  }
  return (
    want.length === have.length &&
    want.every((part, index) => part.startsWith('$') || part === have[index])
  );
}

/** The screen at a path of the face; one with a fixed path wins over one with `$name` in its place. */
export function screenAt<T extends { path: string }>(
  entries: readonly T[],
  pathname: string,
): T | undefined {
  const open = ({ path }: T) => path.split('$').length;
  return entries
    .filter(({ path }) => matchesScreen(path, pathname))
    .sort((a, b) => open(a) - open(b))[0];
}

/** A path without the prefix of its face; undefined when it belongs to another one. */
export function pathInFace(base: string, pathname: string): string | undefined {
  if (pathname === base) return '/';
  return pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : undefined;
}

/** An address to go to after sign-in, if it stays on this site; otherwise the start page. */
export function safeNext(next: string | null | undefined): string {
  if (!next) return '/';
  const base = 'https://here.invalid';
  if (!next.startsWith('/') || !URL.canParse(next, base)) return '/';
  const url = new URL(next, base);
  return url.origin === base ? `${url.pathname}${url.search}${url.hash}` : '/';
}
