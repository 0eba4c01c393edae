import type { ScreenEntry, SessionActor } from '@yiwang/foundation/ui/browser';

/** The screens that an officer's post may open and that ask for a place in the menu, in their order. */
export function menuFor(
  entries: readonly ScreenEntry[],
  actor: SessionActor | null | undefined,
): ScreenEntry[] {
  const may = ({ permission = 'signedIn' }: ScreenEntry) =>
    permission === 'public' ||
    (actor && (permission === 'signedIn' || actor.permissions.includes(permission)));
  return entries
    .filter((entry) => entry.nav && may(entry))
    .sort((a, b) => (a.nav?.order ?? 0) - (b.nav?.order ?? 0));
}
