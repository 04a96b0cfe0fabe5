// The built server in a few files: to start one from its 1,500 parts costs more than twice the processor's time.
// Source: docs/decisions/0019-the-server-is-a-bundle.md.
import fs from 'node:fs/promises';
import path from 'node:path';
import { rolldown } from 'rolldown';
import { bundleDirectory, inRoot } from './paths.mjs';

/** What is started by itself, by its name in the bundle. Threads are found beside the file that starts them. */
const entries = {
  main: 'main.js',
  demo: 'demo/main.js',
  'easel.worker': 'demo/easel.worker.js',
  'reset-link': 'accounts/reset-link.command.js',
  'heic-thread': 'media/heic-thread.mjs',
  config: 'config/config.js',
};

/**
 * Left where they are installed: what brings machine code or WebAssembly, the SDK of S3, which most sites never load, and
 * pg, of which TypeORM loads a copy by name.
 */
const external = ['sharp', 'pg', /^pg-native$/u, /^@node-rs\//u, /^libheif-js/u, /^@aws-sdk\//u, /^@smithy\//u];

/** Not installed, and asked for by the framework only where they are. */
const OPTIONAL = /'(?:@nestjs\/microservices|class-validator|class-transformer|@fastify\/static)/u;

/** Writes backend/dist/bundle from what the compiler made of backend/ and contract/. Errors: what cannot be bundled. */
export async function bundleServer() {
  const bundle = await rolldown({
    cwd: inRoot('backend'),
    platform: 'node',
    input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, inRoot('backend/dist', file)])),
    external,
    plugins: [{ name: 'sources', load: withOwnMap }],
    onLog(level, log, handle) {
      if (log.code !== 'UNRESOLVED_IMPORT' || !OPTIONAL.test(log.message)) handle(level, log);
    },
  });
  await bundle.write({
    dir: bundleDirectory,
    cleanDir: true,
    format: 'esm',
    sourcemap: true,
    entryFileNames: ({ name }) => (name === 'heic-thread' ? '[name].mjs' : '[name].js'),
    chunkFileNames: '[name]-[hash].js',
  });
  await bundle.close();
}

/** Our own files with the maps that the compiler wrote beside them, so that a stack names lines of the sources. */
async function withOwnMap(id) {
  if (!/\/(?:backend|contract)\/dist\/[^?]+\.js$/u.test(id)) return undefined;
  const [code, map] = await Promise.all([
    fs.readFile(id, 'utf8'),
    fs.readFile(`${id}.map`, 'utf8').then(JSON.parse, () => undefined),
  ]);
  return { code, map: map && { ...map, sources: map.sources.map((file) => path.resolve(path.dirname(id), file)) } };
}
