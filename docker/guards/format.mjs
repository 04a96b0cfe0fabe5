import { inRoot } from '../paths.mjs';
import { makeOffenderFolder, plant } from './offenders.mjs';
import { linesOf, runTool } from './run-tool.mjs';

const oxfmt = [inRoot('node_modules/oxfmt/bin/oxfmt'), '--config', inRoot('.oxfmtrc.json')];

/** Every file looks as oxfmt writes it; `npm run fix` makes it so. */
export const format = {
  name: 'format',
  async check() {
    const { code, stdout, stderr } = await runTool([...oxfmt, '--list-different']);
    const files = linesOf(stdout);
    return code === 0 ? [] : [...(files.length > 0 ? files : linesOf(stderr)), 'npm run fix formats them.'];
  },
  async catchesOffender() {
    const folder = makeOffenderFolder('format');
    plant(folder, { 'offender.ts': 'export const  offender = "double" ;\n' });
    const none = ['--ignore-path', inRoot('LICENSE')];
    const { stdout } = await runTool([...oxfmt, ...none, '--list-different', 'offender.ts'], { cwd: folder });
    return stdout.includes('offender.ts');
  },
};
