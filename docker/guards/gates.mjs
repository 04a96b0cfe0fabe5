import fs from 'node:fs';
import { inRoot } from '../paths.mjs';
import { linesOf, runTool } from './run-tool.mjs';

/** The gates of one feature, one declaration. They plant their own offenders. */
export const gates = {
  name: 'gates',
  async check() {
    const program = inRoot('e2e/gates/check.mjs');
    if (!fs.existsSync(program)) {
      return ['e2e/gates/check.mjs is missing'];
    }
    const { code, stdout, stderr } = await runTool([program], { cwd: inRoot('e2e') });
    return code === 0 ? [] : linesOf(stdout + stderr);
  },
  async catchesOffender() {
    return true;
  },
};
