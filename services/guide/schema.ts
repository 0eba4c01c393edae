import { type Static, Type } from 'typebox';

const Words = Type.Object({ zh: Type.String(), en: Type.String() });

/** A guide in a list. */
export const GuideSummary = Type.Object({
  itemId: Type.String(),
  version: Type.Integer(),
  slug: Type.String(),
  regionCode: Type.String(),
  title: Words,
  summary: Words,
  caseType: Type.Unsafe<'immediate' | 'promised'>({
    type: 'string',
    enum: ['immediate', 'promised'],
  }),
  servedParties: Type.Array(
    Type.Unsafe<'person' | 'legal'>({ type: 'string', enum: ['person', 'legal'] }),
  ),
  effectiveOn: Type.String({ format: 'date' }),
  page: Type.String({ description: 'address of the guide as a page' }),
});
export type GuideSummary = Static<typeof GuideSummary>;

/** What is searched for, and where. */
export const GuideQuery = Type.Object({
  q: Type.Optional(
    Type.String({
      maxLength: 100,
      description: 'in your own words; without it all guides, those that began last first',
    }),
  ),
  region: Type.Optional(
    Type.String({
      pattern: '^(\\d{2}|\\d{4}|\\d{6}|\\d{9}|\\d{12})$',
      description: 'guides of this region and of those above it',
    }),
  ),
});
export type GuideQuery = Static<typeof GuideQuery>;
