// People who write while things break, over the public API, and I3: what was acknowledged is there once, and what was
// not has had one effect at most.
import { setTimeout as delay } from 'node:timers/promises';
import { addComment, editComment, removeComment } from '@zoetrope/contract/features/comments.ts';
import { renameGroup } from '@zoetrope/contract/features/groups.ts';
import { captionPhoto } from '@zoetrope/contract/features/photos.ts';
import { addReaction, removeReaction } from '@zoetrope/contract/features/reactions.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import type { AnyCommand } from '@zoetrope/contract/kernel/command.ts';
import { ATTEMPT_HEADER, VERSION_HEADER } from '@zoetrope/contract/kernel/wire.ts';
import { CONTRACT_VERSION } from '@zoetrope/contract/version.ts';
import type { Random } from '#faults/stage/random.ts';
import type { Recorder } from '#faults/stage/recorder.ts';
import type { Database } from '#support/databases.ts';
import { routeOf } from '#support/api.ts';
import type { Person } from '#support/world.ts';

/** How long one try may take, and how long the next one waits. */
const TRY_MS = 4_000;
const PAUSE_MS = 150;

export interface Attempt {
  readonly id: string;
  readonly by: Person;
  readonly command: AnyCommand;
  readonly input: { readonly [name: string]: unknown };
  tries: number;
  /** undefined until an answer came that decides it. */
  outcome: 'ok' | 'refused' | undefined;
  /** The text of the answer that decided it. */
  answer: string;
  ackedAtMs: number;
}

export interface WritersParts {
  readonly random: Random;
  readonly recorder: Recorder;
  readonly database: Database;
  /** Where commands are sent; tried in turn. */
  readonly urls: readonly string[];
  readonly people: readonly Person[];
  /** Who may rename the group and caption the photos. */
  readonly owner: Person;
  readonly groupId: string;
  readonly photoIds: readonly string[];
}

export class Writers {
  attempts: Attempt[] = [];
  /** ms from the first try to the deciding answer. */
  ackMs: number[] = [];
  private readonly comments: { readonly id: string; readonly by: Person }[] = [];
  private isWriting = false;
  private working: Promise<void> | undefined;
  private readonly underWay = new Set<Promise<unknown>>();

  constructor(readonly parts: WritersParts) {}

  /** Begins to write, so many commands a second. */
  start(perSecond: number): void {
    this.isWriting = true;
    this.working = (async () => {
      while (this.isWriting) {
        const writing = this.write().finally(() => this.underWay.delete(writing));
        this.underWay.add(writing);
        await delay((1_000 / perSecond) * (0.5 + this.parts.random.next()));
      }
    })();
  }

  /** Ends when every command has been answered. */
  async stop(): Promise<void> {
    this.isWriting = false;
    await this.working;
    await Promise.all(this.underWay);
  }

  /** Writes for so long. */
  async writeFor(ms: number, perSecond: number): Promise<void> {
    this.start(perSecond);
    await delay(ms);
    await this.stop();
  }

  private write(): Promise<Attempt> {
    const { random, people, owner, groupId, photoIds } = this.parts;
    const by = random.pick(people);
    const photoId = random.pick(photoIds);
    const symbol = random.pick(['heart', 'joy', 'wow'] as const);
    const dice = random.next();
    const known = this.comments.length > 0 ? random.pick(this.comments) : undefined;
    if (dice < 0.5 || !known) return this.comment(by, photoId);
    if (dice < 0.65) return this.run(known.by, editComment, { id: known.id, body: `edited ${newId()}` });
    if (dice < 0.72) return this.run(known.by, removeComment, { id: known.id });
    if (dice < 0.82) return this.run(by, addReaction, { photoId, symbol });
    if (dice < 0.88) return this.run(by, removeReaction, { photoId, symbol });
    if (dice < 0.96) return this.run(owner, captionPhoto, { id: photoId, caption: `caption ${newId()}` });
    return this.run(owner, renameGroup, { groupId, name: `group ${newId().slice(0, 8)}` });
  }

  /** One comment, whose way to every client is timed. */
  async comment(by: Person, photoId: string, urls = this.parts.urls): Promise<Attempt> {
    const id = newId();
    this.parts.recorder.sentAtMs.set(id, performance.now());
    const attempt = await this.run(by, addComment, { id, photoId, body: `said ${id}` }, urls);
    if (attempt.outcome === 'ok') this.comments.push({ id, by });
    return attempt;
  }

