import type { Statement, Tx } from '../db/index.ts';
import { opens, type Vars } from '../workflow/index.ts';
import { tokenOf } from './effects.ts';
import { errors } from './errors.ts';
import type { ProcessHost, StartProcess } from './host.ts';
import type { Programs } from './programs.ts';
import type { Run, Runner } from './run.ts';
import * as store from './store.ts';

/** The processes that a transaction has locked: the same one is read once and moved in memory from then on. */
export type Runs = {
  /** Locks a process by what the statement finds; undefined when it is not there or not in sight. */
  lock(tx: Tx, statement: Statement<store.InstanceRow>): Promise<Run | undefined>;
  /** As `lock`, by id. @throws {AppError} `process-host.instance_unknown` */
  locked(tx: Tx, id: string): Promise<Run>;
  add(tx: Tx, input: StartProcess): Promise<Run>;
};

/** Keeps the processes of each transaction. */
export function createRuns(programs: Programs): Runs {
  const held = new WeakMap<Tx, Map<string, Run>>();
  const runsOf = (tx: Tx): Map<string, Run> => {
    const runs = held.get(tx) ?? new Map<string, Run>();
    held.set(tx, runs);
    return runs;
  };
  const toRun = async (tx: Tx, row: store.InstanceRow): Promise<Run> => ({
    id: row.id,
    prepared: await programs.get(tx, row.program_id),
    subject: { kind: row.subject_kind, id: row.subject_id },
    regionCode: row.region_code,
    organizationId: row.organization_id,
    applicantId: row.applicant_id,
    organizations: row.organizations,
    vars: row.vars,
    lists: row.lists,
    state: row.state,
    stored: row.events,
    depth: 0,
    steps: 0,
  });
  const lock: Runs['lock'] = async (tx, statement) => {
    const row = await tx.first(statement);
    if (!row) return undefined;
    const run = runsOf(tx).get(row.id) ?? (await toRun(tx, row));
    runsOf(tx).set(row.id, run);
    return run;
  };
  return {
    lock,
    locked: async (tx, id) => {
      const run = runsOf(tx).get(id) ?? (await lock(tx, store.lockInstance(id)));
      if (!run) throw errors.instance_unknown();
      return run;
    },
    add: async (tx, input) => {
      if (runsOf(tx).has(input.instanceId)) throw errors.started();
      const run: Run = {
        id: input.instanceId,
        prepared: await programs.get(tx, input.programId),
        subject: input.subject,
        regionCode: input.regionCode,
        organizationId: input.organizationId,
        applicantId: input.applicantId ?? null,
        organizations: [input.organizationId],
        vars: {},
        lists: input.organizations ?? {},
        state: null,
        stored: 0,
        depth: 0,
        steps: 0,
      };
      runsOf(tx).set(run.id, run);
      return run;
    },
  };
}

type Moves = Pick<ProcessHost, 'start' | 'answer' | 'deliver' | 'retry' | 'cancel'>;

/** The acts that move a process other than by a task. */
export function createMoves(runs: Runs, runner: Runner): Moves {
  const answerOpen = (tx: Tx, run: Run, effectId: string, vars: Vars): Promise<boolean> =>
    runner.drive(tx, run, { kind: 'done', token: tokenOf(effectId), vars });
  const waiting = (run: Run, kind: 'decide' | 'message' | 'incident') =>
    (run.state ? opens(run.prepared.program, run.state) : []).filter((one) => one.kind === kind);
  return {
    start: async (tx, input) => {
      const run = await runs.add(tx, input);
      await runner.drive(tx, run, { kind: 'start', vars: input.vars });
    },
    answer: async (tx, instanceId, effectId, vars) => {
      const run = await runs.locked(tx, instanceId);
      const open = waiting(run, 'decide').some((one) => one.id === effectId);
      if (open) await answerOpen(tx, run, effectId, vars);
    },
    retry: async (tx, instanceId, effectId, vars) => {
      const run = await runs.locked(tx, instanceId);
      const open = waiting(run, 'incident').some((one) => one.id === effectId);
      return open && (await answerOpen(tx, run, effectId, vars));
    },
    deliver: async (tx, instanceId, name, vars) => {
      const run = await runs.locked(tx, instanceId);
      const receivers = waiting(run, 'message').filter(
        (one) => one.kind === 'message' && one.name === name,
      );
      let moved = false;
      for (const { id } of receivers)
        moved = (await runner.drive(tx, run, { kind: 'fire', id, vars })) || moved;
      return moved;
    },
    cancel: async (tx, instanceId) => {
      const run = await runs.locked(tx, instanceId);
      await runner.drive(tx, run, { kind: 'cancel' });
    },
  };
}
