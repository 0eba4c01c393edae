import { at } from '@yiwang/foundation/testing';
import { describe, expect, test } from 'vitest';
import {
  afterAttempt,
  codeWait,
  deviceOf,
  isAlive,
  lockSeconds,
  passwordProblem,
  SESSION_LIFE,
} from './rules.ts';

const now = at('2026-03-02 09:00');
const later = (milliseconds: number, from = now) => new Date(from.getTime() + milliseconds);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('a password', () => {
  test.each([
    ['123456789', 'password_short'],
    ['我爱合肥的秋天呀', 'password_short'],
    ['１３８００００', 'password_short'],
    ['1234567890', 'password_common'],
    ['Password123', 'password_common'],
    ['QWERTYUIOP', 'password_common'],
    ['aaaaaaaaaaaa', 'password_common'],
    ['ababababab', 'password_common'],
    ['abcdefghijkl', 'password_common'],
    ['987654321012'.slice(0, 9).padEnd(10, '0'), 'password_common'],
    ['13800138000', 'password_is_login'],
    ['138-0013-8000', 'password_is_login'],
    ['合肥的秋天很短但是很美', undefined],
    ['correct horse battery', undefined],
    ['Tai1he2lu3-', undefined],
  ])('%s', (password, problem) => {
    expect(passwordProblem(password, '13800138000')).toBe(problem);
  });

  test('is not the sign-in name of an officer, once or twice', () => {
    expect(passwordProblem('Zhang.Wei.0042', 'zhang.wei.0042')).toBe('password_is_login');
    expect(passwordProblem('zhangweizhangwei', 'zhangwei')).toBe('password_is_login');
  });
});

describe('a lock', () => {
  test('comes with the fifth failure, doubles, and ends after a quarter of an hour at most', () => {
    expect([1, 4, 5, 6, 7, 8, 9, 10, 5000].map(lockSeconds)).toEqual([
      0, 0, 60, 120, 240, 480, 900, 900, 900,
    ]);
  });

  test('counts on while it is not a day ago', () => {
    const before = { failed: 4, lastAt: now, lockedUntil: null };
    expect(afterAttempt(before, later(MINUTE))).toEqual({
      failed: 5,
      lockedUntil: later(2 * MINUTE),
    });
    expect(afterAttempt(before, later(24 * HOUR))).toEqual({ failed: 1, lockedUntil: null });
  });
});

describe('a code', () => {
  const ago = (milliseconds: number) => later(-milliseconds);
  test('may be sent at once to a new number', () => {
    expect(codeWait({ toPhone: [], fromAddress: [] }, now)).toBe(0);
  });
  test('follows another after a minute', () => {
    expect(codeWait({ toPhone: [ago(20_000)], fromAddress: [] }, now)).toBe(40);
    expect(codeWait({ toPhone: [ago(MINUTE)], fromAddress: [] }, now)).toBe(0);
  });
  test('is sent five times an hour to one number', () => {
    const sent = [50, 40, 30, 20, 10].map((minutes) => ago(minutes * MINUTE));
    expect(codeWait({ toPhone: sent, fromAddress: [] }, now)).toBe(600);
    expect(codeWait({ toPhone: sent.slice(1), fromAddress: [] }, now)).toBe(0);
  });
  test('is sent sixty times an hour from one address, to whatever numbers', () => {
    const sent = Array.from({ length: 60 }, (_, i) => ago((59 - i) * MINUTE));
    expect(codeWait({ toPhone: [], fromAddress: sent }, now)).toBe(60);
    expect(codeWait({ toPhone: [], fromAddress: sent.slice(1) }, now)).toBe(0);
  });
});

describe('a session', () => {
  const session = (kind: 'officer' | 'resident', seenAt = now, endedAt: Date | null = null) => ({
    kind,
    seenAt,
    expiresAt: later(SESSION_LIFE[kind].whole),
    endedAt,
  });
  test('of an officer ends after half an hour without use, and after a working day', () => {
    expect(isAlive(session('officer'), later(30 * MINUTE - 1))).toBe(true);
    expect(isAlive(session('officer'), later(30 * MINUTE))).toBe(false);
    expect(isAlive(session('officer', later(12 * HOUR - 1)), later(12 * HOUR))).toBe(false);
  });
  test('of a resident ends after half a day without use, and after a week', () => {
    expect(isAlive(session('resident'), later(12 * HOUR - 1))).toBe(true);
    expect(isAlive(session('resident'), later(12 * HOUR))).toBe(false);
    const week = later(7 * 24 * HOUR);
    expect(isAlive(session('resident', later(-1, week)), week)).toBe(false);
  });
  test('that was ended stays ended', () => {
    expect(isAlive(session('resident', now, now), now)).toBe(false);
  });
});

describe('a device', () => {
  test.each([
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0',
      'Edge · Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1',
      'Safari · iOS',
    ],
    ['Mozilla/5.0 (Linux; Android 15) Chrome/130.0 Mobile MicroMessenger/8.0', 'Chrome · WeChat'],
    ['curl/8.5', '–'],
    [undefined, '–'],
  ])('%s', (header, device) => expect(deviceOf(header)).toBe(device));
});
