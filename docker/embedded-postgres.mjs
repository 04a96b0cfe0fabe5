// Supervises a PostgreSQL of our own, so that a fresh machine needs none.
// It is started in a process group of its own: Ctrl-C must not reach it before the backend has finished.
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findFreePort } from './free-port.mjs';
import { findPostgresBinaries, isReachableByNobody, isRoot, NOBODY, reachableHome } from './postgres-binaries.mjs';
import { processIdentity } from './process-identity.mjs';
import { holdLock } from './supervisor-lock.mjs';

const isPosix = process.platform !== 'win32';
const START_TIMEOUT_MS = 60_000;
/** A fast shutdown takes 0.1 s; with much unwritten it may take longer, and an immediate one loses nothing either. */
const STOP_TIMEOUT_MS = 600;
/** Above every pid that Linux and macOS give out, so PostgreSQL takes it for a process that has ended. */
const NO_SUCH_PID = 4_194_305;

/**
 * A running PostgreSQL on 127.0.0.1 whose data lives in `<dataDir>/postgres`.
 *
 * `isDurable: false` is for tests: faster, and a power cut may lose everything. `isFresh` empties the data first.
 * `flags` go to `postgres` as they are.
 * Shape: `exited` resolves when the server ends, wanted or not; `stop()` resolves when it has ended.
 * Errors: AlreadyRunning when another process serves this data; otherwise a sentence and the end of the server's log.
 * Effects: root runs it as the owner of the data, at first nobody, and keeps it in /var/lib where nobody could not
 * reach it otherwise.
 */
export async function startPostgres({ dataDir, port = 0, isDurable = true, isFresh = false, flags = [] }) {
  const binaries = findPostgresBinaries();
  const { directory, user } = prepareDirectory(path.resolve(dataDir));
  const release = holdLock(path.join(directory, 'supervisor.lock'), `The database in ${directory}`);
  const server = { binaries, directory, user, isDurable, flags, cluster: path.join(directory, 'cluster') };
  try {
    await stopLeftOver(server);
    if (isFresh) {
      fs.rmSync(server.cluster, { recursive: true, force: true });
    }
    await createCluster(server);
    return await launch(server, port, release);
  } catch (error) {
    release();
    throw error;
  }
}

function prepareDirectory(dataDir) {
  fs.mkdirSync(dataDir, { recursive: true });
  const directory = chooseDirectory(dataDir);
  fs.mkdirSync(directory, { recursive: true });
  const owner = fs.statSync(directory);
  if (!isRoot) {
    if (isPosix && owner.uid !== process.getuid()) {
      throw new Error(`${directory} belongs to another user (${owner.uid}): start as that one, or chown it.`);
    }
    return { directory, user: {} };
  }
  const user = owner.uid === 0 ? { uid: NOBODY, gid: NOBODY } : { uid: owner.uid, gid: owner.gid };
  fs.chownSync(directory, user.uid, user.gid);
  return { directory, user };
}

/** Beside the photos, except for root where nobody could not reach that; data that is there already stays in use. */
function chooseDirectory(dataDir) {
  const beside = path.join(dataDir, 'postgres');
  if (!isRoot || fs.existsSync(path.join(beside, 'cluster')) || isReachableByNobody(dataDir)) {
    return beside;
  }
  return path.join(reachableHome, createHash('sha256').update(dataDir).digest('hex').slice(0, 12));
}

function startProgram({ binaries, directory, user }, name, args, output) {
  const file = path.join(binaries, 'bin', isPosix ? name : `${name}.exe`);
  return spawn(file, args, {
    ...user,
    cwd: directory,
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', output, output],
    detached: isPosix,
  });
}

async function runProgram(server, name, args) {
  const child = startProgram(server, name, args, 'pipe');
  let output = '';
  child.stdout.on('data', (text) => (output += text));
  child.stderr.on('data', (text) => (output += text));
  const [code] = await once(child, 'close');
  if (code !== 0) {
    throw new Error(`${name} ended with ${code}: ${output.trim()}`);
  }
}

