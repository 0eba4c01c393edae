import type { Text } from '@yiwang/foundation/errors';
import type { CivilDate } from '@yiwang/foundation/time';
import { type Static, Type } from 'typebox';

/** The department that a value comes from: its id in foundation/organization and its name. */
export type Source = { readonly organizationId: string } & Text;

/** One value as the register's readers get it. */
export type FactView = {
  /** Text; dates `YYYY-MM-DD`, sex `male` or `female`, `person.photo` is `yes` when one is on file. */
  readonly value: string;
  readonly source: Text;
  /** The civil date on which the source held it to be true. */
  readonly asOf: CivilDate;
  /** The clause under which it is held, as people cite it. */
  readonly basis: string;
  /** True while the subject's dispute of this value waits for its answer. */
  readonly disputed?: true;
};

/** Values by element id; an element without a value is missing. */
export type Facts = Readonly<Record<string, FactView>>;

const Words = Type.Object({ zh: Type.String(), en: Type.String() });
const OrNull = Type.Union([Type.String(), Type.Null()]);

/** A dispute as its subject sees it. */
export const OwnDispute = Type.Object({
  id: Type.String(),
  element: Type.String(),
  claimed: Type.String(),
  reason: Type.String(),
  state: Type.Union([Type.Literal('open'), Type.Literal('answered')]),
  outcome: Type.Union([Type.Literal('corrected'), Type.Literal('kept'), Type.Null()]),
  /** The registrar's reason; null while open. */
  answer: OrNull,
  openedAt: Type.String({ format: 'date-time' }),
  dueOn: Type.String({ format: 'date' }),
  dueCertain: Type.Boolean({ description: 'false: not before dueOn' }),
  answeredAt: OrNull,
});

export type OwnDispute = Static<typeof OwnDispute>;

/** A value with its origin, as its subject sees it. */
export const OwnFact = Type.Object({
  element: Type.String(),
  label: Words,
  value: Type.String(),
  shown: Type.Union([Type.String(), Type.Null()], {
    description: 'what a code stands for: the full name of a region',
  }),
  source: Words,
  asOf: Type.String({ format: 'date' }),
  basis: Type.String(),
  version: Type.Integer({ minimum: 1 }),
  dispute: Type.Union([OwnDispute, Type.Null()], {
    description: 'the newest dispute of this element',
  }),
});

export type OwnFact = Static<typeof OwnFact>;

/** Everything held about the one who asks. */
export const Mine = Type.Object({ subjectId: Type.String(), items: Type.Array(OwnFact) });

export type Mine = Static<typeof Mine>;

/** The refusal of a value by its subject (PIPL art. 46). */
export const NewDispute = Type.Object(
  {
    element: Type.String({ minLength: 1, maxLength: 60 }),
    claimed: Type.String({ minLength: 1, maxLength: 2000, description: 'the right value' }),
    reason: Type.String({ minLength: 2, maxLength: 1000 }),
  },
  { additionalProperties: false },
);
export type NewDispute = Static<typeof NewDispute>;

/** A row of the registrar's list: the name is masked, the values are not in it. */
export const ListedDispute = Type.Object({
  id: Type.String(),
  element: Type.String(),
  label: Words,
  name: Type.String(),
  state: Type.Union([Type.Literal('open'), Type.Literal('answered')]),
  openedAt: Type.String({ format: 'date-time' }),
  dueOn: Type.String({ format: 'date' }),
  dueCertain: Type.Boolean(),
});

export type ListedDispute = Static<typeof ListedDispute>;

/** A dispute opened by the registrar: held value and claim are masked without `base-register.unmask`. */
export const OpenedDispute = Type.Object({
  ...OwnDispute.properties,
  label: Words,
  name: Type.String({ description: 'masked' }),
  held: Type.String(),
  source: Words,
  asOf: Type.String({ format: 'date' }),
  basis: Type.String(),
  version: Type.Integer({ minimum: 1 }),
  masked: Type.Boolean({ description: 'true: held, claimed, reason and answer are masked' }),
});
export type OpenedDispute = Static<typeof OpenedDispute>;

/** A list of the registrar: open ones by default. */
export const DisputeFilter = Type.Object({
  state: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('answered')])),
});

/** The registrar's answer. `value` is the corrected value; without it the claim is taken over. */
export const Answer = Type.Object(
  {
    outcome: Type.Union([Type.Literal('corrected'), Type.Literal('kept')]),
    value: Type.Optional(Type.String({ minLength: 1, maxLength: 2000 })),
    reason: Type.String({ minLength: 2, maxLength: 1000 }),
  },
  { additionalProperties: false },
);
export type Answer = Static<typeof Answer>;
