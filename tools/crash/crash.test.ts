import { expect, test } from 'vitest';
import { crash } from './main.ts';

test('what was acknowledged survives kill -9 of server and database, and nothing happens twice', async () => {
  const lines: string[] = [];
  const held = await crash(2, (line) => lines.push(line));
  expect(held, lines.join('\n')).toBe(true);
}, 240_000);
