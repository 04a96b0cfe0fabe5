import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/**
 * A new link's token, 128 random bits in hex, and the hash that the server keeps of it.
 *
 * The hash is made by @noble/hashes: Web Crypto's digest does not exist on plain http from a phone.
 */
export function newInviteToken(): { token: string; tokenHash: string } {
  const token = bytesToHex(crypto.getRandomValues(new Uint8Array(16)));
  return { token, tokenHash: bytesToHex(sha256(new TextEncoder().encode(token))) };
}

export const inviteUrl = (token: string): string => `${location.origin}/invite/${token}`;
