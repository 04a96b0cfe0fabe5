import type { OtherNodes } from './other-nodes.ts';

/** Small words between nodes that a room wants to say, such as the end of a session. Each may be lost. */
export class NodeAnnouncements {
  constructor(private readonly others: OtherNodes) {}

  /** Tells every other node, not this one. Never throws. */
  publish(kind: string, id: string): void {
    this.others.tell(`announce ${kind}`, id);
  }
  /** Hears what other nodes published. */
  on(kind: string, listener: (id: string) => void): void {
    this.others.on(`announce ${kind}`, listener);
  }
}
