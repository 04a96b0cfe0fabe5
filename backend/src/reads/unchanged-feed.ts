// The feed's 304, ahead of Nest's router and from memory: which topics an answer was made of, and where they stood.
import { Inject, Injectable } from '@nestjs/common';
import { callerKey, type Caller } from '@zoetrope/contract/kernel/caller.ts';
import { VERSION_HEADER, type Position } from '@zoetrope/contract/kernel/wire.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AUTHENTICATION, type Authentication } from '#carriers/authentication.port.ts';
import { namesTag } from '#carriers/entity-tags.ts';
import { isOutdated } from '#carriers/http-rules.ts';
import { TopicReader } from './topic-reader.ts';

const PREFIX = '/api/feed/';
/** About 1 kB each. */
const MOST_KEPT = 2_000;

interface Answered {
  readonly headers: Readonly<Record<string, string>> & { readonly etag: string };
  readonly positions: ReadonlyMap<string, Position>;
}

@Injectable()
export class UnchangedFeed {
  private readonly answered = new Map<string, Answered>();

  constructor(
    @Inject(TopicReader) private readonly topics: TopicReader,
    @Inject(AUTHENTICATION) private readonly authentication: Authentication,
  ) {}

  /** Remembers an answer that rests on nothing but these topics at these positions. */
  keep(caller: Caller, url: string, answered: Answered): void {
    const key = toKey(caller, url);
    this.answered.delete(key);
    this.answered.set(key, answered);
    if (this.answered.size > MOST_KEPT) this.answered.delete(this.answered.keys().next().value!);
  }

  /** A 304 when the caller has the last answer, may still have it, and no topic has moved. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    const { method, url, headers } = request;
    const tags = headers['if-none-match'];
    if (tags === undefined || !url?.startsWith(PREFIX) || (method !== 'GET' && method !== 'HEAD')) return false;
    // What is wrong with a request is for the router to say.
    if (isOutdated(headers[VERSION_HEADER])) return false;
    const caller = this.authentication.remembered(headers)?.caller;
    const known = caller && this.answered.get(toKey(caller, url));
    if (!known || !namesTag(tags, known.headers.etag) || !this.topics.isUnchanged(caller, known.positions))
      return false;
    response.writeHead(304, known.headers);
    response.end();
    return true;
  }
}

const toKey = (caller: Caller, url: string): string => `${callerKey(caller)}\n${url}`;
