import { createElement, type ReactElement } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import type { FormValues } from './definition.ts';
import { validateBrowser } from './interpret.ts';
import { FormPage, type FormPageProps, FormSummary } from './renderer.tsx';
import { everything } from './sample.fixture.ts';

const html = (element: ReactElement) => renderToString(element).replaceAll('<!-- -->', '');
const page = (index: number, more: Partial<FormPageProps> = {}) =>
  html(
    createElement(FormPage, {
      definition: everything,
      page: everything.pages[index]!,
      data: {},
      errors: [],
      onChange: () => {},
      onDispute: () => {},
      locale: 'zh',
      renderFile: ({ id, labelledBy }) =>
        createElement('button', { id, 'aria-labelledby': labelledBy, type: 'button' }, '上传'),
      ...more,
    }),
  );
const check = (data: FormValues) => validateBrowser(everything, data, { on: '2026-11-23' });

/** The first tag that has an attribute. */
const tagWith = (markup: string, attribute: string): string =>
  markup.match(new RegExp(`<[a-z]+[^>]*${attribute}[^>]*>`))?.[0] ?? '';
const attributeOf = (tag: string, name: string) => tag.match(new RegExp(` ${name}="([^"]*)"`))?.[1];
/** The text of the elements that `aria-describedby` of a control names. */
const descriptions = (markup: string, tag: string): string =>
  (attributeOf(tag, 'aria-describedby') ?? '')
    .split(' ')
    .map((id) => markup.split(`id="${id}"`)[1]?.slice(0, 200) ?? `missing ${id}`)
    .join(' ');

