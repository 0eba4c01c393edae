import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Text } from '@yiwang/foundation/errors';
import type { Subscription } from '@yiwang/foundation/events';
import type { Platform, Routes } from '@yiwang/foundation/http';
import { addMessages } from '@yiwang/foundation/i18n';
import { capabilities, pieces } from '../../capabilities.ts';

/** What a capability's door may offer to the server besides its functions. */
export type Door = {
  /** Routes under `/api/<wing>/<capability>`. */
  readonly default?: Routes;
  /** Public pages as plain HTML, at addresses of their own. */
  readonly pages?: Routes;
  /** Registers what the capability does for the platform: workflow services, caches. */
  readonly attach?: (platform: Platform) => void;
  /** What it does when something happens elsewhere. */
  readonly subscriptions?: (platform: Platform) => readonly Subscription[];
};

export type Room = { readonly id: string; readonly name: string; readonly door: Door };

const root = fileURLToPath(new URL('../..', import.meta.url));
const has = (path: string) => existsSync(`${root}/${path}`);

async function enter(id: string): Promise<Room> {
  const [wing = '', name = ''] = id.split('/');
  const path = `${root}/${id}`;
  if (has(`${id}/messages.ts`)) {
    const { messages } = (await import(`${path}/messages.ts`)) as {
      messages: Record<string, Text>;
    };
    addMessages(name, messages);
  }
  const door = has(`${id}/index.ts`) ? ((await import(`@yiwang/${wing}/${name}`)) as Door) : {};
  return { id, name, door };
}

/** Opens every piece of the foundation and every capability, in the order of the map, with its words. */
export async function openRooms(): Promise<Room[]> {
  const ids = [
    ...Object.keys(pieces).map((piece) => `foundation/${piece}`),
    ...Object.keys(capabilities),
  ].filter((id) => !['foundation/testing', 'foundation/ui'].includes(id) && has(id));
  const rooms: Room[] = [];
  for (const id of ids) rooms.push(await enter(id));
  return rooms;
}
