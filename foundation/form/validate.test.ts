import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clean, type Evaluate } from './clean.ts';
import { allFields, type FormValues, type Json } from './definition.ts';
import { validateBrowser } from './interpret.ts';
import { everything } from './sample.fixture.ts';
import { accept, validate } from './validate.ts';

const evaluate: Evaluate = (feel, answers) =>
  feel === 'seats * 100' && typeof answers.seats === 'number' ? answers.seats * 100 : undefined;
const options = { on: '2026-11-23', evaluate };

const FILE = '0199a1b2-0000-7000-8000-000000000001';
const right: FormValues = {
  name: '王小明',
  seats: 12,
  capital: 100_000,
  opened: '2020-02-29',
  lease: { from: '2026-01-01', to: '2026-12-31' },
  kind: 'shop',
  days: ['mon'],
  street: { region: '340104', detail: '望江路 1 号' },
  owner: '11010519491231002X',
  firm: '91350100M000100Y43',
  mobile: '13800138000',
  photos: [FILE],
  staff: [{ who: '李四' }],
  truth: true,
};

/** The only errors when one answer of a right form is replaced; undefined takes the answer away. */
const wrong = (patch: Record<string, Json | undefined>) => {
  const data = { ...right, ...patch } as FormValues;
  const errors = validate(everything, data, options);
  expect(validateBrowser(everything, data, options)).toEqual(errors);
  return errors.map(({ pointer, code, params }) =>
    params ? [pointer, code, params] : [pointer, code],
  );
};

test('a right form has no error in either validator', () => {
  expect(wrong({})).toEqual([]);
});

describe('one wrong answer gives one error with its own code', () => {
  test.each<[string, Record<string, Json | undefined>, unknown[]]>([
    ['missing', { name: undefined }, ['/name', 'form.required']],
    ['blank counts as missing', { name: '  ' }, ['/name', 'form.required']],
    ['too short', { name: '王' }, ['/name', 'form.too_short', { min: 2 }]],
    ['too long', { name: '王'.repeat(11) }, ['/name', 'form.too_long', { max: 10 }]],
    ['not text', { name: 5 }, ['/name', 'form.not_text']],
    ['the whole text must match', { code: 'ABC' }, ['/code', 'form.pattern']],
    ['typed letters', { seats: '十二' }, ['/seats', 'form.not_a_number']],
    ['fraction of a seat', { seats: 1.5, waiver: 'x' }, ['/seats', 'form.not_whole']],
    ['too few seats', { seats: 0, waiver: 'x' }, ['/seats', 'form.too_small', { min: 1 }]],
    ['three decimals', { area: 1.125 }, ['/area', 'form.too_precise', { decimals: 2 }]],
    ['amount in letters', { capital: '一万' }, ['/capital', 'form.not_money']],
    [
      'amount too small, in yuan',
      { capital: 99 },
      ['/capital', 'form.money_too_small', { min: '1.00' }],
    ],
    ['no such day', { opened: '2023-02-29' }, ['/opened', 'form.date']],
    ['tomorrow', { opened: '2026-11-24' }, ['/opened', 'form.future_date']],
    [
      'before the first day allowed',
      { opened: '1999-12-31' },
      ['/opened', 'form.too_early', { min: '2000-01-01' }],
    ],
    ['yesterday', { begins: '2026-11-22' }, ['/begins', 'form.past_date']],
    [
      'period backwards',
      { lease: { from: '2026-02-02', to: '2026-02-01' } },
      ['/lease/to', 'form.period_order'],
    ],
    ['half a period', { lease: { from: '2026-02-02' } }, ['/lease/to', 'form.required']],
    ['no period', { lease: {} }, ['/lease', 'form.required']],
    ['not offered', { kind: 'ship' }, ['/kind', 'form.choice']],
    ['too many choices', { days: ['mon', 'tue', 'wed'] }, ['/days', 'form.too_many', { max: 2 }]],
    ['the same twice', { days: ['mon', 'mon'] }, ['/days', 'form.repeated']],
    ['one of several not offered', { days: ['mon', 'sun'] }, ['/days', 'form.choice']],
    [
      'province is too coarse',
      { street: { region: '34', detail: '1 号' } },
      ['/street/region', 'form.region'],
    ],
    ['identity number too short', { owner: '1101051949' }, ['/owner', 'form.id_length']],
    ['check digit', { owner: '110105194912310021' }, ['/owner', 'form.check_digit']],
    ['born on 30 February', { owner: '110105194902300027' }, ['/owner', 'form.birth_date']],
    ['credit code check digit', { firm: '91350100M000100Y44' }, ['/firm', 'form.check_digit']],
    ['mobile number', { mobile: '12800138000' }, ['/mobile', 'form.phone']],
    ['a mobile is asked, not a landline', { mobile: '0551-62345678' }, ['/mobile', 'form.mobile']],
    ['not a material id', { photos: ['../etc/passwd'] }, ['/photos', 'form.file']],
    ['no file', { photos: [] }, ['/photos', 'form.required']],
    ['cell of the second row', { staff: [{ who: '李四' }, {}] }, ['/staff/1/who', 'form.required']],
    ['row that is no row', { staff: ['x'] }, ['/staff/0', 'form.table']],
    [
      'too many rows',
      { staff: Array(4).fill({ who: '李四' }) },
      ['/staff', 'form.too_many_rows', { max: 3 }],
    ],
    ['declaration not made', { truth: false }, ['/truth', 'form.declaration']],
    ['declaration missing', { truth: undefined }, ['/truth', 'form.declaration']],
    ['key nobody asks for', { evil: 1 }, ['/evil', 'form.unknown']],
    [
      'key nobody asks for, in a row',
      { staff: [{ who: '李四', evil: 1 }] },
      ['/staff/0/evil', 'form.unknown'],
    ],
    ['pointer is escaped', { 'a/b~c': 1 }, ['/a~1b~0c', 'form.unknown']],
  ])('%s', (_, patch, error) => {
    expect(wrong(patch)).toEqual([error]);
  });
});

