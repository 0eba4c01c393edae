import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { governmentTerms } from './dictionary.ts';
import { documentTerms, initialsOf, queryTokens, rank, tokens } from './index.ts';
import { synonyms } from './synonyms.ts';

describe('tokens', () => {
  it('cuts government terms as one word, with the words inside and the characters', () => {
    const found = tokens('食品经营许可');
    expect(found).toEqual(
      expect.arrayContaining(['食品经营许可', '食品', '经营', '许可', '食', '可']),
    );
    expect(tokens('临时占用城市道路')).toContain('临时占用城市道路');
  });

  it('lowers Latin words, takes full width for half width and leaves plurals out', () => {
    expect(tokens('Food Licences')).toEqual(expect.arrayContaining(['food', 'licence', '~foo']));
    expect(tokens('ＡＢＣ')).toContain('abc');
    expect(tokens('bus, address')).toEqual(expect.arrayContaining(['bus', 'address']));
  });

  it('has nothing for blanks and signs', () => {
    expect(tokens(' ，。！?\u0000')).toEqual([]);
  });

  it('takes any text without failing, and is the same every time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(tokens(text)).toEqual(tokens(text));
      }),
      { numRuns: 200 },
    );
  });
});

describe('initials', () => {
  it.each([
    ['食品经营许可', 'spjyxk'],
    ['老年人优待证', 'lnrydz'],
    ['ABC 证', 'z'],
  ])('%s is typed %s', (name, typed) => expect(initialsOf(name)).toBe(typed));
});

describe('a search', () => {
  const terms = (text: string) => new Map(queryTokens(text).map((one) => [one.term, one.kind]));

  it('leaves question words out and keeps what is asked about', () => {
    const found = terms('请问我想开小吃店需要办什么证');
    expect(found.get('小吃店')).toBe('subject');
    for (const filler of ['请问', '需要', '什么', '我', '想'])
      expect(found.has(filler)).toBe(false);
  });

  it('adds the official words to everyday ones', () => {
    expect(terms('我想开饭店').get('食品经营许可')).toBe('subject');
    expect(terms('敬老卡丢了').get('老年人优待证')).toBe('subject');
    expect(terms('占半条路').get('临时占用城市道路')).toBe('subject');
    expect(terms('a RESTAURANT of my own').get('食品经营许可')).toBe('subject');
    expect(terms('cafeteria bill').has('食品经营许可')).toBe(false);
  });

  it('does not let a general word stand for a subject', () => {
    expect(terms('许可').get('许可')).toBe('general');
    expect(terms('65').get('65')).toBe('general');
  });

  it('is empty when nothing is asked', () => {
    expect(queryTokens('  ')).toEqual([]);
    expect(queryTokens('？！')).toEqual([]);
  });

  it('names no term twice, and reads no more than a hundred characters', () => {
    const found = queryTokens('饭店'.repeat(5000));
    expect(new Set(found.map(({ term }) => term)).size).toBe(found.length);
    expect(found.every(({ term }) => term.length <= 101)).toBe(true);
  });
});

describe('ranking', () => {
  const names = [
    '食品经营许可',
    '食品生产许可',
    '老年人优待证',
    '残疾人证',
    '挖掘城市道路许可',
    '护照',
  ];
  const documents = names.map((name) => ({
    name,
    terms: documentTerms([{ text: name, weight: 4, kind: 'name' }]),
  }));
  const search = (text: string) =>
    rank(queryTokens(text), documents).map(({ document }) => document.name);

  it.each([
    ['食品经营许可', '食品经营许可'],
    ['食品径营许可', '食品经营许可'],
    ['老年忧待证', '老年人优待证'],
    ['老年卡', '老年人优待证'],
    ['挖马路', '挖掘城市道路许可'],
    ['spscxk', '食品生产许可'],
  ])('%s finds %s first', (text, name) => expect(search(text)[0]).toBe(name));

  it('finds nothing rather than anything', () => {
    expect(search('今天天气怎么样')).toEqual([]);
    expect(search('补办')).toEqual([]);
  });

  it('prefers the name that says nothing else', () => {
    const longer = {
      name: '',
      terms: documentTerms([{ text: '护照遗失声明办理', weight: 4, kind: 'name' }]),
    };
    const found = rank(queryTokens('护照'), [longer, ...documents]);
    expect(found.map(({ document }) => document.name)).toEqual(['护照', '']);
  });

  it('lets repeats count less and less', () => {
    const weight = (text: string) =>
      documentTerms([{ text, weight: 1, kind: 'text' }]).find(({ term }) => term === '护照')
        ?.weight ?? 0;
    expect(weight('护照 护照')).toBeGreaterThan(weight('护照'));
    expect(weight('护照 '.repeat(50))).toBeLessThan(2.2);
  });
});

it('has no word twice in the dictionary and no saying that means two different groups by mistake', () => {
  expect(new Set(governmentTerms).size).toBe(governmentTerms.length);
  const said = synonyms.flatMap((group) => group.said);
  expect(said.filter((one, i) => said.indexOf(one) !== i)).toEqual([]);
  expect(synonyms.every((group) => group.meant.length > 0)).toBe(true);
});
