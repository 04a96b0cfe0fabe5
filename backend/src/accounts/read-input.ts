import { Refusal } from '@zoetrope/contract/errors.ts';
import * as z from 'zod/mini';
import { pathOfUnstorable } from '#engine/storable.ts';

/**
 * The parsed body.
 *
 * Errors: Refusal `not-json` when the request carried none; `invalid` with `fields`: dotted path -> the issue's code (`too_small`), or the word of a rule of ours (`blank`);
 * `invalid_format` for a text that cannot be stored, as of commands.
 */
export function readInput<T>(schema: z.ZodMiniType<T>, body: unknown): T {
  if (body === undefined) throw new Refusal('not-json');
  const parsed = z.safeParse(schema, body);
  if (parsed.success) {
    const unstorable = pathOfUnstorable(parsed.data);
    if (unstorable) throw new Refusal('invalid', { fields: { [unstorable.join('.')]: 'invalid_format' } });
    return parsed.data;
  }
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues)
    fields[issue.path.join('.')] ??= issue.code === 'custom' ? issue.message : issue.code;
  throw new Refusal('invalid', { fields });
}
