// G7: each mutant must be noticed, by the same cases on every carrier. A rule that was copied into one of them would go
// on working there. Run by mutation.mjs.
import { cases } from '@zoetrope/contract/cases.ts';
import type { Case, Stage } from '@zoetrope/contract/kernel/case.ts';
import { editSite } from '@zoetrope/contract/features/site.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { expect, test } from 'vitest';
import { type CarrierName, CARRIERS } from '#support/clients.ts';
import { startServer } from '#support/server.ts';
import { setPatience } from '#support/until.ts';
import { Watchers } from '#support/watchers.ts';
import { Cast } from '#support/world.ts';
import { type Rig, runCase } from '#suite/run-case.ts';
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
const about = ({ commands, topic }: Mutant): Case[] =>
  Object.values(cases)
    .flat()
    .filter((one) => commands.includes(one.run.name) || one.watch(anyStage).topic.name === topic);

/** A rule that one carrier has for itself shows in the first cases as well as in all: each failing one takes its patience. */
const ENOUGH = 3;
type Found = Record<CarrierName, string[]>;
const nothing = (): Found => Object.fromEntries(CARRIERS.map((carrier) => [carrier, []])) as never;
const isNothing = (found: Found): boolean => Object.values(found).every((titles) => titles.length === 0);
const differs = (found: Found): boolean => new Set(Object.values(found).map((titles) => titles.join('\n'))).size > 1;

/** The titles that fail, by carrier, on a server of the mutant's own. Cases that run alone are tried if no other fails. */
async function failures(mutant: Mutant): Promise<Found> {
  const server = await startServer({
    isInParts: true,
    env: { NODE_OPTIONS: `--import ${onLoad}`, MUTANT: mutant.name },
  });
  const takeBack = mutant.apply();
  const watchers: Watchers[] = [];
  const rigOf = (cast: Cast, carrier: CarrierName): Rig => {
    const rig = { registry, cast, carrier, watchers: new Watchers(registry, cast, carrier) };
    watchers.push(rig.watchers);
    return rig;
  };
  const found = nothing();
  const tryOut = async (rig: Rig, tried: readonly Case[]) => {
    for (const one of tried) {
      if (found[rig.carrier].length === ENOUGH) return;
      if ((await runCase(rig, one)).length > 0) found[rig.carrier].push(one.title);
    }
  };
  const [alone, together] = [about(mutant).filter((one) => one.alone), about(mutant).filter((one) => !one.alone)];
  try {
    await Promise.all(CARRIERS.map(async (carrier) => tryOut(rigOf(await Cast.signUp(server), carrier), together)));
    if (!isNothing(found) || alone.length === 0) return found;
    const administrators = await Cast.signUp(server);
    try {
      await administrators.makeAdministrator();
      await administrators.arrange([{ as: 'alice', run: editSite, input: { signUp: 'open' } }]);
    } catch (error) {
      for (const carrier of CARRIERS) found[carrier].push((error as Error).message);
      return found;
    }
    for (const carrier of CARRIERS) await tryOut(rigOf(administrators, carrier), alone);
    return found;
  } finally {
    for (const each of watchers) each.leave();
    takeBack();
    await server.remove();
  }
}

const wanted = mutantsOf(registry).filter(({ name }) => chosen.has(name));

test.each(wanted)('$name', async (mutant) => {
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
