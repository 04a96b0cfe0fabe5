// A command as it arrived, checked as far as it can be without the database.
import { createHash } from 'node:crypto';
import { Refusal, type ErrorBody } from '@zoetrope/contract/errors.ts';
import { SERVER, type Actor, type Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { AnyCommand } from '@zoetrope/contract/kernel/command.ts';
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import type { CommandMessage } from '@zoetrope/contract/kernel/wire.ts';
import * as z from 'zod/mini';
import { isStorable, pathOfUnstorable } from './storable.ts';

export interface Attempt {
  readonly caller: Actor;
  readonly id: string;
  readonly command: AnyCommand;
  readonly input: unknown;
  /** Tells one use of a command id from another. */
  readonly inputHash: string;
  /** The server's own code asks: `need` means existence. */
  readonly onServer: boolean;
}

const MAX_ID = 64;

/** Errors: Refusal with unknown-command, unauthenticated or invalid (with fields). */
export function toAttempt(registry: Registry, caller: Caller, message: CommandMessage, onServer: boolean): Attempt {
  const command = registry.commands.get(message.name);
  if (!command || (command.serverOnly && !onServer)) throw new Refusal('unknown-command');
  if (caller.kind === 'visitor') throw new Refusal('unauthenticated');
  const { id } = message;
  if (typeof id !== 'string' || id.length < 1 || id.length > MAX_ID || !isStorable(id))
    throw new Refusal('invalid', { fields: { 'command id': 'invalid_format' } });
  const parsed = z.safeParse(command.input, message.input);
  if (!parsed.success) throw new Refusal('invalid', { fields: toFields(parsed.error.issues) });
  const unstorable = pathOfUnstorable(parsed.data);
  if (unstorable) throw new Refusal('invalid', { fields: { [unstorable.join('.')]: 'invalid_format' } });
  const inputHash = createHash('sha1')
    .update(`${command.name} ${JSON.stringify(parsed.data)}`)
    .digest('base64url');
  return { caller: caller.kind === 'server' ? SERVER : caller, id, command, input: parsed.data, inputHash, onServer };
}

/** Dotted path -> code. A refinement names its own code in place of a message. */
function toFields(issues: readonly z.core.$ZodIssue[]): NonNullable<ErrorBody['fields']> {
  const fields: Record<string, string> = {};
  for (const { path, code, message } of issues)
    fields[path.map(String).join('.')] ??= code === 'custom' && /^[a-z_]+$/.test(message) ? message : code;
  return fields;
}
