import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkIdNumber, fromFifteenDigits } from './citizen-id.ts';
import { checkIdDocument, idDocumentTypes } from './id-document.ts';
import { syntheticIdNumber } from './synthetic.ts';

const ON = '2026-03-05';

describe('a citizen ID number (GB 11643)', () => {
  test.each([
    ['11010519491231002X', '1949-12-31', 'female', '110105'],
    ['440524188001010014', '1880-01-01', 'male', '440524'],
    ['110101199003070011', '1990-03-07', 'male', '110101'],
    ['11010119900307002X', '1990-03-07', 'female', '110101'],
    ['310101200002290015', '2000-02-29', 'male', '310101'],
    ['330106197506150025', '1975-06-15', 'female', '330106'],
    ['33010019900101001X', '1990-01-01', 'male', '330100'],
    ['830000198501010014', '1985-01-01', 'male', '830000'],
  ])('%s is valid', (number, birthOn, sex, area) =>
    expect(checkIdNumber(number, ON)).toEqual({ ok: true, number, birthOn, sex, area }),
  );

  test.each([
    ['110101199003070012', 'check_digit'],
    ['310101190002290015', 'birth_date'],
    ['110101199013010015', 'birth_date'],
    ['110101199000000015', 'birth_date'],
    ['900000198001010016', 'area'],
    ['000000198001010016', 'area'],
    ['990000198001010016', 'area'],
    ['11010119900307001', 'length'],
    ['1101011990030700111', 'length'],
    ['', 'length'],
    ['11010119900307001A', 'characters'],
    ['X10101199003070011', 'characters'],
    ['110101-99003070011', 'characters'],
  ])('%s is refused: %s', (number, problem) =>
    expect(checkIdNumber(number, ON)).toEqual({ ok: false, problem }),
  );

  test('nobody is born after today', () => {
    const number = syntheticIdNumber('340104', '2026-03-06', 12);
    expect(checkIdNumber(number, '2026-03-05')).toEqual({ ok: false, problem: 'birth_in_future' });
    expect(checkIdNumber(number, '2026-03-06').ok).toBe(true);
  });
  test.each([
    '11010519491231002x',
    ' 110105 19491231 002x ',
    '１１０１０５１９４９１２３１００２Ｘ',
  ])('%j is tidied', (text) =>
    expect(checkIdNumber(text, ON)).toMatchObject({ ok: true, number: '11010519491231002X' }),
  );

  test('a number from 9 belongs to the foreigner’s card, and to that alone', () => {
    expect(checkIdNumber('900000198001010016', ON, 'foreigner')).toMatchObject({
      ok: true,
      area: '900000',
    });
    expect(checkIdNumber('110101199003070011', ON, 'foreigner')).toEqual({
      ok: false,
      problem: 'area',
    });
  });
  test('15 old digits become 18', () => {
    expect(fromFifteenDigits('110105491231002', ON)).toMatchObject({
      ok: true,
      number: '11010519491231002X',
    });
    expect(fromFifteenDigits('110105491331002', ON)).toEqual({ ok: false, problem: 'birth_date' });
    expect(fromFifteenDigits('11010549123100X', ON)).toEqual({ ok: false, problem: 'characters' });
    expect(checkIdNumber('110105491231002', ON)).toEqual({ ok: false, problem: 'length' });
  });

  const day = fc
    .date({ min: new Date('1900-01-01'), max: new Date('2026-03-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const area = fc.constantFrom('110101', '340104', '340122', '653101');
  test('every synthetic number is valid and says what it was made from', () =>
    fc.assert(
      fc.property(area, day, fc.integer({ min: 0, max: 999 }), (a, birthOn, seq) => {
        expect(checkIdNumber(syntheticIdNumber(a, birthOn, seq), ON)).toMatchObject({
          ok: true,
          area: a,
          birthOn,
          sex: seq % 2 === 1 ? 'male' : 'female',
        });
      }),
      { numRuns: 300 },
    ));
  test('one wrong digit or two neighbours exchanged never pass', () =>
    fc.assert(
      fc.property(area, day, fc.nat(999), fc.nat(16), fc.nat(9), (a, birthOn, seq, i, digit) => {
        const number = syntheticIdNumber(a, birthOn, seq);
        const swapped = number.slice(0, i) + number[i + 1] + number[i] + number.slice(i + 2);
        for (const other of [number.slice(0, i) + digit + number.slice(i + 1), swapped])
          if (other !== number) expect(checkIdNumber(other, ON).ok).toBe(false);
      }),
      { numRuns: 300 },
    ));
  test.each([
    ['34010', '1990-01-01', 1],
    ['340104', '1990-01-01', 1000],
    ['340104', '1990-02-30', 1],
    ['340104', '1990-01-01', -1],
  ])('synthetic %s %s %i is refused', (a, birthOn, seq) =>
    expect(() => syntheticIdNumber(a, birthOn, seq)).toThrow(),
  );
});

describe('identity documents (GA/T 2000.156)', () => {
  test.each([
    ['111', '11010519491231002x', '11010519491231002X'],
    ['553', '900000198001010016', '900000198001010016'],
    ['414', 'e12345678', 'E12345678'],
    ['511', '12345678', '12345678'],
    ['516', 'H12345678', 'H12345678'],
  ] as const)('%s takes %s', (type, text, number) =>
    expect(checkIdDocument(type, text, ON)).toEqual({ ok: true, number }),
  );
  test.each([
    ['111', '900000198001010016', 'area'],
    ['553', '11010519491231002X', 'area'],
    ['414', 'E1', 'document_form'],
    ['516', '12345678', 'document_form'],
    ['511', 'DROP TABLE', 'document_form'],
  ] as const)('%s refuses %s', (type, text, problem) =>
    expect(checkIdDocument(type, text, ON)).toEqual({ ok: false, problem }),
  );
  test('the list is in the order of codes', () =>
    expect(idDocumentTypes).toEqual([
      '111',
      '112',
      '113',
      '114',
      '335',
      '414',
      '511',
      '516',
      '553',
    ]));
});
