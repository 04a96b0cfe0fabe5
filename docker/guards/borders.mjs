// Who may import whom: .dependency-cruiser.cjs. A checker that cannot load the compiler sees no edges and passes
// everything (dependency-cruiser 17 beside TypeScript 7 alone: 0 modules, exit 0), so the number of modules is checked
// too, and each rule must catch the offender that is planted for it.
import { createRequire } from 'node:module';
import { inRoot } from '../paths.mjs';
import { offencesByRule, bystanders } from './borders-offences.mjs';
import { addEmptyRooms, makeOffenderFolder, plant } from './offenders.mjs';
import { runTool } from './run-tool.mjs';

const program = inRoot('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const configFile = inRoot('.dependency-cruiser.cjs');
const places = ['contract', 'backend/src', 'frontend/src', 'e2e'];
const { forbidden } = createRequire(import.meta.url)(configFile);
const MIN_MODULES = 100;
const upwards = 'no-way-up';

export const borders = {
  name: 'borders',
  async check() {
    const findings = await cruise([...places, 'docker']);
    return findings.map(({ rule, from, to, comment }) => `${rule}: ${from} -> ${to} (${comment})`);
  },
  async catchesOffender() {
    const folder = makeOffenderFolder('borders');
    addEmptyRooms(folder);
    plant(folder, bystanders);
    plant(folder, Object.assign({}, ...Object.values(offencesByRule)));
    const findings = await cruise(places, { cwd: folder, minModules: 1 });
    const rules = [...forbidden.map(({ name }) => name), upwards];
    const missed = rules.filter((rule) => !isCaught(rule, findings));
    for (const rule of missed) {
      console.error(`    the rule ${rule} did not catch its offender`);
    }
    return missed.length === 0;
  },
};

function isCaught(rule, findings) {
  const offenders = Object.keys(offencesByRule[rule] ?? {});
  return offenders.some((file) => findings.some((finding) => finding.rule === rule && finding.from === file));
}

async function cruise(folders, { cwd, minModules = MIN_MODULES } = {}) {
  const args = [program, '--config', configFile, '--output-type', 'json', ...folders];
  const { stdout, stderr } = await runTool(args, { cwd });
  const { modules, summary } = JSON.parse(stdout || `{"modules":[],"summary":{"violations":[]}} ${stderr}`);
  const ours = modules.filter(({ source }) => !source.includes('node_modules'));
  const broken = summary.violations.map(({ rule, from, to }) => ({
    rule: rule.name,
    from,
    to,
    comment: forbidden.find(({ name }) => name === rule.name)?.comment,
  }));
  const tooFew = {
    rule: 'canary',
    from: 'dependency-cruiser',
    to: `${ours.length} modules`,
    comment: 'it sees nothing',
  };
  return [...broken, ...ours.flatMap(findWaysUp), ...(ours.length < minModules ? [tooFew] : [])];
}

/** `./` stays in the room and `#room/` crosses a border, so a path that climbs is a border crossed unseen. */
function findWaysUp({ source, dependencies }) {
  return dependencies
    .filter(({ module }) => module.startsWith('../') && !source.startsWith('docker/'))
    .map(({ module }) => ({ rule: upwards, from: source, to: module, comment: 'say #room/file.ts' }));
}
