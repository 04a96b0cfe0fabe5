// When a held topic is asked for, and when once more.
import type { Caller } from '@zoetrope/contract/kernel/caller.ts';
import { rowKey } from '@zoetrope/contract/kernel/row.ts';
import { resolveFacts } from './facts.ts';
import type { Knowledge } from './facts.ts';
import type { Holding } from './holding.ts';
import type { Link } from './link.ts';
import type { Ref } from '@zoetrope/contract/kernel/entity.ts';

/** A question that was not answered by then may be asked again. */
const PATIENCE_MS = 2_000;

export class Asking {
  constructor(
    private readonly held: ReadonlyMap<string, Holding>,
    private readonly caller: Caller,
    private readonly know: (ref: Ref<unknown>) => Knowledge,
    private readonly link: Link,
  ) {}

  ask(holding: Holding): void {
    const nowMs = Date.now();
    if (holding.askedAtMs !== undefined && nowMs - holding.askedAtMs < PATIENCE_MS) return;
    holding.askedAtMs = nowMs;
    this.link.ask(holding.at.key);
  }

  /** Asks once more for topics that are gone: the right to hold them may have come back. */
  again(isDue: (holding: Holding) => boolean = () => true): void {
    for (const holding of this.held.values()) {
      if (holding.state !== 'gone' || holding.isReasked || !isDue(holding)) continue;
      holding.isReasked = true;
      this.ask(holding);
    }
  }

  /** What is asked for already was asked before `isDue` became true: should it be gone, that is asked once more. */
  doubt(isDue: (holding: Holding) => boolean): void {
    for (const holding of this.held.values())
      if (holding.state === 'loading' && isDue(holding)) holding.isAcceptedSince = true;
  }

  /** Asks once more for those whose rule read one of these rows. */
  againAfter(touchedRowKeys: ReadonlySet<string>): void {
    if (touchedRowKeys.size > 0) this.again((holding) => [...holding.guards].some((key) => touchedRowKeys.has(key)));
  }

  /** Something of the caller themselves has changed: that may be what a rule read behind rows that are not here. */
  againAsAnother(): void {
    this.again((holding) => holding.isBlind);
  }

  /** Remembers on which rows the lost right rests. */
  noteGuards(holding: Holding): void {
    const guards = new Set<string>();
    let isBlind = false;
    const { topic, params } = holding.at;
    resolveFacts(topic, params, this.caller, (ref) => {
      guards.add(rowKey(ref.e, ref.id));
      const known = this.know(ref);
      isBlind ||= known === 'unknown';
      return known === 'unknown' ? 'absent' : known;
    });
    holding.guards = guards;
    holding.isBlind = isBlind;
  }
}
