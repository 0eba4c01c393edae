import { useEffect, useRef, useState } from 'react';

const PREFIX = 'yw.draft.';

/** Forgets everything typed in this tab: after sign-out, or when another person signs in. */
export function clearDrafts(storage: Storage = sessionStorage): void {
  for (const name of Object.keys(storage)) if (name.startsWith(PREFIX)) storage.removeItem(name);
}

/** The draft kept under a name; undefined when there is none or it cannot be read. */
export function readDraft<T>(name: string, storage: Storage = sessionStorage): T | undefined {
  const text = storage.getItem(PREFIX + name);
  if (text === null) return undefined;
  try {
    return JSON.parse(text) as T;
  } catch {
    storage.removeItem(PREFIX + name);
    return undefined;
  }
}

/**
 * State of a form that outlives a reload and the end of a session: kept in this tab until `saved()`.
 * `name` says which form (`case.new.<itemId>`). The kept value wins over `initial`.
 */
export function useDraft<T>(name: string, initial: T) {
  const [value, setValue] = useState<T>(() => readDraft<T>(name) ?? initial);
  const [restored] = useState(() => readDraft<T>(name) !== undefined);
  const touched = useRef(false);
  useEffect(() => {
    if (touched.current) sessionStorage.setItem(PREFIX + name, JSON.stringify(value));
  }, [name, value]);
  const change = (next: T | ((before: T) => T)) => {
    touched.current = true;
    setValue(next);
  };
  const saved = () => {
    touched.current = false;
    sessionStorage.removeItem(PREFIX + name);
  };
  return { value, change, saved, restored };
}
