// What is asked of the way to the server, and what came back. Nothing is judged here.
import { SITE_ID, SiteTopic } from '@zoetrope/contract/features/site.ts';
import {
  BYTES,
  HOLD_MS,
  PIECES,
  SELF_CHECK,
  type BytesArrived,
  type SeenRequest,
} from '@zoetrope/contract/self-check.ts';
import type { Http } from '#replica/http.ts';
import { tryRung, type Trial } from '#replica/rung-trial.ts';

export interface Probes {
  /** As many requests as a browser opens at once, so that a balancer has a choice. */
  readonly seen: readonly SeenRequest[];
  readonly poll: Trial;
  readonly longPoll: Trial;
  /** Several: a balancer that is not sticky lets some through by chance. */
  readonly httpPolling: readonly Trial[];
  readonly webSocket: Trial;
  /** How long after the first piece the last one came, ms; undefined: they did not come. */
  readonly piecesSpreadMs: number | undefined;
  /** How long a silent request lived before it was cut, ms; undefined: it was answered in the end. */
  readonly heldCutAfterMs: number | undefined;
  /** Bytes of an upload's piece that arrived; undefined: it was refused on the way. */
  readonly bytesArrived: number | undefined;
}

const REQUESTS = 6;
const POLLING_TRIALS = 3;

/** Asks everything, side by side where that disturbs nothing. `onAnswer` hears of each part. Never rejects. */
export async function probe(http: Http, onAnswer: (part: Partial<Probes>) => void): Promise<Probes> {
  const topicKey = SiteTopic.of({ siteId: SITE_ID }).key;
  const all: Partial<Probes>[] = [];
  const note = async <K extends keyof Probes>(name: K, asked: Promise<Probes[K]>): Promise<void> => {
    const part = { [name]: await asked } as Pick<Probes, K>;
    all.push(part);
    onAnswer(part);
  };
  const held = note('heldCutAfterMs', cutAfter(http));
  await note('seen', seenByEach(http));
  await note('poll', tryRung(http, topicKey, 'poll'));
  await note('longPoll', tryRung(http, topicKey, 'long-poll'));
  await note(
    'httpPolling',
    severally(POLLING_TRIALS, () => tryRung(http, topicKey, 'http-polling')),
  );
  await note('webSocket', tryRung(http, topicKey, 'websocket'));
  await note('piecesSpreadMs', spreadOfPieces());
  await note('bytesArrived', arrivedOf(http));
  await held;
  return Object.assign({}, ...all) as Probes;
}

async function severally<T>(times: number, ask: () => Promise<T>): Promise<T[]> {
  const answers: T[] = [];
  for (let i = 0; i < times; i++) answers.push(await ask());
  return answers;
}

async function seenByEach(http: Http): Promise<SeenRequest[]> {
  const asked = Array.from({ length: REQUESTS }, () =>
    http.get<SeenRequest>(SELF_CHECK).then(
      (seen) => [seen],
      () => [],
    ),
  );
  return (await Promise.all(asked)).flat();
}

async function cutAfter(http: Http): Promise<number | undefined> {
  const startedAtMs = Date.now();
  try {
    await http.get(`${SELF_CHECK}/hold`, { timeoutMs: HOLD_MS + 10_000 });
    return undefined;
  } catch {
    return Date.now() - startedAtMs;
  }
}

async function spreadOfPieces(): Promise<number | undefined> {
  try {
    const response = await fetch(`${SELF_CHECK}/pieces`, { cache: 'no-store' });
    const reader = response.body?.getReader();
    if (!response.ok || !reader) return undefined;
    let firstAtMs: number | undefined;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (value.length > 0) firstAtMs ??= Date.now();
    }
    return firstAtMs === undefined ? undefined : Date.now() - firstAtMs;
  } catch {
    return undefined;
  }
}

async function arrivedOf(http: Http): Promise<number | undefined> {
  try {
    const answer = await fetch(`${SELF_CHECK}/bytes`, {
      method: 'POST',
      headers: { ...http.headers, 'content-type': 'application/octet-stream' },
      body: new Uint8Array(BYTES),
    });
    return answer.ok ? ((await answer.json()) as BytesArrived).count : undefined;
  } catch {
    return undefined;
  }
}

/** What the pieces take when nobody keeps them back. */
export const PIECES_MS = PIECES.count * PIECES.everyMs;
