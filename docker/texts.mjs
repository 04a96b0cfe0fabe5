// `npm run texts`: writes the English catalogue from the sources, sorts the others, takes out what nobody says any more,
// and names what is still to be translated. Also what the guard of texts and the catalogues themselves need.
import fs from 'node:fs';
import path from 'node:path';
import { runTool } from './guards/run-tool.mjs';
import { inRoot } from './paths.mjs';

const formatjs = inRoot('frontend/node_modules/@formatjs/cli/bin/formatjs');
const byId = ([a], [b]) => (a < b ? -1 : 1);
const toJson = (texts) => `${JSON.stringify(Object.fromEntries(Object.entries(texts).toSorted(byId)), null, 2)}\n`;

/** Where a tree keeps its catalogues, one for each language. */
export const catalogues = (top) => path.join(top, 'frontend/src/texts');
export const languages = ['en', 'de', 'es', 'fr', 'ar'];

/** Sources below `folder` that may hold texts: no tests, and not the page that shows components to developers. */
export function listSources(folder) {
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const isSource = (file) => /\.tsx?$/u.test(file) && !/\.(?:test|fixture|d)\.tsx?$|\/pages\/design/u.test(file);
  return files.filter(isSource).toSorted();
}

/** The English of a tree's sources, as the text of its catalogue. Errors: formatjs's own, such as one id said twice. */
export async function extract(top) {
  const files = listSources(path.join(top, 'frontend/src'));
  const { code, stdout, stderr } = await runTool([formatjs, 'extract', ...files, '--format', 'simple', '--throws']);
  if (code !== 0) throw new Error(stderr || stdout);
  return toJson(JSON.parse(stdout));
}

/** What is missing from a translation, too much in it, or has other arguments than the English. */
export async function verify(top) {
  const files = languages.map((language) => path.join(catalogues(top), `${language}.json`));
  const checks = ['--missing-keys', '--extra-keys', '--structural-equality'];
  const { code, stdout, stderr } = await runTool([formatjs, 'verify', '--source-locale', 'en', ...checks, ...files]);
  const said = `${stdout}${stderr}`.split('\n').filter((line) => !/^-*\s*$/u.test(line));
  return code === 0 ? [] : said;
}

/** The languages whose catalogue is not in the order in which `npm run texts` writes it. */
export function findUnsorted(top) {
  return languages.filter((language) => {
    const text = fs.readFileSync(path.join(catalogues(top), `${language}.json`), 'utf8');
    return text !== toJson(JSON.parse(text));
  });
}

async function write(top) {
  const english = await extract(top);
  const known = JSON.parse(english);
  fs.writeFileSync(path.join(catalogues(top), 'en.json'), english);
  for (const language of languages.slice(1)) {
    const file = path.join(catalogues(top), `${language}.json`);
    const texts = Object.entries(JSON.parse(fs.readFileSync(file, 'utf8')));
    fs.writeFileSync(file, toJson(Object.fromEntries(texts.filter(([id]) => Object.hasOwn(known, id)))));
  }
  return verify(top);
}

if (process.argv[1] === import.meta.filename) {
  const findings = await write(inRoot('.')).catch((error) => [error.message]);
  console.log(findings.length === 0 ? 'zoetrope: every text is said in every language.' : findings.join('\n'));
  process.exitCode = findings.length === 0 ? 0 : 1;
}
