import { newId } from '@zoetrope/contract/ids.ts';
import { QUEUE_WAITS_DAYS, type SessionSummary } from '@zoetrope/contract/accounts.ts';
import type { Announcements } from './announcements.port.ts';
import { toDevice } from './device.ts';
import type { Rows } from './rows.ts';
import { SESSION_DAYS } from './session-cookie.ts';
import { SessionMemory, type LiveSession } from './session-memory.ts';
import { newToken, toTokenHash } from './tokens.ts';

const SEEN_EACH_MS = 5 * 60_000;
const LOOK_EACH_MS = 2_000;
const ENDED = 'session-ended';

export interface SessionSettings {
  readonly rows: Rows;
  readonly announcements: Announcements;
  /** True when other processes serve the same database: their endings are then looked for, too. */
  readonly hasOtherNodes: boolean;
  /** A background look failed; the next one comes in two seconds. */
  readonly report: (error: unknown) => void;
}

/** Who is signed in where. Every end is heard here at once, and on other nodes by announcement or within two seconds. */
export class Sessions {
  private readonly memory = new SessionMemory();
  private readonly listeners = new Set<(sessionId: string) => void>();
  private readonly reading = new Map<string, Promise<LiveSession | undefined>>();
  private lookedAtMs = performance.now();
  private readonly looking: NodeJS.Timeout | undefined;

  constructor(private readonly settings: SessionSettings) {
    settings.announcements.on(ENDED, (id) => this.hear(id));
    settings.announcements.onReplaced(() => void this.recheck());
    if (settings.hasOtherNodes) this.looking = setInterval(() => void this.lookForEnds(), LOOK_EACH_MS).unref();
  }

