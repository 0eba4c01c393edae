import { expect, test } from 'vitest';
import { readSettings, SettingError } from './index.ts';

test('everything has a default', () => {
  expect(readSettings({}, '/home')).toMatchObject({
    port: 8080,
    host: '127.0.0.1',
    publicUrl: 'http://localhost:8080',
    dataDir: '/home/.data',
    production: false,
    demo: true,
    story: true,
  });
  expect(readSettings({ NODE_ENV: 'production' }, '/home')).toMatchObject({
    host: '0.0.0.0',
    demo: false,
    story: false,
  });
  expect(readSettings({ STORY: 'false' }, '/home')).toMatchObject({ demo: true, story: false });
  expect(readSettings({ DEMO: 'false', STORY: 'true' }, '/home').story).toBe(false);
});

test.each([
  [{ PORT: 'eighty' }, 'PORT=eighty: expected a whole number from 0 to 65535.'],
  [{ PORT: '70000' }, 'PORT=70000: expected a whole number from 0 to 65535.'],
  [{ DATABASE_URL: 'mysql://x' }, /^DATABASE_URL: expected an address/],
  [{ PUBLIC_URL: 'localhost' }, /^PUBLIC_URL: expected an address/],
  [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL=loud: expected one of/],
  [{ DEMO: 'yes' }, 'DEMO=yes: expected one of true, false.'],
])('%o stops the start with one line', (env, words) => {
  expect(() => readSettings(env as Record<string, string>, '/home')).toThrow(SettingError);
  expect(() => readSettings(env as Record<string, string>, '/home')).toThrow(words);
});
