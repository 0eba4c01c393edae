import { type TSchema, Type } from 'typebox';

/** An object that refuses properties it does not name: a misspelt element is not lost in silence. */
export const shape = <T extends Record<string, TSchema>>(properties: T) =>
  Type.Object(properties, { additionalProperties: false });

/** One text in both languages, never blank. */
export const Words = shape({
  zh: Type.String({ minLength: 1, maxLength: 4000 }),
  en: Type.String({ minLength: 1, maxLength: 8000 }),
});
export const CivilDay = Type.String({ format: 'date' });
export const oneOf = <const T extends readonly string[]>(...values: T) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: values });
export const some = <T extends TSchema>(item: T) => Type.Array(item, { minItems: 1, maxItems: 60 });
export const many = <T extends TSchema>(item: T) => Type.Array(item, { maxItems: 60 });

/** A place in a law; `says` is what follows from it, in our own words. */
export const LegalClause = shape({
  law: Type.String({ minLength: 1, maxLength: 100 }),
  article: Type.String({ minLength: 1, maxLength: 60 }),
  paragraph: Type.Optional(Type.Integer({ minimum: 1 })),
  item: Type.Optional(Type.Integer({ minimum: 1 })),
  /** The day from which the cited text is in force. */
  effectiveOn: CivilDay,
  /** False: nobody has read the text; shown to people as unverified. */
  verified: Type.Boolean(),
  says: Type.Optional(Words),
});

const Unit = oneOf('workingDay', 'naturalDay', 'workingHour', 'urgentHour', 'month', 'year');

/** A limit as foundation/time counts it, with a word for people. */
export const ItemLimit = shape({
  value: Type.Integer({ minimum: 0, maximum: 10_000 }),
  unit: Unit,
  clause: LegalClause,
  startEvent: Type.String({ minLength: 1, maxLength: 60 }),
  pausableBy: Type.Array(Type.String({ maxLength: 60 }), { maxItems: 20 }),
  extension: Type.Optional(
    shape({ atMost: Type.Integer({ minimum: 0, maximum: 10_000 }), clause: LegalClause }),
  ),
  note: Type.Optional(Words),
});

/** 申请材料: what an applicant shows, or need not show because the office can look it up. */
export const ItemMaterial = shape({
  /** Unique in the item: lower-case words joined by dashes. */
  code: Type.String({ pattern: '^[a-z][a-z0-9-]{0,59}$' }),
  name: Words,
  necessity: oneOf('required', 'optional', 'later'),
  /** 材料类型: 1 original, 2 copy, 3 either. */
  type: oneOf('1', '2', '3'),
  /** 材料形式: 1 paper, 2 electronic, 3 either, 4 fetched by the system. */
  form: oneOf('1', '2', '3', '4'),
  /** 来源渠道: 10 applicant, 20 government, 30 intermediary, 99 other. */
  source: oneOf('10', '20', '30', '99'),
  issuer: Type.Optional(Words),
  copies: shape({
    original: Type.Integer({ minimum: 0 }),
    copy: Type.Integer({ minimum: 0 }),
  }),
  paperSize: Type.Optional(oneOf('A4', 'A3')),
  /** 填报须知, and what a reviewer looks for (受理标准). */
  notes: Words,
  acceptance: Words,
  sample: Type.Optional(Words),
  basis: some(LegalClause),
  /** 电子证照关联: held and valid, the material is waived (免提交). */
  certificateType: Type.Optional(Type.String({ minLength: 21, maxLength: 21 })),
  /** Elements of the base register that make the material needless. */
  elements: Type.Optional(
    Type.Array(Type.String({ maxLength: 60 }), { minItems: 1, maxItems: 20 }),
  ),
  /** Field of the form that holds the files; absent when it is uploaded beside the form. */
  field: Type.Optional(Type.String({ maxLength: 60 })),
  /** Media types that may be uploaded; empty when it is never uploaded. */
  accept: Type.Array(Type.String({ pattern: '^[a-z]+/[a-z0-9.+-]+$' }), { maxItems: 10 }),
});

/**
 * Where a face item gets its words: an answer of the form (as people read it), a fact of the base
 * register, fixed words, or the issuing. The items `holder.name`, `holder.number` and `validity` are
 * always `issue`, without a name: the certificate itself says them.
 */
export const FaceSource = shape({
  from: oneOf('field', 'element', 'fixed', 'issue'),
  /** Field id, register element, or `identifier` · `issuedOn` · `validFromOn` · `validUntilOn` · `issuer`. */
  name: Type.Optional(Type.String({ maxLength: 60 })),
  text: Type.Optional(Words),
});

/** 证照: what is issued, by which template the face is filled and how long it is valid. */
export const CertificateTemplate = shape({
  /** 证照类型代码: credit code of the defining authority and three digits. */
  code: Type.String({ pattern: '^[0-9A-HJ-NPQRTUWXY]{18}\\d{3}$' }),
  name: Words,
  title: Words,
  definingAuthority: shape({
    name: Words,
    uscc: Type.String({ minLength: 18, maxLength: 18 }),
  }),
  holderKind: oneOf('person', 'legal', 'both'),
  validity: shape({
    /** `permanent`; `years` from the day of issue; `period`: the period that was asked for in `field`. */
    rule: oneOf('permanent', 'years', 'period'),
    years: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
    field: Type.Optional(Type.String({ maxLength: 60 })),
    basis: many(LegalClause),
  }),
  face: some(
    shape({
      id: Type.String({ pattern: '^[a-z][A-Za-z0-9.]{0,59}$' }),
      name: Words,
      source: FaceSource,
    }),
  ),
});

/** What a rule of the item is told, and from where; README says what each `from` gives. */
export const DecisionInput = shape({
  name: Type.String({ pattern: '^[A-Za-z][A-Za-z0-9]{0,59}$' }),
  from: oneOf('age', 'within', 'known', 'same', 'material', 'certificate', 'field', 'element'),
  element: Type.Optional(Type.String({ maxLength: 60 })),
  field: Type.Optional(Type.String({ maxLength: 60 })),
  material: Type.Optional(Type.String({ maxLength: 60 })),
  certificateType: Type.Optional(Type.String({ maxLength: 21 })),
});
