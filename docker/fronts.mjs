// nginx and HAProxy with the files that people deploy, in front of processes on this machine. Found on the PATH, or
// fetched and unpacked from Debian's packages; never installed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findDebianProgram } from './debian-packages.mjs';
import { findFreePort } from './free-port.mjs';
import { findOnPath } from './on-path.mjs';
import { inRoot } from './paths.mjs';
import { untilListening } from './ports.mjs';

const arrangements = { nginx: arrangeNginx, haproxy: arrangeHaproxy };

/** `{ file, env }` for nginx or haproxy; `undefined` where there is none, and one loud line has said so. */
export function findFront(kind) {
  const file = findOnPath(kind);
  const found = file ? { file, env: {} } : findDebianProgram(kind);
  if (!found) {
    console.warn(`!!! No ${kind}: what needs it is SKIPPED. Install it to have it tested.`);
  }
  return found;
}

/**
 * nginx or HAProxy on 127.0.0.1 in front of `nodes`, each a `host:port`; `live` are those that have sockets and polls,
 * where they are others.
 *
 * Shape: `{ kind, url, pid, lines, stop() }`, `lines` being what it has complained of; `undefined` where there is none.
 */
export async function startFront({ kind, nodes, live = nodes, port = 0 }) {
  const program = findFront(kind);
  if (!program) {
    return undefined;
  }
  const chosenPort = port || (await findFreePort());
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `zoetrope-${kind}-`));
  // Workers of a front that root started are another user.
  fs.chmodSync(folder, 0o755);
  const { args, env = {} } = arrangements[kind]({ folder, nodes, live, port: chosenPort });
  const child = spawn(program.file, args, {
    cwd: folder,
    env: { ...process.env, ...program.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => lines.push(...text.split('\n').filter(Boolean)));
  }
  const endWithUs = () => child.kill('SIGTERM');
  process.once('exit', endWithUs);
  const exited = once(child, 'exit');
  try {
    await untilListening(chosenPort, child);
  } catch {
    throw new Error(`${kind} did not start: ${lines.join('\n')}`);
  }
  return {
    kind,
    url: `http://127.0.0.1:${chosenPort}`,
    port: chosenPort,
    pid: child.pid,
    lines,
    async stop() {
      process.off('exit', endWithUs);
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
      }
      await exited;
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** nginx.conf is taken byte for byte; site/ says where the processes are and where to listen. */
function arrangeNginx({ folder, nodes, live, port }) {
  fs.copyFileSync(inRoot('docker/nginx.conf'), path.join(folder, 'nginx.conf'));
  fs.mkdirSync(path.join(folder, 'site'));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/temp-${name};`)
    .join('\n');
  const site = fs
    .readFileSync(inRoot('docker/site/nodes.conf'), 'utf8')
    .replace(/upstream web \{[^}]*\}/u, (text) => withNodes(text, nodes))
    .replace(/upstream live \{[^}]*\}/u, (text) => withNodes(text, live))
    .replace(/upstream live_sticky \{[^}]*\}/u, (text) => withNodes(text, live))
    .replace('/var/cache/nginx/zoetrope', `${folder}/cache`);
  fs.writeFileSync(path.join(folder, 'site/nodes.conf'), `${site}\n${temporary}\n`);
  fs.writeFileSync(path.join(folder, 'site/listen.conf'), `listen 127.0.0.1:${port} default_server;\n`);
  const settings = `daemon off; pid ${folder}/nginx.pid;`;
  return { args: ['-p', `${folder}/`, '-e', 'stderr', '-c', `${folder}/nginx.conf`, '-g', settings] };
}

/** Replaces the example's `server` lines, and keeps what they say after the address. */
function withNodes(upstream, nodes) {
  const [, after] = /server \S+([^;]*);/u.exec(upstream);
  const servers = nodes.map((node) => `  server ${node}${after};`).join('\n');
  return upstream.replaceAll(/\s*server [^;]*;/gu, '').replace(/\n\s*keepalive/u, `\n${servers}\n  keepalive`);
}

/** haproxy.cfg is taken byte for byte with two processes; with more or other ones its `server` lines are rewritten. */
function arrangeHaproxy({ folder, nodes, live, port }) {
  const given = fs.readFileSync(inRoot('docker/haproxy.cfg'), 'utf8');
  const isPlain = nodes.length === 2 && live === nodes;
  const rewritten = given.replaceAll(/(?: {2}server node-.*\n)+/gu, (_lines, at) => {
    const isWeb = given.lastIndexOf('backend web', at) > given.lastIndexOf('backend live', at);
    return (isWeb ? nodes : live).map((node, i) => `  server node-${i + 1} ${node}\n`).join('');
  });
  const file = path.join(folder, 'haproxy.cfg');
  fs.writeFileSync(file, isPlain ? given : rewritten);
  const [first, second = first] = nodes;
  return { args: ['-db', '-f', file], env: { FRONT: `127.0.0.1:${port}`, NODE_1: first, NODE_2: second } };
}
