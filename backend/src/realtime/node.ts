// The live side of one process, put together once.
import { Refusal } from '@zoetrope/contract/errors.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import type { Commands, Judge, LogReader, Upkeep } from '#engine/ports.ts';
import { reportError } from '#errors.ts';
import { logLine } from '#log.ts';
import type { Server } from 'socket.io';
import { NodeAnnouncements } from './announcements.ts';
import { Follower } from './follower.ts';
import { Hub } from './hub.ts';
import { OtherNodes } from './other-nodes.ts';
import { Polls } from './polls.ts';
import { RedisLink } from './redis.ts';
import { Relay } from './relay.ts';
import { Signals } from './signals.ts';

export interface RealtimeSettings {
  readonly engine: Commands & Judge & LogReader & Upkeep;
  readonly registry: Registry;
  /** Absent: there are no other nodes. */
  readonly redisUrl: string | undefined;
  /** For how long PostgreSQL may be out of reach before nothing private is pushed; 30 s unless said. */
  readonly trustedMs?: number;
}

export class RealtimeNode {
  readonly others: OtherNodes;
  readonly announcements: NodeAnnouncements;
  readonly hub: Hub;
  readonly polls: Polls;
  readonly signals: Signals;
  private readonly relay: Relay;
  private readonly follower: Follower;

  constructor({ engine, registry, redisUrl, trustedMs }: RealtimeSettings) {
    this.others = new OtherNodes(redisUrl === undefined ? undefined : new RedisLink(redisUrl, noteRedis));
    this.announcements = new NodeAnnouncements(this.others);
    this.hub = new Hub({ judge: engine, log: engine, registry, failed });
    this.signals = new Signals({ registry, others: this.others });
    this.polls = new Polls(this.hub, this.signals);
    this.relay = new Relay({
      engine,
      hub: this.hub,
      others: this.others,
      failed,
      trustedMs,
      replaced: () => this.announcements.replaced(),
    });
    this.follower = new Follower({ hub: this.hub, judge: engine, log: engine, others: this.others, failed });
  }

  start(server: Server): void {
    this.others.attach(server);
    this.relay.start();
    this.follower.start();
  }

  async stop(): Promise<void> {
    this.hub.stop();
    this.signals.stop();
    await Promise.all([this.relay.stop(), this.follower.stop()]);
    await this.others.close();
  }
}

/** PostgreSQL's absence is told by the relay, once. */
function failed(error: unknown): void {
  if (error instanceof Refusal && error.body.code === 'unavailable') return;
  reportError(error, newId(), 'realtime');
}

function noteRedis(isUp: boolean, reason: string | undefined): void {
  if (isUp) logLine('notice', 'Redis ties this node to the others.');
  else logLine('warning', 'Redis does not answer. The log is read each second instead.', { reason });
}
