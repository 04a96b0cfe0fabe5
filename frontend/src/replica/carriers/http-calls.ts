import {
  ATTEMPT_HEADER,
  SEGMENT,
  type Ack,
  type Batch,
  type CommandMessage,
  type HeardAnswer,
  type OlderAnswer,
  type OlderRequest,
  type Position,
  type SaidNow,
  type SayMessage,
  type SyncAnswer,
  type SyncRequest,
} from '@zoetrope/contract/kernel/wire.ts';
import type { Http } from '#replica/http.ts';
import type { Feed } from '#replica/link.ts';
import { Refused, refused } from '#replica/refused.ts';

/** What the server may take beyond the time that it was told to hold an answer. */
const GRACE_MS = 10_000;
/** A held answer is told of every change in who says what, so that nothing has to be said again before the next answer. */
const SURE_MS = 45_000;

/** The contract's calls over plain HTTP. */
export class HttpCalls {
  private etag: { readonly url: string; readonly value: string } | undefined;
  /** Part of every address while caches are doubted. */
  private buster = '';
  /** By topic: from where it is being asked for by a plain question that is not answered yet. */
  private readonly underWay = new Map<string, Position | null>();
  /** By topic: what was said when a held answer last told. */
  private readonly said = new Map<string, SaidNow>();

  constructor(
    private readonly http: Http,
    private readonly feed: Feed,
    /** Called when the server has answered. */
    private readonly onHeard: () => void = () => {},
  ) {}

  /** From now until an answer brings progress, questions have addresses that no cache on the way has seen. */
  doubtCaches(): void {
    this.buster = Math.random().toString(36).slice(2);
    this.etag = undefined;
  }

  /** A command on its own route. Errors: rejects with Refused when no answer of the server came. */
  async send({ id, name, input }: CommandMessage): Promise<Ack> {
    try {
      const headers = { [ATTEMPT_HEADER]: id };
      return await this.http.post<Ack>(`/api/${name.replace('.', '/')}`, input, { headers });
    } catch (error) {
      if (error instanceof Refused && error.isFromServer) return { ok: false, id, error: error.body };
      throw error;
    }
  }

  async older(request: OlderRequest): Promise<OlderAnswer> {
    try {
      return await this.http.post<OlderAnswer>('/api/older', request);
    } catch (error) {
      if (error instanceof Refused && error.isFromServer) return { ok: false, error: error.body };
      throw error;
    }
  }

  say(message: SayMessage): void {
    // Said again soon if it still holds.
    this.http.post('/api/signals', message).catch(() => undefined);
  }

  /** Hands on what is said there now, unless it is not wanted any more when it comes. Never rejects. */
  async hear(topicKey: string, isWanted: () => boolean): Promise<void> {
    const url = `/api/signals?t=${encodeURIComponent(topicKey)}`;
    // The next turn asks again.
    const answer = await this.http.get<HeardAnswer | undefined>(url).catch(() => undefined);
    if (answer && Array.isArray(answer.heard) && isWanted()) this.feed.heardAll(topicKey, answer.heard);
  }

  /** The next held answer tells anew what is said there. */
  forgetSaid(topicKey: string): void {
    this.said.delete(topicKey);
  }

  /**
   * Asks for everything that is wanted and hands on what came. `isEmpty`: the server had nothing to say.
   *
   * A single topic is asked for by GET, which an unchanged answer makes a 304.
   * Errors: rejects with Refused.
   */
  async pull(waitMs: number, signal?: AbortSignal): Promise<{ isEmpty: boolean; hasMoved: boolean }> {
    const positions = this.feed.positions();
    const [only] = positions;
    const hear = waitMs > 0 ? this.toHear(positions) : {};
    let answer: SyncAnswer;
    if (!only) answer = { batches: [] };
    else if (positions.size === 1 && only[1] && waitMs === 0) answer = await this.pullOne(only[0], only[1], signal);
    else
      answer = await this.pullAll({ at: Object.fromEntries(positions), ...(waitMs > 0 && { waitMs, hear }) }, signal);
    this.onHeard();
    const { batches, said = [] } = answer;
    const isSaidAnew = this.takeSaid(hear, said);
    const hasMoved = this.feed.take(batches) || isSaidAnew;
    if (hasMoved) this.buster = '';
    // A public answer ends where caches can keep it; the rest is asked for at once.
    if (hasMoved && positions.size === 1 && waitMs === 0 && batches.some(endsSegment)) await this.pull(0, signal);
    return { isEmpty: batches.length + said.length === 0, hasMoved };
  }

