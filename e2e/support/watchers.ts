import type { Onlooker } from '@zoetrope/contract/kernel/case.ts';
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import { type CarrierName, Client } from '#support/clients.ts';
import type { Cast } from '#support/world.ts';

/** Tabs that everybody of a cast leaves open while case after case goes by, as people do. */
export class Watchers {
  private readonly clients = new Map<Onlooker, Client>();

  constructor(
    private readonly registry: Registry,
    private readonly cast: Cast,
    private readonly carrier: CarrierName,
  ) {}

  of(who: Onlooker): Client {
    let client = this.clients.get(who);
    if (!client) this.clients.set(who, (client = Client.of(this.registry, this.cast, who, this.carrier)));
    return client;
  }

  leave(): void {
    for (const client of this.clients.values()) client.leave();
  }
}
