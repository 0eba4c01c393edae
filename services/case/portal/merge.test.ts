import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeAnswers } from './merge.ts';

test('an answer changed on the other device only is taken over', () => {
  const merged = mergeAnswers({ a: '1', b: '1' }, { a: '2', b: '1' }, { a: '1', b: '3' });
  expect(merged).toEqual({ data: { a: '2', b: '3' }, taken: ['b'], clashing: [] });
});

test('an answer changed differently on both sides stays as typed here and is named', () => {
  const merged = mergeAnswers({ a: '1' }, { a: '2' }, { a: '3' });
  expect(merged).toEqual({ data: { a: '2' }, taken: [], clashing: ['a'] });
});

test('the same change on both sides is no clash', () => {
  const merged = mergeAnswers({ a: '1' }, { a: '2' }, { a: '2' });
  expect(merged).toEqual({ data: { a: '2' }, taken: [], clashing: [] });
});

test('an answer emptied here stays empty, one emptied there goes', () => {
  expect(mergeAnswers({ a: '1' }, {}, { a: '1' }).data).toEqual({});
  expect(mergeAnswers({ a: '1' }, { a: '1' }, {})).toEqual({
    data: {},
    taken: ['a'],
    clashing: [],
  });
});

test('rows of a table are compared as a whole', () => {
  const rows = (name: string) => ({ staff: [{ name }] });
  expect(mergeAnswers(rows('甲'), rows('甲'), rows('乙')).data).toEqual(rows('乙'));
});

test('nothing that was changed here is ever lost', () => {
  const answers = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.string({ maxLength: 2 }));
  fc.assert(
    fc.property(answers, answers, answers, (base, mine, theirs) => {
      const { data } = mergeAnswers(base, mine, theirs);
      for (const [id, value] of Object.entries(mine))
        if (base[id] !== value) expect(data[id]).toBe(value);
    }),
    { numRuns: 200 },
  );
});
