import { type Static, type TSchema, Type } from 'typebox';

export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
export const oneOf = <const T extends readonly string[]>(...values: T) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: values });
export const Words = Type.Object({ zh: Type.String(), en: Type.String() });
export const Instant = Type.String({ format: 'date-time' });
export const Day = Type.String({ format: 'date' });
export const Id = Type.String({ format: 'uuid' });
/** Words of an officer or applicant: never empty. */
export const Prose = Type.String({ minLength: 2, maxLength: 2000, pattern: '\\S' });
/** Answers by field id, or a form definition: checked by foundation/form, not by the route. */
export const Json = Type.Unsafe<Readonly<Record<string, unknown>>>({
  type: 'object',
  additionalProperties: true,
});

export const CaseState = oneOf('submitted', 'correcting', 'accepted', 'suspended', 'closed');
export const CaseOutcome = oneOf(
  'granted',
  'refused',
  'not_accepted',
  'withdrawn',
  'correction_missed',
);
/** Why a statutory clock stands still. Source: 行政许可法 art. 45 (2019-04-23). */
export const TestKind = oneOf('testing', 'inspection', 'quarantine', 'appraisal', 'expert-review');
/** Lines of the timeline; words under `case.timeline.<kind>`. */
export const TimelineKind = oneOf(
  'submitted',
  'correction-notified',
  'corrected',
  'accepted',
  'presumed-accepted',
  'not-accepted',
  'visited',
  'test-ordered',
  'test-recorded',
  'opinion-given',
  'reviewed',
  'extended',
  'granted',
  'granted-by-rule',
  'refused',
  'certificate-issued',
  'withdrawn',
  'correction-missed',
  'handed-to-officer',
  'reopened',
  'closed',
);
/** 文书; words under `case.document.<kind>`. */
export const DocumentKind = oneOf(
  'acceptance-notice',
  'correction-notice',
  'non-acceptance-notice',
  'special-procedure-notice',
  'extension-notice',
  'grant-decision',
  'refusal-decision',
);
/** What an officer or the applicant may do now; the name of the act's address with its verb. */
export const ActName = oneOf(
  'accept',
  'notify-correction',
  'refuse-acceptance',
  'record-visit',
  'order-test',
  'record-test',
  'opine',
  'review',
  'decide',
  'extend',
  'correct',
  'withdraw',
);

/** One required material as the applicant provides it: uploaded, taken from a certificate, or later. */
export const ProvidedMaterial = Type.Object({
  code: Type.String({ maxLength: 60 }),
  materialIds: Type.Array(Id, { maxItems: 20 }),
  certificateId: Type.Optional(Id),
  /** 容缺后补: promised for later; only where the item allows it. */
  later: Type.Optional(Type.Boolean()),
});

export const CorrectionItem = Type.Object({
  /** Material or form field that is incomplete; both absent: something else, told in the text. */
  materialCode: Type.Optional(Type.String({ maxLength: 60 })),
  fieldId: Type.Optional(Type.String({ maxLength: 60 })),
  text: Prose,
});

export type CaseState = Static<typeof CaseState>;
export type CaseOutcome = Static<typeof CaseOutcome>;
export type TimelineKind = Static<typeof TimelineKind>;
export type DocumentKind = Static<typeof DocumentKind>;
export type ActName = Static<typeof ActName>;
export type TestKind = Static<typeof TestKind>;
export type ProvidedMaterial = Static<typeof ProvidedMaterial>;
export type CorrectionItem = Static<typeof CorrectionItem>;
