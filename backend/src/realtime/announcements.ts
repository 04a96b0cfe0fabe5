import type { OtherNodes } from './other-nodes.ts';

/** Small words between nodes that a room wants to say, such as the end of a session. Each may be lost. */
export class NodeAnnouncements {
  private readonly replacedListeners: (() => void)[] = [];

  constructor(private readonly others: OtherNodes) {}

  /** Tells every other node, not this one. Never throws. */
  publish(kind: string, id: string): void {
    this.others.tell(`announce ${kind}`, id);
  }
  /** Hears what other nodes published. */
  on(kind: string, listener: (id: string) => void): void {
    this.others.on(`announce ${kind}`, listener);
  }

  /** Hears that the database is another one than it was; each node finds out by itself. */
  onReplaced(listener: () => void): void {
    this.replacedListeners.push(listener);
  }
  replaced(): void {
    for (const listener of this.replacedListeners) listener();
  }
}
