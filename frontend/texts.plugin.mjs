// How texts come into the app: src/texts/<language>.json is compiled by formatjs when it is imported, so that a page
// needs no parser of messages; and the English that stands beside each use is left out of what is built. A catalogue is two
// files: what a first view may say, and, as `<language>.json?rest`, everything else.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseSync } from 'vite';
import { findFirstTexts } from './first-texts.mjs';

const folder = path.join(import.meta.dirname, 'src/texts/');
const formatjs = path.join(import.meta.dirname, 'node_modules/@formatjs/cli/bin/formatjs');

/**
 * A catalogue as react-intl takes it: messages that are parsed already, by id.
 * Errors: what formatjs says of a message that it cannot read.
 */
function compile(file) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [formatjs, 'compile', file, '--format', 'simple', '--ast'],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`${file}: ${stderr}`);
  return JSON.parse(stdout);
}

/** The code without the `defaultMessage` of each message that has an `id`; the catalogue has the same sentence. */
export function withoutDefaults(code) {
  const found = [];
  walk(parseSync('module.js', code).program, (node) => {
    if (node.type !== 'ObjectExpression') return;
    const names = node.properties.map(({ key }) => key?.name ?? key?.value);
    const at = names.indexOf('defaultMessage');
    if (at < 0 || !names.includes('id')) return;
    // With the comma before it, or the one after it where it comes first.
    const { start, end } = node.properties[at];
    found.push(at > 0 ? [node.properties[at - 1].end, end] : [start, node.properties[1].start]);
  });
  return found.reduceRight((text, [start, end]) => text.slice(0, start) + text.slice(end), code);
}

function walk(node, visit) {
  if (Array.isArray(node)) node.forEach((child) => walk(child, visit));
  else if (node && typeof node === 'object') {
    if (node.type) visit(node);
    for (const value of Object.values(node)) if (value && typeof value === 'object') walk(value, visit);
  }
}

/** The plugin. Served for development, English is read where it stands, so that a changed sentence is seen at once. */
export function texts() {
  let isBuild = false;
  let firstTexts = new Set();
  let compiled = new Map();
  return {
    name: 'texts',
    enforce: 'post',
    config: (_config, { command }) => {
      isBuild = command === 'build';
      const parser = '@formatjs/icu-messageformat-parser';
      return isBuild
        ? { resolve: { alias: [{ find: new RegExp(`^${parser}$`, 'u'), replacement: `${parser}/no-parser.js` }] } }
        : {};
    },
    buildStart() {
      firstTexts = findFirstTexts();
      compiled = new Map();
    },
    load: {
      filter: { id: /\/src\/texts\/\w+\.json(?:\?rest)?$/u },
      handler(id) {
        const [file, isRest] = id.split('?');
        this.addWatchFile(file);
        if (!isBuild && file.endsWith('/en.json')) return '{}';
        if (!compiled.has(file)) compiled.set(file, compile(file));
        const wanted = Object.entries(compiled.get(file)).filter(
          ([textId]) => firstTexts.has(textId) !== Boolean(isRest),
        );
        return { code: JSON.stringify(Object.fromEntries(wanted)), moduleType: 'json' };
      },
    },
    transform: {
      filter: { code: /defaultMessage/u },
      handler(code, id) {
        const isOurs = id.startsWith(path.join(import.meta.dirname, 'src/'));
        return isBuild && isOurs ? { code: withoutDefaults(code), map: null } : null;
      },
    },
    /** The texts are fetched beside the app and not after it; which ones, index.html has found out by then. */
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const files = {};
        for (const { facadeModuleId: id, fileName } of Object.values(bundle ?? {})) {
          if (!id?.startsWith(folder)) continue;
          const [file, isRest] = id.split('?');
          (files[path.basename(file, '.json')] ??= [])[isRest ? 1 : 0] = `/${fileName}`;
        }
        return html.replace('/* texts */ {}', JSON.stringify(files));
      },
    },
  };
}
