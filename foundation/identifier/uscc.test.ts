import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { A31, orgCheckCharacter, usccCheckCharacter } from './mod-check.ts';
import { syntheticUscc } from './synthetic.ts';
import { checkUscc } from './uscc.ts';

describe('a unified social credit code (GB 32100)', () => {
  test.each([
    ['11100000MB03271699', 'organ', '100000'],
    ['11100000000013338W', 'organ', '100000'],
    ['91350100M000100Y43', 'enterprise', '350100'],
    ['91330100MA27XF6R79', 'enterprise', '330100'],
    ['92330110MA29000098', 'individual-business', '330110'],
    ['93330110MA2800008F', 'farmers-cooperative', '330110'],
    ['52330100500000007Q', 'private-non-enterprise', '330100'],
    ['12330100470000005R', 'public-institution', '330100'],
    ['11330100002489559L', 'organ', '330100'],
    ['N2330110MF00000055', 'village-collective', '330110'],
  ])('%s is valid: %s', (code, kind, area) =>
    expect(checkUscc(code)).toMatchObject({
      ok: true,
      code,
      kind,
      area,
      orgCode: code.slice(8, 17),
    }),
  );

  test.each([
    ['911100001000033623', 'check_digit'],
    ['91330100MA27XF6I79', 'characters'],
    ['91330100MA27XF6R78', 'check_digit'],
    ['91330100MA27XF6R7', 'length'],
    ['', 'length'],
    ['B1330100MA27XF6R79', 'department'],
    ['9133010AMA27XF6R79', 'area'],
    ['91110000100003362W', 'org_code'],
  ])('%s is refused', (code, problem) => {
    expect(checkUscc(code)).toEqual({ ok: false, problem });
  });
  test('911100001000033623 would need W at the end', () =>
    expect(usccCheckCharacter('91110000100003362')).toBe('W'));
  test('small letters and blanks are tidied', () =>
    expect(checkUscc(' 91330100 ma27xf6r79 ')).toMatchObject({
      ok: true,
      code: '91330100MA27XF6R79',
    }));
  test('the check of an organisation code', () => expect(orgCheckCharacter('D2143569')).toBe('X'));
  test('a class the table does not know is still a code', () =>
    expect(checkUscc(syntheticUscc('Y1', '340104', 'MA2ABCDE'))).toMatchObject({
      ok: true,
      kind: undefined,
      category: '1',
    }));

  const body = fc.string({ unit: fc.constantFrom(...A31), minLength: 8, maxLength: 8 });
  test('every synthetic code is valid, and one wrong character is found', () =>
    fc.assert(
      fc.property(body, fc.nat(17), fc.constantFrom(...A31), (eight, i, c) => {
        const code = syntheticUscc('91', '340104', eight);
        expect(checkUscc(code)).toMatchObject({ ok: true, kind: 'enterprise', area: '340104' });
        if (c !== code[i])
          expect(checkUscc(code.slice(0, i) + c + code.slice(i + 1)).ok).toBe(false);
      }),
      { numRuns: 300 },
    ));
  test.each([
    ['9', '340104', 'MA2ABCDE'],
    ['91', '34010', 'MA2ABCDE'],
    ['91', '340104', 'MA2ABCDI'],
  ])('synthetic %s %s %s is refused', (a, b, c) =>
    expect(() => syntheticUscc(a, b, c)).toThrow(RangeError),
  );
});
