// The gates of DESIGN.md section 3 that read the tree. Each must catch an offender that is planted for it: a gate that
// cannot fail guards nothing. G5 and G6 are the suites, G7 is mutation.mjs.
import { cases } from '@zoetrope/contract/cases.ts';
import { command } from '@zoetrope/contract/kernel/command.ts';
import { entity } from '@zoetrope/contract/kernel/entity.ts';
import { feature } from '@zoetrope/contract/kernel/feature.ts';
import { Registry } from '@zoetrope/contract/kernel/registry.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import * as z from 'zod/mini';
import { checkCoverage } from './coverage.mjs';
import { checkDeletion } from './deletion.mjs';
import { checkDirection } from './direction.mjs';
import { checkFootprints, footprintOf, leaves } from './footprint.mjs';
import { checkNames } from './names.mjs';
import { checkPlaces } from './places.mjs';
import { readTree } from './tree.mjs';
import { checkVersion, readDeclarations, readWire } from './version-lock.mjs';

const tree = readTree();
const withFile = (file, text) => new Map([...tree, [file, text]]);
const leaf = registry.features.at(-1).name;

const Hidden = entity('hidden', z.object({ id: z.string() }));
const peek = command('offender.peek', z.object({ id: z.string() }))
  .fact('hidden', (input) => Hidden.at(input.id))
  .allow((facts) => !!facts.hidden);
const offender = feature({ name: 'offender', entities: [Hidden], places: [], commands: [peek], topics: [] });
const offended = new Registry([...registry.features, offender]);

const importLeaf = `import '@zoetrope/contract/features/${leaf}.ts';\n`;
const planted = 'backend/src/engine/planted.ts';
const wire = await readWire();
/** A field of every refusal under another name. */
const renamed = (module) => readDeclarations(module).map((line) => line.replaceAll('retryAfterMs', 'retryInMs'));

/** Whether a file of the engine that says this word counts as naming the feature of that name. */
const isNamed = (name, word) => footprintOf(name, new Map([[planted, word]])).strays.length > 0;

/** What G2 must refuse: file, its only line. */
const namings = [
  [planted, `run('${[...registry.commands.keys()].at(-1)}')`],
  [planted, `socket.emit('${leaf}:added')`],
  [planted, 'key(`photo/${id}`)'],
  [planted, "kindOf(change) === 'photos'"],
  ['frontend/src/replica/planted.ts', "const shown = 'members'"],
  ['frontend/src/features/comments/planted.ts', "const what = 'comments'"],
  ['frontend/src/features/comments/planted.ts', "const where = ['group-photos']"],
  ['frontend/src/features/comments/planted.ts', "socket.emit('comment:added', row)"],
  ['frontend/src/features/comments/planted.ts', "socket.on('comment', show)"],
  ['frontend/src/features/comments/planted.ts', 'await fetch(`/api/comments/${verb}`)'],
  ['frontend/src/features/comments/planted.ts', "post('comments/add', input)"],
  ['frontend/src/features/comments/planted.ts', 'await fetch(`/people/${id}`)'],
  ['frontend/src/pages/planted.ts', "socket.emit('groups.changed')"],
  ['frontend/src/pages/planted.ts', "const name = 'comments.' + verb"],
  ['backend/src/media/planted.ts', "if (change.e === 'photos') look()"],
  ['backend/src/media/planted.ts', "@Post('photos/remove')"],
  ['backend/src/media/planted.ts', "@SubscribeMessage('photo')"],
  ['backend/src/media/planted.ts', "gateway.emit('photos:added', row)"],
  ['backend/src/media/planted.ts', "@Controller({ path: 'photoAlbums' })"],
  ['backend/src/media/planted.ts', "route('/photos/all', RequestMethod.GET)"],
  ['backend/src/accounts/planted.ts', "@Post('groups/create')"],
];
/** What G2 must let pass. */
const noNamings = [
  [planted, "socket.emit('start'); const stage = 'photograph'; // 'photos'"],
  ['frontend/src/pages/planted.ts', '<Link icon="people" href={`/people/${id}`}>'],
  ['frontend/src/pages/planted.ts', "$t({ id: 'comments.older', defaultMessage: 'Show older comments' })"],
];

/** name, the sentences of the tree as it is, and whether the planted offender is among the sentences. */
const gates = [
  [
    'G1 footprint',
    () => checkFootprints(tree),
    () =>
      checkFootprints(withFile(planted, `export const ${leaf} = 1;\n`)).some((line) => line.includes(planted)) &&
      ['stars', 'STAR_MAX', 'addStar', 'StarRow', 'star_count', "'star-list'"].every((word) =>
        isNamed('stars', word),
      ) &&
      !['start', 'restart', 'startAll', 'STARTED', 'asterisk', 'mustard'].some((word) => isNamed('stars', word)) &&
      ['tag', 'photoTag', 'TAGS', 'PhotoTagsTopic'].every((word) => isNamed('tags', word)) &&
      !['etag', 'ETag', 'stage', 'vintage', 'tagged'].some((word) => isNamed('tags', word)) &&
      isNamed('photoTags', "'photo-tag'"),
  ],
  [
    'G2 names',
    () => checkNames(tree),
    () =>
      namings.every(([file, line]) => checkNames(withFile(file, line)).some((found) => found.includes(file))) &&
      noNamings.every(([file, line]) => checkNames(withFile(file, line)).length === checkNames(tree).length),
  ],
  [
    'G3 direction',
    () => checkDirection(tree),
    () => checkDirection(withFile(planted, importLeaf)).some((line) => line.includes(planted)),
  ],
  ['facts have places', () => checkPlaces(), () => checkPlaces(offended).some((line) => line.includes('hidden'))],
  [
    'commands have cases',
    () => checkCoverage(),
    () =>
      checkCoverage(offended).some((line) => line.includes('offender.peek')) &&
      checkCoverage(registry, Object.values(cases).flat().slice(5)).length > 0,
  ],
  [
    'version lock',
    () => checkVersion(wire),
    async () =>
      checkVersion(await readWire(offended)).some((line) => line.includes('offender.peek')) &&
      checkVersion(await readWire(registry, renamed)).some((line) => line.includes('errors.ts types')),
  ],
  ['G4 deletion', ...deletion()],
];

/** The compiler runs once for both questions: the offender lies in the copy that misses the last feature. */
function deletion() {
  let found;
  const isPlanted = (line) => line.includes(planted);
  const look = () =>
    (found ??= leaves(tree).flatMap((name) => checkDeletion(name, name === leaf ? { [planted]: importLeaf } : {})));
  return [() => look().filter((line) => !isPlanted(line)), () => look().some(isPlanted)];
}

let failures = 0;
for (const [name, check, catches] of gates) {
  const startedAt = performance.now();
  const sentences = [
    ...(await check()),
    ...((await catches()) ? [] : [`${name}: the planted offender was not caught`]),
  ];
  const took = `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
  console.log(`${sentences.length === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(20)} ${took}`);
  for (const sentence of sentences) console.log(`     ${sentence}`);
  failures += sentences.length;
}
process.exitCode = failures === 0 ? 0 : 1;
