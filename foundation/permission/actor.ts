/** How strongly the person in front of the screen is known: 1 account, 2 real name, 3 real person, 4 legal certificate. */
export type AuthLevel = 0 | 1 | 2 | 3 | 4;

/**
 * What an actor may see: code prefixes of regions seen whole (`34`, `3401`, `340104`), and
 * organizations whose own rows are seen. Residents have neither; they see rows that name them.
 */
export type Scope = {
  readonly regions: readonly string[];
  readonly organizations: readonly string[];
};

/** Who acts. `id` is the account (person, enterprise), the officer, or the name of a robot or system part. */
export type Actor = {
  readonly kind: 'person' | 'enterprise' | 'officer' | 'system' | 'robot';
  readonly id: string;
  /** The post an officer acts in, with the permissions that it carries. */
  readonly postId?: string;
  /** Kind of that post (`window`, `reviewer`, …): which tasks of a process it may take. */
  readonly postKind?: string;
  readonly organizationId?: string;
  readonly permissions?: readonly string[];
  /** The subject (person or legal person) that an agent acts for. */
  readonly actsFor?: string;
  readonly scope: Scope;
  readonly authLevel: AuthLevel;
};

/** One act of one actor at one instant: what every service takes beside its input. */
export type Call = {
  readonly actor: Actor;
  /** The instant of the request. Services never read a clock of their own. */
  readonly now: Date;
  /** W3C trace id, 32 hex digits. */
  readonly traceId: string;
  /** Why personal data is read, in the reader's words; needed to unmask. */
  readonly purpose?: string;
  /** Set by HTTP when the client sent Idempotency-Key (contracts.md 19). */
  readonly idempotency?: { readonly route: string; readonly key: string; readonly hash: string };
};

/** An empty scope: what somebody without a post sees of other people's rows. */
export const noScope: Scope = { regions: [], organizations: [] };

/** The platform itself: sequencer, jobs, seed. Row-level security lets it see every row. */
export const system = (part: string): Actor => ({
  kind: 'system',
  id: part,
  scope: noScope,
  authLevel: 0,
});
