// One rung of the ladder, tried alone: for whoever wants to know what the way to the server lets through.
import type { Position } from '@zoetrope/contract/kernel/wire.ts';
import type { Carrier, CarrierEvents, Delivery } from './carriers/carrier.ts';
import { HttpCalls } from './carriers/http-calls.ts';
import { LongPollCarrier } from './carriers/long-poll.ts';
import { PollCarrier } from './carriers/poll.ts';
import { SocketCarrier } from './carriers/socket.ts';
import type { Http } from './http.ts';
import type { Feed } from './link.ts';
import { refused, type Refused } from './refused.ts';

export type Trial =
  | { readonly works: true; readonly tookMs: number }
  | { readonly works: false; readonly error: Refused };

/** Far more than any way needs that works. */
const PATIENCE_MS = 8_000;

/** Opens the rung and no other, waits for a snapshot of the topic over it, and closes it. Never rejects. */
export function tryRung(http: Http, topicKey: string, rung: Delivery): Promise<Trial> {
  const startedAtMs = Date.now();
  return new Promise((resolve) => {
    const at = new Map<string, Position | null>([[topicKey, null]]);
    let isUp = false;
    const finish = (trial: Trial) => {
      clearTimeout(timer);
      carrier.stop();
      resolve(trial);
    };
    const look = () => {
      if (isUp && at.get(topicKey)) finish({ works: true, tookMs: Date.now() - startedAtMs });
    };
    const feed: Feed = {
      positions: () => at,
      take(batches) {
        for (const batch of batches) if ('v' in batch) at.set(batch.t, { epoch: batch.epoch, v: batch.v });
        look();
        return batches.length > 0;
      },
      listening: () => new Set(),
      heard: () => {},
      heardAll: () => {},
    };
    const events: CarrierEvents = {
      up: (delivery) => {
        isUp ||= delivery === rung;
        look();
      },
      down: (error) => finish({ works: false, error }),
    };
    const timer = setTimeout(() => finish({ works: false, error: refused('unavailable') }), PATIENCE_MS);
    const carrier = make(http, feed, events, rung);
    carrier.start();
  });
}

function make(http: Http, feed: Feed, events: CarrierEvents, rung: Delivery): Carrier {
  const calls = new HttpCalls(http, feed);
  switch (rung) {
    case 'websocket':
      return new SocketCarrier(http, feed, events, ['websocket']);
    case 'http-polling':
      return new SocketCarrier(http, feed, events, ['polling']);
    case 'long-poll':
      return new LongPollCarrier(calls, events, () => true);
    case 'poll':
      return new PollCarrier(calls, events, () => false);
  }
}
