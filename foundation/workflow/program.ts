import type { Unit } from '../time/index.ts';

/** Units of a limit (contracts.md 10): 工作日, 自然日, 工作时, 紧急工作时, 月, 年. */
export const UNITS = [
  'workingDay',
  'naturalDay',
  'workingHour',
  'urgentHour',
  'month',
  'year',
] as const satisfies readonly Unit[];

/**
 * A limit as drawn in a process: 0–9999 units, with the clause as the author wrote it. 0 working days
 * is the same working day (即办). The host makes the clock and the date of it.
 */
export type DrawnLimit = {
  value: number;
  unit: Unit;
  clause?: string;
  startEvent?: string;
  pausableBy?: string[];
};

/** A FEEL condition as published: its text and the names of the values it reads. */
export type Condition = { text: string; reads: string[] };

/** What a task waits for: an officer, a job, a decision or a message. */
export type Wait =
  | {
      kind: 'task';
      act: string;
      posts: string[];
      organization: 'handling' | 'item';
      form?: string;
      due?: DrawnLimit;
    }
  | { kind: 'job'; service: string }
  | { kind: 'decide'; decision: string }
  | { kind: 'message'; name: string };

/** More items of one multi-instance than this is a mistake, not a joint review. */
export const MAX_ITEMS = 1000;

/**
 * Parallel multi-instance: `of` is a fixed count or the variable that holds the count or the list;
 * `list` demands a list. `until` is the completion condition; it also sees total, done and active.
 */
export type Each = { of: number | string; list: boolean; until?: Condition };

export type TaskNode = { type: 'task'; wait: Wait; timers: string[]; each?: Each };
export type TimerNode = { type: 'timer'; on: string; interrupting: boolean; limit: DrawnLimit };

/** One element with the ids of its incoming and outgoing sequence flows, in the order of the document. */
export type Node = { in: string[]; out: string[] } & (
  | { type: 'start' }
  | { type: 'end' }
  | { type: 'terminate' }
  | { type: 'exclusive'; default?: string }
  | { type: 'parallel' }
  | TaskNode
  | TimerNode
);

export type Flow = { from: string; to: string; condition?: Condition };

/**
 * A compiled process: plain JSON, immutable, keyed by BPMN ids. `id` names this exact text (process id
 * and hash of the XML); `reads` lists the values that the host passes with every event.
 */
export type Program = {
  v: 1;
  id: string;
  start: string;
  reads: string[];
  nodes: Record<string, Node>;
  flows: Record<string, Flow>;
};

/** Case data passed with an event: at least the values named in `Program.reads`. */
export type Vars = Readonly<Record<string, unknown>>;

/** Why a token stands still: no true condition, wrong item count, an error of a task, or a join that can never fire. */
export type Incident = { why: 'no-flow' | 'items' | 'error' | 'deadlock'; code?: string };

/**
 * A place where the process stands. `in` is the enclosing token (0 = the process); `via` the flow it
 * came by, kept at joins only; `item` the index of a multi-instance child; `count` [total, done] of
 * its body; `fired` the non-interrupting timers that have fired.
 */
export type Token = {
  id: number;
  at: string;
  in: number;
  via?: string;
  item?: number;
  count?: [total: number, done: number];
  fired?: string[];
  incident?: Incident;
};

/** The whole state of one instance: plain JSON. `events` counts applied events, `next` is the next token id. */
export type State = {
  v: 1;
  program: string;
  events: number;
  next: number;
  status: 'running' | 'done' | 'error';
  tokens: Token[];
};

/**
 * Something that happened. `done` ends a task, job or decision, and tries again where an incident
 * stands (values corrected). `fire` names the effect id of a timer or message.
 */
export type WorkflowEvent =
  | { kind: 'start'; vars: Vars }
  | { kind: 'done'; token: number; vars: Vars }
  | { kind: 'fire'; id: string; vars: Vars }
  | { kind: 'error'; token: number; code: string }
  | { kind: 'cancel' };

type Place = { id: string; token: number; element: string; path?: number[] };

/** Work that stands open outside the engine until an event answers it or a `close` takes it back. */
export type Opened =
  | (Place & Extract<Wait, { kind: 'task' }> & { items?: string })
  | (Place & Extract<Wait, { kind: 'job' }>)
  | (Place & Extract<Wait, { kind: 'decide' }>)
  | (Place & Extract<Wait, { kind: 'message' }>)
  | (Place & { kind: 'timer'; on: string; limit: DrawnLimit })
  | (Place & { kind: 'incident' } & Incident);

/** What the host must do; `id` is unique within an instance and serves as its idempotency key. */
export type Effect =
  | Opened
  | { kind: 'close'; id: string }
  | { kind: 'ended'; id: 'ended'; status: 'done' | 'error'; code?: string };

/** One line of history: elements entered and left, flows taken, timers and messages that fired. */
export type Trail = {
  what: 'entered' | 'completed' | 'cancelled' | 'taken' | 'fired' | 'incident';
  element: string;
  token?: number;
};

export type Step = { state: State; effects: Effect[]; trail: Trail[] };

/** The entry of a record under a key of its own; throws on a dangling id, which a published program never has. */
export function at<T>(record: Readonly<Record<string, T>>, id: string): T {
  const found = Object.hasOwn(record, id) ? record[id] : undefined;
  if (found === undefined) throw new Error(`workflow program has no element ${id}`);
  return found;
}
