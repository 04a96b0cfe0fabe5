// A TCP proxy that passes everything on, until it swallows one direction without closing anything.
import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';

export type Direction = 'towards' | 'back';

export interface BlackHole {
  readonly port: number;
  /** Connections that were made so far. */
  readonly count: number;
  /** Swallows from now on what goes in this direction, on all connections, new ones too; undefined: nothing. */
  swallow(direction: Direction | undefined): void;
  /** From now on refuses whatever holds this word in the server's place, once for each time that it is in it; undefined: nothing. */
  refuse(word: string | undefined): void;
  close(): void;
}

/** Before the server at `host` and `port`, on a free port of 127.0.0.1. */
export async function openBlackHole(host: string, port: number): Promise<BlackHole> {
  let swallowed: Direction | undefined;
  let refused: string | undefined;
  let count = 0;
  const sockets = new Set<Socket>();
  const pass = (from: Socket, to: Socket, direction: Direction) => {
    sockets.add(from);
    from.on('data', (bytes) => {
      const times = refused === undefined || direction === 'back' ? 0 : String(bytes).split(refused).length - 1;
      if (times > 0) from.write('-ERR not now\r\n'.repeat(times));
      else if (swallowed !== direction) to.write(bytes);
    });
    from.on('error', () => {});
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
  };
  const server = net.createServer((client) => {
    count++;
    const upstream = net.connect(port, host);
    pass(client, upstream, 'towards');
    pass(upstream, client, 'back');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    get count() {
      return count;
    },
    swallow(direction) {
      swallowed = direction;
    },
    refuse(word) {
      refused = word;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
