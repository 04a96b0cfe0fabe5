// One declared fact changed at a time, in place: the server's copy of the registry and the client's are changed alike.
import * as z from 'zod/mini';

/** Every mutant of a registry: `{ name, feature, commands, apply }`; `apply` returns what takes the change back. */
export function mutantsOf(registry) {
  return registry.features.flatMap((feature) => [
    ...feature.commands.filter((command) => !command.serverOnly).flatMap((command) => ofCommand(feature, command)),
    ...feature.topics.flatMap((topic) => ofTopic(registry, feature, topic)),
    ...feature.places.map((place) => ofPlace(registry, feature, place)),
  ]);
}

/** Applies the mutant of that name. Errors: throws when there is none. */
export function applyMutant(registry, name) {
  const mutant = mutantsOf(registry).find((one) => one.name === name);
  if (!mutant) throw new Error(`there is no mutant ${name}`);
  return mutant.apply();
}

/** Puts `over` in place of a declaration's own properties. */
const overwrite = (declared, over) => () => {
  const before = Object.fromEntries(Object.keys(over).map((key) => [key, declared[key]]));
  Object.assign(declared, over);
  return () => Object.assign(declared, before);
};

/** A mutant that changes nothing cannot be noticed. What a rule or a plan can do is read from its own text. */
const allowsAll = ({ allowed }) => /^\(.*\)\s*=>\s*true$/su.test(String(allowed));
const opsIn = ({ plan }) => String(plan).match(/\.(?:create|put|set|inc|remove)\(/gu) ?? [];

function ofCommand(feature, command) {
  const { plan } = command;
  const ops = opsIn(command);
  const shape = command.input.shape ?? {};
  const mutant = (what, over) => ({
    name: `${command.name}: ${what}`,
    feature: feature.name,
    commands: [command.name],
    apply: overwrite(command, over),
  });
  return [
    ...(allowsAll(command) ? [] : [mutant('anyone may', { allowed: () => true })]),
    mutant('nobody may', { allowed: () => false }),
    ...Object.keys(shape).map((field) =>
      mutant(`${field} unchecked`, { input: z.object({ ...shape, [field]: z.any() }) }),
    ),
    mutant('the first op is not done', { plan: (...given) => plan(...given).slice(1) }),
    ...(ops.length > 1
      ? [mutant('only the first op is done', { plan: (...given) => plan(...given).slice(0, 1) })]
      : []),
    ...(ops.includes('.create(')
      ? [
          mutant('a new row may replace another', {
            plan: (...given) => plan(...given).map((op) => (op.o === 'new' ? { ...op, o: 'put' } : op)),
          }),
        ]
      : []),
  ];
}

function ofTopic(registry, feature, topic) {
  const mutant = (what, over) => ({
    name: `topic ${topic.name}: ${what}`,
    feature: feature.name,
    topic: topic.name,
    commands: [],
    apply: overwrite(topic, over),
  });
  return [
    ...(allowsAll(topic) ? [] : [mutant('anyone may', { allowed: () => true })]),
    mutant('nobody may', { allowed: () => false }),
  ];
}

function ofPlace(registry, feature, place) {
  return {
    name: `${place.entity.name} not carried by ${place.topic.name} by ${Object.values(place.by)}`,
    feature: feature.name,
    topic: place.topic.name,
    commands: [],
    apply() {
      const lists = [
        registry.places,
        registry.placesByEntity.get(place.entity.name),
        registry.placesByTopic.get(place.topic.name),
      ];
      const at = lists.map((list) => list.indexOf(place));
      lists.forEach((list, i) => list.splice(at[i], 1));
      return () => lists.forEach((list, i) => list.splice(at[i], 0, place));
    },
  };
}