  /**
   * The same, but not once more for what is being asked for already: a page that holds another topic each moment while it is
   * drawn would have the first answers sent again with every one.
   *
   * Errors: rejects with Refused.
   */
  async pullNew(): Promise<void> {
    const asked = [...this.feed.positions()].filter(([topicKey, position]) => !this.isUnderWay(topicKey, position));
    if (asked.length === 0) return;
    for (const [topicKey, position] of asked) this.underWay.set(topicKey, position);
    try {
      const { batches } = await this.pullAll({ at: Object.fromEntries(asked) });
      this.onHeard();
      if (this.feed.take(batches)) this.buster = '';
    } finally {
      for (const [topicKey, position] of asked)
        if (this.underWay.get(topicKey) === position) this.underWay.delete(topicKey);
    }
  }

  private isUnderWay(topicKey: string, position: Position | null): boolean {
    const asked = this.underWay.get(topicKey);
    return asked !== undefined && asked?.epoch === position?.epoch && asked?.v === position?.v;
  }

  private toHear(positions: ReadonlyMap<string, Position | null>): NonNullable<SyncRequest['hear']> {
    const listening = this.feed.listening();
    for (const topicKey of [...this.said.keys()]) if (!listening.has(topicKey)) this.said.delete(topicKey);
    const topicKeys = [...listening].filter((topicKey) => positions.has(topicKey));
    return Object.fromEntries(topicKeys.map((topicKey) => [topicKey, this.said.get(topicKey)?.stamp ?? null]));
  }

  /** What is not told anew is as it was. True when anything is another than the question named. */
  private takeSaid(asked: NonNullable<SyncRequest['hear']>, said: readonly SaidNow[]): boolean {
    for (const one of said) this.said.set(one.t, one);
    for (const topicKey of Object.keys(asked)) {
      const heard = this.said.get(topicKey)?.heard;
      if (!heard) continue;
      const sure = heard.map((one) => ({ ...one, holdMs: Math.max(one.holdMs, SURE_MS) }));
      this.feed.heardAll(topicKey, sure);
    }
    return said.some(({ t, stamp }) => asked[t] !== stamp);
  }

  private async pullAll(request: SyncRequest, signal?: AbortSignal): Promise<SyncAnswer> {
    const timeoutMs = (request.waitMs ?? 0) + GRACE_MS;
    const url = this.buster === '' ? '/api/sync' : `/api/sync?n=${this.buster}`;
    return toAnswer(await this.http.post(url, request, { timeoutMs, ...(signal ? { signal } : {}) }));
  }

  private async pullOne(topic: string, at: Position, signal?: AbortSignal): Promise<SyncAnswer> {
    const url = `/api/sync?t=${encodeURIComponent(topic)}&at=${encodeURIComponent(`${at.epoch}.${at.v}`)}`;
    const asked = this.buster === '' ? url : `${url}&n=${this.buster}`;
    const headers = this.etag?.url === url ? { 'if-none-match': this.etag.value } : {};
    const options = { headers, timeoutMs: GRACE_MS, ...(signal ? { signal } : {}) };
    const answer = await this.http.answer('GET', asked, options).catch((error: unknown) => {
      // One topic has one status; among many it would be a batch.
      if (error instanceof Refused && error.isFromServer && error.body.code === 'not-found') return undefined;
      throw error;
    });
    if (!answer) return { batches: [{ k: 'gone', t: topic }] };
    const value = answer.headers.get('etag');
    if (value) this.etag = { url, value };
    return answer.status === 304 ? { batches: [] } : toAnswer(answer.json);
  }
}

const endsSegment = (batch: Batch): boolean => batch.k === 'ops' && batch.v % SEGMENT === 0;

/** A proxy may answer 200 with a page of its own. */
function toAnswer(json: unknown): SyncAnswer {
  const answer = json as SyncAnswer | undefined;
  if (!Array.isArray(answer?.batches)) throw refused('unavailable');
  return answer;
}
