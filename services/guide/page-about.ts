import { html, type Markup } from '@yiwang/foundation/http';
import type { ItemVersion } from '@yiwang/services/item-catalogue';
import * as codes from './codes.ts';
import {
  clauseOf,
  clausesOf,
  joined,
  lengthOf,
  listOf,
  type Marks,
  phoneOf,
  row,
  rows,
  section,
  type Voice,
  webOf,
} from './page-parts.ts';

export const faqSection = (voice: Voice, item: ItemVersion, { mark }: Marks): Markup | false =>
  item.faqs.length > 0 &&
  section(
    voice.w('faqs.title'),
    html`${item.faqs.map(
      ({ question, answer }, i) =>
        html`<h3>${voice.say(question)}${mark(`/faqs/${i}`)}</h3><p>${voice.say(answer)}</p>`,
    )}`,
  );

type Contact = ItemVersion['contacts']['consult'];
type Remedy = ItemVersion['remedies']['litigation'];

const contact = (voice: Voice, title: string, one: Contact, mark: Markup | false) =>
  html`<h3>${title}${mark}</h3>${rows(
    row(voice.w('help.phone'), phoneOf(one.phone)),
    row(voice.w('help.window'), one.window && voice.say(one.window)),
    row(voice.w('help.web'), one.web && webOf(one.web)),
    row(voice.w('help.email'), one.email),
  )}`;

function remedy(voice: Voice, title: string, one: Remedy, at: string, { mark }: Marks) {
  const from = voice.code(codes.startEvent, one.limit.startEvent);
  const limit = html`${lengthOf(voice, one.limit)} · ${from}<br><span class="src">${clauseOf(voice, one.limit.clause)}</span>${
    one.limit.note && html`<br><span class="src">${voice.say(one.limit.note)}</span>`
  }`;
  return html`<h3>${title}</h3>${rows(
    row(voice.w('help.where'), voice.say(one.body), mark(`${at}/body`)),
    row(voice.w('help.limit'), limit, mark(`${at}/limit`)),
    row(voice.w('places.address'), voice.say(one.address), mark(`${at}/address`)),
    row(voice.w('help.phone'), phoneOf(one.phone), mark(`${at}/phone`)),
    row(voice.w('help.web'), one.web && webOf(one.web), mark(`${at}/web`)),
    row(voice.w('limits.clause'), clausesOf(voice, one.basis), mark(`${at}/basis`)),
  )}`;
}

/** Who answers, who hears complaints, and what can be done against a decision. */
export function helpSection(voice: Voice, item: ItemVersion, marks: Marks): Markup {
  const { contacts, remedies, rights, obligations } = item;
  const { mark } = marks;
  const { reconsideration, litigation } = remedies;
  return section(
    voice.w('help.title'),
    contact(voice, voice.w('help.consult'), contacts.consult, mark('/contacts/consult')),
    contact(voice, voice.w('help.complain'), contacts.complain, mark('/contacts/complain')),
    remedy(
      voice,
      voice.w('help.reconsideration'),
      reconsideration,
      '/remedies/reconsideration',
      marks,
    ),
    remedy(voice, voice.w('help.litigation'), litigation, '/remedies/litigation', marks),
    html`<h3>${voice.w('help.rights')}${mark('/rights')}</h3>${listOf(rights.map(voice.say))}`,
    html`<h3>${voice.w('help.obligations')}${mark('/obligations')}</h3>${listOf(obligations.map(voice.say))}`,
  );
}

function bodies(voice: Voice, item: ItemVersion, { mark }: Marks) {
  const { implementer, entrustedBy, jointBodies } = item;
  const joint = jointBodies.map(({ name, role }) => `${voice.say(name)}：${voice.say(role)}`);
  return [
    row(voice.w('about.implementer'), voice.say(implementer.name), mark('/implementer/name')),
    row(voice.w('about.uscc'), implementer.uscc, mark('/implementer/uscc')),
    row(
      voice.w('about.nature'),
      voice.code(codes.bodyNature, implementer.nature),
      mark('/implementer/nature'),
    ),
    row(voice.w('about.entrusted'), entrustedBy ? voice.say(entrustedBy) : voice.w('none')),
    row(voice.w('about.handled'), voice.say(item.handledBy), mark('/handledBy')),
    row(
      voice.w('about.joint'),
      joint.length > 0 ? listOf(joint) : voice.w('none'),
      mark('/jointBodies'),
    ),
    row(voice.w('about.central'), voice.say(item.centralGuide), mark('/centralGuide')),
  ];
}

function powers(voice: Voice, item: ItemVersion, { mark }: Marks) {
  const { type, intermediary } = item;
  return [
    row(
      voice.w('about.type'),
      html`${voice.code(codes.itemType, type.code)} <span class="src">${type.code} · ${type.codeSystem}</span>`,
      mark('/type'),
    ),
    row(voice.w('about.case_type'), voice.code(codes.caseType, item.caseType), mark('/caseType')),
    row(
      voice.w('about.review'),
      voice.code(codes.reviewType, item.reviewType),
      mark('/reviewType'),
    ),
    row(
      voice.w('about.power'),
      voice.code(codes.powerSource, item.powerSource),
      mark('/powerSource'),
    ),
    row(
      voice.w('about.level'),
      voice.code(codes.exerciseLevel, item.exerciseLevel),
      mark('/exerciseLevel'),
    ),
    row(voice.w('about.division'), voice.say(item.authorityDivision), mark('/authorityDivision')),
    row(voice.w('about.content'), voice.say(item.exerciseContent), mark('/exerciseContent')),
    row(
      voice.w('about.intermediary'),
      intermediary ? voice.say(intermediary) : voice.w('none'),
      mark('/intermediary'),
    ),
  ];
}

function numbers(voice: Voice, item: ItemVersion, { mark }: Marks) {
  const { themes, version, effectiveOn } = item;
  return [
    row(voice.w('about.themes'), joined(voice, [...new Set([...themes.person, ...themes.legal])])),
    row(voice.w('about.base'), item.baseCode, mark('/baseCode')),
    row(voice.w('about.code'), item.code, mark('/code')),
    row(voice.w('about.handling'), item.handlingCode, mark('/handlingCode')),
    row(voice.w('about.region'), item.regionCode, mark('/regionCode')),
    row(voice.w('about.version'), voice.w('about.versions', { version, on: effectiveOn })),
    row(voice.w('about.ends'), item.endsOn ?? voice.w('none')),
  ];
}

/** The elements that lawyers and other offices look for. */
export const aboutSection = (voice: Voice, item: ItemVersion, marks: Marks): Markup =>
  section(
    voice.w('about.title'),
    html`<h3>${voice.w('about.basis')}${marks.mark('/basis')}</h3>${clausesOf(voice, item.basis)}`,
    rows(
      ...bodies(voice, item, marks),
      ...powers(voice, item, marks),
      ...numbers(voice, item, marks),
    ),
  );

/** What the mark means; and unverified elements that stand nowhere else on the page. */
export function unverifiedSection(voice: Voice, marks: Marks): Markup | false {
  if (marks.all.length === 0) return false;
  const others = marks.unmarked();
  return html`<section id="unverified"><h2>${voice.w('unverified.title')}</h2>
<p>${voice.w('unverified.count', { count: marks.all.length })}${voice.w('unverified.text')}</p>${
    others.length > 0 && html`<h3>${voice.w('unverified.others')}</h3>${listOf(others)}`
  }</section>`;
}
