// What a run says: to the terminal as it goes, and in docs/benchmarks.md, part by part.
import fs from 'node:fs';
import path from 'node:path';

const file = path.resolve(import.meta.dirname, '..', '..', 'docs', 'benchmarks.md');
const HEAD = `# Measured

Written by \`npm run bench\`, part by part; \`--only P4\` replaces that part alone. Never edit it by hand.

Absolute times drift on shared machines: what counts is the ratio to a peer in the same run, or a count. CPU is user and
system time of the server's process. A row marked ~ was disturbed: others took more than a tenth of the machine meanwhile.
`;

/** A section: what was measured under which conditions, its table, and what follows from it. */
export function toSection({ id, title, conditions, columns, rows, findings }) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const table = [line(columns), line(columns.map(() => '---')), ...rows.map(line)];
  return [`## ${id}: ${title}`, '', conditions, '', ...table, '', ...findings.map((text) => `- ${text}`), ''].join(
    '\n',
  );
}

/** Puts sections in the place of those of the same name, others stay as they were. */
export function writeReport(sections) {
  const known = new Map();
  if (fs.existsSync(file)) {
    for (const text of fs
      .readFileSync(file, 'utf8')
      .split(/^(?=## )/mu)
      .slice(1))
      known.set(idOf(text), text.trimEnd());
  }
  for (const text of sections) known.set(idOf(text), text.trimEnd());
  const ordered = [...known]
    .toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([, text]) => text);
  fs.writeFileSync(file, `${[HEAD.trimEnd(), ...ordered].join('\n\n')}\n`);
}

const idOf = (section) => /^## (\w+)/u.exec(section)[1];

export const round = (value, digits = 1) => (value === undefined ? '' : value.toFixed(digits));
export const percent = (share) => `${(share * 100).toFixed(share > 0.9995 && share < 1 ? 2 : 1)} %`;
/** Median, 99th percentile and longest, ms. */
export const delays = ({ p50, p99, maxMs }) => `${round(p50)} / ${round(p99)} / ${maxMs}`;
/** The value, with ~ when others disturbed it. */
export const marked = (name, { others }) => (others > 0.1 ? `~ ${name}` : name);
export const verdict = (isMet, isDisturbed) => `${isMet ? 'met' : '**not met**'}${isDisturbed ? ' (~ disturbed)' : ''}`;
