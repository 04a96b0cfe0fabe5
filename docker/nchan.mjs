// nginx with the module nchan, which passes messages on to whoever subscribes: a peer in benches, not part of the product.
// Where nginx is installed with that module it is taken, else both out of Debian's packages; never installed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findDebianFolder, libraryPath } from './debian-packages.mjs';
import { findFreePort } from './free-port.mjs';
import { findOnPath } from './on-path.mjs';
import { untilListening } from './ports.mjs';

const MODULE = 'ngx_nchan_module.so';
/** Debian, Alpine, Fedora, nginx.org. */
const MODULE_FOLDERS = ['/usr/lib/nginx/modules', '/usr/lib64/nginx/modules', '/etc/nginx/modules'];

/** `{ file, env, module }`; `undefined` where there is none, and one loud line has said so. */
export function findNchan() {
  const file = findOnPath('nginx');
  const module = MODULE_FOLDERS.map((folder) => path.join(folder, MODULE)).find((candidate) =>
    fs.existsSync(candidate),
  );
  if (file && module) {
    return { file, env: {}, module };
  }
  const folder = findDebianFolder('nginx-nchan', ['nginx', 'libnginx-mod-nchan']);
  const unpacked = folder && {
    file: path.join(folder, 'usr/sbin/nginx'),
    module: toRelocated(path.join(folder, 'usr/lib/nginx/modules', MODULE)),
    env: { LD_LIBRARY_PATH: libraryPath(folder) },
  };
  if (unpacked?.module && fs.existsSync(unpacked.file)) {
    return unpacked;
  }
  console.warn('!!! No nginx with nchan: that peer is SKIPPED. Install libnginx-mod-nchan to have it measured.');
  return undefined;
}

/** Where Debian's module keeps long messages: a folder that an nginx that is not installed has not got. */
const INSTALLED_FOLDER = '/var/lib/nginx/body';
/** As long, and below the folder that nginx is started with. */
const OWN_FOLDER = 'temp-nchan-messages';

/** nchan 1.3.6 refuses its own directive for that folder as a duplicate, so a copy of the module names another one. */
function toRelocated(module) {
  const relocated = `${module}.relocated`;
  if (fs.existsSync(module) && !fs.existsSync(relocated)) {
    const text = fs.readFileSync(module, 'latin1').replaceAll(INSTALLED_FOLDER, OWN_FOLDER);
    fs.writeFileSync(relocated, text, 'latin1');
  }
  return fs.existsSync(relocated) ? relocated : undefined;
}

/**
 * One channel on 127.0.0.1: POST /publish, and a WebSocket at /watch for whoever subscribes.
 *
 * Shape: `{ port, pid, stop() }`, `pid` being the only worker.
 */
export async function startNchan({ file, env, module }) {
  const port = await findFreePort();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'zoetrope-nchan-'));
  // The worker of an nginx that root started is another user.
  fs.chmodSync(folder, 0o755);
  const conf = path.join(folder, 'nginx.conf');
  fs.writeFileSync(conf, configuration({ module, folder, port }));
  const child = spawn(file, ['-p', `${folder}/`, '-e', 'stderr', '-c', conf], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const complaints = [];
  child.stderr.setEncoding('utf8').on('data', (text) => complaints.push(text));
  const endWithUs = () => child.kill('SIGTERM');
  process.once('exit', endWithUs);
  const exited = once(child, 'exit');
  await untilListening(port, child).catch((error) => {
    throw new Error(`${error.message} ${complaints.join('')}`);
  });
  return {
    port,
    pid: await childOf(child.pid),
    async stop() {
      process.off('exit', endWithUs);
      child.kill('SIGTERM');
      await exited;
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Directives of nchan 1.3; one worker, since every other peer is one process. */
function configuration({ module, folder, port }) {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `  ${name}_temp_path ${folder}/temp-${name};`)
    .join('\n');
  return `
load_module ${module};
daemon off;
pid ${folder}/nginx.pid;
worker_processes 1;
worker_rlimit_nofile 65536;
events { worker_connections 16384; }
http {
  access_log off;
${temporary}
  server {
    listen 127.0.0.1:${port};
    keepalive_requests 1000000;
    location = /publish {
      nchan_publisher http;
      nchan_channel_id room;
      nchan_message_timeout 30s;
    }
    location = /watch {
      nchan_subscriber websocket;
      nchan_channel_id room;
      nchan_subscriber_first_message newest;
    }
  }
}
`;
}

/** The only child of a process, once there is one. */
async function childOf(parent) {
  for (;;) {
    const [child] = fs.readFileSync(`/proc/${parent}/task/${parent}/children`, 'latin1').trim().split(' ');
    if (child) return Number(child);
    await delay(20);
  }
}
