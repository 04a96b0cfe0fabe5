import type { Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import type { PollRhythm } from './carriers/poll.ts';
import { Http, type HttpOptions } from './http.ts';
import { Ladder, type OnlyCarrier } from './ladder.ts';
import type { Session } from './offers.ts';
import { Replica } from './replica.ts';
import { browserSurroundings, type Surroundings } from './surroundings.ts';

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
}

/** A replica of its own for one caller, connected, with the topics that every client of this caller holds. */
export function openSession(
  options: SessionOptions,
): Session & { readonly replica: Replica; readonly connection: Ladder } {
  const http = new Http(options);
  let ladder: Ladder | undefined;
  const replica = new Replica(
    options.registry,
    options.caller,
    (feed) =>
      (ladder = new Ladder(feed, {
        http,
        surroundings: options.surroundings ?? browserSurroundings(),
        stayOnPolling: options.stayOnPolling,
        only: options.only,
        pollRhythm: options.pollRhythm,
        settleMs: options.settleMs,
      })),
  );
  const connection = ladder!;
  const releases = options.registry.sessionOf(options.caller).map((at) => replica.hold(at));
  connection.start();
  return {
    replica,
    connection,
    http,
    onEnd: (listener) => connection.onEnd(listener),
    close: () => {
      connection.stop();
      replica.close();
      for (const release of releases) release();
    },
  };
}
