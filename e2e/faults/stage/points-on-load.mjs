// `node --import` this before the built server: points of failure are written into its own files while they are loaded,
// and do nothing until a file of their name lies in FAULTS_POINTS. The product has no hook for them.
import fs from 'node:fs';
import { register } from 'node:module';
import path from 'node:path';

const folder = process.env.FAULTS_POINTS;
/** Whether the point is armed. */
globalThis.isArmed = (point) => fs.existsSync(path.join(folder, point));
/** Whether it is, and not from now on. */
globalThis.isArmedOnce = (point) => {
  try {
    fs.unlinkSync(path.join(folder, point));
    return true;
  } catch {
    return false;
  }
};
/** As a power cut would, at this very line. */
globalThis.dieHere = () => process.kill(process.pid, 'SIGKILL');

const points = new URL('./points.mjs', import.meta.url).href;
const hooks = `
import { withPoints } from '${points}';
export async function load(url, context, next) {
  const loaded = await next(url, context);
  if (!url.includes('/backend/dist/') || loaded.source === undefined || loaded.source === null) return loaded;
  return { ...loaded, source: withPoints(url, loaded.source.toString()) };
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
