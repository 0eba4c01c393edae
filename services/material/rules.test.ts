import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanName, disposition, mayOpen, reusableFrom, typesOf } from './rules.ts';
import {
  certificateChecks,
  duplicateChecks,
  fileChecks,
  type HeldFact,
  masked,
  statedChecks,
} from './rules-checks.ts';
import type { Check } from './schema.ts';

const source = { zh: '合肥市公安局蜀山分局', en: 'Public Security, Shushan' };
const held = (value: string, more: Partial<HeldFact> = {}): HeldFact => ({
  value,
  source,
  asOf: '2026-01-15',
  ...more,
});
const sameName = (a: string, b: string) => a === b;
const short = ({ code, state, reason }: Check) => [code, state, reason];
const on = '2026-03-02';

describe('file names', () => {
  test.each([
    ['身份证.pdf', 'application/pdf', '身份证.pdf'],
    ['../../etc/passwd', 'application/pdf', 'passwd.pdf'],
    ['C:\\Users\\li\\照片.JPG', 'image/jpeg', '照片.JPG'],
    ['a\r\nSet-Cookie: x=1.png', 'image/png', 'aSet-Cookie_ x=1.png'],
    ['gnp.\u202etxt.png', 'image/png', 'gnp.txt.png'],
    ['', 'image/png', 'material.png'],
    ['....', 'application/pdf', 'material.pdf'],
    ['营业执照', 'application/ofd', '营业执照.ofd'],
    ['a"b<c>.pdf', 'application/pdf', 'a_b_c_.pdf'],
  ])('%j becomes a plain name that ends as its content', (raw, type, clean) => {
    expect(cleanName(raw, type)).toBe(clean);
  });
  test('any name becomes one of at most 120 characters without path and controls', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (raw) => {
        const name = cleanName(raw, 'application/pdf');
        expect([...name].length).toBeLessThanOrEqual(120);
        expect(name).toMatch(/^[^\\/\p{Cc}\p{Cf}\p{Cs}"<>|:*?;%]+\.pdf$/iu);
        expect(cleanName(name, 'application/pdf')).toBe(name);
        expect(disposition(name, 'application/pdf')).toMatch(/^[\x20-\x7e]+$/);
      }),
      { numRuns: 300 },
    );
  });
  test('a header carries the name in UTF-8 and a plain one; what no browser shows is saved', () => {
    expect(disposition("李'四.pdf", 'application/pdf')).toBe(
      `inline; filename="_'_.pdf"; filename*=UTF-8''%E6%9D%8E%27%E5%9B%9B.pdf`,
    );
    expect(disposition('a.ofd', 'application/ofd')).toMatch(/^attachment; /);
  });
});

test('kinds are read from media types; unknown ones leave the choice to the platform', () => {
  expect(typesOf('application/pdf, image/JPEG,image/jpeg')).toEqual(['pdf', 'jpeg']);
  expect(typesOf('text/html')).toBeUndefined();
  expect(typesOf(undefined)).toBeUndefined();
});

test('what was handed in is offered for twelve months, counted by calendar', () => {
  expect(reusableFrom('2026-03-02')).toBe('2025-03-02');
  expect(reusableFrom('2028-02-29')).toBe('2027-02-28');
});

test('an officer opens files only with material.read; a resident sees own ones', () => {
  const scope = { regions: [], organizations: [] };
  const officer = { kind: 'officer', id: 'o', scope, authLevel: 2 } as const;
  expect(mayOpen({ ...officer, permissions: ['case.read'] })).toBe(false);
  expect(mayOpen({ ...officer, permissions: ['material.read'] })).toBe(true);
  expect(mayOpen({ ...officer, kind: 'person' })).toBe(true);
});

describe('what is stated against the register', () => {
  const stated = (facts: Record<string, string>, by: Record<string, HeldFact>) =>
    statedChecks(facts, by, on, sameName);
  test('the same name is evidence with source and date', () => {
    expect(stated({ 'person.name': '王小明' }, { 'person.name': held('王小明') })).toEqual([
      {
        code: 'stated-equals-register',
        state: 'ok',
        reason: null,
        materialCode: null,
        compared: { what: 'person.name', left: '王小明', right: '王小明' },
        source,
        asOf: '2026-01-15',
      },
    ]);
  });
  test('another name asks for attention, a disputed one for a person', () => {
    const facts = { 'legal.name': '甲店' };
    expect(stated(facts, { 'legal.name': held('乙店') }).map(short)).toEqual([
      ['stated-equals-register', 'attention', 'different'],
    ]);
    expect(stated(facts, { 'legal.name': held('乙店', { disputed: true }) }).map(short)).toEqual([
      ['stated-equals-register', 'unknown', 'disputed'],
    ]);
  });
  test('what is not held or not stated could not be checked, and is said', () => {
    expect(stated({ 'person.name': '王小明' }, {}).map(short)).toEqual([
      ['stated-equals-register', 'unknown', 'not-held'],
    ]);
    expect(stated({}, { 'legal.name': held('甲店') })).toMatchObject([
      { state: 'unknown', reason: 'not-stated', compared: { what: 'legal.name', left: null } },
    ]);
  });
  test('numbers are compared without blanks and width', () => {
    const facts = { 'person.name': 'a', 'legal.uscc': '９１ 3401x' };
    const by = { 'person.name': held('a'), 'legal.uscc': held('913401X') };
    expect(stated(facts, by).map(({ state }) => state)).toEqual(['ok', 'ok']);
  });
  test('the representative is a check of its own', () => {
    const facts = { 'legal.name': '甲店', 'legal.representative': '张三' };
    const by = { 'legal.name': held('甲店'), 'legal.representative': held('李四') };
    expect(stated(facts, by).map(short)).toContainEqual([
      'representative-matches',
      'attention',
      'different',
    ]);
  });
});

