import { Page } from '@yiwang/foundation/http';
import { type Static, type TSchema, Type } from 'typebox';

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const oneOf = <const T extends readonly string[]>(...values: T) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: values });
const Words = Type.Object({ zh: Type.String(), en: Type.String() });
const Day = Type.String({ format: 'date' });
const Instant = Type.String({ format: 'date-time' });
const Id = Type.String({ format: 'uuid' });

export const ById = Type.Object({ id: Id });

/** Acts of the tasks of processes, as services/case names them. */
export const TaskAct = oneOf(
  'accept-review',
  'visit',
  'order-test',
  'record-test',
  'opine',
  'review',
  'decide',
);

/** The nearest day by which something must happen: the task's own or the legal one, whichever is first. */
export const Due = Type.Object({
  on: Day,
  /** False: not before that day. */
  certain: Type.Boolean(),
  /** Working days left with today, negative when late; null when they cannot be counted. */
  remaining: nullable(Type.Integer()),
  light: oneOf('green', 'yellow', 'red', 'grey'),
});

const item = Type.Object({ slug: Type.String(), name: Words });

export const DeskTask = Type.Object({
  id: Id,
  act: Type.String(),
  version: Type.Integer(),
  /** Who has taken it; null while everybody of the post may. */
  claimed: nullable(Type.Object({ id: Type.String(), name: Type.String(), mine: Type.Boolean() })),
});

export const QueueEntry = Type.Object({
  task: DeskTask,
  case: Type.Object({ id: Id, caseNo: Type.String(), state: Type.String() }),
  item,
  applicant: Type.String({ description: 'masked for persons' }),
  region: Type.String({ description: 'name of the division' }),
  due: nullable(Due),
});

export const QueueQuery = Type.Object({
  ...Page.properties,
  act: Type.Optional(TaskAct),
  item: Type.Optional(Type.String({ maxLength: 60, pattern: '^[a-z0-9-]+$' })),
  q: Type.Optional(Type.String({ maxLength: 100, description: 'part of case number or item' })),
  overdue: Type.Optional(Type.Boolean()),
  mine: Type.Optional(Type.Boolean({ description: 'only what the officer has taken' })),
});

export const Counts = Type.Object({
  countedAt: Instant,
  open: Type.Integer(),
  dueToday: Type.Integer(),
  overdue: Type.Integer(),
  closedToday: Type.Integer(),
  /** Items of the open cases in scope, for the filter. */
  items: Type.Array(Type.Object({ ...item.properties, open: Type.Integer() })),
});

export const DepartmentRow = Type.Object({
  id: Type.String(),
  name: Words,
  open: Type.Integer(),
  unaccepted: Type.Integer({ description: 'not accepted yet' }),
  paused: Type.Integer({ description: 'the clock stands still' }),
  dueSoon: Type.Integer({ description: 'legal day within three days' }),
  overdue: Type.Integer(),
  closedToday: Type.Integer(),
  closedMonth: Type.Integer({ description: 'closed in the last 30 days' }),
  /** Open opinions of this department in joint reviews, its own and those of others. */
  opinionsOpen: Type.Integer(),
  opinionsLate: Type.Integer(),
});

/** An open opinion of one department in a joint review. */
export const JointRow = Type.Object({
  taskId: Id,
  caseId: Id,
  caseNo: Type.String(),
  item,
  office: Words,
  department: Words,
  askedAt: Instant,
  due: nullable(Due),
});

export const Overview = Type.Object({
  countedAt: Instant,
  departments: Type.Array(DepartmentRow),
  /** The slowest first, at most 50. */
  joint: Type.Array(JointRow),
});

export const NewTemplate = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' }),
  act: nullable(TaskAct),
  body: Type.String({ minLength: 2, maxLength: 2000, pattern: '\\S' }),
  /** For the whole department. */
  shared: Type.Boolean(),
});
export const Template = Type.Object({
  id: Id,
  ...NewTemplate.properties,
  mine: Type.Boolean(),
  updatedAt: Instant,
  version: Type.Integer(),
});

export const RecentCase = Type.Object({
  id: Id,
  caseNo: Type.String(),
  item,
  state: Type.String(),
  outcome: nullable(Type.String()),
  openedAt: Instant,
});

export const Inspector = Type.Object({
  id: Type.String(),
  name: Type.String(),
  enforcementNo: nullable(Type.String()),
});

/** One machine check, as services/material tells it. */
export const Check = Type.Object({
  code: Type.String(),
  state: oneOf('ok', 'attention', 'unknown'),
  reason: nullable(Type.String()),
  materialCode: nullable(Type.String()),
  compared: Type.Object({
    what: Type.String(),
    left: nullable(Type.String()),
    right: nullable(Type.String()),
  }),
  source: Words,
  asOf: Day,
});

/** What stands beside a case at the desk: machine checks, and the tasks that wait for this officer. */
export const Evidence = Type.Object({
  masked: Type.Boolean(),
  checks: Type.Array(Check),
  tasks: Type.Array(DeskTask),
});

export const FileRow = Type.Object({
  id: Id,
  name: Type.String(),
  mediaType: Type.String(),
  size: Type.Integer(),
});
export const FilesQuery = Type.Object({
  ids: Type.String({ pattern: '^[0-9a-f-]{36}(,[0-9a-f-]{36}){0,99}$', maxLength: 3700 }),
});

export type TaskAct = Static<typeof TaskAct>;
export type Due = Static<typeof Due>;
export type DeskTask = Static<typeof DeskTask>;
export type QueueEntry = Static<typeof QueueEntry>;
export type QueueQuery = Static<typeof QueueQuery>;
export type Counts = Static<typeof Counts>;
export type DepartmentRow = Static<typeof DepartmentRow>;
export type JointRow = Static<typeof JointRow>;
export type Overview = Static<typeof Overview>;
export type NewTemplate = Static<typeof NewTemplate>;
export type Template = Static<typeof Template>;
export type RecentCase = Static<typeof RecentCase>;
export type Inspector = Static<typeof Inspector>;
export type Check = Static<typeof Check>;
export type Evidence = Static<typeof Evidence>;
export type FileRow = Static<typeof FileRow>;
