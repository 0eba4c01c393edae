import type { Text } from '@yiwang/foundation/errors';
import type { CivilDate } from '@yiwang/foundation/time';
import { type Static, Type } from 'typebox';

export const ById = Type.Object({ id: Type.String({ format: 'uuid' }) });

/** `stored`: uploaded and still removable; `attached`: part of at least one case; `removed`: gone. */
export const State = Type.Union([
  Type.Literal('stored'),
  Type.Literal('attached'),
  Type.Literal('removed'),
]);

/** An uploaded file as its owner and the officers of its case see it; never the bytes. */
export const Material = Type.Object({
  id: Type.String(),
  name: Type.String({ description: 'file name, without path and control characters' }),
  mediaType: Type.String({ description: 'found in the bytes, not as declared' }),
  size: Type.Integer({ description: 'bytes' }),
  sha256: Type.String({ description: 'of the content, 64 hexadecimal digits' }),
  state: State,
  createdAt: Type.String({ format: 'date-time' }),
});
export type Material = Static<typeof Material>;

/** The answer to an upload. `sameAs` names an earlier file of the same owner with equal content. */
export const Uploaded = Type.Intersect([
  Material,
  Type.Object({
    scanned: Type.Union([Type.Literal('clean'), Type.Literal('not_configured')]),
    sameAs: Type.Union([
      Type.Object({ id: Type.String(), name: Type.String(), createdAt: Type.String() }),
      Type.Null(),
    ]),
  }),
]);
export type Uploaded = Static<typeof Uploaded>;

/** The case that files are attached to, and who handles it. */
export type CaseOf = {
  readonly caseId: string;
  /** Whose case it is: person or legal person in the base register. */
  readonly subjectId: string;
  readonly regionCode: string;
  readonly organizationId: string;
  /** All departments that handle the case. Default: as told before, at first only `organizationId`. */
  readonly parties?: readonly string[];
  /** Which requirement of the item a file answers, by material id; needed to offer it again later. */
  readonly answers?: Readonly<Record<string, { readonly code: string; readonly name: Text }>>;
};

/** A requirement of an item. */
export type Requirement = {
  readonly code: string;
  /** Given, an earlier file is offered only when it was handed in under the same name. */
  readonly name?: Text;
  readonly certificateType?: string;
};

/** What need not be handed in again. */
export type Reusable =
  | {
      readonly kind: 'certificate';
      readonly certificateId: string;
      readonly identifier: string;
      readonly name: Text;
      readonly validUntilOn: CivilDate | null;
    }
  | {
      readonly kind: 'earlier';
      readonly materialId: string;
      readonly name: string;
      /** When it was handed in. */
      readonly at: Date;
    };

/** One requirement as the applicant answered it. */
export type Provided = {
  readonly code: string;
  readonly materialIds: readonly string[];
  readonly certificateId?: string;
  readonly later?: boolean;
};

/** What `checkCase` looks at. */
export type CaseToCheck = {
  readonly caseId: string;
  readonly subjectId: string;
  readonly provided: readonly Provided[];
  /** What the form states, by element of the base register: `person.name`, `legal.representative`, … */
  readonly facts: Readonly<Record<string, string>>;
  /** The day on which everything must hold. */
  readonly on: CivilDate;
  /** Last day for which the permit is asked; certificates shall cover it. */
  readonly neededUntilOn?: CivilDate;
  /** The item's requirements: which kind of certificate each one takes. */
  readonly requirements?: readonly Requirement[];
};

export const checkCodes = [
  'stated-equals-register',
  'representative-matches',
  'certificate-holder',
  'certificate-valid',
  'certificate-covers',
  'file-readable',
  'file-duplicate',
  'file-content',
] as const;
export type CheckCode = (typeof checkCodes)[number];

const Words = Type.Object({ zh: Type.String(), en: Type.String() });

/**
 * One machine check as evidence: what was compared with what, from which source, as of when. It is no
 * decision. Words under `material.check.<code>` and, for `unknown` and `attention`, `material.reason.<reason>`.
 */
export const Check = Type.Object({
  code: Type.Unsafe<CheckCode>({ type: 'string', enum: [...checkCodes] }),
  state: Type.Unsafe<'ok' | 'attention' | 'unknown'>({
    type: 'string',
    enum: ['ok', 'attention', 'unknown'],
    description: 'unknown: could not be checked',
  }),
  /** Why it is not `ok`; null when it is. */
  reason: Type.Union([Type.String(), Type.Null()]),
  /** The requirement it is about; null for the form. */
  materialCode: Type.Union([Type.String(), Type.Null()]),
  compared: Type.Object({
    what: Type.String({ description: 'an element of the base register, or validity, content' }),
    left: Type.Union([Type.String(), Type.Null()], { description: 'stated or handed in' }),
    right: Type.Union([Type.String(), Type.Null()], { description: 'held by the source' }),
  }),
  source: Words,
  asOf: Type.String({ description: 'the day as of which the source says so', format: 'date' }),
});
export type Check = Static<typeof Check>;
