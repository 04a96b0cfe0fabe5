// How the service worker comes into what is built: /worker.js, with the names of all files that the app needs to open
// without a network. Not there in development.
import { createHash } from 'node:crypto';
import path from 'node:path';

const WORKER = 'worker.js';

/** The plugin. Errors: a worker that shares code with the app, for a plain worker cannot import. */
export function worker() {
  return {
    name: 'worker',
    apply: 'build',
    buildStart() {
      const id = path.join(import.meta.dirname, 'src/worker/worker.ts');
      this.emitFile({ type: 'chunk', id, fileName: WORKER, name: 'worker' });
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const chunk = bundle[WORKER];
        if (chunk.imports.length > 0 || chunk.exports.length > 0) throw new Error('the worker is not one plain file');
        const files = Object.keys(bundle).filter((name) => name.startsWith('assets/'));
        const page = bundle['index.html']?.source ?? '';
        const version = createHash('sha256').update(page).update(files.toSorted().join()).digest('hex').slice(0, 12);
        chunk.code = chunk.code
          .replace('__SHELL_VERSION__', JSON.stringify(version))
          .replace('__SHELL_FILES__', JSON.stringify(files.map((name) => `/${name}`)));
      },
    },
  };
}
