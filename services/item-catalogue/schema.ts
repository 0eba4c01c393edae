import type { Params } from '@yiwang/foundation/errors';
import type { FormDefinition } from '@yiwang/foundation/form';
import { type Static, Type } from 'typebox';
import {
  CertificateTemplate,
  CivilDay,
  DecisionInput,
  ItemLimit,
  LegalClause,
  ItemMaterial as Material,
  many,
  oneOf,
  shape,
  some,
  Words,
} from './schema-parts.ts';

const Contact = shape({
  phone: Type.String({ minLength: 1, maxLength: 40 }),
  window: Type.Optional(Words),
  web: Type.Optional(Type.String({ maxLength: 200 })),
  email: Type.Optional(Type.String({ maxLength: 200 })),
});
const Remedy = shape({
  body: Words,
  address: Words,
  phone: Type.String({ maxLength: 40 }),
  web: Type.Optional(Type.String({ maxLength: 200 })),
  limit: ItemLimit,
  basis: some(LegalClause),
});
const Body = shape({
  /** Kind of organization; who it is in a region is looked up in foundation/organization. */
  kind: Type.String({ pattern: '^[a-z][a-z-]{0,59}$' }),
  name: Words,
  role: Words,
});

const identity = {
  slug: Type.String({ pattern: '^[a-z][a-z0-9-]{1,59}$' }),
  name: Words,
  /** What it is in one sentence, for lists and search. */
  summary: Words,
  /** Words by which people look for it, beside its name. */
  keywords: shape({ zh: many(Type.String()), en: many(Type.String()) }),
  /** 基本编码, 12. */
  baseCode: Type.String({ pattern: '^\\d{12}$' }),
  /** 实施编码, 31: credit code of the body, exercise level, base code. */
  code: Type.String({ pattern: '^[0-9A-Z]{18}[1-7]\\d{12}$' }),
  /** 业务办理项编码, 33. */
  handlingCode: Type.String({ pattern: '^[0-9A-Z]{18}[1-7]\\d{14}$' }),
  regionCode: Type.String({ pattern: '^\\d{2,12}$' }),
  /** First day on which applications are handled by this version. */
  effectiveOn: CivilDay,
  /** 计划取消日期: first day on which it is no longer handled. */
  endsOn: Type.Optional(CivilDay),
};
const nature = {
  type: shape({ codeSystem: Type.String(), code: Type.String({ pattern: '^\\d{2}$' }) }),
  basis: some(LegalClause),
  /** 权力来源 1–6. */
  powerSource: oneOf('1', '2', '3', '4', '5', '6'),
  /** 行使层级 1–7. */
  exerciseLevel: oneOf('1', '2', '3', '4', '5', '6', '7'),
  /** 权限划分, 行使内容. */
  authorityDivision: Words,
  exerciseContent: Words,
};
const bodies = {
  organizationKind: Type.String({ pattern: '^[a-z][a-z-]{0,59}$' }),
  implementer: shape({
    name: Words,
    uscc: Type.String({ minLength: 18, maxLength: 18 }),
    /** 实施主体性质 1 · 2 · 3 · 9. */
    nature: oneOf('1', '2', '3', '9'),
  }),
  entrustedBy: Type.Optional(Words),
  /** 承办机构, 中央业务指导部门. */
  handledBy: Words,
  centralGuide: Words,
  /** 联办机构: who gives an opinion in a joint review. */
  jointBodies: many(Body),
};
const acceptance = {
  conditions: some(Words),
  /** 数量限制; absent: none. */
  quantityLimit: Type.Optional(Words),
  /** 审查类型: 即审即办, 前审后批. */
  reviewType: oneOf('onTheSpot', 'reviewThenApprove'),
  steps: some(
    shape({
      kind: oneOf('accept', 'review', 'decide', 'issue', 'deliver', 'apply', 'visit', 'consult'),
      name: Words,
      by: Words,
      does: Words,
      limit: Type.Optional(ItemLimit),
    }),
  ),
  /** 特别程序: what stops the clock. */
  specialProcedures: many(
    shape({ reason: Type.String(), name: Words, text: Words, clause: LegalClause }),
  ),
};
const channel = {
  servedParties: Type.Array(oneOf('person', 'legal'), { minItems: 1, maxItems: 2 }),
  /** 服务对象 codes 1–6. */
  servedPartyCodes: some(oneOf('1', '2', '3', '4', '5', '6')),
  requiredAuthLevel: Type.Unsafe<1 | 2 | 3 | 4>({ type: 'integer', minimum: 1, maximum: 4 }),
  caseType: oneOf('immediate', 'promised'),
  /** 办理形式 1 counter · 2 web · 3 mobile · 4 courier · 9 other. */
  channels: some(oneOf('1', '2', '3', '4', '9')),
  /** 到办事现场次数, and why the person must come. */
  visits: shape({ times: Type.Integer({ minimum: 0 }), reason: Type.Optional(Words) }),
  online: shape({
    available: Type.Boolean(),
    /** Ⅰ–Ⅳ, and the services on the net (1–7). */
    depth: oneOf('I', 'II', 'III', 'IV'),
    services: Type.Array(oneOf('1', '2', '3', '4', '5', '6', '7'), { maxItems: 7 }),
    url: Type.Optional(Type.String({ maxLength: 200 })),
    mobileUrl: Type.Optional(Type.String({ maxLength: 200 })),
    singleSignOn: Type.Boolean(),
  }),
  /** 通办范围: 1 nationwide · 2 provinces · 3 cities · 4 counties; absent: here only. */
  crossAreaScope: Type.Optional(oneOf('1', '2', '3', '4')),
  places: some(
    shape({
      name: Words,
      address: Words,
      hours: Words,
      transport: Words,
      /** 是否进驻政务大厅. */
      inHall: Type.Boolean(),
    }),
  ),
};
const outcome = {
  result: shape({
    /** 审批结果类型 10 certificate · 20 approval document · 99 other. */
    type: oneOf('10', '20', '30', '99'),
    name: Words,
    sample: Type.Optional(Words),
  }),
  fees: shape({
    charged: Type.Boolean(),
    basis: many(LegalClause),
    items: many(shape({ name: Words, standard: Words, reduction: Type.Optional(Words) })),
    payOnline: Type.Optional(Type.Boolean()),
  }),
  convenience: shape({
    booking: shape({ available: Type.Boolean(), rules: Type.Optional(Words) }),
    materialsByPost: Type.Boolean(),
    resultByPost: Type.Boolean(),
    selfServiceTerminal: Type.Boolean(),
  }),
  themes: shape({ person: many(Type.String()), legal: many(Type.String()) }),
  contacts: shape({ consult: Contact, complain: Contact }),
  remedies: shape({ reconsideration: Remedy, litigation: Remedy }),
  rights: some(Words),
  obligations: some(Words),
  /** 中介服务: absent when none is needed. */
  intermediary: Type.Optional(Words),
  faqs: many(shape({ question: Words, answer: Words })),
};
const limits = {
  limits: shape({
    /** 补正期限: how long the applicant has to correct. */
    correction: ItemLimit,
    statutory: ItemLimit,
    promised: ItemLimit,
    extension: Type.Optional(ItemLimit),
    issue: Type.Optional(ItemLimit),
    visit: Type.Optional(ItemLimit),
    rectify: Type.Optional(ItemLimit),
  }),
  materials: many(Material),
  /** JSON Pointers (RFC 6901) to the elements for which no text was at hand; each is shown as unverified. */
  unverified: Type.Array(Type.String({ pattern: '^(/[^/]+)+$' }), { maxItems: 200 }),
  certificate: Type.Optional(CertificateTemplate),
};
const elements = {
  ...identity,
  ...nature,
  ...bodies,
  ...acceptance,
  ...channel,
  ...outcome,
  ...limits,
};
const Rule = shape({
  /** Name of the decision in the DMN text. */
  name: Type.String({ minLength: 1, maxLength: 100 }),
  inputs: some(DecisionInput),
  /** What each reason code of the rules means, in words for the applicant. */
  reasons: some(shape({ code: Type.String({ pattern: '^[a-z][a-z-]{0,59}$' }), text: Words })),
});
const Form = Type.Unsafe<FormDefinition>(Type.Object({}, { additionalProperties: true }));

