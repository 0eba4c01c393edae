import { describe, expect, test } from 'vitest';
import {
  composeCertificateIdentifier,
  nextVersion,
  parseCertificateIdentifier,
} from './certificate-identifier.ts';
import { mod3736 } from './mod-check.ts';

const VALID = [
  ['11100000000013338W011.11430000006122244L.20230000403.001', 'U'],
  ['11100000MB03271699022.340100.000000016.001', '9'],
  ['11100000000013338W009.11330105002500287C.2025052201.002', '0'],
  ['11100000MB0341032Y002.11420503087246977F.AB12CD34EF56GH78JK90.001', 'F'],
  ['11100000MB03271699022.11330100002489559L.20260101000001.001', 'E'],
  ['11100000MB03271699022.11330100002489559L.20260101000001.002', 'C'],
  ['11100000000013661B006.113700000045046442.209FA4E88F9E4C878F3E9BED2CE7EA49.001', 'D'],
] as const;

describe('the identifier of an electronic certificate (GB/T 36904)', () => {
  test.each(VALID)('%s has check %s', (body, check) => {
    const [type = '', issuer = '', serial = '', version = ''] = body.split('.');
    const identifier = `1.2.156.3005.2.${body}.${check}`;
    expect(composeCertificateIdentifier({ type, issuer, serial, version })).toBe(identifier);
    expect(parseCertificateIdentifier(identifier)).toEqual({
      ok: true,
      identifier,
      type,
      issuer,
      serial,
      version,
    });
    expect(parseCertificateIdentifier(`${body}.${check}`)).toMatchObject({ ok: true, identifier });
  });
  test.each([
    [
      '11100000000013661B006.113700000045046442.209FA4E88F9E4C878F3E9BED2CE7EA49.001.M',
      'check_digit',
    ],
    ['11100000MB03271699022.11330100002489559L.20260101000001.001.C', 'check_digit'],
    ['11100000MB03271699022.11330100002489559L.20260101000002.001.E', 'check_digit'],
    ['11100000MB03271699022.11330100002489559L.20260101000001.001', 'shape'],
    ['1.2.156.3005.3.11100000MB03271699022.340100.000000016.001.9', 'shape'],
    ['', 'shape'],
    ['11100000MB0327169902.340100.000000016.001.9', 'type'],
    ['11100000MB03271699022.3401.000000016.001.9', 'issuer'],
    ['11100000MB03271699022.340100.abc.001.9', 'serial'],
    ['11100000MB03271699022.340100.0000-16.001.9', 'serial'],
    ['11100000MB03271699022.340100.000000016.000.9', 'version'],
    ['11100000MB03271699022.340100.000000016.1.9', 'version'],
  ])('%s is refused: %s', (text, problem) =>
    expect(parseCertificateIdentifier(text)).toEqual({ ok: false, problem }),
  );
  test('composing from a wrong part is a bug', () =>
    expect(() =>
      composeCertificateIdentifier({
        type: '11100000MB03271699022',
        issuer: '340100',
        serial: 'a-1',
        version: '001',
      }),
    ).toThrow(RangeError));
  test('the standard’s alphabet only', () => expect(() => mod3736('A-1')).toThrow(RangeError));
  test('a new version is one more, up to 999', () => {
    expect(nextVersion('001')).toBe('002');
    expect(nextVersion('099')).toBe('100');
    for (const wrong of ['999', '1', 'abc', ''])
      expect(() => nextVersion(wrong)).toThrow(RangeError);
  });
});
