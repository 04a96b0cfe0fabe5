import { Inject, Injectable } from '@nestjs/common';
import { Token } from '@zoetrope/contract/accounts.ts';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { Group } from '@zoetrope/contract/features/groups.ts';
import { Invite } from '@zoetrope/contract/features/invites.ts';
import { Person } from '@zoetrope/contract/features/people.ts';
import * as z from 'zod/mini';
import { Accounts } from '#accounts/accounts.ts';
import { Engine } from '#engine/engine.ts';

export interface InviteWords {
  readonly groupName: string;
  readonly inviterName: string;
}

/** Messengers fetch a link once for each reader of a chat. A commit on another node shows after this at the latest. */
const KEPT_MS = 30_000;
const MOST_KEPT = 1_000;
const TELLING = [Invite, Group, Person].map((entity) => `${entity.name}/`);

/** What an invitation's page says of it; kept for a while, so that an unchanged page costs no query. */
@Injectable()
export class InvitePreviews {
  private readonly kept = new Map<string, { readonly words: InviteWords | undefined; readonly untilMs: number }>();

  constructor(
    @Inject(Accounts) private readonly accounts: Accounts,
    @Inject(Engine) engine: Engine,
  ) {
    engine.onCommit(({ touched }) => {
      if (Object.keys(touched).some((key) => TELLING.some((prefix) => key.startsWith(prefix)))) this.kept.clear();
    });
  }

  /** undefined when the link is made up, taken back, expired or used up, and where too many of those were tried. */
  async of(token: string, ip: string | undefined): Promise<InviteWords | undefined> {
    if (!z.safeParse(Token, token).success) return undefined;
    const known = this.kept.get(token);
    if (known && known.untilMs > Date.now()) return known.words;
    let isLimited = false;
    const words = await this.accounts.limits
      .invite(ip, () => this.accounts.invites.preview(token))
      .catch((error: unknown) => {
        isLimited = error instanceof Refusal && error.body.kind === 'slow-down';
        return nothingWhereRefused(error);
      });
    // Nobody has looked at the link: the app asks again.
    if (isLimited) return undefined;
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    this.kept.set(token, { words, untilMs: Date.now() + KEPT_MS });
    return words;
  }
}

function nothingWhereRefused(error: unknown): undefined {
  if (error instanceof Refusal && error.body.kind !== 'unavailable') return undefined;
  throw error;
}
