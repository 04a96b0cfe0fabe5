import { type CarrierName, CARRIERS } from '#support/clients.ts';
import { Cast, type Served } from '#support/world.ts';

/** A cast for each carrier, so that carriers do not meet. */
export async function castsByCarrier(server: Served): Promise<Record<CarrierName, Cast>> {
  const signedUp = CARRIERS.map(async (carrier) => [carrier, await Cast.signUp(server)] as const);
  return Object.fromEntries(await Promise.all(signedUp)) as Record<CarrierName, Cast>;
}
