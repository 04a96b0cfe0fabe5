// `npm run faults`: every fault of the plan on a site of its own, and what came of it in docs/faults.md.
//   --only 4,19     these alone; the page keeps the others as they were
//   --seed 7        repeats what the writers did       --clients 200   how many pages watch
//   --minutes 10    length of the soak
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { toTable, writePage } from './report.mjs';

const root = path.resolve(import.meta.dirname, '..', '..');
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    seed: { type: 'string' },
    clients: { type: 'string' },
    minutes: { type: 'string', default: '10' },
  },
});
const report = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'zoetrope-faults-')), 'report');
fs.writeFileSync(report, '');
const asked = {
  report,
  minutes: Number(values.minutes),
  ...(values.only ? { only: values.only.split(',').map(Number) } : {}),
  ...(values.seed ? { seed: Number(values.seed) } : {}),
  ...(values.clients ? { clients: Number(values.clients) } : {}),
};
const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
const config = path.join(root, 'e2e/vitest.config.ts');
const args = ['run', '--config', config, '--project', 'faults', 'e2e/faults/faults.test.ts'];
const child = spawn(process.execPath, [vitest, ...args], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, FAULTS: JSON.stringify(asked) },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
const [code] = await once(child, 'exit');
const lines = fs
  .readFileSync(report, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line));
fs.rmSync(path.dirname(report), { recursive: true });
if (lines.length > 0) {
  writePage(lines);
  console.log(`\n${toTable(lines)}`);
}
process.exit(code ?? 1);
