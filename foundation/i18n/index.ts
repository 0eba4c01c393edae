import type { Text } from '../errors/index.ts';

export type Locale = 'zh' | 'en';

const texts = new Map<string, Text>();

/** Registers a capability's messages under `<capability>.<key>`; called once per capability at start. */
export function addMessages(capability: string, messages: Readonly<Record<string, Text>>): void {
  for (const [key, text] of Object.entries(messages)) texts.set(`${capability}.${key}`, text);
}

/** Puts `params` into the `{name}` places of a text. Unknown places stay visible, so that tests see them. */
export const fill = (text: string, params: Readonly<Record<string, unknown>> = {}): string =>
  text.replace(/\{(\w+)\}/g, (place, name: string) =>
    params[name] === undefined || params[name] === null ? place : String(params[name]),
  );

/** The words of a key (`case.state.accepted`, `case.error.closed`) in a language; the key itself when nobody registered it. */
export function t(locale: Locale, key: string, params?: Readonly<Record<string, unknown>>): string {
  const text = texts.get(key);
  return text ? fill(text[locale], params) : key;
}

/** The message key of an error code: `case.closed` → `case.error.closed`. */
export const errorKey = (code: string): string => code.replace('.', '.error.');
