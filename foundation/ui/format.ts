import type { Locale } from '../i18n/index.ts';

/** How a date is written: the weekday is added in brackets, the year left out when it is this year. */
export type DateStyle = {
  weekday?: boolean;
  /** The civil date of today in Beijing, `YYYY-MM-DD`; when given, its year is not written. */
  today?: string;
};

type Day = { year: number; month: number; day: number };

const WEEKDAYS = {
  zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
} as const;

const MONTHS =
  'January February March April May June July August September October November December'.split(
    ' ',
  );

/** Reads a civil date; undefined when the text is none or the day does not exist. */
function readDay(on: string): Day | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(on);
  if (!found) return undefined;
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
    ? { year, month, day }
    : undefined;
}

/** China has kept UTC+8 without summer time since 1991-09-15; screens show no earlier instants. */
const BEIJING_OFFSET_MS = 8 * 3_600_000;
const beijing = (at: string | Date): Date =>
  new Date((typeof at === 'string' ? new Date(at) : at).getTime() + BEIJING_OFFSET_MS);

/** The civil date in Beijing of an instant, `YYYY-MM-DD`. */
export const beijingDay = (at: string | Date): string => beijing(at).toISOString().slice(0, 10);

/** A civil date as people write it: `11月30日（周一）`, `Monday 30 November 2026`. What is no date comes back as it is. */
export function formatOn(locale: Locale, on: string, style: DateStyle = {}): string {
  const date = readDay(on);
  if (!date) return on;
  const { year, month, day } = date;
  const thisYear = style.today?.startsWith(`${on.slice(0, 4)}-`) ?? false;
  const weekday = WEEKDAYS[locale][new Date(Date.UTC(year, month - 1, day)).getUTCDay()] ?? '';
  if (locale === 'zh')
    return `${thisYear ? '' : `${year}年`}${month}月${day}日${style.weekday ? `（${weekday}）` : ''}`;
  return `${style.weekday ? `${weekday} ` : ''}${day} ${MONTHS[month - 1]}${thisYear ? '' : ` ${year}`}`;
}

/** An instant in Beijing time to the minute: `11月20日 09:12`, `20 November, 09:12`. What is no instant comes back as it is. */
export function formatAt(locale: Locale, at: string, style: DateStyle = {}): string {
  if (Number.isNaN(new Date(at).getTime())) return at;
  const minute = beijing(at).toISOString().slice(11, 16);
  const day = formatOn(locale, beijingDay(at), style);
  return locale === 'zh' ? `${day} ${minute}` : `${day}, ${minute}`;
}

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ',');

/** A whole number with thousands marks. */
export const formatCount = (value: number): string =>
  `${value < 0 ? '-' : ''}${grouped(String(Math.abs(Math.trunc(value))))}`;

/** Fen as yuan with two places: `1,234.50 元`, `¥1,234.50`. @throws {RangeError} when fen is no safe integer. */
export function formatMoney(locale: Locale, fen: number): string {
  if (!Number.isSafeInteger(fen)) throw new RangeError(`not a safe integer of fen: ${fen}`);
  const digits = String(Math.abs(fen)).padStart(3, '0');
  const yuan = `${grouped(digits.slice(0, -2))}.${digits.slice(-2)}`;
  const sign = fen < 0 ? '-' : '';
  return locale === 'zh' ? `${sign}${yuan} 元` : `${sign}¥${yuan}`;
}

/** Yuan as typed (`1,234.5`, `12 元`, `¥12`) in fen; undefined when it is no amount or finer than a fen. */
export function readYuan(text: string): number | undefined {
  const found = /^[¥￥]?\s*(\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.(\d{1,2}))?\s*元?$/.exec(text.trim());
  if (!found) return undefined;
  const fen = Number(`${found[1]?.replace(/[,，]/g, '')}${(found[2] ?? '').padEnd(2, '0')}`);
  return Number.isSafeInteger(fen) ? fen : undefined;
}

/** Bytes for people: `512 B`, `340 KB`, `1.2 MB` (1 MB = 1024 KB). */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
