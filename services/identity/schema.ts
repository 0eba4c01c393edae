import { type Static, Type } from 'typebox';

const Code = Type.String({ pattern: '^\\d{6}$', description: 'six digits' });
const Phone = Type.String({ minLength: 1, maxLength: 30, description: 'a mobile number' });
const Password = Type.String({ minLength: 1, maxLength: 128 });
const Instant = Type.String({ format: 'date-time' });
const OrNull = <T extends ReturnType<typeof Type.String>>(type: T) =>
  Type.Union([type, Type.Null()]);
const Words = Type.Object({ zh: Type.String(), en: Type.String() });
const closed = { additionalProperties: false };

export const AskCode = Type.Object(
  { phone: Phone, purpose: Type.Union([Type.Literal('register'), Type.Literal('sign-in')]) },
  closed,
);

export const CodeSent = Type.Object({
  expiresAt: Instant,
  resendAt: Type.String({ format: 'date-time', description: 'not before then again' }),
});

export const Register = Type.Object({ phone: Phone, code: Code, password: Password }, closed);
export type Register = Static<typeof Register>;

export const SignIn = Type.Object(
  {
    login: Type.String({ minLength: 1, maxLength: 60, description: 'mobile, or sign-in name' }),
    password: Type.Optional(Password),
    code: Type.Optional(
      Type.String({
        pattern: '^\\d{6}$',
        description: "an officer's second factor; without a password the code sent to the mobile",
      }),
    ),
  },
  closed,
);
export type SignIn = Static<typeof SignIn>;

export const RealName = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100 }),
    idNumber: Type.String({ minLength: 1, maxLength: 40, description: '公民身份号码' }),
  },
  closed,
);
export type RealName = Static<typeof RealName>;

export const ActFor = Type.Object(
  // Null first: bodies are coerced, and a string would swallow it as an empty one.
  { legalPersonId: Type.Union([Type.Null(), Type.String({ minLength: 1, maxLength: 64 })]) },
  closed,
);

export const SwitchPost = Type.Object(
  { postId: Type.String({ minLength: 1, maxLength: 64 }) },
  closed,
);

export const Account = Type.Object({ id: Type.String() });

/** Who is signed in, as the shells of portal and workbench read it. */
export const SessionActor = Type.Object({
  kind: Type.Union([Type.Literal('person'), Type.Literal('enterprise'), Type.Literal('officer')]),
  id: Type.String(),
  name: Type.String({ description: 'masked for residents: name, or mobile before verification' }),
  postId: Type.Optional(Type.String()),
  postName: Type.Optional(Type.String({ description: 'in the language of the request' })),
  organizationId: Type.Optional(Type.String()),
  organizationName: Type.Optional(Type.String({ description: 'in the language of the request' })),
  permissions: Type.Array(Type.String()),
  authLevel: Type.Integer({ minimum: 0, maximum: 4 }),
  subjectId: Type.Optional(Type.String({ description: 'the person, after verification' })),
  actsFor: Type.Optional(Type.Object({ id: Type.String(), name: Type.String() })),
});
export type SessionActor = Static<typeof SessionActor>;

export const SessionState = Type.Object({
  actor: Type.Union([SessionActor, Type.Null()]),
  standIns: Type.Array(Type.String()),
});
export type SessionState = Static<typeof SessionState>;

export const Device = Type.Object({
  id: Type.String(),
  device: Type.String({ description: 'browser and system' }),
  method: Type.Union([
    Type.Literal('password'),
    Type.Literal('code'),
    Type.Literal('password-totp'),
    Type.Literal('registration'),
  ]),
  createdAt: Instant,
  seenAt: Instant,
  expiresAt: Instant,
  current: Type.Boolean(),
});
export type Device = Static<typeof Device>;

export const Agency = Type.Object({ id: Type.String(), name: Type.String(), uscc: Type.String() });
export type Agency = Static<typeof Agency>;

export const Post = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  name: Words,
  organizationId: Type.String(),
  organizationName: Words,
  current: Type.Boolean(),
});
export type Post = Static<typeof Post>;

/** One reading of somebody's data. Who it was is a department and a post: the officer answers there, not in person. */
export const Reading = Type.Object({
  id: Type.String(),
  at: Instant,
  by: Type.Union([Type.Literal('officer'), Type.Literal('system'), Type.Literal('resident')]),
  organizationName: Type.Union([Words, Type.Null()]),
  postName: Type.Union([Words, Type.Null()]),
  purpose: Type.String(),
  basis: OrNull(Type.String()),
  caseId: OrNull(Type.String()),
  fields: Type.Array(Type.String()),
  fieldNames: Type.Array(Words, { description: 'the same in words' }),
});
export type Reading = Static<typeof Reading>;

export const StandIns = Type.Object({ standIns: Type.Array(Type.String()) });
