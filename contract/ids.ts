/** Present in every browser, secure context or not, and in Node; the contract has no DOM types. */
declare const crypto: { getRandomValues(array: Uint8Array): Uint8Array };

/**
 * A new id: UUID version 7, so that rows made together lie together in an index.
 *
 * Uses getRandomValues, the only part of Web Crypto that exists on plain http from a phone. 74 bits are random.
 * Source: RFC 9562 section 5.7.
 */
export function newId(nowMs: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(nowMs / 2 ** (8 * (5 - i))) & 0xff;
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
