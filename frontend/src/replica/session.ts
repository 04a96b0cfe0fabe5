import { callerKey, type Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import type { Batch, Snapshot } from '@zoetrope/contract/kernel/wire.ts';
import { CONTRACT_VERSION } from '@zoetrope/contract/version.ts';
import type { PollRhythm } from './carriers/poll.ts';
import { Http, type HttpOptions } from './http.ts';
import { Ladder, type OnlyCarrier } from './ladder.ts';
import type { ShownFeed } from './link.ts';
import type { Session } from './offers.ts';
import { Replica } from './replica.ts';
import { browserSurroundings, type Surroundings } from './surroundings.ts';
import { StatusBoard } from './status.ts';
import { SharedConnection } from './tabs/shared-connection.ts';
import type { TabsGround } from './tabs/words.ts';

export interface SessionOptions extends HttpOptions {
  readonly registry: Registry;
  readonly caller: Caller;
  /** What the person chose; the app remembers it. */
  readonly stayOnPolling?: boolean;
  /** One carrier and no other, for tests of it. */
  readonly only?: OnlyCarrier;
  readonly pollRhythm?: PollRhythm;
  readonly surroundings?: Surroundings;
  readonly settleMs?: number;
  /** Topics as an earlier page held them, while the server does not answer. */
  readonly kept?: ReadonlyMap<string, Snapshot> | undefined;
  /** What the server said to this caller a moment ago, of topics that the page will hold. */
  readonly first?: readonly Batch[] | undefined;
  /** Where tabs share a connection; absent: this one has its own. */
  readonly tabs?: TabsGround | undefined;
}

/** A replica of its own for one caller, connected, with the topics that every client of this caller holds. */
export function openSession(
  options: SessionOptions,
): Session & { readonly replica: Replica; readonly connection: Ladder | SharedConnection } {
  const http = new Http(options);
  let connection: Ladder | SharedConnection | undefined;
  const join = (feed: ShownFeed) => (connection = connect(feed, options, http));
  const replica = new Replica(options.registry, options.caller, join, options.kept);
  const opened = connection!;
  const releases = options.registry.sessionOf(options.caller).map((at) => replica.hold(at));
  beginWith(options.first ?? [], replica, options.registry);
  opened.start();
  return {
    replica,
    connection: opened,
    http,
    onEnd: (listener) => opened.onEnd(listener),
    close: () => {
      opened.stop();
      replica.close();
      for (const release of releases) release();
    },
  };
}

/**
 * Topics that nobody comes to hold are let go as those of a page that was left. What is gone is not taken: whoever holds it
 * asks anew, and would show that it is gone, that it loads, and that it is gone.
 */
function beginWith(first: readonly Batch[], replica: Replica, registry: Registry): void {
  const batches = first.filter(({ k }) => k !== 'gone');
  const found = batches.flatMap(({ t }) => registry.topicAt(t) ?? []);
  const releases = found.map((at) => replica.hold(at));
  replica.take(batches);
  for (const release of releases) release();
}

function connect(feed: ShownFeed, options: SessionOptions, http: Http): Ladder | SharedConnection {
  const { caller, tabs, surroundings = browserSurroundings(), stayOnPolling, only, pollRhythm, settleMs } = options;
  // Rows from this device are shown because the server did not answer: that is known, and not still to be found out.
  const reason = surroundings.isOffline() ? 'no-network' : 'no-server';
  const board = options.kept && new StatusBoard(settleMs, { status: 'offline', reason });
  const ways = { http, surroundings, stayOnPolling, only, pollRhythm, settleMs, board };
  if (!tabs) return new Ladder(feed, ways);
  return new SharedConnection(feed, { ...ways, tabs, lineName: `zoetrope/${CONTRACT_VERSION}/${callerKey(caller)}` });
}
