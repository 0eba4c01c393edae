import { html, type Markup } from '@yiwang/foundation/http';
import type { ItemMaterial, ItemVersion } from '@yiwang/services/item-catalogue';
import * as codes from './codes.ts';
import { clausesOf, joined, type Marks, row, rows, section, type Voice } from './page-parts.ts';

const tone = { required: 'act', optional: '', later: 'warn' } as const;

/** Whether a certificate or a register can serve in the place of the paper. */
const waivable = ({ certificateType, elements, form }: ItemMaterial): boolean =>
  certificateType !== undefined || elements !== undefined || form === '4';

function waivers(voice: Voice, material: ItemMaterial, at: string, { mark }: Marks): Markup {
  const { certificateType: code, elements, form } = material;
  const held = elements !== undefined || form === '4';
  return html`${
    code !== undefined &&
    html`<p>${voice.w('materials.waived_certificate', { code })}${mark(`${at}/certificateType`)}</p>`
  }${held && html`<p>${voice.w('materials.waived_register')}${mark(`${at}/elements`)}</p>`}`;
}

function copies(voice: Voice, material: ItemMaterial): string {
  const { original, copy } = material.copies;
  if (original + copy === 0) return voice.w('materials.no_paper');
  const size = material.paperSize ? `（${material.paperSize}）` : '';
  return `${voice.w('materials.counts', { original, copy })}${size}`;
}

function card(voice: Voice, material: ItemMaterial, at: string, marks: Marks): Markup {
  const { mark } = marks;
  const { name, necessity, issuer, sample } = material;
  const source = [
    voice.code(codes.materialSource, material.source),
    ...(issuer ? [voice.say(issuer)] : []),
  ];
  const form = [
    voice.code(codes.materialType, material.type),
    voice.code(codes.materialForm, material.form),
  ];
  return html`<li class="card"><h3>${voice.say(name)} <span class="tag ${tone[necessity]}">${voice.code(codes.necessity, necessity)}</span>${
    waivable(material) && html` <span class="tag done">${voice.w('materials.waived')}</span>`
  }${mark(`${at}/name`)}</h3>
${waivers(voice, material, at, marks)}
${rows(
  row(voice.w('materials.notes'), voice.say(material.notes), mark(`${at}/notes`)),
  row(voice.w('materials.source'), joined(voice, source), mark(`${at}/source`)),
  row(voice.w('materials.kind'), joined(voice, form), mark(`${at}/form`)),
  row(voice.w('materials.copies'), copies(voice, material), mark(`${at}/copies`)),
  row(voice.w('materials.acceptance'), voice.say(material.acceptance), mark(`${at}/acceptance`)),
  row(voice.w('materials.sample'), sample && voice.say(sample), mark(`${at}/sample`)),
  row(voice.w('materials.basis'), clausesOf(voice, material.basis), mark(`${at}/basis`)),
)}</li>`;
}

/** Every material with necessity, source and basis; those that a certificate or a register makes needless say so. */
export const materialsSection = (voice: Voice, item: ItemVersion, marks: Marks): Markup =>
  section(
    voice.w('materials.title'),
    item.materials.length === 0
      ? voice.w('materials.nothing')
      : html`<ol class="plain-list">${item.materials.map((one, i) => card(voice, one, `/materials/${i}`, marks))}</ol>`,
  );
