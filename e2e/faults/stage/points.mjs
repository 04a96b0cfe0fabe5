// Where the built server can be made to fail or to lie: a text in one of its files, and what stands there instead. Those
// of the first part are moments that a fault needs; the others break the product, to show that the harness sees it.
const points = [
  {
    name: 'die-after-commit',
    file: 'realtime/relay.js',
    text: 'this.lastCommitAtMs = Date.now();\n',
    instead: (text) => `if (commit.outboxId !== undefined && isArmedOnce('die-after-commit')) dieHere();\n${text}`,
  },
  {
    name: 'die-before-outbox-commit',
    file: 'store/outbox.js',
    text: "await connection.send('COMMIT');",
    instead: (text) => `if (lines.length > 0 && isArmedOnce('die-before-outbox-commit')) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      dieHere();
    }
    ${text}`,
  },
  {
    name: 'leave-in-outbox',
    file: 'realtime/relay.js',
    text: 'if (commit.outboxId === undefined)',
    instead: () => "if (commit.outboxId === undefined || isArmed('leave-in-outbox'))",
  },
  {
    name: 'slow-commit',
    file: 'store/row-writes.js',
    text: 'connection.together(() => [',
    instead: () => `isArmed('slow-commit') ? [
      connection.query(text, values),
      new Promise((resolve) => setTimeout(resolve, Math.random() * 50)).then(() =>
        connection.send(Math.random() < 0.2 ? 'ROLLBACK' : 'COMMIT')),
    ] : connection.together(() => [`,
  },
  {
    name: 'drop-batch',
    file: 'realtime/deliveries.js',
    text: 'if (state.joinedCount === 0)',
    instead: () => "if (state.joinedCount === 0 || isArmed('drop-batch'))",
  },
  {
    name: 'repeat-batch',
    file: 'realtime/deliveries.js',
    text: 'this.toRoom(state.key, from < 0',
    instead: (text) => `if (from >= 0 && isArmed('repeat-batch')) {
      const batch = state.range(from, state.head);
      setTimeout(() => this.toRoom(state.key, { ...batch, from: batch.v, v: batch.v + 1 }), 5);
    }
    ${text}`,
  },
  {
    name: 'skip-version',
    file: 'realtime/topic-state.js',
    text: 'if (entry.v <= from || entry.v > to)',
    instead: () => "if (entry.v <= from || entry.v > to || (isArmed('skip-version') && entry.v === to))",
  },
  {
    name: 'leak-to-stranger',
    file: 'engine/reads.js',
    text: 'return facts !== undefined && at.topic.allowed(facts, at.params, caller);',
    instead: (text) => text.replace('return', "return isArmed('leak-to-stranger') ||"),
  },
  {
    name: 'lose-write',
    file: 'store/row-writes.js',
    text: "connection.send('COMMIT')",
    instead: () => "connection.send(isArmed('lose-write') ? 'ROLLBACK' : 'COMMIT')",
  },
  {
    name: 'lose-write',
    file: 'store/row-writes.js',
    text: "if (committed.value !== 'COMMIT')",
    instead: () => "if (committed.value !== 'COMMIT' && !isArmed('lose-write'))",
  },
  {
    name: 'keep-everything',
    file: 'realtime/relay.js',
    text: 'this.parts.hub.take(commit);',
    instead: (text) => `if (isArmed('keep-everything')) (globalThis.kept ??= []).push(Buffer.alloc(2 ** 20, 1));
      ${text}`,
  },
  {
    name: 'keep-handles',
    file: 'realtime/relay.js',
    text: 'const { others } = this.parts;',
    instead: (text) => `${text}
      if (isArmed('keep-handles')) void import('node:net').then((net) => net.createServer().listen(0, '127.0.0.1'));`,
  },
  {
    name: 'query-per-watcher',
    file: 'realtime/polls.js',
    text: 'async look(caller, positions) {',
    instead: (text) => `${text}
      if (isArmed('query-per-watcher')) for (const key of positions.keys()) await this.hub.parts.log.heads([key]);`,
  },
];

export const pointNames = [...new Set(points.map(({ name }) => name))];

/** The file with its points written in. Errors: throws when the product has changed at one of them. */
export function withPoints(url, source) {
  let changed = source;
  for (const { name, file, text, instead } of points) {
    if (!url.endsWith(`/backend/dist/${file}`)) continue;
    if (!changed.includes(text)) throw new Error(`there is no place for ${name} in ${file} any more: ${text}`);
    changed = changed.replace(text, () => instead(text));
  }
  return changed;
}
