// The one place that knows pnpm: a fresh machine has only Node and npm.
import { spawnSync } from 'node:child_process';
import { root } from './paths.mjs';

export const PNPM = 'pnpm@12.21.0';

/** Runs our pnpm to its end. Shape: as spawnSync answers, with text. */
export function runPnpm(args, { isShown = false, timeoutMs = 0 } = {}) {
  // Without --prefer-offline npx waits 72 s for the registry when there is no network.
  // Started from inside `npx -c …` the outer one's options would be taken for ours.
  const { npm_config_call: _call, npm_config_package: _package, ...env } = process.env;
  return spawnSync('npx', ['--yes', '--prefer-offline', PNPM, ...args], {
    cwd: root,
    env,
    encoding: 'utf8',
    stdio: isShown ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
    timeout: timeoutMs,
  });
}
