import { type Static, Type } from 'typebox';
import {
  ActName,
  CaseOutcome,
  CaseState,
  CorrectionItem,
  Day,
  DocumentKind,
  Id,
  Instant,
  Json,
  nullable,
  oneOf,
  ProvidedMaterial,
  TestKind,
  TimelineKind,
  Words,
} from './schema-parts.ts';

export * from './schema-acts.ts';
export {
  ActName,
  CaseOutcome,
  CaseState,
  CorrectionItem,
  DocumentKind,
  ProvidedMaterial,
  TestKind,
  TimelineKind,
} from './schema-parts.ts';

/** Where a filled answer comes from, by field id; never the value. */
export const Provenance = Type.Record(
  Type.String(),
  Type.Object({
    source: Words,
    asOf: Day,
    element: Type.String(),
    /** The applicant has said that the held value is wrong. */
    disputed: Type.Optional(Type.Boolean()),
  }),
);

/** What the item asks for, and what need not be handed in because government has it. */
export const MaterialRequirement = Type.Object({
  code: Type.String(),
  name: Words,
  necessity: oneOf('required', 'optional', 'later'),
  notes: Words,
  accept: Type.Array(Type.String()),
  /** Field of the form that holds the files, if it is uploaded there. */
  field: Type.Optional(Type.String()),
  reuse: nullable(
    Type.Object({
      kind: oneOf('certificate', 'earlier', 'register'),
      certificateId: Type.Optional(Type.String()),
      identifier: Type.Optional(Type.String()),
      materialId: Type.Optional(Type.String()),
      name: Words,
      validUntilOn: Type.Optional(nullable(Day)),
      at: Type.Optional(Instant),
    }),
  ),
});

const ItemOf = Type.Object({
  slug: Type.String(),
  version: Type.Integer(),
  name: Words,
  caseType: oneOf('immediate', 'promised'),
});

export const StartDraft = Type.Object({
  itemSlug: Type.String({ minLength: 1, maxLength: 60 }),
  /** Where it shall be handled; the item's own region when absent. */
  regionCode: Type.Optional(Type.String({ pattern: '^\\d{2,12}$' })),
});
export const SaveDraft = Type.Object({
  data: Json,
  materials: Type.Array(ProvidedMaterial, { maxItems: 60 }),
});
export const DraftSummary = Type.Object({
  id: Id,
  item: ItemOf,
  regionCode: Type.String(),
  updatedAt: Instant,
  version: Type.Integer(),
});
/** A draft with everything the screen needs to go on with it. */
export const Draft = Type.Object({
  ...DraftSummary.properties,
  /** FormDefinition of foundation/form. */
  form: Json,
  data: Json,
  provenance: Provenance,
  materials: Type.Array(ProvidedMaterial),
  requirements: Type.Array(MaterialRequirement),
  /** Set when a new version of the form was published while the draft was open. */
  changed: nullable(
    Type.Object({
      dropped: Type.Array(Type.Object({ id: Type.String(), label: Words, reason: Type.String() })),
      added: Type.Array(Type.Object({ id: Type.String(), label: Words })),
    }),
  ),
});

export const Submit = Type.Object({ draftId: Id });
export const Submitted = Type.Object({
  id: Id,
  caseNo: Type.String(),
  /** With the case number it shows the state to somebody who is not signed in. */
  queryCode: Type.String(),
});

export const CaseRow = Type.Object({
  id: Id,
  caseNo: Type.String(),
  item: ItemOf,
  state: CaseState,
  outcome: nullable(CaseOutcome),
  submittedAt: Instant,
  promisedOn: nullable(Day),
  legalOn: nullable(Day),
  legalCertain: Type.Boolean(),
  version: Type.Integer(),
});

/** The statutory limit as it stands now. */
export const LegalLimit = Type.Object({
  dueOn: Day,
  /** False: not before that day, because a pause lasts or a year's holidays are not announced. */
  certain: Type.Boolean(),
  uncertain: nullable(oneOf('paused', 'year-not-loaded')),
  remaining: nullable(Type.Number()),
  total: Type.Number(),
  unit: Type.String(),
  state: oneOf('running', 'paused', 'met', 'overdue'),
  light: oneOf('green', 'yellow', 'red', 'grey'),
  clause: Words,
});

/** An open or ended piece of work, as all parties of the case see it. */
export const TaskView = Type.Object({
  id: Id,
  act: Type.String(),
  department: Type.Object({ id: Type.String(), name: Words }),
  state: oneOf('open', 'done', 'closed'),
  dueOn: nullable(Day),
  dueCertain: Type.Boolean(),
  /** The due date has passed and the task is open, or it was done after that date. */
  late: Type.Boolean(),
  createdAt: Instant,
  endedAt: nullable(Instant),
});

export const TimelineEntry = Type.Object({
  seq: Type.Integer(),
  at: Instant,
  kind: TimelineKind,
  /** Codes, dates and counts for the words of the kind. */
  params: Type.Record(Type.String(), Type.Unknown()),
  actorKind: oneOf('person', 'enterprise', 'officer', 'system', 'robot'),
  organization: nullable(Words),
});

export const DocumentRow = Type.Object({
  id: Id,
  kind: DocumentKind,
  number: Type.String(),
  issuedAt: Instant,
  /** When the applicant first opened it. */
  openedAt: nullable(Instant),
});

