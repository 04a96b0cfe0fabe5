// Every declared case on every carrier. A rule that was copied into one carrier shows as a difference between them.
import { cases } from '@zoetrope/contract/cases.ts';
import type { Case } from '@zoetrope/contract/kernel/case.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CarrierName, CARRIERS } from '#support/clients.ts';
import { type Server, startServer } from '#support/server.ts';
import { Cast } from '#support/world.ts';
import { runCase } from '#suite/run-case.ts';

let server: Server;
let casts: Record<CarrierName, Cast>;
let administrators: Cast;

beforeAll(async () => {
  server = await startServer();
  administrators = await Cast.signUp(server);
  const signedUp = await Promise.all(CARRIERS.map(async (carrier) => [carrier, await Cast.signUp(server)] as const));
  casts = Object.fromEntries(signedUp) as Record<CarrierName, Cast>;
  await administrators.makeAdministrator();
});
afterAll(() => server?.remove());

/** What is wrong with a case, by carrier. */
async function judge(one: Case): Promise<Record<string, string[]>> {
  const found: [string, string[]][] = [];
  if (one.alone) {
    for (const carrier of CARRIERS)
      found.push([carrier, await runCase({ registry, cast: administrators, carrier }, one)]);
  } else {
    const run = async (carrier: CarrierName) =>
      [carrier, await runCase({ registry, cast: casts[carrier], carrier }, one)] as [string, string[]];
    found.push(...(await Promise.all(CARRIERS.map(run))));
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
