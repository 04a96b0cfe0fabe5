// WebKit as Debian packs it, for tests: WebKitGTK's small browser and its WebDriver, on a screen that nobody sees.
// WebKit starts its own processes at addresses below /usr that cannot be changed. So what was unpacked is laid over /usr in a
// mount namespace of these processes alone; nothing is installed, and nobody else sees it.
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { findDebianFolder } from './debian-packages.mjs';
import { findFreePort } from './free-port.mjs';
import { untilListening } from './ports.mjs';
import { signalGroup } from './processes.mjs';

const PACKAGES = ['webkit2gtk-driver', 'xvfb', 'libgl1-mesa-dri'];
/** A user who is not root may make a namespace in which they are. */
const NAMESPACE = process.getuid?.() === 0 ? ['--mount'] : ['--user', '--map-root-user', '--mount'];

/**
 * `count` WebDrivers, since each has one browser; `undefined` where there are none: then one loud line has said so.
 *
 * Shape: `{ urls, stop() }`. `fontsFile` is what FONTCONFIG_FILE is for them.
 * Effects: takes 260 MB in .cache/debian the first time.
 */
export async function startWebkit({ count, fontsFile }) {
  const folder = findDebianFolder('webkit', PACKAGES);
  const canLay = spawnSync('unshare', [...NAMESPACE, 'true']).status === 0;
  if (!folder || !canLay) {
    console.warn(
      `!!! No WebKit: its journey is NOT RUN. ${folder ? 'This machine lets nobody lay a folder over /usr.' : 'It needs the packages of Debian.'}`,
    );
    return undefined;
  }
  const ports = [];
  for (let i = 0; i < count; i += 1) {
    ports.push(await findFreePort());
  }
  const script = [
    `mount -t overlay overlay -o lowerdir=${path.join(folder, 'usr')}:/usr /usr`,
    // It finds a number for its screen by itself, and says it.
    'exec 3< <(exec Xvfb -displayfd 1 -screen 0 1440x900x24 -nolisten tcp 2>/dev/null)',
    'read -r screen <&3',
    'export DISPLAY=":$screen"',
    ...ports.map((port) => `WebKitWebDriver --host=127.0.0.1 --port=${port} &`),
    'wait',
  ];
  const env = {
    ...process.env,
    FONTCONFIG_FILE: fontsFile,
    LIBGL_ALWAYS_SOFTWARE: '1',
    NO_AT_BRIDGE: '1',
    // Its own sandbox cannot be built inside the namespace.
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
  };
  const child = spawn('unshare', [...NAMESPACE, '--propagation', 'private', 'bash', '-e', '-c', script.join('\n')], {
    env,
    detached: true,
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (errors = (errors + text).slice(-2_000)));
  const end = () => signalGroup(child, 'SIGKILL');
  process.once('exit', end);
  try {
    for (const port of ports) {
      await untilListening(port, child);
    }
  } catch (error) {
    end();
    throw new Error(`WebKit did not start: ${errors}`, { cause: error });
  }
  return {
    urls: ports.map((port) => `http://127.0.0.1:${port}`),
    async stop() {
      process.off('exit', end);
      end();
    },
  };
}
