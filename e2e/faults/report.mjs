// What the faults came to: the table that a run prints, and docs/faults.md, which is written by runs alone.
import { describeMachine } from '#bench/machine.mjs';
import fs from 'node:fs';
import path from 'node:path';

const file = path.resolve(import.meta.dirname, '..', '..', 'docs', 'faults.md');
const HEAD = `# What was broken, and what held

Written by \`npm run faults\`, fault by fault; \`--only 4\` replaces that one alone. Never edit it by hand.

Each fault is made on the product's own processes behind nginx, with PostgreSQL and Redis and a wire between every two of
them, while people write and pages watch on every rung of the ladder. What was broken is then mended, and the same
invariants are checked: **I1** every page shows what the database holds for its caller; **I2** batches are applied in order
and once, and are the log byte for byte on every rung; **I3** what was acknowledged is there once; **I4** nothing reaches
strangers and removed members; **I5** watchers ask nothing of PostgreSQL; **I6** memory, handles and the outbox return;
memory is what is in use after a collection, buffers of sockets with it: what the system counts (RSS) falls by itself only later.
That the harness would notice is shown by \`e2e/faults/sabotage.long.test.ts\`, which breaks the product on purpose.
`;

/** What is not made on the stage, and where it is made instead. */
const ELSEWHERE = new Map([
  [
    22,
    `## 22: A commit, and word of it, at every step of an opening

Promised: applied exactly once, in whatever order they come.

Not made here: with real processes nobody decides which of two steps comes first. \`backend/src/realtime/races.test.ts\` makes
every order there is, with a scheduler in the place of PostgreSQL's answers, on the hub and the engine themselves.`,
  ],
]);

/** The lines of a run as one table: fault, invariant, figure, verdict. */
export function toTable(lines) {
  const rows = lines.flatMap(({ number, title, findings }) =>
    findings.map(({ invariant, figure, isMet }, i) =>
      row([i === 0 ? `${number}. ${title}` : '', invariant, figure, isMet ? 'held' : '**not held**']),
    ),
  );
  return [row(['fault', 'invariant', 'figure', 'verdict']), row(['---', '---', '---', '---']), ...rows].join('\n');
}

/** Puts each fault's section in the place of its last one; others stay. */
export function writePage(lines) {
  const sections = new Map(readSections());
  for (const [number, text] of ELSEWHERE) sections.set(number, text);
  for (const line of lines) sections.set(line.number, toSection(line));
  const ordered = [...sections].toSorted(([a], [b]) => a - b).map(([, text]) => text.trimEnd());
  fs.writeFileSync(file, `${[HEAD.trimEnd(), ...ordered].join('\n\n')}\n`);
}

function toSection(line) {
  const { number, title, invariant, findings, seconds, seed, clients, note } = line;
  const where = `${describeMachine()}; ${clients} pages, seed ${seed}, ${seconds.toFixed(0)} s.`;
  const rows = findings.map((one) => row([one.invariant, one.figure, one.isMet ? 'held' : '**not held**']));
  const table = [row(['what', 'figure', 'verdict']), row(['---', '---', '---']), ...rows];
  return [
    `## ${number}: ${title}`,
    '',
    `Promised: ${invariant}.${note ? ` ${note}` : ''}`,
    '',
    where,
    '',
    ...table,
  ].join('\n');
}

function readSections() {
  if (!fs.existsSync(file)) return [];
  const texts = fs
    .readFileSync(file, 'utf8')
    .split(/^(?=## )/mu)
    .slice(1);
  return texts.map((text) => [Number(/^## (\d+)/u.exec(text)[1]), text]);
}

const row = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
