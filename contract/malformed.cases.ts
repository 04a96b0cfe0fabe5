// A refusal that follows from every declaration: each field of each command is checked, and says so by its name.
import { PersonTopic } from './features/people.ts';
import type { Case, Stage } from './kernel/case.ts';
import type { AnyCommand } from './kernel/command.ts';
import type { Registry } from './kernel/registry.ts';

/** What no field of any command takes. */
const MALFORMED = { malformed: true };

const fieldsOf = ({ input }: AnyCommand): string[] =>
  Object.keys((input as { shape?: Record<string, unknown> }).shape ?? {});

/** For each field of each command that people run: an input of a case that succeeds, with that field alone malformed. */
export function malformedCases(registry: Registry, declared: readonly Case[]): Case[] {
  return [...registry.commands.values()]
    .filter((command) => !command.serverOnly)
    .flatMap((command) => {
      const well = declared.find((one) => one.run.name === command.name && one.expect === 'ok');
      return well ? fieldsOf(command).map((field) => malformed(command, field, well)) : [];
    });
}

const malformed = (run: AnyCommand, field: string, well: Case): Case => ({
  title: `${run.name} with a malformed ${field} is invalid`,
  // Nothing is arranged: an input is read before anything else is looked at.
  given: () => [],
  as: well.as,
  run,
  input: (stage: Stage) => ({ ...(well.input(stage) as object), [field]: MALFORMED }),
  expect: 'invalid',
  watch: (stage: Stage) => PersonTopic.of({ personId: stage.person('alice') }),
  seenBy: ['alice', 'bob', 'carla', 'dan', 'visitor'],
});
