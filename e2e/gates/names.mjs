// G2: what is declared is reached through its declaration, never through its name in a string.
import { registry } from '@zoetrope/contract/registry.ts';
import { isBelow } from './direction.mjs';
import { placeOf, withoutComments } from './tree.mjs';

const commands = [...registry.commands.keys()];
const topics = [...registry.topics.keys()];
const features = registry.features.map((feature) => feature.name);

const escape = (name) => name.replaceAll('.', '\\.');
const oneOf = (names) => `(?:${names.map(escape).join('|')})`;

/** Contract and carriers are where names are written; the generated tables are named after the entities. */
const isExempt = (file) =>
  file.startsWith('contract/') ||
  file.startsWith('backend/src/carriers/') ||
  file.startsWith('backend/src/store/migrations');

/** Roads that are no commands, named after the noun that they serve: tokens are hashed, bytes are served. */
const roads = new Set(['accounts', 'media', 'reads', 'pages']);
const roomOf = (file) => file.match(/^backend\/src\/([^/]+)/u)?.[1] ?? '';

// The id of a text may read as a command does: it names a sentence.
const commandName = new RegExp(`(['"\`])(${oneOf(commands)})\\1(?!,\\s*defaultMessage:)`, 'gu');
const commandRoute = new RegExp(`/api/(${oneOf(commands.map((name) => name.replace('.', '/')))})\\b`, 'gu');
// Compared with, or put into, the column of a change or a reference that names the entity.
const entityColumn = new RegExp(`\\be(?:\\s*[!=]==?|:)\\s*(['"\`])(${oneOf([...registry.entities.keys()])})\\1`, 'gu');
const anyName = new RegExp(`(['"\`])(${oneOf([...registry.entities.keys(), ...topics, ...features])})\\1`, 'gu');
const topicKey = new RegExp(`(['"\`])(${oneOf(topics)})/(?:\\$\\{|\\1\\s*\\+)`, 'gu');
const entityRow = new RegExp(`\\browKey\\(\\s*(['"\`])(${oneOf([...registry.entities.keys()])})\\1`, 'gu');
const message = new RegExp(
  `(?:\\.(?:emit|on|once)|@(?:Get|Post|Put|Patch|Delete|Controller|SubscribeMessage))\\(\\s*['"\`]/?(?:api/)?(${oneOf(features)})[.:/'"\`]`,
  'gu',
);

/** A sentence for each place where something declared is named in a string. */
export function checkNames(tree) {
  const found = [];
  for (const [file, text] of tree) {
    if (isExempt(file)) continue;
    const code = withoutComments(text);
    const report = (pattern, sentence) => {
      for (const match of code.matchAll(pattern)) {
        found.push(`G2: ${placeOf(file, code, match.index)} ${sentence}: ${match[0].trim()}`);
      }
    };
    report(commandName, 'names a command in a string');
    report(topicKey, 'builds the key of a topic by hand');
    report(entityRow, 'names an entity in a string');
    // Rooms below features are handed the registry; elsewhere such a word may be a page, an icon or an audience.
    if (isBelow(file)) report(anyName, 'names what a feature declares');
    else report(entityColumn, 'names an entity in a string');
    if (roads.has(roomOf(file))) continue;
    report(commandRoute, 'names the route of a command');
    report(message, 'has a message or a route for one feature');
  }
  return found;
}
