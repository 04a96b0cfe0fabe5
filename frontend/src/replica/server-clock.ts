// What time it is where the truth is. A device's clock may be wrong by days; "yesterday" and the end of an invitation
// must not be.

/** Below this it is the way of the answer and the header's whole seconds, and the device's clock is right. */
const RIGHT_WITHIN_MS = 60_000;

let aheadMs = 0;

/**
 * Learns from an answer how far this device's clock is off. Without a date nothing is learned.
 *
 * Source: RFC 9110, 6.6.1: an origin server says its own time, in whole seconds.
 */
export function hearServerDate(header: string | null, nowMs = Date.now()): void {
  const offMs = Date.parse(header ?? '') - nowMs;
  if (!Number.isNaN(offMs)) aheadMs = Math.abs(offMs) < RIGHT_WITHIN_MS ? 0 : offMs;
}

/** Now, by the server's clock where this device's is wrong. For what is compared with the server's instants, or becomes one. */
export const serverNow = (): Date => new Date(Date.now() + aheadMs);
