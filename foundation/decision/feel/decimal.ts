import { Decimal } from 'decimal.js';

/** Digits kept by every operation, as decimal128 demands (DMN 1.5, 10.3.2.3.1). */
export const PRECISION = 34;
const MAX_EXPONENT = 6144;
const MIN_EXPONENT = -6176;
const SAFE = Number.MAX_SAFE_INTEGER;

/** Working precision of the functions that decimal.js computes; the result is then rounded to 34 digits. */
const Wide = Decimal.clone({ precision: 50, rounding: 6, maxE: 9e15, minE: -9e15 });

const POW: bigint[] = [1n];
/** 10 to the power n as a bigint, cached; n between 0 and about 13,000. */
function pow10(n: number): bigint {
  let have = POW.length;
  while (have <= n) {
    POW.push(POW[have - 1]! * 10n);
    have += 1;
  }
  return POW[n]!;
}
const SMALL = Array.from({ length: 16 }, (_, n) => 10 ** n);

/** How a number is cut to a scale; the names follow DMN 1.5, table 77. */
export type Rounding = 'halfEven' | 'up' | 'down' | 'halfUp' | 'halfDown' | 'floor' | 'ceiling';

/**
 * A FEEL number c · 10^e, rounded half-even to 34 digits. `c` is a plain number while it is a safe
 * integer and a bigint beyond: sums and products of everyday size never touch bigints.
 */
export class Dec {
  readonly c: number | bigint;
  readonly e: number;
  constructor(c: number | bigint, e: number) {
    this.c = c;
    this.e = e;
  }

  /** The number as plain digits without exponent and without trailing zeros, as FEEL's string() shows it. */
  toString(): string {
    const negative = this.c < 0;
    let digits = String(this.c).replace('-', '');
    let e = this.e;
    if (e < 0) {
      const zeros = /0*$/.exec(digits)![0].length;
      const cut = Math.min(zeros, -e, digits.length - 1);
      digits = digits.slice(0, digits.length - cut);
      e += cut;
    }
    let text: string;
    if (digits === '0') text = '0';
    else if (e >= 0) text = digits + '0'.repeat(e);
    else if (digits.length > -e) text = `${digits.slice(0, e)}.${digits.slice(e)}`;
    else text = `0.${'0'.repeat(-e - digits.length)}${digits}`;
    return negative && digits !== '0' ? `-${text}` : text;
  }

  /** The nearest double. */
  toNumber(): number {
    return this.e === 0 && typeof this.c === 'number' ? this.c : Number(`${this.c}e${this.e}`);
  }
}

export const ZERO = new Dec(0, 0);
export const ONE = new Dec(1, 0);

const magnitude = (c: bigint): bigint => (c < 0n ? -c : c);
const digitsOf = (c: number | bigint): number =>
  typeof c === 'number' ? String(Math.abs(c)).length : magnitude(c).toString().length;

/** c / 10^drop, rounded by `mode`. */
function shift(c: bigint, drop: number, mode: Rounding): bigint {
  const unit = pow10(drop);
  const q = c / unit;
  const rest = magnitude(c % unit) * 2n;
  if (rest === 0n) return q;
  const away = c < 0n ? q - 1n : q + 1n;
  if (mode === 'up') return away;
  if (mode === 'down') return q;
  if (mode === 'floor') return c < 0n ? away : q;
  if (mode === 'ceiling') return c < 0n ? q : away;
  if (rest !== unit) return rest > unit ? away : q;
  if (mode === 'halfUp') return away;
  if (mode === 'halfDown') return q;
  return q % 2n === 0n ? q : away;
}

/** The number c · 10^e in 34 digits; null beyond the range of decimal128. */
function make(c: bigint, e: number): Dec | null {
  if (c === 0n) return ZERO;
  let digits = digitsOf(c);
  if (digits > PRECISION) {
    c = shift(c, digits - PRECISION, 'halfEven');
    e += digits - PRECISION;
    digits = digitsOf(c);
  }
  if (e + digits - 1 > MAX_EXPONENT) return null;
  if (e < MIN_EXPONENT) {
    if (e + digits < MIN_EXPONENT) return ZERO;
    c = shift(c, MIN_EXPONENT - e, 'halfEven');
    e = MIN_EXPONENT;
    if (c === 0n) return ZERO;
  }
  while (c % 10n === 0n && (c > SAFE || c < -SAFE)) {
    c /= 10n;
    e += 1;
  }
  return c <= SAFE && c >= -SAFE ? new Dec(Number(c), e) : new Dec(c, e);
}

