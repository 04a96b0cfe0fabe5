// A refusal that follows from every declaration: each field of each command is checked, and says so by its name.
import { PersonTopic } from './features/people.ts';
import type { Case, Stage } from './kernel/case.ts';
import type { AnyCommand } from './kernel/command.ts';
import type { Registry } from './kernel/registry.ts';

/** What no field of any command takes. */
const MALFORMED = { malformed: true };

const fieldsOf = ({ input }: AnyCommand): string[] =>
  Object.keys((input as { shape?: Record<string, unknown> }).shape ?? {});

/** For each command that people run: inputs of a case that succeeds, each with one field malformed. */
export function malformedCases(registry: Registry, declared: readonly Case[]): Case[] {
  return [...registry.commands.values()]
    .filter((command) => !command.serverOnly && fieldsOf(command).length > 0)
    .flatMap((command) => {
      const well = declared.find((one) => one.run.name === command.name && one.expect === 'ok');
      return well ? [malformed(command, well)] : [];
    });
}

function malformed(run: AnyCommand, well: Case): Case {
  const [first, ...others] = fieldsOf(run);
  const inputWith = (field: string) => (stage: Stage) => ({ ...(well.input(stage) as object), [field]: MALFORMED });
  return {
    title: `${run.name} with any field malformed is invalid: ${[first, ...others].join(', ')}`,
    // Nothing is arranged: an input is read before anything else is looked at.
    given: () => [],
    as: well.as,
    run,
    input: inputWith(first!),
    nor: others.map(inputWith),
    expect: 'invalid',
    watch: (stage: Stage) => PersonTopic.of({ personId: stage.person('alice') }),
    seenBy: ['alice', 'bob', 'carla', 'dan', 'visitor'],
  };
}
