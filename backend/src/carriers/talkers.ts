// How much one socket may say. A page that opens hundreds of topics at once fits; a program that asks in a loop is let go
// of, before its questions cost others their answers.
import { errorBody } from '@zoetrope/contract/errors.ts';
import { noteRefusal } from '#refusal-log.ts';
import type { LiveSocket } from './live.adapter.ts';
import { noteLost } from './lost-connections.ts';

/** A page comes back with all of its topics and with what it could not send; people then do one thing at a time. */
const AT_ONCE = 1_000;
const PER_SECOND = 100;
/** A long message counts as several. */
const BYTES = 4_096;

/** Socket.IO's packets with attachments, which its decoder keeps until all have come. We have none. */
const WITH_ATTACHMENTS = /^[56]/;

interface Packet {
  /** `error` when it could not be read; Engine.IO then closes. */
  readonly type: string;
  readonly data?: string | Buffer;
}

/** Calls `onEnd` once, when the socket has said more than it may (`slow-down`) or what nobody here says (`invalid`). */
export function boundTalk(socket: LiveSocket, onEnd: (code: 'slow-down' | 'invalid') => void): void {
  let room = AT_ONCE;
  let filledAtMs = performance.now();
  const listen = ({ type, data = '' }: Packet) => {
    const nowMs = performance.now();
    room = Math.min(AT_ONCE, room + ((nowMs - filledAtMs) / 1_000) * PER_SECOND);
    filledAtMs = nowMs;
    room -= 1 + data.length / BYTES;
    const isStrange = type === 'error' || typeof data !== 'string' || WITH_ATTACHMENTS.test(data);
    if (room >= 0 && !isStrange) return;
    socket.conn.off('packet', listen);
    onEnd(isStrange ? 'invalid' : 'slow-down');
  };
  socket.conn.on('packet', listen);
}

/** One line for whoever broke the protocol or the limit; those who fell silent are summed up, and those who left no news. */
export function noteEnd(reason: string, description?: unknown): void {
  if (reason === 'ping timeout') noteLost('silent');
  if (reason === 'parse error') noteRefusal(errorBody('invalid'), 'socket packet');
  // Engine.IO makes an error of the transport's error, of which nothing but the text is left.
  else if (description instanceof Error && /max payload size exceeded/i.test(description.message))
    noteRefusal(errorBody('too-large'), 'socket packet');
}
