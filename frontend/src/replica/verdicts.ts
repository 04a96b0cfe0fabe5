import type { Command } from '@zoetrope/contract/kernel/command.ts';
import type { ReplicaView } from './offers.ts';

/** The verdicts that somebody who renders has asked for, judged again when rows change; heard of only when one turns. */
export class Verdicts<I> {
  private readonly asked = new Map<string, { input: I; verdict: boolean | undefined }>();
  private turns = 0;

  constructor(
    private readonly replica: ReplicaView,
    private readonly command: Command<I, any>,
  ) {}

  /** Forgets what was asked before; each rendering asks anew. */
  startOver(): void {
    this.asked.clear();
  }

  can(input: I): boolean | undefined {
    const verdict = this.replica.can(this.command, input);
    this.asked.set(JSON.stringify(input), { input, verdict });
    return verdict;
  }

  readonly version = (): number => this.turns;

  readonly subscribe = (listener: () => void): (() => void) =>
    this.replica.onAnyRow(() => {
      for (const entry of this.asked.values()) {
        if (this.replica.can(this.command, entry.input) === entry.verdict) continue;
        this.turns++;
        listener();
        return;
      }
    });
}
