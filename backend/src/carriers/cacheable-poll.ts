// GET /api/sync?t=<topic>&at=<epoch>.<version>: the plain poll with a validator. Answered ahead of Nest's router,
// from memory: an unchanged poll costs no query and no promise.
import { errorBody, Refusal } from '@zoetrope/contract/errors.ts';
import type { Caller } from '@zoetrope/contract/kernel/caller.ts';
import { VERSION_HEADER, type Position } from '@zoetrope/contract/kernel/wire.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendError, toErrorBody, whereOf } from '#errors.ts';
import type { Polls } from '#realtime/polls.ts';
import type { TopicState } from '#realtime/topic-state.ts';
import type { Admission } from './admission.ts';
import type { Authentication } from './authentication.port.ts';
import { namesTag } from './entity-tags.ts';
import { refuseOutdated } from './http-rules.ts';
import { parsePosition } from './requests.ts';

const PREFIX = '/api/sync?';

interface Asked {
  readonly topicKey: string;
  readonly at: Position | null;
}

export class CacheablePoll {
  constructor(
    private readonly polls: Polls,
    private readonly authentication: Authentication,
    private readonly admission: Admission,
  ) {}

  /** Answers its own requests, whatever there is to say; all others are not its. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    const { method, url } = request;
    if ((method !== 'GET' && method !== 'HEAD') || !url?.startsWith(PREFIX)) return false;
    this.answerOwn(request, response);
    return true;
  }

  private answerOwn(request: IncomingMessage, response: ServerResponse): void {
    try {
      refuseOutdated(request.headers[VERSION_HEADER]);
      const asked = parseAsked(request.url!);
      const authenticated = this.authentication.remembered(request.headers);
      const state = authenticated && this.polls.quickTopic(authenticated.caller, asked.topicKey);
      if (state) this.answerFrom(state, asked, authenticated.caller, request, response);
      else void this.answerLater(asked, request, response);
    } catch (error) {
      sendError(response, toErrorBody(error, whereOf(request)));
    }
  }

  private async answerLater(asked: Asked, request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      this.admission.admitPoller();
      const { caller } = await this.authentication.authenticate(request.headers);
      const state = await this.polls.topic(caller, asked.topicKey);
      if (!state) sendError(response, errorBody('not-found'));
      else this.answerFrom(state, asked, caller, request, response);
    } catch (error) {
      sendError(response, toErrorBody(error, whereOf(request)));
    }
  }

  private answerFrom(
    state: TopicState,
    { at }: Asked,
    caller: Caller,
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    const validators = validatorsOf(state, caller);
    if (namesTag(request.headers['if-none-match'], validators.etag)) {
      response.writeHead(304, validators);
      response.end();
      return;
    }
    const answer = (closed: string | undefined) => {
      if (closed !== undefined) return sendBatch(request, response, closed, closedValidators(validators, at!));
      return afterwards(this.polls.read(state, at), (batch) =>
        // The topic may have moved while rows were read: the validator is that of what is sent.
        sendBatch(request, response, batch, validatorsOf(state, caller)),
      );
    };
    const segment = caller.kind === 'visitor' ? this.polls.closedSegment(state, at) : undefined;
    const answered = afterwards(segment, answer);
    answered?.catch((error: unknown) => sendError(response, toErrorBody(error, whereOf(request))));
  }
}

/** Goes on with what is at hand in the same tick, and with what is read when it is there. */
function afterwards<T>(value: T | Promise<T>, then: (value: T) => void | Promise<void>): void | Promise<void> {
  return value instanceof Promise ? value.then(then) : then(value);
}

type Validators = ReturnType<typeof validatorsOf>;

/** What a visitor may hold, everybody may: any cache on the way may answer the next visitor for a second. */
const validatorsOf = (state: TopicState, caller: Caller) => ({
  etag: `"${state.epoch}.${state.head}"`,
  'cache-control': caller.kind === 'visitor' ? 'public, max-age=1' : 'private, no-cache',
  vary: 'cookie',
});

/**
 * A full segment is the same for whoever asks from there. Not kept for longer than the bytes of public photos are, since
 * what it tells of may be taken back; a new epoch is another address.
 */
const closedValidators = (validators: Validators, at: Position): Validators => ({
  ...validators,
  etag: `"${at.epoch}.${at.v}-closed"`,
  'cache-control': 'public, max-age=300',
});

function sendBatch(request: IncomingMessage, response: ServerResponse, batch: string, validators: Validators): void {
  const json = `{"batches":[${batch}]}`;
  response.writeHead(200, {
    ...validators,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(json),
  });
  response.end(request.method === 'HEAD' ? undefined : json);
}

/** Errors: Refusal `invalid`. */
function parseAsked(url: string): Asked {
  const query = new URLSearchParams(url.slice(PREFIX.length));
  const topicKey = query.get('t');
  if (!topicKey || topicKey.length > 500) throw new Refusal('invalid', { fields: { t: 'invalid_type' } });
  return { topicKey, at: parsePosition(query.get('at')) };
}
