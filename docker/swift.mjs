// An S3 for tests that is nobody's toy: OpenStack Swift with its s3api, one object on one disk, in a folder of its own.
// Its programs are Debian's, unpacked and never installed; `swift-site.py` makes them one process group.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findDebianFolder, libraryPath } from './debian-packages.mjs';
import { findFreePort } from './free-port.mjs';
import { inRoot } from './paths.mjs';
import { untilListening } from './ports.mjs';
import { signalGroup } from './processes.mjs';

const PACKAGES = ['swift-proxy', 'swift-account', 'swift-container', 'swift-object', 'memcached'];
const KEY = 'photos:zoetrope';
const SECRET = 'a+secret/of=swift';
const START_TIMEOUT_MS = 60_000;

/**
 * Swift on 127.0.0.1, its s3api without a bucket; `undefined` where there is none: then one loud line has said so.
 *
 * Shape: `{ s3Url(bucket, secret?), makeBucket(), listBucket(bucket), stop(), start(), remove() }`. Buckets are made and
 * listed by Swift's own API, so that nobody is asked about themselves; `start` after `stop` has what was kept.
 * Effects: 12 MB are fetched the first time; about 250 MB of memory while it runs.
 */
export async function startSwift() {
  const unpacked = findDebianFolder('swift', PACKAGES);
  const python = ['/usr/bin/python3', path.join(unpacked ?? '', 'usr/bin/python3')].find((file) => fs.existsSync(file));
  if (!unpacked || !python) {
    console.warn('!!! No OpenStack Swift: what is kept in S3 is NOT TESTED here. It needs the packages of Debian.');
    return undefined;
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'zoetrope-swift-'));
  const ports = {};
  for (const name of ['account', 'container', 'object', 'proxy', 'memcached']) {
    ports[name] = await findFreePort();
  }
  arrange(folder, ports);
  const env = {
    ...process.env,
    LD_LIBRARY_PATH: libraryPath(unpacked),
    PYTHONPATH: path.join(unpacked, 'usr/lib/python3/dist-packages'),
  };
  let group;
  const endAll = () => group && signalGroup(group, 'SIGKILL');
  process.once('exit', endAll);

  async function start() {
    const log = fs.openSync(path.join(folder, 'log'), 'a');
    const memcached = [path.join(unpacked, 'usr/bin/memcached'), String(ports.memcached)];
    const rings = [ports.account, ports.container, ports.object].map(String);
    const args = [inRoot('docker/swift-site.py'), folder, ...memcached, ...rings];
    group = spawn(python, args, { cwd: folder, env, detached: true, stdio: ['ignore', log, log] });
    fs.closeSync(log);
    await untilHealthy(ports, group, () => fs.readFileSync(path.join(folder, 'log'), 'utf8'));
  }
  async function stop() {
    if (!group) {
      return;
    }
    const ended = once(group, 'exit');
    endAll();
    group = undefined;
    await ended;
  }
  try {
    await start();
  } catch (error) {
    endAll();
    throw error;
  }
  const encode = encodeURIComponent;
  const ask = (method, bucket) => askNatively(`http://127.0.0.1:${ports.proxy}`, method, bucket);
  return {
    s3Url: (bucket, secret = SECRET) =>
      `http://${encode(KEY)}:${encode(secret)}@127.0.0.1:${ports.proxy}/${bucket}?region=us-east-1`,
    async makeBucket() {
      const bucket = `photos-${randomBytes(4).toString('hex')}`;
      await ask('PUT', bucket);
      return bucket;
    },
    listBucket: async (bucket) => (await ask('GET', bucket)).split('\n').filter(Boolean),
    start,
    stop,
    async remove() {
      process.off('exit', endAll);
      await stop();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One disk, no copies: it is about the API. */
function arrange(folder, ports) {
  const write = (name, lines) => fs.writeFileSync(path.join(folder, name), `${lines.join('\n')}\n`);
  const common = (port) => [
    '[DEFAULT]',
    'bind_ip = 127.0.0.1',
    `bind_port = ${port}`,
    `user = ${os.userInfo().username}`,
    `swift_dir = ${folder}`,
    `devices = ${folder}/devices`,
    'mount_check = false',
    'workers = 0',
  ];
  fs.mkdirSync(path.join(folder, 'devices/disk'), { recursive: true });
  write('swift.conf', ['[swift-hash]', 'swift_hash_path_suffix = zoetrope']);
  for (const name of ['account', 'container', 'object']) {
    const server = [`[pipeline:main]`, `pipeline = ${name}-server`, `[app:${name}-server]`, `use = egg:swift#${name}`];
    write(`${name}.conf`, [...common(ports[name]), ...server]);
  }
  const filters = ['catch_errors', 'healthcheck', 'cache', 's3api', 'tempauth', 'slo'];
  write('proxy.conf', [
    ...common(ports.proxy),
    '[pipeline:main]',
    `pipeline = ${filters.join(' ')} proxy-server`,
    ...filters.flatMap((name) => [
      `[filter:${name}]`,
      `use = egg:swift#${name === 'cache' ? 'memcache' : name}`,
      ...(name === 'cache' ? [`memcache_servers = 127.0.0.1:${ports.memcached}`] : []),
      ...(name === 'tempauth' ? [`user_${KEY.replace(':', '_')} = ${SECRET} .admin`] : []),
    ]),
    '[app:proxy-server]',
    'use = egg:swift#proxy',
    'account_autocreate = true',
  ]);
}

/** Source: the API of OpenStack object storage, version 1, with tempauth. */
async function askNatively(url, method, container) {
  const signIn = await fetch(`${url}/auth/v1.0`, { headers: { 'x-auth-user': KEY, 'x-auth-key': SECRET } });
  const headers = { 'x-auth-token': signIn.headers.get('x-auth-token') };
  const answer = await fetch(`${signIn.headers.get('x-storage-url')}/${container}`, { method, headers });
  if (!answer.ok) {
    throw new Error(`Swift answers ${answer.status} to ${method} of ${container}.`);
  }
  return answer.text();
}

/** The proxy is asked last: while those behind it do not answer, it answers for them, and remembers. */
async function untilHealthy({ proxy, ...behind }, child, readLog) {
  const giveUpAt = Date.now() + START_TIMEOUT_MS;
  for (const port of Object.values(behind)) {
    await untilListening(port, child, START_TIMEOUT_MS);
  }
  while (child.exitCode === null && Date.now() < giveUpAt) {
    const answer = await fetch(`http://127.0.0.1:${proxy}/healthcheck`).catch(() => undefined);
    if (answer?.ok) {
      return;
    }
    await delay(50);
  }
  throw new Error(`Swift did not start: ${readLog().slice(-2_000)}`);
}
