import { html, type Markup } from '@yiwang/foundation/http';
import { type Locale, t } from '@yiwang/foundation/i18n';
import type { Outcome, PublicFace, Verdict } from './schema.ts';

type Say = (key: string, params?: Record<string, unknown>) => string;
const sayIn =
  (locale: Locale): Say =>
  (key, params) =>
    t(locale, `certificate.page.${key}`, params);

/** Tone and shape of each outcome: by word and shape, the colour only helps. */
const LOOK: Record<Outcome, { tone: 'done' | 'warn' | 'late'; shape: string }> = {
  valid: { tone: 'done', shape: '✓' },
  not_yet: { tone: 'warn', shape: '▲' },
  suspended: { tone: 'warn', shape: '▲' },
  expired: { tone: 'warn', shape: '▲' },
  superseded: { tone: 'warn', shape: '▲' },
  code_expired: { tone: 'warn', shape: '▲' },
  revoked: { tone: 'late', shape: '✕' },
  tampered: { tone: 'late', shape: '✕' },
  forged: { tone: 'late', shape: '✕' },
  unknown: { tone: 'late', shape: '?' },
};

function layout(locale: Locale, title: string, body: Markup, here = '/verify?'): string {
  const say = sayIn(locale);
  const other = locale === 'zh' ? 'en' : 'zh';
  return html`<!doctype html>
<html lang="${locale === 'zh' ? 'zh-CN' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><link rel="stylesheet" href="/assets/page.css"></head>
<body><a class="skip" href="#main">${say('skip')}</a>
<header><div><a class="brand" href="/">${say('brand')}</a>
<nav aria-label="${say('language')}"><a href="${here}lang=${other}" lang="${other === 'zh' ? 'zh-CN' : 'en'}">${say('other_language')}</a></nav></div></header>
<main id="main" tabindex="-1">${body}</main>
<footer><div><p>${say('footer')}</p></div></footer></body></html>`.text;
}

/** What was typed and why the form is shown again. */
export type Again = {
  readonly problem: 'incomplete' | 'no_file' | 'too_large';
  readonly i?: string;
  readonly c?: string;
  readonly limitMb?: number;
};

const FIELD_OF = { incomplete: 'i', no_file: 'file', too_large: 'file' } as const;

/** The form: a PDF, or the identifier and the last four of the number. */
export function formPage(locale: Locale, again?: Again): string {
  const say = sayIn(locale);
  const title = say('title');
  const message = again && say(`problem.${again.problem}`, { limitMb: again.limitMb });
  const summary =
    again &&
    html`<div class="lead late" role="alert"><p class="big">${say('problem')}</p>
<p><a href="#${FIELD_OF[again.problem]}">${message}</a></p></div>`;
  const wrong = (name: 'i' | 'file') =>
    again && FIELD_OF[again.problem] === name
      ? html`<br><strong class="tag late"><span aria-hidden="true">! </span>${message}</strong>`
      : null;
  const hint = (name: string, key: string) =>
    html`<span class="src" id="${name}-hint">${say(key)}</span>`;
  return layout(
    locale,
    again ? `${say('problem')} · ${title}` : title,
    html`<h1>${title}</h1>${summary}<p>${say('intro')}</p>
<h2>${say('by_code')}</h2><p>${say('by_code_why')}</p>
<h2>${say('by_file')}</h2>
<form method="post" action="/verify/file?lang=${locale}" enctype="multipart/form-data">
<p><label for="file">${say('file')}</label>${hint('file', 'file_hint')}${wrong('file')}
<input id="file" name="file" type="file" accept="application/pdf,.pdf" required aria-describedby="file-hint"></p>
<p><button class="button" type="submit">${say('check_file')}</button></p></form>
<h2>${say('by_number')}</h2>
<form method="get" action="/verify"><input type="hidden" name="lang" value="${locale}">
<p><label for="i">${say('identifier')}</label>${hint('i', 'identifier_hint')}${wrong('i')}
<input id="i" name="i" maxlength="200" autocomplete="off" required value="${again?.i ?? ''}" aria-describedby="i-hint"></p>
<p><label for="c">${say('last_four')}</label>${hint('c', 'last_four_hint')}
<input id="c" name="c" minlength="4" maxlength="4" autocomplete="off" required value="${again?.c ?? ''}" aria-describedby="c-hint"></p>
<p><button class="button" type="submit">${say('check_number')}</button></p></form>`,
  );
}

const dateText = (locale: Locale, on: string): string => {
  const [year, month, day] = on.split('-').map(Number);
  if (locale === 'zh') return `${year}年${month}月${day}日`;
  return new Date(`${on}T00:00:00Z`).toLocaleDateString('en-GB', {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
};

const timeText = (locale: Locale, at: string): string => {
  const beijing = new Date(new Date(at).getTime() + 8 * 3_600_000).toISOString();
  return `${dateText(locale, beijing.slice(0, 10))} ${beijing.slice(11, 19)}`;
};

function faceOf(locale: Locale, face: PublicFace): Markup {
  const say = sayIn(locale);
  const period =
    face.validUntilOn === null
      ? say('valid_without_end', { from: dateText(locale, face.validFromOn) })
      : say('valid_period', {
          from: dateText(locale, face.validFromOn),
          until: dateText(locale, face.validUntilOn),
        });
  const pieces = face.identifier.split('.');
  const identifier = pieces.map((piece, at) => (at === 0 ? piece : html`.<wbr>${piece}`));
  const rows: [string, string | Parameters<typeof html>[1]][] = [
    [say('type'), face.typeName[locale]],
    [say('holder'), face.holder],
    [say('issuer'), face.issuerName[locale]],
    [say('issued'), dateText(locale, face.issuedOn)],
    [say('period'), period],
    [say('identifier'), identifier],
  ];
  const list = rows.map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`);
  return html`<h2>${say('face')}</h2><dl>${list}</dl>
<p class="src">${say('masked')}</p>
${face.pilotSeal && html`<p><span class="tag warn"><span aria-hidden="true">▲ </span>${say('pilot')}</span> ${say('pilot_why')}</p>`}`;
}

/**
 * What was found, in large words first, then what may be known of the certificate. `here` is the
 * address of this page up to where `lang=` is added.
 */
export function resultPage(locale: Locale, verdict: Verdict, here?: string): string {
  const say = sayIn(locale);
  const { outcome, certificate, receipt, checkedAt } = verdict;
  const { tone, shape } = LOOK[outcome];
  const words = say(`outcome.${outcome}`);
  return layout(
    locale,
    `${words} · ${say('title')}`,
    html`<h1>${say('result')}</h1>
<div class="lead ${tone}" data-outcome="${outcome}"><p class="big"><span class="tag ${tone}"><span aria-hidden="true">${shape} </span>${words}</span></p>
<p>${say(`why.${outcome}`)}</p></div>
<p>${say('checked_at', { at: timeText(locale, checkedAt) })}</p>
${certificate && faceOf(locale, certificate)}
${receipt && html`<h2>${say('receipt_title')}</h2><p>${say('receipt_why')} <a href="${receipt}">${say('receipt')}</a></p>`}
<p class="row"><a class="button plain" href="/verify?lang=${locale}">${say('again')}</a></p>`,
    here,
  );
}