test('a person born after today does not exist', () => {
  // 110105 20261124 001 with its right check digit, 2026-11-24 being tomorrow.
  const digits = '11010520261124001';
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * weights[at]!, 0);
  const owner = digits + '10X98765432'[sum % 11];
  expect(wrong({ owner })).toEqual([['/owner', 'form.birth_date']]);
  const tomorrow = { on: '2026-11-24', evaluate };
  expect(validate(everything, { ...right, owner }, tomorrow)).toEqual([]);
});

test('a rule over two answers is judged once both are right', () => {
  const late = { opened: '2026-11-23', begins: '2026-11-23' };
  expect(wrong(late)).toEqual([['/begins', 'form.rule', { rule: 'begins-after-opening' }]]);
  expect(wrong({ ...late, opened: 'soon' })).toEqual([['/opened', 'form.date']]);
});

test('a hidden field is not required, not judged and not kept', () => {
  const stall = { ...right, kind: 'stall', firm: 'nonsense', street: 5 };
  expect(validate(everything, stall, options)).toEqual([]);
  const kept = accept(everything, stall, options);
  expect(kept).not.toHaveProperty('firm');
  expect(kept).not.toHaveProperty('street');
});

test('a field hidden behind a hidden field is hidden too', () => {
  const { firm: _, ...noFirm } = right;
  expect(validate(everything, { ...noFirm, seats: 9 }, options)).toEqual([]);
  expect(wrong({ firm: undefined })).toEqual([['/firm', 'form.required']]);
});

test('a computed answer is computed here, whatever was sent, and conditions see it', () => {
  expect(accept(everything, { ...right, fee: 1 }, options).fee).toBe(1200);
  expect(wrong({ seats: 4, firm: undefined })).toEqual([['/waiver', 'form.required']]);
  expect(clean(everything, { ...right, fee: 1 })).not.toHaveProperty('fee');
});

test('answers are tidied before they are judged', () => {
  const typed = { name: ' 王小明 ', owner: '１１０１０５ 19491231 002x', mobile: '138 0013 8000' };
  expect(wrong(typed)).toEqual([]);
  expect(accept(everything, { ...right, ...typed }, options)).toMatchObject({
    name: '王小明',
    owner: '11010519491231002X',
    mobile: '13800138000',
  });
});