/** All elements of an implementation list (domain.md 1.6) and its materials (1.7), as item.json holds them. */
export const ItemDefinition = shape({ ...elements, decision: Type.Optional(Rule) });

/** What is published: the elements, the form, the process (BPMN 2.0) and, where decided by rule, the rules (DMN). */
export const ItemPackage = shape({
  item: ItemDefinition,
  form: Form,
  process: Type.String({ minLength: 1, maxLength: 1_000_000 }),
  rules: Type.Optional(Type.String({ minLength: 1, maxLength: 1_000_000 })),
});

/** One published, immutable version of an item. */
export const ItemVersion = shape({
  itemId: Type.String(),
  version: Type.Integer({ minimum: 1 }),
  ...elements,
  form: Form,
  process: shape({ programId: Type.String() }),
  decision: Type.Optional(
    shape({ ...Rule.properties, xml: Type.String({ description: 'the DMN text' }) }),
  ),
  /** Code and validity of what is issued: the same as in `certificate`. */
  certificateType: Type.Optional(
    shape({ code: Type.String(), validity: CertificateTemplate.properties.validity }),
  ),
  /** Kinds of the organizations of a joint review, in the order of `jointBodies`. */
  departments: Type.Optional(Type.Array(Type.String())),
});

/** An item in a list. */
export const ItemSummary = shape({
  itemId: Type.String(),
  version: Type.Integer(),
  slug: Type.String(),
  code: Type.String(),
  name: Words,
  summary: Words,
  type: nature.type,
  caseType: channel.caseType,
  organizationKind: Type.String(),
  regionCode: Type.String(),
  servedParties: channel.servedParties,
  themes: outcome.themes,
  effectiveOn: CivilDay,
});

/** When a version was or is in force: from `effectiveOn` until the day before `endedOn`. */
export const VersionRow = shape({
  version: Type.Integer(),
  effectiveOn: CivilDay,
  endedOn: Type.Union([CivilDay, Type.Null()]),
  publishedAt: Type.String({ format: 'date-time' }),
});

/** One reason why a package is not published: the rule, where in it, and values. */
export const PackageProblem = shape({
  pointer: Type.String(),
  code: Type.String(),
  params: Type.Unsafe<Params>(Type.Object({}, { additionalProperties: true })),
});

export type ItemDefinition = Static<typeof ItemDefinition>;
export type ItemPackage = Static<typeof ItemPackage>;
export type ItemVersion = Static<typeof ItemVersion>;
export type ItemMaterial = Static<typeof Material>;
export type ItemSummary = Static<typeof ItemSummary>;
export type VersionRow = Static<typeof VersionRow>;
export type PackageProblem = Static<typeof PackageProblem>;
export type ItemCertificate = Static<typeof CertificateTemplate>;
export type ItemDecisionInput = Static<typeof DecisionInput>;
