import type { Text } from '@yiwang/foundation/errors';
import { html, linkIn, type Markup, type View } from '@yiwang/foundation/http';
import { fill } from '@yiwang/foundation/i18n';
import { clauseText } from '@yiwang/foundation/time';
import type { ItemVersion } from '@yiwang/services/item-catalogue';
import { type Codes, unit } from './codes.ts';
import { messages } from './messages.ts';

export type ItemLimit = ItemVersion['limits']['statutory'];
type Clause = ItemVersion['basis'][number];
type Params = Readonly<Record<string, string | number>>;
export type Part = Markup | string | number | false | undefined;

/** Words and links in the reader's language. */
export type Voice = View & {
  /** The words of a key of messages.ts. */
  readonly w: (key: keyof typeof messages, params?: Params) => string;
  readonly say: (text: Text) => string;
  /** A code in words; an unknown one as it is. */
  readonly code: (codes: Codes, key: string) => string;
  readonly link: (path: string, params?: Record<string, string | undefined>) => string;
};

export const voiceOf = (view: View): Voice => ({
  ...view,
  w: (key, params) => fill(messages[key][view.locale], params),
  say: (text) => text[view.locale],
  code: (codes, key) => codes[key]?.[view.locale] ?? key,
  link: (path, params) => linkIn(view, path, params),
});

/** Several words in one row: with 、 in Chinese. */
export const joined = ({ locale }: View, words: readonly string[]): string =>
  words.join(locale === 'zh' ? '、' : ', ');

/** Marks of elements for which no text was at hand; it remembers which were shown. */
export type Marks = {
  /** The mark of an element, when it, a part of it or what it is part of is unverified. */
  readonly mark: (pointer: string) => Markup | false;
  readonly all: readonly string[];
  /** The unverified elements of which nothing on the page has told yet. */
  readonly unmarked: () => string[];
};

const related = (a: string, b: string): boolean =>
  a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);

export function marksOf(voice: Voice, unverified: readonly string[]): Marks {
  const shown = new Set<string>();
  return {
    all: unverified,
    mark: (pointer) => {
      const found = unverified.filter((one) => related(one, pointer));
      for (const one of found) shown.add(one);
      return found.length > 0 && unverifiedTag(voice);
    },
    unmarked: () => unverified.filter((one) => !shown.has(one)),
  };
}

const unverifiedTag = (voice: Voice): Markup =>
  html` <a class="tag warn" href="#unverified">${voice.w('unverified')}</a>`;

/** One row of a description list; nothing when there is no value. */
export const row = (label: string, value: Part, mark: Part = false): Markup | false =>
  value !== undefined &&
  value !== false &&
  value !== '' &&
  html`<dt>${label}</dt><dd>${value}${mark}</dd>`;

export const rows = (...all: readonly (Markup | false)[]): Markup => html`<dl>${all}</dl>`;

export const section = (title: string, ...content: readonly Part[]): Markup =>
  html`<section><h2>${title}</h2>${content}</section>`;

export const listOf = (items: readonly Part[]): Markup =>
  html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;

/** A clause with law, article and the date of its text, what follows from it, and a mark when nobody has read it. */
export const clauseOf = (voice: Voice, clause: Clause): Markup => {
  const text = clauseText(voice.locale, { ...clause, verified: true });
  const says = clause.says && voice.say(clause.says);
  return html`${text}${!clause.verified && unverifiedTag(voice)}${says && html`<br><span class="src">${says}</span>`}`;
};

export const clausesOf = (voice: Voice, clauses: readonly Clause[]): Markup | false =>
  clauses.length > 0 && listOf(clauses.map((clause) => clauseOf(voice, clause)));

/** A length as people say it: `20 个工作日`, `1 year`; 0 working days is the same day. */
export function lengthOf(voice: Voice, { value, unit: of }: Pick<ItemLimit, 'value' | 'unit'>) {
  if (value === 0 && of === 'workingDay') return voice.w('limits.same_day');
  const name = voice.code(unit, of);
  const one = value === 1 && voice.locale === 'en' ? name.replace(/s$/, '') : name;
  return voice.w('limits.value', { value, unit: one });
}

const styles: Record<View['locale'], Intl.DateTimeFormat> = {
  zh: new Intl.DateTimeFormat('zh-CN', {
    month: 'long',
    day: 'numeric',
    weekday: 'short',
    timeZone: 'UTC',
  }),
  en: new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  }),
};

/** A civil date without its year: `11月30日周一` is written `11月30日（周一）`. */
export const dayOf = ({ locale }: View, on: string): string =>
  styles[locale].format(new Date(`${on}T00:00:00Z`)).replace(/(周.)$/, '（$1）');

/** A telephone number that a phone can dial. */
export const phoneOf = (phone: string): Markup =>
  html`<a href="tel:${phone.replace(/[^\d+]/g, '')}">${phone}</a>`;

/** An address of the web as a link; anything that is no page of http or of this site stays text. */
export const webOf = (address: string): Markup =>
  /^(https?:\/\/|\/(?!\/))/.test(address)
    ? html`<a href="${address}">${address}</a>`
    : html`${address}`;