/** An integer that is known to be safe. */
export const fromInteger = (n: number): Dec => new Dec(n, 0);

/** The decimal of a double's shortest text; null for NaN and the infinities. */
export function fromNumber(n: number): Dec | null {
  if (Number.isSafeInteger(n)) return new Dec(n || 0, 0);
  return Number.isFinite(n) ? fromText(String(n)) : null;
}

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,5}))?$/;
/** The decimal written in a text such as `-12.50` or `1e3`; null when it is no number. */
export function fromText(text: string): Dec | null {
  const m = NUMBER.exec(text);
  if (!m || (m[2] === '' && !m[3])) return null;
  const digits = `${m[2]}${m[3] ?? ''}`;
  const e = Number(m[4] ?? 0) - (m[3]?.length ?? 0);
  if (digits.length < 16) {
    const c = Number(digits) * (m[1] === '-' ? -1 : 1);
    if (e > -40 && e < 40) return c === 0 ? ZERO : new Dec(c, e);
  }
  return make(BigInt(m[1] === '-' ? `-${digits}` : digits), e);
}

/** Aligns two numbers on one exponent and combines the coefficients; a gap beyond 80 digits cannot change 34. */
function aligned(a: Dec, b: Dec, f: (x: bigint, y: bigint) => bigint): Dec | null {
  if (a.c === 0) return make(f(0n, BigInt(b.c)), b.e);
  if (b.c === 0) return make(f(BigInt(a.c), 0n), a.e);
  let e = Math.min(a.e, b.e);
  const top = Math.max(a.e + digitsOf(a.c), b.e + digitsOf(b.c));
  e = Math.max(e, top - 80);
  const scale = (d: Dec): bigint => {
    if (d.e >= e) return BigInt(d.c) * pow10(d.e - e);
    const cut = shift(BigInt(d.c), Math.min(e - d.e, 100), 'down');
    return cut === 0n ? (d.c < 0 ? -1n : 1n) : cut;
  };
  return make(f(scale(a), scale(b)), e);
}

export function add(a: Dec, b: Dec): Dec | null {
  if (typeof a.c === 'number' && typeof b.c === 'number') {
    const gap = a.e - b.e;
    if (gap === 0) {
      const s = a.c + b.c;
      if (s <= SAFE && s >= -SAFE) return new Dec(s, a.e);
    } else if (gap > 0 && gap < 16) {
      const x = a.c * SMALL[gap]!;
      const s = x + b.c;
      if (x <= SAFE && x >= -SAFE && s <= SAFE && s >= -SAFE) return new Dec(s, b.e);
    } else if (gap < 0 && gap > -16) {
      const y = b.c * SMALL[-gap]!;
      const s = a.c + y;
      if (y <= SAFE && y >= -SAFE && s <= SAFE && s >= -SAFE) return new Dec(s, a.e);
    }
  }
  return aligned(a, b, (x, y) => x + y);
}

export const negate = (a: Dec): Dec => new Dec(typeof a.c === 'number' ? -a.c || 0 : -a.c, a.e);
export const subtract = (a: Dec, b: Dec): Dec | null => add(a, negate(b));

export function multiply(a: Dec, b: Dec): Dec | null {
  if (typeof a.c === 'number' && typeof b.c === 'number') {
    const p = a.c * b.c;
    const e = a.e + b.e;
    if (p <= SAFE && p >= -SAFE && e > -100 && e < 100) return new Dec(p || 0, p === 0 ? 0 : e);
  }
  return make(BigInt(a.c) * BigInt(b.c), a.e + b.e);
}

