// `npm run gates:mutation`: G7 for every feature, or for those that are named: `npm run gates:mutation -- comments`.
// What would take longer than a quarter of an hour is sampled; the seed is printed, and SEED repeats the sample. `--all`
// tries every one: half an hour and more.
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { registry } from '@zoetrope/contract/registry.ts';
import { mutantsOf } from './mutants.mjs';
import { root } from './tree.mjs';

/** A mutant takes about twelve seconds on two cores: a server's start, four casts, and the cases that are about it. */
const AT_MOST = 70;

const isWhole = process.argv.includes('--all');
const wanted = process.argv.slice(2).filter((word) => word !== '--all');
const mutants = mutantsOf(registry).filter(({ feature }) => wanted.length === 0 || wanted.includes(feature));
const seed = Number(process.env.SEED ?? randomInt(1_000_000));
const chosen = isWhole ? mutants : sample(mutants, AT_MOST, seed);
console.log(
  `${mutants.length} mutants; ${chosen.length} are tried${chosen.length < mutants.length ? `, SEED=${seed}` : ''}`,
);

const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
const config = path.join(root, 'e2e/gates/mutation.vitest.config.ts');
const child = spawn(process.execPath, [vitest, 'run', '--config', config, '--reporter=verbose'], {
  stdio: 'inherit',
  env: { ...process.env, MUTANTS: JSON.stringify(chosen.map(({ name }) => name)) },
});
const [code] = await once(child, 'exit');
process.exit(code ?? 1);

/** `count` of them in their order, drawn by a seed. Source: mulberry32, public domain. */
function sample(items, count, from) {
  let state = from;
  const draw = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
  const drawn = new Set(
    items
      .map((item) => [draw(), item])
      .toSorted(([a], [b]) => a - b)
      .slice(0, count)
      .map(([, item]) => item),
  );
  return items.filter((item) => drawn.has(item));
}
