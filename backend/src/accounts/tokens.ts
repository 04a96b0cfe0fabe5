import { createHash, randomBytes } from 'node:crypto';

/** A secret that cannot be guessed: 256 random bits in base64url, 43 characters. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** What is stored of a token: its SHA-256 in hex. A slow hash is for passwords; 256 random bits cannot be searched. */
export const toTokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');
