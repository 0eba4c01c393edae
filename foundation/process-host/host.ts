import type { Tx } from '../db/index.ts';
import type { Vars } from '../workflow/index.ts';

/** What a process is about: the case or other record whose capability started it. */
export type Subject = { readonly kind: string; readonly id: string };

/** An open or ended piece of work of an officer. Its row obeys the scope of `organizationId` and `regionCode`. */
export type Task = {
  readonly id: string;
  readonly instanceId: string;
  /** The engine's effect id, unique within the instance. */
  readonly effectId: string;
  /** BPMN element id. */
  readonly element: string;
  /** The legal act that completes it, as the process names it: `accept-review`, `visit`, `decide`. */
  readonly act: string;
  readonly subject: Subject;
  readonly regionCode: string;
  /** The organization whose officers are candidates. */
  readonly organizationId: string;
  /** Kinds of posts that may take it. */
  readonly posts: readonly string[];
  readonly form?: string;
  /** Last day by the process's own limit, if it has one; `dueCertain` false: not before that day. */
  readonly dueOn?: string;
  readonly dueCertain?: boolean;
  /** Index of the item in a joint review. */
  readonly item?: number;
  readonly state: 'open' | 'done' | 'closed';
  readonly claimedBy?: string;
  readonly createdAt: Date;
  readonly endedAt?: Date;
  readonly endedBy?: string;
  readonly version: number;
};

/** What a service of a process gets to know. */
export type ServiceContext = {
  readonly instanceId: string;
  readonly subject: Subject;
  readonly regionCode: string;
  readonly organizationId: string;
  readonly element: string;
  readonly effectId: string;
  readonly vars: Vars;
};

/**
 * Does one automatic step of a process in the transaction that reached it, and returns values that
 * later conditions read. What it throws undoes the whole act.
 */
export type Service = (tx: Tx, context: ServiceContext) => Promise<Vars | undefined>;

export type StartProcess = {
  /** Made by the caller (UUIDv7), so that a repeated start has no second effect. */
  readonly instanceId: string;
  readonly programId: string;
  readonly subject: Subject;
  readonly regionCode: string;
  readonly organizationId: string;
  /** The person or legal person whose affair it is; sees the process and moves it by messages. */
  readonly applicantId?: string;
  /** Codes, counts and dates that conditions read; never personal data. */
  readonly vars: Vars;
  /** Organizations of a joint review, by the name of the list that the process iterates over. */
  readonly organizations?: Readonly<Record<string, readonly string[]>>;
};

/** What `rebuild` found. */
export type Rebuilt = {
  /** Events replayed. */
  readonly events: number;
  /** What differs from the replay: `events`, `state`, `vars`, or `tasks`, `timers`, `waits` that stand open. Empty when all is well. */
  readonly differences: readonly string[];
};

/** What an officer's queue shows; `dueBefore` is a civil date, `after` the `next` of the page before. */
export type QueueFilter = {
  readonly posts?: readonly string[];
  readonly act?: string;
  readonly claimedBy?: string;
  readonly dueBefore?: string;
  readonly limit: number;
  readonly after?: string;
};

/** One reason why a process is not published: the key of its words and their values. */
export type PublicationProblem = {
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
};

/**
 * Runs published processes on the database: every method but `fireDue` and `recomputeTimers` works in
 * the caller's transaction. A method that throws leaves that transaction unable to commit once it has
 * begun to move the process.
 */
export interface ProcessHost {
  /** Compiles and keeps a process; the same text again changes nothing. @throws {AppError} `process-host.refused` with the problems by name. */
  publish(tx: Tx, xml: string): Promise<{ programId: string }>;
  /** Compiles only. @returns the problems, empty when it may be published. */
  check(xml: string): Promise<readonly PublicationProblem[]>;
  /** Registers what `yw:service key="…"` does. A process that names an unknown key is refused. */
  onService(key: string, service: Service): void;
  /** Registers what happens when a business rule task opens: to be answered later with `answer`. */
  onDecision(open: (tx: Tx, context: ServiceContext & { decision: string }) => Promise<void>): void;
  /**
   * Starts a process and runs it as far as it goes by itself.
   * @throws {AppError} `process-host.started` (409) for an id that was used before, at the latest at commit,
   *   `process-host.program_unknown` (404), `process-host.organization_missing` (409)
   */
  start(tx: Tx, input: StartProcess): Promise<void>;
  /**
   * Ends an open task. @throws {AppError} `process-host.task_gone` (409) when it is open no more,
   * `process-host.not_candidate` (403) when the actor's organization or post is not among its candidates,
   * `process-host.claimed` (409) when another officer has taken it, `process-host.task_unknown` (404).
   */
  complete(tx: Tx, taskId: string, vars: Vars): Promise<Task>;
  /** Answers a business rule task, also from within its opener. A second answer changes nothing. */
  answer(tx: Tx, instanceId: string, effectId: string, vars: Vars): Promise<void>;
  /** Delivers a message to everything that waits for it now; nothing is kept for later. @returns whether something did. */
  deliver(tx: Tx, instanceId: string, name: string, vars: Vars): Promise<boolean>;
  /** Tries again where a process stands still, with corrected values. @returns whether it went on. */
  retry(tx: Tx, instanceId: string, effectId: string, vars: Vars): Promise<boolean>;
  /** Ends the process and closes everything open. */
  cancel(tx: Tx, instanceId: string): Promise<void>;
  /** @throws {AppError} `process-host.task_unknown` (404) */
  task(tx: Tx, taskId: string): Promise<Task>;
  /** Open tasks of processes that the actor may see, also those of other organizations, without the names of their officers; at most 5000. */
  openTasks(tx: Tx, instanceIds: readonly string[]): Promise<Task[]>;
  /** All tasks of one process, as `openTasks` shows them, oldest first, at most 500. */
  tasksOf(tx: Tx, instanceId: string): Promise<Task[]>;
  /**
   * The actor's queue: open tasks of the scope's organizations that the given posts may take, by
   * date and id; at most `limit` (1–100) from behind the cursor.
   */
  queue(tx: Tx, filter: QueueFilter): Promise<{ items: Task[]; next: string | null }>;
  /**
   * Takes a task for the actor, or gives it back.
   * @throws {AppError} `process-host.claimed` (409) when another officer has it, `process-host.changed` (409)
   *   for an old version, and as `complete` does.
   */
  claim(tx: Tx, taskId: string, version: number): Promise<Task>;
  release(tx: Tx, taskId: string, version: number): Promise<Task>;
  /**
   * Fires the timers that are due, each in a transaction of its own and exactly once, whatever number of
   * processes does so. One that fails is reported and tried again later. @returns how many fired.
   */
  fireDue(now: Date): Promise<number>;
  /** Computes the dates of open timers and tasks anew, after a schedule was imported. @returns how many changed. */
  recomputeTimers(now: Date): Promise<number>;
  /** Replays the log of a process and compares it with what is stored; for the system. */
  rebuild(tx: Tx, instanceId: string): Promise<Rebuilt>;
}
