import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as D from './decimal.ts';

const Reference = Decimal.clone({ precision: 34, rounding: 6, toExpNeg: -9e15, toExpPos: 9e15 });
const number = fc
  .tuple(
    fc.bigInt(-(10n ** 34n) + 1n, 10n ** 34n - 1n),
    fc.integer({ min: -40, max: 40 }),
    fc.integer({ min: 0, max: 33 }),
  )
  .map(([c, e, cut]) => `${c / 10n ** BigInt(cut)}e${e}`);

const text = (d: D.Dec | null): string | null =>
  d === null ? null : new Reference(d.toString()).toString();

describe('decimals', () => {
  it('agree with decimal.js at 34 digits, half-even', () => {
    fc.assert(
      fc.property(number, number, (p, q) => {
        const [a, b] = [D.fromText(p)!, D.fromText(q)!];
        const [x, y] = [new Reference(p), new Reference(q)];
        expect(text(D.add(a, b))).toBe(x.plus(y).toString());
        expect(text(D.subtract(a, b))).toBe(x.minus(y).toString());
        expect(text(D.multiply(a, b))).toBe(x.times(y).toString());
        expect(text(D.divide(a, b))).toBe(y.isZero() ? null : x.div(y).toString());
        expect(Math.sign(D.compare(a, b))).toBe(x.cmp(y));
      }),
      { numRuns: 300 },
    );
  });

  it('agree with decimal.js on everyday amounts', () => {
    const amount = fc.integer({ min: -1_000_000_00, max: 1_000_000_00 }).map((n) => `${n}e-2`);
    fc.assert(
      fc.property(amount, amount, fc.integer({ min: 0, max: 3 }), (p, q, scale) => {
        const [a, b] = [D.fromText(p)!, D.fromText(q)!];
        const [x, y] = [new Reference(p), new Reference(q)];
        expect(text(D.add(a, b))).toBe(x.plus(y).toString());
        expect(text(D.multiply(a, b))).toBe(x.times(y).toString());
        expect(text(D.quantize(a, scale, 'halfEven'))).toBe(x.toDecimalPlaces(scale, 6).toString());
        expect(text(D.quantize(a, scale, 'up'))).toBe(x.toDecimalPlaces(scale, 0).toString());
        expect(text(D.quantize(a, scale, 'floor'))).toBe(x.toDecimalPlaces(scale, 3).toString());
        expect(text(D.quantize(a, scale, 'halfDown'))).toBe(x.toDecimalPlaces(scale, 5).toString());
      }),
      { numRuns: 300 },
    );
  });

  it('adds a tenth and two tenths to three tenths', () => {
    expect(D.add(D.fromText('0.1')!, D.fromText('0.2')!)!.toString()).toBe('0.3');
    expect(D.add(D.fromText('100000000000000000001')!, D.ONE)!.toString()).toBe(
      '100000000000000000002',
    );
  });

  it('gives null beyond the range of decimal128 and for undefined operations', () => {
    const huge = D.fromText('9e6144')!;
    expect(D.multiply(huge, huge)).toBeNull();
    expect(D.divide(D.ONE, D.ZERO)).toBeNull();
    expect(D.sqrt(D.fromInteger(-1))).toBeNull();
    expect(D.ln(D.ZERO)).toBeNull();
    expect(D.modulo(D.ONE, D.ZERO)).toBeNull();
  });

  it('survives a gap of thousands of digits', () => {
    expect(D.add(D.fromText('1e6000')!, D.fromText('1e-6000')!)!.toString()).toBe(
      `1${'0'.repeat(6000)}`,
    );
  });
});
