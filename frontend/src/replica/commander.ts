import { errorBody } from '@zoetrope/contract/errors.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import type { Actor, Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { AnyCommand, Moment } from '@zoetrope/contract/kernel/command.ts';
import { safeParse } from 'zod/mini';
import type { Facts } from './facts.ts';
import { fieldsOf } from './fields.ts';
import type { RunOptions } from './offers.ts';
import type { Outbox } from './outbox.ts';
import type { Accepted, Pending, Predictions } from './predictions.ts';
import { Refused, refused } from './refused.ts';
import { serverNow } from './server-clock.ts';

/** Runs commands: checked here, shown at once, decided by the server. */
export class Commander {
  constructor(
    private readonly caller: Caller,
    private readonly predictions: Predictions,
    private readonly outbox: Outbox,
    private readonly factsOf: (command: AnyCommand, input: unknown, actor: Actor) => Facts,
    /** Called after each change, with the answer when the server accepted. */
    private readonly onChange: (accepted?: Accepted) => void,
  ) {}

  can(command: AnyCommand, input: unknown): boolean | undefined {
    const moment = this.moment();
    if (!moment || command.serverOnly) return false;
    const resolved = this.factsOf(command, input, moment.caller);
    if (resolved.kind === 'unknown') return undefined;
    return resolved.kind === 'known' && command.allowed(resolved.facts, input, moment) === true;
  }

  async run(command: AnyCommand, input: unknown, options: RunOptions): Promise<void> {
    const moment = this.moment();
    if (!moment) throw refused('unauthenticated');
    const parsed = safeParse(command.input, input);
    if (!parsed.success) throw new Refused(errorBody('invalid', { fields: fieldsOf(parsed.error.issues) }));
    const pending: Pending = { id: newId(), command, input: parsed.data, moment };
    this.predictions.pending.push(pending);
    this.onChange();
    const message = { id: pending.id, name: command.name, input: parsed.data };
    const answer = await this.outbox.send(message, {
      isKept: options.keepWhenRefused ?? false,
      retry: () => this.run(command, input, options),
      onSending: () => this.predictions.markSent(pending),
    });
    if (!answer.ok) {
      this.predictions.remove(pending);
      this.onChange();
      throw new Refused(answer.error);
    }
    pending.accepted = answer;
    this.onChange(answer);
  }

  /** undefined for a visitor, who may run nothing. */
  private moment(): Moment | undefined {
    const { caller } = this;
    if (caller.kind !== 'account' && caller.kind !== 'guest') return undefined;
    return { caller, me: caller.id, now: serverNow().toISOString() };
  }
}