describe('a page to fill in', () => {
  test('counts pages, has one heading, and names every control', () => {
    const markup = page(0);
    expect(markup).toContain('第 1 步，共 3 步');
    expect(markup.match(/<h1/g)).toHaveLength(1);
    const name = tagWith(markup, 'id="f-name"');
    expect(name).toMatch(/^<input/);
    expect(markup).toMatch(/<label[^>]* for="f-name"[^>]*>题name/);
    expect(attributeOf(name, 'aria-required')).toBe('true');
    expect(name).not.toContain('aria-invalid');
    expect(descriptions(markup, name)).toContain('与身份证一致');
    expect(markup).toContain('例如：王小明');
  });

  test('tells purpose and basis', () => {
    expect(page(0)).toContain('核对资格');
    expect(page(0)).toContain('依据：《食品经营许可和备案管理办法》（2023）第十二条');
  });

  test('groups radio buttons and the boxes of a date under a legend', () => {
    expect(page(1)).toMatch(/<fieldset[^>]*id="f-kind-group"[^>]*><legend[^>]*>题kind/);
    expect(page(1).match(/type="radio"/g)).toHaveLength(2);
    const markup = page(0);
    expect(markup).toMatch(/<fieldset[^>]*id="f-opened-group"[^>]*><legend[^>]*>题opened/);
    for (const [id, word] of [
      ['f-opened', '年'],
      ['f-opened-month', '月'],
      ['f-opened-day', '日'],
    ])
      expect(markup).toMatch(new RegExp(`<label[^>]*for="${id}"[^>]*><span>${word}</span>`));
  });

  test('says which answers may be left out, not which must be given', () => {
    const markup = page(0);
    expect(markup).toMatch(/题code<span class="form-optional">（可不填）/);
    expect(markup).not.toMatch(/题name<span class="form-optional">/);
  });

  test('shows only what is asked', () => {
    expect(page(1)).not.toContain('题street');
    expect(page(1, { data: { kind: 'shop' } })).toContain('题street');
  });

  test('ids are unique and every description exists', () => {
    const data: FormValues = { kind: 'shop', seats: 12, staff: [{ who: '李四' }, {}] };
    for (const index of [0, 1, 2]) {
      const markup = page(index, { data, errors: check(data) });
      const ids = [...markup.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
      // react-aria writes ids of slots before it knows whether they are filled, and takes the
      // empty ones away in the browser; that filled ones are right is tested below.
      for (const [, list = ''] of markup.matchAll(/ aria-(?:describedby|labelledby)="([^"]*)"/g))
        for (const id of list.split(' ').filter((one) => !one.startsWith('react-aria-')))
          expect(ids).toContain(id);
      for (const [, id] of markup.matchAll(/ (?:for|href)="#?([^"]*)"/g)) expect(ids).toContain(id);
    }
  });
});

describe('errors', () => {
  const data = { name: '王', seats: '十二', capital: 'abc', opened: '2026-13-1' };
  const markup = page(0, { data, errors: check(data) });

  test('stand in a summary on top, with links to the fields of this page only', () => {
    const summary = tagWith(markup, 'class="form-errors"');
    expect(summary).toContain('role="alert"');
    expect(summary).toContain('tabindex="-1"');
    expect(markup).toMatch(/<a href="#f-name">题name：太短了，至少写 2 个字。<\/a>/);
    expect(markup).not.toContain('href="#f-kind"');
    expect(markup.indexOf('form-errors')).toBeLessThan(markup.indexOf('id="f-name"'));
  });

  test('stand beside the field and are announced with it', () => {
    const name = tagWith(markup, 'id="f-name"');
    expect(attributeOf(name, 'aria-invalid')).toBe('true');
    expect(descriptions(markup, name)).toContain('太短了，至少写 2 个字。');
    const group = tagWith(markup, 'id="f-opened-group"');
    expect(descriptions(markup, group)).toContain('没有这一天，请检查年、月、日。');
    expect(attributeOf(tagWith(markup, 'id="f-opened-month"'), 'aria-invalid')).toBe('true');
  });

  test('leave what was typed', () => {
    expect(attributeOf(tagWith(markup, 'id="f-name"'), 'value')).toBe('王');
    expect(attributeOf(tagWith(markup, 'id="f-seats"'), 'value')).toBe('十二');
    expect(attributeOf(tagWith(markup, 'id="f-capital"'), 'value')).toBe('abc');
    expect(attributeOf(tagWith(markup, 'id="f-opened-month"'), 'value')).toBe('13');
  });

  test('of a cell lead to that cell', () => {
    const rows: FormValues = { staff: [{ who: '李四' }, {}] };
    const third = page(2, { data: rows, errors: check(rows) });
    expect(third).toContain('<a href="#f-staff-1-who">题staff第 2 行，题who：这一项不能空着。</a>');
    expect(attributeOf(tagWith(third, 'id="f-staff-1-who"'), 'aria-invalid')).toBe('true');
    expect(tagWith(third, 'id="f-staff-0-who"')).not.toContain('aria-invalid');
  });
});

describe('an answer that is held', () => {
  const provenance = {
    owner: {
      source: { zh: '人口库', en: 'the population register' },
      asOf: '2026-11-01',
      element: 'person.idNumber',
    },
  };
  const data = { owner: '11010519491231002X' };

  test('is shown masked with source, date and dispute, and cannot be typed over', () => {
    const markup = page(1, { data, provenance });
    expect(markup).toContain('110105********002X');
    expect(markup).not.toContain('11010519491231002X');
    expect(markup).toContain('来自人口库 · 2026年11月1日 核对');
    expect(markup).toMatch(/<button[^>]*aria-label="题owner不对？"[^>]*>不对？<\/button>/);
    expect(tagWith(markup, 'id="f-owner"')).toMatch(/^<fieldset/);
  });

  test('is asked like any other once it is disputed', () => {
    expect(tagWith(page(1, { data }), 'id="f-owner"')).toMatch(/^<input/);
  });
});

test('a computed answer is shown and not asked', () => {
  const markup = page(2, { data: { seats: 12 }, evaluate: () => 1200 });
  expect(markup).toContain('12.00 元');
  expect(tagWith(markup, 'id="f-fee"')).toMatch(/^<fieldset/);
});

test('a form is whole in English too', () => {
  for (const index of [0, 1, 2])
    expect(page(index, { locale: 'en' }).replace(/《.*?条|上传|王小明/g, '')).not.toMatch(
      /\p{Script=Han}{2}/u,
    );
});

describe('the summary', () => {
  const data: FormValues = {
    name: '王小明',
    kind: 'stall',
    street: { region: '340104', detail: '不该出现' },
    staff: [{ who: '李四', since: '2020-01-05' }],
  };
  const summary = (onEdit?: (page: string, field: string) => void) =>
    html(
      createElement(FormSummary, {
        definition: everything,
        data,
        locale: 'zh',
        ...(onEdit && { onEdit }),
      }),
    );

  test('shows each answer under its page, rows as a table, hidden ones not', () => {
    const markup = summary();
    expect(markup).toMatch(/<dt>题name<\/dt><dd>王小明/);
    expect(markup).toContain('<th scope="col">题who</th>');
    expect(markup).toContain('<td>2020年1月5日</td>');
    expect(markup).not.toContain('不该出现');
    expect(markup).toContain('未填写');
  });

  test('leads back to each question for the applicant, not for the officer', () => {
    expect(summary(() => {})).toContain('aria-label="修改“题name”"');
    expect(summary()).not.toContain('<button');
  });
});
