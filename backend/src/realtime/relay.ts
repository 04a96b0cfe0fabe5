// From each commit to this node's hub and to the other nodes; and from the outbox, where a process died in between.
import type { Commands, Commit, Upkeep } from '#engine/ports.ts';
import { Refusal } from '@zoetrope/contract/errors.ts';
import type { Position } from '@zoetrope/contract/kernel/wire.ts';
import { logLine } from '#log.ts';
import type { Hub } from './hub.ts';
import type { OtherNodes } from './other-nodes.ts';

export interface RelayParts {
  readonly engine: Commands & Upkeep;
  readonly hub: Hub;
  readonly others: OtherNodes;
  /** An error that concerns nobody's request. */
  readonly failed: (error: unknown) => void;
  /** The database is another one than it was. */
  readonly replaced?: () => void;
  /** 30 s unless said. */
  readonly trustedMs?: number | undefined;
}

const COMMIT = 'commit';
/** Beyond this only the heads are told, and whoever watches reads the log. */
const MAX_TEXT = 64 * 1024;
const DROP_EACH_MS = 100;
/** Whoever has not told its commit within this has probably died. */
const GRACE_MS = 1_000;
const BUSY_MS = 500;
const IDLE_MS = 1_000;
/** For so long after a commit the outbox is looked at more often. */
const BUSY_FOR_MS = 10_000;
/** By then every node has looked by itself, so that untold commits need no relay. */
const UNTOLD_MS = 60_000;
/** A node that trusts its memory for longer may push to somebody who lost the right (DESIGN.md, section 5). */
const TRUSTED_MS = 30_000;
const TRIM_EACH_MS = 3_600_000;
const KEPT_DAYS = 7;
const KEPT_CHANGES = 256;

type Heads = readonly (Position & { readonly t: string })[];
interface Told extends Commit {
  readonly heads?: Heads;
}

export class Relay {
  private told: string[] = [];
  private untold: { readonly id: string; readonly atMs: number }[] = [];
  private dropping: NodeJS.Timeout | undefined;
  private turning: NodeJS.Timeout | undefined;
  private doubting: NodeJS.Timeout | undefined;
  private underWay: Promise<void> | undefined;
  private isReached = true;
  private lastCommitAtMs = 0;
  private lastReachedAtMs = Date.now();
  private nextTrimAtMs = Date.now() + TRIM_EACH_MS * Math.random();
  private readonly stopListening: () => void;

  constructor(private readonly parts: RelayParts) {
    this.stopListening = parts.engine.onCommit((commit) => this.take(commit));
    parts.others.on(COMMIT, (text) => this.hear(text));
  }

  start(): void {
    this.turning = setTimeout(() => this.turn(), IDLE_MS);
    this.doubting = setInterval(() => this.doubt(), IDLE_MS);
  }

  /** Ends when nothing is under way; what this node told is taken out of the outbox. */
  async stop(): Promise<void> {
    this.stopListening();
    clearInterval(this.doubting);
    clearTimeout(this.turning);
    clearTimeout(this.dropping);
    this.turning = undefined;
    await this.underWay;
    await this.drop();
  }

  private take(commit: Commit): void {
    this.lastCommitAtMs = Date.now();
    this.parts.hub.take(commit);
    const { others } = this.parts;
    const isTold = !others.areExpected || others.tell(COMMIT, encodeCommit(commit));
    if (commit.outboxId === undefined) return;
    if (isTold) this.told.push(commit.outboxId);
    else this.untold.push({ id: commit.outboxId, atMs: Date.now() });
    this.dropping ??= setTimeout(() => void this.drop(), DROP_EACH_MS);
  }

  private hear(text: string): void {
    try {
      const { heads, ...commit } = JSON.parse(text) as Told;
      this.parts.hub.takeRemote(commit, heads);
    } catch (error) {
      this.parts.failed(error);
    }
  }

  /** Takes out of the outbox what was told, many at once. What fails is relayed again, which is harmless. */
  private async drop(): Promise<void> {
    this.dropping = undefined;
    const oldMs = Date.now() - UNTOLD_MS;
    while (this.untold.length > 0 && this.untold[0]!.atMs < oldMs) this.told.push(this.untold.shift()!.id);
    if (this.told.length === 0) return;
    const ids = this.told;
    this.told = [];
    await this.parts.engine.dropFromOutbox(ids).catch(() => {});
  }

  private turn(): void {
    this.underWay = this.work().finally(() => {
      this.underWay = undefined;
      if (this.turning === undefined) return;
      const isBusy = Date.now() - this.lastCommitAtMs < BUSY_FOR_MS;
      this.turning = setTimeout(() => this.turn(), isBusy ? BUSY_MS : IDLE_MS);
    });
  }

  private async work(): Promise<void> {
    const { engine, hub, others, failed } = this.parts;
    try {
      if (await engine.wasReplaced()) {
        logLine(
          'warning',
          'The database is another one than it was. Every topic has a new epoch, and everybody reads anew.',
        );
        hub.startAnew();
        this.parts.replaced?.();
      }
      await this.drop();
      // Who cannot tell the others leaves the outbox to those who can.
      if (!others.areExpected || others.areHeard)
        await engine.relayOutbox(GRACE_MS, (commit) => engine.publish(commit));
      await engine.sweep();
      this.lastReachedAtMs = Date.now();
      this.noteReached(true);
      hub.openToPrivate();
      await this.trim();
    } catch (error) {
      if (error instanceof Refusal && error.body.code === 'unavailable') this.noteReached(false);
      else failed(error);
    }
  }

  /** By a clock of its own: a PostgreSQL that swallows questions answers none, not even with an error. */
  private doubt(): void {
    if (Date.now() - this.lastReachedAtMs > (this.parts.trustedMs ?? TRUSTED_MS)) this.parts.hub.closeToPrivate();
  }

  /** One line when it is lost and one when it is back, not one each second. */
  private noteReached(isReached: boolean): void {
    if (isReached === this.isReached) return;
    this.isReached = isReached;
    if (isReached) logLine('notice', 'PostgreSQL answers again.');
    else logLine('warning', 'PostgreSQL does not answer. Commands are refused until it does; nothing is lost.');
  }

  private async trim(): Promise<void> {
    if (Date.now() < this.nextTrimAtMs) return;
    // Not while requests wait behind a long one: one piece in each turn until nothing is left.
    const count = await this.parts.engine.trim(KEPT_DAYS, KEPT_CHANGES);
    if (count === 0) this.nextTrimAtMs = Date.now() + TRIM_EACH_MS * (0.5 + Math.random());
  }
}

/** As text, so that the adapter does not walk through every row in search of binary. */
function encodeCommit({ touched, entries }: Commit): string {
  const text = JSON.stringify({ touched, entries } satisfies Told);
  if (text.length <= MAX_TEXT) return text;
  const heads = entries.map(({ t, epoch, entry }) => ({ t, epoch, v: entry.v }));
  return JSON.stringify({ touched, entries: [], heads } satisfies Told);
}
