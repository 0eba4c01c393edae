import { offsetAt, zoneOffset } from './zone.ts';

/** Nanoseconds of one day. */
export const DAY_NS = 86_400_000_000_000;
const SECOND_NS = 1_000_000_000;
export const MAX_YEAR = 999_999_999;

/** Days from 1970-01-01 to a civil date of the proleptic Gregorian calendar. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yoe = y - era * 400;
  const doy = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const doe = yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy;
  return era * 146_097 + doe - 719_468;
}

/** The civil date of a day number; the inverse of `daysFromCivil`. */
export function civilFromDays(days: number): FeelDate {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const doe = z - era * 146_097;
  const yoe = Math.floor(
    (doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365,
  );
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  const year = yoe + era * 400 + (month <= 2 ? 1 : 0);
  return new FeelDate(year, month, doy - Math.floor((153 * mp + 2) / 5) + 1);
}

const leap = (y: number): boolean => (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
export const daysInMonth = (year: number, month: number): number =>
  month === 2 && leap(year) ? 29 : MONTH_DAYS[month - 1]!;

const two = (n: number): string => String(n).padStart(2, '0');

/** A civil date; years from −999,999,999 to 999,999,999. */
export class FeelDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  constructor(year: number, month: number, day: number) {
    this.year = year;
    this.month = month;
    this.day = day;
  }
  /** The date, or null when the calendar has no such day. */
  static of(year: number, month: number, day: number): FeelDate | null {
    if (!(Math.abs(year) <= MAX_YEAR) || !(month >= 1 && month <= 12)) return null;
    return day >= 1 && day <= daysInMonth(year, month) ? new FeelDate(year, month, day) : null;
  }
  get days(): number {
    return daysFromCivil(this.year, this.month, this.day);
  }
  compare(o: FeelDate): number {
    return this.year - o.year || this.month - o.month || this.day - o.day;
  }
  /** The date some days later (or earlier); null beyond the years that FEEL knows. */
  plusDays(n: number): FeelDate | null {
    const d = civilFromDays(this.days + n);
    return Math.abs(d.year) <= MAX_YEAR ? d : null;
  }
  /** The same day some months later; the last of the month where that day does not exist. */
  plusMonths(n: number): FeelDate | null {
    const total = this.year * 12 + this.month - 1 + n;
    const year = Math.floor(total / 12);
    const month = total - year * 12 + 1;
    if (Math.abs(year) > MAX_YEAR) return null;
    return new FeelDate(year, month, Math.min(this.day, daysInMonth(year, month)));
  }
  toString(): string {
    const y = String(Math.abs(this.year)).padStart(4, '0');
    return `${this.year < 0 ? '-' : ''}${y}-${two(this.month)}-${two(this.day)}`;
  }
}

/** Seconds east of Greenwich as `+08:00`, or `Z`. */
export function offsetText(offset: number): string {
  if (offset === 0) return 'Z';
  const a = Math.abs(offset);
  const s = a % 60;
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(a / 3600))}:${two(Math.floor(a / 60) % 60)}${s ? `:${two(s)}` : ''}`;
}

/** A time of day in nanoseconds, with an offset in seconds, a named zone, or neither (local). */
export class FeelTime {
  readonly ns: number;
  readonly offset: number | null;
  readonly zone: string | null;
  constructor(ns: number, offset: number | null = null, zone: string | null = null) {
    this.ns = ns;
    this.offset = offset;
    this.zone = zone;
  }
  static of(
    h: number,
    m: number,
    s: number,
    nanos: number,
    offset: number | null = null,
    zone: string | null = null,
  ): FeelTime | null {
    if (!(h >= 0 && h <= 23 && m >= 0 && m <= 59 && s >= 0 && s <= 59)) return null;
    if (offset !== null && Math.abs(offset) > 18 * 3600) return null;
    return new FeelTime(((h * 60 + m) * 60 + s) * SECOND_NS + nanos, offset, zone);
  }
  get hour(): number {
    return Math.floor(this.ns / (3600 * SECOND_NS));
  }
  get minute(): number {
    return Math.floor(this.ns / (60 * SECOND_NS)) % 60;
  }
  get second(): number {
    return Math.floor(this.ns / SECOND_NS) % 60;
  }
  get local(): boolean {
    return this.offset === null && this.zone === null;
  }
  compare(o: FeelTime): number | null {
    if (this.zone !== null && this.zone === o.zone) return this.ns - o.ns;
    if (this.local !== o.local) return null;
    return this.utc() - o.utc();
  }
  equals(o: FeelTime): boolean {
    return this.compare(o) === 0;
  }
  /** Nanoseconds of the day in UTC; a named zone counts with its offset on 1970-01-01. */
  utc(): number {
    const offset = this.offset ?? (this.zone === null ? 0 : zoneOffset(this.zone, 0, this.ns));
    return this.ns - offset * SECOND_NS;
  }
  toString(): string {
    const nanos = this.ns % SECOND_NS;
    const fraction = nanos ? `.${String(nanos).padStart(9, '0').replace(/0+$/, '')}` : '';
    const zone = this.zone ? `@${this.zone}` : this.offset === null ? '' : offsetText(this.offset);
    return `${two(this.hour)}:${two(this.minute)}:${two(this.second)}${fraction}${zone}`;
  }
}

/** A civil date with a time of day. */
export class DateTime {
  readonly date: FeelDate;
  readonly time: FeelTime;
  constructor(date: FeelDate, time: FeelTime) {
    this.date = date;
    this.time = time;
  }
  /** Nanoseconds since 1970-01-01 of the local clock (offset and zone left aside). */
  get localNs(): bigint {
    return BigInt(this.date.days) * BigInt(DAY_NS) + BigInt(this.time.ns);
  }
  /** Seconds east of Greenwich on this date; null for a local date and time. */
  get offset(): number | null {
    const { offset, zone } = this.time;
    return zone === null ? offset : zoneOffset(zone, this.date.days, this.time.ns);
  }
  /** Nanoseconds since 1970-01-01T00:00Z; a local one is read as UTC. */
  get instant(): bigint {
    return this.localNs - BigInt(this.offset ?? 0) * BigInt(SECOND_NS);
  }
  compare(o: DateTime): number | null {
    if (this.time.local !== o.time.local) return null;
    if (this.time.local) return this.date.compare(o.date) || this.time.ns - o.time.ns;
    const a = this.instant;
    const b = o.instant;
    return a < b ? -1 : a > b ? 1 : 0;
  }
  equals(o: DateTime): boolean {
    return this.compare(o) === 0;
  }
  /** The date and time some nanoseconds of elapsed time later, in the same zone. */
  plusNs(ns: bigint): DateTime | null {
    const { zone, offset } = this.time;
    if (zone === null) return atLocal(this.localNs + ns, offset);
    const instant = this.instant + ns;
    const east = offsetAt(zone, Number(instant / 1_000_000n));
    return atLocal(instant + BigInt(east) * BigInt(SECOND_NS), null, zone);
  }
  toString(): string {
    return `${this.date}T${this.time}`;
  }
}

/** The date and time of a local clock that shows `ns` nanoseconds since 1970-01-01. */
export function atLocal(
  ns: bigint,
  offset: number | null,
  zone: string | null = null,
): DateTime | null {
  const day = BigInt(DAY_NS);
  let days = ns / day;
  let rest = ns % day;
  if (rest < 0n) {
    rest += day;
    days -= 1n;
  }
  const date = civilFromDays(Number(days));
  if (Math.abs(date.year) > MAX_YEAR) return null;
  return new DateTime(date, new FeelTime(Number(rest), offset, zone));
}

/** A duration of days, hours, minutes and seconds, in nanoseconds. */
export class DaysDuration {
  readonly ns: bigint;
  constructor(ns: bigint) {
    this.ns = ns;
  }
  /** Days, hours, minutes, seconds (all with the sign of the duration) and nanoseconds. */
  parts(): { days: number; hours: number; minutes: number; seconds: number; nanos: number } {
    const s = this.ns / BigInt(SECOND_NS);
    return {
      days: Number(s / 86_400n),
      hours: Number((s / 3600n) % 24n),
      minutes: Number((s / 60n) % 60n),
      seconds: Number(s % 60n),
      nanos: Number(this.ns % BigInt(SECOND_NS)),
    };
  }
  toString(): string {
    if (this.ns === 0n) return 'PT0S';
    const p = new DaysDuration(this.ns < 0n ? -this.ns : this.ns).parts();
    const fraction = p.nanos ? `.${String(p.nanos).padStart(9, '0').replace(/0+$/, '')}` : '';
    const s = p.seconds || p.nanos ? `${p.seconds}${fraction}S` : '';
    const time = `${p.hours ? `${p.hours}H` : ''}${p.minutes ? `${p.minutes}M` : ''}${s}`;
    return `${this.ns < 0n ? '-' : ''}P${p.days ? `${p.days}D` : ''}${time ? `T${time}` : ''}`;
  }
}

/** A duration of years and months, in months. */
export class MonthsDuration {
  readonly months: number;
  constructor(months: number) {
    this.months = months;
  }
  toString(): string {
    if (this.months === 0) return 'P0M';
    const a = Math.abs(this.months);
    const years = Math.floor(a / 12);
    const months = a % 12;
    return `${this.months < 0 ? '-' : ''}P${years ? `${years}Y` : ''}${months ? `${months}M` : ''}`;
  }
}