test('unknown keys are stripped when cleaning, at every depth', () => {
  const data = JSON.parse('{"__proto__": {"a": 1}, "staff": [{"who": "李四", "evil": 1}]}');
  const kept = clean(everything, data);
  expect(kept).toEqual({ staff: [{ who: '李四' }] });
  expect(Object.getPrototypeOf(kept)).toBe(Object.prototype);
});

test('a refusal carries the fields', () => {
  expect(() => accept(everything, { ...right, name: '' }, options)).toThrowError(
    expect.objectContaining({
      code: 'form.invalid',
      status: 422,
      fields: [{ pointer: '/name', code: 'form.required' }],
    }),
  );
});

test('objects that pose as choices are refused, not compared', () => {
  const pose = JSON.parse('[{"valueOf": 1, "toString": 1}, {"valueOf": 1, "toString": 1}]');
  expect(wrong({ days: pose })).toEqual([['/days', 'form.choice']]);
  expect(wrong({ photos: pose })).toEqual([['/photos', 'form.file']]);
});

test('what is not an object is refused, not crashed on', () => {
  for (const data of [null, [], 'x', 5]) {
    const errors = validate(everything, data as unknown as FormValues, options);
    expect(errors).toEqual([{ pointer: '', code: 'form.unreadable' }]);
    expect(validateBrowser(everything, data as unknown as FormValues, options)).toEqual(errors);
  }
});

describe('both validators agree', () => {
  const ids = allFields(everything).map((field) => field.id);
  const text = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.constantFrom('', ' ', '110105194912310021', '11010519491231002X', '91350100M000100Y43'),
    fc.constantFrom('2026-11-23', '2026-02-30', '0000-01-01', '2026-11-24', '34', '340104'),
    fc.constantFrom('13800138000', '0551-62345678', 'mon', 'shop', 'hot', 'AB', '123', FILE),
  );
  const plain: fc.Arbitrary<Json> = fc.oneof(
    text,
    fc.integer({ min: -5, max: 60 }),
    fc.double({ noNaN: false, min: -1e3, max: 1e16 }),
    fc.constantFrom(0.1, 0.15, 1e-7, 1e21, 2 ** 53, -0),
    fc.boolean(),
    fc.constant(null),
  );
  const row = fc.dictionary(
    fc.oneof(
      fc.constantFrom('who', 'id', 'since', 'stay', 'task', 'from', 'to', 'valueOf', '__proto__'),
      fc.string(),
    ),
    fc.oneof(plain, fc.array(plain, { maxLength: 3 })),
    { maxKeys: 4, noNullPrototype: true },
  );
  const period = fc.record({ from: text, to: text }, { requiredKeys: [] });
  const any: fc.Arbitrary<Json> = fc.oneof(
    plain,
    fc.array(plain, { maxLength: 4 }),
    fc.array(fc.oneof(row, period), { maxLength: 5 }),
    period,
    row,
    fc.record({ region: text, detail: text }),
  );
  const key = fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom(...ids) },
    { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'a/b', '~', '\ud800', '') },
  );

  test('on 1 500 forms with wrong answers anywhere', { timeout: 60_000 }, () => {
    const patch = fc.dictionary(key, any, { maxKeys: 6, noNullPrototype: true });
    fc.assert(
      fc.property(patch, fc.subarray(ids, { maxLength: 4 }), (wrongs, missing) => {
        const kept = Object.entries(right).filter(([id]) => !missing.includes(id));
        const data = Object.fromEntries([...kept, ...Object.entries(wrongs)]);
        const errors = validate(everything, data, options);
        expect(validateBrowser(everything, data, options)).toEqual(errors);
        if (errors.length === 0) accept(everything, data, options);
      }),
      { numRuns: 1500 },
    );
  });

  test('on 600 heaps of anything', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.dictionary(key, any, { maxKeys: 25, noNullPrototype: true }), (data) => {
        const errors = validate(everything, data, options);
        expect(validateBrowser(everything, data, options)).toEqual(errors);
        // What is refused once cleaned is refused before, and cleaning twice changes nothing.
        const kept = clean(everything, data, evaluate);
        expect(clean(everything, kept, evaluate)).toEqual(kept);
        expect(validate(everything, kept, options).map((error) => error.code)).toEqual(
          errors.map((error) => error.code).filter((code) => code !== 'form.unknown'),
        );
      }),
      { numRuns: 600 },
    );
  });
});
