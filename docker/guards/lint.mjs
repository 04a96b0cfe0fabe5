import { inRoot } from '../paths.mjs';
import { makeOffenderFolder, plant } from './offenders.mjs';
import { runTool } from './run-tool.mjs';

const oxlint = [inRoot('node_modules/oxlint/bin/oxlint'), '--config', inRoot('.oxlintrc.json')];
const typeAware = ['--type-aware', '--deny-warnings', '--format', 'json'];

/** One for each rule that we count on; the first two need types, so they prove that tsgolint runs. */
const offences = {
  'no-floating-promises': 'export function float(): void { Promise.resolve(1); }',
  'no-misused-promises': 'export const misuse = () => { if (Promise.resolve(true)) { process.exit(); } };',
  'no-default-export': 'export default 1;',
  eqeqeq: 'export const isSame = (a: unknown, b: unknown) => a == b;',
  'consistent-type-imports': "import { Stats } from 'node:fs';\nexport type Size = Stats['size'];",
  'max-lines': Array.from({ length: 401 }, (_, n) => `export const line${n} = ${n};`).join('\n'),
};

/** Correct, unsuspicious, and ours: see .oxlintrc.json. */
export const lint = {
  name: 'lint',
  async check() {
    const { diagnostics, number_of_files: fileCount } = await run(['.']);
    const findings = [...new Set(diagnostics.map(toLine))];
    return fileCount > 50 ? findings : [...findings, `only ${fileCount} files were read`];
  },
  async catchesOffender() {
    const folder = makeOffenderFolder('lint');
    const offenders = {
      'backend/src/no-process-env.ts': "export const port = process.env['PORT'];\n",
      ...Object.fromEntries(Object.entries(offences).map(([rule, text]) => [`${rule}.ts`, `${text}\n`])),
    };
    plant(folder, offenders);
    plant(folder, {
      'tsconfig.json': JSON.stringify({
        extends: inRoot('tsconfig.base.json'),
        compilerOptions: { types: [], composite: false, noEmit: true },
        include: ['**/*.ts'],
      }),
      'globals.d.ts': 'declare const process: { env: Record<string, string>; exit(): never };\n',
    });
    // Named one by one: in a folder that git ignores, oxlint finds none by itself.
    const { diagnostics } = await run(['--no-ignore', ...Object.keys(offenders)], folder);
    const caught = (rule) =>
      diagnostics.some(({ code, filename }) => code.includes(`(${rule})`) && filename.includes(rule));
    return [...Object.keys(offences), 'no-process-env'].every(caught);
  },
};

async function run(args, cwd) {
  const { stdout, stderr } = await runTool([...oxlint, ...typeAware, ...args], { cwd });
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`oxlint did not answer: ${stderr || stdout}`);
  }
}

function toLine({ filename, labels, code, message }) {
  return `${filename}:${labels[0]?.span.line ?? 1} ${message} ${code}`;
}
