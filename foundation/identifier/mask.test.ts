import { describe, expect, test } from 'vitest';
import { maskAddress, maskIdNumber, maskName, maskPhone } from './mask.ts';
import { messages, problemCode } from './messages.ts';
import { checkPhone } from './phone.ts';
import {
  isRegionCode,
  isWithinRegion,
  parentRegion,
  regionLevel,
  regionPath,
  regionRange,
  shortRegionCode,
} from './region-code.ts';

describe('masks', () => {
  test.each([
    ['330106197506150025', '330106********0025'],
    ['110105491231002', '110105******002'],
    ['E12345678', 'E1*****78'],
    ['12345', '1***5'],
    ['123', '***'],
    ['', ''],
  ])('number %s → %s', (number, masked) => expect(maskIdNumber(number)).toBe(masked));
  test.each([
    ['张三', '张*'],
    ['王小明', '王*明'],
    ['欧阳建国', '欧**国'],
    ['阿不都·热合曼', '阿**·***'],
    ['𠮷田', '𠮷*'],
    ['John Smith', 'J*** S****'],
    ['李', '*'],
    ['', ''],
  ])('name %s → %s', (name, masked) => expect(maskName(name)).toBe(masked));
  test.each([
    ['13812345678', '138****5678'],
    ['0551-62223333', '0551-****33'],
    ['010-66668888', '010-****88'],
    ['12345', '*****'],
  ])('telephone %s → %s', (number, masked) => expect(maskPhone(number)).toBe(masked));
  test.each([
    ['安徽省合肥市包河区徽州大道100号3幢402室', '安徽省合肥市包河区******'],
    ['北京市朝阳区建国路甲1号', '北京市朝阳区******'],
    ['安徽省合肥市长丰县水湖镇1号', '安徽省合肥市长丰县******'],
    [
      '新疆维吾尔自治区伊犁哈萨克自治州伊宁市解放路2号',
      '新疆维吾尔自治区伊犁哈萨克自治州伊宁市******',
    ],
    ['合肥市长江中路12号县府大院', '合肥市******'],
    ['合肥市幸福小区3幢', '合肥市******'],
    ['幸福小区3幢402', '******'],
    ['', '******'],
  ])('address %s → %s', (address, masked) => expect(maskAddress(address)).toBe(masked));
});

describe('telephone numbers', () => {
  test.each([
    ['138 1234 5678', '13812345678', 'mobile'],
    ['+86 138-1234-5678', '13812345678', 'mobile'],
    ['１３８１２３４５６７８', '13812345678', 'mobile'],
    ['0551-62223333', '0551-62223333', 'landline'],
    ['(010) 66668888', '010-66668888', 'landline'],
    ['+86 10 66668888', '010-66668888', 'landline'],
  ])('%s is %s', (text, number, kind) =>
    expect(checkPhone(text)).toEqual({ ok: true, number, kind }),
  );
  test.each([
    '12812345678',
    '1381234567',
    '138123456789',
    '62223333',
    'abc',
    '',
    '0551-122',
    '+1 202 555 0100',
  ])('%s is refused', (text) => expect(checkPhone(text)).toEqual({ ok: false, problem: 'phone' }));
});

describe('region codes', () => {
  test.each([
    ['34', 'province'],
    ['3401', 'prefecture'],
    ['340104', 'county'],
    ['340104001', 'town'],
    ['340104001002', 'village'],
    ['3', undefined],
    ['34010', undefined],
    ['04', undefined],
    ['34a1', undefined],
    ['3401040010021', undefined],
  ])('%s is a %s', (code, level) => {
    expect(regionLevel(code)).toBe(level);
    expect(isRegionCode(code)).toBe(level !== undefined);
  });
  test('path, parent and inside', () => {
    expect(regionPath('340104001')).toEqual(['34', '3401', '340104', '340104001']);
    expect(parentRegion('340104')).toBe('3401');
    expect(parentRegion('34')).toBeUndefined();
    expect(isWithinRegion('340104001', '3401')).toBe(true);
    expect(isWithinRegion('3401', '340104')).toBe(false);
    expect(isWithinRegion('340204', '3401')).toBe(false);
    expect(isWithinRegion('340104', '')).toBe(false);
    expect(() => regionPath('x')).toThrow(RangeError);
  });
  test('the range holds exactly the codes inside', () => {
    const { from, before } = regionRange('3401');
    const inside = ['34', '3400', '3401', '340104', '340199999999', '3402', '35'].filter(
      (c) => c >= from && c < before,
    );
    expect(inside).toEqual(['3401', '340104', '340199999999']);
    expect(() => regionRange('')).toThrow(RangeError);
  });
  test.each([
    ['330000', '33'],
    ['330100', '3301'],
    ['330106', '330106'],
    ['330106001000', '330106001'],
    ['330106001002', '330106001002'],
    ['330106000', '330106'],
    ['33', '33'],
    ['33010', undefined],
    ['', undefined],
  ])('%s shortens to %s', (code, short) => expect(shortRegionCode(code)).toBe(short));
});

test('every problem has words under the code that a field error carries', () => {
  for (const [kind, problems] of [
    [
      'id_number',
      [
        'length',
        'characters',
        'area',
        'birth_date',
        'birth_in_future',
        'check_digit',
        'document_form',
      ],
    ],
    ['uscc', ['length', 'characters', 'department', 'area', 'org_code', 'check_digit']],
    ['certificate', ['shape', 'type', 'issuer', 'serial', 'version', 'check_digit']],
    ['phone', ['phone']],
  ] as const)
    for (const problem of problems)
      expect(messages).toHaveProperty([
        problemCode(kind, problem).replace('identifier.', 'error.'),
      ]);
});
