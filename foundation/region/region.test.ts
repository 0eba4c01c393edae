import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Tx, withActor } from '../db/index.ts';
import { actingAs, at, callOf, type TestDatabase, testDatabase } from '../testing/index.ts';
import {
  children,
  DivisionListError,
  findDivision,
  findDivisions,
  importDivisions,
  path,
  search,
} from './index.ts';

let db: TestDatabase;
const folder = mkdtempSync(join(tmpdir(), 'region-'));
const now = at('2026-03-02 09:00');
const seed = callOf(actingAs('system', 'seed'), now);
const resident = callOf(actingAs('person', 'p'), now);

const reading = <T>(fn: (tx: Tx) => Promise<T>) => withActor(db, resident, fn);
const namesOf = (items: readonly { fullName: string }[]) => items.map((item) => item.fullName);
const found = async (text: string, options = {}) =>
  namesOf((await reading((tx) => search(tx, text, options))).items);

/** All pages of a list, in the order in which they came. */
async function allPages(
  ask: (tx: Tx, after?: string) => Promise<{ items: { code: string }[]; next: string | null }>,
) {
  const codes: string[] = [];
  let after: string | undefined;
  do {
    const page = await reading((tx) => ask(tx, after));
    codes.push(...page.items.map((item) => item.code));
    after = page.next ?? undefined;
  } while (after !== undefined);
  return codes;
}

const listFile = (name: string, lines: readonly string[], head: readonly string[]) => {
  const file = join(folder, name);
  writeFileSync(file, [...head, ...lines, ''].join('\n'));
  return file;
};
const head = (divisions: number) => [
  '# source test',
  '# as-of 2025-01-01',
  `# divisions ${divisions}`,
];

beforeAll(async () => {
  db = await testDatabase();
  expect(await importDivisions(db, seed)).toEqual({ divisions: 63_040, imported: true });
});
afterAll(async () => {
  await db.close();
  rmSync(folder, { recursive: true });
});

describe('the shipped list', () => {
  test('has the country to the town and Anhui to the village', async () => {
    const rows = await db.owner(
      'select level, count(*)::int as n from region.divisions group by level order by level',
    );
    expect(rows).toEqual([
      { level: 1, n: 34 },
      { level: 2, n: 342 },
      { level: 3, n: 2978 },
      { level: 4, n: 41_352 },
      { level: 5, n: 18_334 },
    ]);
  });

  test('is read in once, also by two processes that start together', async () => {
    const both = await Promise.all([importDivisions(db, seed), importDivisions(db, seed)]);
    expect(both).toEqual([
      { divisions: 63_040, imported: false },
      { divisions: 63_040, imported: false },
    ]);
  });

  test('is not written by anybody but the system', async () => {
    const officer = callOf(
      actingAs('officer', 'o', { scope: { regions: ['34'], organizations: [] } }),
      now,
    );
    const file = listFile('officer.txt', ['34 安徽省改'], head(1));
    await expect(importDivisions(db, officer, file)).rejects.toThrow(/row-level security/);
  });
});

describe('reading', () => {
  test('a village has its path, the province first', async () => {
    const line = await reading((tx) => path(tx, '340104006'));
    expect(line.map(({ name, level }) => [level, name])).toEqual([
      [1, '安徽省'],
      [2, '合肥市'],
      [3, '蜀山区'],
      [4, '五里墩街道'],
    ]);
    expect(line.at(-1)?.fullName).toBe('安徽省合肥市蜀山区五里墩街道');
    await expect(reading((tx) => path(tx, '349999'))).rejects.toMatchObject({
      code: 'region.unknown',
    });
  });

  test('a municipality does not speak its filler', async () => {
    expect((await reading((tx) => findDivision(tx, '110101')))?.fullName).toBe('北京市东城区');
    expect(await reading((tx) => findDivision(tx, '99'))).toBeUndefined();
  });

  test('many codes take one query and unknown ones are missing', async () => {
    const map = await reading((tx) => findDivisions(tx, ['3401', '99', '34', '3401']));
    expect([...map.keys()].sort()).toEqual(['34', '3401']);
    expect(await reading((tx) => findDivisions(tx, []))).toEqual(new Map());
  });

  test('the tree opens level by level and pages lose and repeat nothing', async () => {
    const provinces = await allPages((tx, after) => children(tx, null, { limit: 7, after }));
    expect(provinces).toHaveLength(34);
    expect(provinces).toEqual([...new Set(provinces)].sort());
    const counties = await reading((tx) => children(tx, '3401', { limit: 100 }));
    expect(counties.items.every((item) => item.parentCode === '3401' && item.hasChildren)).toBe(
      true,
    );
    expect(counties.next).toBeNull();
    const villages = await reading((tx) => children(tx, '340104006'));
    expect(villages.items.length).toBeGreaterThan(0);
    expect(villages.items.some((item) => item.hasChildren)).toBe(false);
  });

  test('a page has at most 100 rows, whatever is asked', async () => {
    expect((await reading((tx) => children(tx, '34', { limit: 0 }))).items).toHaveLength(1);
    expect((await reading((tx) => search(tx, '村', { limit: 5000 }))).items).toHaveLength(100);
  });

  test.each(['x', 'WyJcdTAwMDAiXQ', 'WzFd', 'W10', 'WyIzNCIsMV0'])(
    'cursor %s is refused',
    async (after) => {
      const refused = { code: 'http.malformed', status: 400 };
      await expect(reading((tx) => children(tx, null, { after }))).rejects.toMatchObject(refused);
      await expect(reading((tx) => search(tx, '合肥', { after }))).rejects.toMatchObject(refused);
    },
  );
});

