// What a tab has asked the leader to send, until the answer. A new leader is asked again: a command that is sent twice is
// done once.
import { newId } from '@zoetrope/contract/ids.ts';
import type { Link } from '#replica/link.ts';
import { Refused, refused, toRefused } from '#replica/refused.ts';
import type { Call, CallAnswer } from './words.ts';

interface Pending {
  readonly call: Call;
  readonly resolve: (value: any) => void;
  readonly reject: (error: Refused) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** A leader that was lost is replaced in two seconds, and an answer takes up to ten. */
const TIMEOUT_MS = 15_000;

export class Calls {
  private readonly pending = new Map<string, Pending>();

  /** Resolves with the answer, whoever gets it. Errors: rejects with Refused when none came. */
  make(call: Call, post: (id: string, call: Call) => void): Promise<any> {
    const id = newId();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.settle(id, NO_ANSWER), TIMEOUT_MS);
      this.pending.set(id, { call, resolve, reject, timer });
      post(id, call);
    });
  }

  /** Hands every call that waits to somebody who can bring it on. */
  again(post: (id: string, call: Call) => void): void {
    for (const [id, { call }] of [...this.pending]) post(id, call);
  }

  settle(id: string, answer: CallAnswer): void {
    const pending = this.pending.get(id);
    if (!pending) return;
    this.pending.delete(id);
    clearTimeout(pending.timer);
    if (answer.ok) pending.resolve(answer.value);
    else pending.reject(new Refused(answer.error, answer.isFromServer));
  }

  stop(): void {
    for (const id of [...this.pending.keys()]) this.settle(id, NO_ANSWER);
  }
}

const NO_ANSWER: CallAnswer = { ok: false, error: refused('unavailable').body, isFromServer: false };

/** Makes a call over a connection. Never rejects. */
export async function answerTo(link: Link, call: Call): Promise<CallAnswer> {
  try {
    return { ok: true, value: await make(link, call) };
  } catch (error) {
    const { body, isFromServer } = toRefused(error);
    return { ok: false, error: body, isFromServer };
  }
}

function make(link: Link, { what, message }: Call) {
  switch (what) {
    case 'send':
      return link.send(message);
    case 'older':
      return link.older(message);
  }
}
