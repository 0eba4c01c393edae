import { preparePartitions } from '@yiwang/foundation/audit';
import { withActor } from '@yiwang/foundation/db';
import type { Platform } from '@yiwang/foundation/http';
import { deliverPending } from '@yiwang/foundation/message';
import { system } from '@yiwang/foundation/permission';

const TIMERS_MS = 1000;
const MESSAGES_MS = 1000;
const DAILY_MS = 24 * 3_600_000;

type Work = { name: string; everyMs: number; run: (platform: Platform) => Promise<unknown> };

const works: readonly Work[] = [
  {
    name: 'timers',
    everyMs: TIMERS_MS,
    run: (platform) => platform.processes.fireDue(platform.clock()),
  },
  { name: 'messages', everyMs: MESSAGES_MS, run: deliverPending },
  {
    name: 'daily',
    everyMs: DAILY_MS,
    run: async (platform) => {
      const call = { actor: system('daily'), now: platform.clock(), traceId: '0'.repeat(32) };
      await withActor(platform.db, call, async (tx) => {
        await platform.reloadCalendar(tx);
        preparePartitions(tx);
      });
      await platform.processes.recomputeTimers(platform.clock());
    },
  },
];

/** Runs the recurring work of one process: each piece again after its pause, never twice at the same time. */
export function startWorkers(platform: Platform): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const loops = works.map(async ({ name, everyMs, run }) => {
    while (!stopping.signal.aborted) {
      try {
        await run(platform);
      } catch (error) {
        platform.db.report(error, name);
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, everyMs);
        stopping.signal.addEventListener('abort', () => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  });
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}
