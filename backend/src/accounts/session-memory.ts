/** A live session as this node remembers it. */
export interface LiveSession {
  readonly id: string;
  readonly personId: string;
  /** When last_seen_at was written, ms since 1970. */
  seenAtMs: number;
  /** When its cookie was last sent anew by this node; 0 for not yet. */
  renewedAtMs: number;
  /** False from the tick in which it ended or was forgotten: then it says nothing any more. */
  isRemembered: boolean;
}

// A live session takes about 400 bytes, a dead one 120.
const LIVE = 20_000;
const DEAD = 10_000;

/**
 * The sessions that this node has seen, by the hash of their token, so that an authenticated request costs no query.
 *
 * It also remembers what is over, for good: a token that does not exist or has ended never comes to life, so an old
 * cookie costs no query either, and a look-up that was under way while its session ended cannot bring it back.
 */
export class SessionMemory {
  private readonly live = new Map<string, LiveSession>();
  private readonly hashOf = new Map<string, string>();
  private readonly deadHashes = new Set<string>();
  private readonly endedIds = new Set<string>();

  find(tokenHash: string): LiveSession | undefined {
    const found = this.live.get(tokenHash);
    if (found) {
      this.live.delete(tokenHash);
      this.live.set(tokenHash, found);
    }
    return found;
  }

  liveIds(): string[] {
    return [...this.hashOf.keys()];
  }

  isDead(tokenHash: string): boolean {
    return this.deadHashes.has(tokenHash);
  }

  /** False, and not remembered, when the session has ended since it was read. */
  keep(tokenHash: string, session: LiveSession): boolean {
    if (this.endedIds.has(session.id)) return false;
    this.live.set(tokenHash, session);
    this.hashOf.set(session.id, tokenHash);
    const oldest = this.live.size > LIVE ? this.live.entries().next().value : undefined;
    if (oldest) {
      this.live.delete(oldest[0]);
      this.hashOf.delete(oldest[1].id);
      oldest[1].isRemembered = false;
    }
    return true;
  }

  keepDead(tokenHash: string): void {
    addBounded(this.deadHashes, tokenHash);
  }

  /** True the first time it hears of this end. */
  end(sessionId: string): boolean {
    if (this.endedIds.has(sessionId)) return false;
    addBounded(this.endedIds, sessionId);
    const tokenHash = this.hashOf.get(sessionId);
    if (tokenHash !== undefined) {
      this.live.get(tokenHash)!.isRemembered = false;
      this.live.delete(tokenHash);
      this.hashOf.delete(sessionId);
      this.keepDead(tokenHash);
    }
    return true;
  }
}

function addBounded(set: Set<string>, value: string): void {
  set.add(value);
  if (set.size > DEAD) set.delete(set.values().next().value!);
}
