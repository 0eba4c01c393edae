import { type Static, type TSchema, Type } from 'typebox';

const Words = Type.Object({ zh: Type.String(), en: Type.String() });
const Instant = Type.String({ format: 'date-time' });
const Day = Type.String({ format: 'date' });
const Id = Type.String({ format: 'uuid' });
const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const oneOf = <const T extends readonly string[]>(...values: T) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...values] });
const Outcome = oneOf('granted', 'manual');
const ReopeningState = oneOf('open', 'kept', 'changed');

/** One value that the rules read, with its source: what is not known is null. */
export const Input = Type.Object({
  name: Type.String(),
  /** How the value was found: words under `instant-approval.input.<from>`. */
  from: oneOf('known', 'same', 'age', 'within', 'certificate', 'material', 'field', 'element'),
  /** Name of the fact, answer, material or certificate that it is about. */
  about: Words,
  value: nullable(Type.Union([Type.Boolean(), Type.Number(), Type.String()])),
  source: nullable(Words),
  asOf: nullable(Day),
  /** The clause under which the source holds it. */
  basis: nullable(Type.String()),
  /** Its subject says that it is wrong, so it was not used. */
  disputed: Type.Boolean(),
});

/** A row of a decision table that fired. */
export const Row = Type.Object({
  decision: Type.String(),
  row: Type.Integer({ minimum: 1 }),
  /** The clause of law that the row applies. */
  clause: Type.String(),
});

/** A request for a human, as the applicant sees it. */
export const OwnReopening = Type.Object({
  id: Id,
  state: ReopeningState,
  askedAt: Instant,
  reason: nullable(Type.String()),
  answer: nullable(Type.String()),
  answeredAt: nullable(Instant),
});

/** An evaluation explained. Source: 个人信息保护法 art. 24 (1)(3) (2021-08-20). */
export const Explanation = Type.Object({
  id: Id,
  caseId: Id,
  outcome: Outcome,
  reason: Type.Object({ code: Type.String(), text: Words }),
  rows: Type.Array(Row),
  inputs: Type.Array(Input),
  /** Values are hidden, because the reader is not the applicant. */
  masked: Type.Boolean(),
  rule: Type.Object({
    item: Words,
    itemVersion: Type.Integer(),
    /** SHA-256 of the rules' text, hexadecimal; empty when the item has no rules. */
    sha256: Type.String(),
  }),
  at: Instant,
  durationMs: Type.Integer({ description: 'milliseconds from reading the values to the result' }),
  reopening: nullable(OwnReopening),
});

export const AskHuman = Type.Object({
  reason: Type.Optional(Type.String({ maxLength: 1000 })),
});

/** A request for a human, as officers list it. */
export const Reopening = Type.Object({
  id: Id,
  evaluationId: Id,
  caseId: Id,
  caseNo: Type.String(),
  item: Words,
  state: ReopeningState,
  askedAt: Instant,
  reason: nullable(Type.String()),
  answeredAt: nullable(Instant),
  version: Type.Integer(),
});

export const Answer = Type.Object({
  /** `changed` takes the decision by rule back, and the case goes to an officer. */
  outcome: oneOf('kept', 'changed'),
  text: Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S' }),
});
export const Answered = Type.Object({ id: Id, state: ReopeningState, version: Type.Integer() });

export const SampleQuery = Type.Object({
  from: Day,
  /** Last day of the period. */
  to: Day,
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
  /** Makes another sample of the same period. */
  seed: Type.Optional(Type.String({ maxLength: 100 })),
});

/** A sample of decisions by rule for spot checks, and how each version of the rules did. */
export const Sample = Type.Object({
  seed: Type.String(),
  /** Decisions by rule in the period. */
  total: Type.Integer(),
  items: Type.Array(
    Type.Object({
      evaluationId: Id,
      caseId: Id,
      caseNo: Type.String(),
      item: Words,
      itemVersion: Type.Integer(),
      reason: Type.String(),
      at: Instant,
    }),
  ),
  statistics: Type.Array(
    Type.Object({
      itemId: Type.String(),
      item: Words,
      itemVersion: Type.Integer(),
      sha256: Type.String(),
      granted: Type.Integer(),
      manual: Type.Integer(),
      reopened: Type.Integer(),
      changed: Type.Integer(),
    }),
  ),
});

export type Outcome = Static<typeof Outcome>;
export type Input = Static<typeof Input>;
export type Row = Static<typeof Row>;
export type Explanation = Static<typeof Explanation>;
export type OwnReopening = Static<typeof OwnReopening>;
export type Reopening = Static<typeof Reopening>;
export type Answer = Static<typeof Answer>;
export type Answered = Static<typeof Answered>;
export type SampleQuery = Static<typeof SampleQuery>;
export type Sample = Static<typeof Sample>;
