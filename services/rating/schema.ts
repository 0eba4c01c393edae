import { type Static, Type } from 'typebox';

const oneOf = <const T extends readonly string[]>(...values: T) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: values });

/** 1 very satisfied … 5 very dissatisfied: 1 is best. Source: GB/T 39046-2020 A.8. */
export const Level = Type.Integer({ minimum: 1, maximum: 5 });

/** What was good or bad, to choose from. Words under `rating.tag.<tag>`. */
export const Tag = oneOf('speed', 'clarity', 'attitude', 'visits', 'materials', 'result', 'system');
/** 评价渠道 (GB/T 39046-2020 table 9), the two that residents use themselves here. */
export const Channel = oneOf('pc', 'mobile');

/** A rating as its author gives it; it cannot be changed afterwards. */
export const NewRating = Type.Object(
  {
    caseId: Type.String({ format: 'uuid' }),
    level: Level,
    tags: Type.Optional(Type.Array(Tag, { maxItems: 7, uniqueItems: true })),
    text: Type.Optional(Type.String({ maxLength: 500 })),
    channel: Type.Optional(Channel),
  },
  { additionalProperties: false },
);
export type NewRating = Static<typeof NewRating>;

/** A rating as its author sees it. */
export const Rating = Type.Object({
  id: Type.String(),
  caseId: Type.String(),
  level: Level,
  tags: Type.Array(Type.String()),
  text: Type.Union([Type.String(), Type.Null()]),
  channel: Channel,
  ratedAt: Type.String({ format: 'date-time' }),
});
export type Rating = Static<typeof Rating>;

/** Whether a case can be rated, and how it was. */
export const Mine = Type.Object({
  rateable: Type.Boolean({ description: 'closed and not rated' }),
  rating: Type.Union([Rating, Type.Null()]),
});
export type Mine = Static<typeof Mine>;

const Words = Type.Object({ zh: Type.String(), en: Type.String() });
const Due = Type.Object({
  on: Type.String({ format: 'date' }),
  certain: Type.Boolean({ description: 'false: not before that day' }),
  light: oneOf('green', 'yellow', 'red', 'grey'),
});

/** A poor rating that waits for its call-back; the name of the one who rated is masked. */
export const Callback = Type.Object({
  id: Type.String(),
  caseId: Type.String(),
  caseNo: Type.String(),
  item: Words,
  regionCode: Type.String(),
  organizationId: Type.String(),
  applicant: Type.String({ description: 'masked' }),
  level: Level,
  tags: Type.Array(Type.String()),
  text: Type.Union([Type.String(), Type.Null()]),
  openedAt: Type.String({ format: 'date-time' }),
  contact: Due,
  rectifySimple: Due,
  rectifyComplex: Due,
});
export type Callback = Static<typeof Callback>;

/** Counts of one set of closed cases. A rate is null where there is nothing to divide by. */
export const Counts = Type.Object({
  closed: Type.Integer(),
  rated: Type.Integer(),
  levels: Type.Object({
    1: Type.Integer(),
    2: Type.Integer(),
    3: Type.Integer(),
    4: Type.Integer(),
    5: Type.Integer(),
  }),
  activeRate: Type.Union([Type.Number(), Type.Null()], { description: 'rated / closed' }),
  satisfiedRate: Type.Union([Type.Number(), Type.Null()], {
    description: 'levels 1 to 3 / rated; an unrated case is in neither number',
  }),
});
export type Counts = Static<typeof Counts>;

/** The public statistics, counted anew from the log at each request. */
export const Statistics = Type.Intersect([
  Counts,
  Type.Object({
    countedAt: Type.String({ format: 'date-time' }),
    items: Type.Array(Type.Intersect([Type.Object({ slug: Type.String(), name: Words }), Counts]), {
      description: 'by item, most closed first, at most 100',
    }),
  }),
]);
export type Statistics = Static<typeof Statistics>;
