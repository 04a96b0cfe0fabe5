// Which texts the first view of a page may need: those of the app's own start and of the pages that are opened first, with
// all that these import. The others come with the parts that say them.
import fs from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';

const sources = path.join(import.meta.dirname, 'src');

/** What is opened first: the pages that people have on their home screen, or are sent. */
export const FIRST_PAGES = ['home-page', 'front-page', 'group-page'];

/**
 * The ids of these texts. Everything else that they import while they run must be fetched by `withTexts` or say nothing.
 *
 * Errors: a part that is fetched without its texts, by the file that fetches it; a text that stands in no source in a way
 * that is understood here, and so could be missed.
 */
export function findFirstTexts() {
  const all = new Set(listSources().flatMap((file) => read(file).ids));
  const unseen = Object.keys(JSON.parse(fs.readFileSync(path.join(sources, 'texts/en.json'), 'utf8'))).filter(
    (id) => !all.has(id),
  );
  if (unseen.length > 0) throw new Error(`nobody is seen to say ${unseen.join(', ')}`);
  const first = readAll([
    path.join(sources, 'app/main.tsx'),
    ...FIRST_PAGES.map((name) => path.join(sources, `pages/${name}.tsx`)),
  ]);
  const ids = new Set([...first.values()].flatMap((one) => one.ids));
  for (const [file, { bare }] of first) {
    for (const target of bare) {
      const missing = [...readAll([target]).values()].flatMap((one) => one.ids).filter((id) => !ids.has(id));
      if (missing.length === 0) continue;
      throw new Error(`${file} fetches ${target} without withTexts, and that says ${missing.join(', ')}`);
    }
  }
  return ids;
}

const listSources = () =>
  fs
    .readdirSync(sources, { recursive: true })
    .filter((name) => /\.tsx?$/u.test(name) && !/\.(?:test|d)\.tsx?$/u.test(name))
    .map((name) => path.join(sources, name));

/** These files and all that they import at once, each as `read` says. */
function readAll(files, found = new Map()) {
  for (const file of files) {
    if (found.has(file)) continue;
    const one = read(file);
    found.set(file, one);
    readAll(one.imports, found);
  }
  return found;
}

/** What a file imports at once, what it fetches later without waiting for texts, and the texts that it says. */
function read(file) {
  const code = fs.readFileSync(file, 'utf8');
  const { program, module } = parseSync(file, code);
  const ids = [];
  const bare = [];
  walk(program, (node, isWaiting) => {
    if (node.type === 'ObjectExpression') ids.push(...idOf(node.properties, ({ key }) => key?.name));
    if (node.type === 'JSXOpeningElement') ids.push(...idOf(node.attributes, ({ name }) => name?.name));
    if (node.type === 'ImportExpression' && !isWaiting) bare.push(node.source.value);
  });
  const wanted = [
    ...module.staticImports.filter(({ entries }) => entries.length === 0 || entries.some(({ isType }) => !isType)),
    ...module.staticExports.flatMap(({ entries }) => entries.filter((entry) => entry.moduleRequest && !entry.isType)),
  ].map(({ moduleRequest }) => moduleRequest.value);
  const ours = (names) => names.flatMap((name) => fileOf(name, file) ?? []);
  return { imports: ours(wanted), bare: ours(bare), ids };
}

/** The id of a message, as it stands where it is used: in an object, or as what an element is given. */
function idOf(pairs, nameOf) {
  const named = (name) => pairs.find((pair) => nameOf(pair) === name);
  return named('defaultMessage') && named('id') ? [named('id').value.value] : [];
}

/** A source file of the app; undefined for packages, the contract, styles and texts. */
function fileOf(name, from) {
  const file = name.startsWith('#') ? path.join(sources, name.slice(1)) : path.join(path.dirname(from), name);
  return /^[#.].*\.tsx?$/u.test(name) ? file : undefined;
}

/** `isWaiting`: inside a call of `withTexts`. */
function walk(node, visit, isWaiting = false) {
  if (Array.isArray(node)) return node.forEach((child) => walk(child, visit, isWaiting));
  if (!node || typeof node !== 'object') return undefined;
  if (node.type) visit(node, isWaiting);
  const waits = isWaiting || (node.type === 'CallExpression' && node.callee.name === 'withTexts');
  return Object.values(node).forEach((value) => walk(value, visit, waits));
}
