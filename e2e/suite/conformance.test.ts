// Every declared case on every carrier. A rule that was copied into one carrier shows as a difference between them.
import { cases } from '@zoetrope/contract/cases.ts';
import type { Case } from '@zoetrope/contract/kernel/case.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CarrierName, CARRIERS } from '#support/clients.ts';
import { type Server, startServer } from '#support/server.ts';
import { Watchers } from '#support/watchers.ts';
import { Cast } from '#support/world.ts';
import { type Rig, runCase } from '#suite/run-case.ts';

let server: Server;
/** Four casts, so that the carriers of a case do not meet; cases that change the site itself share alice the administrator. */
let rigs: Rig[];
let aloneRigs: Rig[];

beforeAll(async () => {
  server = await startServer();
  const administrators = await Cast.signUp(server);
  const casts = await Promise.all(CARRIERS.map(() => Cast.signUp(server)));
  const rigOf = (cast: Cast, carrier: CarrierName): Rig => {
    return { registry, cast, carrier, watchers: new Watchers(registry, cast, carrier) };
  };
  rigs = CARRIERS.map((carrier, i) => rigOf(casts[i]!, carrier));
  aloneRigs = CARRIERS.map((carrier) => rigOf(administrators, carrier));
  await administrators.makeAdministrator();
});
afterAll(async () => {
  for (const { watchers } of [...rigs, ...aloneRigs]) watchers.leave();
  await server?.remove();
});

/** What is wrong with a case, by carrier. */
async function judge(one: Case): Promise<Record<string, string[]>> {
  const found: [string, string[]][] = [];
  if (one.alone) {
    for (const rig of aloneRigs) found.push([rig.carrier, await runCase(rig, one)]);
  } else {
    found.push(
      ...(await Promise.all(rigs.map(async (rig) => [rig.carrier, await runCase(rig, one)] as [string, string[]]))),
    );
  }
  return Object.fromEntries(found);
}

const nothing = Object.fromEntries(CARRIERS.map((carrier) => [carrier, []]));

for (const [feature, own] of Object.entries(cases)) {
  describe(feature, () => {
    for (const one of own) {
      test(one.title, async () => {
        expect(await judge(one)).toEqual(nothing);
      });
    }
  });
}
