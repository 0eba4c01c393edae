import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Condition, conditionSchema, fieldsOf, holds, isExpressible } from './condition.ts';

const values = { kind: 'shop', seats: 12, days: ['mon', 'wed'], day: '2026-11-03', ok: true };

test.each<[Condition, boolean]>([
  [{ field: 'kind', equals: 'shop' }, true],
  [{ field: 'kind', equals: 'stall' }, false],
  [{ field: 'ok', equals: true }, true],
  [{ field: 'kind', in: ['stall', 'shop'] }, true],
  [{ field: 'kind', in: [] }, false],
  [{ field: 'days', includes: 'wed' }, true],
  [{ field: 'days', includes: 'tue' }, false],
  [{ field: 'kind', includes: 'shop' }, false],
  [{ field: 'seats', greater: 12 }, false],
  [{ field: 'seats', atLeast: 12 }, true],
  [{ field: 'seats', less: 13 }, true],
  [{ field: 'seats', atMost: 11 }, false],
  [{ field: 'day', greater: '2026-11-02' }, true],
  [{ field: 'day', atMost: { field: 'day' } }, true],
  [{ field: 'missing', equals: 'x' }, false],
  [{ field: 'missing', filled: false }, true],
  [{ field: 'kind', filled: true }, true],
  [{ not: { field: 'missing', equals: 'x' } }, true],
  [{ and: [] }, true],
  [{ or: [] }, false],
  [
    {
      and: [
        { field: 'kind', equals: 'shop' },
        { field: 'seats', less: 5 },
      ],
    },
    false,
  ],
  [
    {
      or: [
        { field: 'kind', equals: 'shop' },
        { field: 'seats', less: 5 },
      ],
    },
    true,
  ],
])('%j is %s', (condition, expected) => {
  expect(holds(condition, values)).toBe(expected);
});

test('a number is neither above nor below a text', () => {
  expect(holds({ field: 'seats', greater: '1' }, values)).toBe(false);
  expect(holds({ field: 'seats', atMost: '99' }, values)).toBe(false);
});

test('what every object inherits is no answer', () => {
  expect(holds({ field: 'constructor', filled: true }, {})).toBe(false);
});

test('names the fields it reads, operands included', () => {
  const condition: Condition = {
    and: [{ field: 'a', equals: 1 }, { not: { field: 'b', less: { field: 'c' } } }],
  };
  expect(fieldsOf(condition)).toEqual(['a', 'b', 'c']);
});

test('a schema cannot compare dates or fields', () => {
  expect(isExpressible({ field: 'a', greater: 1 })).toBe(true);
  expect(isExpressible({ field: 'a', greater: '2026-01-01' })).toBe(false);
  expect(isExpressible({ field: 'a', equals: { field: 'b' } })).toBe(false);
  expect(() => conditionSchema({ not: { field: 'a', less: '2026-01-01' } })).toThrow(TypeError);
});

const field = fc.constantFrom('a', 'b', 'c');
const text = fc.constantFrom('x', 'y');
const number = fc.integer({ min: -2, max: 2 });
const conditions = fc.letrec<{ one: Condition; any: Condition }>((tie) => ({
  one: fc.oneof(
    fc.record({ field, equals: fc.oneof(text, number, fc.boolean()) }),
    fc.record({ field, in: fc.array(fc.oneof(text, number), { maxLength: 2 }) }),
    fc.record({ field, includes: text }),
    fc.record({ field, filled: fc.boolean() }),
    fc.record({ field, greater: number }),
    fc.record({ field, atLeast: number }),
    fc.record({ field, less: number }),
    fc.record({ field, atMost: number }),
  ),
  any: fc.oneof(
    { maxDepth: 3 },
    tie('one'),
    fc.record({ and: fc.array(tie('any'), { maxLength: 2 }) }),
    fc.record({ or: fc.array(tie('any'), { maxLength: 2 }) }),
    fc.record({ not: tie('any') }),
  ),
})).any;

test('the schema of a condition accepts exactly the answers for which it holds', {
  timeout: 60_000,
}, () => {
  const ajv = new Ajv2020({ strict: false, ownProperties: true });
  const answers = fc.record(
    Object.fromEntries(
      ['a', 'b', 'c'].map((id) => [
        id,
        fc.oneof(text, number, fc.boolean(), fc.array(text, { maxLength: 2 })),
      ]),
    ),
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(conditions, answers, (condition, given) => {
      const schema = { ...conditionSchema(condition) };
      expect(ajv.validate(schema, given)).toBe(holds(condition, given));
      ajv.removeSchema(schema);
    }),
    { numRuns: 200 },
  );
});