  /** Sent under one id until an answer decides it; each try goes to the next address. */
  async run(by: Person, command: AnyCommand, input: Attempt['input'], urls = this.parts.urls): Promise<Attempt> {
    const attempt: Attempt = {
      id: newId(),
      by,
      command,
      input,
      tries: 0,
      outcome: undefined,
      answer: '',
      ackedAtMs: 0,
    };
    this.attempts.push(attempt);
    const startedAtMs = performance.now();
    while (attempt.outcome === undefined) {
      await this.try(attempt, urls[attempt.tries++ % urls.length]!);
      if (attempt.outcome === undefined) await delay(PAUSE_MS);
      if (attempt.tries > 600) throw new Error(`${command.name} was never answered`);
    }
    attempt.ackedAtMs = performance.now();
    this.ackMs.push(attempt.ackedAtMs - startedAtMs);
    return attempt;
  }

  private async try(attempt: Attempt, url: string): Promise<void> {
    try {
      const response = await fetch(url + routeOf(attempt.command), {
        method: 'POST',
        headers: {
          [VERSION_HEADER]: String(CONTRACT_VERSION),
          [ATTEMPT_HEADER]: attempt.id,
          cookie: attempt.by.cookie,
          'content-type': 'application/json',
        },
        body: JSON.stringify(attempt.input),
        signal: AbortSignal.timeout(TRY_MS),
      });
      const text = await response.text();
      if (response.ok) attempt.outcome = 'ok';
      else if ([400, 403, 404, 409].includes(response.status) && text.includes('"code"')) attempt.outcome = 'refused';
      if (attempt.outcome) attempt.answer = text;
    } catch {
      // No answer: it may have been done or not. It is sent again under the same id.
    }
  }

  /** Sentences for what breaks I3, and begins anew. */
  async breaches(): Promise<string[]> {
    const { database } = this.parts;
    const attempts = this.attempts;
    this.attempts = [];
    this.ackMs = [];
    const receipts = await database.query('select id, count(*)::int as n from receipt where id = any($1) group by id', [
      attempts.map(({ id }) => id),
    ]);
    const receiptOf = new Map(receipts.map(({ id, n }) => [id as string, n as number]));
    const found = attempts
      .filter(({ id, outcome }) => outcome === 'ok' && receiptOf.get(id) !== 1)
      .map(({ id, command, tries }) => `I3: ${command.name} (${tries} tries) has ${receiptOf.get(id) ?? 0} receipts`);
    return [...found, ...(await this.brokenComments(attempts.filter(({ command }) => command === addComment)))];
  }

  /** Each comment that was acknowledged begins once in the log, and is in its table unless it was removed. */
  private async brokenComments(adds: readonly Attempt[]): Promise<string[]> {
    const { database } = this.parts;
    const ids = adds.map(({ input }) => input['id'] as string);
    const logged = await database.query(
      `select x->>'id' as id, bool_or(json_typeof(x->'row') = 'null') as gone,
         count(*) filter (where x->'row'->>'body' = said.body and x->'row'->>'editedAt' is null)::int as n
       from change c, json_array_elements(c.body::json->'ch') x
         join unnest($1::text[], $2::text[]) said(id, body) on said.id = x->>'id' group by 1`,
      [ids, adds.map(({ input }) => input['body'])],
    );
    const stored = await database.query('select id from comments where id = any($1)', [ids]);
    const isStored = new Set(stored.map(({ id }) => id as string));
    const inLog = new Map(logged.map((line) => [line.id as string, line]));
    return adds.flatMap(({ input, outcome }) => {
      const id = input['id'] as string;
      const line = inLog.get(id);
      const count = line?.n ?? 0;
      if (outcome === 'ok' && count !== 1) return [`I3: the acknowledged comment ${id} is ${count} times in the log`];
      if (outcome !== 'ok' && count > 0) return [`I3: the refused comment ${id} is in the log`];
      if (outcome === 'ok' && !isStored.has(id) && !line.gone) return [`I3: the acknowledged comment ${id} is nowhere`];
      return [];
    });
  }
}
