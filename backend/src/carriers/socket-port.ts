import { WIRE } from '@zoetrope/contract/kernel/wire.ts';
import type { Port } from '#realtime/subscription.ts';
import type { LiveSocket } from './live.adapter.ts';
import { MAX_BYTES } from './slow-sockets.ts';
import { loadOf } from './socket-load.ts';

/** A room's name cannot be a socket's id. */
export const toRoom = (topicKey: string): string => `t:${topicKey}`;

// Socket.IO's own framing of an event on the main namespace: packet type 2 (EVENT), then a JSON array of name and values.
// Source: github.com/socketio/socket.io-protocol, "Packet encoding". Writing it ourselves lets a thousand answers share
// one encoding; the library encodes anew for each socket.
const START = `2[${JSON.stringify(WIRE.batches)},[`;
const END = ']]';

/** The packet of batches that are encoded already. */
export const batchesPacket = (batches: readonly string[]): string => START + batches.join(',') + END;

/** One socket, as the hub sees it. */
export class SocketPort implements Port {
  constructor(private readonly socket: LiveSocket) {}

  join(topicKey: string): void {
    void this.socket.join(toRoom(topicKey));
  }
  leave(topicKey: string): void {
    void this.socket.leave(toRoom(topicKey));
  }
  /** Half of what makes a socket slow: answers wait for the network, and never make a client slow by themselves. */
  hasRoom(): boolean {
    return loadOf(this.socket).bytes < MAX_BYTES / 2;
  }
  send(batches: readonly string[]): void {
    if (this.socket.connected) this.socket.conn.write(batchesPacket(batches));
  }
}
