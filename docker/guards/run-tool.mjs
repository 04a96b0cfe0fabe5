import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { root } from '../paths.mjs';

/** Runs `node <args>` and keeps what it prints: `{ code, stdout, stderr }`. */
export async function runTool(args, { cwd = root } = {}) {
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}

/** Its non-empty lines. */
export const linesOf = (text) => text.split('\n').filter((line) => line.trim() !== '');
