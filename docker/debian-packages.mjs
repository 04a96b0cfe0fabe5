// Programs out of Debian's own packages, unpacked into .cache/debian and never installed: neither root nor a change
// to the machine is needed. For what tests and benches compare with (redis-server, nginx, haproxy, Swift), not for the product.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { cacheDirectory } from './paths.mjs';

const debianDirectory = path.join(cacheDirectory, 'debian');
const TIMEOUT_MS = 120_000;

/**
 * A program from a Debian or Ubuntu package with the libraries that this machine lacks; fetched once, then from .cache.
 *
 * Shape: `{ file, env }`, where `env` is what the program must be started with; `undefined` where there is no apt, or
 * the packages cannot be reached.
 * Effects: several MB in .cache/debian; 3 s the first time.
 */
export function findDebianProgram(packageName, program = packageName) {
  const folder = findDebianFolder(packageName, [packageName]);
  const file = ['usr/bin', 'usr/sbin', 'bin', 'sbin'].map((bin) => path.join(folder ?? '', bin, program)).find(isFile);
  return file && { file, env: { LD_LIBRARY_PATH: libraryPath(folder) } };
}

/** The folder that holds these packages, and all that they need and this machine lacks; as `findDebianProgram`. */
export function findDebianFolder(name, packages) {
  const folder = path.join(debianDirectory, name);
  if (!fs.existsSync(folder)) {
    fetchPackages(packages, folder);
  }
  return fs.existsSync(folder) ? folder : undefined;
}

function fetchPackages(packages, folder) {
  const draft = `${folder}.${process.pid}`;
  fs.mkdirSync(draft, { recursive: true });
  try {
    const apt = privateApt(draft);
    run('apt-get', [...apt, 'update'], draft);
    const plan = run('apt-get', [...apt, '--simulate', '--no-install-recommends', 'install', ...packages], draft);
    const names = [...plan.matchAll(/^Inst (\S+)/gmu)].map(([, name]) => name);
    // Nothing to add when it is installed already, yet not on the PATH: fetch it alone.
    run('apt-get', [...apt, 'download', ...(names.length > 0 ? names : packages)], draft);
    const unpacked = path.join(draft, 'unpacked');
    for (const file of fs.readdirSync(draft).filter((name) => name.endsWith('.deb'))) {
      run('dpkg-deb', ['-x', file, unpacked], draft);
    }
    fs.renameSync(unpacked, folder);
  } catch (error) {
    if (process.env.DEBUG_PACKAGES) {
      console.error(error);
    }
  } finally {
    fs.rmSync(draft, { recursive: true, force: true });
  }
}

/** apt with lists and a cache of its own, so that it needs no root and does not touch the machine's. */
function privateApt(draft) {
  const options = {
    'Dir::State::Lists': path.join(draft, 'lists'),
    'Dir::Cache': path.join(draft, 'apt'),
    'Dir::State::status': '/var/lib/dpkg/status',
    'Debug::NoLocking': '1',
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '1',
    'Acquire::http::Timeout': '15',
  };
  fs.mkdirSync(path.join(draft, 'lists/partial'), { recursive: true });
  fs.mkdirSync(path.join(draft, 'apt/archives/partial'), { recursive: true });
  return ['-q', ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`])];
}

function run(command, args, cwd) {
  const env = { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
  const result = spawnSync(command, args, { cwd, env, encoding: 'utf8', timeout: TIMEOUT_MS });
  if (result.status !== 0) {
    throw new Error(`${command} ended with ${result.status ?? result.error?.message}: ${result.stderr}`);
  }
  return result.stdout;
}

/** What LD_LIBRARY_PATH must be for programs of this folder. */
export function libraryPath(folder) {
  const roots = [path.join(folder, 'usr/lib'), path.join(folder, 'lib')].filter((root) => fs.existsSync(root));
  const byMachine = roots.flatMap((root) =>
    fs
      .readdirSync(root)
      .filter((name) => name.includes('-linux-'))
      .map((name) => path.join(root, name)),
  );
  return [...byMachine.flatMap(withParts), ...roots, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
}

/** A folder and those in it that hold libraries of one program's own, which an installation would have made known. */
function withParts(folder) {
  const parts = fs.readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const hasLibraries = (part) => fs.readdirSync(part).some((name) => /\.so(\.|$)/u.test(name));
  return [folder, ...parts.map(({ name }) => path.join(folder, name)).filter(hasLibraries)];
}

function isFile(file) {
  return fs.existsSync(file) && fs.statSync(file).isFile();
}
