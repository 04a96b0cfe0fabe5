// G7: each mutant must be noticed, by the same cases on every carrier. A rule that was copied into one of them would go
// on working there. Run by mutation.mjs.
import { cases } from '@zoetrope/contract/cases.ts';
import type { Case, Stage } from '@zoetrope/contract/kernel/case.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { expect, test } from 'vitest';
import { CARRIERS } from '#support/clients.ts';
import { startServer } from '#support/server.ts';
import { setPatience } from '#support/until.ts';
import { Watchers } from '#support/watchers.ts';
import { Cast } from '#support/world.ts';
import { runCase } from '#suite/run-case.ts';
// @ts-expect-error Plain JavaScript, which the mutated server loads as well.
import { mutantsOf as untyped } from './mutants.mjs';

interface Mutant {
  readonly name: string;
  readonly feature: string;
  readonly topic?: string;
  readonly commands: readonly string[];
  apply(): () => void;
}
const mutantsOf = untyped as (of: typeof registry) => Mutant[];
const chosen = new Set(JSON.parse(process.env['MUTANTS'] ?? '[]') as string[]);
const onLoad = new URL('./mutate-on-load.mjs', import.meta.url).href;

/** A case says only by its topic what it is about; ids do not matter for that. */
const anyStage: Stage = { id: () => newId(), person: () => newId() };
const all = Object.values(cases)
  .flat()
  .filter((one) => !one.alone);
const about = ({ commands, topic }: Mutant): Case[] =>
  all.filter((one) => commands.includes(one.run.name) || one.watch(anyStage).topic.name === topic);

/** The titles that fail, by carrier. */
async function failures(mutant: Mutant): Promise<Record<string, string[]>> {
  const server = await startServer({ env: { NODE_OPTIONS: `--import ${onLoad}`, MUTANT: mutant.name } });
  const takeBack = mutant.apply();
  const watchers: Watchers[] = [];
  try {
    const failing = CARRIERS.map(async (carrier) => {
      const cast = await Cast.signUp(server);
      const rig = { registry, cast, carrier, watchers: new Watchers(registry, cast, carrier) };
      watchers.push(rig.watchers);
      const found: string[] = [];
      for (const one of about(mutant)) if ((await runCase(rig, one)).length > 0) found.push(one.title);
      return [carrier, found] as const;
    });
    return Object.fromEntries(await Promise.all(failing));
  } finally {
    for (const each of watchers) each.leave();
    takeBack();
    await server.remove();
  }
}

const differs = (found: Record<string, string[]>): boolean =>
  new Set(Object.values(found).map((titles) => titles.join('\n'))).size > 1;

const wanted = mutantsOf(registry).filter(({ name }) => chosen.has(name));
const untried = wanted.filter((mutant) => about(mutant).length === 0);
if (untried.length > 0)
  console.log(`only cases that run alone are about: ${untried.map(({ name }) => name).join('; ')}`);

test.each(wanted.filter((mutant) => !untried.includes(mutant)))('$name', async (mutant) => {
  setPatience(1_500);
  let found = await failures(mutant);
  if (differs(found)) {
    // A difference counts only if patience does not cure it.
    setPatience(6_000);
    found = await failures(mutant);
  }
  const [first] = Object.values(found);
  expect(first, 'nothing noticed it').not.toEqual([]);
  expect(found).toEqual(Object.fromEntries(CARRIERS.map((carrier) => [carrier, first])));
});
