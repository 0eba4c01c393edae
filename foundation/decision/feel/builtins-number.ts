import type { Dec, Rounding } from './decimal.ts';
import * as D from './decimal.ts';
import { define } from './registry.ts';
import { DaysDuration, MonthsDuration } from './temporal.ts';
import type { Value } from './value.ts';

/** The scales that DMN 1.5, table 77 allows. */
const LEAST_SCALE = -6111;
const MOST_SCALE = 6176;

const rounded = (n: Dec, scale: Dec | undefined, mode: Rounding): Value => {
  const whole = scale ? D.toInteger(D.quantize(scale, 0, 'down')!) : 0;
  if (whole === null || whole < LEAST_SCALE || whole > MOST_SCALE) return null;
  return D.quantize(n, whole, mode);
};

for (const [name, mode] of [
  ['round up', 'up'],
  ['round down', 'down'],
  ['round half up', 'halfUp'],
  ['round half down', 'halfDown'],
] as const) {
  define(`${name}(n: number, scale: number): number`, (n: Dec, scale: Dec) =>
    rounded(n, scale, mode),
  );
}
define('decimal(n: number, scale: number): number', (n: Dec, scale: Dec) =>
  rounded(n, scale, 'halfEven'),
);
define('floor(n: number, scale?: number): number', (n: Dec, scale?: Dec) =>
  rounded(n, scale, 'floor'),
);
define('ceiling(n: number, scale?: number): number', (n: Dec, scale?: Dec) =>
  rounded(n, scale, 'ceiling'),
);
define('abs(n: number): number', (n: Dec) => D.abs(n));
define('abs(n: days and time duration): days and time duration', (d: DaysDuration) =>
  d.ns < 0n ? new DaysDuration(-d.ns) : d,
);
define('abs(n: years and months duration): years and months duration', (d: MonthsDuration) =>
  d.months < 0 ? new MonthsDuration(-d.months) : d,
);
define('modulo(dividend: number, divisor: number): number', (a: Dec, b: Dec) => D.modulo(a, b));
define('sqrt(number: number): number', (n: Dec) => D.sqrt(n));
define('log(number: number): number', (n: Dec) => D.ln(n));
define('exp(number: number): number', (n: Dec) => D.exp(n));

const TWO = D.fromInteger(2);
const remainder = (n: Dec): Dec | null => (D.isInteger(n) ? D.modulo(n, TWO) : null);
define('odd(number: number): boolean', (n: Dec) => remainder(n)?.c === 1);
define('even(number: number): boolean', (n: Dec) => remainder(n)?.c === 0);
