import { at } from '@yiwang/foundation/testing';
import { makeCalendar, stateCouncilSchedules } from '@yiwang/foundation/time';
import { type ItemVersion, readPackages } from '@yiwang/services/item-catalogue';
import { describe, expect, it } from 'vitest';
import { guidePage } from './page-guide.ts';
import { marksOf, voiceOf } from './page-parts.ts';

const calendar = makeCalendar(stateCouncilSchedules);
const now = at('2026-11-23 09:00');
const items = readPackages().map(({ item, form }): ItemVersion => {
  const { decision, ...elements } = item;
  void decision;
  return { ...elements, itemId: item.slug, version: 1, form, process: { programId: 'p' } };
});
const named = (slug: string) => items.find((item) => item.slug === slug)!;
const page = (item: ItemVersion, locale: 'zh' | 'en' = 'zh', on = now) =>
  guidePage({ locale, elder: false }, item, calendar, on).text;
const escaped = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll("'", '&#39;')
    .replaceAll('"', '&quot;');

/** Every text of an item in one language, with where it stands. */
function textsOf(value: unknown, locale: 'zh' | 'en', at = ''): [string, string][] {
  if (typeof value !== 'object' || value === null) return [];
  if ('zh' in value && 'en' in value && typeof value.zh === 'string')
    return [[at, String((value as Record<string, unknown>)[locale])]];
  return Object.entries(value).flatMap(([key, one]) => textsOf(one, locale, `${at}/${key}`));
}

describe.each(items.map((item) => [item.slug, item] as const))('the guide of %s', (_slug, item) => {
  const { form, keywords, ...elements } = item;
  void [form, keywords];

  it.each(['zh', 'en'] as const)('shows every text of every element, in %s', (locale) => {
    const shown = page(item, locale);
    // What is printed on a certificate is not told word by word, and its title is its name.
    const texts = textsOf(elements, locale).filter(
      ([where]) => !/^\/certificate\/(title|face\/\d+\/source)/.test(where),
    );
    const missing = texts.filter(([, text]) => !shown.includes(escaped(text)));
    expect(missing).toEqual([]);
    expect(texts.length).toBeGreaterThan(50);
  });

  it('shows codes, telephone numbers and the date of every clause', () => {
    const shown = page(item);
    for (const text of [
      item.baseCode,
      item.code,
      item.handlingCode,
      item.implementer.uscc,
      item.contacts.consult.phone,
      item.contacts.complain.phone,
      item.remedies.litigation.phone,
    ])
      expect(shown).toContain(text);
    for (const { law, effectiveOn } of item.basis) {
      expect(shown).toContain(`《${law}》`);
      expect(shown).toContain(`${effectiveOn} 版`);
    }
  });

  it('names every limit with its clause', () => {
    const table = /<table[\s\S]*<\/table>/.exec(page(item))?.[0] ?? '';
    const limits = Object.values(item.limits);
    expect(table.match(/<tr>/g)).toHaveLength(limits.length + 1);
    for (const { clause } of limits) expect(table).toContain(`《${clause.law}》`);
  });

  it('marks what is unverified and tells of each such element', () => {
    const shown = page(item);
    expect(item.unverified.length).toBeGreaterThan(0);
    expect(shown).toContain('<section id="unverified">');
    expect(shown).toContain(`本页有 ${item.unverified.length} 处待核实`);
    expect(shown.match(/class="tag warn" href="#unverified">待核实/g)?.length).toBeGreaterThan(5);
    // All of them stand at their places: nothing is left for the list of others.
    expect(shown).not.toContain('其他待核实的要素');
  });

  it('leads to the application, works without scripts and styles in attributes', () => {
    const shown = page(item);
    expect(shown).toContain(`href="/apply/${item.slug}"`);
    expect(shown).not.toMatch(/<script|\sstyle=|\son[a-z]+=/);
    expect(shown).not.toContain('undefined');
    expect(shown).not.toContain('[object');
  });
});

describe('the lead', () => {
  it('names who decides and the last day by working days', () => {
    const item = named('food-licence');
    expect(item.limits.promised.unit).toBe('workingDay');
    expect(page(item)).toMatch(/今天受理的，[^<]+最晚 \d+月\d+日（周.）前作出决定/);
  });

  it('says the same day for what is decided at once', () => {
    expect(page(named('elder-card'))).toContain('11月23日（周一）下班前作出决定');
    expect(page(named('elder-card'), 'en')).toMatch(/by the end of Monday,? 23 November/);
  });

  it('gives no date that nobody can know', () => {
    const shown = page(named('road-occupation'), 'zh', at('2026-12-28 09:00'));
    expect(shown).toMatch(/受理后，[^<]+在 \d+ 个工作日内作出决定/);
    expect(shown).not.toContain('今天受理的');
  });
});

it('marks a material that a certificate or a register makes needless', () => {
  expect(page(named('elder-card'))).toContain('<span class="tag done">免提交</span>');
});

it('escapes what an editor wrote', () => {
  const item = { ...named('elder-card'), name: { zh: '<b>&"', en: 'x' } };
  expect(page(item)).toContain('<h1>&lt;b&gt;&amp;&quot;</h1>');
});

it('does not link to what is no page', () => {
  const { contacts } = named('elder-card');
  const consult = { ...contacts.consult, web: 'javascript:alert(1)' };
  const shown = page({ ...named('elder-card'), contacts: { ...contacts, consult } });
  expect(shown).not.toContain('href="javascript');
});

it('lists an unverified element that has no place on the page', () => {
  const item = { ...named('elder-card'), unverified: ['/keywords'] };
  expect(page(item)).toContain('<li>/keywords</li>');
});

it('marks an element when it, a part of it, or what it is part of is unverified', () => {
  const { mark, unmarked } = marksOf(voiceOf({ locale: 'zh', elder: false }), [
    '/limits/promised/value',
    '/places',
  ]);
  expect(mark('/limits/promised')).toBeTruthy();
  expect(mark('/limits/promised2')).toBe(false);
  expect(unmarked()).toEqual(['/places']);
  expect(mark('/places/0/hours')).toBeTruthy();
  expect(unmarked()).toEqual([]);
});
