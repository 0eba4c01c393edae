import type { Platform } from '@yiwang/foundation/http';
import { type TestDatabase, testDatabase, testPlatform } from '@yiwang/foundation/testing';
import { openRooms, type Room } from './capabilities.ts';
import { seed } from './seed.ts';

/** A database in which the demonstration county stands and its story has been told up to `now`. */
export type ToldCounty = {
  readonly db: TestDatabase;
  readonly platform: Platform;
  readonly rooms: readonly Room[];
  /** What the start said, and failures that nobody else saw. */
  readonly said: readonly string[];
};

export async function tellCounty(now: Date): Promise<ToldCounty> {
  const said: string[] = [];
  const base = await testDatabase();
  const report = (error: unknown, where: string) => said.push(`${where}: ${String(error)}`);
  const db = { ...base, report };
  const platform = await testPlatform(db, () => now);
  const rooms = await openRooms();
  for (const { door } of rooms) door.attach?.(platform);
  await seed(platform, rooms, (line) => said.push(line));
  return { db, platform, rooms, said };
}
