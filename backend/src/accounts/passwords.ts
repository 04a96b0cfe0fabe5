import { hash, verify } from '@node-rs/argon2';
import { HashQueue } from './hash-queue.ts';

/**
 * argon2id (the library's default kind) with 19 MiB, two passes, one lane.
 * Source: OWASP Password Storage Cheat Sheet, "Argon2id: use a minimum configuration of 19 MiB of memory, an iteration
 * count of 2, and 1 degree of parallelism".
 */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// Two hashes at once keep two threads of libuv's four free for files and names; a hundred more wait about three seconds.
const AT_ONCE = 2;
const WAITING = 100;

/** Makes and compares password hashes, few at a time. Errors, throughout: Refusal `slow-down` when too many wait. */
export class Passwords {
  private readonly queue = new HashQueue(AT_ONCE, WAITING);
  private dummy: Promise<string> | undefined;

  toHash(password: string): Promise<string> {
    return this.queue.run(() => hash(toCanonical(password), PARAMETERS));
  }

  /** Without a hash to compare with the same work is done and the answer is false, so that time tells nobody which names exist. */
  async matches(password: string, passwordHash: string | undefined): Promise<boolean> {
    const against = passwordHash ?? (await (this.dummy ??= this.toHash('nobody has this password')));
    const isSame = await this.queue.run(() => verify(against, toCanonical(password)));
    return isSame && passwordHash !== undefined;
  }
}

/** Two keyboards may spell one "é" differently. Source: NIST SP 800-63B section 5.1.1.2, normalise with NFKC. */
const toCanonical = (password: string): string => password.normalize('NFKC');
