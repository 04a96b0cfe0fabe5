// One person's session on a page whose network and visibility the test decides. Nothing listens at the address of
// Socket.IO, so that its handshake fails at once.
import { afterEach, expect, vi } from 'vitest';
import { Comment } from '@zoetrope/contract/features/comments.ts';
import { PhotoTopic } from '@zoetrope/contract/features/photos.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { openSession, type SessionOptions } from '#replica/session.ts';
import type { Surroundings, Waking } from '#replica/surroundings.ts';
import { Door, type Fault } from './door.fixture.ts';
import { bob, idOf, PHOTO, type World } from './world.fixture.ts';

const NOWHERE = 'http://127.0.0.1:9';
export const photoTopic = PhotoTopic.of({ photoId: PHOTO });
const quick = { shownMs: 5, hiddenMs: 50 };

class Page implements Surroundings {
  hidden = false;
  private readonly wakers = new Set<(waking: Waking) => void>();
  private readonly leavers = new Set<() => void>();
  readonly isHidden = () => this.hidden;
  readonly isOffline = () => false;
  onWake(listener: (waking: Waking) => void) {
    this.wakers.add(listener);
    return () => void this.wakers.delete(listener);
  }
  onLeave(listener: () => void) {
    this.leavers.add(listener);
    return () => void this.leavers.delete(listener);
  }
  wake(waking: Waking) {
    for (const listener of [...this.wakers]) listener(waking);
  }
  /** The tab is closed, or kept in the browser's cache of pages. */
  leave() {
    for (const listener of [...this.leavers]) listener();
  }
}

const opened: { close(): void }[] = [];
afterEach(() => opened.splice(0).forEach((session) => session.close()));

export function open(world: World, fault: Fault = 'none', more: Partial<SessionOptions> = {}) {
  const door = new Door(world.server, more.caller ?? bob);
  door.fault = fault;
  const page = new Page();
  const session = openSession({
    registry,
    caller: bob,
    baseUrl: NOWHERE,
    fetch: door.fetch,
    surroundings: page,
    pollRhythm: quick,
    settleMs: 20,
    ...more,
  });
  opened.push(session);
  session.replica.hold(photoTopic);
  const comments = () => session.replica.rows(Comment).get().length;
  const isLive = () => expect(session.replica.stateOf(photoTopic.key)).toBe('live');
  const has = (count: number) => vi.waitFor(() => expect(comments()).toBe(count), { timeout: 5_000, interval: 5 });
  return { door, page, session, comments, has, live: () => vi.waitFor(isLive, { timeout: 10_000, interval: 5 }) };
}

export const comment = (n: number) => ({ id: idOf(n), photoId: PHOTO, body: `comment ${n}` });
export const status = (session: {
  connection: { get(): { status: string; reason: string; nextCheckAtMs?: number } };
}) => session.connection.get();
