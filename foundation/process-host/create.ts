import type { Database } from '../db/index.ts';
import type { Calendar } from '../time/index.ts';
import type { ConditionCompiler } from '../workflow/index.ts';
import type { ProcessHost, Service } from './host.ts';
import { createPrograms, feelCondition } from './programs.ts';
import { rebuild } from './rebuild.ts';
import { createRunner } from './run.ts';
import { createMoves, createRuns } from './runs.ts';
import { createTasks } from './tasks.ts';
import { createTimers } from './timers.ts';

export type ProcessHostParts = {
  /** The working days that are loaded now. */
  readonly calendar: () => Calendar;
  readonly db: Database;
  /** Told about processes that stand still and timers that fail. */
  readonly report: (error: unknown, where: string) => void;
  /** Compiles conditions; FEEL when left out. */
  readonly condition?: ConditionCompiler;
};

/** The process host of one server process. Register services and decisions before anything is published or moved. */
export function createProcessHost(parts: ProcessHostParts): ProcessHost {
  const { calendar, db, report, condition = feelCondition } = parts;
  const services = new Map<string, Service>();
  let opener: Parameters<ProcessHost['onDecision']>[0] | undefined;
  const programs = createPrograms(condition, {
    hasService: (key) => services.has(key),
    get decides() {
      return opener !== undefined;
    },
  });
  const runs = createRuns(programs);
  const runner = createRunner({
    calendar,
    report,
    service: (key) => services.get(key),
    opener: () => opener,
  });
  return {
    publish: programs.publish,
    check: async (xml) =>
      (await programs.check(xml)).problems.map(({ code, params = {} }) => ({ code, params })),
    onService: (key, service) => {
      if (services.has(key)) throw new Error(`Two services are called ${key}`);
      services.set(key, service);
    },
    onDecision: (open) => {
      if (opener) throw new Error('Decisions are answered by one capability only');
      opener = open;
    },
    ...createMoves(runs, runner),
    ...createTasks(runs, runner),
    ...createTimers({ db, calendar, report, runs, runner }),
    rebuild: (tx, instanceId) => rebuild(programs, tx, instanceId),
  };
}
