// A verdict rests on rows; a node hears of their changes through the topics that carry them. So each has a place.
import { cases } from '@zoetrope/contract/cases.ts';
import { registry } from '@zoetrope/contract/registry.ts';

const someId = '01890000-0000-7000-8000-000000000000';
/** Somebody else's: several reads lead nowhere for the owner. */
const otherId = '01890000-0000-7000-8000-000000000001';
const stage = { id: () => someId, person: () => someId };
const callers = [{ kind: 'account', id: someId }, { kind: 'visitor' }];

/** Stands for a row of which every column is set, whatever it is. */
const anyRow = () => new Proxy({}, { get: () => otherId });

/** The entities that a command or topic reads, by read; `undefined` for a read that no sample leads anywhere. */
function entitiesRead(guarded, inputs) {
  const read = new Map(guarded.reads.map(({ name }) => [name, undefined]));
  for (const input of inputs) {
    for (const caller of callers) {
      for (const { name, ref } of guarded.reads) {
        const facts = new Proxy({}, { get: () => anyRow() });
        read.set(name, attempt(() => ref(input, caller, facts))?.e ?? read.get(name));
      }
    }
  }
  return read;
}

function attempt(work) {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** A sentence for each entity that is read for judging and has no place, and for each read that cannot be followed. */
export function checkPlaces(declared = registry, all = Object.values(cases).flat()) {
  const found = [];
  const guardeds = [...declared.commands.values(), ...declared.topics.values()];
  for (const guarded of guardeds) {
    const samples = all.filter((one) => one.run.name === guarded.name).map((one) => attempt(() => one.input(stage)));
    const inputs = [...samples.filter((input) => input && typeof input === 'object'), anyRow()];
    for (const [name, entity] of entitiesRead(guarded, inputs)) {
      if (!entity) found.push(`places: ${guarded.name} reads ${name}, and no case shows from where`);
      else if (declared.placesOf(entity).length === 0)
        found.push(`places: ${guarded.name} rests on ${entity}, which has no place`);
    }
  }
  return found;
}
