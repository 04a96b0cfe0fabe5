// Trying to get back up while a lower rung does the work: the new connection is made before the old one is left.
import type { Carrier, CarrierEvents, Delivery } from './carriers/carrier.ts';

const MINUTE_MS = 60_000;
const DELAYS_MS = [MINUTE_MS, 2 * MINUTE_MS, 5 * MINUTE_MS, 10 * MINUTE_MS];
/** A socket has worked on this network: it was cut, not forbidden. */
const RETURN_DELAYS_MS = [1_000, 5_000, 20_000];
/** For the handshake and the upgrade after it. */
const PROBE_MS = 15_000;

export interface ClimbEvents {
  /** True when this delivery is better than what there is; the probe is then the carrier in use. */
  isBetter(delivery: Delivery): boolean;
  /** From here on the carrier's events are the ladder's own. */
  adopt(probe: Carrier, delivery: Delivery): void;
  adopted: CarrierEvents;
  failed(): void;
}

export class Climb {
  private attempts = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private probe: Carrier | undefined;

  constructor(
    private readonly makeProbe: (events: CarrierEvents) => Carrier,
    private readonly events: ClimbEvents,
    /** A socket has been up in this session. */
    private readonly hasBeenUp: () => boolean,
    private readonly random: () => number = Math.random,
  ) {}

  /** Goes on trying, unless it does already. */
  start(): void {
    if (this.timer !== undefined || this.probe) return;
    const delays = this.hasBeenUp() ? [...RETURN_DELAYS_MS, ...DELAYS_MS] : DELAYS_MS;
    const delayMs = delays[Math.min(this.attempts++, delays.length - 1)]!;
    // Half of it by chance: what cut everybody at once must not bring them back at once.
    this.timer = setTimeout(() => this.try(), delayMs * (0.5 + this.random() / 2));
  }

  /** Tries at once and begins with short delays again: the network is another. */
  now(): void {
    this.stop();
    this.try();
  }

  /** At the top, or not wanted. */
  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.attempts = 0;
    this.probe?.stop();
    this.probe = undefined;
  }

  private try(): void {
    let isAdopted = false;
    const giveUp = () => {
      if (this.probe !== probe) return;
      clearTimeout(this.timer);
      this.timer = undefined;
      this.probe = undefined;
      probe.stop();
      this.start();
      this.events.failed();
    };
    const probe: Carrier = this.makeProbe({
      up: (delivery) => {
        if (isAdopted) this.events.adopted.up(delivery);
        if (this.probe !== probe || !this.events.isBetter(delivery)) return;
        clearTimeout(this.timer);
        this.timer = undefined;
        this.probe = undefined;
        isAdopted = true;
        this.events.adopt(probe, delivery);
      },
      down: (error) => (isAdopted ? this.events.adopted.down(error) : giveUp()),
    });
    this.probe = probe;
    this.timer = setTimeout(giveUp, PROBE_MS);
    probe.start();
  }
}
