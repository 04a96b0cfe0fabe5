// How often what may be tried. No account is ever locked: whoever waits the seconds named in `retryAfterMs` may try again.
import { Refusal } from '@zoetrope/contract/errors.ts';
import { toNetwork } from '#carriers/network.ts';
import type { Attempts, Rate } from './attempts.ts';

/** Guests of one wedding share one address. */
const SIGN_UP_BY_ADDRESS: Rate = { burst: 100, oneMoreEachMs: 10_000 };
const SIGN_IN_BY_ADDRESS: Rate = { burst: 60, oneMoreEachMs: 5_000 };
const SIGN_IN_BY_LOGIN_AND_ADDRESS: Rate = { burst: 10, oneMoreEachMs: 15_000 };
const SIGN_IN_BY_LOGIN: Rate = { burst: 100, oneMoreEachMs: 2_000 };
const WRONG_INVITE_BY_ADDRESS: Rate = { burst: 60, oneMoreEachMs: 1_000 };
const LINK_BY_ADDRESS: Rate = { burst: 20, oneMoreEachMs: 10_000 };
const AVATAR_BY_PERSON: Rate = { burst: 20, oneMoreEachMs: 30_000 };

/**
 * The policy, one method for each thing that may be tried. Errors, throughout: Refusal `slow-down`.
 *
 * Guesses at a password count for the name at one address (10, then one each 15 s), for the address (60, then one each
 * 5 s) and for the name from everywhere (100, then one each 2 s). A right password gives its attempts back. So somebody
 * else's failures cost the owner of a name at most a wait of seconds, and only while hundreds of addresses are guessing.
 */
export class AttemptLimits {
  constructor(private readonly attempts: Attempts) {}

  signUp(address: string | undefined): void {
    this.attempts.take(`sign-up ${toNetwork(address)}`, SIGN_UP_BY_ADDRESS);
  }

  /** Returns what to call when the password was right. */
  signIn(login: string, address: string | undefined): () => void {
    const network = toNetwork(address);
    const taken: [string, Rate][] = [];
    const take = (key: string, rate: Rate): void => {
      this.attempts.take(key, rate);
      taken.push([key, rate]);
    };
    // Narrowest first: who is refused by one bucket takes nothing from the wider ones, where others would miss it.
    take(`sign-in ${login} ${network}`, SIGN_IN_BY_LOGIN_AND_ADDRESS);
    take(`sign-in-address ${network}`, SIGN_IN_BY_ADDRESS);
    take(`sign-in-login ${login}`, SIGN_IN_BY_LOGIN);
    return () => taken.forEach(([key, rate]) => this.attempts.giveBack(key, rate));
  }

  /** Looks for an invite by its token. Only a token that nobody made is a guess: a crowd with good links is never refused. */
  async invite<T>(address: string | undefined, look: () => Promise<T>): Promise<T> {
    const key = `invite ${toNetwork(address)}`;
    this.attempts.mustHave(key, WRONG_INVITE_BY_ADDRESS);
    try {
      return await look();
    } catch (error) {
      if (error instanceof Refusal && error.body.code === 'not-found')
        this.attempts.charge(key, WRONG_INVITE_BY_ADDRESS);
      throw error;
    }
  }

  openLink(address: string | undefined): void {
    this.attempts.take(`link ${toNetwork(address)}`, LINK_BY_ADDRESS);
  }

  changeAvatar(personId: string): void {
    this.attempts.take(`avatar ${personId}`, AVATAR_BY_PERSON);
  }
}
