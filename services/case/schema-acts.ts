import { type Static, Type } from 'typebox';
import {
  CaseOutcome,
  CaseState,
  CorrectionItem,
  Day,
  Id,
  Json,
  nullable,
  oneOf,
  Prose,
  ProvidedMaterial,
  TestKind,
} from './schema-parts.ts';

const task = { taskId: Id };
export const Accept = Type.Object({ ...task });
export const NotifyCorrection = Type.Object({
  ...task,
  /** Everything that must be corrected: there is one notice only. */
  items: Type.Array(CorrectionItem, { minItems: 1, maxItems: 60 }),
});
export const RefuseAcceptance = Type.Object({
  ...task,
  reason: Prose,
  /** The authority that is responsible, where this one is not. */
  rightAuthority: Type.Optional(Type.String({ minLength: 2, maxLength: 200 })),
});
export const RecordVisit = Type.Object({
  ...task,
  onDate: Day,
  officers: Type.Array(Type.String({ maxLength: 60 }), { minItems: 1, maxItems: 10 }),
  findings: Prose,
  measurements: Type.Optional(Type.String({ maxLength: 2000 })),
  testNeeded: Type.Boolean(),
  fileIds: Type.Array(Id, { maxItems: 20 }),
});
export const OrderTest = Type.Object({
  ...task,
  kind: Type.Optional(TestKind),
  product: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
  institution: Type.String({ minLength: 2, maxLength: 200, pattern: '\\S' }),
  expectedWorkingDays: Type.Integer({ minimum: 1, maximum: 250 }),
  text: Prose,
});
export const RecordTest = Type.Object({
  ...task,
  result: oneOf('passed', 'failed'),
  reportNo: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
  onDate: Day,
  text: Type.String({ maxLength: 2000 }),
});
export const Opine = Type.Object({
  ...task,
  opinion: oneOf('agree', 'disagree', 'agree-with-conditions'),
  text: Prose,
});
export const Review = Type.Object({ ...task, proposal: oneOf('grant', 'refuse'), text: Prose });
export const Decide = Type.Object({
  ...task,
  decision: oneOf('grant', 'refuse'),
  reasons: Type.Array(Prose, { maxItems: 20 }),
  /** Clauses, or technical standards after a failed test (行政许可法 art. 55). */
  clauses: Type.Optional(
    Type.Array(Type.String({ minLength: 2, maxLength: 300 }), { maxItems: 20 }),
  ),
});
export const Extend = Type.Object({
  days: Type.Integer({ minimum: 1, maximum: 60 }),
  reason: Prose,
});
export const Correct = Type.Object({
  data: Json,
  materials: Type.Array(ProvidedMaterial, { maxItems: 60 }),
});
export const Withdraw = Type.Object({ reason: Type.Optional(Type.String({ maxLength: 500 })) });

/** Answer to every act on a case. */
export const Acted = Type.Object({
  id: Id,
  caseNo: Type.String(),
  state: CaseState,
  outcome: nullable(CaseOutcome),
  version: Type.Integer(),
  /** The written notice or decision that the act issued. */
  documentId: nullable(Id),
});

export type Acted = Static<typeof Acted>;
export type Accept = Static<typeof Accept>;
export type NotifyCorrection = Static<typeof NotifyCorrection>;
export type RefuseAcceptance = Static<typeof RefuseAcceptance>;
export type RecordVisit = Static<typeof RecordVisit>;
export type OrderTest = Static<typeof OrderTest>;
export type RecordTest = Static<typeof RecordTest>;
export type Opine = Static<typeof Opine>;
export type Review = Static<typeof Review>;
export type Decide = Static<typeof Decide>;
export type Extend = Static<typeof Extend>;
export type Correct = Static<typeof Correct>;
export type Withdraw = Static<typeof Withdraw>;
