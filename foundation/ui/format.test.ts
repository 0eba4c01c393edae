import { describe, expect, it } from 'vitest';
import {
  beijingDay,
  formatAt,
  formatBytes,
  formatCount,
  formatMoney,
  formatOn,
  readYuan,
} from './format.ts';

describe('civil dates', () => {
  it('are written as people write them, with the weekday in brackets', () => {
    const style = { weekday: true, today: '2026-11-23' };
    expect(formatOn('zh', '2026-11-30', style)).toBe('11月30日（周一）');
    expect(formatOn('en', '2026-11-30', style)).toBe('Monday 30 November');
  });
  it('carry the year when it is not this year', () => {
    expect(formatOn('zh', '2027-01-04', { today: '2026-11-23' })).toBe('2027年1月4日');
    expect(formatOn('en', '2027-01-04', { today: '2026-11-23' })).toBe('4 January 2027');
    expect(formatOn('zh', '2026-11-30')).toBe('2026年11月30日');
  });
  it('that do not exist come back unchanged', () => {
    for (const text of ['2026-02-30', '2026-13-01', 'soon', '2026-1-1', ''])
      expect(formatOn('zh', text)).toBe(text);
    expect(formatOn('zh', '2028-02-29')).toBe('2028年2月29日');
  });
});

describe('instants', () => {
  it('are shown in Beijing time, whatever the day in UTC', () => {
    expect(formatAt('zh', '2026-11-20T01:12:59Z', { today: '2026-11-23' })).toBe('11月20日 09:12');
    expect(formatAt('zh', '2026-12-31T16:00:00Z', { today: '2026-11-23' })).toBe(
      '2027年1月1日 00:00',
    );
    expect(formatAt('en', '2026-11-20T01:12:00Z', { today: '2026-11-23' })).toBe(
      '20 November, 09:12',
    );
    expect(formatAt('zh', 'never')).toBe('never');
  });
  it('fall on the civil day of Beijing', () => {
    expect(beijingDay('2026-11-22T15:59:59Z')).toBe('2026-11-22');
    expect(beijingDay('2026-11-22T16:00:00Z')).toBe('2026-11-23');
  });
});

describe('money', () => {
  it('is yuan with two places', () => {
    expect(formatMoney('zh', 0)).toBe('0.00 元');
    expect(formatMoney('zh', 5)).toBe('0.05 元');
    expect(formatMoney('zh', 123_456_789)).toBe('1,234,567.89 元');
    expect(formatMoney('en', -1250)).toBe('-¥12.50');
  });
  it('is never a fraction of a fen', () => {
    expect(() => formatMoney('zh', 0.1)).toThrow(RangeError);
    expect(() => formatMoney('zh', 2 ** 53)).toThrow(RangeError);
  });
  it('is read from what people type', () => {
    expect(readYuan('1,234.5')).toBe(123_450);
    expect(readYuan(' 12 元')).toBe(1200);
    expect(readYuan('￥0.07')).toBe(7);
    for (const text of ['', '1.234', '12,34', '-3', '1e3', '1.2.3', '99999999999999999'])
      expect(readYuan(text), text).toBeUndefined();
  });
});

it('counts and sizes carry marks and units', () => {
  expect(formatCount(1906)).toBe('1,906');
  expect(formatCount(-12)).toBe('-12');
  expect(formatBytes(512)).toBe('512 B');
  expect(formatBytes(348_160)).toBe('340 KB');
  expect(formatBytes(1_258_291)).toBe('1.2 MB');
});
