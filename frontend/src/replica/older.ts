import type { ConfirmedRows } from './confirmed.ts';
import type { Holding } from './holding.ts';
import type { Link } from './link.ts';
import type { WindowState } from './offers.ts';
import { Refused } from './refused.ts';

const UNWINDOWED: WindowState = { isEnd: true, isLoading: false };

/** Loads what lies below the floors of windowed entities. */
export class OlderRows {
  constructor(
    private readonly confirmed: ConfirmedRows,
    private readonly link: Link,
    /** Called after each change, when the rows agree again. */
    private readonly onChange: (topicKey: string) => void,
  ) {}

  stateOf(topicKey: string, entity: string): WindowState {
    return this.confirmed.held.get(topicKey)?.windows.get(entity)?.state ?? UNWINDOWED;
  }

  /** Errors: rejects with Refused; the floor then stays where it was. */
  async load(topicKey: string, entity: string): Promise<void> {
    const holding = this.confirmed.held.get(topicKey);
    const window = holding?.windows.get(entity);
    const below = window?.floor;
    if (!holding || !window || below === undefined || below === 'end' || window.state.isLoading) return;
    window.setLoading(true);
    this.onChange(topicKey);
    try {
      const answer = await this.link.older({ t: topicKey, e: entity, below });
      if (!answer.ok) throw new Refused(answer.error);
      this.confirmed.takeOlder(holding, entity, below, answer.ch, answer.floor);
    } finally {
      window.setLoading(false);
      this.onChange(topicKey);
    }
  }

  /** The log does not refill what leaves a window: under half of it, asks for more, once for each floor. */
  refill(holding: Holding): void {
    for (const [entity, window] of holding.windows) {
      if (!window.floor || window.floor === 'end' || window.refilledAt === window.floor) continue;
      let left = 0;
      for (const _ of this.confirmed.keptBy(holding, entity)) left++;
      if (left >= window.declared.size / 2) continue;
      window.refilledAt = window.floor;
      // The list stays short until somebody scrolls; that asks again.
      this.load(holding.at.key, entity).catch(() => undefined);
    }
  }
}
