// What a thousand sockets are told at once is one text, and one frame in one buffer: writes are the greatest cost of a
// delivery, and Socket.IO's own broadcast hands each socket two pieces (header and payload) to gather.
import type { Batch } from '@zoetrope/contract/kernel/wire.ts';
import type { Server } from 'socket.io';
import { batchesPacket, toRoom } from './socket-port.ts';

/** Engine.IO's packet type 4, a message. Source: github.com/socketio/engine.io-protocol, "Packet encoding". */
const MESSAGE = '4';

/** Tells a batch to every socket of this node that has the topic open. */
export function broadcastBatch(server: Server, topicKey: string, batch: Batch): void {
  const { adapter, sockets } = server.sockets;
  const ids = adapter.rooms.get(toRoom(topicKey));
  if (!ids) return;
  const packet = batchesPacket([JSON.stringify(batch)]);
  // Engine.IO takes a frame that is ready for WebSocket from the packet's options, and the text for every other transport.
  const options = { wsPreEncodedFrame: [textFrame(MESSAGE + packet)] };
  for (const id of ids) sockets.get(id)?.conn.write(packet, options as {});
}

/** A whole, unmasked text frame. Source: RFC 6455, 5.2. */
function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const isShort = length < 126;
  const isLong = length > 0xff_ff;
  const start = isShort ? 2 : isLong ? 10 : 4;
  const frame = Buffer.allocUnsafe(start + length);
  frame[0] = 0x81;
  frame[1] = isShort ? length : isLong ? 127 : 126;
  if (isLong) frame.writeBigUInt64BE(BigInt(length), 2);
  else if (!isShort) frame.writeUInt16BE(length, 2);
  frame.write(text, start);
  return frame;
}
