import { syntheticIdNumber, syntheticUscc } from '@yiwang/foundation/identifier';
import { at } from '@yiwang/foundation/testing';
import { nationalCalendar } from '@yiwang/foundation/time';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { messages } from './messages.ts';
import {
  answerDueOn,
  basisOf,
  checkValue,
  comparableName,
  type ElementId,
  elements,
  errors,
  maskValue,
  readIdNumber,
  sameName,
} from './rules.ts';

const ON = '2026-03-05';

describe('one name in different spellings', () => {
  test.each([
    ['王小明', ' 王小明 '],
    ['王小明', '王 小 明'],
    ['王小明', '王　小明'],
    ['买买提·吐尔逊', '买买提•吐尔逊'],
    ['买买提·吐尔逊', '买买提・吐尔逊'],
    ['买买提·吐尔逊', '买买提･吐尔逊'],
    ['买买提·吐尔逊', '买买提‧吐尔逊'],
    ['买买提·吐尔逊', '买买提．吐尔逊'],
    ['买买提·吐尔逊', '买买提.吐尔逊'],
    ['买买提·吐尔逊', '买买提 · 吐尔逊'],
    ['John Smith', 'john   smith'],
    ['Ｊｏｈｎ　Ｓｍｉｔｈ', 'John Smith'],
    ['李\uf9d1', '李六'],
  ])('%s is %s', (a, b) => expect(sameName(a, b)).toBe(true));

  test.each([
    ['王小明', '王晓明'],
    ['王小明', '王小'],
    ['买买提·吐尔逊', '买买提吐尔逊'],
    ['John Smith', 'JohnSmith'],
    ['J. Smith', 'J Smith'],
    ['', ''],
    [' ', '　'],
  ])('%j is not %j', (a, b) => expect(sameName(a, b)).toBe(false));

  const letter = fc.constantFrom(...'王明〇ａＢcß.．·•・･‧ 　\t\uf9d1ῢ');
  test('comparing what was made comparable changes nothing', () =>
    fc.assert(
      fc.property(fc.string({ unit: letter, maxLength: 12 }), (name) => {
        expect(comparableName(comparableName(name))).toBe(comparableName(name));
      }),
      { numRuns: 300 },
    ));
});

describe('values', () => {
  test.each<[ElementId, string, string]>([
    ['person.name', ' 王小明 ', '王小明'],
    ['person.idNumber', '11010519491231002x', '11010519491231002X'],
    ['person.phone', '+86 138 0013 8000', '13800138000'],
    ['person.birthOn', ON, ON],
    ['person.photo', 'yes', 'yes'],
    ['legal.uscc', '92330110ma29000098', '92330110MA29000098'],
    ['legal.regionCode', '340104', '340104'],
  ])('%s %j is kept as %j', (element, text, kept) =>
    expect(checkValue(element, text, ON)).toBe(kept),
  );

  test.each<[ElementId, string, string]>([
    ['person.name', '   ', 'base-register.value_invalid'],
    ['person.name', '王'.repeat(101), 'base-register.value_invalid'],
    ['person.idNumber', '110101199003070012', 'identifier.id_number_check_digit'],
    [
      'person.idNumber',
      syntheticIdNumber('340104', '2026-03-06', 1),
      'identifier.id_number_birth_in_future',
    ],
    ['person.birthOn', '2026-03-06', 'base-register.date_invalid'],
    ['person.birthOn', '2026-02-30', 'base-register.date_invalid'],
    ['person.sex', '男', 'base-register.value_invalid'],
    ['person.phone', '12345', 'identifier.phone_phone'],
    ['person.regionCode', '34010', 'base-register.region_invalid'],
    ['legal.uscc', '911100001000033623', 'identifier.uscc_check_digit'],
    ['legal.registeredOn', 'yesterday', 'base-register.date_invalid'],
  ])('%s %j is refused: %s', (element, text, code) => {
    try {
      checkValue(element, text, ON, '/claimed');
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({
        code: 'base-register.value_invalid',
        status: 422,
        fields: [{ pointer: '/claimed', code }],
      });
    }
  });

  test('a foreigner’s permanent residence card is read, also in full-width digits', () => {
    expect(readIdNumber('900000198001010016', ON)).toMatchObject({ ok: true });
    expect(readIdNumber('９00000198001010016', ON)).toMatchObject({ ok: true });
  });

  test('masks hide persons and show what is published about firms', () => {
    expect(maskValue('person.name', '王小明')).toBe('王*明');
    expect(maskValue('person.idNumber', '11010519491231002X')).toBe('110105********002X');
    expect(maskValue('person.birthOn', '1949-12-31')).toBe('******');
    const uscc = syntheticUscc('92', '340104', 'MA290000');
    expect(maskValue('legal.uscc', uscc)).toBe(uscc);
  });
});

test('an answer is due in 15 working days; a year without schedule is not guessed', () => {
  expect(answerDueOn(nationalCalendar, at('2026-03-02 09:00'))).toEqual({
    on: '2026-03-23',
    certain: true,
  });
  expect(answerDueOn(nationalCalendar, at('2026-12-25 09:00')).certain).toBe(false);
});

test('every element says its law, and what was not read is marked', () => {
  for (const id of Object.keys(elements) as ElementId[])
    expect(basisOf(id)).toMatch(/^《.+》第.+条.*（\d{4}-\d{2}-\d{2} 版(，未核实)?）$/);
  expect(basisOf('person.idNumber')).toContain('未核实');
  expect(basisOf('legal.name')).toBe('《市场主体登记管理条例》第八条第一款第一项（2022-03-01 版）');
});

test('every refusal has words', () => {
  for (const name of Object.keys(errors)) expect(messages).toHaveProperty([`error.${name}`]);
});
