import type { LiveSocket } from './live.adapter.ts';

export interface Load {
  readonly packets: number;
  readonly bytes: number;
}

interface Connection {
  readonly writeBuffer?: readonly { readonly data?: unknown }[];
  readonly transport?: { readonly socket?: { readonly bufferedAmount?: number } };
}

/** What a socket was told and has not taken: in Engine.IO's buffer, and in its WebSocket but not yet in the network. */
export function loadOf(socket: LiveSocket): Load {
  const { writeBuffer = [], transport } = socket.conn as unknown as Connection;
  let bytes = transport?.socket?.bufferedAmount ?? 0;
  for (const { data } of writeBuffer) if (typeof data === 'string') bytes += data.length;
  return { packets: writeBuffer.length, bytes };
}
