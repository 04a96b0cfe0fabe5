import { inRoot, nodeBin } from '../paths.mjs';
import { makeOffenderFolder, plant } from './offenders.mjs';
import { linesOf, runTool } from './run-tool.mjs';

/** Every room compiles, tests included. */
export const types = {
  name: 'types',
  async check() {
    const { code, stdout, stderr } = await runTool([nodeBin.tsc, '-b', '--pretty', 'false']);
    return code === 0 ? [] : linesOf(stdout + stderr);
  },
  async catchesOffender() {
    const folder = makeOffenderFolder('types');
    plant(folder, {
      'tsconfig.json': JSON.stringify({
        extends: inRoot('tsconfig.base.json'),
        compilerOptions: { composite: false, incremental: false, noEmit: true },
        include: ['*.ts'],
      }),
      // Wrong by noUncheckedIndexedAccess alone: the base settings are in force, not the compiler's own.
      'offender.ts': 'export const first: number = [1][0];\n',
    });
    const { code, stdout } = await runTool([nodeBin.tsc, '-p', folder, '--pretty', 'false']);
    return code !== 0 && stdout.includes('TS2322');
  },
};