async function createCluster(server) {
  if (fs.existsSync(path.join(server.cluster, 'PG_VERSION'))) {
    return;
  }
  const draft = `${server.cluster}.draft`;
  fs.rmSync(draft, { recursive: true, force: true });
  const passwordFile = path.join(server.directory, 'password');
  fs.writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  if (isRoot) {
    fs.chownSync(passwordFile, server.user.uid, server.user.gid);
  }
  const locale = ['-E', 'UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=und'];
  const access = ['-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const speed = server.isDurable ? [] : ['--no-sync'];
  await runProgram(server, 'initdb', ['-D', draft, ...access, ...locale, '--no-instructions', ...speed]);
  // Renamed only when whole: a start that is killed in the middle begins anew.
  fs.renameSync(draft, server.cluster);
}

/** A supervisor that was killed with -9 leaves its server behind; nobody watches it, so it goes before the new one. */
async function stopLeftOver(server) {
  const pidFile = path.join(server.cluster, 'postmaster.pid');
  const [firstLine, ...otherLines] = readLines(pidFile);
  const left = processIdentity(Number(firstLine));
  if (!firstLine || !left) {
    return;
  }
  const ours = readLines(path.join(server.directory, 'server.identity'))[0];
  if (ours && ours !== left) {
    // The pid was given to a stranger. The other lines stay: PostgreSQL finds forgotten children by them.
    fs.writeFileSync(pidFile, [NO_SUCH_PID, ...otherLines].join('\n'));
    return;
  }
  await runProgram(server, 'pg_ctl', ['stop', '-D', server.cluster, '-m', 'fast', '-w', '-t', '30']);
}

function readLines(file) {
  try {
    return fs.readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}

async function launch(server, wantedPort, release) {
  const port = wantedPort || (await findFreePort());
  const logFile = path.join(server.directory, 'server.log');
  // A file and not a pipe: the server outlives a supervisor that is killed, and must still be able to write.
  const identityFile = path.join(server.directory, 'server.identity');
  // Removed and not emptied: they may be root's, from the day that it started this.
  fs.rmSync(logFile, { force: true });
  fs.rmSync(identityFile, { force: true });
  const log = fs.openSync(logFile, 'w');
  const child = startProgram(server, 'postgres', settings(server, port), log);
  fs.closeSync(log);
  const exited = once(child, 'exit');
  fs.writeFileSync(identityFile, processIdentity(child.pid) ?? '');
  await untilReady(server, child, logFile);
  const password = fs.readFileSync(path.join(server.directory, 'password'), 'utf8');
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    port,
    pid: child.pid,
    directory: server.directory,
    exited,
    async stop() {
      await stopServer(child, exited);
      release();
    },
  };
}

function settings(server, port) {
  const speed = server.isDurable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
  const values = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 100,
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    ...speed,
  };
  const named = Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', server.cluster, '-p', String(port), ...named, ...server.flags];
}

/** The eighth line of postmaster.pid says "ready" once connections are accepted; pg_ctl waits for the same. */
async function untilReady(server, child, logFile) {
  const giveUpAt = Date.now() + START_TIMEOUT_MS;
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  while (!hasEnded() && Date.now() < giveUpAt) {
    const lines = readLines(path.join(server.cluster, 'postmaster.pid'));
    if (Number(lines[0]) === child.pid && lines[7]?.startsWith('ready')) {
      return;
    }
    await delay(15);
  }
  child.kill('SIGKILL');
  const lastWords = readLines(logFile).slice(-12).join('\n');
  throw new Error(`PostgreSQL did not start; ${logFile} ends with:\n${lastWords}`);
}

async function stopServer(child, exited) {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  child.kill('SIGINT');
  const impatience = setTimeout(() => child.kill('SIGQUIT'), STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(impatience);
}
