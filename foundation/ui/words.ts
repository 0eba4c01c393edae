import { useSyncExternalStore } from 'react';
import type { Locale } from '../i18n/browser.ts';
import { currentLocale, onLocaleChange, t } from '../i18n/browser.ts';

/** The language on the screen; the component renders again when it changes. */
export const useLocale = (): Locale => useSyncExternalStore(onLocaleChange, currentLocale);

/** `t` bound to the language on the screen. */
export function useT(): (key: string, params?: Readonly<Record<string, unknown>>) => string {
  const locale = useLocale();
  return (key, params) => t(locale, key, params);
}
