import type { Link } from '#replica/link.ts';
import type { Refused } from '#replica/refused.ts';

/** How a carrier that is up delivers. */
export type Delivery = 'websocket' | 'http-polling' | 'long-poll' | 'poll';

/** What a carrier tells the ladder. */
export interface CarrierEvents {
  /** It works, or works in another way than before. */
  up(delivery: Delivery): void;
  /** It does not work (any more) and has stopped; said once. */
  down(error: Refused): void;
  /** The server said something, be it that nothing is new. */
  heard?(): void;
  /** It asks again at this time, ms since 1970. */
  next?(atMs: number): void;
}

/** One rung of the ladder: the same batches as every other, delivered in its own way. Used once: start, stop, gone. */
export interface Carrier extends Pick<Link, 'ask' | 'close' | 'send' | 'older' | 'say' | 'hear'> {
  start(): void;
  stop(): void;
}
