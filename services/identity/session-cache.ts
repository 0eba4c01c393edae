import type { Platform } from '@yiwang/foundation/http';
import type { Actor } from '@yiwang/foundation/permission';

/** How long a process relies on what it read of a session, in milliseconds. Also the longest life of a revoked session in another process. */
const KEPT_MS = 5000;
const MOST = 10_000;

/** Who acts in a session, and until when the session itself may be used. */
export type Known = { readonly sessionId: string; readonly actor: Actor; readonly deadAt: Date };

type Entry = Known & { readonly readAt: number };

/** The sessions that this process has lately read, by the hash of their token. */
export class SessionCache {
  readonly #entries = new Map<string, Entry>();
  #changes = 0;

  /** What is known of a token, from memory or by `read`. */
  async find(
    hash: string,
    now: Date,
    read: () => Promise<Known | undefined>,
  ): Promise<Known | undefined> {
    const entry = this.#entries.get(hash);
    const age = entry ? now.getTime() - entry.readAt : Infinity;
    if (entry && age >= 0 && age < KEPT_MS && now < entry.deadAt) return entry;
    const changes = this.#changes;
    const known = await read();
    this.#entries.delete(hash);
    // A session that was changed while it was read must not come back from memory.
    if (known && changes === this.#changes) {
      if (this.#entries.size >= MOST) this.#entries.delete(this.#entries.keys().next().value ?? '');
      this.#entries.set(hash, { ...known, readAt: now.getTime() });
    }
    return known;
  }

  /** Forgets a session that was revoked, rotated or changed. */
  drop(sessionId: string): void {
    this.#changes += 1;
    for (const [hash, entry] of this.#entries)
      if (entry.sessionId === sessionId) this.#entries.delete(hash);
  }
}

const caches = new WeakMap<Platform, SessionCache>();

/** The cache of a platform in this process. */
export function cacheOf(platform: Platform): SessionCache {
  const known = caches.get(platform);
  if (known) return known;
  const made = new SessionCache();
  caches.set(platform, made);
  return made;
}
