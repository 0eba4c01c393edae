import type { Locale } from './index.ts';

export * from './index.ts';

const STORE = 'yw.locale';
const listeners = new Set<() => void>();
let chosen: Locale | undefined;

/** The language a browser asks for: the stored choice, else the first of `languages` that is Chinese or English, else Chinese. */
export function pickLocale(stored: string | null, languages: readonly string[]): Locale {
  if (stored === 'zh' || stored === 'en') return stored;
  for (const language of languages) {
    if (language.toLowerCase().startsWith('zh')) return 'zh';
    if (language.toLowerCase().startsWith('en')) return 'en';
  }
  return 'zh';
}

/** The language on the screen now. */
export function currentLocale(): Locale {
  chosen ??= pickLocale(localStorage.getItem(STORE), navigator.languages);
  return chosen;
}

/** Changes the language, keeps the choice on this device and sets `<html lang>`. */
export function setLocale(locale: Locale): void {
  chosen = locale;
  localStorage.setItem(STORE, locale);
  document.documentElement.lang = htmlLang(locale);
  for (const tell of listeners) tell();
}

/** The BCP 47 tag written on `<html lang>`. */
export const htmlLang = (locale: Locale): string => (locale === 'zh' ? 'zh-CN' : 'en');

/** Calls `tell` after each change of language; the answer ends that. */
export function onLocaleChange(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}