describe('certificates instead of files', () => {
  const provided = { code: 'licence', materialIds: [], certificateId: 'c1' };
  const licence = {
    id: 'c1',
    typeCode: 't1',
    state: 'valid',
    validFromOn: '2025-03-03',
    validUntilOn: '2026-03-02',
    holderName: '甲店',
  };
  const check = (more: object, rest: { on?: string; neededUntilOn?: string } = {}) =>
    certificateChecks({
      provided,
      certificate: { ...licence, ...more },
      held: { 'legal.name': held('甲店') },
      on: rest.on ?? on,
      askedOn: on,
      neededUntilOn: rest.neededUntilOn,
      sameName,
    }).map(short);
  const validity = (more: object, day?: string) =>
    check(more, day === undefined ? {} : { on: day }).find(
      ([code]) => code === 'certificate-valid',
    );
  test('its last day is a day on which it is valid, the next is not', () => {
    expect(validity({})).toEqual(['certificate-valid', 'ok', null]);
    expect(validity({}, '2026-03-03')).toEqual(['certificate-valid', 'attention', 'expired']);
  });
  test('neither before its first day, nor suspended, revoked or replaced', () => {
    expect(validity({}, '2025-03-02')?.[2]).toBe('not-yet-valid');
    for (const state of ['suspended', 'revoked', 'superseded'])
      expect(validity({ state })?.[2]).toBe(state);
    expect(validity({ validUntilOn: null }, '2090-01-01')?.[1]).toBe('ok');
  });
  test('one of another kind does not answer the requirement', () => {
    const certificate = { ...licence, typeCode: 't2' };
    const more = { held: {}, on, askedOn: on, sameName };
    const checks = certificateChecks({ provided, certificate, typeCode: 't1', ...more });
    expect(checks.map(short)).toContainEqual(['certificate-valid', 'attention', 'other-type']);
  });
  test('it shall cover the period asked for', () => {
    const covers = (until: string) =>
      check({}, { neededUntilOn: until }).find(([code]) => code === 'certificate-covers');
    expect(covers('2026-03-02')?.[1]).toBe('ok');
    expect(covers('2026-03-03')).toEqual(['certificate-covers', 'attention', 'ends-before']);
    expect(check({}).some(([code]) => code === 'certificate-covers')).toBe(false);
  });
  test('the holder is the applicant, and one that is not held is told', () => {
    expect(check({ holderName: '乙店' })).toContainEqual([
      'certificate-holder',
      'attention',
      'different',
    ]);
    const none = certificateChecks({
      provided,
      certificate: undefined,
      held: {},
      on,
      askedOn: on,
      sameName,
    });
    expect(none.map(short)).toEqual([['certificate-valid', 'attention', 'not-held']]);
  });
});

describe('files', () => {
  const file = (id: string, sha256: string, condition: 'sound' | 'damaged' = 'sound') =>
    [id, { id, name: `${id}.pdf`, sha256, condition }] as const;
  const provided = [
    { code: 'plan', materialIds: ['a', 'b'] },
    { code: 'photo', materialIds: ['c'] },
    { code: 'licence', materialIds: [], certificateId: 'x' },
  ];
  test('damaged and missing ones ask for attention; nobody claims to have read them', () => {
    const files = new Map([file('a', '1'), file('b', '2', 'damaged')]);
    expect(fileChecks(provided, files, on).map(short)).toEqual([
      ['file-readable', 'ok', null],
      ['file-readable', 'attention', 'damaged'],
      ['file-content', 'unknown', 'not-read'],
      ['file-readable', 'attention', 'missing'],
      ['file-content', 'unknown', 'not-read'],
    ]);
  });
  test('one content for two requirements, or sent twice for one, is noticed', () => {
    const all = (...ids: string[]) =>
      duplicateChecks(
        provided,
        new Map(['a', 'b', 'c'].map((id, i) => file(id, ids[i] ?? ''))),
        on,
      );
    expect(all('1', '2', '3').map(short)).toEqual([['file-duplicate', 'ok', null]]);
    expect(all('1', '2', '1')).toMatchObject([
      {
        reason: 'same-content',
        materialCode: 'photo',
        compared: { left: 'c.pdf', right: 'a.pdf' },
      },
    ]);
    expect(all('1', '1', '2').map(short)).toEqual([['file-duplicate', 'attention', 'sent-twice']]);
  });
  test('with one file there is nothing to compare', () => {
    expect(duplicateChecks([provided[1]!], new Map([file('c', '1')]), on)).toEqual([]);
  });
});

test('masked, a check shows nothing of a person and all of a firm', () => {
  const check = (what: string, left: string): Check => ({
    code: 'stated-equals-register',
    state: 'ok',
    reason: null,
    materialCode: null,
    compared: { what, left, right: null },
    source,
    asOf: on,
  });
  const shown = (what: string, left: string) => masked(check(what, left)).compared.left;
  expect(shown('person.name', '王小明')).toBe('王*明');
  expect(shown('person.birthOn', '1960-01-01')).toBe('****');
  expect(shown('person.idNumber', '340104196001010015')).not.toContain('19600101');
  expect(shown('legal.representative', '张三')).toBe('张*');
  expect(shown('legal.name', '甲店')).toBe('甲店');
});
