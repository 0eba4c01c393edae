import { html, type Markup } from '@yiwang/foundation/http';
import type { ItemVersion } from '@yiwang/services/item-catalogue';
import * as codes from './codes.ts';
import {
  clausesOf,
  joined,
  type Marks,
  row,
  rows,
  section,
  type Voice,
  webOf,
} from './page-parts.ts';

/** Places with hours and ways there, and what can be done without coming. */
export function placesSection(voice: Voice, item: ItemVersion, { mark }: Marks): Markup {
  const { convenience, crossAreaScope } = item;
  const { booking } = convenience;
  const can = (yes: boolean) => voice.w(yes ? 'yes' : 'no');
  const cards = item.places.map(
    ({ name, address, hours, transport, inHall }, i) =>
      html`<div class="card"><h3>${voice.say(name)}${mark(`/places/${i}`)} <span class="tag">${voice.w(inHall ? 'places.hall' : 'places.not_hall')}</span></h3>${rows(
        row(voice.w('places.address'), voice.say(address)),
        row(voice.w('places.hours'), voice.say(hours)),
        row(voice.w('places.transport'), voice.say(transport)),
      )}</div>`,
  );
  return section(
    voice.w('places.title'),
    html`${cards}`,
    rows(
      row(
        voice.w('places.booking'),
        `${can(booking.available)}${booking.rules ? ` · ${voice.say(booking.rules)}` : ''}`,
        mark('/convenience/booking'),
      ),
      row(
        voice.w('places.post_in'),
        can(convenience.materialsByPost),
        mark('/convenience/materialsByPost'),
      ),
      row(
        voice.w('places.post_out'),
        can(convenience.resultByPost),
        mark('/convenience/resultByPost'),
      ),
      row(
        voice.w('places.terminal'),
        can(convenience.selfServiceTerminal),
        mark('/convenience/selfServiceTerminal'),
      ),
      row(
        voice.w('places.cross'),
        crossAreaScope ? voice.code(codes.crossArea, crossAreaScope) : voice.w('places.cross_none'),
        mark('/crossAreaScope'),
      ),
    ),
  );
}

/** How far the item goes online. */
export function onlineSection(voice: Voice, item: ItemVersion, { mark }: Marks): Markup {
  const { online, requiredAuthLevel } = item;
  const services = online.services.map((one) => voice.code(codes.onlineService, one));
  return section(
    voice.w('online.title'),
    rows(
      row(voice.w('online.available'), voice.w(online.available ? 'yes' : 'no'), mark('/online')),
      row(voice.w('online.depth'), voice.code(codes.depth, online.depth)),
      row(voice.w('online.services'), joined(voice, services)),
      row(voice.w('online.url'), online.url && webOf(online.url)),
      row(voice.w('online.mobile'), online.mobileUrl && webOf(online.mobileUrl)),
      row(voice.w('online.sso'), voice.w(online.singleSignOn ? 'yes' : 'no')),
      row(
        voice.w('online.level'),
        voice.code(codes.authLevel, String(requiredAuthLevel)),
        mark('/requiredAuthLevel'),
      ),
    ),
  );
}

type Certificate = NonNullable<ItemVersion['certificate']>;

function validity(voice: Voice, { rule, years }: Certificate['validity']): string {
  if (rule === 'years') return voice.w('result.years', { years: years ?? 0 });
  return voice.w(rule === 'permanent' ? 'result.permanent' : 'result.period');
}

function certificateRows(voice: Voice, certificate: Certificate, { mark }: Marks) {
  const { code, name, definingAuthority, holderKind, face } = certificate;
  const items = face.map((one) => voice.say(one.name));
  return [
    row(
      voice.w('result.certificate'),
      `${voice.say(name)} ${code}`,
      mark('/certificate/code') || mark('/certificate/name'),
    ),
    row(
      voice.w('result.authority'),
      `${voice.say(definingAuthority.name)} ${definingAuthority.uscc}`,
      mark('/certificate/definingAuthority'),
    ),
    row(voice.w('result.holder'), voice.code(codes.holderKind, holderKind)),
    row(
      voice.w('result.validity'),
      html`${validity(voice, certificate.validity)}${clausesOf(voice, certificate.validity.basis)}`,
      mark('/certificate/validity'),
    ),
    row(voice.w('result.face'), joined(voice, items), mark('/certificate/face')),
  ];
}

/** What the applicant gets in the end. */
export function resultSection(voice: Voice, item: ItemVersion, marks: Marks): Markup {
  const { result, certificate } = item;
  const { mark } = marks;
  return section(
    voice.w('result.title'),
    rows(
      row(voice.w('result.name'), voice.say(result.name), mark('/result/name')),
      row(voice.w('result.type'), voice.code(codes.resultType, result.type), mark('/result/type')),
      row(
        voice.w('result.sample'),
        result.sample && voice.say(result.sample),
        mark('/result/sample'),
      ),
      ...(certificate ? certificateRows(voice, certificate, marks) : []),
    ),
  );
}
