// Word to the other nodes, without a promise: it may be lost. Declared here, filled by realtime/.

export interface Announcements {
  /** Tells every other node, not this one. Never throws. */
  publish(kind: string, id: string): void;
  /** Hears what other nodes published. */
  on(kind: string, listener: (id: string) => void): void;
  /** Hears that the database is another one than it was: what is remembered of it may not be so. */
  onReplaced(listener: () => void): void;
}
