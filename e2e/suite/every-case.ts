// Every declared case on every carrier. A rule that was copied into one carrier shows as a difference between them. In two
// suites, each on a server of its own, since one suite leaves a core idle for a third of its time.
import { cases } from '@zoetrope/contract/cases.ts';
import type { Case } from '@zoetrope/contract/kernel/case.ts';
import { editSite } from '@zoetrope/contract/features/site.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CarrierName, CARRIERS } from '#support/clients.ts';
import { type Server, startServer } from '#support/server.ts';
import { Watchers } from '#support/watchers.ts';
import { Cast } from '#support/world.ts';
import { type Rig, runCase } from '#suite/run-case.ts';

let server: Server;
/** Lanes in which no case is now. A case mostly waits, so others run beside it, each with people of its own. */
const free: Lane[] = [];
/** Cases that change the site itself share alice the administrator, and run one carrier after the other. */
let aloneRigs: Rig[] = [];
/** What people are in and have made grows with every case, and is all told to each who comes; so others come in time. */
const CASES_OF_A_CAST = 20;

const rigOf = (cast: Cast, carrier: CarrierName): Rig => {
  return { registry, cast, carrier, watchers: new Watchers(registry, cast, carrier) };
};

/** One cast for each carrier, so that the carriers of a case do not meet. */
class Lane {
  private rigs: Rig[] = [];
  private runs = 0;

  async next(): Promise<readonly Rig[]> {
    if (this.runs++ % CASES_OF_A_CAST === 0) {
      this.leave();
      const casts = await Promise.all(CARRIERS.map(() => Cast.signUp(server)));
      this.rigs = CARRIERS.map((carrier, i) => rigOf(casts[i]!, carrier));
    }
    return this.rigs;
  }

  leave(): void {
    for (const { watchers } of this.rigs) watchers.leave();
  }
}

/** What is wrong with a case, by carrier. */
async function judge(one: Case): Promise<Record<string, string[]>> {
  const run = async (rig: Rig) => [rig.carrier, await runCase(rig, one)] as const;
  if (one.alone) {
    const found = [];
    for (const rig of aloneRigs) found.push(await run(rig));
    return Object.fromEntries(found);
  }
  const lane = free.pop() ?? new Lane();
  try {
    return Object.fromEntries(await Promise.all((await lane.next()).map(run)));
  } finally {
    free.push(lane);
  }
}

const nothing = Object.fromEntries(CARRIERS.map((carrier) => [carrier, []]));

/** What the suite about people, their groups and their words has; the other one has whatever is not here. */
const ABOUT_PEOPLE = new Set(['people', 'site', 'friends', 'groups', 'members', 'invites', 'comments']);

/** Declares the tests of one of the two suites. */
export function judgeCases(suite: 'people' | 'rest'): void {
  beforeAll(async () => {
    server = await startServer();
    const administrators = await Cast.signUp(server);
    aloneRigs = CARRIERS.map((carrier) => rigOf(administrators, carrier));
    await administrators.makeAdministrator();
    await administrators.arrange([{ as: 'alice', run: editSite, input: { signUp: 'open' } }]);
  });
  afterAll(async () => {
    for (const lane of free) lane.leave();
    for (const { watchers } of aloneRigs) watchers.leave();
    await server?.remove();
  });

  for (const [feature, own] of Object.entries(cases)) {
    if (ABOUT_PEOPLE.has(feature) !== (suite === 'people')) continue;
    describe(feature, () => {
      for (const one of own) {
        // Those that change the site itself have it for themselves.
        (one.alone ? test : test.concurrent)(one.title, async () => {
          expect(await judge(one)).toEqual(nothing);
        });
      }
    });
  }
}
