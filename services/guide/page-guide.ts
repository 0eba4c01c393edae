import { html, layout, type Markup, type View } from '@yiwang/foundation/http';
import { type Calendar, deadline, startClock } from '@yiwang/foundation/time';
import type { ItemVersion } from '@yiwang/services/item-catalogue';
import * as codes from './codes.ts';
import { aboutSection, faqSection, helpSection, unverifiedSection } from './page-about.ts';
import { materialsSection } from './page-materials.ts';
import {
  clauseOf,
  clausesOf,
  dayOf,
  type ItemLimit,
  joined,
  lengthOf,
  listOf,
  type Marks,
  marksOf,
  type Part,
  phoneOf,
  row,
  rows,
  section,
  type Voice,
  voiceOf,
} from './page-parts.ts';
import { onlineSection, placesSection, resultSection } from './page-places.ts';

/** Who decides, and by which date when the application is accepted today. */
function leadOf(
  voice: Voice,
  item: ItemVersion,
  { mark }: Marks,
  calendar: Calendar,
  now: Date,
): Markup {
  const { promised } = item.limits;
  const body = voice.say(item.implementer.name);
  const { dueOn, certain } = deadline(calendar, startClock(promised, now), now);
  const day = dayOf(voice, dueOn);
  const words = { body, day, limit: lengthOf(voice, promised) };
  const sentence =
    promised.value === 0 && promised.unit === 'workingDay'
      ? voice.w('lead.same_day', words)
      : voice.w('lead.by', words);
  const limit = (name: 'promised' | 'statutory') =>
    html`${voice.w(`lead.${name}`, { length: lengthOf(voice, item.limits[name]) })}${mark(`/limits/${name}`)}`;
  return html`<p class="big">${certain ? sentence : voice.w('lead.within', words)}</p>
<p>${limit('promised')}<br>${limit('statutory')}</p><p class="src">${voice.w('lead.apart')}</p>`;
}

function actions(voice: Voice, item: ItemVersion): Markup {
  const { phone } = item.contacts.consult;
  return html`<div class="row">${
    item.online.available &&
    html`<a class="button" href="/apply/${encodeURIComponent(item.slug)}">${voice.w('apply')}</a>`
  }<a class="button plain" href="tel:${phone.replace(/[^\d+]/g, '')}">${voice.w('call', { phone })}</a></div>`;
}

function glance(voice: Voice, item: ItemVersion, { mark }: Marks): Markup {
  const { visits, fees, result } = item;
  const reason = visits.reason ? voice.say(visits.reason) : '';
  const named = (list: codes.Codes, keys: readonly string[]) =>
    joined(
      voice,
      keys.map((key) => voice.code(list, key)),
    );
  return section(
    voice.w('glance.title'),
    rows(
      row(
        voice.w('glance.who'),
        named(codes.servedParty, item.servedPartyCodes),
        mark('/servedPartyCodes'),
      ),
      row(
        voice.w('glance.visits'),
        visits.times === 0
          ? voice.w('glance.no_visit')
          : voice.w('glance.visit', { times: visits.times, reason }),
        mark('/visits'),
      ),
      row(voice.w('glance.cost'), voice.w(fees.charged ? 'glance.charged' : 'glance.free')),
      row(voice.w('glance.how'), named(codes.channel, item.channels), mark('/channels')),
      row(voice.w('glance.get'), voice.say(result.name)),
      row(voice.w('help.consult'), phoneOf(item.contacts.consult.phone), mark('/contacts/consult')),
    ),
  );
}

function conditions(voice: Voice, item: ItemVersion, { mark }: Marks): Markup {
  const { quantityLimit } = item;
  return section(
    voice.w('conditions.title'),
    listOf(item.conditions.map((one, i) => html`${voice.say(one)}${mark(`/conditions/${i}`)}`)),
    rows(
      row(
        voice.w('conditions.quantity'),
        quantityLimit ? voice.say(quantityLimit) : voice.w('conditions.no_quantity'),
        mark('/quantityLimit'),
      ),
    ),
  );
}

const limitOrder = [
  'promised',
  'statutory',
  'extension',
  'correction',
  'visit',
  'rectify',
  'issue',
] as const;

