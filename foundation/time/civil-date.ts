import { errors } from './errors.ts';

/** A civil date in Beijing time, `YYYY-MM-DD`, years 0001 to 9999 of the Gregorian calendar. Compares as text. */
export type CivilDate = string;

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** 1991-09-15 02:00 summer time: since this instant China has kept UTC+8 all year (IANA tz, Asia/Shanghai). */
const FIXED_SINCE_MS = Date.UTC(1991, 8, 14, 17);
const OFFSET_MS = 8 * HOUR_MS;

const older = new Intl.DateTimeFormat('en-US', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

const pad = (value: number, width: number): string => String(value).padStart(width, '0');
const write = (year: number, month: number, day: number): CivilDate =>
  `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const daysIn = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : (MONTH_DAYS[month - 1] ?? 0);

type Parts = { year: number; month: number; day: number };

function readParts(text: string): Parts | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8, 10));
  return year >= 1 && day >= 1 && day <= daysIn(year, month) ? { year, month, day } : undefined;
}

function partsOf(on: CivilDate): Parts {
  const parts = readParts(on);
  if (!parts) throw errors.date_invalid({ text: on.slice(0, 20) });
  return parts;
}

/** Whether a text is the date of a day that exists. */
export const isCivilDate = (text: string): boolean => readParts(text) !== undefined;

/** Reads a date written as `YYYY-MM-DD`. @throws {AppError} `time.date_invalid` for another form or a day that does not exist. */
export function parseCivilDate(text: string): CivilDate {
  partsOf(text);
  return text;
}

/** Days since 1970-01-01; negative before. */
export function dayNumber(on: CivilDate): number {
  const { year, month, day } = partsOf(on);
  // Date.UTC reads the years 0 to 99 as 1900 to 1999; 400 years are 146 097 days.
  return Date.UTC(year + 400, month - 1, day) / DAY_MS - 146_097;
}

/** The date of a day number. @throws {AppError} `time.date_invalid` outside the years 1 to 9999. */
export function fromDayNumber(days: number): CivilDate {
  const date = new Date(days * DAY_MS);
  const year = date.getUTCFullYear();
  if (!(year >= 1 && year <= 9999)) throw errors.date_invalid({ text: String(days) });
  return write(year, date.getUTCMonth() + 1, date.getUTCDate());
}

/** The civil date in China of an instant, right also for the summer times of 1940–1949 and 1986–1991. @throws {RangeError} for an invalid Date. */
export function civilDateOf(now: Date): CivilDate {
  const ms = now.getTime();
  if (Number.isNaN(ms)) throw new RangeError('an invalid Date has no civil date');
  if (ms >= FIXED_SINCE_MS) return new Date(ms + OFFSET_MS).toISOString().slice(0, 10);
  const parts = Object.fromEntries(older.formatToParts(now).map((p) => [p.type, p.value]));
  return write(Number(parts.year), Number(parts.month), Number(parts.day));
}

/** The instant at which a day begins in Beijing plus `minutes` (0–1440; 1440 is 24:00). @throws {RangeError} before 1991-09-15, when the offset still changed. */
export function instantOn(on: CivilDate, minutes = 0): Date {
  if (on < '1991-09-15') throw new RangeError(`instants of ${on} are not supported`);
  return new Date(dayNumber(on) * DAY_MS - OFFSET_MS + minutes * 60_000);
}

/** The date `days` days later; earlier when negative. */
export const addDays = (on: CivilDate, days: number): CivilDate =>
  fromDayNumber(dayNumber(on) + days);

/** The same day `months` months later, or the last day of that month where it has no such day (民法典 art. 202, 2021-01-01). */
export function addMonths(on: CivilDate, months: number): CivilDate {
  const { year, month, day } = partsOf(on);
  const index = year * 12 + month - 1 + months;
  const toYear = Math.floor(index / 12);
  const toMonth = index - toYear * 12 + 1;
  if (toYear < 1 || toYear > 9999) throw errors.date_invalid({ text: `${on}+${months}M` });
  return write(toYear, toMonth, Math.min(day, daysIn(toYear, toMonth)));
}

/** The same day `years` years later; 29 February becomes 28 February in a common year. */
export const addYears = (on: CivilDate, years: number): CivilDate => addMonths(on, years * 12);

/** Days from one date to another; negative when `to` is earlier. */
export const daysBetween = (from: CivilDate, to: CivilDate): number =>
  dayNumber(to) - dayNumber(from);

/** The day of the week by ISO 8601: 1 Monday … 7 Sunday. */
export const weekday = (on: CivilDate): number => ((((dayNumber(on) + 3) % 7) + 7) % 7) + 1;

/**
 * Full years of age (周岁) on a day: a year is full from the birthday on, for those born on
 * 29 February from the 28th in common years. Negative before birth.
 */
export function ageOn(birthOn: CivilDate, on: CivilDate): number {
  const years = partsOf(on).year - partsOf(birthOn).year;
  return years > 0 && addYears(birthOn, years) > on
    ? years - 1
    : years === 0 && on < birthOn
      ? -1
      : years;
}
