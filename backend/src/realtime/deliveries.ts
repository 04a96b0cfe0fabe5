// What subscriptions are told: an answer from where they are, then everything that the room is told, without a hole or an
// overlap in between.
import type { Batch } from '@zoetrope/contract/kernel/wire.ts';
import type { Session, Subscription } from './subscription.ts';
import type { TopicState } from './topic-state.ts';
import type { Topics } from './topics.ts';

/** Answers beyond this go into the next frame. */
const FRAME_BYTES = 256 * 1024;
/** How long before a full socket is looked at again. */
const ROOM_MS = 50;

export class Deliveries {
  /** Sends one batch to everybody in a topic's room, on this node. */
  toRoom: (topicKey: string, batch: Batch) => void = () => {};

  constructor(
    private readonly topics: Topics,
    /** PostgreSQL was needed and did not answer. */
    private readonly putOff: (subscription: Subscription) => void,
  ) {}

  /** Sees to it that memory can answer, then puts the subscription into the session's next frame. */
  async deliver(subscription: Subscription): Promise<void> {
    const { session } = subscription;
    if (!session) return;
    this.leaveRoom(subscription);
    try {
      const state = await this.topics.load(subscription.topicKey);
      for (let i = 0; i < 3 && !this.canAnswer(state, subscription); i++)
        await this.topics.prepare(state, i === 0 ? subscription.at : null);
    } catch {
      this.putOff(subscription);
      return;
    }
    if (subscription.isEnded || subscription.judging) return;
    session.due.add(subscription);
    if (session.due.size === 1) this.answerSoon(session);
  }

  private canAnswer(state: TopicState, { at }: Subscription): boolean {
    if (at !== null && !state.knows(at)) return false;
    return (at !== null && state.reaches(at)) || state.hasSnapshot(state.head);
  }

  /** One frame for what is due: joined and answered in one tick, so that no flush falls in between. */
  private answerDue(session: Session): void {
    const frame: string[] = [];
    let size = 0;
    for (const subscription of session.due) {
      if (size > FRAME_BYTES) break;
      session.due.delete(subscription);
      if (subscription.isEnded || subscription.judging || !subscription.isAllowed) continue;
      const state = this.topics.states.get(subscription.topicKey);
      const answer = state && this.answerFor(state, subscription);
      if (!state || answer === undefined) {
        void this.deliver(subscription);
        continue;
      }
      if (answer !== '') frame.push(answer);
      size += answer.length;
      this.joinRoom(subscription, state);
    }
    if (frame.length > 0) session.port.send(frame);
    if (session.due.size > 0) this.answerSoon(session);
  }

  /** Many snapshots at once are sent as fast as the client reads them. */
  private answerSoon(session: Session): void {
    if (!session.isOpen) return;
    if (session.port.hasRoom()) setImmediate(() => this.answerDue(session));
    else setTimeout(() => this.answerSoon(session), ROOM_MS).unref();
  }

  /** As of what the room was told, so that the room's next frame is the next one here as well. Undefined: not yet. */
  private answerFor(state: TopicState, { at, isAsked }: Subscription): string | undefined {
    if (at && state.knows(at) && at.v > state.told && at.v <= state.head) this.topics.flush(state);
    if (at && state.reaches(at) && at.v <= state.told)
      return at.v === state.told && !isAsked ? '' : state.encodedRange(at.v, state.told);
    if (!state.hasSnapshot(state.told)) this.topics.flush(state);
    return state.hasSnapshot(state.told) ? state.encodedSnapshot(state.told) : undefined;
  }

  /** Everything in (from, head] to who is in the room; from -1 asks for a snapshot. */
  flushToRoom(state: TopicState, from: number): void {
    if (state.joinedCount === 0) return;
    this.toRoom(state.key, from < 0 ? state.snapshotAt(state.head) : state.range(from, state.head));
  }

  private joinRoom(subscription: Subscription, state: TopicState): void {
    subscription.isAsked = false;
    subscription.isJoined = true;
    subscription.session!.port.join(subscription.topicKey);
    state.joinedCount++;
    subscription.decide('in');
  }

  /** In the tick of the call; afterwards `at` says where it was. */
  leaveRoom(subscription: Subscription): void {
    if (!subscription.isJoined) return;
    subscription.isJoined = false;
    const state = this.topics.states.get(subscription.topicKey);
    if (state) state.joinedCount--;
    subscription.at = state && state.told >= 0 ? { epoch: state.epoch, v: state.told } : null;
    subscription.session?.port.leave(subscription.topicKey);
  }
}