const core = {
  id: Id,
  caseNo: Type.String(),
  version: Type.Integer(),
  item: ItemOf,
  state: CaseState,
  outcome: nullable(CaseOutcome),
  /** What is happening now, in words under `case.stage.<stage>`. */
  stage: Type.String(),
  waitingFor: oneOf('office', 'applicant', 'test', 'nobody'),
  office: Type.Object({ id: Type.String(), name: Words, phone: nullable(Type.String()) }),
  regionCode: Type.String(),
  submittedAt: Instant,
  /** When the materials that are now examined came in: at submission or with the correction. */
  receivedAt: Instant,
  acceptedAt: nullable(Instant),
  /** Accepted because the office kept silent for five working days (行政许可法 art. 32). */
  presumed: Type.Boolean(),
  decidedAt: nullable(Instant),
  closedAt: nullable(Instant),
  closingCode: nullable(Type.String()),
  /** Last day for the office to accept or to tell what is missing; null once that is settled. */
  noticeDueOn: nullable(Day),
  legal: nullable(LegalLimit),
  promisedOn: nullable(Day),
  correction: nullable(
    Type.Object({
      items: Type.Array(CorrectionItem),
      notifiedAt: Instant,
      dueOn: Day,
      certain: Type.Boolean(),
    }),
  ),
  test: nullable(
    Type.Object({
      kind: TestKind,
      product: Type.String(),
      institution: Type.String(),
      orderedAt: Instant,
      expectedWorkingDays: Type.Integer(),
      result: nullable(oneOf('passed', 'failed')),
    }),
  ),
  tasks: Type.Array(TaskView),
  timeline: Type.Array(TimelineEntry),
  documents: Type.Array(DocumentRow),
  /** FormDefinition of foundation/form. */
  form: Json,
  data: Json,
  provenance: Provenance,
  materials: Type.Array(ProvidedMaterial),
  requirements: Type.Array(MaterialRequirement),
  certificateId: nullable(Type.String()),
  acts: Type.Array(ActName),
};

/** A case as its applicant sees it. */
export const CaseView = Type.Object({
  ...core,
  queryCode: Type.String(),
  /** What is still to come, in words under `case.step.<step>`. */
  next: Type.Array(oneOf('acceptance', 'examination', 'decision', 'certificate')),
  /** Why it was decided so; null before. Reasons as they stand in the decision. */
  decision: nullable(Type.Object({ by: oneOf('officer', 'rule'), reasons: Type.Array(Words) })),
});

export const OpinionRow = Type.Object({
  kind: oneOf('joint', 'review'),
  department: Type.Object({ id: Type.String(), name: Words }),
  officer: Type.Object({ id: Type.String(), name: Type.String() }),
  opinion: Type.String(),
  text: Type.String(),
  at: Instant,
});
export const VisitRow = Type.Object({
  onDate: Day,
  officers: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      enforcementNo: nullable(Type.String()),
    }),
  ),
  findings: Type.String(),
  measurements: Type.String(),
  testNeeded: Type.Boolean(),
  fileIds: Type.Array(Type.String()),
});

/** A case as an officer of a department that handles it sees it. Personal data is masked unless `masked` is false. */
export const DeskView = Type.Object({
  ...core,
  masked: Type.Boolean(),
  applicant: Type.Object({
    kind: oneOf('person', 'legal'),
    name: Type.String(),
    number: nullable(Type.String()),
  }),
  opinions: Type.Array(OpinionRow),
  visits: Type.Array(VisitRow),
  /** Tasks of this officer's department and post, open now. */
  mine: Type.Array(TaskView),
  correctionUsed: Type.Boolean(),
  decision: nullable(
    Type.Object({
      by: oneOf('officer', 'rule'),
      reasons: Type.Array(Words),
      clauses: Type.Array(Type.String()),
    }),
  ),
});

/** Every day of the statutory limit: whether it counts, as which one, why, and by which clause when paused. */
export const ClockView = Type.Object({
  legal: LegalLimit,
  days: Type.Array(
    Type.Object({
      on: Day,
      counted: Type.Boolean(),
      n: Type.Optional(Type.Number()),
      why: Type.String({ description: 'key under time.why' }),
      clause: Type.Optional(Words),
    }),
  ),
});

/** A notice or decision as text in one language. */
export const DocumentView = Type.Object({
  id: Id,
  kind: DocumentKind,
  number: Type.String(),
  issuer: Type.String(),
  title: Type.String(),
  addressee: Type.String(),
  paragraphs: Type.Array(Type.String()),
  items: Type.Array(Type.String()),
  closing: Type.Array(Type.String()),
  issuedOn: Day,
});

/** What anybody with number and query code may see. */
export const PublicStatus = Type.Object({
  caseNo: Type.String(),
  item: Words,
  state: CaseState,
  outcome: nullable(CaseOutcome),
  stage: Type.String(),
  submittedAt: Instant,
  legalOn: nullable(Day),
  legalCertain: Type.Boolean(),
});

export type Provenance = Static<typeof Provenance>;
export type MaterialRequirement = Static<typeof MaterialRequirement>;
export type StartDraft = Static<typeof StartDraft>;
export type SaveDraft = Static<typeof SaveDraft>;
export type Draft = Static<typeof Draft>;
export type DraftSummary = Static<typeof DraftSummary>;
export type Submit = Static<typeof Submit>;
export type Submitted = Static<typeof Submitted>;
export type CaseRow = Static<typeof CaseRow>;
export type CaseView = Static<typeof CaseView>;
export type DeskView = Static<typeof DeskView>;
export type TaskView = Static<typeof TaskView>;
export type LegalLimit = Static<typeof LegalLimit>;
export type ClockView = Static<typeof ClockView>;
export type DocumentView = Static<typeof DocumentView>;
export type PublicStatus = Static<typeof PublicStatus>;
