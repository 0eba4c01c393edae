import type { Text } from '@yiwang/foundation/errors';
import { type Static, Type } from 'typebox';

const Nullable = (format: { description: string }) =>
  Type.Union([Type.String(format), Type.Null()]);
const Words = Type.Object({ zh: Type.String(), en: Type.String() });

/** The state of a certificate on a day; `expired` follows from its last day and is not stored. */
export const State = Type.Union([
  Type.Literal('valid'),
  Type.Literal('suspended'),
  Type.Literal('revoked'),
  Type.Literal('expired'),
  Type.Literal('superseded'),
]);
export type State = Static<typeof State>;

/** One line on the face of a certificate. */
export type FaceField = {
  /** Key of the `face` given to `issue`, or `holder.name`, `holder.number`, `validity`. */
  readonly key: string;
  readonly label: Text;
  readonly optional?: boolean;
};

/** A kind of certificate (证照类型) as it is put. Source: GB/T 36902-2018 (text not at hand). */
export type NewType = {
  /** 证照类型代码: credit code of the defining authority (18) and three digits. */
  readonly code: string;
  readonly name: Text;
  /** Authority that defines the type. */
  readonly definedBy: Text;
  readonly holderKind: 'person' | 'legal' | 'both';
  readonly template: {
    /** Words above the face; default the name. */
    readonly title?: Text;
    readonly fields: readonly FaceField[];
    /**
     * 证照编号 with the places `{year}`, `{region:6}` (digits of the division) and `{sequence:6}` (at
     * least so many digits, unique on this platform, with gaps). Default `{region:6}{year}{sequence:6}`.
     */
    readonly number?: string;
    /** Purpose in the seal's picture, such as 行政审批专用章. */
    readonly sealPurpose?: string;
    /** One line at the foot of the face: the legal basis. */
    readonly foot?: Text;
  };
};

/** A kind of certificate in one version, from 1; a certificate keeps the version it was issued under. */
export type CertificateType = NewType & { readonly version: number };

/** What `issue` is given. Dates are civil dates in Beijing; `validUntilOn` is the last valid day. */
export type NewCertificate = {
  readonly typeCode: string;
  readonly holder: {
    readonly subjectId: string;
    readonly kind: 'person' | 'legal';
    readonly name: string;
    /** Citizen ID number or unified social credit code. */
    readonly number: string;
  };
  readonly face: Readonly<Record<string, string>>;
  readonly organizationId: string;
  readonly regionCode: string;
  readonly caseId: string;
  readonly validFromOn: string;
  readonly validUntilOn: string | null;
  /** Certificate that this one replaces: same serial, next version; the earlier becomes superseded. */
  readonly replaces?: string;
};

/** A certificate as other capabilities see it. */
export type Held = {
  readonly id: string;
  readonly identifier: string;
  readonly typeCode: string;
  readonly typeName: Text;
  readonly state: State;
  readonly issuedOn: string;
  readonly validFromOn: string;
  readonly validUntilOn: string | null;
  readonly holderName: string;
};

/** Why somebody reads what others hold; recorded for the holder to see. */
export type ReadReason = {
  readonly purpose?: string;
  readonly basis?: string;
  readonly caseId?: string;
};

/** Reason and legal basis of an act on a certificate, as the holder reads them. */
export const Act = Type.Object(
  {
    reason: Type.String({ minLength: 2, maxLength: 500 }),
    basis: Type.String({ minLength: 2, maxLength: 200, description: 'law and article' }),
  },
  { additionalProperties: false },
);
export type Act = Static<typeof Act>;

export const ById = Type.Object({ id: Type.String({ format: 'uuid' }) });

export const Summary = Type.Object({
  id: Type.String(),
  identifier: Type.String({ description: '电子证照标识, GB/T 36904' }),
  number: Type.String({ description: '证照编号' }),
  typeCode: Type.String(),
  typeName: Words,
  state: State,
  holderName: Type.String(),
  issuerName: Words,
  issuedOn: Type.String(),
  validFromOn: Type.String(),
  validUntilOn: Nullable({ description: 'last valid day; null: without end' }),
});
export type Summary = Static<typeof Summary>;

