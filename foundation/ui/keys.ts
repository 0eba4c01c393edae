import { useEffect, useId, useSyncExternalStore } from 'react';
import { letterKeys } from './preferences.ts';

/** One keyboard command: the `key` of KeyboardEvent, the message key of what it does, and the doing. */
export type KeyCommand = {
  key: string;
  labelKey: string;
  run: () => void;
  /** Commands without effect at the moment are neither run nor listed. */
  off?: boolean;
};

const active = new Map<string, readonly KeyCommand[]>();
const listeners = new Set<() => void>();
let listed: readonly KeyCommand[] = [];

function changed(): void {
  listed = [...active.values()].flat().filter(({ off }) => !off);
  for (const tell of listeners) tell();
}

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** The command that a key press means, the last registered first; undefined while somebody types or letters are off. */
export function commandFor(
  pressed: Pressed,
  commands: readonly KeyCommand[],
  at: { typing: boolean; onControl: boolean; letters: boolean },
): KeyCommand | undefined {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || at.typing) return undefined;
  if (pressed.key.length === 1 && !at.letters) return undefined;
  // Enter and space belong to the button or link that has the focus.
  if ((pressed.key === 'Enter' || pressed.key === ' ') && at.onControl) return undefined;
  return commands.findLast(({ key }) => key === pressed.key);
}

const within = (target: EventTarget | null, what: string): boolean =>
  target instanceof Element && target.closest(what) !== null;

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.repeat) return;
  const open = document.querySelector('dialog[open], [role="dialog"]');
  if (open) return;
  const command = commandFor(event, listed, {
    typing: within(event.target, 'input, textarea, select, [contenteditable], [role="combobox"]'),
    onControl: within(event.target, 'a[href], button, summary, [role="button"]'),
    letters: letterKeys.get(),
  });
  if (!command) return;
  event.preventDefault();
  command.run();
}

/** Registers keyboard commands while the component is on the page; they appear in the `?` list. */
export function useKeys(commands: readonly KeyCommand[]): void {
  const id = useId();
  useEffect(() => {
    active.set(id, commands);
    changed();
  }, [id, commands]);
  useEffect(() => {
    // The same function is added only once, however many components ask.
    document.addEventListener('keydown', onKeyDown);
    return () => {
      active.delete(id);
      changed();
      if (active.size === 0) document.removeEventListener('keydown', onKeyDown);
    };
  }, [id]);
}

const listen = (tell: () => void) => {
  listeners.add(tell);
  return () => listeners.delete(tell);
};

/** The commands that work now. */
export const useKeyList = (): readonly KeyCommand[] => useSyncExternalStore(listen, () => listed);
