import { html, layout, type Markup, type View } from '@yiwang/foundation/http';
import { caseType } from './codes.ts';
import { type Voice, voiceOf } from './page-parts.ts';
import type { GuideSummary } from './schema.ts';
import type { GuidePage } from './service.ts';

type Wish = { readonly q: string; readonly region: string };

const searchBox = (voice: Voice, { q, region }: Wish): Markup =>
  html`<form action="/guides" method="get" role="search">
<label for="q">${voice.w('list.label')}</label>
<div class="search"><input id="q" name="q" type="search" value="${q}" maxlength="100" autocomplete="off" enterkeyhint="search"><button type="submit">${voice.w('list.search')}</button></div>
<input type="hidden" name="lang" value="${voice.locale}">${
    voice.elder && html`<input type="hidden" name="elder" value="1">`
  }${region && html`<input type="hidden" name="region" value="${region}">`}</form>`;

const entry = (voice: Voice, region: string, guide: GuideSummary): Markup =>
  html`<li><a href="${voice.link(guide.page, { region })}">${voice.say(guide.title)}</a>
<p>${voice.say(guide.summary)}</p><p class="src">${voice.code(caseType, guide.caseType)}</p></li>`;

const hints = (voice: Voice, region: string): Markup =>
  html`<ul><li>${voice.w('list.hint_words')}</li><li>${voice.w('list.hint_phone')}</li><li><a href="${voice.link('/guides', { region })}">${voice.w('list.hint_all')}</a></li></ul>`;

function results(voice: Voice, { q, region }: Wish, { items, next }: GuidePage): Markup {
  if (items.length === 0)
    return html`<h2>${q ? voice.w('list.none', { q }) : voice.w('list.all')}</h2>${hints(voice, region)}`;
  const more = next && voice.link('/guides', { q, region, after: next });
  return html`<h2>${q ? voice.w('list.found', { q }) : voice.w('list.all')}</h2>
<ul class="links">${items.map((guide) => entry(voice, region, guide))}</ul>${
    more &&
    html`<div class="row"><a class="button plain" href="${more}">${voice.w('list.more')}</a></div>`
  }`;
}

const home = (voice: Voice) => [{ href: '/', text: voice.w('home') }];

/** The search box with what was found, or all guides before a search. */
export function listPage(view: View, wish: Wish, found: GuidePage): Markup {
  const voice = voiceOf(view);
  return layout({
    title: voice.w('list.title'),
    description: voice.w('list.description'),
    trail: home(voice),
    keep: wish,
    noindex: wish.q !== '',
    ...view,
    body: html`${searchBox(voice, wish)}${results(voice, wish, found)}`,
  });
}

/** What stands at the address of no guide. */
export function missingPage(view: View): Markup {
  const voice = voiceOf(view);
  return layout({
    title: voice.w('missing.title'),
    lead: html`<p>${voice.w('missing.text')}</p>`,
    trail: [...home(voice), { href: voice.link('/guides'), text: voice.w('guides') }],
    noindex: true,
    ...view,
    body: html`${searchBox(voice, { q: '', region: '' })}${hints(voice, '')}`,
  });
}