export const HistoryEntry = Type.Object({
  act: Type.String({ description: 'issued, suspended, resumed, revoked, superseded' }),
  at: Type.String(),
  reason: Nullable({ description: 'as given by the office' }),
  basis: Nullable({ description: 'law and article' }),
});
export type HistoryEntry = Static<typeof HistoryEntry>;

export const Certificate = Type.Intersect([
  Summary,
  Type.Object({
    holderNumber: Type.String({ description: 'of a person: masked' }),
    face: Type.Array(Type.Object({ key: Type.String(), label: Words, value: Type.String() })),
    masked: Type.Boolean(),
    pilotSeal: Type.Boolean({ description: 'sealed with a pilot key, without legal effect' }),
    caseId: Type.String(),
    history: Type.Array(HistoryEntry),
    version: Type.Integer(),
  }),
]);
export type Certificate = Static<typeof Certificate>;

export const Presentation = Type.Object({
  token: Type.String(),
  url: Type.String(),
  svg: Type.String({ description: 'QR code of the address' }),
  expiresAt: Type.String(),
  seconds: Type.Integer({ description: 'how long the code is good' }),
  offline: Type.Object({
    jws: Type.String({ description: 'ES256, to be verified with /jwks without network' }),
    svg: Type.String(),
  }),
});
export type Presentation = Static<typeof Presentation>;

/** What a verifier is told. */
export const Outcome = Type.Union([
  Type.Literal('valid'),
  Type.Literal('not_yet'),
  Type.Literal('suspended'),
  Type.Literal('revoked'),
  Type.Literal('expired'),
  Type.Literal('superseded'),
  Type.Literal('tampered'),
  Type.Literal('forged'),
  Type.Literal('unknown'),
  Type.Literal('code_expired'),
]);
export type Outcome = Static<typeof Outcome>;

export const Ask = Type.Union([
  Type.Object(
    { token: Type.String({ minLength: 8, maxLength: 4096 }) },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      identifier: Type.String({ minLength: 20, maxLength: 160 }),
      code: Type.String({
        minLength: 4,
        maxLength: 16,
        description: 'last four of the number, or the check of the printed QR',
      }),
    },
    { additionalProperties: false },
  ),
]);
export type Ask = Static<typeof Ask>;

/** The face of a certificate as anybody may see it: a person's name is hidden but for its first character. */
export const PublicFace = Type.Object({
  identifier: Type.String(),
  typeName: Words,
  holder: Type.String({ description: 'a person is masked; a firm is not' }),
  issuerName: Words,
  issuedOn: Type.String(),
  validFromOn: Type.String(),
  validUntilOn: Nullable({ description: 'last valid day' }),
  pilotSeal: Type.Boolean(),
});
export type PublicFace = Static<typeof PublicFace>;

export const Verdict = Type.Object({
  outcome: Outcome,
  checkedAt: Type.String(),
  certificate: Type.Union([PublicFace, Type.Null()]),
  receipt: Nullable({ description: 'address of the ledger receipt' }),
});
export type Verdict = Static<typeof Verdict>;

export const Method = Type.Union([
  Type.Literal('code'),
  Type.Literal('offline'),
  Type.Literal('number'),
  Type.Literal('printed'),
  Type.Literal('file'),
]);
export type Method = Static<typeof Method>;

export const Verification = Type.Object({
  id: Type.String(),
  at: Type.String(),
  method: Method,
  outcome: Outcome,
  verifier: Type.String({ description: 'public, person, enterprise or officer' }),
  organizationName: Type.Union([Words, Type.Null()]),
});
export type Verification = Static<typeof Verification>;

export const PublicKeys = Type.Object({
  keys: Type.Array(
    Type.Object({
      kty: Type.String(),
      crv: Type.String(),
      x: Type.String(),
      y: Type.String(),
      kid: Type.String(),
      alg: Type.String(),
      use: Type.String(),
    }),
  ),
});