function limitRow(voice: Voice, label: string, limit: ItemLimit, mark: Part): Markup {
  const { clause, startEvent, pausableBy, extension, note } = limit;
  const from = voice.code(codes.startEvent, startEvent);
  const reasons = joined(
    voice,
    pausableBy.map((one) => voice.code(codes.pause, one)),
  );
  const more = extension && lengthOf(voice, { value: extension.atMost, unit: limit.unit });
  return html`<tr><th scope="row">${label}</th><td><b>${lengthOf(voice, limit)}</b>${mark}<br><span class="src">${from}</span>${
    more &&
    html`<br>${voice.w('limits.extended', { more })}<br><span class="src">${clauseOf(voice, extension.clause)}</span>`
  }${reasons && html`<br><span class="src">${voice.w('limits.paused', { reasons })}</span>`}${
    note && html`<br><span class="src">${voice.say(note)}</span>`
  }</td><td>${clauseOf(voice, clause)}</td></tr>`;
}

function limits(voice: Voice, item: ItemVersion, { mark }: Marks): Markup {
  const body = limitOrder.map((name) => {
    const limit = item.limits[name];
    return limit && limitRow(voice, voice.w(`limits.${name}`), limit, mark(`/limits/${name}`));
  });
  const heads = ['limits.what', 'limits.long', 'limits.clause'] as const;
  return section(
    voice.w('limits.title'),
    html`<table class="stack"><caption>${voice.w('limits.caption')}</caption><thead><tr>${heads.map(
      (head) => html`<th scope="col">${voice.w(head)}</th>`,
    )}</tr></thead><tbody>${body}</tbody></table>`,
  );
}

function fees(voice: Voice, item: ItemVersion, { mark }: Marks): Markup {
  const { charged, items, basis, payOnline } = item.fees;
  if (!charged) return section(voice.w('fees.title'), voice.w('glance.free'), mark('/fees'));
  return section(
    voice.w('fees.title'),
    html`${items.map(
      ({ name, standard, reduction }, i) =>
        html`<div class="card"><h3>${voice.say(name)}</h3>${rows(
          row(voice.w('fees.standard'), voice.say(standard), mark(`/fees/items/${i}`)),
          row(voice.w('fees.reduction'), reduction && voice.say(reduction)),
        )}</div>`,
    )}`,
    rows(
      row(voice.w('fees.basis'), clausesOf(voice, basis), mark('/fees/basis')),
      row(voice.w('fees.online'), voice.w(payOnline ? 'yes' : 'no')),
    ),
  );
}

function steps(voice: Voice, item: ItemVersion, { mark }: Marks): Markup {
  const one = ({ name, by, does, limit }: ItemVersion['steps'][number], i: number) =>
    html`<li><b>${voice.say(name)}</b>${mark(`/steps/${i}`)}<br>${voice.say(does)}<br><span class="src">${voice.w(
      'steps.by',
      { by: voice.say(by) },
    )}${limit && html` · ${lengthOf(voice, limit)} · ${clauseOf(voice, limit.clause)}`}${
      limit?.note && html`<br>${voice.say(limit.note)}`
    }</span></li>`;
  const special = item.specialProcedures.map(
    ({ name, text, clause }, i) =>
      html`<b>${voice.say(name)}</b>${mark(`/specialProcedures/${i}`)}<br>${voice.say(text)}<br><span class="src">${clauseOf(voice, clause)}</span>`,
  );
  return section(
    voice.w('steps.title'),
    html`<ol class="steps">${item.steps.map(one)}</ol>`,
    special.length > 0 && html`<h3>${voice.w('special.title')}</h3>${listOf(special)}`,
  );
}

/** A whole guide as a page: every element of the implementation list in plain words, what is unverified marked. */
export function guidePage(view: View, item: ItemVersion, calendar: Calendar, now: Date): Markup {
  const voice = voiceOf(view);
  const marks = marksOf(voice, item.unverified);
  const body = html`${actions(voice, item)}<p>${voice.say(item.summary)}${marks.mark('/summary')}</p>
${glance(voice, item, marks)}
${conditions(voice, item, marks)}
${materialsSection(voice, item, marks)}
${limits(voice, item, marks)}
${fees(voice, item, marks)}
${steps(voice, item, marks)}
${placesSection(voice, item, marks)}
${onlineSection(voice, item, marks)}
${resultSection(voice, item, marks)}
${faqSection(voice, item, marks)}
${helpSection(voice, item, marks)}
${aboutSection(voice, item, marks)}
${unverifiedSection(voice, marks)}
${actions(voice, item)}`;
  return layout({
    title: voice.say(item.name),
    description: voice.say(item.summary),
    lead: leadOf(voice, item, marks, calendar, now),
    trail: [
      { href: '/', text: voice.w('home') },
      { href: voice.link('/guides'), text: voice.w('guides') },
    ],
    ...view,
    body,
  });
}
