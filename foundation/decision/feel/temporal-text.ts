import { DateTime, DaysDuration, FeelDate, FeelTime, MonthsDuration } from './temporal.ts';
import type { Value } from './value.ts';
import { isZone } from './zone.ts';

const DATE = /^(-?)(\d{4}|[1-9]\d{4,8})-(\d\d)-(\d\d)$/;
/** A date in the form of XML Schema, years of four to nine digits; null when it is none. */
export function parseDate(text: string): FeelDate | null {
  const m = DATE.exec(text);
  if (!m) return null;
  return FeelDate.of(Number(m[2]) * (m[1] ? -1 : 1), Number(m[3]), Number(m[4]));
}

const TIME = /^(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:(Z)|([+-])(\d\d):(\d\d)(?::(\d\d))?|@(.+))?$/;
function timeFields(text: string): { time: FeelTime; nextDay: boolean } | null {
  const m = TIME.exec(text);
  if (!m) return null;
  const zone = m[10] ?? null;
  if (zone !== null && !isZone(zone)) return null;
  let offset: number | null = m[5] ? 0 : null;
  if (m[6]) {
    if (Number(m[8]) > 59 || Number(m[9] ?? 0) > 59) return null;
    offset = Number(m[7]) * 3600 + Number(m[8]) * 60 + Number(m[9] ?? 0);
    if (m[6] === '-') offset = -offset;
  }
  const nanos = m[4] ? Number(m[4].slice(0, 9).padEnd(9, '0')) : 0;
  const nextDay = m[1] === '24' && m[2] === '00' && m[3] === '00' && nanos === 0;
  const time = FeelTime.of(
    nextDay ? 0 : Number(m[1]),
    Number(m[2]),
    Number(m[3]),
    nanos,
    offset,
    zone,
  );
  return time && { time, nextDay };
}

/** A time of day such as `08:30:00`, `08:30:00+08:00` or `08:30:00@Asia/Shanghai`. */
export function parseTime(text: string): FeelTime | null {
  const fields = timeFields(text);
  return fields && !fields.nextDay ? fields.time : null;
}

/** A date and time; a date alone counts as its midnight. `24:00:00` is midnight of the next day. */
export function parseDateTime(text: string): DateTime | null {
  const at = text.indexOf('T');
  const date = parseDate(at < 0 ? text : text.slice(0, at));
  if (!date) return null;
  if (at < 0) return new DateTime(date, new FeelTime(0));
  const t = timeFields(text.slice(at + 1));
  if (!t) return null;
  const day = t.nextDay ? date.plusDays(1) : date;
  return day && new DateTime(day, t.time);
}

const MONTHS = /^(-?)P(?:(\d+)Y)?(?:(\d+)M)?$/;
const DAYS = /^(-?)P(?:(\d+)D)?(T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d*))?S)?)?$/;
/** A duration of either kind in the form of XML Schema; null for a mixture of both. */
export function parseDuration(text: string): DaysDuration | MonthsDuration | null {
  const y = MONTHS.exec(text);
  if (y && (y[2] !== undefined || y[3] !== undefined)) {
    const months = Number(y[2] ?? 0) * 12 + Number(y[3] ?? 0);
    if (!Number.isSafeInteger(months)) return null;
    return new MonthsDuration(y[1] && months ? -months : months);
  }
  const d = DAYS.exec(text);
  if (!d || text.length > 80 || text.endsWith('T') || text.endsWith('P')) return null;
  const seconds =
    BigInt(d[2] ?? 0) * 86_400n +
    BigInt(d[4] ?? 0) * 3600n +
    BigInt(d[5] ?? 0) * 60n +
    BigInt(d[6] ?? 0);
  const ns = seconds * 1_000_000_000n + BigInt((d[7] ?? '').slice(0, 9).padEnd(9, '0'));
  return new DaysDuration(d[1] ? -ns : ns);
}

/** The value of an at-literal `@"…"`: a date, time, date and time or duration; null for any other text. */
export function parseTemporal(text: string): Value {
  if (/^-?P/.test(text)) return parseDuration(text);
  if (text.includes('T') && /^-?\d{4,9}-/.test(text)) return parseDateTime(text);
  return /^\d\d:/.test(text) ? parseTime(text) : parseDate(text);
}