/** a / b; null for a division by zero. */
export function divide(a: Dec, b: Dec): Dec | null {
  if (b.c === 0) return null;
  if (a.c === 0) return ZERO;
  if (typeof a.c === 'number' && typeof b.c === 'number' && a.c % b.c === 0) {
    const e = a.e - b.e;
    if (e > -100 && e < 100) return new Dec(a.c / b.c, e);
  }
  const x = BigInt(a.c);
  const y = BigInt(b.c);
  const more = Math.max(0, PRECISION + 2 + digitsOf(y) - digitsOf(x));
  const n = x * pow10(more);
  const q = n / y;
  // A last digit of 1 stands for the rest that was cut, so that rounding happens once only.
  return n % y === 0n
    ? make(q, a.e - b.e - more)
    : make(q * 10n + (x < 0n === y < 0n ? 1n : -1n), a.e - b.e - more - 1);
}

const sign = (a: Dec): number => (a.c > 0 ? 1 : a.c < 0 ? -1 : 0);

/** Negative, zero or positive as a is less than, equal to or greater than b. */
export function compare(a: Dec, b: Dec): number {
  if (a.e === b.e) return a.c < b.c ? -1 : a.c > b.c ? 1 : 0;
  if (sign(a) !== sign(b)) return sign(a) - sign(b);
  if (a.c === 0) return 0;
  const gap = a.e - b.e;
  if (typeof a.c === 'number' && typeof b.c === 'number' && gap < 16 && gap > -16) {
    const x = gap > 0 ? a.c * SMALL[gap]! : a.c;
    const y = gap > 0 ? b.c : b.c * SMALL[-gap]!;
    if (x <= SAFE && x >= -SAFE && y <= SAFE && y >= -SAFE) return x - y;
  }
  const top = a.e + digitsOf(a.c) - (b.e + digitsOf(b.c));
  if (top !== 0) return top * sign(a);
  const x = BigInt(a.c) * pow10(Math.max(gap, 0));
  const y = BigInt(b.c) * pow10(Math.max(-gap, 0));
  return x < y ? -1 : x > y ? 1 : 0;
}

export const isInteger = (a: Dec): boolean => a.e >= 0 || compare(a, quantize(a, 0, 'down')!) === 0;

/** The number as a safe JavaScript integer, or null when it is none. */
export function toInteger(a: Dec): number | null {
  if (a.e === 0) return typeof a.c === 'number' ? a.c : null;
  if (!isInteger(a)) return null;
  const n = a.toNumber();
  return Number.isSafeInteger(n) ? n : null;
}

/** `a` with `scale` digits after the point (negative: rounded to tens, hundreds …). */
export function quantize(a: Dec, scale: number, mode: Rounding): Dec | null {
  if (a.e >= -scale) return a;
  const drop = -scale - a.e;
  const digits = digitsOf(a.c);
  return make(shift(BigInt(a.c), Math.min(drop, digits + 2), mode), -scale);
}

/** a − b · floor(a / b): the result has the sign of b. Null for b = 0. */
export function modulo(a: Dec, b: Dec): Dec | null {
  if (b.c === 0) return null;
  const e = Math.min(a.e, b.e);
  const x = BigInt(a.c) * pow10(a.e - e);
  const y = BigInt(b.c) * pow10(b.e - e);
  return make(((x % y) + y) % y, e);
}

export const abs = (a: Dec): Dec => (a.c < 0 ? negate(a) : a);

const wide = (a: Dec): Decimal => new Wide(`${a.c}e${a.e}`);
function narrow(d: Decimal): Dec | null {
  if (!d.isFinite()) return null;
  const m = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(d.toExponential())!;
  const e = Number(m[4]) - (m[3]?.length ?? 0);
  return e > 2 * MAX_EXPONENT
    ? null
    : e < 3 * MIN_EXPONENT
      ? ZERO
      : make(BigInt(m[1]! + m[2]! + (m[3] ?? '')), e);
}

/** a ** b; null where the power is undefined or out of range. */
export const power = (a: Dec, b: Dec): Dec | null => narrow(wide(a).pow(wide(b)));
/** Square root; null for negative numbers. */
export const sqrt = (a: Dec): Dec | null => (a.c < 0 ? null : narrow(wide(a).sqrt()));
/** Natural logarithm; null for zero and negative numbers. */
export const ln = (a: Dec): Dec | null => (a.c > 0 ? narrow(wide(a).ln()) : null);
export const exp = (a: Dec): Dec | null => narrow(wide(a).exp());
