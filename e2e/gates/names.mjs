// G2: what is declared is reached through its declaration, never through its name in a string.
import { registry } from '@zoetrope/contract/registry.ts';
import { addresses, otherWords, vocabularies } from './other-words.mjs';
import { placeOf, withoutComments } from './tree.mjs';
import { partsPattern } from './words.mjs';

const commands = [...registry.commands.keys()];
const nouns = [
  ...new Set([
    ...registry.entities.keys(),
    ...registry.topics.keys(),
    ...registry.features.map((feature) => feature.name),
  ]),
];

const escape = (name) => name.replaceAll('.', '\\.');
const oneOf = (names) => `(?:${names.map(escape).join('|')})`;
const anyNoun = `(?:${nouns.map(partsPattern).join('|')})`;

/** Contract and carriers are where names are written; the generated tables are named after the entities. */
const isExempt = (file) =>
  file.startsWith('contract/') ||
  file.startsWith('backend/src/carriers/') ||
  file.startsWith('backend/src/store/migrations');

// How a route or a message is declared, and how one is asked for, said or heard.
const decorator = '@(?:Get|Post|Put|Patch|Delete|All|Head|Options|Sse|Controller|SubscribeMessage|OnEvent|\\w+Pattern)';
const call =
  '(?:\\.(?:\\w*[eE]mit\\w*|on|once|off|addListener|addEventListener)|\\b(?:fetch|sendBeacon|EventSource|WebSocket))';
const inString = `['"\`][^'"\`\\n]*?`;

const rules = [
  ['names a command in a string', `(['"\`])/?${oneOf(commands)}\\1`],
  ['names the path of a command', `(['"\`])/?${oneOf(commands.map((name) => name.replace('.', '/')))}\\1`],
  ['names what a feature declares', `(['"\`])${oneOf(nouns)}\\1`],
  ['builds a name or a key by hand', `(['"\`])${anyNoun}[/.:](?:\\$\\{|\\1\\s*\\+)`],
  ['has a route for one feature', `${decorator}\\([^)]*?${inString}${anyNoun}`],
  ['has a message or a request for one feature', `${call}(?:<[^>(]*>)?\\(\\s*${inString}${anyNoun}`],
  ['has a path of /api for one feature', `['"\`}/ ]api/[^'"\`\\n]*?${anyNoun}`],
  ['has a path for one feature', `['"\`]/(?!${oneOf(addresses)}\\b)${anyNoun}(?=[/'"\`?])`],
].map(([sentence, source]) => [sentence, new RegExp(source, 'gu')]);

/** Blanks what the file may say, so that offsets stay; a sentence for each permission that nobody uses any more. */
function withoutOtherWords(file, code, report) {
  let rest = code;
  const blank = (text) => text.replace(/[^\n]/gu, ' ');
  for (const pattern of vocabularies) rest = rest.replace(pattern, blank);
  for (const words of Object.keys(otherWords[file] ?? {})) {
    if (!rest.includes(words)) report(`G2: ${file} does not say ${words} any more; take it out of other-words.mjs`);
    rest = rest.replaceAll(words, blank);
  }
  return rest;
}

/** A sentence for each place where something declared is named in a string. */
export function checkNames(tree) {
  const found = new Map();
  for (const [file, text] of tree) {
    if (isExempt(file)) continue;
    const code = withoutOtherWords(file, withoutComments(text), (sentence) => found.set(sentence, sentence));
    for (const [sentence, pattern] of rules) {
      for (const match of code.matchAll(pattern)) {
        const place = placeOf(file, code, match.index);
        if (!found.has(place)) found.set(place, `G2: ${place} ${sentence}: ${match[0].trim()}`);
      }
    }
  }
  return [...found.values()];
}
