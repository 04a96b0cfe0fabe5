// G4: a copy of the product without one feature. Only the feature's own interface, effects and demo may miss it.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from './tree.mjs';

const rooms = ['contract', 'backend', 'frontend'];
const isCopied = (source) => !/(?:^|\/)(?:node_modules|dist|\.data|\.cache)$|\.tsbuildinfo$/u.test(source);

/** May miss a feature that is gone: what shows it, what it causes, what fills a demonstration. */
const mayFail = (file, feature) =>
  [`frontend/src/features/${feature}/`, 'backend/src/demo/'].some((folder) => file.startsWith(folder)) ||
  [`backend/src/effects/${feature}.ts`, `backend/src/reads/${feature}.ts`].includes(file) ||
  /\.(?:test|fixture)\.tsx?$/u.test(file);

/**
 * A sentence for each file that does not compile without `feature` and should.
 *
 * `planted` maps further files into the copy: an offender that must be among the sentences.
 */
export function checkDeletion(feature, planted = {}) {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'zoetrope-without-'));
  try {
    copyProduct(copy);
    deleteFeature(copy, feature);
    for (const [file, text] of Object.entries(planted)) fs.writeFileSync(path.join(copy, file), text);
    const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
    const { stdout } = spawnSync(process.execPath, [compiler, '-b', ...rooms, '--pretty', 'false'], {
      cwd: copy,
      encoding: 'utf8',
    });
    const failing = new Set([...stdout.matchAll(/^(\S+?)\(\d+,\d+\): error/gmu)].map((match) => match[1]));
    return [...failing]
      .filter((file) => !mayFail(file, feature))
      .map((file) => `G4: ${file} does not compile without ${feature}`);
  } finally {
    fs.rmSync(copy, { recursive: true, force: true });
  }
}

function copyProduct(copy) {
  fs.copyFileSync(path.join(root, 'tsconfig.base.json'), path.join(copy, 'tsconfig.base.json'));
  fs.writeFileSync(path.join(copy, 'package.json'), '{ "type": "module" }');
  for (const room of rooms) {
    fs.cpSync(path.join(root, room), path.join(copy, room), { recursive: true, filter: isCopied });
    linkPackages(path.join(root, room, 'node_modules'), path.join(copy, room, 'node_modules'), copy);
  }
}

/** Links each package to where it is; only the contract is the copy's own. */
function linkPackages(from, to, copy) {
  fs.mkdirSync(to, { recursive: true });
  for (const name of fs.readdirSync(from)) {
    if (name === '@zoetrope') {
      fs.mkdirSync(path.join(to, name));
      fs.symlinkSync(path.join(copy, 'contract'), path.join(to, name, 'contract'));
    } else if (name.startsWith('@')) linkPackages(path.join(from, name), path.join(to, name), copy);
    else if (!name.startsWith('.')) fs.symlinkSync(fs.realpathSync(path.join(from, name)), path.join(to, name));
  }
}

function deleteFeature(copy, feature) {
  fs.rmSync(path.join(copy, 'contract/features', `${feature}.ts`));
  const isItsCases = (file) =>
    file.endsWith('.cases.ts') && readLines(file).some((line) => line.includes(`'./${feature}.ts'`));
  const features = path.join(copy, 'contract/features');
  const gone = fs.readdirSync(features).filter((name) => isItsCases(path.join(features, name)));
  for (const name of gone) fs.rmSync(path.join(features, name));
  editLines(path.join(copy, 'contract/registry.ts'), (line) =>
    line.includes(`/features/${feature}.ts'`) || line.trim() === `${feature},`
      ? undefined
      : line.replace(new RegExp(`(\\[.*?)\\b${feature}\\b(?:, )?`, 'u'), '$1').replace(', ]', ']'),
  );
  editLines(path.join(copy, 'contract/cases.ts'), (line) =>
    gone.some((name) => line.includes(`/${name}'`)) || line.trimStart().startsWith(`${feature}:`) ? undefined : line,
  );
}

const readLines = (file) => fs.readFileSync(file, 'utf8').split('\n');

function editLines(file, edit) {
  const lines = readLines(file).map(edit);
  fs.writeFileSync(file, lines.filter((line) => line !== undefined).join('\n'));
}
