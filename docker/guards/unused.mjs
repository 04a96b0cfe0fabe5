// Files, exports and dependencies that nobody uses: knip.json. It reads a copy of the tree in which a file and an
// export that nobody uses are planted, so one run both finds ours and proves that it would.
import fs from 'node:fs';
import path from 'node:path';
import { inRoot, root } from '../paths.mjs';
import { addEmptyRooms, makeOffenderFolder, plant } from './offenders.mjs';
import { runTool } from './run-tool.mjs';

const plantedFile = 'frontend/src/ui/planted-offender.ts';
const plantedExport = 'plantedOffender';
const isSkipped = new Set(['node_modules', 'dist', '.git', '.cache', '.data', 'test-results']);
let wasCaught;

export const unused = {
  name: 'unused code',
  async check() {
    const findings = await runOnCopy();
    const isPlanted = (finding) => finding.includes(plantedFile) || finding.includes(plantedExport);
    const caught = findings.filter(isPlanted);
    wasCaught = caught.some((finding) => finding.includes(plantedFile)) && caught.length > 1;
    return findings.filter((finding) => !isPlanted(finding));
  },
  /** Answered by `check`, which goes first. */
  async catchesOffender() {
    return wasCaught;
  },
};

async function runOnCopy() {
  const folder = makeOffenderFolder('unused');
  addEmptyRooms(folder);
  const isWanted = (file) => !isSkipped.has(path.basename(file));
  // One by one: the copy lies inside the original, which as a whole cannot be copied into itself.
  for (const entry of fs.readdirSync(root).filter(isWanted)) {
    fs.cpSync(inRoot(entry), path.join(folder, entry), { recursive: true, filter: isWanted });
  }
  fs.symlinkSync(inRoot('node_modules'), path.join(folder, 'node_modules'));
  plant(folder, { [plantedFile]: 'export const nobody = 1;\n' });
  fs.appendFileSync(path.join(folder, 'frontend/src/words/field-words.ts'), `export const ${plantedExport} = 1;\n`);
  const program = inRoot('node_modules/knip/bin/knip.js');
  const { stdout, stderr } = await runTool([program, '--no-progress', '--reporter', 'json'], { cwd: folder });
  if (!stdout.startsWith('{')) {
    throw new Error(`knip did not answer: ${stderr || stdout}`);
  }
  return JSON.parse(stdout).issues.flatMap(toLines);
}

function toLines({ file, ...kinds }) {
  const found = Object.entries(kinds).filter(([, items]) => Array.isArray(items) && items.length > 0);
  return found
    .filter(([kind]) => kind !== 'owners')
    .map(([kind, items]) => `${file} ${kind}: ${items.map((item) => item.name ?? item).join(', ')}`);
}