describe('search', () => {
  test('the greater division comes first', async () => {
    expect((await found('合肥'))[0]).toBe('安徽省合肥市');
    expect((await found('蜀山'))[0]).toBe('安徽省合肥市蜀山区');
  });

  test('words from large to small narrow it', async () => {
    expect(await found('合肥 蜀山 五里墩')).toEqual(['安徽省合肥市蜀山区五里墩街道']);
    expect(await found('芜湖 蜀山 五里墩')).toEqual([]);
    const communities = await found('合肥 社区');
    expect(communities).toHaveLength(20);
    expect(communities.every((name) => /合肥.*社区/.test(name))).toBe(true);
  });

  test('names written together are found', async () => {
    expect(await found('合肥市蜀山区五里墩')).toEqual(['安徽省合肥市蜀山区五里墩街道']);
    expect(await found('北京市东城')).toEqual(['北京市东城区']);
  });

  test('a code is found by its beginning, with GB/T 2260 zeros or without', async () => {
    expect((await found('340100'))[0]).toBe('安徽省合肥市');
    expect((await found('340104006'))[0]).toBe('安徽省合肥市蜀山区五里墩街道');
    expect(await found('3502', { within: '34' })).toEqual([]);
    expect((await found('34', { within: '3401' }))[0]).toBe('安徽省合肥市');
  });

  test.each(['社区', '村', '镇', '安徽 村委会', '居委会 社区', '社区 村委会', '新村', '3401'])(
    'pages of %s are those of a plain comparison of all names',
    async (text) => {
      const words = /^\d+$/.test(text) ? [] : text.split(' ');
      const rows = await db.owner<{ code: string }>(
        `select code from region.divisions
          where code like '34%' and name not in ('市辖区', '县')
            and ($1 = '' or strpos(name, $1) > 0) and full_name like all ($2::text[])
            and ($3 = '' or starts_with(code, $3))
          order by level, code limit 350`,
        [words.at(-1) ?? '', words.map((word) => `%${word}%`), words.length ? '' : text],
      );
      const codes: string[] = [];
      let after: string | undefined;
      do {
        const page = await reading((tx) => search(tx, text, { within: '34', limit: 70, after }));
        codes.push(...page.items.map((item) => item.code));
        after = page.next ?? undefined;
      } while (after !== undefined && codes.length < 350);
      expect(codes).toEqual(rows.map((row) => row.code));
      expect(codes.length).toBeGreaterThan(0);
    },
  );

  test('signs of LIKE and quotes stand for themselves', async () => {
    for (const text of ['%', '合%', '_肥', "'; drop table x", '\\', '合肥 %%'])
      expect(await found(text)).toEqual([]);
  });

  test('words that cannot be searched are refused', async () => {
    await expect(found('  ')).rejects.toMatchObject({ code: 'region.word_short', status: 422 });
    await expect(found('皖 社区')).rejects.toMatchObject({ code: 'region.word_short' });
    await expect(found('一二 三四 五六 七八 九十 甲乙 丙丁')).rejects.toMatchObject({
      code: 'region.too_many_words',
    });
  });
});

describe('another list', () => {
  test('renames and ends a division; what has ended is still found by its code', async () => {
    const lines = ['71 台湾省', '7101 甲市', '710101 乙区', '7102 丙市\tended 2026-03-01'];
    await importDivisions(db, seed, listFile('first.txt', lines, head(4)));
    expect(namesOf((await reading((tx) => children(tx, '71'))).items)).toEqual(['台湾省甲市']);
    expect(await found('台湾 丙市')).toEqual([]);
    expect((await reading((tx) => findDivision(tx, '7102')))?.endedOn).toBe('2026-03-01');
    const renamed = ['71 台湾省', '7101 丁市', '710101 乙区'];
    await importDivisions(db, seed, listFile('second.txt', renamed, head(3)));
    expect(await found('丁市 乙区')).toEqual(['台湾省丁市乙区']);
    expect(await found('甲市 乙区')).toEqual([]);
  });

  test.each([
    ['a missing parent', ['71 台湾省', '710101 乙区'], head(2), /Line 5: 710101/],
    ['too few lines', ['71 台湾省'], head(2), /2 divisions were announced, 1 came/],
    ['a strange line', ['71 台湾省', '7101,甲市'], head(2), /Line 5/],
    ['a code of the wrong length', ['71 台湾省', '710 甲市'], head(2), /Line 5/],
    ['no head', ['71 台湾省'], [], /head lacks/],
  ])('with %s is refused and leaves no trace', async (name, lines, top, words) => {
    const before = await db.owner('select count(*) from region.divisions');
    const file = listFile(`${name}.txt`, lines, top);
    const act = importDivisions(db, seed, file);
    await expect(act).rejects.toThrow(DivisionListError);
    await expect(act).rejects.toThrow(words);
    expect(await db.owner('select count(*) from region.divisions')).toEqual(before);
  });
});
