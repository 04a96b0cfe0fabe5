import fs from 'node:fs';
import { inRoot } from '../paths.mjs';

/** The lock file names packages by version and hash, never by the host that one of us happened to get them from. */
export const lockFile = {
  name: 'lock file',
  async check() {
    return findHosts(fs.readFileSync(inRoot('pnpm-lock.yaml'), 'utf8'));
  },
  async catchesOffender() {
    const offender = '  pg@8.0.0:\n    resolution: {tarball: https://files.example.org/pg.tgz}\n';
    return findHosts(offender).length === 1;
  },
};

function findHosts(text) {
  const lines = text.split('\n').map((line, index) => ({ line, place: `pnpm-lock.yaml:${index + 1}` }));
  const isOurs = ({ line }) => !line.includes('deprecated:');
  return lines
    .filter((entry) => isOurs(entry) && /https?:\/\/|tarball:/u.test(entry.line))
    .map(({ place }) => `${place} names a host; see lockfileIncludeTarballUrl in pnpm-workspace.yaml`);
}
