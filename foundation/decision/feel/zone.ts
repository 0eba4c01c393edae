const formats = new Map<string, Intl.DateTimeFormat | null>();
const offsets = new Map<string, number>();

function format(zone: string): Intl.DateTimeFormat | null {
  let f = formats.get(zone);
  if (f === undefined) {
    try {
      f = new Intl.DateTimeFormat('en-US', {
        timeZone: zone,
        hourCycle: 'h23',
        era: 'short',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      });
    } catch {
      f = null;
    }
    if (formats.size < 1000) formats.set(zone, f);
  }
  return f;
}

/** Whether the text names a zone of the IANA database (`Asia/Shanghai`); offsets are no names. */
export const isZone = (zone: string): boolean => /^[A-Za-z]/.test(zone) && format(zone) !== null;

/** The farthest instant that JavaScript dates reach, less a day; farther ones use its offset. */
const FAR = 8.64e15 - 86_400_000;

/** Seconds east of Greenwich of a zone at an instant (milliseconds since 1970). */
export function offsetAt(zone: string, instant: number): number {
  const hour = Math.floor(Math.max(-FAR, Math.min(FAR, instant)) / 3_600_000);
  const key = `${zone} ${hour}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const part: Record<string, number> = {};
  let bc = false;
  for (const p of format(zone)!.formatToParts(hour * 3_600_000)) {
    if (p.type === 'era') bc = p.value.startsWith('B');
    else part[p.type] = Number(p.value);
  }
  const at = new Date(0);
  at.setUTCFullYear(bc ? 1 - part.year! : part.year!, part.month! - 1, part.day!);
  at.setUTCHours(part.hour!, part.minute!, part.second!);
  const offset = (at.getTime() - hour * 3_600_000) / 1000;
  if (offsets.size > 20_000) offsets.clear();
  offsets.set(key, offset);
  return offset;
}

/** The widest day number that JavaScript dates reach; farther years use the offset of that day. */
const FAR_DAYS = 99_000_000;

/**
 * Seconds east of Greenwich of a zone when its clocks show day `days` (since 1970-01-01) and `ns`
 * nanoseconds of that day. In the hour that a spring change skips, the offset before it counts.
 */
export function zoneOffset(zone: string, days: number, ns: number): number {
  const day = Math.max(-FAR_DAYS, Math.min(FAR_DAYS, days));
  const local = day * 86_400_000 + Math.floor(ns / 1_000_000);
  const before = offsetAt(zone, local - 86_400_000);
  const first = offsetAt(zone, local - before * 1000);
  if (first === before) return before;
  return offsetAt(zone, local - first * 1000) === first ? first : before;
}
