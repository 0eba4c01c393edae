import type { Text } from '../errors/index.ts';
import type { Locale } from '../i18n/index.ts';
import { html, type Markup } from './html.ts';

/** How a reader wants a plain page. */
export type View = { readonly locale: Locale; readonly elder: boolean };

type Asked = { readonly url: string; readonly headers: { readonly 'accept-language'?: string } };

/** One value of the address, without the rules of a schema: a wrong one is no reason to show nothing. */
export const asked = ({ url }: { readonly url: string }, name: string): string =>
  new URL(url, 'http://page').searchParams.get(name) ?? '';

const LANGUAGE = /^\s*(zh|en)\b/i;

/** `?lang=en|zh`, else the first of Accept-Language that is one of them, else Chinese; `?elder=1` for larger type. */
export function viewOf(request: Asked): View {
  const wishes = [asked(request, 'lang'), ...(request.headers['accept-language'] ?? '').split(',')];
  const wish = wishes.map((one) => LANGUAGE.exec(one)?.[1]).find((one) => one !== undefined);
  return {
    locale: wish?.toLowerCase() === 'en' ? 'en' : 'zh',
    elder: asked(request, 'elder') === '1',
  };
}

/** An address with parameters; empty ones are left out. */
export function hrefOf(path: string, params: Readonly<Record<string, string | undefined>>): string {
  const entries = Object.entries(params).filter((entry): entry is [string, string] => !!entry[1]);
  return entries.length > 0 ? `${path}?${new URLSearchParams(entries)}` : path;
}

/** The address of another plain page in the same language and size. */
export const linkIn = (
  { locale, elder }: View,
  path: string,
  params: Readonly<Record<string, string | undefined>> = {},
): string => hrefOf(path, { ...params, lang: locale, elder: elder ? '1' : '' });

export type Page = {
  /** The heading, and the title of the window. */
  readonly title: string;
  readonly locale: Locale;
  readonly body: Markup;
  /** What matters most, in one or two sentences under the heading; set off by a line. */
  readonly lead?: Markup | undefined;
  /** What search engines and messengers show of the page. */
  readonly description?: string | undefined;
  /** Keeps the page out of search engines: for pages about one person or one paper. */
  readonly noindex?: boolean | undefined;
  /** Larger type and targets (长辈版). */
  readonly elder?: boolean | undefined;
  /** The pages above this one, the start page first; the heading ends the row. */
  readonly trail?: readonly { readonly href: string; readonly text: string }[] | undefined;
  /** Parameters of the address which the language and size links keep, such as `q`. */
  readonly keep?: Readonly<Record<string, string | undefined>> | undefined;
};

const texts = {
  brand: { zh: '一网通办', en: 'Yiwang services' },
  skip: { zh: '跳到正文', en: 'Skip to content' },
  menu: { zh: '菜单', en: 'Menu' },
  trail: { zh: '当前位置', en: 'You are here' },
  elder: { zh: '长辈版', en: 'Larger' },
  standard: { zh: '标准版', en: 'Standard' },
  guides: { zh: '全部办事指南', en: 'All guides' },
  verify: { zh: '核验证照', en: 'Verify a certificate' },
  help: {
    zh: '电话和窗口同样可以办理：拨打 12345 或到就近的政务服务中心。',
    en: 'You can also do this by phone (12345) or at a service centre near you.',
  },
} satisfies Record<string, Text>;

function trailOf(trail: NonNullable<Page['trail']>, label: string, here: string): Markup {
  return html`<nav class="trail" aria-label="${label}"><ol>${trail.map(
    ({ href, text }) => html`<li><a href="${href}">${text}</a></li>`,
  )}<li aria-current="page">${here}</li></ol></nav>`;
}

/**
 * A whole plain HTML page: brand, language and size links, heading, lead, body, footer. Works without
 * scripts; its styles are tokens.css and page.css of foundation/ui, at /assets/page.css.
 */
export function layout(page: Page): Markup {
  const { title, locale, body, lead, description, noindex, elder, trail, keep } = page;
  const other = locale === 'zh' ? 'en' : 'zh';
  const view: View = { locale, elder: elder ?? false };
  const say = (name: keyof typeof texts) => texts[name][locale];
  const language = hrefOf('', { ...keep, lang: other, elder: elder ? '1' : '' });
  const size = hrefOf('', { ...keep, lang: locale, elder: elder ? '' : '1' });
  return html`<!doctype html>
<html lang="${locale === 'zh' ? 'zh-CN' : 'en'}"${elder && html` data-elder`}>
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title} · ${say('brand')}</title>
${description && html`<meta name="description" content="${description}">`}${noindex && html`<meta name="robots" content="noindex">`}
<link rel="stylesheet" href="/assets/page.css"></head>
<body><a class="skip" href="#main">${say('skip')}</a>
<header><div><a class="brand" href="/">${say('brand')}</a>
<nav aria-label="${say('menu')}"><a href="${size}">${say(elder ? 'standard' : 'elder')}</a><a href="${language}" lang="${other === 'zh' ? 'zh-CN' : 'en'}">${other === 'zh' ? '中文' : 'English'}</a></nav></div></header>
<main id="main" tabindex="-1">${trail && trailOf(trail, say('trail'), title)}
<h1>${title}</h1>${lead && html`<div class="lead">${lead}</div>`}
${body}</main>
<footer><div><p>${say('help')}</p><p><a href="${linkIn(view, '/guides')}">${say('guides')}</a><a href="${linkIn(view, '/verify')}">${say('verify')}</a></p></div></footer>
</body></html>`;
}