  onEnded(listener: (sessionId: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** A new session and its token, which exists nowhere else; undefined when the account is gone. Effects: the person's long-dead ones are deleted. */
  async start(personId: string, userAgent: string | undefined): Promise<{ id: string; token: string } | undefined> {
    const id = newId();
    const token = newToken();
    const lines = await this.query(
      `with cleared as (
         delete from session where person_id = $4
           and (ended_at < now() - $6 * interval '1 day' or last_seen_at < now() - $5 * interval '1 day')
       )
       insert into session (id, token_hash, person_id, device)
       select $1, $2, person_id, $3 from credential where person_id = $4 returning id`,
      [id, toTokenHash(token), toDevice(userAgent), personId, SESSION_DAYS, QUEUE_WAITS_DAYS],
    );
    return lines.length > 0 ? { id, token } : undefined;
  }

  /** The live session of this token when it is remembered; undefined says nothing, `over` is for good. */
  remembered(token: string): LiveSession | 'over' | undefined {
    const tokenHash = toTokenHash(token);
    const found = this.memory.find(tokenHash);
    if (found) this.noteSeen(found);
    return found ?? (this.memory.isDead(tokenHash) ? 'over' : undefined);
  }

  /** The live session of this token, from memory or PostgreSQL; undefined when it is over or never was. */
  async find(token: string): Promise<LiveSession | undefined> {
    const known = this.remembered(token);
    if (known) return known === 'over' ? undefined : known;
    const tokenHash = toTokenHash(token);
    // A page opens with many requests at once: one look-up serves them all.
    const underWay = this.reading.get(tokenHash);
    if (underWay) return underWay;
    const reading = this.read(tokenHash).finally(() => this.reading.delete(tokenHash));
    this.reading.set(tokenHash, reading);
    return reading;
  }

  /**
   * Whose session this token was, where a new password or its age ended it, at most QUEUE_WAITS_DAYS ago. undefined for one
   * that somebody ended, and for one that is not known: neither may leave anything on its device.
   */
  async ownerOfLapsed(token: string): Promise<string | undefined> {
    const [line] = await this.query(
      `select person_id from session where token_hash = $1
         and (ended_at is null or (ended_by_password and ended_at > now() - $2 * interval '1 day'))`,
      [toTokenHash(token), QUEUE_WAITS_DAYS],
    );
    return line?.['person_id'];
  }

  /** Last used first. */
  async list(personId: string, currentId: string | undefined): Promise<SessionSummary[]> {
    const lines = await this.query(
      `select id, device, created_at, last_seen_at from session
       where person_id = $1 and ended_at is null and last_seen_at > now() - $2 * interval '1 day'
       order by last_seen_at desc, id`,
      [personId, SESSION_DAYS],
    );
    return lines.map((line) => ({
      id: line['id'],
      device: line['device'],
      createdAt: line['created_at'].toISOString(),
      lastSeenAt: line['last_seen_at'].toISOString(),
      isCurrent: line['id'] === currentId,
    }));
  }

  /** Ends one session of this person; false when there is no such live one. */
  async end(sessionId: string, personId: string): Promise<boolean> {
    const lines = await this.query(
      'update session set ended_at = now() where id = $1 and person_id = $2 and ended_at is null returning id',
      [sessionId, personId],
    );
    this.announce(lines.map((line) => line['id']));
    return lines.length > 0;
  }

  /** Tells everybody of sessions that a statement has just ended. */
  announce(sessionIds: readonly string[]): void {
    for (const id of sessionIds) {
      this.hear(id);
      this.settings.announcements.publish(ENDED, id);
    }
  }

  close(): void {
    clearInterval(this.looking);
  }

  private async read(tokenHash: string): Promise<LiveSession | undefined> {
    const [line] = await this.query(
      `select id, person_id, last_seen_at from session
       where token_hash = $1 and ended_at is null and last_seen_at > now() - $2 * interval '1 day'`,
      [tokenHash, SESSION_DAYS],
    );
    if (!line) {
      this.memory.keepDead(tokenHash);
      return undefined;
    }
    const session: LiveSession = {
      id: line['id'],
      personId: line['person_id'],
      seenAtMs: line['last_seen_at'].getTime(),
      renewedAtMs: 0,
      isRemembered: true,
    };
    if (!this.memory.keep(tokenHash, session)) return undefined;
    this.noteSeen(session);
    return session;
  }

  /** The session was used just now. Effects: last_seen_at is written, every five minutes at most. */
  noteSeen(session: LiveSession): void {
    const now = Date.now();
    if (now - session.seenAtMs < SEEN_EACH_MS) return;
    session.seenAtMs = now;
    this.query('update session set last_seen_at = now() where id = $1', [session.id]).catch(this.settings.report);
  }

  private hear(sessionId: string): void {
    if (!this.memory.end(sessionId)) return;
    for (const listener of this.listeners) listener(sessionId);
  }

  /**
   * From a minute before the last look that succeeded: an end may commit a while after its own `now()`.
   * Whether anybody is remembered or not: what an idle node asks does not depend on who watches.
   */
  private async lookForEnds(): Promise<void> {
    const startedAtMs = performance.now();
    try {
      const seconds = (startedAtMs - this.lookedAtMs) / 1_000 + 60;
      const lines = await this.query(`select id from session where ended_at > now() - $1 * interval '1 second'`, [
        seconds,
      ]);
      this.lookedAtMs = startedAtMs;
      for (const line of lines) this.hear(line['id']);
    } catch (error) {
      this.settings.report(error);
    }
  }

  /** A backup has taken the database's place: sessions that it does not know have ended. */
  private async recheck(): Promise<void> {
    const ids = this.memory.liveIds();
    try {
      const lines = await this.query('select id from session where id = any($1) and ended_at is null', [ids]);
      const known = new Set(lines.map((line) => line['id'] as string));
      for (const id of ids) if (!known.has(id)) this.hear(id);
    } catch (error) {
      this.settings.report(error);
    }
  }

  private query(text: string, values: readonly unknown[]) {
    return this.settings.rows.query(text, values);
  }
}
