// G1: a feature is its declaration and its lines in the registry. `npm run footprint <feature>` prints what it is made of.
import { registry } from '@zoetrope/contract/registry.ts';
import { countLines, readTree, withoutComments } from './tree.mjs';
import { partsPattern } from './words.mjs';

/** The first reactions; a feature of that size may not take more. */
export const YARDSTICK_LINES = 60;

/**
 * What the rooms beside the contract are about, and why each is named there in too many files for a list. Everything that
 * came after these must keep to G1.
 */
const foundations = new Set([
  // accounts/ makes people and signs them in: each row of theirs has a personId.
  'people',
  // accounts/ asks it whether strangers may sign up, media/ how much room there is, pages/ what the site is called.
  'site',
  // Photos are shown to the members of groups: downloads, duplicates, pages and the limits are by group.
  'groups',
  // Whether somebody may look rests on it in every feature about photos; accounts/ seats whoever takes an invitation.
  'members',
  // accounts/ takes an invitation from somebody who has no account yet; pages/ shows it to messengers.
  'invites',
  // media/ is told with an upload for whom it is, and looks for duplicates there.
  'audiences',
  // media/ makes them of uploads; downloads, the feed and the pages are of them.
  'photos',
]);
/** Features that nothing else may name, but for `alsoNamedIn`. */
const additions = registry.features.map(({ name }) => name).filter((name) => !foundations.has(name));
const alsoNamedIn = {
  friends: {
    'contract/errors.ts': 'the codes of refusals are one list',
    'contract/features/audiences.ts': 'friends are one of three audiences',
    'contract/features/photos.ts': 'a photo may be for friends',
    'contract/features/rolls.ts': 'a roll may be for friends',
    'backend/src/media/duplicates.ts': 'the same photo is looked for among those for friends',
    'backend/src/pages/first-answers.ts': 'Home begins with the photos of friends',
  },
  rolls: {
    'contract/features/photos.ts': 'photos that are added together are of one roll',
    'contract/limits.ts': 'how many photos a roll takes stands beside the other limits',
  },
  comments: {
    'contract/features/photos.ts': 'the tally of a photo counts its comments',
    'contract/limits.ts': 'the length of a comment stands beside the other limits',
  },
};
/** Additions on which no declaration of another feature builds: the product compiles without them (G4). */
export const leaves = (tree) =>
  additions.filter((name) =>
    [...tree].every(
      ([file, text]) => !/^contract\/features\/(?!.*\.cases\.)/u.test(file) || !text.includes(`'./${name}.ts'`),
    ),
  );

const registryFile = 'contract/registry.ts';

/** Where hand-written code of a feature lies, and of which kind it is; undefined for files of nobody's. */
function kindOf(file, feature) {
  if (file === `contract/features/${feature}.ts`) return 'declaration';
  if (file === registryFile) return 'registry';
  if (file.endsWith('.cases.ts') || file === 'contract/cases.ts') return 'cases';
  if (file.startsWith('backend/src/store/migrations')) return 'migration';
  if (file.startsWith('backend/src/effects/') || file.startsWith('backend/src/reads/')) return 'effects and reads';
  if (file.startsWith('backend/src/demo/')) return 'demo';
  if (file.startsWith('frontend/src/') && !file.startsWith('frontend/src/replica/')) return 'interface';
  return undefined;
}
const counted = new Set(['declaration', 'registry']);

/**
 * Each kind of file that names the feature: `{ kind, files, lines }`, the files that may not, and permissions that nobody uses.
 * In files that are not its own, only the lines that name it are counted.
 */
export function footprintOf(feature, tree) {
  const name = new RegExp(partsPattern(feature), 'u');
  const parts = new Map();
  const strays = [];
  const granted = new Set(Object.keys(alsoNamedIn[feature] ?? {}));
  for (const [file, text] of tree) {
    const naming = withoutComments(text)
      .split('\n')
      .filter((line) => name.test(line));
    const isOwn = name.test(file);
    if (naming.length === 0 && !isOwn) continue;
    const kind = kindOf(file, feature);
    if (!kind) {
      if (!granted.delete(file)) strays.push(file);
      continue;
    }
    const part = parts.get(kind) ?? { kind, files: 0, lines: 0 };
    part.files++;
    part.lines += isOwn ? countLines(text) : naming.length;
    parts.set(kind, part);
  }
  const lines = [...parts.values()].filter((part) => counted.has(part.kind)).reduce((sum, part) => sum + part.lines, 0);
  return { feature, parts: [...parts.values()], lines, strays, unused: [...granted] };
}

/** A sentence for each feature that is spread over files which should not know it. */
export function checkFootprints(tree) {
  return additions
    .map((feature) => footprintOf(feature, tree))
    .flatMap(({ feature, strays, lines, unused }) => [
      ...strays.map((file) => `G1: ${file} names the feature ${feature}`),
      ...unused.map((file) => `G1: ${file} does not name ${feature} any more; take it out of footprint.mjs`),
      ...(feature === 'reactions' && lines > YARDSTICK_LINES
        ? [`G1: ${feature} takes ${lines} lines, more than ${YARDSTICK_LINES}`]
        : []),
    ]);
}

function print({ feature, parts, lines, strays }) {
  console.log(`${feature}: ${lines} hand-written lines that are not interface`);
  for (const { kind, files, lines: all } of parts) {
    const note = counted.has(kind) ? '' : '  (not counted)';
    console.log(`  ${kind.padEnd(18)} ${String(files).padStart(3)} files ${String(all).padStart(5)} lines${note}`);
  }
  for (const [file, why] of Object.entries(alsoNamedIn[feature] ?? {})) console.log(`  also in ${file}: ${why}`);
  if (foundations.has(feature)) console.log(`  a foundation; rooms that name it: ${strays.length} files`);
  else for (const file of strays) console.log(`  names it and should not: ${file}`);
}

if (process.argv[1] === import.meta.filename) {
  const wanted = process.argv[2];
  const known = registry.features.map((feature) => feature.name);
  if (wanted && !known.includes(wanted)) {
    console.error(`There is no feature ${wanted}. There are: ${known.join(', ')}.`);
    process.exit(1);
  }
  const tree = readTree();
  const found = (wanted ? [wanted] : known).map((feature) => footprintOf(feature, tree));
  found.forEach(print);
  if (found.some(({ feature, strays }) => strays.length > 0 && !foundations.has(feature))) process.exitCode = 1;
}
